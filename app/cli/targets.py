"""Where the results of several files go: a name for each, tried before anything is written."""

from collections.abc import Sequence
from pathlib import Path

from app.base.saving import refuse_target
from app.cli.output import WrongUsage


def targets(files: Sequence[Path], wanted: Path | None, suffix: str) -> list[Path | None]:
    """Return one path for each file, None where no result is wanted.

    Several files get OUT-<file>, numbered where two files have one name. Raises UserError when a
    target cannot be written or is one of the files themselves.
    """
    if wanted is None:
        return [None] * len(files)
    named = [wanted] if len(files) == 1 else _numbered(files, wanted)
    sources = {file.resolve() for file in files}
    for target in named:
        if target.resolve() in sources:
            raise WrongUsage(
                f"“{target}”是要导入的原文件，不能覆盖。", todo="请给结果另起一个名字。"
            )
        refuse_target(target, suffix)
    return list(named)


def _numbered(files: Sequence[Path], wanted: Path) -> list[Path]:
    named: list[Path] = []
    # Two names that differ in case only are one file on Windows.
    taken: set[str] = set()
    for file in files:
        stem, number = f"{wanted.stem}-{file.stem}", 1
        while (name := stem if number == 1 else f"{stem}-{number}").casefold() in taken:
            number += 1
        taken.add(name.casefold())
        named.append(wanted.with_stem(name))
    return named
