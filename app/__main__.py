"""Start of the program: the window, or one command of the command line."""

import sys


def main(arguments: list[str]) -> int:
    """Run the program and return its exit code: 0 done, 1 the user must act, 2 wrong usage."""
    from app.cli.main import parse, run  # noqa: PLC0415 - the window needs only the parser

    options = parse(arguments)
    if options is None:
        return 2
    if options.command or options.selftest:
        return run(options)
    from app.bootstrap import open_window  # noqa: PLC0415 - commands need no windows

    return open_window(options.data, practice=options.practice, file=options.open)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
