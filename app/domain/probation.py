"""The years without probation (B5-07), of age at joining (B4-02): what members are checked by."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from app.domain.dates import PartialDate, Precision
from app.domain.idcards import FORM_ONLY, IdLimits
from app.domain.readings import Problem, Severity, warn
from app.domain.rules import Rule, RuleBook, earliest, latest

RULE_OF: Mapping[str, str] = {
    "id.shape": "C4-01",
    "id.area": "C4-02",
    "id.birth": "C4-03",
    "id.birth_future": "C4-03",
    "id.age": "C4-04",
    "id.check_digit": "C4-05",
    "draft.gender_differs": "C4-06",
    "member.gender_differs": "C4-06",
    "member.gender_differs_kept": "C4-06",
    "member.birth_differs": "C4-07",
}
"""Problems of the ID number by their codes → the rule that says how strict they are (C.4)."""


@dataclass(frozen=True, slots=True)
class NoProbation:
    """The days between which members were admitted without probation, both included."""

    first: date
    last: date

    @classmethod
    def of(cls, rule: Rule) -> "NoProbation":
        """Return the days that rule B5-07 names."""
        return cls(rule.day("first_day"), rule.day("last_day"))

    def is_broken_by(self, joined: PartialDate | None, full: PartialDate | None) -> bool:
        """Tell whether someone became a full member on the day of joining, after these days.

        Before them nothing is tested at all; a bare year is never compared.
        """
        start = earliest(joined)
        if joined is None or full is None or start is None or joined.precision is Precision.YEAR:
            return False
        return joined.iso == full.iso and start > self.last


@dataclass(frozen=True, slots=True)
class Standard:
    """By what a member's data are checked: the day, and the rules in force on it.

    no_probation is None where the bureau has switched rule B5-07 off, of_age where B4-02;
    id_limits: C4-02 to C4-04. levels: how strict each rule of RULE_OF is, None where switched off;
    a rule that is not named leaves the problem as it was found.
    """

    today: date
    no_probation: NoProbation | None = None
    id_limits: IdLimits = FORM_ONLY
    of_age: Rule | None = None
    levels: Mapping[str, Severity | None] = field(default_factory=dict)

    @classmethod
    def of(cls, book: RuleBook, today: date) -> "Standard":
        """Return the standard of a day, the bureau's own versions included."""
        rule = book.applied("B5-07", today)
        window = NoProbation.of(rule) if rule else None
        rules = {rule_id: book.applied(rule_id, today) for rule_id in set(RULE_OF.values())}
        levels = {rule_id: rule.severity if rule else None for rule_id, rule in rules.items()}
        return cls(today, window, IdLimits.of(book, today), book.applied("B4-02", today), levels)

    def judged(self, problem: Problem) -> Problem | None:
        """Return a problem as strict as its rule is; None when the rule is switched off."""
        level = self.levels.get(RULE_OF.get(problem.code, ""), problem.severity)
        return None if level is None else replace(problem, severity=level)

    def same_day(self, joined: PartialDate | None, full: PartialDate | None) -> Problem | None:
        """Return a WARN when someone had no probation though there was one (B5-07)."""
        window = self.no_probation
        if window is None or joined is None or not window.is_broken_by(joined, full):
            return None
        detail = {"first": window.first.isoformat(), "last": window.last.isoformat()}
        return warn("member.no_probation", joined=joined.iso, **detail)

    def under_age(self, birth: PartialDate | None, joined: PartialDate | None) -> Problem | None:
        """Return a WARN when someone joined before the age at which one may apply (B4-02).

        Missing precision is read in the most lenient way; what is not known is passed over.
        """
        born, by = earliest(birth), latest(joined)
        if self.of_age is None or born is None or by is None or born >= by:
            return None
        if self.of_age.years_after(born, "years") <= by:
            return None
        years = str(self.of_age.number("years"))
        detail = {"birth": str(birth), "joined": str(joined), "years": years, "field": "joined"}
        return warn("life.under_age", **detail)
