"""公民身份号码 (GB 11643-1999): reading, check digit, birth, gender, mask."""

import re
from dataclasses import dataclass
from datetime import date
from operator import mul

from app.domain.cell_text import cell_text, is_blank, narrow
from app.domain.dates import full_years
from app.domain.grids import CellValue
from app.domain.readings import Problem, Reading, Severity, block, info, warn
from app.domain.rules import Rule, RuleBook

MALE, FEMALE, UNKNOWN = "1", "2", "0"  # GB/T 2261.1

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_FULL = re.compile(r"[0-9]{17}[0-9X]")
_OLD = re.compile(r"[0-9]{15}")
_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]{2}")
# A double holds 15 digits for certain and Excel keeps no more, so the rest is invented.
_TRUSTED_BELOW = 10**15

_DROPPED = re.compile("[\\s'\"`\u2018\u2019\u00b4\u0301]")
# Multiplication sign, ballot x, Cyrillic Kha and Greek Chi, which people type for X.
_CROSSES = str.maketrans(dict.fromkeys("\u00d7\u2715\u2573\u0425\u0445\u03a7\u03c7x", "X"))


@dataclass(frozen=True, slots=True)
class Ages:
    """How old a member can be by his number, in full years, both ends included (C4-04)."""

    youngest: int
    youngest_student: int
    oldest: int

    @classmethod
    def of(cls, rule: Rule) -> "Ages":
        """Return the ages that rule C4-04 names."""
        return cls(*map(rule.number, ("youngest", "youngest_student", "oldest")))

    def least(self, *, is_student: bool) -> int:
        """Return the age from which on a member, or a student, can be one."""
        return self.youngest_student if is_student else self.youngest

    def allow(self, birth: date, on: date, *, is_student: bool) -> bool:
        """Tell whether somebody born on a day can be a member on another."""
        return self.least(is_student=is_student) <= full_years(birth, on) <= self.oldest


@dataclass(frozen=True, slots=True)
class IdLimits:
    """What a number is held against beside its form; None where the rule is switched off."""

    areas: tuple[str, ...] | None = None
    ages: Ages | None = None
    first_year: int | None = None

    @classmethod
    def of(cls, book: RuleBook, on: date) -> "IdLimits":
        """Return the limits of a day (rules C4-02 to C4-04)."""
        areas, birth, ages = (book.applied(rule, on) for rule in ("C4-02", "C4-03", "C4-04"))
        return cls(
            areas.words("areas") if areas else None,
            Ages.of(ages) if ages else None,
            birth.number("first_year") if birth else None,
        )


FORM_ONLY = IdLimits()


def is_in_areas(id_no: str, areas: tuple[str, ...]) -> bool:
    """Tell whether a number begins with one of the codes of provinces (C4-02).

    Only these digits are tested: cards keep prefixes of counties long dissolved.
    """
    return id_no.startswith(areas)


def check_digit(first17: str) -> str:
    """Return the 18th character for the first seventeen digits."""
    total = sum(map(mul, map(int, first17), _WEIGHTS))
    return _CHECKS[total % 11]


def birth_of(id_no: str) -> date | None:
    """Return the birth date in an 18-character number; None if it holds no real date."""
    if not _FULL.fullmatch(id_no):
        return None
    try:
        return date(int(id_no[6:10]), int(id_no[10:12]), int(id_no[12:14]))
    except ValueError:
        return None


def gender_of(id_no: str) -> str:
    """Return the GB/T 2261.1 code in an 18-character number; 0 未知 for anything else."""
    if not _FULL.fullmatch(id_no):
        return UNKNOWN
    return MALE if int(id_no[16]) % 2 else FEMALE


def mask(id_no: str) -> str:
    """Return the number with only its first six and last four characters (domain.md P02)."""
    first, last = 6, 4
    hidden = len(id_no) - first - last
    if hidden <= 0:
        return "*" * len(id_no)
    return id_no[:first] + "*" * hidden + id_no[-last:]


def read_id_no(
    cell: CellValue, *, on: date, limits: IdLimits = FORM_ONLY, is_student: bool = False
) -> Reading[str]:
    """Read an ID number (C.4, E07 to E10); value is the 18-character form.

    A number-typed cell of 16 digits or more gives None and a WARN, because its tail is lost.
    Fifteen digits are converted (INFO id.converted, detail "original"). WARN, value kept: wrong
    check digit, tail 000, and by the limits a province or an age that cannot be. BLOCK: another
    shape (value None); a birth date that does not exist or lies after `on` (value kept).
    """
    if is_blank(cell):
        return Reading(None)
    raw = cell_text(cell)
    text = raw if _FULL.fullmatch(raw) else _tidied(raw)
    if _tail_is_lost(cell, text):
        return Reading(None, (warn("id.number_cell", raw=raw),))
    if _OLD.fullmatch(text):
        longer = _lengthened(text)
        found = list(_checks(longer, on, limits, is_student=is_student))
        if all(one.severity is not Severity.BLOCK for one in found):
            found.insert(0, info("id.converted", original=text, converted=longer))
        return Reading(longer, tuple(found))
    if not _FULL.fullmatch(text):
        return Reading(None, (block("id.shape", raw=raw),))
    return Reading(text, tuple(_checks(text, on, limits, is_student=is_student)))


def _tidied(raw: str) -> str:
    return _DROPPED.sub("", narrow(_DROPPED.sub("", raw))).translate(_CROSSES).upper()


def _tail_is_lost(cell: CellValue, text: str) -> bool:
    if isinstance(cell, str):
        return _SCIENTIFIC.fullmatch(text) is not None
    return isinstance(cell, (int, float)) and abs(cell) >= _TRUSTED_BELOW


def _lengthened(old: str) -> str:
    first17 = f"{old[:6]}19{old[6:]}"
    return first17 + check_digit(first17)


def _checks(id_no: str, on: date, limits: IdLimits, *, is_student: bool) -> list[Problem]:
    found = []
    if limits.areas is not None and not is_in_areas(id_no, limits.areas):
        found.append(warn("id.area", area=id_no[:2]))
    found += _birth_checks(id_no, on, limits, is_student=is_student)
    if id_no.endswith("000"):
        found.append(warn("id.tail_zeros"))
    expected = check_digit(id_no[:17])
    if id_no[17] != expected:
        found.append(warn("id.check_digit", expected=expected, found=id_no[17]))
    return found


def _birth_checks(id_no: str, on: date, limits: IdLimits, *, is_student: bool) -> list[Problem]:
    birth, ages = birth_of(id_no), limits.ages
    if birth is None:
        return [block("id.birth", birth=id_no[6:14])]
    if birth > on:
        return [block("id.birth_future", birth=birth.isoformat(), on=on.isoformat())]
    is_too_early = limits.first_year is not None and birth.year < limits.first_year
    if ages is None or (ages.allow(birth, on, is_student=is_student) and not is_too_early):
        return []
    youngest, oldest = str(ages.least(is_student=is_student)), str(ages.oldest)
    return [warn("id.age", age=str(full_years(birth, on)), youngest=youngest, oldest=oldest)]
