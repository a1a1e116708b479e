"""冲突卡: contradicting values grouped by record, and settling them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.base.errors import UserError
from app.domain.exchange_policy import Policy, policy_of
from app.domain.fields import Field, ValueKind, table_info, table_title
from app.domain.merging import TOMBSTONE
from app.domain.nodes import Role, Roster
from app.domain.showing import value_text
from app.services.ledger import Ledger, Outcome
from app.store import disputes as store
from app.store import node, record_lists
from app.store.disputes import Side
from app.store.engine import Transaction

SETTLING = "处理分歧"
"""The title of a batch that settles; undoing it asks again."""
BOTH = "both"
"""The choice of keeping both texts, where a field allows it."""
_JOINED_BY = "；"
_JOINABLE = frozenset({"remark", "other_phones", "content", "reason", "reply", "result", "topic"})
_PAPERS = frozenset({"doc_no", "approval_doc", "extension_doc", "slip_no", "source"})
"""The fields that name the paper on which a record rests."""
_REMOVED, _KEPT = "移入回收站", "保留这条记录"


class DisputeKind(StrEnum):
    """What a card is about, the gravest of its fields first."""

    TRANSFER = "TRANSFER"
    REMOVED = "REMOVED"
    PROPOSAL = "PROPOSAL"
    VALUE = "VALUE"


@dataclass(frozen=True, slots=True)
class DisputeSide:
    """One of the values: readable, and who wrote it where and when; source: the use case's title.

    choice: what resolve() takes to keep this one. paper: the document it rests on, if one is named.
    """

    choice: str
    text: str
    who: str
    unit: str
    at: datetime
    source: str
    is_shown: bool
    is_proposal: bool
    paper: str = ""


@dataclass(frozen=True, slots=True)
class DisputeField:
    """One field with its values, the shown one first."""

    name: str
    label: str
    sides: tuple[DisputeSide, ...]
    can_keep_both: bool
    is_bureaus: bool


@dataclass(frozen=True, slots=True)
class DisputeCard:
    """All contradictions of one record."""

    table: str
    record: str
    title: str
    kind: DisputeKind
    fields: tuple[DisputeField, ...]


def disputes(ledger: Ledger) -> tuple[DisputeCard, ...]:
    """Return what is to be settled, a card for each record."""
    with ledger.reading() as tx:
        roster = node.roster(tx)
        rows = sorted({(table, row) for table, row, _ in store.contradictions(tx)})
        cards = [_card(tx, table, row, roster) for table, row in rows]
        return tuple(card for card in cards if card.fields)


def number(ledger: Ledger) -> int:
    """Return how many records wait for somebody to settle them."""
    with ledger.reading() as tx:
        return len({(table, row) for table, row, _ in store.contradictions(tx)})


def waiting_sentences(ledger: Ledger) -> tuple[str, ...]:
    """Return what cannot be shown whole yet, a sentence each."""
    with ledger.reading() as tx:
        found = store.waiting(tx)
    hidden = [each for each in found if each.is_hidden]
    newer = [each for each in found if not each.field]
    told = []
    if hidden:
        told.append(f"{len(hidden)}条记录要等它们所属的记录到了才能显示。")
    if newer:
        told.append(f"{len(newer)}条记录里有更新版本才认识的内容，升级后会显示。")
    return tuple(told)


def resolve(ledger: Ledger, record: str, choices: Mapping[str, str]) -> Outcome:
    """Settle fields of a record: field → the choice of a side, or BOTH. The rest stays open.

    Raises UserError for a choice that does not exist (any more) or that the bureau has to make.
    """
    with ledger.writing(SETTLING) as tx:
        roster, who = node.roster(tx), node.identity(tx)
        table = next((t for t, row, _ in store.contradictions(tx) if row == record), "")
        sides = store.sides(tx, table, record, roster) if table else {}
        values = {}
        for name, choice in choices.items():
            if who and who.role is Role.SCHOOL and _is_bureaus(table, name):
                raise UserError(
                    "这一处要由教育局决定。", kept="没有改动。", todo="已经报给教育局，请等回盘。"
                )
            values[name] = _value(table, name, choice, sides.get(name, ()))
        if not values:
            raise UserError("没有要处理的分歧。", kept="没有改动。", todo="请按 F5 刷新后再看。")
        store.settle(tx, table, record, values, roster)
        title = record_lists.names_of(tx, table, [record]).get(record, "")
    return ledger.outcome(
        tx, f"已处理{table_title(table)}“{title}”的{len(values)}处分歧。", (record,)
    )


def _value(table: str, name: str, choice: str, sides: tuple[Side, ...]) -> object:
    if sides and choice == BOTH and _can_keep_both(table, name):
        return _JOINED_BY.join(dict.fromkeys(str(side.value) for side in sides if side.value))
    for side in sides:
        if side.op == choice:
            return side.value
    raise UserError("这处分歧已经变了。", kept="没有改动。", todo="请按 F5 刷新后再选。")


def _card(tx: Transaction, table: str, row: str, roster: Roster | None) -> DisputeCard:
    info = table_info(table)
    names = {each.node: each.name for each in roster.nodes} if roster else {}
    found = store.sides(tx, table, row, roster)
    fields = tuple(
        DisputeField(
            name,
            info.fields[name].label if name in info.fields else info.title,
            tuple(_side(tx, (table, row, name), side, names) for side in _marked(sides)),
            _can_keep_both(table, name),
            _is_bureaus(table, name),
        )
        for name, sides in found.items()
        if name in info.fields or name == TOMBSTONE
    )
    title = record_lists.names_of(tx, table, [row]).get(row, "")
    return DisputeCard(table, row, f"{info.title}“{title}”", _kind(table, fields), fields)


def _marked(sides: tuple[Side, ...]) -> list[tuple[Side, bool]]:
    return [(side, place == 0) for place, side in enumerate(sides)]


def _side(
    tx: Transaction,
    place: tuple[str, str, str],
    marked: tuple[Side, bool],
    units: Mapping[str, str],
) -> DisputeSide:
    (table, row, name), (side, is_shown) = place, marked
    if name == TOMBSTONE:
        text = _REMOVED if side.value else _KEPT
    else:
        text = _text(tx, table_info(table).fields[name], table, side.value) or "（空）"
    return DisputeSide(
        side.op,
        text,
        side.author,
        units.get(side.node, ""),
        side.at.astimezone(),
        side.title,
        is_shown,
        side.is_proposal,
        _paper(tx, side.op, row, name),
    )


def _paper(tx: Transaction, op: str, row: str, name: str) -> str:
    """Name the papers of one side; a paper that is itself in dispute is the value already."""
    found = store.papers(tx, op, row, _PAPERS - {name})
    told = (f"{table_info(table).fields[field].label} {value}" for table, field, value in found)
    return "、".join(dict.fromkeys(told))


def _text(tx: Transaction, field: Field, table: str, stored: object) -> str:
    names: Mapping[str, str] = {}
    if field.kind is ValueKind.REFERENCE and stored:
        names = record_lists.names_of(tx, field.target, [str(stored)])
    return value_text(field, record_lists.from_journal(table, field.name, stored), names)


def _kind(table: str, fields: tuple[DisputeField, ...]) -> DisputeKind:
    names = {field.name for field in fields}
    if table == "membership" and "org_id" in names:
        return DisputeKind.TRANSFER
    if TOMBSTONE in names:
        return DisputeKind.REMOVED
    if any(side.is_proposal for field in fields for side in field.sides):
        return DisputeKind.PROPOSAL
    return DisputeKind.VALUE


def _can_keep_both(table: str, name: str) -> bool:
    field = table_info(table).fields.get(name)
    return field is not None and field.kind is ValueKind.TEXT and name in _JOINABLE


def _is_bureaus(table: str, name: str) -> bool:
    """Tell whether only the bureau may settle: what it decides, and whose a member is."""
    return policy_of(table, name) is Policy.BUREAU or (table, name) == ("membership", "org_id")
