"""What the queries of the figures share: the period, names, rows turned into evidence."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Executable, SQLColumnExpression, and_, func, null, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.domain.figures import Evidence, FigureChoices, Period
from app.domain.kinds import OrgKind
from app.store.days import begun_by, between, open_on
from app.store.engine import Transaction
from app.store.tables.columns import Record
from app.store.tables.organisation import OrgUnit

Query = Callable[[Transaction, Period, FigureChoices], list[Evidence]]

BASE_ORGS = (OrgKind.BRANCH, OrgKind.JOINT, OrgKind.GENERAL_BRANCH, OrgKind.TEMP)


def within(column: SQLColumnExpression[Any], period: Period) -> ColumnElement[bool]:
    """Say that a stored date lies in the period; a bare month or year counts by its start."""
    return between(column, period.lowest, period.highest)


def holds_on(
    start: SQLColumnExpression[Any], end: SQLColumnExpression[Any], period: Period
) -> ColumnElement[bool]:
    """Say that something with an open or dated start and end stands on the cut-off day."""
    return and_(begun_by(start, period.end), open_on(end, period.end))


def org_name() -> ColumnElement[Any]:
    """Return an organisation's short name, or its full name when it has none."""
    return func.coalesce(func.nullif(OrgUnit.short_name, ""), OrgUnit.full_name)


def standing_orgs(period: Period) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for branches that exist on the cut-off day."""
    return (
        OrgUnit.kind.in_(BASE_ORGS),
        holds_on(OrgUnit.founded_on, OrgUnit.dissolved_on, period),
        is_founded(),
    )


def is_founded() -> ColumnElement[bool]:
    """Say that a branch stands: it has not only been applied for."""
    return or_(
        OrgUnit.founded_on.is_not(None),
        OrgUnit.applied_on.is_(None),
        OrgUnit.replied_on.is_not(None),
    )


def evidence(tx: Transaction, cls: type[Record], query: Executable) -> list[Evidence]:
    """Run a query of (id, amount or None, name or None[, group]) and return its records.

    Without an amount a record counts one; a record that contributes nothing is left out.
    """
    table = cls.__tablename__
    found = []
    for row in tx.session.execute(query):
        amount = Decimal(1) if row[1] is None else Decimal(row[1])
        if amount:
            found.append(Evidence(table, row[0], amount, row[2] or "", *row[3:]))
    return found


def plain(
    tx: Transaction, cls: type[Record], *conditions: ColumnElement[bool], amount: Any = None
) -> list[Evidence]:
    """Return the records of a table that meet the conditions, each counting one or its amount."""
    query = select(cls.id, null() if amount is None else amount, null())
    return evidence(tx, cls, query.where(*conditions).order_by(cls.id))


def in_year(
    cls: type[Record],
    *conditions: ColumnElement[bool],
    year: InstrumentedAttribute[Any] | None = None,
    day: InstrumentedAttribute[Any] | None = None,
    known_on: InstrumentedAttribute[Any] | None = None,
    amount: Any = None,
) -> Query:
    """Return the query for the records of a year, by their year column or by a dated column.

    known_on: the day of those that are told by their year; who has none counts.
    """

    def query(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
        when = [year == period.year] if year is not None else []
        when += [within(day, period)] if day is not None else []
        when += [begun_by(known_on, period.end)] if known_on is not None else []
        return plain(tx, cls, *when, *conditions, amount=amount)

    return query
