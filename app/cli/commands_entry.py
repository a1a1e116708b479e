"""Commands that bring records in: practice, import."""

from argparse import Namespace
from pathlib import Path

from app.base.errors import UserError
from app.base.paths import data_folder
from app.cli.opening import folder_of, ledger_of, opened
from app.cli.output import WrongUsage, progress, say, say_json, say_table
from app.domain.headers import header_source
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
    """Import files one after the other; 1 when nothing in a file could be imported."""
    if options.receipt and options.preview:
        raise UserError("只预览时没有回执。", todo="请去掉 --preview，或者去掉 --receipt。")
    told = []
    importable = True
    with ledger_of(options) as ledger:
        for file in options.files:
            plan = imports.preview(ledger, file, progress())
            outcome = None if options.preview else imports.apply(ledger, plan, progress=progress())
            if options.result:
                target = _path_for(options, options.result, file)
                imports.write_result(file, target, plan, outcome.results if outcome else None)
            if options.receipt and outcome:
                receipt = receipts.of_import(ledger, outcome.batch, outcome.content)
                receipts.export(receipt, _path_for(options, options.receipt, file), progress())
            importable = importable and _has_something(plan)
            told.append(import_json(plan, outcome) if outcome else preview_json(plan))
            if not options.json:
                _tell(plan, outcome)
    if options.json:
        say_json(told[0] if len(told) == 1 else told)
    return 0 if importable else 1


def _path_for(options: Namespace, target: Path, file: Path) -> Path:
    """Return where the marked workbook or receipt of a file goes; several get a name each."""
    return target if len(options.files) == 1 else target.with_stem(f"{target.stem}-{file.stem}")


def _has_something(plan: RosterPreview) -> bool:
    return any(n for outcome, n in plan.counts.items() if outcome not in _NEVER_WRITTEN)


def _tell(plan: RosterPreview, outcome: ImportOutcome | None) -> None:
    words = header_source()["outcomes"]
    counted = ",".join(f"{words[which]}{number}行" for which, number in plan.counts.items())
    say(outcome.sentence if outcome else f"“{plan.file}”：{counted}。", *plan.notes)
    rows = [
        (found.sheet, str(found.row), found.raw, problem_text(found.problem))
        for found in plan.problems
        if found.problem.severity is not Severity.INFO
    ]
    if rows:
        say_table(("工作表", "行", "内容", "问题"), rows[:_SHOWN_PROBLEMS])
    if len(rows) > _SHOWN_PROBLEMS:
        say(f"还有{len(rows) - _SHOWN_PROBLEMS}处问题，用 --result 存成表格后逐个查看。")
    if outcome and outcome.batch:
        say(f"操作编号：{outcome.batch}（撤销：undo {outcome.batch}）")
