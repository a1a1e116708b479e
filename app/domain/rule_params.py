"""The parameters of a rule as the bureau may set them: their kinds, ranges and order."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

ParamValue = int | str | date | tuple[str, ...] | Mapping[str, str]

_MOST = 1200
_MONTH, _DAY, _SPAN = (1, 12), (1, 31), (1, None)
_RANGES: Mapping[str, tuple[int, int | None]] = {
    "day": _DAY,
    "grace_day": _DAY,
    "month": _MONTH,
    "first_month": _MONTH,
    "last_month": _MONTH,
    "months": _SPAN,
    "years": _SPAN,
    "whole": _SPAN,
    "denominator": _SPAN,
    "percent": (0, 100),
}
"""What a number of this name may be: of the calendar, spans that last, what is divided by."""

_ASCENDING = (
    ("min", "max"),
    ("min", "usual"),
    ("usual", "max"),
    ("least", "most"),
    ("least_months", "most_months"),
    ("general_min", "general_max"),
    ("committee_min", "committee_max"),
    ("first_months", "second_months"),
    ("second_months", "last_months"),
    ("warn_months", "near_months"),
    ("near_months", "last_months"),
    ("months", "special_months"),
    ("from_months", "to_months"),
    ("youngest", "oldest"),
    ("numerator", "denominator"),
    ("parts", "whole"),
    ("default_in", "most"),
    ("default_out", "most"),
    ("first_day", "last_day"),
)
"""Names of which the first is never more than the second where a rule has both."""


def edited_params(
    known: Mapping[str, ParamValue], text: str, optional: Sequence[str] = ()
) -> dict[str, ParamValue]:
    """Return parameters with those of a JSON object in their places.

    optional: the lists that may be empty. Raises ValueError for a text that is no JSON object, a
    name that is not known, a value of another kind or beyond all measure, an empty list, a least
    that is more than its most.
    """
    edited = _object(text)
    found = {name: _alike(_known(known, name), edited[name]) for name in edited}
    for name, value in found.items():
        low, high = _RANGES.get(name, (0, None))
        if isinstance(value, int) and not (low <= value and (high is None or value <= high)):
            raise ValueError(value)
        if value == () and name not in optional:
            raise ValueError(name)
    every = {**known, **found}
    for less, more in _ASCENDING:
        if less in every and more in every and _is_more(every[less], every[more]):
            raise ValueError(less)
    return every


def _is_more(one: ParamValue, other: ParamValue) -> bool:
    if isinstance(one, int) and isinstance(other, int):
        return one > other
    return isinstance(one, date) and isinstance(other, date) and one > other


def _object(text: str) -> Mapping[str, Any]:
    found = json.loads(text)
    if not isinstance(found, dict):
        raise ValueError(text)  # noqa: TRY004 - what somebody typed, not a bug
    return found


def _known(params: Mapping[str, ParamValue], name: str) -> ParamValue:
    if name not in params:
        raise ValueError(name)
    return params[name]


def _alike(known: ParamValue, value: Any) -> ParamValue:  # noqa: ANN401 - any JSON value
    """Return an edited value in the kind of the shipped one."""
    if isinstance(known, date) and isinstance(value, str):
        return date.fromisoformat(value)
    if isinstance(known, tuple) and isinstance(value, list):
        return tuple(map(str, value))
    if isinstance(known, int) and isinstance(value, int) and not isinstance(value, bool):
        # A hundred years of months: beyond that there are no dates to count with.
        if not 0 <= value <= max(_MOST, known * 10):
            raise ValueError(value)
        return value
    if isinstance(known, str) and isinstance(value, str):
        return value
    if isinstance(known, Mapping) and isinstance(value, Mapping):
        return {**known, **value}
    raise ValueError(value)
