"""What can be typed on the command line; every text is Chinese, argparse's own words too."""

import argparse
import re
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from app import __version__
from app.base.errors import UserError
from app.cli.arguments_exchange import add_exchange, add_node
from app.domain.date_reading import FIRST_YEAR, LAST_YEAR
from app.domain.record_templates import record_kinds

_COMPLAINTS = (
    (r"the following arguments are required: (.*)", r"缺少 \1"),
    (r"argument (.*): invalid choice: '?(.*?)'? \(choose from (.*)\)", r"\1 不能是“\2”，可以是 \3"),
    (r"argument (.*): invalid \w+ value: '(.*)'", r"\1 后面的“\2”不对"),
    (r"argument (.*): expected (?:at least )?one argument", r"\1 后面要写内容"),
    (r"argument (.*): ignored explicit argument (.*)", r"\1 后面不能写 \2"),
    (r"unrecognized arguments: (.*)", r"不认识 \1"),
)
"""argparse's own sentences, which it offers no other way to say in Chinese."""


class _Formatter(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """A parser whose help is Chinese and that answers wrong usage as a UserError."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401 - argparse's own settings
        super().__init__(**settings, add_help=False, formatter_class=_Formatter, allow_abbrev=False)
        self.wanted = self.add_argument_group("参数")
        self.switches = self.add_argument_group("选项")
        self.switches.add_argument("-h", "--help", action="help", help="显示用法")

    def error(self, message: str) -> NoReturn:
        """Raise UserError; argparse would print English and exit."""
        for pattern, chinese in _COMPLAINTS:
            message = re.sub(pattern, chinese, message)
        raise UserError(f"命令写得不对：{message}。", todo=f"请用“{self.prog} --help”查看用法。")

    def add_json(self) -> None:
        """Let the command give its data to programs."""
        self.switches.add_argument("--json", action="store_true", help="以 JSON 输出，供程序读取")


_Adder = Callable[..., _Parser]
"""Adds a command: add(name, help=...)."""


_WHERE = {
    "template": "存到哪里",
    "export": "存到哪里；members 写成 .pdf 就是打印的花名册",
}


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser = _Parser(prog="python -m app", description="党务台账。不写命令时打开窗口。")
    add = parser.switches.add_argument
    add("--version", action="version", version=__version__, help="显示版本")
    add("--data", type=Path, metavar="文件夹", help="数据文件夹；不写时用系统给每个用户的文件夹")
    add("--practice", action="store_true", help="使用数据文件夹里的练习数据，不碰真实台账")
    add(
        "--open",
        nargs="?",
        type=Path,
        metavar="文件",
        help="打开窗口并处理这个文件（双击文件时用）",
    )
    add("--selftest", action="store_true", help="自检，与命令 selftest 相同")
    commands = parser.add_subparsers(
        dest="command", metavar="命令", title="命令", parser_class=_Parser
    )
    _add_entry(commands.add_parser)
    _add_output(commands.add_parser)
    _add_journal(commands.add_parser)
    add_node(commands.add_parser)
    add_exchange(commands.add_parser)
    _add_trials(commands.add_parser)
    return parser


def _add_entry(add_command: _Adder) -> None:
    practice = add_command("practice", help="生成练习县的数据")
    practice.switches.add_argument(
        "--members", type=int, metavar="人数", help="放大到多少名党员（测速用）"
    )
    load = add_command("import", help="导入名册或支部一览表")
    load.wanted.add_argument("files", nargs="+", type=Path, metavar="文件", help="一个或几个表格")
    load.switches.add_argument("--preview", action="store_true", help="只预览，不写入")
    load.switches.add_argument(
        "--result", type=Path, metavar="结果.xlsx", help="标出问题的原表存到这里"
    )
    load.switches.add_argument(
        "--receipt", type=Path, metavar="回执.pdf", help="导入回执存到这里，打印签字用"
    )
    load.add_json()


def _add_output(add_command: _Adder) -> None:
    for name, text in (("template", "导出空白模板"), ("export", "导出现有数据")):
        out = add_command(name, help=text)
        out.wanted.add_argument(
            "kind",
            choices=("members", "branches", *record_kinds()),
            metavar="表名",
            help=f"哪一种表：members（党员名册）、branches（支部一览表）、{_filed()}",
        )
        out.wanted.add_argument("target", type=Path, metavar="输出.xlsx", help=_WHERE[name])
        if name == "export":
            out.switches.add_argument(
                "--year", type=_year, metavar="年度", help="只要这一年的记录（名册不分年度）"
            )
            out.switches.add_argument(
                "--whole-ids", action="store_true", help="打印的花名册印完整身份证号"
            )
    figures = add_command("figures", help="统计指标")
    figures.switches.add_argument("--year", type=_year, required=True, metavar="年度")
    figures.switches.add_argument("--cutoff", type=_day, metavar="截止日期")
    figures.add_json()
    due = add_command("due", help="到期和逾期事项")
    due.switches.add_argument(
        "--as-of", type=_day, metavar="日期", help="按哪一天计算，如 2010-06-30；不写时是今天"
    )
    due.switches.add_argument("--branch", metavar="党支部", help="只要这个党支部（和它下面）的事项")
    due.switches.add_argument(
        "-o", "--output", type=Path, metavar="输出.pdf|.xlsx", help="打印成清单，签字用"
    )
    due.add_json()
    report = add_command("report", help="打印汇报")
    report.wanted.add_argument(
        "kind", choices=("work-summary",), metavar="work-summary", help="工作情况汇报"
    )
    report.switches.add_argument("--year", type=_year, required=True, metavar="年度")
    report.switches.add_argument(
        "-o", "--output", type=Path, required=True, metavar="输出.pdf|.docx"
    )
    shots = add_command("shots", help="给每个页面截图")
    shots.wanted.add_argument("target", type=Path, metavar="文件夹", help="图片存到哪里")


def _filed() -> str:
    return "、".join(record_kinds())


def _add_journal(add_command: _Adder) -> None:
    undo = add_command("undo", help="撤销一次操作")
    undo.wanted.add_argument("batch", type=_number, metavar="操作编号", help="导入等命令给出的编号")
    history = add_command("history", help="一条记录的全部变动")
    history.wanted.add_argument(
        "record", type=_number, metavar="记录编号", help="党员、支部等记录的编号"
    )
    history.add_json()
    check = add_command("check", help="检查数据文件和变动记录")
    check.add_json()
    add_command("upgrade", help="升级程序后备份并更新台账（安装程序使用）")


def _add_trials(add_command: _Adder) -> None:
    selftest = add_command("selftest", help="自检")
    selftest.switches.add_argument("-o", "--output", type=Path, metavar="结果.txt")
    bench = add_command("bench", help="测速")
    bench.switches.add_argument("--members", type=int, default=100_000, metavar="人数")
    bench.add_json()


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    _year(str(day.year))
    return day


def _year(text: str) -> int:
    year = int(text)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(text)
    return year


def _number(text: str) -> str:
    if not text.strip():
        raise ValueError(text)
    return text.strip()
