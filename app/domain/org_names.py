"""Which organisation a name in a roster means: the many spellings of a branch (E20)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from typing import NamedTuple

from app.domain.cell_text import narrow
from app.domain.headers import header_source
from app.domain.kinds import OrgKind

NEW = "new:"
"""Prefix of a target that stands for an organisation still to be created under that name."""

_LIKELY = 0.5
_ABBREVIATION = 0.9
_FEWEST_CHARACTERS = 2
_MOST_GUESSES = 5


@dataclass(frozen=True, slots=True)
class KnownOrg:
    """An organisation of the ledger (id) or of the file (NEW + full name) and all its names.

    A dissolved one keeps its name for those still in it, but no row is put into it.
    """

    id: str
    full_name: str
    kind: str = OrgKind.BRANCH
    names: tuple[str, ...] = ()
    is_dissolved: bool = False


class Called(NamedTuple):
    """Somebody who bears a name, and the organisation where he is a member ("" for none)."""

    person: str
    org: str


class KnownSchool(NamedTuple):
    """A place of work of the ledger; name is its full name, told apart from its namesakes."""

    id: str
    name: str


Schools = Mapping[str, tuple[KnownSchool, ...]]
"""Every name of a school, full or short → the schools that it means; a full name means its own."""


@dataclass(frozen=True, slots=True)
class _Key:
    """A name for comparison: what it is called, and its level as far as the name tells it."""

    stem: str
    level: str


@dataclass(slots=True)
class OrgNames:
    """Finds organisations by name; add() makes one known that the file will create."""

    _exact: dict[str, list[KnownOrg]] = field(default_factory=dict)
    _stems: dict[str, list[tuple[str, KnownOrg]]] = field(default_factory=dict)
    _orgs: dict[str, KnownOrg] = field(default_factory=dict)
    _found: dict[str, str] = field(default_factory=dict)
    _dissolved: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, orgs: Iterable[KnownOrg]) -> "OrgNames":
        """Return the names of all these organisations."""
        names = cls()
        for org in orgs:
            names.add(org)
        return names

    def add(self, org: KnownOrg) -> None:
        """Make an organisation known."""
        self._found.clear()
        self._orgs[org.id] = org
        if org.is_dissolved:
            for name in dict.fromkeys((org.full_name, *org.names)):
                self._dissolved.setdefault(_plain(name), set()).add(org.id)
            return
        for name in dict.fromkeys((org.full_name, *org.names)):
            if name:
                self._exact.setdefault(_plain(name), []).append(org)
                key = _key(name)
                self._stems.setdefault(key.stem, []).append((key.level, org))

    def full_name(self, target: str) -> str:
        """Return the full name of a target."""
        return self._orgs[target].full_name if target in self._orgs else target.removeprefix(NEW)

    def all(self) -> dict[str, KnownOrg]:
        """Return every organisation by its target."""
        return dict(self._orgs)

    def is_alive(self, target: str) -> bool:
        """Tell whether an organisation is known and not dissolved."""
        return target in self._orgs and not self._orgs[target].is_dissolved

    def has_branches(self) -> bool:
        """Tell whether any organisation below the committee is known to the ledger itself."""
        return any(
            org.kind != OrgKind.COMMITTEE and not org.is_dissolved and not org.id.startswith(NEW)
            for org in self._orgs.values()
        )

    def find(self, name: str) -> str:
        """Return the target that a name surely means, or "" for none or more than one."""
        if name not in self._found:
            self._found[name] = self._find(name)
        return self._found[name]

    def _find(self, name: str) -> str:
        exact = {org.id for org in self._exact.get(_plain(name), ())}
        if exact:
            return exact.pop() if len(exact) == 1 else ""
        key = _key(name)
        alike = {
            org.id
            for level, org in self._stems.get(key.stem, ())
            if key.stem and (level == key.level or not level or not key.level)
        }
        return alike.pop() if len(alike) == 1 else ""

    def dissolved(self, name: str) -> str:
        """Return the one dissolved organisation that bore exactly this name, or ""."""
        found = self._dissolved.get(_plain(name), set())
        return next(iter(found)) if name and len(found) == 1 else ""

    def namesakes(self, name: str) -> tuple[KnownOrg, ...]:
        """Return the organisations that all bear exactly this name; empty for one or none."""
        found = {org.id: org for org in self._exact.get(_plain(name), ())}
        return tuple(found.values()) if len(found) > 1 else ()

    def guesses(self, name: str, *, only_abbreviations: bool = False) -> tuple[KnownOrg, ...]:
        """Return the likeliest organisations for a name that find() does not know, best first."""
        stem, least = _key(name).stem, _ABBREVIATION if only_abbreviations else _LIKELY
        scored: dict[str, float] = {}
        for known, entries in self._stems.items():
            score = _likeness(stem, known, least)
            if score >= least:
                for _, org in entries:
                    scored[org.id] = max(score, scored.get(org.id, 0))
        best = sorted(scored, key=lambda target: (-scored[target], target))[:_MOST_GUESSES]
        return tuple(self._orgs[target] for target in best)


def kind_by_name(name: str) -> str:
    """Return the kind of organisation (kinds.OrgKind) that a name speaks of; BRANCH otherwise."""
    plain = _plain(name)
    if _key(name).level == _COMMITTEE_LEVEL:
        return OrgKind.COMMITTEE
    for kind, words in header_source()["branch_names"]["kinds"].items():
        if any(word in plain for word in words):
            return OrgKind(kind)
    return OrgKind.BRANCH


def has_level(name: str) -> bool:
    """Tell whether a text is the name of an organisation: it ends in 支部, 总支 or 委员会.

    The bare word 党支部 is none.
    """
    key = _key(name)
    return bool(key.level and key.stem)


_COMMITTEE_LEVEL = "committee"


@cache
def _key(name: str) -> _Key:
    text = _plain(name)
    source = header_source()["branch_names"]
    for prefix in source["prefixes"]:
        text = text.removeprefix(prefix)
    for level, suffixes in source["suffixes"].items():
        for suffix in suffixes:
            if text.endswith(suffix):
                return _Key(text.removesuffix(suffix), level)
    return _Key(text, "")


def _plain(name: str) -> str:
    return "".join(narrow(name).split())


def _likeness(one: str, other: str, least: float) -> float:
    """Return 0 to 1; an abbreviation that keeps the order of the characters counts as likely.

    Below `least` it is not worked out exactly.
    第一小学 and 第二小学 differ in one character and are certainly two schools.
    """
    if _numbers(one) and _numbers(other) and _numbers(one) != _numbers(other):
        return 0
    short, long = sorted((one, other), key=len)
    if len(short) >= _FEWEST_CHARACTERS and _is_within(short, long):
        return _ABBREVIATION + len(short) / len(long) / 100
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= least else 0


@cache
def _numbers(text: str) -> str:
    return "".join(char for char in text if char.isdigit() or char.isnumeric())


def _is_within(short: str, long: str) -> bool:
    rest: Iterator[str] = iter(long)
    return all(char in rest for char in short)
