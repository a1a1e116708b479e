"""Commands that bring records in: practice, import."""

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.base.errors import UserError
from app.base.paths import data_folder
from app.cli.interrupts import stopping_between_steps
from app.cli.opening import folder_of, ledger_of, opened
from app.cli.output import WrongUsage, complain, progress, say, say_json, say_table
from app.cli.targets import targets
from app.domain.readings import Severity
from app.domain.roster_preview import RosterPreview, RowOutcome
from app.domain.words import problem_text
from app.services import imports, receipts
from app.services.import_json import import_json, preview_json
from app.services.imports import ImportOutcome
from app.services.practice.build import ORDINARY_SIZE, build

_NEVER_WRITTEN = frozenset({RowOutcome.SUSPECT, RowOutcome.SKIPPED})
_SHOWN_PROBLEMS = 20


def practice(options: Namespace) -> int:
    """Enter the practice county; without --data into the practice folder, never the real ledger."""
    if options.members is not None and options.members < ORDINARY_SIZE:
        raise WrongUsage(
            f"练习县有{ORDINARY_SIZE}名党员，不能缩小到{options.members}名。",
            todo="--members 后面请写更大的人数，或者不写。",
        )
    folder = folder_of(options) if options.data else data_folder().practice()
    with opened(folder) as ledger:
        say(build(ledger, members=options.members, progress=progress()).sentence)
    say(f"数据在 {folder.root}")
    return 0


def load(options: Namespace) -> int:
    """Import files one after the other; 1 when nothing in a file could be imported.

    Where the results go is tried before anything is written; what was written is told even when
    a later file or a result fails.
    """
    if options.receipt and options.preview:
        raise UserError("只预览时没有回执。", todo="请去掉 --preview，或者去掉 --receipt。")
    files: list[Path] = options.files
    results = targets(files, options.result, ".xlsx")
    prints = targets(files, options.receipt, ".pdf")
    done: list[_Done] = []
    try:
        with ledger_of(options) as ledger, stopping_between_steps() as shown:
            for file, result, receipt in zip(files, results, prints, strict=True):
                plan = imports.preview(ledger, file, shown)
                outcome = None if options.preview else imports.apply(ledger, plan, progress=shown)
                done.append(_Done(plan, outcome))
                if not options.json:
                    _tell(plan, outcome)
                if result:
                    imports.write_result(file, result, plan, outcome)
                if receipt and outcome:
                    content = receipts.of_import(ledger, outcome.batch, outcome.content)
                    receipts.export(content, receipt, shown)
    except (UserError, KeyboardInterrupt):
        _tell_done(files, done)
        raise
    finally:
        if options.json and done:
            told = [_json(one) for one in done]
            say_json(told[0] if len(files) == 1 else told)
    return 0 if all(_has_something(one.plan) for one in done) else 1


@dataclass(frozen=True, slots=True)
class _Done:
    """A file that was read, and what was written; None for a preview."""

    plan: RosterPreview
    outcome: ImportOutcome | None


def _json(done: _Done) -> dict[str, Any]:
    return import_json(done.plan, done.outcome) if done.outcome else preview_json(done.plan)


def _tell_done(files: Sequence[Path], done: Sequence[_Done]) -> None:
    """Say on stderr what was written before a failure."""
    for one in done:
        if one.outcome and one.outcome.batch:
            complain(f"“{one.plan.file}”已经导入，操作编号：{one.outcome.batch}。")
    if done and len(done) < len(files):
        left = "、".join(file.name for file in files[len(done) :])
        complain(f"没有导入的文件：{left}。")


def _has_something(plan: RosterPreview) -> bool:
    return any(n for outcome, n in plan.counts.items() if outcome not in _NEVER_WRITTEN)


def _tell(plan: RosterPreview, outcome: ImportOutcome | None) -> None:
    expected = imports.counts_text(plan.counts, "expected") or "没有可以导入的内容"
    say(outcome.sentence if outcome else f"“{plan.file}”：{expected}。", *plan.notes)
    rows = [
        (found.sheet, str(found.row or ""), found.raw, problem_text(found.problem))
        for found in plan.problems
        if found.problem.severity is not Severity.INFO
    ]
    if rows:
        say_table(("工作表", "行", "内容", "问题"), rows[:_SHOWN_PROBLEMS])
    if len(rows) > _SHOWN_PROBLEMS:
        say(f"还有{len(rows) - _SHOWN_PROBLEMS}处问题，用 --result 存成表格后逐个查看。")
    if outcome and outcome.batch:
        say(f"操作编号：{outcome.batch}（撤销：undo {outcome.batch}）")
