"""The moment of an act as the exchange writes it down."""

from datetime import UTC, datetime

from app.services.ledger import Ledger


def now_text(ledger: Ledger) -> str:
    """Return this moment as ISO text in UTC."""
    moment = datetime.fromtimestamp(ledger.database.now_ms() / 1000, UTC)
    return moment.isoformat(timespec="seconds")
