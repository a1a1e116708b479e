"""Conditions on stored partial dates ("2010-06", "2010-06|2010.6"), each as of one day.

A month or a year counts by its first day, as in the figures. The raw text must be cut off first:
"|" sorts after "-", so "2010-06|…" would stand behind every day of June. A date that could not be
read counts in favour of standing on the day.
"""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, String, func, or_

from app.domain.figures import Period


def begun(column: str) -> str:
    """Return the SQL for: has begun by the day bound as :day; no date means always."""
    return f"({column} IS NULL OR {_iso(column)} <= :day)"


def lasting(column: str) -> str:
    """Return the SQL for: has not ended by the day bound as :day; no date means never.

    On the day of the end it has ended: who follows stands from that day on.
    """
    return f"({column} IS NULL OR {_iso(column)} = '' OR {_iso(column)} > :day)"


def begun_by(column: SQLColumnExpression[Any], on: date) -> ColumnElement[bool]:
    """Say that something has begun by a day; no date means always."""
    return or_(column.is_(None), _iso_of(column) <= on.isoformat())


def open_on(column: SQLColumnExpression[Any], on: date) -> ColumnElement[bool]:
    """Say that something has not ended by a day; on the day of its end it has."""
    iso = _iso_of(column)
    return or_(column.is_(None), iso == "", iso > on.isoformat())


def beyond(on: date) -> str:
    """Return the least stored date text after a day."""
    return Period(on.year, on).beyond


def _iso(column: str) -> str:
    return f"substr({column}, 1, instr({column} || '|', '|') - 1)"


def _iso_of(column: SQLColumnExpression[Any]) -> ColumnElement[str]:
    end = func.instr(column.op("||", return_type=String())("|"), "|") - 1
    return func.substr(column, 1, end, type_=String())
