"""公示 in working days: how long a notice hung, and until when it must hang (B4-14)."""

from dataclasses import dataclass
from datetime import date

from app.domain.dev_facts import NoticeFacts
from app.domain.rules import RuleBook
from app.domain.work_calendar import WorkCalendar

_RULE = "B4-14"


@dataclass(frozen=True, slots=True)
class NoticeMeasure:
    """How notices are measured: by the rule of the day they were posted and the calendar."""

    book: RuleBook
    calendar: WorkCalendar

    def notice(self, point: str, from_on: date, to_on: date | None, result: str) -> NoticeFacts:
        """Return a notice with its working days and the day on which it is long enough."""
        rule = self.book.applied(_RULE, from_on)
        if rule is None:
            return NoticeFacts(point, from_on, to_on, result)
        with_first = bool(rule.number("count_first_day"))
        held = self.calendar.count(from_on, to_on, with_first=with_first) if to_on else None
        due = self.calendar.end_of(from_on, rule.number("days"), with_first=with_first)
        return NoticeFacts(point, from_on, to_on, result, held, due)

    def end_of(self, from_on: date) -> date | None:
        """Return the last day of a notice that is posted on a day; None without a rule."""
        return self.notice("", from_on, None, "").end_due
