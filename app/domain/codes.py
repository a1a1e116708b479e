"""Code tables with the national codes (domain.md C.5), and the reading of words into codes."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from app.base.resources import resource
from app.domain.cell_text import cell_text, is_blank, narrow
from app.domain.grids import CellValue
from app.domain.readings import Reading, info, warn

_FEW = 8
"""So many words of a table are told to somebody who wrote another one."""


@dataclass(frozen=True, slots=True)
class CodeItem:
    """One row of a code table.

    aliases: other words for it. kept: words that are counted here but must stay readable
    (穿青人 under 其他). group: the code of the group for statistics, or "".
    """

    code: str
    label: str
    aliases: tuple[str, ...] = ()
    group: str = ""
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeTable:
    """A code table in its official order.

    suffixes: endings that may be left out or added (族, 学历). modes: words for a form of study
    that may stand before the level (函授本科). ask: words that do not settle the code.
    """

    name: str
    title: str
    items: tuple[CodeItem, ...]
    suffixes: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    ask: frozenset[str] = frozenset()
    _by_code: Mapping[str, CodeItem] = field(default_factory=dict, repr=False)
    _by_word: Mapping[str, CodeItem] = field(default_factory=dict, repr=False)

    def item(self, code: str) -> CodeItem:
        """Return the row of a code; raises KeyError for one that is not in the table."""
        return self._by_code[code]

    def label(self, code: str) -> str:
        """Return the Chinese label; a code that this version does not know is shown as it is."""
        return self._by_code[code].label if code in self._by_code else code

    def group(self, code: str) -> str:
        """Return the statistics group of a code; "" for an unknown code or no group."""
        return self._by_code[code].group if code in self._by_code else ""

    def read(self, text: CellValue) -> Reading[str]:
        """Read a label, an alias or the code itself ("汉", "汉 族", "01", 1.0).

        INFO code.kept with detail "text" where the word itself must be kept beside the code;
        INFO code.mode with detail "mode" for a form of study; WARN code.ask with all codes as
        choices, or code.unknown, both with value None.
        """
        raw = cell_text(text)
        word = _folded(raw)
        item = self._find(word)
        if item is not None:
            return self._found(item, raw, word)
        if is_blank(text):
            return Reading(None)
        if word in self.ask:
            codes = tuple(item.code for item in self.items)
            return Reading(None, (warn("code.ask", raw=raw),), codes)
        return self._in_mode(raw, word)

    def _find(self, word: str) -> CodeItem | None:
        for suffix in ("", *self.suffixes):
            item = self._by_word.get(word.removesuffix(suffix))
            if item:
                return item
        return None

    def _found(self, item: CodeItem, raw: str, word: str) -> Reading[str]:
        if word not in map(_folded, item.kept):
            return Reading(item.code)
        return Reading(item.code, (info("code.kept", raw=raw, label=item.label, text=raw),))

    def _in_mode(self, raw: str, word: str) -> Reading[str]:
        for mode in self.modes:
            item = self._find(word.replace(mode, "", 1).strip("()")) if mode in word else None
            if item:
                told = info("code.mode", raw=raw, label=item.label, mode=mode)
                return Reading(item.code, (told,))
        words = "\u3001".join(item.label for item in self.items[:_FEW])
        more = "\u2026" if len(self.items) > _FEW else ""
        told = warn("code.unknown", raw=raw, table=self.title, words=words + more)
        return Reading(None, (told,))


@cache
def table(name: str) -> CodeTable:
    """Return a table of resources/codes.toml; raises KeyError for a name that is not there."""
    return _built(name, _source()[name])


def table_of_labels(title: str, labels: Mapping[str, str]) -> CodeTable:
    """Return a code table made of codes and their labels, such as a section of labels.toml."""
    items = [{"code": code, "label": label} for code, label in labels.items()]
    return _built(title, {"title": title, "items": items})


def read_member_type(text: CellValue) -> Reading[str]:
    """Read FULL or PROBATIONARY (E19); 党员 alone settles nothing and gives both as choices."""
    return table("member_type").read(text)


def read_yes_no(cell: CellValue) -> Reading[bool]:
    """Read 是/否, √/×, 有/无, TRUE/FALSE, 1/0."""
    reading = table("yes_no").read(cell)
    return Reading(None if reading.value is None else reading.value == "1", reading.problems)


@cache
def _source() -> Mapping[str, Any]:
    return tomllib.loads(resource("codes.toml").read_text("utf-8"))


def _built(name: str, source: Mapping[str, Any]) -> CodeTable:
    items = tuple(
        CodeItem(
            code=row["code"],
            label=row["label"],
            aliases=tuple(row.get("aliases", ())),
            group=row.get("group", ""),
            kept=tuple(row.get("kept", ())),
        )
        for row in source["items"]
    )
    return CodeTable(
        name=name,
        title=source["title"],
        items=items,
        suffixes=tuple(source.get("suffixes", ())),
        modes=tuple(source.get("modes", ())),
        ask=frozenset(map(_folded, source.get("ask", ()))),
        _by_code={item.code: item for item in items},
        _by_word=_words(items, tuple(source.get("suffixes", ()))),
    )


def _words(items: tuple[CodeItem, ...], suffixes: tuple[str, ...]) -> dict[str, CodeItem]:
    words: dict[str, CodeItem] = {}
    for item in items:
        for word in (item.code, item.label, *item.aliases, *item.kept):
            folded = _folded(word)
            words.setdefault(folded, item)
            for suffix in suffixes:
                words.setdefault(folded.removesuffix(suffix), item)
    return words


def _folded(text: str) -> str:
    """Return a word as it is compared: half-width, no blanks, lower case, 01 and 1.0 as 1."""
    word = "".join(narrow(text).split()).casefold()
    return re.sub(r"^0*([0-9]+)(?:\.0+)?$", r"\1", word)
