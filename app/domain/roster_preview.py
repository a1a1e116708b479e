"""What an import would do, as a value: rows by outcome, differences, problems, questions."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.domain.headers import header_source
from app.domain.org_names import KnownOrg, Schools
from app.domain.readings import Problem
from app.domain.recognition import SheetLayout
from app.domain.roster_rows import CellProblem, RosterRow

SKIP, TAKE, KEEP, CREATE, NONE, TRANSFER = "skip", "take", "keep", "create", "none", "transfer"
ADD = "new"
SAME_AS = "same:"
"""Prefix of the choice that a row is a known person; the person's id follows."""


class RowOutcome(StrEnum):
    """What becomes of a row; CONFLICT and SUSPECT wait for a choice and have a safe default.

    PARTLY comes only after an import: a CONFLICT whose other fields were written.
    """

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    CONFLICT = "conflict"
    SUSPECT = "suspect"
    SKIPPED = "skipped"
    PARTLY = "partly"


PREVIEWED = tuple(one for one in RowOutcome if one is not RowOutcome.PARTLY)
"""What a row can be before anything is written."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a question."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """Something that only a person can decide; key is what the choices are filed under.

    row is 0 for a question about the whole file, such as the branch that a name means.
    """

    key: str
    sheet: str
    row: int
    field: str
    problem: Problem
    options: tuple[Option, ...]
    default: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which a row differs from the ledger; old is None where the ledger is empty.

    is_conflict: the ledger's value stays unless somebody decides otherwise.
    """

    field: str
    old: Any
    new: Any
    is_conflict: bool = False


@dataclass(frozen=True, slots=True)
class KnownRecord:
    """A person or organisation of the ledger with its values under the names of the columns.

    others: ids of the records that hold part of the values (membership, term, secretary's post).
    """

    id: str
    values: Mapping[str, Any]
    others: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filing:
    """What was found for a row of a filed table.

    subject: the person or organisation it is about, "" for a new person. orgs: column → id of the
    organisation it names. dropped: columns that are not taken over. says: all that it says
    otherwise than the ledger, of the person too. people: column → name → id of whom it names, ""
    for who stands in the record already.
    """

    subject: str = ""
    orgs: Mapping[str, str] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()
    says: tuple[Difference, ...] = ()
    people: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MatchedRow:
    """A row with what was found for it.

    target: id of the record it belongs to, "" for a new one. candidates: records it may belong
    to. twin: key of the earlier row about the same person. org: the branch its name means: an
    id, NEW + name, or "". filing: what more is known of a row of a filed table.
    """

    source: RosterRow
    outcome: RowOutcome
    target: str = ""
    candidates: tuple[str, ...] = ()
    twin: str = ""
    differences: tuple[Difference, ...] = ()
    problems: tuple[CellProblem, ...] = ()
    questions: tuple[Question, ...] = ()
    org: str = ""
    filing: Filing | None = None

    @property
    def key(self) -> str:
        """Return the key under which a choice for the whole row is filed."""
        return row_key(self.source.sheet, self.source.row)


def row_key(sheet: str, row: int) -> str:
    """Return the key of a row; SKIP and other answers for the row are filed under it."""
    return f"row:{sheet}:{row}"


def field_key(sheet: str, row: int, name: str) -> str:
    """Return the key for one field of a row: KEEP, TAKE, TRANSFER."""
    return f"field:{sheet}:{row}:{name}"


def cell_key(sheet: str, row: int, name: str) -> str:
    """Return the key for the meaning of a cell; the answer is a number in RosterRow.choices."""
    return f"cell:{sheet}:{row}:{name}"


def org_key(name: str) -> str:
    """Return the key for the branch that a name means; the answer is an id, CREATE or NONE."""
    return f"branch:{name}"


def option(value: str, name: str = "") -> Option:
    """Return an option with its label from resources/import/headers.toml."""
    kind = "same" if value.startswith(SAME_AS) else value
    labels: Mapping[str, str] = header_source()["options"]
    return Option(value, labels.get(kind, labels["org"]).format(name=name))


@dataclass(frozen=True, slots=True)
class RosterPreview:
    """Everything an import would do; nothing has been written.

    file: the name of the workbook. notes: sentences about the file as a whole. known: the records
    of the ledger that rows belong to. orgs: every organisation by id, or NEW + name for those that
    the file would create. newest: the last operation of the journal that this was compared with.
    corrected: names of sheets whose columns the user has corrected.
    answers: what was chosen for names of branches before the rows were compared.
    schools: the places of work of the ledger by every name.
    """

    file: str
    layouts: tuple[SheetLayout, ...] = ()
    rows: tuple[MatchedRow, ...] = ()
    notes: tuple[str, ...] = ()
    sheet_problems: tuple[CellProblem, ...] = ()
    org_questions: tuple[Question, ...] = ()
    known: Mapping[str, KnownRecord] = field(default_factory=dict)
    orgs: Mapping[str, KnownOrg] = field(default_factory=dict)
    newest: int = 0
    corrected: frozenset[str] = frozenset()
    answers: Mapping[str, str] = field(default_factory=dict)
    schools: Schools = field(default_factory=dict)

    @property
    def counts(self) -> Mapping[RowOutcome, int]:
        """Return how many rows have each outcome; left-out footer rows count as skipped."""
        counted = Counter(row.outcome for row in self.rows)
        footers = sum(len(layout.footers) for layout in self.layouts)
        counted[RowOutcome.SKIPPED] += footers
        return {outcome: counted[outcome] for outcome in PREVIEWED}

    @property
    def problems(self) -> tuple[CellProblem, ...]:
        """Return all problems: of the sheets first, then row by row."""
        return (*self.sheet_problems, *(found for row in self.rows for found in row.problems))

    @property
    def questions(self) -> tuple[Question, ...]:
        """Return all questions: those about the file first, then row by row."""
        return (*self.org_questions, *(asked for row in self.rows for asked in row.questions))

    def row(self, key: str) -> MatchedRow:
        """Return the row with a key; raises KeyError when there is none."""
        for row in self.rows:
            if row.key == key:
                return row
        raise KeyError(key)
