"""The command line's two halves: understanding what was typed, and doing it."""

from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence

from app.base.errors import UserError
from app.cli.arguments import build_parser
from app.cli.output import WrongUsage, complain, speak_utf8

MUST_ACT, WRONG_USAGE = 1, 2

Command = Callable[[Namespace], int]


def parse(arguments: Sequence[str]) -> Namespace | None:
    """Return the options, or None after telling the user what is wrong with them."""
    speak_utf8()
    try:
        return build_parser().parse_args(arguments)
    except UserError as error:
        complain(error)
        return None


def run(options: Namespace) -> int:
    """Run one command and return the exit code: 0 done, 1 the user must act, 2 wrong usage."""
    name = "selftest" if options.selftest else options.command
    try:
        return _commands()[name](options)
    except WrongUsage as error:
        complain(error)
        return WRONG_USAGE
    except UserError as error:
        complain(error)
    except KeyboardInterrupt:
        complain("已停止，没有做完的部分没有写入。")
    return MUST_ACT


def _commands() -> Mapping[str, Command]:
    """Return every command; a command without a window loads no Qt."""
    from app.cli import (  # noqa: PLC0415 - the usual start opens a window and needs none of them
        commands_entry,
        commands_exchange,
        commands_journal,
        commands_output,
        commands_trials,
    )

    return {
        "practice": commands_entry.practice,
        "import": commands_entry.load,
        "template": commands_output.template,
        "export": commands_output.export,
        "figures": commands_output.figures,
        "due": commands_output.due,
        "report": commands_output.report,
        "undo": commands_journal.undo,
        "history": commands_journal.history,
        "check": commands_journal.check,
        "node": commands_exchange.node,
        "pack": commands_exchange.pack,
        "unpack": commands_exchange.unpack,
        "conflicts": commands_exchange.conflicts,
        "resolve": commands_exchange.resolve,
        "upgrade": commands_journal.upgrade,
        "shots": commands_trials.shots,
        "selftest": commands_trials.selftest,
        "bench": commands_trials.bench,
    }
