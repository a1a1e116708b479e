"""What SQLite and the tables can say about the soundness of the file."""

from collections import Counter

from sqlalchemy import text

from app.store.engine import Transaction

_UNSEARCHABLE = text(
    """
    SELECT count(*) FROM person p LEFT JOIN person_search s ON s.person_id = p.id
    WHERE s.person_id IS NULL OR s.name <> p.name
    """
)
_STRAY = text("SELECT count(*) FROM person_search WHERE person_id NOT IN (SELECT id FROM person)")
_YEARS = text(
    """
    SELECT DISTINCT substr(happened_on, 1, 4) AS year FROM membership_event
    WHERE removed_at IS NULL AND happened_on GLOB '[12][0-9][0-9][0-9]*' ORDER BY year DESC
    """
)
_SOUND = "ok"


def damage(tx: Transaction) -> list[str]:
    """Return what PRAGMA integrity_check complains of, in SQLite's own words."""
    found = tx.session.scalars(text("PRAGMA integrity_check"))
    return [line for line in found if line != _SOUND]


def dangling(tx: Transaction) -> dict[tuple[str, str], int]:
    """Return how many records of a table point to one of another that is not there."""
    rows = tx.session.execute(text("PRAGMA foreign_key_check"))
    return dict(Counter((row[0], row[2]) for row in rows))


def search_faults(tx: Transaction) -> int:
    """Return how many rows of person_search are missing, stale or left over."""
    return sum(tx.session.scalar(query) or 0 for query in (_UNSEARCHABLE, _STRAY))


def years(tx: Transaction) -> list[int]:
    """Return the years in which anything happened to a membership, newest first."""
    return [int(year) for year in tx.session.scalars(_YEARS)]
