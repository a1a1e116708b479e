"""When each person last took part, paid dues, talked or was reached (domain.md B10-06).

Almost everybody was seen within the last year, so that year is read for all, and the years before
it only while many are left; the older records are read for the few who are left.
"""

import json
from collections.abc import Iterable
from datetime import date

from sqlalchemy import text

from app.domain.dates import PartialDate, add_months
from app.store.days import beyond
from app.store.engine import Transaction

_MONTHS = (12, 36, 108, 324)
_FEW = 8
"""One in so many, or fewer, are looked up one by one."""

# The order of the CROSS JOIN is the order in which SQLite reads: by activity for a short time,
# by person for few people.
_RECENT = "activity v CROSS JOIN attendance a ON a.activity_id = v.id"
_OLDER = "attendance a CROSS JOIN activity v ON v.id = a.activity_id"
_SOURCES = """
    SELECT a.person_id AS person, v.held_on AS day FROM {0}
    WHERE a.state IN ('PRESENT', 'MADE_UP') AND a.removed_at IS NULL AND v.removed_at IS NULL
        AND v.held_on >= :since AND v.held_on < :beyond AND {1}
    UNION ALL
    SELECT a.person_id, a.paid_on FROM dues_payment a
    WHERE a.removed_at IS NULL AND a.paid_on >= :since AND a.paid_on < :beyond AND {1}
    UNION ALL
    SELECT a.person_id, a.last_contact_on FROM floating_record a
    WHERE a.removed_at IS NULL AND a.last_contact_on >= :since AND a.last_contact_on < :beyond
        AND {1}
    UNION ALL
    SELECT a.person_id, a.held_on FROM (
        SELECT person_id, held_on, removed_at FROM talk
        UNION ALL SELECT talker_id, held_on, removed_at FROM talk
        UNION ALL SELECT talker_2_id, held_on, removed_at FROM talk
    ) a
    WHERE a.removed_at IS NULL AND a.held_on >= :since AND a.held_on < :beyond AND {1}
"""
_LAST = "SELECT person, max(day) FROM ({0}) WHERE person IS NOT NULL GROUP BY person"

_LAST_OF_ALL = text(_LAST.format(_SOURCES.format(_RECENT, "TRUE")))
_LAST_OF_SOME = text(
    _LAST.format(_SOURCES.format(_OLDER, "a.person_id IN (SELECT value FROM json_each(:people))"))
)
# Less than every date and more than a text that could not be read, which starts with "|".
_EVER = "0"


def last_contacts(tx: Transaction, people: Iterable[str], on: date) -> dict[str, PartialDate]:
    """Return the day of the last contact with each person up to a day; none on record is left out.

    A month counts by its first day. Absence and leave are no contact.
    """
    everybody = list(people)
    found: dict[str, str] = {}
    until, silent = beyond(on), everybody
    for months in _MONTHS:
        if len(silent) * _FEW <= len(everybody):
            break
        since = add_months(on, -months).isoformat()
        period = {"since": since, "beyond": until}
        found = {**dict(tx.session.execute(_LAST_OF_ALL, period).all()), **found}
        silent, until = [person for person in everybody if person not in found], since
    if silent:
        some = {"since": _EVER, "beyond": until, "people": json.dumps(silent)}
        found.update(dict(tx.session.execute(_LAST_OF_SOME, some).all()))
    return {person: PartialDate.of(day.partition("|")[0]) for person, day in found.items()}
