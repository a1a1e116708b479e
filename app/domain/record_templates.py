"""The tables that schools file, as data: resources/templates/records (domain.md C.6)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from app.base.resources import resource

_FOLDER = ("templates", "records")
MAIN, PERSON, MEMBERSHIP = "main", "person", "membership"
PEOPLE, MONTH = "people", "month"


@dataclass(frozen=True, slots=True)
class RecordColumn:
    """A column: header words, reader, and where its value stands in the ledger.

    to: "part.column", "people:ROLE", "month:N" or "". text_to: where the text goes when an
    organisation is not known. width in characters. is_text: numbers that must stay text. fills:
    written only where the ledger has nothing. procedure: what must be true in the ledger before a
    value is taken over that would change a membership; "" for all others.
    """

    name: str
    label: str
    synonyms: tuple[str, ...]
    reader: str
    to: str = ""
    text_to: str = ""
    width: float = 12
    is_text: bool = False
    is_required: bool = False
    fills: bool = False
    procedure: str = ""

    @property
    def part(self) -> str:
        """Return the part of a row that holds the value: main, person, class, people …; or ""."""
        return self.to.replace(":", ".").partition(".")[0]

    @property
    def place(self) -> str:
        """Return the column, role or number of the month within the part."""
        return self.to.replace(":", ".").partition(".")[2]


@dataclass(frozen=True, slots=True)
class RecordTemplate:
    """One kind of table; see resources/templates/records/common.toml for every attribute.

    page: the table beside whose list it is offered.
    """

    kind: str
    title: str
    names: tuple[str, ...]
    table: str
    page: str
    columns: tuple[RecordColumn, ...]
    telling: tuple[frozenset[str], ...]
    is_either: bool = False
    creates: bool = False
    is_latest: bool = False
    guesses: bool = False
    keeps_org: bool = True
    key: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    has: str = ""
    year: tuple[str, ...] = ()
    only: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    implies: Mapping[str, bool] = field(default_factory=dict)

    def column(self, name: str) -> RecordColumn | None:
        """Return a column by its name, or None."""
        return next((column for column in self.columns if column.name == name), None)

    @property
    def written(self) -> tuple[RecordColumn, ...]:
        """Return the columns that have a place in the ledger, with the extras of common.toml."""
        places = {**common()["extras"], **{name: f"{MAIN}.{name}" for name in self.implies}}
        unseen = tuple(RecordColumn(name, "", (), "text", to) for name, to in places.items())
        return (*(column for column in self.columns if column.to), *unseen)


@cache
def common() -> Mapping[str, Any]:
    """Return common.toml: the order, shared columns, extras and notes."""
    return tomllib.loads(resource(*_FOLDER, "common.toml").read_text("utf-8"))


def record_kinds() -> tuple[str, ...]:
    """Return the names of all templates in the order in which they are offered."""
    return tuple(common()["order"])


@cache
def record_template(kind: str) -> RecordTemplate:
    """Return one template; raises KeyError for a name that is none."""
    if kind not in record_kinds():
        raise KeyError(kind)
    source = tomllib.loads(resource(*_FOLDER, f"{kind}.toml").read_text("utf-8"))
    return RecordTemplate(
        kind=kind,
        title=source["title"],
        names=(source["title"], *source["names"]),
        table=source["table"],
        page=source.get("page", source["table"]),
        columns=tuple(map(_column, source["columns"])),
        telling=tuple(map(frozenset, source["telling"])),
        is_either=source.get("subject") == "either",
        creates=source.get("creates", False),
        is_latest=source.get("latest", False),
        guesses=source.get("guesses", False),
        keeps_org=source.get("org", True),
        key=tuple(source.get("key", ())),
        needs=tuple(source.get("needs", ())),
        has=source.get("has", ""),
        year=tuple(source.get("year", ())),
        only=source.get("only", {}),
        fixed=source.get("fixed", {}),
        implies=source.get("implies", {}),
    )


def templates_of(page: str) -> tuple[RecordTemplate, ...]:
    """Return the templates that are offered beside the list of a table."""
    every = map(record_template, record_kinds())
    return tuple(found for found in every if found.page == page)


def _column(spec: str | Mapping[str, Any]) -> RecordColumn:
    if isinstance(spec, str):
        spec = {"name": spec, **common()["columns"][spec]}
    return RecordColumn(
        name=spec["name"],
        label=spec["label"],
        synonyms=tuple(spec.get("synonyms", ())),
        reader=spec["reader"],
        to=spec.get("to", ""),
        text_to=spec.get("text_to", ""),
        width=spec.get("width", 12),
        is_text=spec.get("text", False),
        is_required=spec.get("required", False),
        fills=spec.get("fill", False),
        procedure=spec.get("procedure", ""),
    )
