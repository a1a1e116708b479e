"""Import of rosters, lists, filed tables: compare first, as a value; write second, as one batch."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from app.base.collecting import collector_paused
from app.base.errors import UserError
from app.base.progress import Progress, Silent
from app.domain.changes import Changes
from app.domain.dates import day
from app.domain.headers import SheetKind, header_source
from app.domain.probation import Standard
from app.domain.readings import Severity
from app.domain.receipts import ReceiptContent
from app.domain.recognition import mapping_of
from app.domain.roster_building import (
    Corrections,
    KnownState,
    ReadRoster,
    match_roster,
    read_roster,
)
from app.domain.roster_plan import Action, Choices, decide, partial_counts, row_result
from app.domain.roster_preview import MatchedRow, RosterPreview, RowOutcome, org_key
from app.domain.roster_rows import CellProblem
from app.domain.words import problem_text
from app.exchange import corrections as marking
from app.exchange.workbooks import read_workbook
from app.services import receipts, record_imports, rules
from app.services.backups import Reason, back_up_before
from app.services.exchange import file_reports
from app.services.import_writing import ImportWriter
from app.services.ledger import Ledger, Outcome
from app.services.overrides import Override
from app.services.record_writing import RecordWriter
from app.store import imports as store
from app.store import records
from app.store.engine import Transaction

_SILENT = Silent()
_BRANCH = org_key("")
# Remarks are not faults; these explain why a row was left out.
_IDENTITY = frozenset({"name", "id_no", "full_name"})
_TAKEN = frozenset({RowOutcome.NEW, RowOutcome.SAME, RowOutcome.CHANGED, RowOutcome.PARTLY})
_TOLD_REMARKS = frozenset({"row.same_id", "row.same_person", "row.same_record"})


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What an import has written.

    batch is empty when nothing had to be written. results: row key → what became of the row.
    partly: row key → how many fields of a conflict were written and how many were kept.
    bound: row key → the record that the row has become.
    backup: the copy of the ledger made before, None when nothing was written. content: what the
    receipt says.
    """

    batch: str
    changes: Changes
    sentence: str
    results: Mapping[str, RowOutcome]
    ids: tuple[str, ...] = ()
    backup: Path | None = None
    content: ReceiptContent = field(default_factory=ReceiptContent)
    partly: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    bound: Mapping[str, str] = field(default_factory=dict)


def preview(
    ledger: Ledger,
    path: Path,
    progress: Progress = _SILENT,
    corrections: Corrections | None = None,
    choices: Choices | None = None,
) -> RosterPreview:
    """Read a workbook and compare it with the ledger; nothing is written.

    corrections: columns that the user has given another meaning. choices: of these only the
    answers about names of branches count. Raises UserError for a file that cannot be read.
    """
    standard = Standard.of(rules.book(ledger), ledger.today())
    with collector_paused(), ledger.reading() as tx:
        workbook = read_workbook(path, progress)
        remembered = store.remembered_headers(tx)
        read = read_roster(workbook, standard, remembered, corrections or {}, progress)
        known, answers = _known(tx, read, ledger.today()), _branch_answers(choices or {})
        plan = match_roster(read, known, answers, progress)
        return record_imports.with_records(tx, plan, read, choices or {}, ledger.today())


def rematch(
    ledger: Ledger, before: RosterPreview, choices: Choices, progress: Progress = _SILENT
) -> RosterPreview:
    """Compare again after branches were chosen, without reading the file again."""
    read = _read_of(before)
    with ledger.reading() as tx:
        known, answers = _known(tx, read, ledger.today()), _branch_answers(choices)
        plan = match_roster(read, known, answers, progress)
        return record_imports.with_records(tx, plan, read, choices, ledger.today())


def apply(
    ledger: Ledger,
    plan: RosterPreview,
    choices: Choices | None = None,
    progress: Progress = _SILENT,
    override: Override | None = None,
) -> ImportOutcome:
    """Write what the preview and the choices say, as one batch that can be undone.

    A verified copy of the ledger is made first. Raises UserError, with nothing written, when the
    records concerned were changed after the preview; Barred for rows that a rule bars and that are
    to be written all the same, without an override; Cancelled leaves nothing behind either.
    """
    chosen = dict(choices or {})
    current = plan
    if _answers(chosen) != plan.answers:
        current = rematch(ledger, plan, chosen, progress)
    actions = decide(current, chosen)
    results = {row.key: row_result(row, chosen) for row in current.rows}
    content = receipts.content_of(current, chosen, results)
    if not (actions or current.corrected or _aliases(current)):
        told = _nothing_written(current, results)
        _keep_same(ledger, content, results)
        return ImportOutcome("", Changes(), told, results, content=content)
    progress.step(0, len(actions), "正在备份台账")
    backup = back_up_before(ledger, Reason.IMPORT)
    try:
        decided = _Decided(replace(current, newest=plan.newest), actions, content, override)
        outcome, bound = _write(ledger, decided, progress)
    except BaseException:
        backup.unlink()
        raise
    sentence = _sentence(current, results)
    partly = {row.key: partial_counts(row, chosen) for row in current.rows}
    return ImportOutcome(
        outcome.batch,
        outcome.changes,
        sentence,
        results,
        outcome.ids,
        backup,
        content,
        partly,
        bound,
    )


