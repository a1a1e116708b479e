"""Commands that try the program itself: shots, selftest, bench."""

import sys
from argparse import Namespace
from pathlib import Path

from app.base.errors import UserError
from app.base.paths import data_folder
from app.cli.opening import folder_of
from app.cli.output import say


def shots(options: Namespace) -> int:
    """Save a picture of every page."""
    from app.cli.shots import take  # noqa: PLC0415 - loads Qt

    for path in take(folder_of(options), options.target):
        say(str(path))
    return 0


def selftest(options: Namespace) -> int:
    """Prove the program; the result is also written where -o or --data says."""
    from app.cli.selftest import prove  # noqa: PLC0415 - loads what no other command needs

    lines: list[str] = []

    def tell(line: str) -> None:
        lines.append(line)
        say(line)

    passed = prove(tell)
    target = _result_path(options)
    if target:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0 if passed else 1


def bench(options: Namespace) -> int:
    """Measure the program against the floors of its goals; raises UserError when installed."""
    if getattr(sys, "frozen", False):
        raise UserError("安装后的程序不能测速。", todo="请在源代码目录里运行这个命令。")
    from app.cli.bench.running import measure_all  # noqa: PLC0415 - loads what it measures

    measure_all(options.members, as_json=options.json)
    return 0


def _result_path(options: Namespace) -> Path | None:
    if getattr(options, "output", None):
        return Path(options.output)
    return data_folder(options.data).root / "selftest.txt" if options.data else None
