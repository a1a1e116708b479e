"""The card of an organisation or a school: facts, people, committee and term, history."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.branches import BranchCard, UnitDraft, UnitRow
from app.domain.fields import field_of
from app.domain.history import HistoryEntry
from app.domain.members import CardLine
from app.ui.card_text import CardText, Fact, Group, Line, lines_of
from app.ui.history_view import HistoryView
from app.ui.style import icon

_FACTS = (
    "full_name", "kind", "parent_id", "founded_on", "approval_doc", "contact_person",
    "contact_phone",
)  # fmt: skip
_RARE = (
    "code", "school_kind", "unit_situation", "unit_setup", "applied_on", "replied_on", "filed_on",
    "dissolved_on", "can_approve", "is_retiree_branch", "assessment_group", "theme_day_of_month",
    "region", "former_names", "superior_text", "remark",
)  # fmt: skip
_NO_FLAG = "否"


@dataclass(frozen=True, slots=True)
class OrgView:
    """An organisation with all that its card shows, on a day.

    total_n: the members of it and of all below it.
    """

    card: BranchCard
    history: Sequence[HistoryEntry]
    on: date
    total_n: int = 0


@dataclass(frozen=True, slots=True)
class UnitView:
    """A school with all that its card shows."""

    row: UnitRow
    draft: UnitDraft
    history: Sequence[HistoryEntry]


class OrgCardView(QWidget):
    """Shows an OrgView or a UnitView; link_chosen carries what was clicked, "verb:id"."""

    link_chosen = Signal(object)
    edit_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = QLabel("党组织")
        self.title.setProperty("kind", "title")
        self.title.setWordWrap(True)
        self.subtitle = QLabel()
        self.subtitle.setProperty("kind", "muted")
        self.subtitle.setWordWrap(True)
        self._edit = QPushButton(icon("edit"), "修改")
        self._edit.setToolTip("修改这张卡片（F2）")
        self._edit.clicked.connect(self.edit_requested)
        self.facts, self.staff = CardText("基本情况"), CardText("班子和届次")
        self.history = HistoryView()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setUsesScrollButtons(False)
        for text in (self.facts, self.staff):
            self.tabs.addTab(text, text.accessibleName())
            text.link_chosen.connect(self.link_chosen)
        self.tabs.addTab(self.history, "变动记录")
        self._stack = QStackedWidget()
        self._stack.addWidget(_nothing())
        self._stack.addWidget(self._body())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self._stack)

    def show_nothing(self) -> None:
        """Show the hint to choose something."""
        self._stack.setCurrentIndex(0)

    def show_org(self, view: OrgView) -> None:
        """Show an organisation."""
        self._stack.setCurrentIndex(1)
        row = view.card.row
        self.title.setText(row.short_name or row.name)
        self.subtitle.setText(f"{row.kind_text} · {_members(view)}")
        self.facts.show_groups(_org_facts(view))
        self.staff.show_groups(_org_staff(view))
        self.tabs.setTabVisible(1, True)  # noqa: FBT003 - Qt takes it by position
        self.history.set_entries(view.history)

    def show_staff(self) -> None:
        """Turn to the committee and its terms."""
        self.tabs.setTabVisible(1, True)  # noqa: FBT003 - Qt takes it by position
        self.tabs.setCurrentWidget(self.staff)

    def show_unit(self, view: UnitView) -> None:
        """Show a school."""
        self._stack.setCurrentIndex(1)
        self.title.setText(view.row.name)
        self.subtitle.setText(view.row.kind_text)
        self.facts.show_groups(_unit_facts(view))
        self.tabs.setTabVisible(1, False)  # noqa: FBT003 - Qt takes it by position
        self.history.set_entries(view.history)

    def _body(self) -> QWidget:
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self.title)
        names.addWidget(self.subtitle)
        head = QHBoxLayout()
        head.addLayout(names, 1)
        head.addWidget(self._edit, alignment=Qt.AlignmentFlag.AlignTop)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(13, 11, 9, 7)
        layout.addLayout(head)
        layout.addWidget(self.tabs, 1)
        return body


def _members(view: OrgView) -> str:
    own = view.card.row.members_n
    if view.total_n <= own:
        return f"党员 {own} 人"
    return f"本级及下属党员 {view.total_n:,} 人" + (f"（本级 {own} 人）" if own else "")


def _nothing() -> QLabel:
    hint = QLabel("点左边的一个党组织或学校，\n这里就显示它的卡片。")
    hint.setProperty("kind", "muted")
    hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return hint


def _counts(view: OrgView) -> list[Fact]:
    row = view.card.row
    return [
        Fact(
            "党员" if view.total_n <= row.members_n else "本级党员",
            f"{row.members_n} 人（正式 {row.full_n}，预备 {row.probationary_n}）",
        ),
        Fact(
            "本级及下属合计",
            f"{view.total_n:,} 人" if view.total_n > row.members_n else "",
            is_rare=True,
        ),
        Fact(
            "其中",
            f"女 {row.female_n}，少数民族 {row.minority_n}，离退休 {row.retired_n}"
            if row.members_n or view.total_n <= row.members_n
            else "",
            is_rare=True,
        ),
    ]


def _org_facts(view: OrgView) -> list[Group]:
    card, row, shown = view.card, view.card.row, view.card.shown
    facts = [Fact(field_of("org_unit", name).label, shown[name]) for name in _FACTS]
    facts += [
        Fact(field_of("org_unit", name).label, value, is_rare=True)
        for name in _RARE
        if (value := shown[name]) != _NO_FLAG
    ]
    return [
        Group(
            "党员",
            _counts(view),
            links=[("看这个支部的党员名单", f"members:{card.id}")] if row.members_n else [],
        ),
        Group("基本情况", facts),
        Group(
            "覆盖单位",
            lines=_short(view, card.covers, "cover"),
            empty="还没有登记覆盖的学校",
            links=[("覆盖一个单位…", "cover-new")],
        ),
        *_if_any("表彰奖励", card.honours),
        *_if_any("组织设置调整", card.reorganisations),
    ]


def _org_staff(view: OrgView) -> list[Group]:
    card, row = view.card, view.card.row
    due = row.term_to
    if due and due < view.on.isoformat()[: len(due)]:
        due += "（已超过，请尽快换届）"
    term = [
        Fact("届次", f"第{row.term_no}届" if row.term_no else ""),
        Fact("本届起", row.term_from),
        Fact("应换届时间", due),
    ]
    return [
        Group("本届", term),
        Group(
            "现任班子", [Fact(post, name) for post, name in row.posts], empty=_no_staff(row.posts)
        ),
        Group("历届", lines=_short(view, card.terms, "term"), links=[("登记新一届…", "term-new")]),
        Group(
            "任职记录", lines=_short(view, card.posts, "post"), links=[("登记任职…", "post-new")]
        ),
    ]


def _short(view: OrgView, lines: Sequence[CardLine], verb: str) -> list[Line]:
    """Return lines without the name of the organisation, which stands in the title."""
    row = view.card.row
    name = row.short_name or row.name
    return lines_of([replace(line, text=line.text.replace(name, "", 1)) for line in lines], verb)


def _no_staff(posts: Sequence[tuple[str, str]]) -> str:
    return "" if posts else "还没有登记班子成员"


def _if_any(title: str, lines: Sequence[CardLine]) -> list[Group]:
    return [Group(title, lines=lines_of(lines))] if lines else []


def _unit_facts(view: UnitView) -> list[Group]:
    row, draft = view.row, view.draft
    facts = [
        Fact("单位类别", row.kind_text),
        Fact("上级单位", row.parent, is_rare=True),
        Fact("直属", "是" if row.is_direct else "", is_rare=True),
        Fact("乡镇（街道）", draft.town, is_rare=True),
        Fact("在岗职工人数", "" if draft.headcount is None else str(draft.headcount)),
        Fact("登记人数", f"{row.people_n} 人，其中正式党员 {row.full_n} 人"),
        Fact("备注", draft.remark, is_rare=True),
    ]
    covers = [Line("", name, f"org:{org}") for org, name, _ in row.covered_by]
    return [
        Group("基本情况", facts),
        Group(
            "覆盖它的党支部",
            lines=covers,
            empty="还没有党支部覆盖这个单位",
            links=[("划给一个支部…", "cover-by")],
        ),
    ]
