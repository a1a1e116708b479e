"""The years without probation (B5-07), of age at joining (B4-02): what members are checked by."""

from dataclasses import dataclass
from datetime import date

from app.domain.dates import PartialDate, Precision
from app.domain.idcards import FORM_ONLY, IdLimits
from app.domain.readings import Problem, warn
from app.domain.rules import Rule, RuleBook, earliest, latest


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
    id_limits: C4-02 to C4-04.
    """

    today: date
    no_probation: NoProbation | None = None
    id_limits: IdLimits = FORM_ONLY
    of_age: Rule | None = None

    @classmethod
    def of(cls, book: RuleBook, today: date) -> "Standard":
        """Return the standard of a day, the bureau's own versions included."""
        rule = book.applied("B5-07", today)
        window = NoProbation.of(rule) if rule else None
        return cls(today, window, IdLimits.of(book, today), book.applied("B4-02", today))

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
