"""The rows of filed tables asked the same as a record on its page: days, order, numbers, repeats.

What is wrong becomes a red cell with its place. A number that cannot be is left out; a new record
on impossible days, or of something done already, is not written at all; of a known record the days
that contradict each other stay as they are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.domain.checks import check_record
from app.domain.readings import Problem, block
from app.domain.record_templates import MAIN, RecordColumn, RecordTemplate
from app.domain.roster_preview import Filing, KnownRecord, MatchedRow, RowOutcome
from app.domain.roster_rows import CellProblem
from app.domain.transfers import filed_state
from app.services.record_acts import ActReader
from app.store import members, records

Row = Mapping[str, Any]

_WRITTEN = frozenset({RowOutcome.NEW, RowOutcome.CHANGED, RowOutcome.CONFLICT})
_CLASS = "class"
_TABLES = {_CLASS: "training_class"}
_CELLS = frozenset({"record.range", "record.more"})
"""What is wrong with one cell alone."""
_OF_TWO = frozenset({*_CELLS, "record.span"})


@dataclass(frozen=True, slots=True)
class RecordChecker:
    """Looks at the rows of one template; known: the records that rows may belong to, by id."""

    acts: ActReader
    template: RecordTemplate
    known: Mapping[str, KnownRecord]

    def looked_at(self, row: MatchedRow) -> MatchedRow:
        """Return a row without what cannot be, and with the reasons beside its cells."""
        filing = row.filing
        if row.outcome not in _WRITTEN or filing is None or (not row.target and row.differences):
            return row
        taken = list(self._taken(row, filing))
        stored = self._stored(row)
        after = self._after(row, filing, (stored, taken))
        found = [(MAIN, one) for one in self._wrong(after, taken, filing)]
        found += [(_CLASS, one) for one in self._wrong_class(row, taken)]
        if not found:
            if not row.target:
                self.acts.made[self.template.table].append(after)
            return row
        return _without(row, filing, [self._place(one, taken) for one in found], self.template)

    def _taken(self, row: MatchedRow, filing: Filing) -> Iterator[RecordColumn]:
        """Yield the columns whose values would be written."""
        changed = {one.field for one in row.differences if not one.is_conflict}
        for column in self.template.columns:
            is_new = not row.target or column.name in changed
            has_value = row.source.values.get(column.name) is not None
            if is_new and has_value and column.part and column.name not in filing.dropped:
                yield column

    def _stored(self, row: MatchedRow) -> Row:
        if not row.target:
            return {"id": None, **self.template.only, **_fixed(self.template)}
        return records.get(self.acts.tx, self.template.table, self.known[row.target].others[MAIN])

    def _after(
        self, row: MatchedRow, filing: Filing, parts: tuple[Row, Sequence[RecordColumn]]
    ) -> Row:
        """Return the record as it would be."""
        stored, taken = parts
        values = {one.place: row.source.values[one.name] for one in taken if one.part == MAIN}
        after = {**stored, **values}
        if row.target:
            return after
        if self.template.table == "transfer":
            after |= filed_state(after.get("receipt_on"))
        if filing.subject and self._is_person(filing.subject):
            after["person_id"] = filing.subject
        return after

    def _is_person(self, subject: str) -> bool:
        """Tell whether the subject of a row is a person and no organisation."""
        either = self.template.is_either
        return not either or bool(members.memberships_of(self.acts.tx, [subject]))

    def _wrong(
        self, after: Row, taken: Sequence[RecordColumn], filing: Filing
    ) -> Iterator[Problem]:
        changed = {one.place for one in taken if one.part == MAIN}
        if not after.get("id") and filing.subject:
            changed.add("person_id")
        for one in check_record(self.template.table, after):
            if one.code in _OF_TWO and _names(one) & changed:
                yield one
        yield from self.acts.problems(self.template.table, after, changed)

    def _wrong_class(self, row: MatchedRow, taken: Sequence[RecordColumn]) -> Iterator[Problem]:
        values = {one.place: row.source.values[one.name] for one in taken if one.part == _CLASS}
        for one in check_record(_TABLES[_CLASS], values):
            if one.code in _OF_TWO and _names(one) & values.keys():
                yield one

    def _place(
        self, found: tuple[str, Problem], taken: Sequence[RecordColumn]
    ) -> tuple[Problem, tuple[str, ...]]:
        """Return a problem with the columns of the row that it is about, the worst first."""
        part, problem = found
        columns = {one.place: one.name for one in taken if one.part == part}
        wanted = (problem.detail.get("field", ""), problem.detail.get("other", ""))
        return problem, tuple(columns[name] for name in wanted if name in columns)


def _names(problem: Problem) -> set[str]:
    return {problem.detail.get("field", ""), problem.detail.get("other", "")}


def _fixed(template: RecordTemplate) -> dict[str, str]:
    places = ((name.partition("."), value) for name, value in template.fixed.items())
    return {column: value for (part, _dot, column), value in places if part == MAIN}


def _without(
    row: MatchedRow,
    filing: Filing,
    found: Sequence[tuple[Problem, tuple[str, ...]]],
    template: RecordTemplate,
) -> MatchedRow:
    """Return a row that leaves out what is wrong with it, or that is left out itself."""
    dropped = {name for _problem, names in found for name in names}
    problems = tuple(_cell(row, problem, names) for problem, names in found)
    row = replace(row, problems=(*row.problems, *problems))
    is_whole = any(problem.code not in _CELLS for problem, _names_ in found)
    if not row.target and (is_whole or dropped & set(template.needs)):
        told = _cell(row, block("filing.not_taken"), (problems[0].field,))
        return replace(row, outcome=RowOutcome.SKIPPED, problems=(*row.problems, told))
    filing = replace(
        filing,
        dropped=filing.dropped | dropped,
        says=tuple(one for one in filing.says if one.field not in dropped),
    )
    if not row.target:
        return replace(row, filing=filing)
    left = tuple(one for one in row.differences if one.field not in dropped)
    outcome = row.outcome if left else RowOutcome.SAME
    return replace(row, filing=filing, differences=left, outcome=outcome)


def _cell(row: MatchedRow, problem: Problem, names: tuple[str, ...]) -> CellProblem:
    source = row.source
    name = names[0] if names else "name"
    column = source.columns.get(name, -1)
    return CellProblem(source.sheet, source.row, column, name, source.raw_of(name), problem)
