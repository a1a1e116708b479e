"""The front door for developers: set up, run and test 党务台账 from a checkout.

Usage: dev.py setup | run [ARGUMENTS OF THE PROGRAM] | test [ARGUMENTS OF PYTEST]

Only the standard library, so that it starts on a bare machine; the work is in the modules beside
it: environment (.venv and the locked packages), oslibs (what Qt needs of the system),
walkthrough (the main job without a display) and checks (everything `test` runs).
"""

import io
import os
import subprocess
import sys

import checks
import oslibs
import walkthrough
from environment import ROOT, RUN_LOCK, TEST_LOCK, Trouble, ready, say


def set_up() -> None:
    """Make everything the program needs to run; a second call finds it done."""
    python = ready(RUN_LOCK)
    if oslibs.make_qt_work(python):
        say("准备完毕。启动：python3 packaging/dev.py run")


def run(arguments: list[str]) -> int:
    """Open the window on the practice county, or walk the main job where there is no display.

    With arguments, `python -m app ARGUMENTS` is run instead, for example `figures --year 2010`.
    """
    python = ready(RUN_LOCK)
    works = oslibs.make_qt_work(python)
    shown = works and oslibs.has_display() and oslibs.make_windows_work(python)
    if not shown:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if not (arguments or shown):
        return walkthrough.walk(python)
    os.environ["PYTHONPATH"] = str(ROOT)  # so that file names stay relative to where the user is
    command = [str(python), "-P", "-m", "app", *(arguments or ["--practice"])]
    if sys.platform != "win32":  # exec there gives the prompt back before the program ends
        os.execv(command[0], command)  # noqa: S606 - no shell is wanted
    return subprocess.call(command)


def test(arguments: list[str]) -> int:
    """Run every check and all tests, and print a table of the results."""
    python = ready(TEST_LOCK)
    oslibs.make_qt_work(python)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return checks.run_all(python, arguments)


def main(arguments: list[str]) -> int:
    """Do what the first argument names; give back the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console may not know every Chinese character
            stream.reconfigure(errors="replace", line_buffering=True)
    match arguments:
        case ["setup"]:
            set_up()
        case ["run", *rest]:
            return run(rest)
        case ["test", *rest]:
            return test(rest)
        case _:
            print("用法：python3 packaging/dev.py setup | run [程序参数…] | test [pytest 参数…]")
            return 2
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Trouble as trouble:
        say(f"未能完成：{trouble}")
        sys.exit(1)
    except KeyboardInterrupt:
        say("已停止。")
        sys.exit(130)
