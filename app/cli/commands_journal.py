"""Commands over the journal and the file: undo, history, check, upgrade."""

from argparse import Namespace

from app import __version__
from app.cli.opening import folder_of, ledger_of
from app.cli.output import progress, say, say_json, say_table
from app.services import batches, health, operations
from app.services.data_places import prepare
from app.services.record_history import history_of
from app.services.upgrading import upgrade as bring_up_to_date


def undo(options: Namespace) -> int:
    """Write the inverse of a batch."""
    with ledger_of(options) as ledger:
        outcome = batches.undo(ledger, options.batch)
    say(outcome.sentence, f"操作编号：{outcome.batch}")
    return 0


def history(options: Namespace) -> int:
    """Show everything that happened to a record."""
    with ledger_of(options) as ledger:
        found = operations.of_record(ledger, options.record)
        entries = () if options.json else history_of(ledger, [options.record])
    if options.json:
        say_json([operations.as_json(each) for each in found])
        return 0
    rows = [
        (f"{entry.at:%Y-%m-%d %H:%M}", entry.who, entry.what, label, old or "（空）", new)
        for entry in entries
        for label, old, new in entry.changes
    ]
    say_table(("时间", "谁", "操作", "项目", "原来", "现在"), rows)
    return 0


def check(options: Namespace) -> int:
    """Check the file and its journal; 1 when something is wrong."""
    with ledger_of(options) as ledger:
        found = health.check(ledger, progress())
    if options.json:
        say_json([{"code": fault.code, "message": fault.text} for fault in found])
    elif found:
        say(*(fault.text for fault in found))
    else:
        say("检查完毕，没有发现问题。")
    return 1 if found else 0


def upgrade(options: Namespace) -> int:
    """Copy the ledger and bring it up to this version; the setup calls it after an update."""
    folder = folder_of(options)
    prepare(folder)
    say(bring_up_to_date(folder, __version__))
    return 0
