"""What every table and column is called in Chinese, and what kind of value it holds."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from app.base.resources import resource
from app.domain.dates import PartialDate
from app.domain.words import NEWER_RECORDS

Value = str | int | bool | Decimal | PartialDate | None
"""What a column of the ledger can hold."""


class ValueKind(StrEnum):
    """What a column holds; AMOUNT is a Decimal with two places (元, 学时, 分)."""

    TEXT = "text"
    DATE = "date"
    AMOUNT = "amount"
    COUNT = "count"
    FLAG = "flag"
    CODE = "code"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Field:
    """One column; target is the code table of a CODE or the table of a REFERENCE."""

    name: str
    label: str
    kind: ValueKind
    target: str = ""


@dataclass(frozen=True, slots=True)
class TableInfo:
    """One table: its title and group in Chinese, its columns, those of a list at first.

    summary: how a sentence names a record, "{held_on} {topic}"; {a|b} takes the first that is
    not empty, and what stands in [] falls away with its value: "{org_id}[{score}分]".
    """

    name: str
    title: str
    group: str
    summary: str
    fields: Mapping[str, Field]
    lists: tuple[str, ...]

    @property
    def year_field(self) -> Field | None:
        """Return the column by which a list is cut to one year; None when there is none."""
        yearly = [item for item in self.fields.values() if item.name in _YEARS]
        dated = [self.fields[name] for name in self.lists]
        return next(iter(yearly), None) or next(
            (item for item in dated if item.kind is ValueKind.DATE), None
        )


_YEARS = frozenset({"year", "award_year", "form_year"})
_PLACE = re.compile(r"\{([a-z_0-9|]+)\}")
_GROUP = re.compile(r"\[([^\]]*)\]")


@cache
def tables() -> Mapping[str, TableInfo]:
    """Return every table by its name, in the order of the file."""
    found = tomllib.loads(resource("fields.toml").read_text("utf-8"))
    return {name: _table_info(name, entry) for name, entry in found.items()}


def table_info(name: str) -> TableInfo:
    """Return one table; raises KeyError for a name that is not a table."""
    return tables()[name]


def table_title(name: str) -> str:
    """Return what the records of a table are called in Chinese.

    A table of a newer program, whose records travel here too, is called by words for all of them.
    """
    known = tables().get(name)
    return known.title if known else NEWER_RECORDS


def field_of(table: str, column: str) -> Field:
    """Return one column; raises KeyError when there is none of this name."""
    return tables()[table].fields[column]


def groups() -> Mapping[str, tuple[TableInfo, ...]]:
    """Return the tables by their group (党员, 支部, 培训学习, 考核责任 …)."""
    found: dict[str, list[TableInfo]] = {}
    for info in tables().values():
        found.setdefault(info.group, []).append(info)
    return {group: tuple(infos) for group, infos in found.items()}


def summary_columns(table: str) -> tuple[str, ...]:
    """Return the columns that the summary of a table needs."""
    places = _PLACE.findall(tables()[table].summary)
    return tuple(name for place in places for name in place.split("|"))


def summarise(table: str, shown: Mapping[str, str]) -> str:
    """Return the words that name a record, from the readable texts of its columns."""

    def first_text(place: re.Match[str]) -> str:
        return next((text for name in place[1].split("|") if (text := shown.get(name, ""))), "")

    def whole_group(group: re.Match[str]) -> str:
        return group[1] if all(first_text(place) for place in _PLACE.finditer(group[1])) else ""

    return _PLACE.sub(first_text, _GROUP.sub(whole_group, tables()[table].summary)).strip()


def _table_info(name: str, entry: Mapping[str, Any]) -> TableInfo:
    columns = {column: _field(column, spec) for column, spec in entry["columns"].items()}
    return TableInfo(
        name, entry["title"], entry["group"], entry["summary"], columns, tuple(entry["lists"])
    )


def _field(name: str, spec: str | list[str]) -> Field:
    if isinstance(spec, str):
        return Field(name, spec, ValueKind.TEXT)
    label, kind, *target = spec
    return Field(name, label, ValueKind(kind), *target)
