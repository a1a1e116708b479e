"""What names of branches mean, and to which organisation a row of a branch list belongs."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.domain.differences import org_differences
from app.domain.matching import asked
from app.domain.org_names import NEW, KnownOrg, OrgNames, Schools, kind_by_name
from app.domain.readings import info, warn
from app.domain.record_numbers import with_note
from app.domain.roster_preview import (
    CREATE,
    KEEP,
    NONE,
    SAME_AS,
    SKIP,
    TAKE,
    Difference,
    KnownRecord,
    MatchedRow,
    Option,
    Question,
    RowOutcome,
    field_key,
    option,
    org_key,
)
from app.domain.roster_rows import CellProblem, RosterRow
from app.domain.secretary_matching import Secretaries
from app.domain.words import labels_of

# A county has some two hundred branches; more names than this are no names of branches.
_MOST_GUESSED, _MOST_NAMES = 300, 1000


@dataclass(slots=True)
class BranchNames:
    """Decides once for every spelling; problems go to the first row that uses it.

    choices: answers given to earlier questions (org_key(name) → id, NEW + name, CREATE or NONE).
    is_first: the ledger has no branches yet, so that a name that resembles none makes a new one.
    """

    orgs: OrgNames
    choices: Mapping[str, str]
    is_first: bool
    targets: dict[str, str] = field(default_factory=dict)
    _asked: dict[str, Question] = field(default_factory=dict)
    _told: set[str] = field(default_factory=set)
    _unsure: int = 0
    _is_told: bool = False

    @property
    def questions(self) -> tuple[Question, ...]:
        """Return a question for every name that is not sure."""
        return tuple(self._asked.values())

    def settle(self, rows: Iterable[RosterRow]) -> None:
        """Decide on the names of these rows, full names before short ones."""
        first: dict[str, RosterRow] = {}
        for row in rows:
            name = row.values.get("branch")
            if name:
                first.setdefault(name, row)
        for name in sorted(first, key=lambda text: (-len(text), text)):
            self.targets[name] = self._target(name, first[name])

    def problems(self, row: RosterRow) -> tuple[CellProblem, ...]:
        """Return what to tell at the branch cell of a row."""
        name = row.values.get("branch")
        target = self.targets.get(name, "") if name else ""
        question = self._asked.get(name or "")
        if name and target == NEW + name:
            if name in self._told:
                return ()
            self._told.add(name)
            problem = info("branch.created", name=name)
        elif question and not target:
            problem = question.problem
        elif name and not target and not self._is_told:
            self._is_told = True
            problem = warn("branch.too_many", most=str(_MOST_NAMES))
        else:
            return ()
        column = row.columns.get("branch", -1)
        return (CellProblem(row.sheet, row.row, column, "branch", name or "", problem),)

    def _target(self, name: str, row: RosterRow) -> str:
        found = self.orgs.find(name)
        if found:
            return found
        self._unsure += 1
        if self._unsure > _MOST_NAMES:
            return ""
        is_worth_it = self._unsure <= _MOST_GUESSED
        guesses = self.orgs.guesses(name, only_abbreviations=self.is_first) if is_worth_it else ()
        chosen = self.choices.get(org_key(name))
        if chosen is None and self.is_first and not guesses:
            chosen = CREATE
        else:
            self._ask(name, row, guesses)
        if chosen == CREATE:
            self.orgs.add(KnownOrg(NEW + name, name, kind_by_name(name)))
            return NEW + name
        return chosen if chosen and chosen != NONE else ""

    def _ask(self, name: str, row: RosterRow, guesses: tuple[KnownOrg, ...]) -> None:
        options = (
            option(NONE),
            *(Option(org.id, org.full_name) for org in guesses),
            option(CREATE, name),
        )
        if self.orgs.dissolved(name):
            problem = warn("branch.dissolved", name=name)
        elif guesses:
            problem = warn("branch.guess", name=name, guess=guesses[0].full_name)
        else:
            problem = warn("branch.unknown", name=name)
        key = org_key(name)
        self._asked[name] = Question(key, row.sheet, 0, "branch", problem, options, NONE)


def several_schools(
    row: RosterRow,
    name: str,
    values: Iterable[str | None],
    schools: Schools,
    settled: Collection[str],
) -> Iterator[CellProblem]:
    """Yield a warning at a cell for each name that several schools bear, none of them settled."""
    for value in values:
        found = schools.get(value or "", ())
        if len(found) > 1 and not any(one.id in settled for one in found):
            known = "、".join(one.name for one in found)
            problem = warn("unit.several", name=str(value), number=str(len(found)), known=known)
            yield CellProblem(
                row.sheet, row.row, row.columns.get(name, -1), name, str(value), problem
            )


@dataclass(slots=True)
class OrgMatcher:
    """Matches the rows of branch lists one after another."""

    known: Mapping[str, KnownRecord]
    orgs: OrgNames
    people: Secretaries
    schools: Schools
    repeated: frozenset[str] = frozenset()
    _seen: dict[str, MatchedRow] = field(default_factory=dict)

    def match(self, row: RosterRow) -> MatchedRow:
        """Return the row with its outcome; a new organisation becomes known to later rows."""
        if not row.is_complete:
            return MatchedRow(row, RowOutcome.SKIPPED, problems=row.problems)
        name = row.values["full_name"]
        if row.record and row.record not in self.known:
            row = with_note(row, "match.record_unknown")
        target = self._target(row, name)
        namesakes = [org for org in self.orgs.namesakes(name) if org.id in self.known]
        if not target and namesakes:
            return self._which(row, namesakes)
        if target in self._seen:
            first = self._seen[target].source
            detail = {"sheet": first.sheet, "row": str(first.row)}
            key = self._seen[target].key
            twin = MatchedRow(row, RowOutcome.CONFLICT, twin=key, problems=row.problems)
            problem = warn("row.same_org", **detail)
            return asked(twin, twin.key, "full_name", problem, (option(SKIP), option(TAKE)))
        matched = self._compared(row, target) if target in self.known else self._new(row, name)
        self._seen[target or NEW + name] = matched
        return matched

    def finish(self, matched: MatchedRow) -> MatchedRow:
        """Settle what needs all rows of the list: the superior, and the secretary's person."""
        row = matched.source
        parent, secretary = row.values.get("parent"), row.values.get("secretary")
        if parent:
            org = self.orgs.find(parent)
            matched = replace(matched, org=org)
            if not org:
                matched = self._told(matched, "parent", "branch.parent_unknown", parent)
        if secretary:
            known = self.known[matched.target].values["secretary"] if matched.target else None
            matched = self.people.asked(matched, secretary, known)
        covered = self.known[matched.target].values["cover_ids"] if matched.target else ()
        for name, values in (
            ("unit", [row.values.get("unit")]),
            ("covers", row.values.get("covers")),
        ):
            problems = several_schools(row, name, values or (), self.schools, covered)
            matched = replace(matched, problems=(*matched.problems, *problems))
        return matched

    def _by_record(self, row: RosterRow) -> str:
        """Return the organisation whose 记录号 a row bears.

        Under its own name, which others may bear too, or under one that nobody has yet; a copied
        row that was given another name is a new organisation.
        """
        org, name = self.orgs.all().get(row.record), row.values["full_name"]
        if org is None or row.record not in self.known:
            return ""
        namesakes = {one.id for one in self.orgs.namesakes(name)}
        if org.id in namesakes:
            return org.id
        if namesakes or row.record in self.repeated:
            return ""
        self.orgs.add(replace(org, names=(*org.names, name)))
        return org.id

    def _which(self, row: RosterRow, namesakes: Sequence[KnownOrg]) -> MatchedRow:
        """Ask which organisation is meant when several bear the name."""
        ids = tuple(org.id for org in namesakes)
        matched = MatchedRow(row, RowOutcome.SUSPECT, candidates=ids, problems=row.problems)
        problem = warn("branch.several", name=row.values["full_name"], number=str(len(ids)))
        options = (
            option(SKIP),
            *(Option(SAME_AS + org.id, self._told_apart(org)) for org in namesakes),
        )
        return asked(matched, matched.key, "full_name", problem, options)

    def _told_apart(self, org: KnownOrg) -> str:
        parent = self.known[org.id].values.get("parent")
        above = self.orgs.full_name(parent) if parent else ""
        return f"{org.full_name}（{above}）" if above else org.full_name

    def _target(self, row: RosterRow, name: str) -> str:
        dissolved = self.orgs.dissolved(name)
        return (
            self.orgs.find(name)
            or self._by_record(row)
            or self._by_short_name(row)
            or (dissolved if dissolved in self.known else "")
        )

    def _by_short_name(self, row: RosterRow) -> str:
        short = row.values.get("short_name")
        found = self.orgs.find(short) if short else ""
        return found if found in self.known else ""

    def _new(self, row: RosterRow, name: str) -> MatchedRow:
        kind = row.values.get("kind") or kind_by_name(name)
        names = tuple(filter(None, [row.values.get("short_name")]))
        self.orgs.add(KnownOrg(NEW + name, name, kind, names))
        matched = MatchedRow(row, RowOutcome.NEW, problems=row.problems)
        if row.values.get("kind") or not row.raw_of("kind"):
            return matched
        problem = warn("branch.kind_supposed", kind=labels_of("OrgKind").get(kind, kind))
        place = CellProblem(
            row.sheet, row.row, row.columns["kind"], "kind", row.raw_of("kind"), problem
        )
        return replace(matched, problems=(*matched.problems, place))

    def _compared(self, row: RosterRow, target: str) -> MatchedRow:
        known = self.known[target]
        parent = self.orgs.find(row.values.get("parent") or "")
        differences = tuple(
            one
            for one in org_differences(row, parent, known, self.schools)
            if one.field != "secretary" or self.people.is_sure(row.values["secretary"], target)
        )
        conflict = any(one.is_conflict for one in differences)
        outcome = (
            RowOutcome.CONFLICT
            if conflict
            else RowOutcome.CHANGED
            if differences
            else RowOutcome.SAME
        )
        matched = MatchedRow(
            row, outcome, target=target, differences=differences, problems=row.problems
        )
        if differences and not self.orgs.is_alive(target):
            name = row.values["full_name"]
            matched = self._told(matched, "full_name", "branch.is_dissolved", name)
        for one in differences:
            if one.is_conflict:
                matched = self._ask(matched, one)
        return matched

    def _ask(self, matched: MatchedRow, difference: Difference) -> MatchedRow:
        row, name = matched.source, difference.field
        known = str(difference.old)
        if name == "parent":
            known = self.orgs.full_name(known)
        code = "name" if name == "full_name" else name
        key = field_key(row.sheet, row.row, name)
        problem = warn(f"branch.{code}_differs", known=known)
        return asked(matched, key, name, problem, (option(KEEP), option(TAKE)))

    @staticmethod
    def _told(matched: MatchedRow, name: str, code: str, value: str) -> MatchedRow:
        row = matched.source
        column = row.columns.get(name, -1)
        place = CellProblem(row.sheet, row.row, column, name, value, warn(code, name=value))
        return replace(matched, problems=(*matched.problems, place))
