"""What was done: the batches, undoing and redoing them, the recycle bin."""

from app.base.errors import UserError
from app.base.progress import Progress, Silent
from app.domain.fields import field_of, table_title, tables
from app.domain.record_rows import BatchLine, BinRow
from app.services.exchange import disputes
from app.services.ledger import Ledger, Outcome
from app.store import (
    erasing,
    history,
    members,
    node,
    post_book,
    record_lists,
    records,
    recycling,
)
from app.store.arrival_undo import arrival_obstacles, undo_arrival
from app.store.disputes import reopen
from app.store.engine import Transaction
from app.store.recycling import Chosen
from app.store.undo import Obstacle, obstacles
from app.store.undo import undo as write_inverse

_SILENT = Silent()
_TOLD_AT_MOST = 20
_NAMED_AT_MOST = 5


def recent(ledger: Ledger, limit: int = 200) -> tuple[BatchLine, ...]:
    """Return what was done last, newest first."""
    with ledger.reading() as tx:
        return tuple(
            BatchLine(
                row.id,
                row.kind,
                row.title,
                row.author,
                row.at,
                row.operations_n,
                is_undone=bool(row.undone_by),
                can_redo=bool(row.undoes),
            )
            for row in history.batches(tx, limit=limit)
        )


def why_not(ledger: Ledger, batch: str) -> tuple[str, ...]:
    """Return why a batch cannot be undone, a sentence each; empty when it can be."""
    with ledger.reading() as tx:
        return _reasons(tx, batch)


def undo(ledger: Ledger, batch: str, progress: Progress = _SILENT) -> Outcome:
    """Write the inverse of a batch; undoing an undo is 重做.

    Raises UserError with the reasons when later changes depend on it; Cancelled leaves nothing
    behind.
    """
    with ledger.reading() as tx:
        found = history.batch(tx, batch)
    if found is None:
        raise UserError("没有这一次操作的记录。", kept="没有改动。", todo="请按 F5 刷新后再试。")
    verb = "重做" if found.undoes else "撤销"
    plain = found.title.removeprefix("撤销：").removeprefix("重做：")
    with ledger.writing(f"{verb}：{plain}", kind="UNDO", undoes=batch) as tx:
        progress.step(0, found.operations_n, "正在核对后来的改动")
        reasons = _reasons(tx, batch)
        if reasons:
            raise UserError(
                f"“{_inner(found.title)}”不能{verb}：{''.join(reasons[:3])}",
                kept="没有改动。",
                todo="请先撤销后来的操作，或者直接修改这些记录。",
            )
        package = post_book.received_by_batch(tx, batch)
        if package:
            seqs = (package.first_seq, package.last_seq)
            number = undo_arrival(tx, batch, seqs, node.roster(tx))
        else:
            number = write_inverse(tx, batch, progress)
            if found.title == disputes.SETTLING:
                reopen(tx, batch, node.roster(tx))
        members.refresh_search(tx, _SILENT)
    return ledger.outcome(tx, f"已{verb}“{_inner(plain)}”，{number}条记录。")


def bin_rows(ledger: Ledger) -> tuple[BinRow, ...]:
    """Return what lies in the recycle bin, newest first."""
    with ledger.reading() as tx:
        found = []
        erased = erasing.erased(tx)
        for info in tables().values():
            gone = [row for row in records.removed(tx, info.name) if row["id"] not in erased]
            names = record_lists.names_of(tx, info.name, [row["id"] for row in gone])
            found += [
                BinRow(info.name, info.title, row["id"], names[row["id"]], row["removed_at"])
                for row in gone
            ]
    return tuple(sorted(found, key=lambda row: row.removed_at, reverse=True))


