"""To which record of the ledger a row of a filed table belongs, and what it says otherwise."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.domain.dates import PartialDate, overlap
from app.domain.headers import SheetKind
from app.domain.matching import PeopleMatcher, asked
from app.domain.org_names import Called, OrgNames
from app.domain.readings import Problem, Severity, block, warn
from app.domain.record_cells import TAIL, TAIL_LENGTH
from app.domain.record_differences import record_differences
from app.domain.record_numbers import with_note
from app.domain.record_templates import MEMBERSHIP, PEOPLE, RecordTemplate
from app.domain.roster_preview import (
    KEEP,
    SAME_AS,
    SKIP,
    TAKE,
    Difference,
    Filing,
    KnownRecord,
    MatchedRow,
    Option,
    RowOutcome,
    field_key,
    option,
)
from app.domain.roster_rows import CellProblem, RosterRow

NEW_PERSON = "new_person"
SUBJECT = "subject:"
"""Prefix of the keys of questions whom a row is about; an answer changes the comparison."""
_IDENTITY = ("name", "gender", "birth_on", "id_no")
_STOPPED = "STOPPED"
_OF_MEMBERS = frozenset({MEMBERSHIP, "dues_assess"})
"""Tables whose branch is that of the member; elsewhere it is the branch of the record."""


@dataclass(frozen=True, slots=True)
class LedgerSide:
    """What the ledger holds of those whom the rows of one template may be about.

    subjects: record id → person or organisation. records: the records of each of them. blanks:
    what is known of people without a record. people_called: who bears a name, for columns that name
    further people.
    """

    template: RecordTemplate
    people: PeopleMatcher
    orgs: OrgNames
    subjects: Mapping[str, str] = field(default_factory=dict)
    records: Mapping[str, Sequence[KnownRecord]] = field(default_factory=dict)
    blanks: Mapping[str, KnownRecord] = field(default_factory=dict)
    people_called: Mapping[str, Sequence[Called]] = field(default_factory=dict)


def subject_key(sheet: str, row: int) -> str:
    """Return the key of the question whom a row is about."""
    return f"{SUBJECT}{sheet}:{row}"


@dataclass(slots=True)
class Whom:
    """Whom a row is about: an id, or what has to be asked; both empty for somebody unknown."""

    id: str = ""
    problem: Problem | None = None
    candidates: tuple[str, ...] = ()


def whom(row: RosterRow, side: LedgerSide) -> Whom:
    """Return whom a row is about: by 记录号, as an organisation, by number, birth, last six."""
    template = side.template
    subject = side.subjects.get(row.record, "")
    org = side.orgs.find(str(row.values.get("branch") or ""))
    if template.is_either:
        named = side.orgs.find(str(row.values["name"]))
        if named and (not subject or subject == named):
            return Whom(named)
        if subject and subject not in side.people.known:
            problem = warn("filing.record_of_org", known=side.orgs.full_name(subject))
            return Whom("", problem, (subject,))
    person = replace(
        row,
        kind=SheetKind.MEMBERS,
        values=_identity(row),
        record=subject,
        problems=(),
        choices={},
    )
    found = side.people.whom(person, org)
    if found.problem and found.problem.code == "match.gone":
        # A record of somebody who has left brings nobody back.
        return Whom(found.candidates[0])
    home = org if template.table in _OF_MEMBERS else ""
    doubt = _doubt(person, home, side.people.known[found.sure]) if found.sure else ""
    if doubt and not subject:
        told = str(side.people.known[found.sure].values["name"])
        return Whom("", warn(doubt, name=told), (found.sure,))
    return Whom(found.sure, found.problem, found.candidates)


def _doubt(person: RosterRow, org: str, known: KnownRecord) -> str:
    """Return the code of why somebody who was found may be another of that name; or "".

    A full number settles it, or a birth where the last six do not contradict it. The last six count
    only where they are compared with a number, and in the branch of the row (org; "" where that is
    another thing).
    """
    values, theirs = person.values, str(known.values.get("id_no") or "")
    birth, tail = values.get("birth_on"), str(values["id_no_raw"]).upper()
    if values.get("id_no"):
        return ""
    if theirs and TAIL.fullmatch(tail) and theirs[-TAIL_LENGTH:] != tail:
        return "filing.tail_differs"
    if isinstance(birth, PartialDate) and birth.value:
        return ""
    if not TAIL.fullmatch(tail) or not theirs:
        return "filing.name_only"
    branch = known.values.get("branch")
    return "filing.tail_elsewhere" if org and branch and org != branch else ""


def _identity(row: RosterRow) -> dict[str, Any]:
    values = {name: row.values.get(name) for name in _IDENTITY}
    part = str(row.values.get("id_tail") or "")
    if part and not TAIL.fullmatch(part):
        values["id_no"] = values["id_no"] or (part if len(part) > TAIL_LENGTH else None)
    values["id_no_raw"] = part or row.raw.get("id_no", "")
    return values


@dataclass(slots=True)
class RecordMatcher:
    """Matches the rows of one template one after another, so that repeats are found.

    answers: subject_key(row) → SAME_AS + id, or NEW_PERSON, as a person has chosen.
    """

    side: LedgerSide
    answers: Mapping[str, str]
    _seen: set[tuple[str, ...]] = field(default_factory=set)

    def match(self, row: RosterRow) -> MatchedRow:
        """Return a row with its record, its differences and its questions."""
        if not row.is_complete:
            return MatchedRow(row, RowOutcome.SKIPPED, problems=row.problems)
        matched = MatchedRow(row, RowOutcome.NEW, problems=row.problems)
        if row.record and row.record not in self.side.subjects:
            matched = replace(matched, problems=with_note(row, "match.record_unknown").problems)
        found = whom(row, self.side)
        subject = found.id
        if not subject:
            key = subject_key(row.sheet, row.row)
            matched = self._ask_whom(matched, found, key)
            answer = self.answers.get(key, "")
            subject = answer.removeprefix(SAME_AS) if answer.startswith(SAME_AS) else ""
            if not subject and matched.questions and answer != NEW_PERSON:
                return replace(matched, outcome=RowOutcome.SUSPECT)
        return self._of_subject(matched, subject)

    def _orgs_in(self, row: RosterRow) -> dict[str, str]:
        """Return the organisations that a row names, by column; "" for one not known."""
        named = [one.name for one in self.side.template.columns if one.reader == "org"]
        return {
            name: self.side.orgs.find(str(row.values[name]))
            for name in ("branch", *named)
            if row.values.get(name)
        }

    def _people_in(
        self, row: RosterRow, base: KnownRecord, org: str
    ) -> tuple[dict[str, dict[str, str]], list[CellProblem]]:
        """Return the further people that a row names, and tell who is not clear.

        Who stands in the record already stays there, whatever became of him.
        """
        people: dict[str, dict[str, str]] = {}
        problems = []
        for column in self.side.template.columns:
            if column.part != PEOPLE or not row.values.get(column.name):
                continue
            present = base.values.get(column.name) or ()
            people[column.name] = dict.fromkeys(present, "")
            for one in row.values[column.name]:
                person = _one_of(self.side.people_called.get(one, ()), org)
                if person and one not in present:
                    people[column.name][one] = person
                elif one not in present:
                    told = warn("filing.person_unclear", name=one)
                    problems.append(_problem(row, column.name, told))
        return people, problems

    def _ask_whom(self, matched: MatchedRow, found: Whom, key: str) -> MatchedRow:
        """Ask who it is; nothing is asked of somebody new where the table may bring people in."""
        creates = self.side.template.creates
        if found.problem is None and creates:
            return matched
        code = "filing.nobody_or_org" if self.side.template.is_either else "filing.nobody"
        problem = found.problem or warn(code, name=str(matched.source.values["name"]))
        same = tuple(Option(SAME_AS + one, self._described(one)) for one in found.candidates)
        new = (Option(NEW_PERSON, option("new").label),) if creates else ()
        return asked(matched, key, "name", problem, (option(SKIP), *same, *new))

    def _described(self, subject: str) -> str:
        known = self.side.people.known.get(subject)
        name = str(known.values["name"]) if known else self.side.orgs.full_name(subject)
        return option(SAME_AS, name).label

    def _of_subject(self, matched: MatchedRow, subject: str) -> MatchedRow:
        """Find the record among those of the subject, and compare."""
        row, template = matched.source, self.side.template
        candidates = _records_for(row, template, self.side.records.get(subject, ()))
        unread = _unreadable(row, template)
        if unread and not _is_bound(row, candidates) and (candidates or unread & {*template.needs}):
            told = _problem(row, min(unread), block("filing.not_taken"))
            problems = (*matched.problems, told)
            return replace(matched, outcome=RowOutcome.SKIPPED, problems=problems)
        if len(candidates) > 1:
            return _left(matched, warn("filing.several", number=str(len(candidates))))
        known = candidates[0] if candidates else None
        if self._is_again(row, known, subject):
            return _left(matched, warn("filing.again"))
        missing = [name for name in template.needs if _is_unknown(row.values.get(name))]
        is_told = known is not None and (bool(row.record) or template.guesses)
        if missing and not is_told:
            labels = "、".join(_label(template, name) for name in missing)
            told = _problem(row, missing[0], block("record.missing", label=labels))
            problems = (*matched.problems, told)
            return replace(matched, outcome=RowOutcome.SKIPPED, problems=problems)
        if not known and template.table == MEMBERSHIP:
            return _left(matched, warn("filing.no_membership"))
        return self._compared(matched, known, subject)

    def _is_again(self, row: RosterRow, known: KnownRecord | None, subject: str) -> bool:
        """Tell whether an earlier row is about the same record (E12)."""
        names = (*self.side.template.key, *(() if subject else _IDENTITY))
        values = (str(row.values.get(name)) for name in names)
        key = ("record", known.id) if known else ("new", subject, *values)
        is_seen = key in self._seen
        self._seen.add(key)
        return is_seen

    def _compared(self, matched: MatchedRow, known: KnownRecord | None, subject: str) -> MatchedRow:
        # Of somebody new, or an organisation without a record, everything is new.
        base = known or self.side.blanks.get(subject) or KnownRecord("", {})
        row, orgs = matched.source, self._orgs_in(matched.source)
        org = orgs.get("branch") or base.values.get("org") or base.values.get("member_org") or ""
        people, unclear = self._people_in(row, base, org)
        row = self._in_our_words(row, orgs, people)
        told = record_differences(
            row, base, self.side.template, is_bound=bool(known and row.record)
        )
        problems = (_problem(row, name, problem) for name, problem in told.problems)
        matched = replace(
            matched,
            problems=(*matched.problems, *unclear, *problems),
            filing=Filing(subject, orgs, frozenset(told.dropped), told.differences, people),
        )
        if known is None:
            return matched
        matched = replace(matched, target=known.id, differences=told.differences)
        conflicts = [one for one in told.differences if one.is_conflict]
        for one in conflicts:
            matched = _ask_field(matched, one)
        changed = RowOutcome.CHANGED if told.differences else RowOutcome.SAME
        return replace(matched, outcome=RowOutcome.CONFLICT if conflicts else changed)

    def _in_our_words(
        self, row: RosterRow, orgs: Mapping[str, str], people: Mapping[str, Mapping[str, str]]
    ) -> RosterRow:
        """Return a row with the ledger's names of organisations, and without unclear people."""
        values = dict(row.values)
        for name, org in orgs.items():
            values[name] = self.side.orgs.full_name(org) if org else values[name]
        for name, found in people.items():
            values[name] = tuple(one for one in values[name] if one in found) or None
        return replace(row, values=values)


