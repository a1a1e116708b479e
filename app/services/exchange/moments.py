"""The moment of an act as the exchange writes it down."""

from datetime import UTC, datetime

from app.domain.operation_form import MOST_AHEAD_MS
from app.services.ledger import Ledger


def now_text(ledger: Ledger) -> str:
    """Return this moment as ISO text in UTC."""
    moment = datetime.fromtimestamp(ledger.database.now_ms() / 1000, UTC)
    return moment.isoformat(timespec="milliseconds")


def is_ahead(at: str, now_ms: int) -> bool:
    """Tell whether a moment, as another machine wrote it, lies more than a day ahead of us."""
    try:
        told = datetime.fromisoformat(at)
    except ValueError:
        return False
    return told.tzinfo is not None and told.timestamp() * 1000 > now_ms + MOST_AHEAD_MS
