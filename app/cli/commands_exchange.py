"""Commands of the exchange by stick: node, pack, unpack, conflicts, resolve."""

from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from app.base.errors import UserError
from app.cli.opening import folder_of, ledger_of, password
from app.cli.output import progress, say, say_json, say_table
from app.domain.nodes import Certificate, Role
from app.services import access
from app.services.exchange import board, disputes, enrolment, erasing, packing, setup, sticks
from app.services.exchange.receiving import Taken

_ROLES = {Role.BUREAU: "教育局", Role.SCHOOL: "学校"}


def node(options: Namespace) -> int:
    """Do what the word after `node` says."""
    return _ACTS[options.act](options)


def pack(options: Namespace) -> int:
    """Make packages and write them to a stick."""
    with ledger_of(options) as ledger:
        made = packing.pack(
            ledger, options.out, options.to, whole=options.whole, progress=progress()
        )
    say(*packing.sentences(made), "可以拔出U盘。")
    return 0


def unpack(options: Namespace) -> int:
    """Look at what lies on a stick and take it in; 1 when anything could not be taken."""
    with ledger_of(options) as ledger:
        looked = sticks.look(ledger, options.places)
        fates, sentences = looked.fates, looked.sentences
        if not options.preview:
            fates = sticks.receive(ledger, looked, folder_of(options).backups, progress())
            sentences = sticks.told(fates, looked.refusals, len(looked.enrolments))
    if options.json:
        say_json({"sentences": sentences, "packages": [_fate_json(each) for each in fates]})
    else:
        say(*sentences)
    return 0 if sticks.is_settled(fates, looked.refusals) else 1


def conflicts(options: Namespace) -> int:
    """List what is to be settled."""
    with ledger_of(options) as ledger:
        cards = disputes.disputes(ledger)
        waiting = disputes.waiting_sentences(ledger)
    if options.json:
        say_json([_plain(asdict(card)) for card in cards])
        return 0
    rows = [
        (card.record, card.title, field.label, side.text, f"{side.unit}{side.who}", side.choice)
        for card in cards
        for field in card.fields
        for side in field.sides
    ]
    if rows:
        say_table(("记录编号", "记录", "项目", "内容", "谁写的", "选择"), rows)
    else:
        say("没有需要核定的分歧。")
    say(*waiting)
    return 0


def resolve(options: Namespace) -> int:
    """Settle fields of a record: 字段=选择."""
    choices = {}
    for text in options.choices:
        name, is_pair, choice = text.partition("=")
        if not is_pair:
            raise UserError(f"“{text}”写得不对。", todo="请写成 字段=选择，如 mobile=both。")
        choices[name] = choice
    with ledger_of(options) as ledger:
        say(disputes.resolve(ledger, options.record, choices).sentence)
    return 0


def _status(options: Namespace) -> int:
    with ledger_of(options) as ledger:
        found = setup.status(ledger)
    if options.json:
        say_json(_plain(asdict(found)))
    elif found.role is None:
        say("本机还没有加入U盘交换。")
    else:
        say(
            f"{found.name}（{_ROLES[found.role]}），电脑编号 {found.node}。",
            f"名单第{found.roster_version}版。",
        )
        if found.waits_for_bureau:
            say("教育局还没有收到本机的第一次报送。")
    return 0


def _list(options: Namespace) -> int:
    with ledger_of(options) as ledger:
        found = setup.members(ledger)
    if options.json:
        say_json([_plain(asdict(each)) for each in found])
        return 0
    rows = [(each.node, each.name, _ROLES[each.role], _revoked(each)) for each in found]
    say_table(("电脑编号", "单位", "类别", "状态"), rows)
    return 0


def _revoked(each: Certificate) -> str:
    return f"已停用：{each.revoked_why}" if each.revoked_on else ""


def _found(options: Namespace) -> int:
    with ledger_of(options) as ledger:
        sheet = setup.found_bureau(ledger, options.name)
    say("请把下面的恢复单打印出来锁好，它只出现这一次：", sheet)
    return 0


def _recover(options: Namespace) -> int:
    with ledger_of(options) as ledger:
        setup.recover_bureau(ledger, options.sheet, options.name)
    say(
        "这台电脑现在是教育局的电脑，局里原来的都已停用，第二台还要用的请再开户。"
        "下次回盘时各校会知道。"
    )
    return 0


def _enrol(options: Namespace) -> int:
    role = Role.BUREAU if options.bureau else Role.SCHOOL
    with ledger_of(options) as ledger:
        order = enrolment.Order(options.name, tuple(options.branch), role)
        (made,) = enrolment.make_all(ledger, [order], options.out)
    say(f"“{made.name}”的开户包已写到 {made.files[0]}", f"开户码（只在电话里说）：{made.code}")
    return 0


def _join(options: Namespace) -> int:
    found = enrolment.lying_on(folder_of(options), [options.place])
    opened = enrolment.opened_by(found, options.code, progress())
    with ledger_of(options) as ledger:
        taken = enrolment.join(ledger, opened.data, options.code)
    say(f"已加入，收下{taken.changes_n}项记录。请做一个交换包交给教育局。")
    return 0


def _revoke(options: Namespace) -> int:
    with ledger_of(options) as ledger:
        setup.revoke(ledger, options.node, options.why)
    say("已停用。下次回盘时各校会知道。")
    return 0


def _erase(options: Namespace) -> int:
    with ledger_of(options) as ledger:
        done = erasing.erase(ledger, options.persons, options.why)
    say(done.sentence)
    return 0


def _password(options: Namespace) -> int:
    folder = folder_of(options)
    new = "DANGWU_NEW_PASSWORD"
    if access.needs_password(folder):
        access.change_password(folder, password(), password("新密码：", new))
    else:
        folder.create()
        access.set_password(folder, password("新密码：", new))
    say("密码已设好。忘了密码就打不开台账，请同时打印恢复单。")
    return 0


def _board(options: Namespace) -> int:
    with ledger_of(options) as ledger:
        found = board.board(ledger, _day(options.since))
    if options.json:
        say_json({"sentence": found.sentence, "tiles": [_plain(asdict(t)) for t in found.tiles]})
        return 0
    words = {"RECEIVED": "已收", "LATE": "迟报", "PROBLEM": "有问题", "NOT_YET": "未报"}
    rows = [(t.name, words[t.state], str(t.received_on or "—"), t.problem) for t in found.tiles]
    say_table(("单位", "状态", "上次收到", "说明"), rows)
    say(found.sentence)
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UserError(f"“{text}”不是日期。", todo="请写成 2010-06-30 的样子。") from error


def _fate_json(taken: Taken) -> dict[str, Any]:
    return {
        "fate": taken.fate.value,
        "package": taken.package,
        "sender": taken.sender,
        "name": taken.name,
        "made_at": taken.made_at,
        "changes": taken.changes_n,
        "counts": dict(taken.counts),
        "to_settle": taken.to_settle,
        "batch": taken.batch,
        "differs": list(taken.differs),
        "refusal": taken.refusal.code if taken.refusal else "",
        "kind": taken.kind.value if taken.package else "",
        "number": taken.number,
    }


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a dataclass holds
    """Return a value as JSON knows it: dates as ISO text."""
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date | datetime) else value


_ACTS: Mapping[str, Callable[[Namespace], int]] = {
    "status": _status,
    "list": _list,
    "found": _found,
    "recover": _recover,
    "enrol": _enrol,
    "join": _join,
    "revoke": _revoke,
    "password": _password,
    "erase": _erase,
    "board": _board,
}
