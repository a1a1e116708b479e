"""From an opened workbook to the preview of its import, without the database."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from app.base.progress import Progress
from app.domain.branch_matching import BranchNames, OrgMatcher, several_schools
from app.domain.grids import Workbook, column_letter
from app.domain.headers import SheetKind, header_fields
from app.domain.matching import PeopleMatcher
from app.domain.normalising import normalise
from app.domain.org_names import Called, KnownOrg, OrgNames, Schools
from app.domain.probation import Standard
from app.domain.readings import Problem, info, warn
from app.domain.recognition import (
    HeaderMapping,
    SheetLayout,
    as_roster,
    recognise,
    with_mapping,
)
from app.domain.record_numbers import repeated
from app.domain.record_recognition import kinds_of, with_year, year_of
from app.domain.roster_preview import KnownRecord, MatchedRow, RosterPreview, RowOutcome
from app.domain.roster_rows import CellProblem, RosterRow
from app.domain.row_branches import RowBranches, heading
from app.domain.secretary_matching import Secretaries
from app.domain.sheet_rows import EMPTY_ROWS_END, FEWEST_KNOWN
from app.domain.words import COMPARING, READING_ROWS

Corrections = Mapping[str, Mapping[int, str]]
"""Sheet name → column from 0 → field, or NOT_IMPORTED: what the user has corrected."""

_CLOCK_TOLERANCE = timedelta(days=2)
_STEP = 500


@dataclass(frozen=True, slots=True)
class ReadRoster:
    """A workbook whose sheets are recognised and whose rows are read; nothing is matched yet."""

    file: str
    layouts: tuple[SheetLayout, ...]
    rows: tuple[RosterRow, ...]
    notes: tuple[str, ...] = ()
    problems: tuple[CellProblem, ...] = ()
    corrected: frozenset[str] = frozenset()

    def of_kind(self, kind: SheetKind) -> list[RosterRow]:
        """Return the rows of the sheets of a kind."""
        return [row for row in self.rows if row.kind is kind]


@dataclass(frozen=True, slots=True)
class KnownState:
    """What the ledger knows of the people and organisations that a file may be about.

    secretaries: name → who bears it in a roster, for the column 书记 of branch lists.
    covered_by: id of a school → the organisations that cover it. newest: the last operation of
    the journal when this was read.
    """

    people: Sequence[KnownRecord] = ()
    orgs: Sequence[KnownOrg] = ()
    org_records: Mapping[str, KnownRecord] = field(default_factory=dict)
    secretaries: Mapping[str, tuple[Called, ...]] = field(default_factory=dict)
    schools: Schools = field(default_factory=dict)
    covered_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    newest: int = 0


def read_roster(
    workbook: Workbook,
    standard: Standard,
    remembered: Mapping[str, HeaderMapping],
    corrections: Corrections,
    progress: Progress,
) -> ReadRoster:
    """Recognise every sheet and read its rows (E.6 steps 2 and 3)."""
    layouts: list[SheetLayout] = []
    rows: list[RosterRow] = []
    total = sum(len(sheet.rows) for sheet in workbook.sheets)
    for sheet in workbook.sheets:
        layout = recognise(sheet, remembered, kinds_of(sheet, workbook.meta))
        if sheet.name in corrections and layout.columns:
            layout = with_mapping(as_roster(layout), sheet, corrections[sheet.name])
        layouts.append(layout)
        year = year_of(sheet, layout)
        for row in normalise(sheet, layout, standard):
            if len(rows) % _STEP == 0:
                progress.step(len(rows), total, READING_ROWS)
            rows.append(with_year(row, year))
    filled = {sheet.name for sheet in workbook.sheets if sheet.rows}
    problems = [found for layout in layouts for found in _sheet_problems(layout, filled)]
    return ReadRoster(
        file=workbook.name,
        layouts=tuple(layouts),
        rows=tuple(rows),
        notes=workbook.notes,
        problems=(*_clock_problems(workbook, standard.today), *problems),
        corrected=frozenset(corrections),
    )


def match_roster(
    read: ReadRoster, state: KnownState, choices: Mapping[str, str], progress: Progress
) -> RosterPreview:
    """Compare the rows with the ledger (E.6 steps 4 and 5).

    choices: only the answers about names of branches matter here; they change the outcomes.
    """
    orgs = OrgNames.of(state.orgs)
    is_first = not orgs.has_branches()
    listed = _match_orgs(read, state, orgs)
    names = BranchNames(orgs, choices, is_first)
    matcher = PeopleMatcher.of(state.people, orgs, repeated(read.of_kind(SheetKind.MEMBERS)))
    matched = _match_people(read, state, _Matching(orgs, names, matcher), progress)
    rows = (*listed, *matched)
    return RosterPreview(
        file=read.file,
        layouts=read.layouts,
        rows=rows,
        notes=read.notes,
        sheet_problems=read.problems,
        org_questions=names.questions,
        known=_referenced(rows, {**matcher.known, **state.org_records}),
        orgs=orgs.all(),
        newest=state.newest,
        corrected=read.corrected,
        answers=dict(choices),
        schools=state.schools,
    )


@dataclass(frozen=True, slots=True)
class _Matching:
    """What is needed to find out to whom and to which branch a row belongs."""

    orgs: OrgNames
    names: BranchNames
    matcher: PeopleMatcher


def _match_people(
    read: ReadRoster, state: KnownState, matching: _Matching, progress: Progress
) -> list[MatchedRow]:
    layouts = {layout.sheet: layout for layout in read.layouts}
    branches = RowBranches(matching.orgs, state.schools, state.covered_by, layouts)
    members = list(branches.placed(read.of_kind(SheetKind.MEMBERS)))
    names, matcher, untyped = matching.names, matching.matcher, _UntypedSheets()
    names.settle(row for row, is_heading in members if not is_heading)
    matched: list[MatchedRow] = []
    for number, (row, is_heading) in enumerate(members):
        if number % _STEP == 0:
            progress.step(number, len(members), COMPARING)
        if is_heading:
            matched.append(heading(row))
            continue
        found = matcher.match(row, names.targets.get(row.values.get("branch") or "", ""))
        found = branches.completed(found)
        extra = (
            *names.problems(row),
            *_school_problems(row, found, matcher.known, state.schools),
            *untyped.problems(found),
        )
        matched.append(replace(found, problems=(*found.problems, *extra)) if extra else found)
    return matched


@dataclass(slots=True)
class _UntypedSheets:
    """Tells once for a sheet that its new members are neither full nor probationary."""

    _told: set[str] = field(default_factory=set)

    def problems(self, found: MatchedRow) -> tuple[CellProblem, ...]:
        row = found.source
        is_new = not (found.target or found.twin) and found.outcome is not RowOutcome.SKIPPED
        if not is_new or "member_type" in row.columns or row.values.get("member_type"):
            return ()
        if row.sheet in self._told:
            return ()
        self._told.add(row.sheet)
        problem = warn("member.no_type_column")
        return (CellProblem(row.sheet, row.row, -1, "member_type", "", problem),)


def _match_orgs(read: ReadRoster, state: KnownState, orgs: OrgNames) -> list[MatchedRow]:
    rows = read.of_kind(SheetKind.BRANCHES)
    people = Secretaries(state.secretaries, _named_once(read.of_kind(SheetKind.MEMBERS)), orgs)
    matcher = OrgMatcher(state.org_records, orgs, people, state.schools, repeated(rows))
    first = [matcher.match(row) for row in rows]
    return [matcher.finish(row) if row.source.is_complete else row for row in first]


def _named_once(members: Sequence[RosterRow]) -> dict[str, tuple[Called, ...]]:
    """Return the people of the rosters in the same workbook by name; one for each ID number."""
    found: dict[str, dict[str, Called]] = {}
    for row in members:
        if row.is_complete:
            same = row.values.get("id_no") or f"{row.sheet}:{row.row}"
            branch = row.values.get("branch") or ""
            found.setdefault(row.values["name"], {})[same] = Called(same, branch)
    return {name: tuple(called.values()) for name, called in found.items()}


def _school_problems(
    row: RosterRow, found: MatchedRow, known: Mapping[str, KnownRecord], schools: Schools
) -> tuple[CellProblem, ...]:
    """Tell that several schools bear the unit's name, unless it is known which one is meant."""
    settled = known[found.target].others["school"] if found.target else ""
    return tuple(several_schools(row, "unit", [row.values.get("unit")], schools, {settled}))


