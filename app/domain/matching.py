"""To whom a row belongs: 记录号, then ID number, then name, birth and gender (E.6 step 4)."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.domain.dates import overlap
from app.domain.differences import row_differences
from app.domain.idcards import mask
from app.domain.kinds import ON_ROSTER
from app.domain.org_names import OrgNames
from app.domain.readings import Problem, info, warn
from app.domain.record_numbers import is_somebody_else, with_note
from app.domain.roster_preview import (
    ADD,
    KEEP,
    SAME_AS,
    SKIP,
    TAKE,
    TRANSFER,
    Difference,
    KnownRecord,
    MatchedRow,
    Option,
    Question,
    RowOutcome,
    cell_key,
    field_key,
    option,
)
from app.domain.roster_rows import CellProblem, RosterRow
from app.domain.twins import TWIN_CODES, SeenRows
from app.domain.words import labels_of

_TAIL = 6
_LABELS = {"status": labels_of("Status"), "member_type": labels_of("MemberType")}
_TAIL_ONLY = re.compile(r"[0-9]{5}[0-9Xx]")
_LOST_TAIL = re.compile(r"([0-9]{15})000")


@dataclass(frozen=True, slots=True)
class _Found:
    """Whom a row may mean: sure is the id of the one person, else the candidates and why."""

    sure: str = ""
    candidates: tuple[str, ...] = ()
    problem: Problem | None = None
    outcome: RowOutcome = RowOutcome.NEW


@dataclass(slots=True)
class PeopleMatcher:
    """Matches rows one after another; it remembers them, so that repeats in the file are found."""

    known: Mapping[str, KnownRecord]
    orgs: OrgNames
    repeated: frozenset[str] = frozenset()
    _by_id: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _by_name: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _seen: SeenRows = field(default_factory=SeenRows)

    @classmethod
    def of(
        cls, people: Iterable[KnownRecord], orgs: OrgNames, repeated: frozenset[str] = frozenset()
    ) -> "PeopleMatcher":
        """Return a matcher for these people; repeated: 记录号 that stand in several rows."""
        matcher = cls({person.id: person for person in people}, orgs, repeated)
        for person in matcher.known.values():
            matcher._by_name[str(person.values["name"])].append(person.id)
            if person.values.get("id_no"):
                matcher._by_id[str(person.values["id_no"])].append(person.id)
        return matcher

    def match(self, row: RosterRow, org: str) -> MatchedRow:
        """Return the row with its outcome; org is the branch that its name means."""
        if not row.is_complete:
            return MatchedRow(row, RowOutcome.SKIPPED, problems=row.problems)
        if row.record and row.record not in self.known:
            row = with_note(row, "match.record_unknown")
        found = self._by_record(row) or self._find(row, org)
        twin = self._twin(row, found)
        if twin:
            return twin
        matched = self._decided(row, org, found)
        self._seen.add(matched, found.sure)
        return matched

    def _by_record(self, row: RosterRow) -> _Found | None:
        """记录号 of an export: sure, unless it has come to stand beside somebody else."""
        known = self.known.get(row.record)
        if known is None:
            return None
        id_no = row.values.get("id_no")
        others = self._by_id.get(id_no, []) if id_no else []
        if others and known.id not in others:
            detail = {"known": self._described(known)}
            problem = warn("match.record_of_other", **detail)
            return _Found("", (*others, known.id), problem, RowOutcome.SUSPECT)
        namesakes = [one for one in self._by_name.get(row.values["name"], ()) if one != known.id]
        if is_somebody_else(row, known, is_shared=bool(namesakes) or row.record in self.repeated):
            problem = warn("match.record_differs", known=self._described(known))
            candidates = (known.id, *namesakes)
            return _Found("", candidates, problem, RowOutcome.SUSPECT)
        return self._unless_gone(row, known.id, RowOutcome.CONFLICT)

    def _find(self, row: RosterRow, org: str) -> _Found:
        id_no = row.values.get("id_no")
        same_id = self._by_id.get(id_no, []) if id_no else []
        if len(same_id) == 1:
            return self._unless_gone(row, same_id[0], RowOutcome.CONFLICT)
        if same_id:
            problem = warn("match.id_twice", number=str(len(same_id)))
            return _Found("", tuple(same_id), problem, RowOutcome.CONFLICT)
        namesakes = self._by_name.get(row.values["name"], [])
        if not namesakes:
            return _Found()
        return (
            self._by_lost_tail(row, namesakes)
            or self._by_birth(row, namesakes)
            or self._by_tail(row, namesakes)
            or self._by_branch(row, org, namesakes)
            or self._elsewhere(row, namesakes)
            or _Found()
        )

    def _by_lost_tail(self, row: RosterRow, namesakes: Sequence[str]) -> _Found | None:
        """Name and the fifteen digits that are left of a number stored as a number (E07)."""
        alike = [one for one in namesakes if _same_but_tail(row.values, self.known[one].values)]
        return self._unless_gone(row, alike[0]) if len(alike) == 1 else None

    def _by_birth(self, row: RosterRow, namesakes: Sequence[str]) -> _Found | None:
        """Name, birth and gender: sure, unless the ID numbers contradict."""
        alike = [one for one in namesakes if _same_birth_and_gender(row, self.known[one])]
        if not alike:
            return None
        if len(alike) > 1:
            problem = warn("match.several", number=str(len(alike)))
            return _Found("", tuple(alike), problem, RowOutcome.SUSPECT)
        return self._unless_ids_differ(row, alike[0], "match.id_differs")

    def _by_tail(self, row: RosterRow, namesakes: Sequence[str]) -> _Found | None:
        """Name and the last six of the ID number, which may be all that the file holds."""
        given = str(row.values.get("id_no") or row.values.get("id_no_raw") or "").upper()
        if not (row.values.get("id_no") or _TAIL_ONLY.fullmatch(given)):
            return None
        tail = given[-_TAIL:]
        alike = [
            one for one in namesakes if str(self.known[one].values.get("id_no"))[-_TAIL:] == tail
        ]
        if len(alike) != 1:
            return None
        return self._unless_ids_differ(row, alike[0], "match.same_tail")

    def _unless_ids_differ(self, row: RosterRow, person: str, code: str) -> _Found:
        known = self.known[person]
        mine, theirs = row.values.get("id_no"), known.values.get("id_no")
        if not (mine and theirs and mine != theirs):
            return self._unless_gone(row, person)
        problem = warn(code, known=self._described(known), known_id=mask(str(theirs)))
        return _Found("", (person,), problem, RowOutcome.SUSPECT)

    def _by_branch(self, row: RosterRow, org: str, namesakes: Sequence[str]) -> _Found | None:
        """Name and branch make only a candidate, and only where nothing contradicts."""
        alike = [one for one in namesakes if _may_be(row, org, self.known[one])]
        if not alike:
            return None
        if len(alike) == 1 and not row_differences(row, org, self.known[alike[0]]):
            return self._unless_gone(row, alike[0])
        names = "、".join(self._described(self.known[one]) for one in alike)
        problem = warn("match.namesake", known=names)
        return _Found("", tuple(alike), problem, RowOutcome.SUSPECT)

    def _elsewhere(self, row: RosterRow, namesakes: Sequence[str]) -> _Found | None:
        """Tell of a namesake in another branch whom nothing else tells apart from a new member."""
        alike = [one for one in namesakes if _may_be(row, "", self.known[one])]
        if not alike:
            return None
        names = "、".join(self._described(self.known[one]) for one in alike)
        return _Found("", tuple(alike), warn("match.elsewhere", known=names), RowOutcome.NEW)

    def _unless_gone(
        self, row: RosterRow, person: str, outcome: RowOutcome = RowOutcome.SUSPECT
    ) -> _Found:
        """Ask before a row touches somebody who has left the roster; nothing comes back so."""
        known = self.known[person]
        status = known.values.get("status")
        if not status or status in ON_ROSTER or row.values.get("status") == status:
            return _Found(sure=person)
        told = {"known": self._described(known), "status": _LABELS["status"].get(status, status)}
        return _Found("", (person,), warn("match.gone", **told), outcome)

    def _described(self, known: KnownRecord) -> str:
        birth, branch = known.values.get("birth_on"), known.values.get("branch")
        parts = (str(birth) if birth else "", self.orgs.full_name(branch) if branch else "")
        told = "，".join(part for part in parts if part)
        return f"{known.values['name']}（{told}）" if told else str(known.values["name"])

    def _twin(self, row: RosterRow, found: _Found) -> MatchedRow | None:
        """Return the row as a conflict if an earlier row is about the same person (E12)."""
        for first, kind in self._seen.twins_of(row, found.sure):
            if self._is_as_recorded(row, found, kind):
                continue
            is_same = _filled(first.source) == _filled(row)
            code = TWIN_CODES[kind]
            if row.record and row.record == first.source.record and kind != "id":
                code = "row.same_record"
            detail = {"sheet": first.source.sheet, "row": str(first.source.row)}
            problem = (info if is_same else warn)(code, **detail)
            place = "id_no" if kind == "id" else "name"
            matched = MatchedRow(row, RowOutcome.CONFLICT, twin=first.key, problems=row.problems)
            return asked(matched, matched.key, place, problem, (option(SKIP), option(TAKE)))
        return None

    def _is_as_recorded(self, row: RosterRow, found: _Found, key: str) -> bool:
        """Tell whether a row shares a key with another because the ledger itself has both so."""
        if key == "target" or not found.sure or found.sure != row.record:
            return False
        name = "id_no" if key == "id" else "name"
        return bool(row.values.get(name) == self.known[found.sure].values.get(name))

    def _decided(self, row: RosterRow, org: str, found: _Found) -> MatchedRow:
        matched = MatchedRow(row, found.outcome, org=org, problems=row.problems)
        if found.sure:
            matched = self._compared(matched, self.known[found.sure])
        elif found.problem:
            matched = replace(matched, candidates=found.candidates)
            same = tuple(
                option(SAME_AS + one, self._described(self.known[one])) for one in found.candidates
            )
            matched = asked(
                matched, matched.key, "name", found.problem, _options(found.outcome, same)
            )
        return _with_cell_choices(matched)

    def _compared(self, matched: MatchedRow, known: KnownRecord) -> MatchedRow:
        row = matched.source
        differences = row_differences(row, matched.org, known)
        matched = replace(matched, target=known.id, differences=differences)
        if row.problems and known.values.get("member_type") and not row.raw_of("member_type"):
            # Nobody is asked for what the ledger knows already.
            problems = [one for one in row.problems if one.problem.code != "member.type_unknown"]
            matched = replace(matched, problems=tuple(problems))
        for difference in differences:
            if difference.is_conflict:
                matched = self._ask_field(matched, difference)
        conflict = any(one.is_conflict for one in differences)
        outcome = (
            RowOutcome.CONFLICT
            if conflict
            else RowOutcome.CHANGED
            if differences
            else RowOutcome.SAME
        )
        return replace(matched, outcome=outcome)

    def _ask_field(self, matched: MatchedRow, difference: Difference) -> MatchedRow:
        row, name = matched.source, difference.field
        key = field_key(row.sheet, row.row, name)
        if name == "branch":
            problem = warn("match.branch_differs", known=self.orgs.full_name(difference.old))
            return asked(matched, key, name, problem, (option(KEEP), option(TRANSFER)))
        known = _LABELS.get(name, {}).get(difference.old, str(difference.old))
        if name == "status":
            problem = warn("match.status_differs", known=known)
            return asked(matched, key, name, problem, (option(KEEP),))
        problem = warn(f"match.{name}_differs", known=known)
        return asked(matched, key, name, problem, (option(KEEP), option(TAKE)))


def _same_birth_and_gender(row: RosterRow, known: KnownRecord) -> bool:
    gender, theirs = row.values.get("gender"), known.values.get("gender")
    if gender and theirs and gender != theirs:
        return False
    mine, birth = row.values.get("birth_on"), known.values.get("birth_on")
    return overlap(mine, birth) is True


def _may_be(row: RosterRow, org: str, known: KnownRecord) -> bool:
    """Tell whether nothing speaks against a namesake in the same branch."""
    if row.values.get("id_no") and known.values.get("id_no"):
        return False
    if org and known.values.get("branch") and org != known.values["branch"]:
        return False
    gender, theirs = row.values.get("gender"), known.values.get("gender")
    if gender and theirs and gender != theirs:
        return False
    mine, birth = row.values.get("birth_on"), known.values.get("birth_on")
    return overlap(mine, birth) is not False


def _same_but_tail(row: Mapping[str, Any], known: Mapping[str, Any]) -> bool:
    """Tell whether one ID number is all that is left of the other, or neither is legible."""
    mine, my_raw = (str(row.get(name) or "") for name in ("id_no", "id_no_raw"))
    theirs, their_raw = (str(known.get(name) or "") for name in ("id_no", "id_no_raw"))
    if mine and theirs:
        return False
    if mine or theirs:
        lost = _LOST_TAIL.fullmatch(their_raw if mine else my_raw)
        return lost is not None and (mine or theirs).startswith(lost[1])
    return bool(my_raw) and my_raw == their_raw


def _options(outcome: RowOutcome, same: tuple[Option, ...]) -> tuple[Option, ...]:
    """Return the answers to whom a row means, the safe one first."""
    if outcome is RowOutcome.NEW:
        return (option(ADD), *same, option(SKIP))
    return (option(SKIP), *same, *(() if outcome is RowOutcome.CONFLICT else (option(ADD),)))


def _filled(row: RosterRow) -> dict[str, object]:
    return {name: value for name, value in row.values.items() if value is not None}


def asked(
    matched: MatchedRow, key: str, name: str, problem: Problem, options: tuple[Option, ...]
) -> MatchedRow:
    """Add a question with the problem that raises it; the first option is the default."""
    row = matched.source
    column = row.columns.get(name, -1)
    raw = row.raw_of(name)
    asked = Question(key, row.sheet, row.row, name, problem, options, options[0].value)
    place = CellProblem(row.sheet, row.row, column, name, raw, problem)
    return replace(
        matched, problems=(*matched.problems, place), questions=(*matched.questions, asked)
    )


def _with_cell_choices(matched: MatchedRow) -> MatchedRow:
    """Ask which meaning a cell has (2010.1, 党员) where its reader left the choice open."""
    row = matched.source
    for name, choices in row.choices.items():
        told = [found.problem for found in matched.problems if found.field == name]
        if not told:
            continue
        problem = told[0]
        options = tuple(Option(str(number), str(one)) for number, one in enumerate(choices))
        key = cell_key(row.sheet, row.row, name)
        asked = Question(key, row.sheet, row.row, name, problem, options, "")
        matched = replace(matched, questions=(*matched.questions, asked))
    return matched
