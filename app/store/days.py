"""Conditions on stored partial dates ("2010-06", "2010-06|2010.6"), each as of one day.

A month or a year counts by its first day, as in the figures. The raw text must be cut off first:
"|" sorts after "-", so "2010-06|…" would stand behind every day of June. A date that could not be
read counts in favour of standing on the day.
"""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, String, and_, func, or_


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
    return or_(column.is_(None), iso_of(column) <= on.isoformat())


def open_on(column: SQLColumnExpression[Any], on: date) -> ColumnElement[bool]:
    """Say that something has not ended by a day; on the day of its end it has."""
    iso = iso_of(column)
    return or_(column.is_(None), iso == "", iso > on.isoformat())


def between(column: SQLColumnExpression[Any], first: str, last: str) -> ColumnElement[bool]:
    """Say that a date lies between two ISO texts, both included; "2010" is the least of 2010."""
    iso = iso_of(column)
    return and_(iso >= first, iso <= last)


def happened_by(column: SQLColumnExpression[Any], on: date) -> ColumnElement[bool]:
    """Say that something is known to have happened by a day."""
    iso = iso_of(column)
    return and_(iso != "", iso <= on.isoformat())


def beyond(on: date) -> str:
    """Return the least stored date text, raw or not, after a day of which months are whole."""
    return (on + timedelta(days=1)).isoformat().removesuffix("-01").removesuffix("-01")


def _iso(column: str) -> str:
    return f"substr({column}, 1, instr({column} || '|', '|') - 1)"


def iso_of(column: SQLColumnExpression[Any]) -> ColumnElement[str]:
    """Return the ISO text of a stored date without its raw text."""
    end = func.instr(column.op("||", return_type=String())("|"), "|") - 1
    return func.substr(column, 1, end, type_=String())
