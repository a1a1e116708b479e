"""Today's rules of development, in force in the practice year: what is refused can be practised.

By their own dates they are younger than that year, and would only remind of what they forbid.
"""

from datetime import date, timedelta

from app.domain.readings import Severity
from app.domain.rules import RuleBook, RuleEdit
from app.services import rules
from app.services.practice.source import YEAR, County

_FROM = date(YEAR - 5, 1, 1)
"""Before the first step of any case that is open in the practice year."""

_GROUPS = ("B4-", "B5-", "B6-")
_WHY = "练习县：发展党员按现行规定练习，该提醒的提醒，该拦下的拦下"


def enter_rules(county: County) -> None:
    """Collect a version of the bureau's own for each rule of development that bars or warns."""
    book = RuleBook.load()
    for rule_id in book.ids():
        first = book.versions(rule_id)[0]
        begins = first.effective_from
        if not rule_id.startswith(_GROUPS) or begins is None or begins.year <= YEAR:
            continue
        if first.severity is not Severity.INFO:
            until = begins - timedelta(days=1)
            county.add("rule_def", **rules.row_of(RuleEdit(rule_id, _FROM, until, reason=_WHY)))
