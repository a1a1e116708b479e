"""Which rules look at which facts about members' affairs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from app.domain.affairs_facts import Affairs
from app.domain.care_rules import HARDSHIP_CHECKS, HONOUR_CHECKS, OPINION_CHECKS, VISIT_CHECKS
from app.domain.case_rules import CASE_CHECKS, FLOATING_CHECKS, REAPPLICATION_CHECKS
from app.domain.dues_rules import DUES_BRANCH_CHECKS, DUES_CHECKS
from app.domain.rules import Finding, Rule
from app.domain.transfer_rules import PUPIL_CHECKS, TRANSFER_CHECKS

Checks = Mapping[str, Callable[[Rule, Any, date], Iterator[Finding]]]


def checks_of(affairs: Affairs) -> tuple[tuple[Checks, Sequence[Any]], ...]:
    """Return each group of checks with the facts it looks at."""
    return (
        (DUES_CHECKS, affairs.dues),
        (DUES_BRANCH_CHECKS, affairs.branches),
        (TRANSFER_CHECKS, affairs.transfers),
        (PUPIL_CHECKS, affairs.pupils),
        (CASE_CHECKS, affairs.cases),
        (REAPPLICATION_CHECKS, affairs.reapplications),
        (FLOATING_CHECKS, affairs.floating),
        (HONOUR_CHECKS, affairs.honours),
        (HARDSHIP_CHECKS, affairs.hardships),
        (VISIT_CHECKS, affairs.visits),
        (OPINION_CHECKS, affairs.opinions),
    )