def restore(ledger: Ledger, chosen: Chosen) -> Outcome:
    """Take records back out of the recycle bin, with what went into it together with them.

    chosen: record ids by table. Raises UserError when they belong to something that stays in the
    bin, or would give a person a second membership.
    """
    number = sum(map(len, chosen.values()))
    with ledger.writing(f"恢复{'、'.join(map(table_title, chosen))}（{number}条）") as tx:
        if erasing.any_of(tx, (each for ids in chosen.values() for each in ids)):
            raise UserError("依法清除的内容不能恢复。", kept="没有恢复。")
        together = recycling.removed_together(tx, chosen)
        missing = recycling.missing_owners(tx, together)
        if missing:
            raise UserError(
                f"所属的{_named(tx, missing)}还在回收站里。",
                kept="没有恢复。",
                todo="请先恢复它，或者一起选中恢复。",
            )
        for table, ids in together.items():
            records.restore(tx, table, ids)
        twice = recycling.with_two_memberships(tx, together.get("membership", ()))
        if twice:
            raise UserError(
                f"{_named(tx, {'person': twice})}已有党籍，恢复后会有两条。",
                kept="没有恢复。",
                todo="要改党籍的，请修改现有的党员资料。",
            )
        members.refresh_search(tx, _SILENT)
        sentence = f"已恢复{_named(tx, chosen)}。"
    return ledger.outcome(tx, sentence, tuple(each for ids in together.values() for each in ids))


def _inner(title: str) -> str:
    """Return a title as it stands between quotation marks: its own become single ones."""
    return title.translate(str.maketrans("“”", "‘’"))


def _named(tx: Transaction, chosen: Chosen) -> str:
    """Return "人员“张三”、人员“李四”等8条" for records by table."""
    number = sum(map(len, chosen.values()))
    named: list[str] = []
    for table, ids in chosen.items():
        few = list(ids)[: _NAMED_AT_MOST - len(named)]
        names = record_lists.names_of(tx, table, few)
        named += [f"{table_title(table)}“{names[each]}”" for each in few if each in names]
    return "、".join(named) + (f"等{number}条" if number > _NAMED_AT_MOST else "")


def _reasons(tx: Transaction, batch: str) -> tuple[str, ...]:
    row = history.batch(tx, batch)
    if row is not None and row.undone_by:
        return ("这一次操作已经撤销过了。",)
    package = post_book.received_by_batch(tx, batch)
    if package:
        seqs = (package.first_seq, package.last_seq)
        found = arrival_obstacles(tx, seqs, node.roster(tx))
    else:
        found = obstacles(tx, batch)
    if any(each.is_erased for each in found):
        return ("里面有依法清除的内容，清除了就不能再找回。",)
    return tuple(dict.fromkeys(_sentence(tx, batch, each) for each in found[:_TOLD_AT_MOST]))


def _sentence(tx: Transaction, batch: str, obstacle: Obstacle) -> str:
    names = record_lists.names_of(tx, obstacle.table_name, [obstacle.row_id])
    name = names.get(obstacle.row_id, "")
    what = f"{table_title(obstacle.table_name)}“{name}”"
    if obstacle.used_by:
        return f"{what}后来已被{table_title(obstacle.used_by)}用到。"
    if obstacle.missing_for:
        return f"{table_title(obstacle.missing_for)}要用到的{what}在回收站里。"
    if obstacle.is_twice:
        return f"{what}后来另有党籍，会有两条。"
    who = _changed_later(tx, batch, obstacle)
    if obstacle.field == "removed_at":
        return f"{what}后来已移入或移出回收站{who}。"
    if not obstacle.field:
        return f"{what}后来又变动过{who}。"
    return f"{what}的{field_of(obstacle.table_name, obstacle.field).label}后来又改过{who}。"


def _changed_later(tx: Transaction, batch: str, obstacle: Obstacle) -> str:
    """Return "（2010-06-01 08:00 张三）" of the last change of the field, or nothing."""
    later = [
        op
        for op in history.operations_of_record(tx, obstacle.row_id)
        if op.batch != batch and (not obstacle.field or obstacle.field in op.changes)
    ]
    if not later:
        return ""
    told = f"{later[-1].at.astimezone():%Y-%m-%d %H:%M} {later[-1].author}".strip()
    return f"（{told}）"
