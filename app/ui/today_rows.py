"""The lists of 今天要办: the findings that are open, and what is waived with its reason."""

from dataclasses import dataclass
from datetime import date

from app.domain.rules import DueState, Finding
from app.services.waivers import WaiverRow
from app.ui.empty_state import EmptyText
from app.ui.layout_memory import LayoutMemory
from app.ui.table import TableSetup
from app.ui.table_model import Column, ColumnKind

STATES = {DueState.OVERDUE: "已逾期", DueState.SOON: "现在要办", DueState.NEXT: "将要到期"}
_WITHOUT_DAY = {
    DueState.OVERDUE: "请补办",
    DueState.SOON: "请现在办",
    DueState.NEXT: "请提前准备",
}
_DONE_TOO_EARLY = "请核对"
"""What is overdue before its day is a step that was taken before the rule allows it."""
_MOST_DAYS = 1_000_000
_NO_DAY = "不限日期"
_RANK = {DueState.OVERDUE: 0, DueState.SOON: 1, DueState.NEXT: 2}
_ALL_DONE = EmptyText("没有要办的事", "按现在的记录，没有逾期和快要到期的事项。")
_NONE_WAIVED = EmptyText(
    "没有注明原因的事项", "在“全部”里选一项，点“注明原因，不再提醒”，它就移到这里。"
)


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding in the list; days is how many days it is over, negative for days left.

    subject: the name of the person, organisation or school. branch: where it belongs.
    """

    id: str
    finding: Finding
    days: int | None
    subject: str
    branch: str = ""

    @property
    def state(self) -> str:
        """The state in words."""
        return STATES[self.finding.state]

    @property
    def left(self) -> str:
        """逾期 12 天, 还有 5 天, 请核对, or what the state means where there is no deadline."""
        if self.days is None:
            return _WITHOUT_DAY[self.finding.state]
        if self.days > 0:
            return f"逾期 {self.days:,} 天"
        if self.finding.state is DueState.OVERDUE and self.days < 0:
            return _DONE_TOO_EARLY
        return f"还有 {-self.days:,} 天" if self.days else "今天到期"

    @property
    def urgency(self) -> int:
        """What comes first: overdue longest, then what is to be done now, then what is nearest."""
        return _RANK[self.finding.state] * _MOST_DAYS - (self.days or 0)


@dataclass(frozen=True, slots=True)
class WaivedRow:
    """One waiver or override with the name of whom it is about."""

    id: str
    waiver: WaiverRow
    subject: str

    @property
    def paper(self) -> str:
        """The number of the paper and its date."""
        return " ".join(part for part in (self.waiver.doc_no, self.waiver.doc_on) if part)

    @property
    def kind(self) -> str:
        """Whether a reminder was turned off or something was done by an override."""
        return "按例外办理" if self.waiver.is_act else "不再提醒"


def finding_setup(memory: LayoutMemory) -> TableSetup[FindingRow]:
    """Return the list of what is to be done."""
    return TableSetup(
        name="today",
        columns=[
            Column("state", "状态", lambda row: row.state, width=9),
            Column("subject", "对象", lambda row: row.subject, width=14),
            Column("branch", "党支部", lambda row: row.branch, width=16, is_visible=False),
            Column("text", "要办的事", lambda row: row.finding.text, width=56),
            Column(
                "due_on",
                "期限",
                lambda row: row.finding.due_on.isoformat() if row.finding.due_on else _NO_DAY,
                sort=lambda row: (row.finding.due_on or date.max).toordinal(),
                kind=ColumnKind.DATE,
                width=10,
            ),
            Column(
                "days",
                "天数",
                lambda row: row.left,
                sort=lambda row: row.urgency,
                width=12,
            ),
            Column(
                "article",
                "依据",
                lambda row: f"{row.finding.source}{row.finding.article}",
                width=24,
            ),
        ],
        unit="项",
        search_hint="查找对象或事项",
        empty=_ALL_DONE,
        memory=memory,
    )


def waived_setup(memory: LayoutMemory) -> TableSetup[WaivedRow]:
    """Return the list of what is waived or was done by an override."""
    return TableSetup(
        name="waived",
        columns=[
            Column("kind", "办法", lambda row: row.kind, width=10),
            Column("subject", "对象", lambda row: row.subject, width=14),
            Column("text", "事项", lambda row: row.waiver.text, width=32),
            Column("reason", "注明的原因", lambda row: row.waiver.reason, width=24),
            Column("paper", "批准文件", lambda row: row.paper, width=22),
            Column("decided_by", "决定人", lambda row: row.waiver.decided_by, width=8),
            Column(
                "decided_on",
                "登记日期",
                lambda row: row.waiver.decided_on,
                kind=ColumnKind.DATE,
                width=10,
            ),
            Column("article", "依据", lambda row: row.waiver.article, width=30),
        ],
        unit="项",
        search_hint="查找对象、事项或原因",
        empty=_NONE_WAIVED,
        memory=memory,
        owns_find_key=False,
    )
