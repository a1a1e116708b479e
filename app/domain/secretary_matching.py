"""Whom the column 书记 of a branch list means: somebody of the branch itself, or a question."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.domain.org_names import NEW, Called, OrgNames
from app.domain.readings import warn
from app.domain.roster_preview import MatchedRow, Option, Question, cell_key
from app.domain.roster_rows import CellProblem

CHOSEN = "secretary_id"
"""The field under which a row keeps the person that was chosen."""
_MOST = 8


@dataclass(frozen=True, slots=True)
class Secretaries:
    """Who bears the names of the column: in the rosters, and in the same workbook.

    listed: the people of the workbook; their org is the name of the branch as written.
    """

    rosters: Mapping[str, tuple[Called, ...]]
    listed: Mapping[str, tuple[Called, ...]]
    orgs: OrgNames

    def is_sure(self, name: str, target: str) -> bool:
        """Tell whether exactly one member of an organisation itself bears the name."""
        return self._own_n(name, target) == 1

    def asked(self, matched: MatchedRow, name: str, known: object) -> MatchedRow:
        """Return the row with what to tell or ask where it is not sure who is meant.

        known: the name of the secretary in office, about whom nothing is asked.
        """
        row = matched.source
        own_n = self._own_n(name, matched.target or NEW + row.values["full_name"])
        if own_n == 1 or name == known:
            return matched
        called = self.rosters.get(name, ())[:_MOST]
        is_known = called or name in self.listed
        code = "namesakes" if own_n else "elsewhere" if is_known else "unknown"
        problem = warn(f"branch.secretary_{code}", name=name)
        column = row.columns.get("secretary", -1)
        place = CellProblem(row.sheet, row.row, column, "secretary", name, problem)
        matched = replace(matched, problems=(*matched.problems, place))
        if not called:
            return matched
        options = tuple(
            Option(str(number), f"{name}（{self.orgs.full_name(one.org)}）")
            for number, one in enumerate(called)
        )
        key = cell_key(row.sheet, row.row, CHOSEN)
        question = Question(key, row.sheet, row.row, "secretary", problem, options, "")
        people = tuple(one.person for one in called)
        return replace(
            matched,
            source=replace(row, choices={**row.choices, CHOSEN: people}),
            questions=(*matched.questions, question),
        )

    def _own_n(self, name: str, target: str) -> int:
        """Return how many members of an organisation bear a name, those of the workbook too."""
        listed = sum(self.orgs.find(one.org) == target for one in self.listed.get(name, ()))
        return max(listed, sum(one.org == target for one in self.rosters.get(name, ())))