def _referenced(
    rows: Sequence[MatchedRow], known: Mapping[str, KnownRecord]
) -> dict[str, KnownRecord]:
    wanted = {id_ for row in rows for id_ in (row.target, *row.candidates) if id_}
    return {id_: known[id_] for id_ in wanted}


def _sheet_problems(layout: SheetLayout, filled: set[str]) -> Iterator[CellProblem]:
    if layout.kind is SheetKind.UNKNOWN:
        if layout.sheet in filled:
            yield replace(_of_sheet(layout, -1, "", warn("sheet.unknown")), row=0)
        return
    for label in layout.missing:
        yield _of_sheet(layout, -1, "", warn("sheet.missing", label=label))
    for column in layout.columns:
        if column.header and not (column.is_known or column.field):
            problem = info("sheet.column", header=column.header)
            yield _of_sheet(layout, column.index, column.header, problem)
    yield from _twice(layout)
    if layout.second_table:
        problem = warn("sheet.second_table", row=str(layout.second_table))
        yield replace(_of_sheet(layout, -1, "", problem), row=layout.second_table)
    if layout.after_gap:
        problem = warn("sheet.after_gap", row=str(layout.after_gap), most=str(EMPTY_ROWS_END))
        yield replace(_of_sheet(layout, -1, "", problem), row=layout.after_gap)


def _twice(layout: SheetLayout) -> Iterator[CellProblem]:
    """Tell which columns were left out because another one fills the same field."""
    left_out = [one for one in layout.columns if one.rival >= 0 and not one.field]
    required = {one.name for one in header_fields(layout.kind).values() if one.is_required}
    taken = {column.index: column.field for column in layout.columns}
    if len(left_out) >= FEWEST_KNOWN and any(taken[one.rival] in required for one in left_out):
        letters = "、".join(column_letter(column.index) for column in left_out)
        problem = warn("sheet.side_by_side", columns=letters)
        yield _of_sheet(layout, left_out[0].index, left_out[0].header, problem)
        return
    for column in left_out:
        detail = {"header": column.header, "column": column_letter(column.index)}
        problem = warn("sheet.column_twice", **detail, taken=column_letter(column.rival))
        yield _of_sheet(layout, column.index, column.header, problem)


def _of_sheet(layout: SheetLayout, column: int, raw: str, problem: Problem) -> CellProblem:
    return CellProblem(layout.sheet, layout.header_rows[1], column, "", raw, problem)


def _clock_problems(workbook: Workbook, today: date) -> Iterator[CellProblem]:
    """Warn when our own template says that it was exported in the future (E34)."""
    text = workbook.meta.get("exported_on", "")
    try:
        exported = date.fromisoformat(text)
    except ValueError:
        return
    if exported > today + _CLOCK_TOLERANCE:
        problem = warn("sheet.future", date=exported.isoformat())
        yield CellProblem(workbook.sheets[0].name, 0, -1, "", text, problem)
