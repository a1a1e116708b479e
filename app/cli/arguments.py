"""What can be typed on the command line; every text is Chinese, argparse's own words too."""

import argparse
from datetime import date
from pathlib import Path
from typing import NoReturn

from app import __version__
from app.base.errors import UserError


class _Parser(argparse.ArgumentParser):
    """A parser that answers wrong usage as a UserError."""

    def error(self, message: str) -> NoReturn:
        """Raise UserError; argparse would print English and exit."""
        raise UserError(
            f"命令写得不对:{message}。", todo=f"请用“{self.prog} --help”查看用法。"
        )


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _add_data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="以 JSON 输出,供程序读取")


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser = _Parser(prog="python -m app", description="党务台账", add_help=False)
    parser.add_argument("-h", "--help", action="help", help="显示用法")
    parser.add_argument("--version", action="version", version=__version__, help="显示版本")
    parser.add_argument("--data", type=Path, metavar="文件夹", help="数据文件夹")
    parser.add_argument("--practice", action="store_true", help="打开练习数据的窗口")
    parser.add_argument("--selftest", action="store_true", help="自检")
    commands = parser.add_subparsers(dest="command", metavar="命令", parser_class=_Parser)
    _add_entry(commands)
    _add_output(commands)
    _add_journal(commands)
    return parser


def _add_entry(commands: "argparse._SubParsersAction[_Parser]") -> None:
    practice = commands.add_parser("practice", help="生成练习县的数据")
    practice.add_argument("--members", type=int, metavar="人数", help="放大到多少名党员(测速用)")
    load = commands.add_parser("import", help="导入名册或支部一览表")
    load.add_argument("files", nargs="+", type=Path, metavar="文件")
    load.add_argument("--preview", action="store_true", help="只预览,不写入")
    load.add_argument("--result", type=Path, metavar="结果.xlsx", help="标出问题的原表存到这里")
    _add_data(load)


def _add_output(commands: "argparse._SubParsersAction[_Parser]") -> None:
    for name, text in (("template", "导出空白模板"), ("export", "导出现有数据")):
        out = commands.add_parser(name, help=text)
        out.add_argument("kind", choices=("members", "branches"), metavar="members|branches")
        out.add_argument("target", type=Path, metavar="输出.xlsx")
    figures = commands.add_parser("figures", help="统计指标")
    figures.add_argument("--year", type=int, required=True, metavar="年度")
    figures.add_argument("--cutoff", type=_day, metavar="截止日期")
    _add_data(figures)
    due = commands.add_parser("due", help="到期和逾期事项")
    due.add_argument("--as-of", type=_day, metavar="日期", help="按哪一天计算,如 2010-06-30")
    _add_data(due)
    report = commands.add_parser("report", help="打印汇报")
    report.add_argument("kind", choices=("work-summary",), metavar="work-summary")
    report.add_argument("--year", type=int, required=True, metavar="年度")
    report.add_argument("-o", "--output", type=Path, required=True, metavar="输出.pdf|.docx")
    shots = commands.add_parser("shots", help="给每个页面截图")
    shots.add_argument("target", type=Path, metavar="文件夹")


def _add_journal(commands: "argparse._SubParsersAction[_Parser]") -> None:
    undo = commands.add_parser("undo", help="撤销一次操作")
    undo.add_argument("batch", metavar="操作编号")
    history = commands.add_parser("history", help="一条记录的全部变动")
    history.add_argument("record", metavar="记录编号")
    _add_data(history)
    check = commands.add_parser("check", help="检查数据文件和变动记录")
    _add_data(check)
    commands.add_parser("selftest", help="自检")
    bench = commands.add_parser("bench", help="测速")
    bench.add_argument("--members", type=int, default=100_000, metavar="人数")