def _one_of(called: Sequence[Called], org: str) -> str:
    """Return the only one of a name, or the only one of them in the branch; "" otherwise."""
    here = [one for one in called if one.org == org]
    found = called if len(called) == 1 else here
    return found[0].person if len(found) == 1 else ""


def _is_bound(row: RosterRow, candidates: Sequence[KnownRecord]) -> bool:
    """Tell whether a row bears the 记录号 of the only record that it may mean."""
    return [one.others["main"] for one in candidates] == [row.record]


def _unreadable(row: RosterRow, template: RecordTemplate) -> set[str]:
    """Return the columns that tell records apart and hold something that could not be read.

    Such a row may mean any record of the person.
    """
    told = {one.field for one in row.problems if one.problem.severity is not Severity.INFO}
    names = {*template.key, *template.needs} & told
    return {name for name in names if _is_unknown(row.values.get(name))}


def _is_unknown(value: object) -> bool:
    return value is None or (isinstance(value, PartialDate) and value.value is None)


def _left(matched: MatchedRow, problem: Problem) -> MatchedRow:
    """Return a row that waits in the conflicts and is not written."""
    told = (*matched.problems, _problem(matched.source, "name", problem))
    return replace(matched, outcome=RowOutcome.CONFLICT, problems=told)


def _records_for(
    row: RosterRow, template: RecordTemplate, records: Sequence[KnownRecord]
) -> list[KnownRecord]:
    """Return the records of a subject that a row may mean; by 记录号 it is one."""
    bound = [one for one in records if row.record and one.others["main"] == row.record]
    if bound:
        return [one for one in bound if _fits(row, template, one)] or bound[:1]
    if template.is_latest:
        return [one for one in records[-1:] if one.values.get("outcome") != _STOPPED]
    if not template.key:
        return list(records)
    exact = [one for one in records if _fits(row, template, one, is_exact=True)]
    return exact or [one for one in records if _fits(row, template, one)]


