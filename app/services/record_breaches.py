"""What a row of a filed table would break in somebody's development, before it is written (B4, B5).

The rules are those of the form of a step. A row that breaks one, or that knows only the month of a
step, waits until somebody chooses; what a rule bars is then written by an override alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.domain.dates import PartialDate, Precision
from app.domain.dev_facts import CaseFacts, Companion
from app.domain.dev_notices import NoticeMeasure
from app.domain.dev_rules import new_breaches
from app.domain.readings import Problem, Severity, block, warn
from app.domain.record_templates import MAIN, PEOPLE, RecordColumn, RecordTemplate
from app.domain.roster_preview import (
    SKIP,
    TAKE,
    Filing,
    KnownRecord,
    MatchedRow,
    Option,
    Question,
    RowOutcome,
    option,
)
from app.domain.roster_rows import CellProblem
from app.domain.rules import Finding, RuleBook
from app.services import disposals, rules
from app.store import dev_facts
from app.store.dev_sources import calendar_of, steps_of
from app.store.engine import Transaction

AS_IS = "as_is:"
"""Prefix of the keys of questions whether a row is written in spite of what is wrong with it."""
EXCEPT = "except"
_CASES = "dev_case"


@dataclass(frozen=True, slots=True)
class BreachReader:
    """Looks at the rows of one template in an open transaction.

    answers: what was chosen. keys: of all steps. cases: as they are now, by the id of the record
    that a row may belong to.
    """

    tx: Transaction
    template: RecordTemplate
    answers: Mapping[str, str]
    today: date
    book: RuleBook
    keys: frozenset[str]
    cases: Mapping[str, CaseFacts]

    @classmethod
    def of(
        cls,
        tx: Transaction,
        template: RecordTemplate,
        known: Iterable[KnownRecord],
        answers: Mapping[str, str],
        today: date,
    ) -> "BreachReader":
        """Return a reader; known: the records that rows may belong to."""
        book = rules.book_of(tx)
        by_case = {} if template.table != _CASES else {one.others[MAIN]: one.id for one in known}
        measure = NoticeMeasure(book, calendar_of(tx))
        found = dev_facts.cases(tx, measure, date.max, list(by_case)) if by_case else ()
        cases = {by_case[one.id]: one for one in found}
        return cls(tx, template, answers, today, book, frozenset(steps_of(tx).keys), cases)

    def looked_at(self, row: MatchedRow) -> MatchedRow:
        """Return a row with its breaches as problems; it waits unless chosen all the same."""
        if self.template.table != _CASES or row.outcome not in _WRITTEN or row.filing is None:
            return row
        taken = {one.name: one for one in self._taken(row, row.filing)}
        broken = list(self._breaches(row, row.filing, taken))
        told = [(self._column(one, taken), _problem_of(one)) for one in broken]
        told += [(one.name, warn("filing.day_needed", label=one.label)) for one in taken.values()
                 if self._is_vague(row, one)]  # fmt: skip
        if not told:
            return row
        return self._waiting(row, told, is_barred=bool(broken))

    def _waiting(
        self, row: MatchedRow, told: list[tuple[str, Problem]], *, is_barred: bool
    ) -> MatchedRow:
        source = row.source
        places = tuple(
            CellProblem(source.sheet, source.row, source.columns.get(name, -1), name,
                        source.raw_of(name) if name else "", problem)
            for name, problem in told
        )  # fmt: skip
        key = f"{AS_IS}{source.sheet}:{source.row}"
        options: tuple[Option, ...] = (option(SKIP), option(EXCEPT if is_barred else TAKE))
        question = Question(key, source.sheet, source.row, told[0][0], told[0][1], options, SKIP)
        row = replace(row, problems=(*row.problems, *places), questions=(*row.questions, question))
        if self.answers.get(key, SKIP) != SKIP:
            return row
        return replace(row, outcome=RowOutcome.SUSPECT, target="", differences=())

    def _taken(self, row: MatchedRow, filing: Filing) -> Iterator[RecordColumn]:
        """Yield the columns whose values would be written."""
        changed = {one.field for one in row.differences if not one.is_conflict}
        for column in self.template.columns:
            is_new = not row.target or column.name in changed
            has_value = row.source.values.get(column.name) is not None
            if is_new and has_value and column.name not in filing.dropped:
                yield column

    def _is_vague(self, row: MatchedRow, column: RecordColumn) -> bool:
        value = row.source.values[column.name]
        is_step = column.part == MAIN and column.place in self.keys
        return is_step and isinstance(value, PartialDate) and value.precision is not Precision.DAY

    def _breaches(
        self, row: MatchedRow, filing: Filing, taken: Mapping[str, RecordColumn]
    ) -> Iterator[Finding]:
        before = self.cases.get(row.target) or CaseFacts(
            id="", person_id=filing.subject, name=str(row.source.values["name"])
        )
        after = self._after(before, row, filing, taken)
        for found in new_breaches(self.book, before, after, self.today):
            if found.severity is Severity.BLOCK:
                yield found
        applied = after.dates.get("applied_on")
        if filing.subject and applied and "applied_on" not in before.dates:
            again = disposals.bar_again(self.tx, (filing.subject, ""), applied)
            if again and again.severity is Severity.BLOCK:
                yield again

    def _after(
        self,
        before: CaseFacts,
        row: MatchedRow,
        filing: Filing,
        taken: Mapping[str, RecordColumn],
    ) -> CaseFacts:
        values, keys = row.source.values, self.keys
        dates = {
            one.place: values[one.name]
            for one in taken.values()
            if one.part == MAIN and one.place in keys and isinstance(values[one.name], PartialDate)
        }
        companions = list(before.companions)
        for one in taken.values():
            if one.part == PEOPLE:
                companions = [each for each in companions if each.role != one.place]
                named = filing.people.get(one.name, {})
                companions += [Companion(who, one.place, name) for name, who in named.items()]
        return replace(
            before,
            dates={**before.dates, **dates},
            birth_on=values.get("birth_on") or before.birth_on,
            is_league_member=before.is_league_member or bool(values.get("league_joined_on")),
            companions=tuple(companions),
        )

    def _column(self, found: Finding, taken: Mapping[str, RecordColumn]) -> str:
        """Return the column that a breach is told beside: that of its step, else any date."""
        places = {one.place: one.name for one in taken.values() if one.part in (MAIN, PEOPLE)}
        dates = [one.name for one in taken.values() if one.place in self.keys]
        return places.get(found.about.part, "") or next(iter(dates), "")


_WRITTEN = frozenset({RowOutcome.NEW, RowOutcome.CHANGED, RowOutcome.CONFLICT})


def _problem_of(found: Finding) -> Problem:
    detail = {"text": found.text, "article": f"{found.source}{found.article}"}
    return block("filing.breach", **detail)
