"""The rows of 党费核定表 and 党费收缴登记表 asked what the windows of dues ask (B8).

A sheet must come to what its base makes; a month can be paid only by somebody who owes it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from app.domain.dues import Assessed, assess, base_of
from app.domain.headers import SheetKind
from app.domain.readings import Problem, Severity, block, warn
from app.domain.record_templates import MAIN, MONTH, PERSON
from app.domain.roster_preview import Difference, KnownRecord, MatchedRow, RowOutcome
from app.domain.roster_rows import CellProblem
from app.domain.rules import RuleBook, earliest
from app.domain.showing import amount_text
from app.domain.status_rules import owes_dues
from app.services import rules
from app.services.dues import ITEMS, category_of, month
from app.services.dues_grid import month_standing
from app.store import dues_facts, member_facts, records
from app.store.engine import Transaction
from app.store.member_facts import Member

_SHEET = ("base", "rate_text", "month_due")
_KINDS = frozenset({SheetKind.DUES_BASE, SheetKind.DUES_PAID})


@dataclass
class DuesChecker:
    """Looks at the rows of the two tables of dues; known: the records that rows may belong to."""

    tx: Transaction
    today: date
    known: Mapping[str, KnownRecord] = field(default_factory=dict)

    @cached_property
    def _book(self) -> RuleBook:
        return rules.book_of(self.tx)

    @cached_property
    def _members(self) -> Mapping[str, Member]:
        return {one.row.person_id: one for one in member_facts.members(self.tx, self.today)}

    def looked_at(self, row: MatchedRow) -> MatchedRow:
        """Return a row with what is wrong beside its cells, and with what its base makes."""
        is_written = row.outcome in {RowOutcome.NEW, RowOutcome.CHANGED, RowOutcome.CONFLICT}
        if row.source.kind not in _KINDS or not is_written or row.filing is None:
            return row
        if row.source.kind is SheetKind.DUES_PAID:
            return self._with_months(row)
        return self._with_sheet(row)

    def _with_sheet(self, row: MatchedRow) -> MatchedRow:
        sheet = self._sheet(row)
        year = sheet["year"]
        if not year:
            return row
        if year > self.today.year + 1:
            return _left_as_it_was(row, [("year", block("filing.year_ahead", year=str(year)))])
        on = earliest(sheet.get("from_on")) or date(year, 1, 1)
        of_items = self._of_items(sheet, on)
        told = row.source.values.get("base")
        base = of_items if told is None and of_items is not None else sheet["base"]
        try:
            base, found = self._assessed(sheet, base, on)
        except KeyError:
            return row
        wrong = list(_wrong_sheet(row, sheet, (base, found)))
        if None not in (told, of_items) and told != of_items:
            sums = {"base": f"{of_items:.2f}", "told": f"{told:.2f}"}
            wrong.append(("base", warn("filing.dues_base", **sums)))
        if any(problem.severity is Severity.BLOCK for _name, problem in wrong):
            return _left_as_it_was(row, wrong)
        if not wrong:
            return _completed(row, sheet, base, found)
        problems = tuple(_cell(row, name, problem) for name, problem in wrong)
        return replace(row, problems=(*row.problems, *problems))

    def _sheet(self, row: MatchedRow) -> dict[str, Any]:
        """Return the sheet as it would be, with its category."""
        stored: Mapping[str, Any] = {}
        if row.target:
            main = self.known[row.target].others[MAIN]
            stored = records.get(self.tx, "dues_assess", main)
        changed = {one.field for one in row.differences if not one.is_conflict}
        names = ("year", "dues_category", *ITEMS, *_SHEET)
        told = {name: row.source.values.get(name) for name in names}
        sheet = {
            **{name: stored.get(name) for name in (*names, "from_on")},
            **{n: v for n, v in told.items() if v is not None and (not row.target or n in changed)},
        }
        person = row.filing.subject if row.filing else ""
        if not sheet["dues_category"] and person:
            category = records.get(self.tx, "person", person)["category"]
            sheet["dues_category"] = category_of(category)
        return sheet

    def _of_items(self, sheet: Mapping[str, Any], on: date) -> Decimal | None:
        items = {name: sheet[name] for name in ITEMS if sheet[name] is not None}
        return base_of(self._book, str(sheet["dues_category"]), items, on) if items else None

    def _assessed(
        self, sheet: Mapping[str, Any], base: Decimal | None, on: date
    ) -> tuple[Decimal | None, Assessed]:
        """Return the base that counts and what it makes; KeyError where nothing can be said."""
        category = str(sheet["dues_category"] or "")
        if base is None:
            found = assess(self._book, category, sheet["month_due"] or Decimal(0), on)
            if found.bracket:
                raise KeyError(category)
            return None, found
        if base < 0:
            raise KeyError(category)
        found = assess(self._book, category, base, on)
        return (base if found.bracket else None), found

    def _with_months(self, row: MatchedRow) -> MatchedRow:
        known = self.known[row.target]
        wrong = list(self._wrong_months(row, known))
        dropped = {name for name, problem in wrong if problem.severity is Severity.BLOCK}
        left = tuple(one for one in row.differences if one.field not in dropped)
        problems = tuple(_cell(row, name, problem) for name, problem in wrong)
        return replace(
            row,
            differences=left,
            outcome=row.outcome if left else RowOutcome.SAME,
            problems=(*row.problems, *problems),
        )

    def _wrong_months(self, row: MatchedRow, known: KnownRecord) -> Iterator[tuple[str, Problem]]:
        person, year = known.others[PERSON], known.values["year"]
        member = self._members.get(person)
        first = date(year, 1, 1)
        sheets = dues_facts.read(self.tx, first, max(first, self.today), [person]).sheets
        for one in row.differences:
            if one.field.startswith(f"{MONTH}_"):
                of = date(year, int(one.field.rpartition("_")[2]), 1)
                due = dues_facts.due_in(sheets.get(person, ()), of)
                problem = self._wrong_month(member, of, due, one.new)
                if problem:
                    yield one.field, problem

    def _wrong_month(
        self, member: Member | None, of: date, due: Decimal | None, paid: Decimal
    ) -> Problem | None:
        told = str(month(of))
        if paid < 0:
            return block("record.range", label=told, value=str(paid))
        at = month_standing(member, of, max(self.today, of)) if member else None
        if at is None or not owes_dues(at.status):
            return block("filing.month_not_owed", month=told)
        if due is None:
            tell = block if of > self.today else warn
            return tell("filing.month_not_assessed", month=told)
        if paid > due:
            return warn("filing.month_above", month=told, due=f"{due:.2f}", paid=f"{paid:.2f}")
        return None


def _wrong_sheet(
    row: MatchedRow, sheet: Mapping[str, Any], made: tuple[Decimal | None, Assessed]
) -> Iterator[tuple[str, Problem]]:
    """Yield that a month makes something else: less needs a decision (B8-06), more is free."""
    (base, found), told = made, sheet["month_due"]
    if row.source.values.get("month_due") is None or told == found.due:
        return
    tell = block if told < found.due else warn
    sums = {"due": f"{found.due:.2f}", "told": f"{told:.2f}"}
    if base is None or found.bracket is None:
        yield "month_due", tell("filing.dues_fixed", **sums)
        return
    percent = amount_text(found.bracket.percent)
    yield "month_due", tell("filing.dues_due", base=f"{base:.2f}", percent=percent, **sums)


def _left_as_it_was(row: MatchedRow, wrong: Sequence[tuple[str, Problem]]) -> MatchedRow:
    """Return a row of which no sum is taken over; a new sheet is not written at all."""
    problems = [_cell(row, name, problem) for name, problem in wrong]
    if not row.target:
        problems.append(_cell(row, wrong[0][0], block("filing.not_taken")))
        return replace(row, outcome=RowOutcome.SKIPPED, problems=(*row.problems, *problems))
    sums = {*ITEMS, *_SHEET, "dues_category"}
    left = tuple(one for one in row.differences if one.field not in sums)
    outcome = row.outcome if left else RowOutcome.SAME
    problems_of_row = (*row.problems, *problems)
    return replace(row, differences=left, outcome=outcome, problems=problems_of_row)


def _completed(
    row: MatchedRow, sheet: Mapping[str, Any], base: Decimal | None, found: Assessed
) -> MatchedRow:
    """Return a row with what its base makes where the table leaves that open."""
    rate = f"{amount_text(found.bracket.percent)}%" if found.bracket else ""
    made = {"base": base, "rate_text": rate or None, "month_due": found.due}
    made = {name: value for name, value in made.items() if value is not None}
    if not row.target:
        open_ones = {n: v for n, v in made.items() if row.source.values.get(n) is None}
        values = {**row.source.values, **open_ones}
        return replace(row, source=replace(row.source, values=values))
    more = tuple(
        Difference(name, sheet[name], value)
        for name, value in made.items()
        if row.source.values.get(name) is None and sheet[name] != value
    )
    return replace(row, differences=(*row.differences, *more)) if row.differences else row


def _cell(row: MatchedRow, name: str, problem: Problem) -> CellProblem:
    source = row.source
    column = source.columns.get(name, -1)
    return CellProblem(source.sheet, source.row, column, name, source.raw_of(name), problem)
