"""The main job without a display: practice county, rosters in, work report and pictures out."""

import shutil
import subprocess
from pathlib import Path

from environment import ROOT, Trouble, say

OUT = ROOT / "out"
DATA = OUT / "data"
SAMPLES = ROOT / "resources" / "samples"
ROSTERS = {".xlsx", ".xls", ".et", ".csv", ".ods"}
YEAR = "2010"


def walk(python: Path) -> int:
    """Do the main job in out/ through the command line; print every file left there."""
    say("没有可用的显示器：改为在后台走一遍主要工作，结果放在 out/。")
    shutil.rmtree(DATA, ignore_errors=True)
    DATA.mkdir(parents=True)
    _step(python, "建立练习数据", "practice")
    for roster in sorted(path for path in SAMPLES.iterdir() if path.suffix in ROSTERS):
        result = OUT / f"{roster.stem}-导入结果.xlsx"
        _step(python, f"导入 {roster.name}", "import", str(roster), "--result", str(result))
    for suffix in (".pdf", ".docx"):
        report = OUT / f"工作情况汇报{suffix}"
        what = f"打印 {report.name}"
        _step(python, what, "report", "work-summary", "--year", YEAR, "-o", str(report))
    _step(python, "给每个页面拍图", "shots", str(OUT / "shots"))
    say("全部完成。留下的文件：")
    for path in sorted(OUT.rglob("*")):
        if path.is_file() and DATA not in path.parents:
            print(path)
    print(f"{DATA}（练习用的数据）")
    return 0


def _step(python: Path, what: str, *arguments: str) -> None:
    say(what)
    command = [str(python), "-m", "app", "--data", str(DATA), *arguments]
    if (code := subprocess.call(command, cwd=ROOT)) != 0:
        raise Trouble(f"{what}（退出码 {code}，原因见上面几行）")
