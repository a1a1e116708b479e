"""The card of a case: its twenty-five steps, and all about the one under the cursor."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSplitter,
    QTabWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.dev_board import CaseCard, StepLine, StepState, VoteLine
from app.domain.dev_steps import archive_parts
from app.domain.rules import DueState, Finding
from app.domain.words import labels_of
from app.ui.card_text import CardText, Fact, Group, Line
from app.ui.history_view import HistoryView
from app.ui.style import icon, primary

_KEY = Qt.ItemDataRole.UserRole
_STATES = {
    StepState.DONE: "已办",
    StepState.NEXT: "下一步",
    StepState.OPEN: "可办",
    StepState.LATER: "",
}
_DUE = {DueState.OVERDUE: "已逾期", DueState.SOON: "现在要办", DueState.NEXT: "将要到期"}
_SPLIT = (560, 480)


class CaseView(QWidget):
    """Shows a case; asks by signals.

    back_requested: to the board. step_requested: the key of the step to enter. outcome_requested,
    stop_requested, take_back_requested: the buttons. sheet_requested: the id of a vote.
    """

    back_requested = Signal()
    step_requested = Signal(object)
    outcome_requested = Signal()
    stop_requested = Signal()
    take_back_requested = Signal(object)
    sheet_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card: CaseCard | None = None
        self._title = QLabel()
        self._title.setProperty("kind", "title")
        self._where = QLabel()
        self._where.setProperty("kind", "muted")
        self._where.setWordWrap(True)
        self.steps = self._steps()
        self.step_text = CardText("环节")
        self.vote_text = CardText("表决")
        self.vote_text.link_chosen.connect(self.sheet_requested)
        self.paper_text = CardText("档案材料")
        self.history = HistoryView()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for widget, title in (
            (self.step_text, "本环节"),
            (self.vote_text, "表决"),
            (self.paper_text, "档案材料"),
            (self.history, "修改历史"),
        ):
            self.tabs.addTab(widget, title)
        self._place()

    def show_card(self, card: CaseCard) -> None:
        """Show a case with the cursor on its next step, or where it stood in the same case."""
        is_same = self.card is not None and self.card.card.id == card.card.id
        key = self.current_key() if is_same else ""
        self.card = card
        self._title.setText(card.card.name)
        self._where.setText(_place_of(card))
        self._fill(card)
        upcoming = card.card.next_step.key if card.card.next_step else card.lines[-1].step.key
        self.choose(key if key and is_same and not _was_next(card, key) else upcoming)
        self.vote_text.show_groups([_vote_group(one) for one in card.votes] or [_NO_VOTE])
        self.paper_text.show_groups(_papers(card))
        self.history.set_entries(card.history)
        is_open = not card.card.is_closed
        self._outcome.setVisible(is_open and card.facts.is_in_probation)
        self._stop.setVisible(is_open and not card.facts.is_accepted)
        self._do.setEnabled(is_open)
        self._allow_undo(self.current_key())

    def choose(self, key: str) -> None:
        """Put the cursor on a step."""
        for item in self._items():
            if item.data(0, _KEY) == key:
                self.steps.setCurrentItem(item)
                self.steps.scrollToItem(item)

    def current_key(self) -> str:
        """Return the key of the step under the cursor, "" for a phase."""
        item = self.steps.currentItem()
        return str(item.data(0, _KEY) or "") if item else ""

    def _steps(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setAccessibleName("环节")
        tree.setHeaderLabels(["环节", "日期或期限", "状态"])
        tree.setAlternatingRowColors(True)
        tree.setRootIsDecorated(False)
        tree.setIndentation(10)
        header = tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        tree.currentItemChanged.connect(self._on_current)
        tree.itemActivated.connect(self._on_activated)
        return tree

    def _place(self) -> None:
        back = QPushButton("返回看板（Esc）")
        back.clicked.connect(self.back_requested)
        self._do = primary(QPushButton("办理这个环节（F3）"))
        self._do.clicked.connect(self._on_do)
        self._undo = QPushButton("取消这个环节(&K)")
        self._undo.clicked.connect(self._on_take_back)
        self._outcome = QPushButton("延长或取消预备期…(&Y)")
        self._outcome.clicked.connect(self.outcome_requested)
        self._stop = QPushButton("终止培养…(&T)")
        self._stop.clicked.connect(self.stop_requested)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addWidget(self._where, 1)
        head.addWidget(back)
        buttons = QHBoxLayout()
        for button in (self._do, self._undo, self._outcome, self._stop):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch()
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.steps)
        split.addWidget(self.tabs)
        split.setSizes(list(_SPLIT))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(split, 1)
        layout.addLayout(buttons)

    def _fill(self, card: CaseCard) -> None:
        self.steps.clear()
        phases: dict[str, QTreeWidgetItem] = {}
        for line in card.lines:
            phase = line.step.phase
            if phase not in phases:
                heading = QTreeWidgetItem(self.steps, [labels_of("DevPhase")[phase]])
                heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
                heading.setFirstColumnSpanned(True)
                font = heading.font(0)
                font.setBold(True)
                heading.setFont(0, font)
                phases[phase] = heading
            item = QTreeWidgetItem(phases[phase], _row_of(line))
            item.setData(0, _KEY, line.step.key)
            if line.due and line.due.state is DueState.OVERDUE:
                item.setIcon(2, icon("warning"))
            elif line.state is StepState.DONE:
                item.setIcon(2, icon("done"))
        self.steps.expandAll()

    def _items(self) -> list[QTreeWidgetItem]:
        tops = [self.steps.topLevelItem(n) for n in range(self.steps.topLevelItemCount())]
        return [top.child(n) for top in tops if top for n in range(top.childCount())]

    def _on_current(self, item: QTreeWidgetItem | None) -> None:
        key = item.data(0, _KEY) if item else None
        if self.card and key:
            self.step_text.show_groups(_step_groups(self.card.line(str(key))))
        self._allow_undo(str(key or ""))

    def _allow_undo(self, key: str) -> None:
        """Only a step that is done can be taken back."""
        is_done = self.card is not None and bool(key) and bool(self.card.line(key).done_on)
        self._undo.setEnabled(is_done and self.card is not None and not self.card.card.is_closed)

    def _on_activated(self, _: QTreeWidgetItem) -> None:
        self._on_do()

    def _on_do(self) -> None:
        if self.current_key() and self._do.isEnabled():
            self.step_requested.emit(self.current_key())

    def _on_take_back(self) -> None:
        if self.current_key():
            self.take_back_requested.emit(self.current_key())


_NO_VOTE = Group("表决", empty="还没有表决。")


def _was_next(card: CaseCard, key: str) -> bool:
    """Tell whether a step has just been done, so that the cursor goes on to the next one."""
    return card.line(key).state is StepState.DONE


def _place_of(card: CaseCard) -> str:
    found = card.card
    words = [
        labels_of("Category").get(found.category, ""),
        found.org,
        labels_of("DevPhase")[found.phase],
    ]
    if card.probation and card.facts.is_in_probation:
        words.append("预备期 {} 至 {}".format(*card.probation))
    words.append("已办结" if found.is_closed else f"申请 {found.applied_on}")
    return "　".join(word for word in words if word)


def _row_of(line: StepLine) -> list[str]:
    due = line.due
    when = due.due_on.isoformat() if due and due.due_on else ""
    state = _STATES[line.state]
    if due and due.state is DueState.OVERDUE:
        state = "不符合规定" if line.state is StepState.DONE else "已逾期"
    return [line.step.title, line.done_on or when, state]


def _step_groups(line: StepLine) -> list[Group]:
    facts = [
        Fact(line.step.date_label, line.done_on),
        *(Fact(label, words) for label, words in line.facts),
        Fact("依据", line.step.article),
    ]
    groups = [Group(line.step.title, facts)]
    groups.append(
        Group("要办的事和规定", lines=[_told(one) for one in line.findings], empty="没有要办的事。")
    )
    papers = [Line("", f"{'☑' if is_held else '☐'} {paper}") for paper, is_held in line.documents]
    groups.append(Group("材料", lines=papers, empty="这个环节没有规定的材料。"))
    return groups


def _told(found: Finding) -> Line:
    words = f"{_DUE[found.state]}：{found.text}（{found.source}{found.article}）"
    return Line(found.due_on.isoformat() if found.due_on else "", words)


def _vote_group(vote: VoteLine) -> Group:
    ballot = vote.result.ballot
    facts = [
        Fact("结果", "通过" if vote.passed else "没有通过"),
        Fact(
            "应到会", f"{ballot.entitled}（正式党员 {ballot.expected}，不计入 {ballot.excluded}）"
        ),
        Fact("实到会", str(ballot.present)),
        Fact("赞成", f"{ballot.yes_total}（其中书面意见 {ballot.written_yes}）"),
        Fact("不赞成", str(ballot.no + ballot.written_no)),
        Fact("弃权、废票", f"{ballot.abstain + ballot.written_abstain}、{ballot.spoiled}"),
    ]
    against = [*vote.result.faults, *vote.result.against]
    lines = [Line("", f"{one.text}（{one.source}{one.article}）") for one in against]
    links = [("打印票决结果说明…", f"sheet:{vote.id}")]
    return Group(f"{vote.held_on}  {vote.kind}", facts, lines, links=links)


def _papers(card: CaseCard) -> list[Group]:
    groups = []
    for part in archive_parts():
        missing = set(card.gaps.get(part.letter, ()))
        lines = [
            Line("", f"{'☐' if paper in missing else '☑'} {paper}") for paper in part.documents
        ]
        title = (
            f"{part.letter} {part.title}（缺 {len(missing)}）"
            if missing
            else (f"{part.letter} {part.title}（齐全）")
        )
        groups.append(Group(title, lines=lines))
    return groups