def write_result(
    source: Path,
    target: Path,
    plan: RosterPreview,
    done: ImportOutcome | None = None,
) -> None:
    """Give the workbook back with wrong cells red and what became, or would become, of every row.

    Raises UserError when the target cannot be written.
    """
    outcomes = [
        marking.RowOutcome(
            row.source.sheet,
            row.source.row - 1,
            _told_of(row, done),
            "；".join(dict.fromkeys(_faults(row.problems))),
            _record_of(row, done),
        )
        for row in plan.rows
    ]
    header_rows = {
        layout.sheet: layout.header_rows[1] - 1 for layout in plan.layouts if layout.rows
    }
    marking.write_corrected(source, target, outcomes, _marks(plan), header_rows)


def _record_of(row: MatchedRow, done: ImportOutcome | None) -> str:
    """Return the 记录号 by which the corrected row is known again, "" where that is not sure.

    A row whose name or number is still in conflict may be about somebody else: with a 记录号 the
    next import would take both for corrections.
    """
    if any(one.is_conflict and one.field in _IDENTITY for one in row.differences):
        return ""
    return (done.bound.get(row.key, "") if done else "") or row.target


def _told_of(row: MatchedRow, done: ImportOutcome | None) -> str:
    """Return what became of a row, and that a cell which was not taken over is no part of it."""
    outcome = done.results.get(row.key, row.outcome) if done else row.outcome
    words = header_source()["outcomes" if done else "planned"]
    written, kept = done.partly.get(row.key, (0, 0)) if done else (0, 0)
    told = str(words[outcome]).format(written=written, kept=kept)
    is_short = any(found.problem.severity is Severity.BLOCK for found in row.problems)
    return told + str(words["without"]) if is_short and outcome in _TAKEN else told


def _marks(plan: RosterPreview) -> list[marking.Mark]:
    """Return one mark for every wrong cell, with all that is wrong with it."""
    texts: dict[tuple[str, int, int], list[str]] = {}
    for row in plan.rows:
        for found in row.problems:
            if found.column >= 0 and found.problem.severity is not Severity.INFO:
                place = (found.sheet, found.row - 1, found.column)
                texts.setdefault(place, []).append(problem_text(found.problem))
    for found in plan.sheet_problems:
        if found.column >= 0 and found.problem.severity is not Severity.INFO:
            place = (found.sheet, found.row - 1, found.column)
            texts.setdefault(place, []).append(problem_text(found.problem))
    return [
        marking.Mark(sheet, row, column, "；".join(dict.fromkeys(told)))
        for (sheet, row, column), told in texts.items()
    ]


def _faults(problems: tuple[CellProblem, ...]) -> list[str]:
    return [
        problem_text(found.problem)
        for found in problems
        if found.problem.severity is not Severity.INFO or found.problem.code in _TOLD_REMARKS
    ]


def _branch_answers(choices: Choices) -> dict[str, str]:
    return {key: value for key, value in choices.items() if key.startswith(_BRANCH)}


def _answers(choices: Choices) -> dict[str, str]:
    return {**_branch_answers(choices), **record_imports.answers_of(choices)}


def _known(tx: Transaction, read: ReadRoster, on: date) -> KnownState:
    """Ask the ledger for those whom the rows may be about."""
    members = read.of_kind(SheetKind.MEMBERS)
    listed = read.of_kind(SheetKind.BRANCHES)
    numbers = {row.values["id_no"] for row in members if row.values.get("id_no")}
    names = {row.values["name"] for row in members if row.values.get("name")}
    bound = {row.record for row in members if row.record}
    secretaries = {row.values["secretary"] for row in listed if row.values.get("secretary")}
    return KnownState(
        people=store.known_people(tx, numbers, names, bound),
        orgs=store.known_orgs(tx),
        org_records=store.org_records(tx, on) if listed else {},
        secretaries=store.roster_members(tx, secretaries),
        schools=store.schools_by_name(tx),
        covered_by=store.covering_orgs(tx, on),
        newest=store.newest(tx),
    )


