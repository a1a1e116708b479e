"""Column types and the common head of every record.

Every record has a UUIDv7 key, made where the row was born, and a tombstone: removed_at holds the
moment of removal and nothing is deleted physically. Values are stored so that SQLite, the journal
and the exchange see the same text: NFC, no floats, dates as ISO text, amounts as hundredths.
"""

from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Annotated, Any, ClassVar

import uuid_utils
from sqlalchemy import ForeignKey, Integer, MetaData, String
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.orm.properties import MappedColumn
from sqlalchemy.types import TypeDecorator

from app.domain.cell_text import composed
from app.domain.dates import PartialDate


class ComposedText(String):
    """A text in NFC: two machines on which it was typed in other ways store the same characters."""

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any]:  # noqa: ARG002 - given
        """Return what makes a value fit."""
        return _composed


def _composed(value: Any) -> Any:
    return composed(value) if isinstance(value, str) else value


class PartialDateColumn(TypeDecorator[PartialDate]):
    """Date, precision and raw text in one column: "2010-06", or "2010-06|2010.6", or "|约1985年".

    One column, so that a merge can never take the value from one side and the precision from the
    other. The text sorts by date; a year is asked for as `>= '2010' AND < '2011'`.
    """

    impl = String
    cache_ok = True

    def process_bind_param(self, value: PartialDate | date | str | None, _: Dialect) -> str | None:
        """Store a PartialDate, a plain date (a known day), or ISO text used in comparisons."""
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, date):
            return value.isoformat()
        if value.raw and value.raw != value.iso:
            return f"{value.iso}|{composed(value.raw)}"
        return value.iso or None

    def process_result_value(self, value: str | None, _: Dialect) -> PartialDate | None:
        """Read the stored text back."""
        return None if value is None else _read(value)


@lru_cache(maxsize=20_000)
def _read(stored: str) -> PartialDate:
    """Read a stored date; a ledger holds the same few thousand days again and again."""
    iso, _bar, raw = stored.partition("|")
    if not iso:
        return PartialDate(None, raw=raw)
    known = PartialDate.of(iso)
    return PartialDate(known.value, known.precision, raw) if raw else known


def is_stored_date(value: object) -> bool:
    """Tell whether a value can stand in a column of dates; others stop whatever reads them."""
    try:
        return isinstance(value, str) and bool(_read(value))
    except (ValueError, IndexError):
        return False


class Hundredths(TypeDecorator[Decimal]):
    """An exact amount (元, 学时, points) with two decimals, stored as an integer of hundredths."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Decimal | int | None, _: Dialect) -> int | None:
        """Store the amount times one hundred."""
        if value is None:
            return None
        return int((Decimal(value) * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))

    def process_result_value(self, value: int | None, _: Dialect) -> Decimal | None:
        """Read the amount back."""
        return None if value is None else Decimal(value) / 100


def new_id() -> str:
    """Return a new UUIDv7: unique everywhere, sorting by the time of its birth."""
    return str(uuid_utils.uuid7())


DateText = Annotated[PartialDate, mapped_column(PartialDateColumn)]
Amount = Annotated[Decimal, mapped_column(Hundredths)]
Text = Annotated[str, mapped_column(ComposedText, default="", server_default="")]
Flag = Annotated[bool, mapped_column(default=False, server_default="0")]
Count = Annotated[int, mapped_column(Integer)]


class Base(DeclarativeBase):
    """The metadata of all tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: ComposedText,
        PartialDate: PartialDateColumn,
        Decimal: Hundredths,
    }


class Record(Base):
    """The head of every journalled record."""

    __abstract__ = True

    id: Mapped[str] = mapped_column(String, primary_key=True, default=new_id, sort_order=-1)
    removed_at: Mapped[str | None] = mapped_column(String, sort_order=1000)


def reference(table: str, *, index: bool = True) -> MappedColumn[Any]:
    """Return a column that points to a record; checked at commit, so order does not matter."""
    return mapped_column(
        ForeignKey(f"{table}.id", deferrable=True, initially="DEFERRED"), index=index
    )
