"""Numbers of slips, and whether a new one may still take the place of an old one (B9-03, B9-09)."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from app.base.errors import UserError
from app.domain.affairs_facts import TransferFacts
from app.domain.kinds import Channel, Direction
from app.domain.rules import Finding, RuleBook, earliest
from app.domain.transfer_rules import barred_renewal
from app.store import records
from app.store.engine import Transaction

_DIGITS = 2


def next_number(tx: Transaction, book: RuleBook, on: date) -> str:
    """Return the next number of the year in the pattern of the setting: 教组转〔2024〕07号.

    The counter goes on from the highest number of the year, whatever stands before 〔.
    """
    rule = book.rule("B9-03", on) or book.versions("B9-03")[0]
    numbers = [
        int(found[1])
        for row in records.find(tx, "transfer", direction=Direction.OUT)
        if (found := re.search(rf"〔{on.year}〕(\d+)号", row["slip_no"]))
    ]
    following = max(numbers, default=0) + 1
    return rule.word("pattern").format(year=on.year, number=f"{following:0{_DIGITS}d}")


def refuse_taken(tx: Transaction, number: str) -> None:
    """Raise UserError for a number that another slip of ours bears already (B9-03)."""
    if number and records.find(tx, "transfer", direction=Direction.OUT, slip_no=number):
        raise UserError(
            f"介绍信号{number}已经用过。",
            kept="没有保存。",
            todo="请换一个号，或者空着由程序编号。",
        )


def late_renewal(book: RuleBook, row: Mapping[str, Any], name: str, on: date) -> Finding | None:
    """Return why a new slip comes too late (B9-09), or None; history is not barred."""
    rule = book.in_force("B9-09", on)
    if rule is None or earliest(row["handled_on"]) is None:
        return None
    slip = TransferFacts(
        id=row["id"],
        person_id=row["person_id"],
        name=name,
        direction=row["direction"],
        channel=row["channel"] or Channel.SLIP,
        handled_on=row["handled_on"],
        valid_days=row["valid_days"],
    )
    return barred_renewal(rule, slip, on)
