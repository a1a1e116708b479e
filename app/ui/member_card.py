"""The card of one member at the right of the list: facts, membership, what happened, history."""

from collections.abc import Sequence
from dataclasses import replace

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

from app.domain.idcards import mask
from app.domain.members import MemberCard
from app.ui.card_text import CardText, Fact, Group, lines_of
from app.ui.history_view import HistoryView
from app.ui.member_sections import SECTIONS, member_column
from app.ui.style import icon

_BASIC = ("基本情况", "工作和学习")
_ALWAYS = frozenset(
    {
        "gender", "birth_on", "ethnicity", "id_no", "mobile", "address", "school_id", "category",
        "admin_post", "education", "org_id", "member_type", "status", "joined_on", "full_on",
        "applied_on",
    }
)  # fmt: skip
_IN_TITLE = frozenset({"name"})
_ID_NUMBERS = ("id_no", "id_no_raw")
_NO_FLAG = "否"


class MemberCardView(QWidget):
    """Shows a MemberCard; asks by signals.

    edit_requested and status_requested: the buttons. branch_requested: the id of his branch.
    """

    edit_requested = Signal()
    status_requested = Signal()
    branch_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._branch = ""
        self._card: MemberCard | None = None
        self._shows_ids = False
        self.title = QLabel()
        self.title.setProperty("kind", "title")
        self.title.setWordWrap(True)
        self.subtitle = QLabel()
        self.subtitle.setProperty("kind", "muted")
        self.subtitle.setWordWrap(True)
        self.basic, self.membership, self.past = (
            CardText(name) for name in ("基本情况", "党籍", "经历")
        )
        self.history = HistoryView()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setUsesScrollButtons(False)
        for text in (self.basic, self.membership, self.past):
            self.tabs.addTab(text, text.accessibleName())
            text.link_chosen.connect(self._on_link_chosen)
        self.tabs.addTab(self.history, "变动记录")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._nobody())
        self._stack.addWidget(self._body())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self._stack)

    def show_card(self, card: MemberCard | None) -> None:
        """Show a member, or the hint to choose one."""
        self._card = card
        self._stack.setCurrentIndex(1 if card else 0)
        if card is None:
            return
        card = card if self._shows_ids else _masked(card)
        self._branch = card.draft.org_id or ""
        self.title.setText(card.draft.name)
        self.subtitle.setText(_subtitle(card))
        self.basic.show_groups(
            [_group(card, section.title) for section in SECTIONS if section.title in _BASIC]
        )
        self.membership.show_groups(
            [_group(card, section.title) for section in SECTIONS if section.title not in _BASIC]
        )
        self.past.show_groups(_past(card))
        self.history.set_entries(card.history)

    def show_ids(self, are_shown: bool) -> None:  # noqa: FBT001 - a slot
        """Show whole ID numbers, or masked ones as the list does."""
        self._shows_ids = are_shown
        if self._card:
            self.show_card(self._card)

    def _nobody(self) -> QWidget:
        hint = QLabel("点左边名单里的一个人，\n这里就显示他的卡片。")
        hint.setProperty("kind", "muted")
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return hint

    def _body(self) -> QWidget:
        body = QWidget()
        edit = QPushButton(icon("edit"), "修改")
        edit.setToolTip("修改这张卡片（F2）")
        edit.clicked.connect(self.edit_requested)
        status = QPushButton("党籍状态…")
        status.setToolTip("停止党籍、除名、去世等，记入变动记录")
        status.clicked.connect(self.status_requested)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        for button in (edit, status):
            head.addWidget(button, alignment=Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(14, 12, 10, 8)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.subtitle)
        layout.addWidget(self.tabs, 1)
        return body

    def _on_link_chosen(self, link: str) -> None:
        if link == "branch":
            self.branch_requested.emit(self._branch)


def _masked(card: MemberCard) -> MemberCard:
    """Return the card with its ID number masked, in the history too."""
    labels = {member_column(name).label for name in _ID_NUMBERS}
    history = tuple(
        replace(
            entry,
            changes=tuple(
                (label, mask(old), mask(new)) if label in labels else (label, old, new)
                for label, old, new in entry.changes
            ),
        )
        for entry in card.history
    )
    shown = {**card.shown, "id_no": mask(card.shown.get("id_no", ""))}
    return replace(card, shown=shown, history=history)


def _subtitle(card: MemberCard) -> str:
    shown = card.shown
    parts = [shown["member_type"], shown["org_id"] or "未分支部", shown["party_post"]]
    if card.draft.status != "NORMAL":
        parts.append(shown["status"])
    if card.party_age is not None:
        parts.append(f"党龄{card.party_age}年")
    return " · ".join(part for part in parts if part)


def _group(card: MemberCard, title: str) -> Group:
    section = next(section for section in SECTIONS if section.title == title)
    names = [name for name in section.names if name not in _IN_TITLE]
    return Group(title, [_fact(card, name) for name in names])


def _fact(card: MemberCard, name: str) -> Fact:
    value = card.shown.get(name, "")
    if name == "birth_on" and card.age is not None:
        value = f"{value}（{card.age}岁）"
    is_flag = value == _NO_FLAG
    link = "branch" if name == "org_id" and value else ""
    return Fact(
        member_column(name).label,
        "" if is_flag else value,
        link,
        is_rare=name not in _ALWAYS,
    )


def _past(card: MemberCard) -> Sequence[Group]:
    parts = (
        ("党内任职", card.posts),
        ("党籍变动", card.events),
        ("组织关系接转", card.transfers),
        ("教育培训", card.trainings),
        ("表彰奖励", card.honours),
        ("走访慰问", card.care),
    )
    found = [Group(title, lines=lines_of(lines)) for title, lines in parts if lines]
    return found or [Group("经历", empty="还没有任职、变动、培训、表彰和慰问的记录")]
