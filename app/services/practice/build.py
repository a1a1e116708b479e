"""Entering the practice county into a ledger, chapter by chapter, each an undoable batch."""

from collections.abc import Callable
from functools import partial

from app.base.errors import UserError
from app.base.progress import Progress, Silent
from app.domain.changes import Changes
from app.services.ledger import Ledger, Outcome
from app.services.practice.alerts import enter_alerts, enter_standing
from app.services.practice.branch_alerts import enter_branch_alerts
from app.services.practice.care import enter_care
from app.services.practice.dev_troubles import enter_troubles
from app.services.practice.development import enter_development
from app.services.practice.dues import enter_dues
from app.services.practice.duties import enter_duties
from app.services.practice.gatherings import enter_gatherings
from app.services.practice.organisations import enter_organisations
from app.services.practice.people import Profile, long_standing
from app.services.practice.present_rules import enter_rules
from app.services.practice.source import YEAR, County, data
from app.services.report_parameters import CONTEXT
from app.store import choices, info, records
from app.store.members import refresh_search

CHAPTERS: tuple[tuple[str, Callable[[County], None]], ...] = (
    ("组织和党员", enter_organisations),
    ("发展和转接", enter_development),
    ("发展党员的逾期和例外", enter_troubles),
    ("学习和会议", enter_gatherings),
    ("责任和考评", enter_duties),
    ("关怀和权利", enter_care),
    ("出国（境）", enter_standing),
    ("党费", enter_dues),
    ("到期和例外", enter_alerts),
    ("支部和班子的到期和例外", enter_branch_alerts),
    ("现行的发展规定", enter_rules),
)
ORDINARY_SIZE = 370


def build(
    ledger: Ledger, *, members: int | None = None, progress: Progress | None = None
) -> Outcome:
    """Fill an empty ledger with the practice county; `members` enlarges it for measuring.

    Each chapter is a batch of its own, all of them one transaction; the outcome has the last one.

    Raises UserError when the ledger already holds people. Cancelled leaves the ledger empty.
    """
    shown = progress or Silent()
    with ledger.reading() as tx:
        if records.find(tx, "org_unit"):
            raise UserError(
                "这个数据文件里已经有记录了，不能再生成练习数据。",
                kept="原有记录没有改动。",
                todo="请换一个空的数据文件夹。",
            )
    chapters = [*CHAPTERS]
    if members:
        chapters.append(("放大到测量用的人数", partial(_enlarge, more=members - ORDINARY_SIZE)))
    with ledger.together() as whole:
        county = County(whole)
        for number, (text, chapter) in enumerate(chapters):
            shown.step(number, len(chapters) + 1, text)
            with whole.writing(f"生成练习数据：{text}", kind="PRACTICE") as tx:
                county.tx = tx
                chapter(county)
                county.write()
        with whole.writing("生成练习数据：报告和检索", kind="PRACTICE") as tx:
            info.write(tx, "practice", "1")
            choices.write(tx, CONTEXT, data("county")["context"], YEAR)
            refresh_search(tx, shown)
    batch = county.tx.batch if county.tx else ""
    told = f"练习数据已生成：党员 {len(county.rows['membership'])} 名。"
    return Outcome(batch, Changes.everything(), told)


def _enlarge(county: County, *, more: int) -> None:
    """Add members for measuring, straight into the store: no use case checks them one by one."""
    units = [unit for unit in data("county")["units"] if "school" in unit]
    for number in range(max(more, 0)):
        unit = units[number % len(units)]
        key = unit["key"]
        long_standing(county, Profile(county.ids[key], county.ids[f"school:{key}"]))
    assert county.tx is not None  # noqa: S101 - a chapter is open
    for table in ("person", "membership"):
        records.add_many(county.tx, table, county.waiting.pop(table, {}).values())