def _fits(
    row: RosterRow, template: RecordTemplate, known: KnownRecord, *, is_exact: bool = False
) -> bool:
    """Tell whether nothing in the key of a row contradicts a record; empty cells tell nothing."""
    for name in template.key:
        mine, theirs = row.values.get(name), known.values.get(name)
        if mine is None or theirs in {None, ""}:
            if is_exact and bool(mine) != bool(theirs):
                return False
            continue
        if isinstance(mine, PartialDate) and isinstance(theirs, PartialDate):
            if overlap(mine, theirs) is False:
                return False
        elif mine != theirs:
            return False
    return True


def _ask_field(matched: MatchedRow, difference: Difference) -> MatchedRow:
    row = matched.source
    key = field_key(row.sheet, row.row, difference.field)
    problem = warn("filing.differs", known=str(difference.old or ""))
    return asked(matched, key, difference.field, problem, (option(KEEP), option(TAKE)))


def _label(template: RecordTemplate, name: str) -> str:
    column = template.column(name)
    return column.label if column else name


def _problem(row: RosterRow, name: str, problem: Problem) -> CellProblem:
    return CellProblem(
        row.sheet, row.row, row.columns.get(name, -1), name, row.raw_of(name), problem
    )


def names_in(rows: Collection[RosterRow], template: RecordTemplate) -> set[str]:
    """Return the names of further people in the rows: mentors, introducers."""
    columns = [column.name for column in template.columns if column.part == PEOPLE]
    return {name for row in rows for column in columns for name in row.values.get(column) or ()}
