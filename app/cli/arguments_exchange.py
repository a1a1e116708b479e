"""What can be typed for the exchange by stick."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

_Adder = Callable[..., Any]
"""Adds a command: add(name, help=...)."""


def add_node(add_command: _Adder) -> None:
    """Add `node` with what can be done about the nodes."""
    node = add_command("node", help="U盘交换：本机是谁、加入、停用、密码")
    adder = node.add_subparsers(
        dest="act", metavar="做什么", title="做什么", required=True, parser_class=type(node)
    )
    status = adder.add_parser("status", help="本机是谁")
    status.add_json()
    listed = adder.add_parser("list", help="名单上的所有电脑")
    listed.add_json()
    found = adder.add_parser("found", help="设立教育局的U盘交换，给出要打印的恢复单")
    found.switches.add_argument("--name", required=True, metavar="单位名称")
    recover = adder.add_parser("recover", help="用恢复单让这台电脑代替教育局原来的电脑")
    recover.switches.add_argument("--name", required=True, metavar="单位名称")
    recover.switches.add_argument("--sheet", required=True, metavar="恢复码")
    enrol = adder.add_parser("enrol", help="为一台电脑做开户包")
    enrol.switches.add_argument("--name", required=True, metavar="单位名称")
    enrol.switches.add_argument("--branch", action="append", default=[], metavar="组织编号")
    enrol.switches.add_argument("--bureau", action="store_true", help="是教育局自己的另一台电脑")
    enrol.switches.add_argument("--out", type=Path, required=True, metavar="文件夹")
    join = adder.add_parser("join", help="用开户包加入")
    join.wanted.add_argument("place", type=Path, metavar="开户包或U盘")
    join.switches.add_argument("--code", required=True, metavar="开户码")
    revoke = adder.add_parser("revoke", help="停用一台电脑")
    revoke.wanted.add_argument("node", metavar="电脑编号")
    revoke.switches.add_argument("--why", default="", metavar="原因")
    erase = adder.add_parser("erase", help="依法清除人员的个人信息，不能撤销")
    erase.wanted.add_argument("persons", nargs="+", metavar="人员编号")
    erase.switches.add_argument("--why", required=True, metavar="依据")
    adder.add_parser("password", help="设密码或更改密码")
    board = adder.add_parser("board", help="收报墙")
    board.switches.add_argument("--since", required=True, metavar="日期", help="本轮从哪一天算起")
    board.add_json()


def add_exchange(add_command: _Adder) -> None:
    """Add packing, unpacking and what is to be settled."""
    pack = add_command("pack", help="做交换包，写到U盘")
    pack.switches.add_argument(
        "--to",
        action="append",
        default=[],
        metavar="电脑编号",
        help="给谁；不写时学校给教育局，教育局给所有学校",
    )
    pack.switches.add_argument("--out", type=Path, required=True, metavar="文件夹")
    pack.switches.add_argument("--whole", action="store_true", help="完整重发")
    unpack = add_command("unpack", help="收下U盘上的交换包")
    unpack.wanted.add_argument("places", nargs="+", type=Path, metavar="文件或文件夹")
    unpack.switches.add_argument("--preview", action="store_true", help="只看，不收")
    unpack.add_json()
    conflicts = add_command("conflicts", help="需要核定的分歧")
    conflicts.add_json()
    resolve = add_command("resolve", help="核定一条记录的分歧")
    resolve.wanted.add_argument("record", metavar="记录编号")
    resolve.wanted.add_argument(
        "choices", nargs="+", metavar="字段=选择", help="conflicts 给出的选择编号，或 both"
    )
