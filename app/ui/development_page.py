"""The page 发展党员: the board, and the card of a case in its place."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.base.progress import Progress
from app.domain.dev_board import BoardCard, CaseCard
from app.domain.search_keys import keys_of
from app.services import dev_board, dev_sheets, development
from app.services.ledger import Outcome
from app.ui import messages, pickers
from app.ui.dev_board_view import BoardView
from app.ui.dev_case_view import CaseView
from app.ui.dev_dialogs import (
    ApplicantDialog,
    outcome_dialog,
    read_applicant_choices,
    step_dialog,
    stop_dialog,
)
from app.ui.dev_forms_dialog import FormsDialog
from app.ui.dev_step_form import StepForm, offered, read_step_form
from app.ui.draft_fields import OpenCodeBox
from app.ui.fields import Choice
from app.ui.main_window import PageSpec
from app.ui.page import Page, PageTools
from app.ui.style import icon, primary

_ALL = ""
_NOBODY = "还没有申请入党的人。点“新申请人”（Ctrl+N）登记第一位。"
_NOT_FOUND = "没有找到。可以换个名字，或者选“全部支部”、勾上“含已办结”。"
_NAMED_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class _Loaded:
    cards: tuple[BoardCard, ...]
    branches: list[Choice]
    case: CaseCard | None


@dataclass(frozen=True, slots=True)
class _Offered:
    choices: dict[str, list[Choice]]


class DevelopmentPage(Page[_Loaded]):
    """Board and case; everything can be reached by keys: arrows, Enter, F3, Esc, Ctrl+N."""

    tables = (
        "dev_case", "dev_step", "dev_person", "dev_review", "public_notice", "vote",
        "application_form", "membership", "membership_event", "person", "org_unit",
        "calendar_day", "dev_step_def", "rule_def", "rule_override",
    )  # fmt: skip

    def __init__(self, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__(tools, parent)
        self._cards: tuple[BoardCard, ...] = ()
        self._case = ""
        self._wanted: tuple[str, str] = ("", "")
        self._branch_wanted = ""
        self.board = BoardView()
        self.case = CaseView()
        self.branch = OpenCodeBox([Choice(_ALL, "全部支部")])
        self.branch.setAccessibleName("支部")
        self.closed = QCheckBox("含已办结")
        self.search = QLineEdit()
        self.search.setPlaceholderText("姓名、拼音首字母")
        self.search.setAccessibleName("查找")
        self.search.setClearButtonEnabled(True)
        self.hint = QLabel()
        self.hint.setProperty("kind", "muted")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._board_page())
        self._stack.addWidget(self.case)
        self.body.addWidget(self._stack, 1)
        self.add_notice_bar()
        self._connect()

    def open_case(self, case_id: str, key: str = "") -> None:
        """Show a case with the cursor on a step, "" for its next one."""
        self._case, self._wanted = case_id, (case_id, key)
        self.load()

    def show_branch(self, org_id: str) -> None:
        """Show the board of one branch."""
        self.close_case()
        self._branch_wanted = org_id
        self.load()

    def show_forms(self, year: int) -> None:
        """Open the forms of a year."""
        forms = FormsDialog(self.tools, self)
        forms.show_year(year)
        forms.open()

    def close_case(self) -> None:
        """Go back to the board, to the card of the case."""
        before, self._case = self._case, ""
        self._stack.setCurrentIndex(0)
        if not self.board.choose(before):
            self.board.go_to_first()

    def add(self) -> None:
        """Open the window of a new applicant, of the branch chosen above."""
        ledger = self.tools.ledger
        self.tools.tasks.read(lambda _: _Offered(read_applicant_choices(ledger)), self._on_offered)

    def do_next(self) -> None:
        """Open the window of the step under the cursor, or of the next step of the chosen cards."""
        if self._case:
            if self.case.current_key():
                self._ask_step([self._case], self.case.current_key())
            return
        cards = [card for card in self.board.chosen() if card.next_step and not card.is_closed]
        steps = {card.next_step.key for card in cards if card.next_step}
        if not cards:
            messages.tell(self, "先选好要办理的人。", "按住 Shift 或 Ctrl 可以选几个人一起办。")
        elif len(steps) > 1:
            messages.tell(self, "选的人下一步不一样，不能一起办理。", "请只选下一步相同的人。")
        else:
            self._ask_step([card.id for card in cards], steps.pop())

    def read_all(self, progress: Progress) -> _Loaded:
        """Read the board, the branches and the case in front."""
        ledger, case_id = self.tools.ledger, self._case
        progress.step(0, 2)
        cards = dev_board.board(ledger, with_closed=self.closed.isChecked())
        branches = [Choice(_ALL, "全部支部"), *offered(dev_board.branches_of(ledger))]
        progress.step(1, 2)
        return _Loaded(cards, branches, dev_board.card(ledger, case_id) if case_id else None)

    def show_loaded(self, loaded: _Loaded) -> None:
        """Show what was read; the selection stays."""
        self._cards = loaded.cards
        chosen = self._branch_wanted or self.branch.value() or _ALL
        self._branch_wanted = ""
        self.branch.set_choices(loaded.branches)
        self.branch.set_value(chosen if self.branch.findData(chosen) >= 0 else _ALL)
        self._show_cards()
        if loaded.case and loaded.case.card.id == self._case:
            self._show_case(loaded.case)
        elif self.isVisible() and not self._has_focus_inside():
            self.board.go_to_first()

    def _show_case(self, card: CaseCard) -> None:
        is_new = self._stack.currentWidget() is not self.case
        self.case.show_card(card)
        self._stack.setCurrentWidget(self.case)
        case_id, key = self._wanted
        self._wanted = ("", "")
        if case_id == card.card.id and key:
            self.case.choose(key)
        if is_new or case_id:
            self.case.steps.setFocus()

    def _board_page(self) -> QWidget:
        page = QWidget()
        add = primary(QPushButton("新申请人"))
        add.setToolTip("Ctrl+N")
        add.clicked.connect(self.add)
        self._do = QPushButton(icon("done"), "办理下一步（F3）")
        self._do.clicked.connect(self.do_next)
        forms = QPushButton("入党志愿书…(&Z)")
        forms.clicked.connect(self._open_forms)
        row = QHBoxLayout()
        for widget in (add, self._do, forms, self.branch, self.closed):
            row.addWidget(widget)
        row.addStretch()
        row.addWidget(self.search)
        unit = self.fontMetrics().horizontalAdvance("汉")
        self.branch.setMinimumContentsLength(6)
        self.search.setMinimumWidth(unit * 8)
        self.search.setMaximumWidth(unit * 12)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(row)
        layout.addWidget(self.hint)
        layout.addWidget(self.board, 1)
        return page

    def _connect(self) -> None:
        self.board.opened.connect(self.open_case)
        self.case.back_requested.connect(self.close_case)
        self.case.step_requested.connect(self._on_step_requested)
        self.case.outcome_requested.connect(self._on_outcome_requested)
        self.case.stop_requested.connect(self._on_stop_requested)
        self.case.take_back_requested.connect(self._on_take_back_requested)
        self.case.sheet_requested.connect(self._on_sheet_requested)
        self.branch.edited.connect(self._show_cards)
        self.search.textEdited.connect(self._on_searched)
        self.search.returnPressed.connect(self.board.go_to_first)
        self.closed.toggled.connect(self._on_closed_toggled)
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for key, slot in (
            (QKeySequence.StandardKey.New, self.add),
            (QKeySequence(Qt.Key.Key_F3), self.do_next),
            (QKeySequence(Qt.Key.Key_Escape), self._on_escape),
            (QKeySequence.StandardKey.Find, self.search.setFocus),
        ):
            QShortcut(key, self, slot, context=here)

    def _show_cards(self) -> None:
        branch, wanted = self.branch.value() or _ALL, self.search.text().strip().lower()
        shown = [
            card
            for card in self._cards
            if branch in (_ALL, card.org_id) and (not wanted or _is_found(card, wanted))
        ]
        self.board.show_cards(shown)
        self.hint.setText(_NOT_FOUND if self._cards else _NOBODY)
        self.hint.setVisible(not shown)

    def _has_focus_inside(self) -> bool:
        focused = self.window().focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def _ask_step(self, case_ids: Sequence[str], key: str) -> None:
        ledger = self.tools.ledger
        names = [card.name for card in self._cards if card.id in case_ids]
        shown = "、".join(names[:_NAMED_AT_MOST])
        who = shown if len(names) <= _NAMED_AT_MOST else f"{shown}等 {len(names)} 人"

        def read(form: StepForm) -> None:
            step_dialog(form, case_ids, who, self.tools, self).open()

        self.tools.tasks.read(lambda _: read_step_form(ledger, case_ids, key), read)

    def _on_offered(self, offered: _Offered) -> None:
        org = self.branch.value() or _ALL
        dialog = ApplicantDialog(offered.choices, org, self.tools, self)
        dialog.saved.connect(self._on_added)
        dialog.open()

    def _on_added(self, outcome: Outcome) -> None:
        self.open_case(outcome.ids[0])

    def _on_step_requested(self, key: str) -> None:
        self._ask_step([self._case], key)

    def _on_outcome_requested(self) -> None:
        if self.case.card:
            outcome_dialog(self.case.card, self.tools, self).open()

    def _on_stop_requested(self) -> None:
        if self.case.card:
            stop_dialog([self._case], self.case.card.card.name, self.tools, self).open()

    def _on_take_back_requested(self, key: str) -> None:
        ledger, case_id = self.tools.ledger, self._case
        name = self.case.card.line(key).step.name if self.case.card else ""

        def agreed() -> None:
            work = development.take_back
            self.tools.writer.run(lambda _: work(ledger, case_id, key), "取消环节")

        messages.ask(self, f"取消已登记的“{name}”？", ("取消这个环节", "不取消"), agreed)

    def _on_sheet_requested(self, link: str) -> None:
        vote_id, ledger = link.removeprefix("sheet:"), self.tools.ledger
        name = self.case.card.card.name if self.case.card else ""
        start = pickers.documents() / f"票决结果说明（{name}）.pdf"

        def picked(target: object) -> None:
            self.tools.tasks.run(
                lambda _: dev_sheets.save_vote_sheet(ledger, vote_id, target),  # type: ignore[arg-type] # a Path
                lambda path: messages.tell_file(self, "票决结果说明已存好。", path),
                title="打印票决结果",
            )

        pickers.save_file(self, "票决结果说明", (pickers.PDF, pickers.DOCX), picked, start)

    def _on_searched(self, _: str) -> None:
        self._show_cards()

    def _on_closed_toggled(self, _: bool) -> None:  # noqa: FBT001 - a slot
        self.load()

    def _on_escape(self) -> None:
        if self._case:
            self.close_case()

    def _open_forms(self) -> None:
        self.show_forms(self.tools.ledger.today().year)


def development_page(tools: PageTools) -> PageSpec:
    """Return the page for the main window."""
    return PageSpec("development", "发展党员", "development", lambda: DevelopmentPage(tools))


def _is_found(card: BoardCard, wanted: str) -> bool:
    keys = keys_of(card.name)
    return any(wanted in text.lower() for text in (card.name, *keys.initials))
