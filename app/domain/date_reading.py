"""Dates as people type them into rosters (domain.md E.5), and the checks between them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import pairwise

from app.domain.cell_text import cell_text, is_blank, narrow, reading_words
from app.domain.dates import PartialDate, Precision
from app.domain.grids import CellValue
from app.domain.readings import Problem, Reading, block, warn

FIRST_YEAR, LAST_YEAR = 1900, 2100
_FIRST_SERIAL, _AFTER_SERIALS = 3000, 60000
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_OLDEST = 110
# A two-digit year above the pivot lies in the last century.
_PIVOT, _SHORT_YEARS = 30, 100
_YEAR_DIGITS, _SERIAL_DIGITS = 4, 5
# No date is written longer, and a cell may hold 32,767 characters.
_LONGEST = 40

_SPLIT = re.compile(
    r"(?P<y>[0-9]{4}|[0-9]{2})(?:(?:y-?|-)(?P<m>[0-9]{1,2})(?:(?:m-?|-)(?P<d>[0-9]{1,2})d?|m)?|y)-?"
)
_COMPACT = re.compile(r"(?P<y>[0-9]{4})(?:(?P<m>[0-9]{2})(?P<d>[0-9]{2})?)?")
_COMPACT_SHORT = re.compile(r"(?P<y>[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})")
_DIGITS = re.compile(r"[0-9]+")
_CLOCK = re.compile(r"(?:T|\s+)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?$")
_YEAR_POINT_MONTH = re.compile(r"(?P<y>[0-9]{4}|[0-9]{2})(?:\.(?P<m>[0-9]{1,2}))?")
_TWO_DECIMALS = re.compile(r"0\.0{2}")

_Parts = tuple[str, str, str]


def read_date(
    cell: CellValue, *, number_format: str = "", epoch_1904: bool = False, today: date
) -> Reading[PartialDate]:
    """Read a date of day, month or year precision (E.5, E15, E16).

    raw holds the text of the cell unless that is the ISO form already. WARN with a value: only a
    year, a two-digit year (choices when both centuries are possible), 2010.1 as a number (choices
    January and October; the format 0.00 settles October), later than `today`. WARN with
    PartialDate(None, raw=…): text that is no date ("约1985年"). BLOCK with None: 2010.13.
    Pass date.max as `today` for columns that look ahead, such as the end of a term.
    """
    if is_blank(cell):
        return Reading(None)
    raw = cell_text(cell)
    if isinstance(cell, (datetime, date)):
        reading = _exact(cell.date() if isinstance(cell, datetime) else cell, raw)
    elif cell is None or isinstance(cell, (bool, time)):
        reading = _impossible(raw)
    elif isinstance(cell, str):
        reading = _from_text(raw, epoch_1904=epoch_1904, today=today)
    else:
        reading = _from_number(cell, number_format, epoch_1904=epoch_1904, today=today)
    return _with_raw(reading, raw, today)


def _with_raw(reading: Reading[PartialDate], raw: str, today: date) -> Reading[PartialDate]:
    """Add the raw text, and a warning for a date after today."""
    found = reading.value
    if found is None:
        return reading
    problems = reading.problems
    if found.value and found.value > today:
        problems = (*problems, warn("date.future", date=found.iso))
    kept = tuple(replace(choice, raw=raw) for choice in reading.choices)
    return Reading(found if found.iso == raw else replace(found, raw=raw), problems, kept)


def _exact(value: date, raw: str) -> Reading[PartialDate]:
    if FIRST_YEAR <= value.year <= LAST_YEAR:
        return Reading(PartialDate(value))
    return _impossible(raw)


def _impossible(raw: str) -> Reading[PartialDate]:
    return Reading(None, (block("date.impossible", raw=raw),))


def _unclear(raw: str) -> Reading[PartialDate]:
    return Reading(PartialDate(None, raw=raw), (warn("date.unclear", raw=raw),))


def _from_number(
    number: float, number_format: str, *, epoch_1904: bool, today: date
) -> Reading[PartialDate]:
    raw = cell_text(number)
    is_short = 0 < number < _SHORT_YEARS and number % 1 != 0
    if is_short or FIRST_YEAR <= number < LAST_YEAR + 1:
        return _from_year_point_month(raw, number, number_format, today)
    if _FIRST_SERIAL <= number < _AFTER_SERIALS:
        return _from_serial(number, epoch_1904=epoch_1904)
    return _from_digits(raw, raw, today)


def _from_serial(number: float, *, epoch_1904: bool) -> Reading[PartialDate]:
    start = _EPOCH_1904 if epoch_1904 else _EPOCH
    return Reading(PartialDate(start + timedelta(days=int(number))))


def _from_year_point_month(
    raw: str, number: float, number_format: str, today: date
) -> Reading[PartialDate]:
    """Read 2010, 2010.6, 2010.11, 98.7; a single 1 after the point may have lost its zero."""
    match = _YEAR_POINT_MONTH.fullmatch(cell_text(round(number, 4)))
    if not match:
        return _impossible(raw)
    year, month, _ = parts = _parts(match)
    if month != "1":
        return _from_parts(parts, raw, today)
    if _TWO_DECIMALS.search(number_format):
        return _from_parts((year, "10", ""), raw, today)
    january, october = (_from_parts((year, m, ""), raw, today) for m in ("1", "10"))
    choices = tuple(r.value for r in (january, october) if r.value)
    value = PartialDate(choices[0].first_day, Precision.YEAR)
    return Reading(value, (*january.problems, warn("date.january_or_october", raw=raw)), choices)


def _from_text(raw: str, *, epoch_1904: bool, today: date) -> Reading[PartialDate]:
    ordinary = _ordinary().fullmatch(raw)
    if ordinary:
        return _from_parts(_parts(ordinary), raw, today)
    text = _plain(raw) if len(raw) <= _LONGEST else raw
    if _DIGITS.fullmatch(text):
        if len(text) == _SERIAL_DIGITS and _FIRST_SERIAL <= int(text) < _AFTER_SERIALS:
            reading = _from_serial(int(text), epoch_1904=epoch_1904)
            return replace(
                reading, problems=(warn("date.serial_text", raw=raw, date=str(reading.value)),)
            )
        return _from_digits(text, raw, today)
    match = _SPLIT.fullmatch(text)
    return _from_parts(_parts(match), raw, today) if match else _unclear(raw)


def _from_digits(text: str, raw: str, today: date) -> Reading[PartialDate]:
    """Read 20100601, 201006, 2010, and 980701 where the first four digits are no year."""
    match = _COMPACT.fullmatch(text)
    if match and not FIRST_YEAR <= int(match["y"]) <= LAST_YEAR:
        match = _COMPACT_SHORT.fullmatch(text)
    return _from_parts(_parts(match), raw, today) if match else _impossible(raw)


def _parts(match: re.Match[str]) -> _Parts:
    found = match.groupdict(default="")
    return found["y"], found["m"], found.get("d", "")


def _from_parts(parts: _Parts, raw: str, today: date) -> Reading[PartialDate]:
    """Build the date from its digits; a two-digit year gets its century here."""
    year, month, day = parts
    if len(year) == _YEAR_DIGITS:
        value = _date_of(int(year), month, day)
        if value is None:
            return _impossible(raw)
        problems = () if month else (warn("date.year_only", year=year),)
        return Reading(value, problems)
    return _from_short_year(parts, raw, today)


def _from_short_year(parts: _Parts, raw: str, today: date) -> Reading[PartialDate]:
    short, month, day = parts
    possible = [
        value
        for year in _centuries(int(short), today)
        if (value := _date_of(year, month, day)) is not None
    ]
    if not possible:
        return _impossible(raw)
    first = possible[0]
    doubt = warn("date.two_digit_year", year=first.iso[:4])
    problems = (doubt,) if month else (doubt, warn("date.year_only", year=first.iso[:4]))
    return Reading(first, problems, tuple(possible) if len(possible) > 1 else ())


def _centuries(short: int, today: date) -> Iterator[int]:
    """Yield the years a two-digit year may mean, the likelier first."""
    if short <= _PIVOT and 2000 + short <= today.year:
        yield 2000 + short
        if today.year - (1900 + short) > _OLDEST:
            return
    yield 1900 + short


def _date_of(year: int, month: str, day: str) -> PartialDate | None:
    precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return PartialDate(date(year, int(month or 1), int(day or 1)), precision)
    except ValueError:
        return None


@cache
def _ordinary() -> re.Pattern[str]:
    """Match what most dates look like, so that they need no tidying: 2010.6.1, 2010年6月1日."""
    words = reading_words()["date"]
    year, month = words["year"], words["month"]
    return re.compile(
        rf"(?P<y>[0-9]{{4}})[./{year}-](?P<m>[0-9]{{1,2}})"
        rf"(?:[./{month}-](?P<d>[0-9]{{1,2}})[{words['day']}]?|{month})"
    )


def _plain(raw: str) -> str:
    """Return the text in ASCII: y, m, d for 年, 月, 日 and "-" for every other separator."""
    text = _CLOCK.sub("", _arabic(narrow(raw)))
    text = re.sub(r"\s*([ymd])\s*", r"\1", text.translate(_marks()))
    text = re.sub(r"[-\s]+", "-", text).strip("-")
    # A whole number that went through a text file may have got a decimal: 20100601.0.
    return re.sub(r"^([0-9]{4,8})-0+$", r"\1", text)


@cache
def _marks() -> dict[int, str]:
    words = reading_words()["date"]
    # Letters that are already there must not be taken for 年, 月 and 日.
    marks = dict.fromkeys("ymd", "?")
    marks |= {words["year"]: "y", words["month"]: "m"} | dict.fromkeys(words["day"], "d")
    marks |= dict.fromkeys(words["dropped"], "") | dict.fromkeys("./", "-")
    marks |= dict.fromkeys(narrow(words["separators"]), "-")
    return {ord(char): mark for char, mark in marks.items()}


@cache
def _numerals() -> tuple[dict[int, str], re.Pattern[str]]:
    words = reading_words()["date"]
    digits = {ord(char): str(value) for value, char in enumerate(words["digits"])}
    digits |= {ord(char): "0" for char in words["zeros"]}
    one_to_nine = words["digits"][1:]
    return digits, re.compile(f"([{one_to_nine}]?){words['ten']}([{one_to_nine}]?)")


def _arabic(text: str) -> str:
    """Return the text with Chinese numerals as digits: 二〇一〇年十一月 gives 2010年11月."""
    digits, tens = _numerals()
    words = reading_words()["date"]
    text = text.replace(words["first_month"], f"1{words['month']}")
    text = tens.sub(lambda part: f"{part[1] or '1'}{part[2] or '0'}", text)
    return text.translate(digits)


_LIFE = ("birth", "applied", "joined", "full")


def check_life(
    birth: PartialDate | None,
    applied: PartialDate | None,
    joined: PartialDate | None,
    full: PartialDate | None,
    today: date,
) -> tuple[Problem, ...]:
    """Return the WARNs of E.5 between dates; detail "field" names the later one of each pair.

    birth < applied < joined ≤ full, nothing after today. Missing precision is read in the most
    lenient way; a date that is unknown is passed over.
    """
    dates = zip(_LIFE, (birth, applied, joined, full), strict=True)
    known = [(field, value) for field, value in dates if value and value.value]
    found = [
        warn("date.future", date=value.iso, field=field)
        for field, value in known
        if value.first_day > today
    ]
    found += [
        warn(f"life.{first}_{second}", earlier=str(one), later=str(two), field=second)
        for (first, one), (second, two) in pairwise(known)
        if one.first_day > two.last_day
        or (one.first_day == two.last_day and (first, second) != ("joined", "full"))
    ]
    return tuple(found)
