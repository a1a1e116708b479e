"""To which branch a row of a roster belongs when its own cell does not say (E06)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from app.domain.org_names import OrgNames, Schools, has_level
from app.domain.readings import Problem, info, warn
from app.domain.recognition import SheetLayout
from app.domain.roster_preview import MatchedRow, RowOutcome
from app.domain.roster_rows import CellProblem, RosterRow

_BRANCH = "branch"


@dataclass(slots=True)
class RowBranches:
    """Reads the branch from headings, the sheet's name, the school and what stands above.

    covered_by: id of a school → the organisations that cover it.
    """

    orgs: OrgNames
    schools: Schools
    covered_by: Mapping[str, tuple[str, ...]]
    layouts: Mapping[str, SheetLayout]
    _told: set[tuple[str, str]] = field(default_factory=set)
    _named: dict[str, str] = field(default_factory=dict)

    def placed(self, rows: Iterable[RosterRow]) -> Iterator[tuple[RosterRow, bool]]:
        """Yield each row with the branch that it is stated to belong to, and is it a heading.

        A heading is a row that holds nothing but the name of an organisation.
        """
        bands = {sheet: list(reversed(layout.bands)) for sheet, layout in self.layouts.items()}
        above: dict[str, str] = {}
        for row in rows:
            waiting = bands.get(row.sheet, [])
            while waiting and waiting[-1].row < row.row:
                above[row.sheet] = self._org_of(waiting.pop().text) or above.get(row.sheet, "")
            is_heading = self._is_heading(row)
            if is_heading:
                above[row.sheet] = self._org_of(row.values["name"])
                yield row, True
            else:
                yield self._with_branch(row, above.get(row.sheet, "")), False

    def completed(self, matched: MatchedRow) -> MatchedRow:
        """Return a matched row; a new member without a branch gets the likely one, or a warning."""
        row = matched.source
        if matched.target or matched.twin or matched.outcome is RowOutcome.SKIPPED:
            return matched
        if matched.org or row.values.get(_BRANCH) or _BRANCH in row.raw:
            return matched
        supposed = self._supposed(row)
        if supposed:
            problem = warn("branch.supposed", name=self.orgs.full_name(supposed))
            is_new = self._is_first_time(row.sheet, supposed)
            told = (_at(row, problem, ""),) if is_new else ()
            return replace(matched, org=supposed, problems=(*matched.problems, *told))
        if _BRANCH in row.columns:
            return replace(
                matched, problems=(*matched.problems, _at(row, warn("branch.none"), _BRANCH))
            )
        if not self._is_first_time(row.sheet, ""):
            return matched
        return replace(
            matched, problems=(*matched.problems, _at(row, warn("branch.no_column"), ""))
        )

    def _is_first_time(self, sheet: str, what: str) -> bool:
        is_first = (sheet, what) not in self._told
        self._told.add((sheet, what))
        return is_first

    def _is_heading(self, row: RosterRow) -> bool:
        for field_name, value in row.values.items():
            if value is not None and field_name != "name":
                return False
        name = row.values.get("name") or ""
        return bool(self.orgs.find(name) or name in self.schools)

    def _with_branch(self, row: RosterRow, above: str) -> RosterRow:
        if row.values.get(_BRANCH) or _BRANCH in row.raw or not row.is_complete:
            return row
        branch = above or self._sheet_branch(row)
        return replace(row, values={**row.values, _BRANCH: branch}) if branch else row

    def _sheet_branch(self, row: RosterRow) -> str:
        """Return the sheet's name when it is that of a branch."""
        sheet = row.sheet
        if sheet not in self._named:
            is_only = _BRANCH not in row.columns and has_level(sheet)
            self._named[sheet] = sheet if is_only or self.orgs.find(sheet) else ""
        return self._named[sheet]

    def _org_of(self, text: str) -> str:
        """Return the name of the organisation that a heading means, "" for none."""
        if has_level(text) or self.orgs.find(text):
            return text
        covering = self._covering(text)
        return self.orgs.full_name(covering) if covering else ""

    def _supposed(self, row: RosterRow) -> str:
        unit, layout = row.values.get("unit"), self.layouts.get(row.sheet)
        reporting = layout.reporting if layout else ""
        return (
            self._covering(unit or "")
            or (self.orgs.find(reporting) if reporting else "")
            or self._covering(reporting)
        )

    def _covering(self, name: str) -> str:
        """Return the one organisation that covers the one school of a name, or ""."""
        schools = self.schools.get(name, ())
        if len(schools) != 1:
            return ""
        found = [org for org in self.covered_by.get(schools[0].id, ()) if self.orgs.is_alive(org)]
        return found[0] if len(found) == 1 else ""


def heading(row: RosterRow) -> MatchedRow:
    """Return a heading as a row that is not imported."""
    told = _at(row, info("row.heading", name=row.values["name"]), "name")
    return MatchedRow(row, RowOutcome.SKIPPED, problems=(*row.problems, told))


def _at(row: RosterRow, problem: Problem, name: str) -> CellProblem:
    return CellProblem(
        row.sheet, row.row, row.columns.get(name, -1), name, row.raw_of(name), problem
    )