def _read_of(plan: RosterPreview) -> ReadRoster:
    return ReadRoster(
        file=plan.file,
        layouts=plan.layouts,
        rows=tuple(row.source for row in plan.rows),
        notes=plan.notes,
        problems=plan.sheet_problems,
        corrected=plan.corrected,
    )


@dataclass(frozen=True, slots=True)
class _Decided:
    """What is to be written, and what the receipt will say of it."""

    plan: RosterPreview
    actions: tuple[Action, ...]
    content: ReceiptContent
    override: Override | None = None


def _write(
    ledger: Ledger, decided: _Decided, progress: Progress
) -> tuple[Outcome, Mapping[str, str]]:
    """Write what was decided; return also the record that each row has become."""
    plan, actions = decided.plan, decided.actions
    with collector_paused(), ledger.writing(f"导入 {plan.file}", kind="IMPORT") as tx:
        touched = [action.target for action in actions if action.target]
        touched += [
            other
            for action in actions
            if action.target
            for other in plan.known[action.target].others.values()
            if other
        ]
        if store.changed_since(tx, plan.newest, touched):
            raise UserError(
                "预览之后台账又有了改动。", kept="什么都没有写入。", todo="请重新预览这个文件。"
            )
        writer = ImportWriter(tx, plan, day(ledger.today()), progress)
        writer.write(actions)
        filed = RecordWriter(ledger, tx, plan, decided.override)
        filed.write([action for action in actions if action.kind.is_record])
        for name, org in _aliases(plan).items():
            found = writer.org_id(org)
            if found:
                records.add(tx, "org_alias", {"org_id": found, "alias": name})
        for layout in plan.layouts:
            if layout.sheet in plan.corrected:
                store.remember_header(tx, layout.signature, mapping_of(layout))
        if actions or _aliases(plan):
            _hand_in(ledger, tx, decided.content)
    ids = (*writer.ids, *filed.ids)
    return ledger.outcome(tx, ids=ids), {**writer.bound, **filed.bound}


def _aliases(plan: RosterPreview) -> dict[str, str]:
    """Return the spellings that a person has just confirmed → the organisation meant."""
    found = {key.removeprefix(_BRANCH): value for key, value in plan.answers.items()}
    return {
        name: org
        for name, org in found.items()
        if org in plan.orgs and plan.orgs[org].full_name != name
    }


def _keep_same(ledger: Ledger, content: ReceiptContent, results: Mapping[str, RowOutcome]) -> None:
    """Keep what a file said in which nothing was new: handed in it was, as 收报墙 shows."""
    if set(results.values()) == {RowOutcome.SAME}:
        with ledger.writing(f"导入 {content.file}", kind="IMPORT") as tx:
            _hand_in(ledger, tx, content)


def _hand_in(ledger: Ledger, tx: Transaction, content: ReceiptContent) -> None:
    receipts.keep(tx, content)
    file_reports.hand_in(tx, content.file, content.branches, ledger.today())


def _sentence(plan: RosterPreview, results: Mapping[str, RowOutcome]) -> str:
    counted = dict.fromkeys(RowOutcome, 0)
    for outcome in results.values():
        counted[outcome] += 1
    return f"已导入“{plan.file}”：{counts_text(counted, 'counted')}。"


def _nothing_written(plan: RosterPreview, results: Mapping[str, RowOutcome]) -> str:
    if not results:
        known = any(layout.kind is not SheetKind.UNKNOWN for layout in plan.layouts)
        why = "表里没有填写任何内容" if known else "没有找到认识的表头"
        return f"“{plan.file}”：{why}，没有写入。"
    if set(results.values()) == {RowOutcome.SAME}:
        return "表中内容与台账相同，没有需要写入的。"
    counted = Counter(results.values())
    return f"“{plan.file}”没有写入任何内容：{counts_text(counted, 'counted')}。"


def counts_text(counts: Mapping[RowOutcome, int], words: str) -> str:
    """Return numbers of rows in words: "counted" for what was done, "expected" before."""
    templates: Mapping[str, str] = header_source()[words]
    ordered = {one: counts.get(one, 0) for one in RowOutcome}
    return "，".join(
        templates[one].format(number=number) for one, number in ordered.items() if number
    )
