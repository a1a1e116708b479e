"""The page 党员: the list, the card beside it, adding, editing, bulk edit, recycle bin."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from app.base.errors import UserError
from app.base.progress import Progress
from app.domain.branches import BranchRow
from app.domain.members import MemberCard, MemberRow
from app.domain.search import SearchIndex
from app.domain.search_keys import keys_of
from app.services import branches, members
from app.services.exchange import setup
from app.services.ledger import Outcome
from app.ui import messages
from app.ui.bulk_edit_dialog import BulkEditDialog, read_choices
from app.ui.card_split import CardSplit
from app.ui.draft_fields import OpenCodeBox
from app.ui.empty_state import EmptyText
from app.ui.erasing_steps import ERASE, ask_erasing
from app.ui.fields import Choice
from app.ui.life_view import LifeView
from app.ui.main_window import PageSpec
from app.ui.member_card import MemberCardView
from app.ui.member_dialog import MemberDialog, MemberForm, read_form
from app.ui.members_columns import IdNumbers, columns, orders
from app.ui.page import Page, PageTools
from app.ui.roster_printing import RosterPrinting
from app.ui.status_dialog import status_dialog
from app.ui.style import icon
from app.ui.table import RecordTable, TableSetup

_log = logging.getLogger(__name__)
_CARD_AFTER_MS = 60
_LEAST_LIST = 36
_ALL = ""
_NO_BRANCH = "-"
_KEY = "members"


@dataclass(frozen=True, slots=True)
class MemberLinks:
    """Where the page leads.

    open_branch(id) shows a branch, import_roster opens the import. open_other(table, id) shows a
    person who is not a member, or not any more. open_practice opens the practice county.
    """

    open_branch: Callable[[str], object] | None = None
    import_roster: Callable[[], object] | None = None
    open_other: Callable[[str, str], object] | None = None
    open_practice: Callable[[], object] | None = None


@dataclass(frozen=True, slots=True)
class _Loaded:
    rows: list[MemberRow]
    index: SearchIndex
    branches: list[Choice]
    can_erase: bool


@dataclass(frozen=True, slots=True)
class _Choices:
    ids: tuple[str, ...]
    found: dict[str, list[Choice]]


def members_page(tools: PageTools, links: MemberLinks | None = None) -> PageSpec:
    """Return the page for the main window; its widget is a MembersTab."""
    return PageSpec(_KEY, "党员", "members", lambda: MembersTab(tools, links or MemberLinks()))


class MembersTab(Page[_Loaded]):
    """Shows the members; everything is read and written in the background."""

    tables = ("person", "membership", "org_unit", "school_unit", "org_post")

    def __init__(self, tools: PageTools, links: MemberLinks, parent: QWidget | None = None) -> None:
        super().__init__(tools, parent)
        self._links = links
        self._rows: list[MemberRow] = []
        self._only: frozenset[str] = frozenset()
        self._wanted = ""
        self._can_erase = False
        self._index = SearchIndex(())
        self._id_numbers = IdNumbers()
        self.table = self._build_table()
        self.card = MemberCardView()
        self.life = LifeView(tools, links.open_other)
        self.card.tabs.addTab(self.life, "历程")
        self.branch = OpenCodeBox([Choice(_ALL, "全部支部")])
        self.former = QCheckBox("含已转出、去世等")
        self.whole_ids = QCheckBox("显示完整身份证号")
        self._card_timer = QTimer(self, singleShot=True, interval=_CARD_AFTER_MS)
        self._lay_out()
        self._connect()

    def show_only(self, ids: Iterable[str], why: str) -> None:
        """Show exactly these people, former members too; why names the figure they stand behind."""
        self._only = frozenset(ids)
        self.branch.set_value(_ALL)
        self._show_rows()
        self.table.show_only(self._only, why)

    def show_branch(self, org_id: str) -> None:
        """Show the members of one branch."""
        self.table.show_all()
        self._only = frozenset()
        self.branch.offer(org_id, "所选支部")
        self.branch.set_value(org_id)
        self._show_rows()

    def open_card(self, person_id: str) -> None:
        """Select a member, wherever he is, and show his card, once the list is there."""
        if not any(row.id == person_id for row in self._rows):
            self._wanted = person_id
            self.load()
            return
        if not any(row.id == person_id for row in self.table.model.shown):
            self.show_only([person_id], "找到的这一个人")
        self.table.select([person_id])
        self.table.view.setFocus()
        self._split.reveal()

    def add(self) -> None:
        """Open the window for a new member, of the branch that is chosen above the list."""
        chosen = self.branch.value()
        org = None if chosen in (None, _ALL, _NO_BRANCH) else chosen
        ledger = self.tools.ledger
        self.tools.tasks.read(lambda _: read_form(ledger, org_id=org), self._on_form_read)

    def edit(self, person_id: str = "") -> None:
        """Open the window for a member, without an id for the one under the cursor."""
        wanted, ledger = person_id or self.table.current_id(), self.tools.ledger
        if wanted:
            self.tools.tasks.read(lambda _: read_form(ledger, wanted), self._on_form_read)

    def bulk_edit(self) -> None:
        """Open the window that sets one field for all selected members."""
        ids, ledger = self._selected("先在名单里选好要修改的人。"), self.tools.ledger
        if ids:
            self.tools.tasks.read(lambda _: _Choices(ids, read_choices(ledger)), self._on_choices)

    def change_status(self) -> None:
        """Open the window that changes the status of the selected members."""
        rows = self.table.selected_rows()
        if rows:
            name = rows[0].name if len(rows) == 1 else f"{len(rows)} 人"
            status_dialog([row.id for row in rows], name, self.tools, self).open()

    def remove(self) -> None:
        """Put the selected members into the recycle bin, after asking."""
        ids, ledger = self._selected("先在名单里选好要删除的人。"), self.tools.ledger
        if not ids:
            return
        messages.ask(
            self,
            f"删除{self._told_selected()}？删除后放在回收站，可以恢复。",
            ("删除", "不删"),
            partial(self.tools.writer.run, lambda _: members.remove(ledger, ids), "删除"),
        )

    def erase(self) -> None:
        """Let everything personal of the selected people be gone for good, after asking why."""
        ids = self._selected("先在名单里选好要清除的人。")
        if ids:
            ask_erasing(self, self.tools, ids, self._told_selected())

    def _told_selected(self) -> str:
        rows = self.table.selected_rows()
        return f"“{rows[0].name}”" if len(rows) == 1 else f"这 {len(rows)} 人"

    def read_all(self, progress: Progress) -> _Loaded:
        """Read the list and build its search index."""
        progress.step(0, 1)
        rows = members.rows(self.tools.ledger)
        orgs = branches.rows(self.tools.ledger)
        can_erase = setup.keeps_list(self.tools.ledger)
        return _Loaded(rows, members.search_index(rows), _branch_choices(orgs), can_erase)

    def show_loaded(self, loaded: _Loaded) -> None:
        """Show the list; selection, search, filters and order stay."""
        self._rows, self._index, self._can_erase = loaded.rows, loaded.index, loaded.can_erase
        chosen = self.branch.value() or _ALL
        self.branch.set_choices(loaded.branches)
        self.branch.set_value(chosen if self.branch.findData(chosen) >= 0 else _ALL)
        self._show_rows()
        wanted, self._wanted = self._wanted, ""
        if any(row.id == wanted for row in loaded.rows):
            self.open_card(wanted)
        elif wanted and self._links.open_other:
            self._links.open_other("person", wanted)
        self._card_timer.start()

    def _build_table(self) -> RecordTable[MemberRow]:
        can_import = self._links.import_roster is not None
        empty = EmptyText(
            "还没有党员",
            "可以导入学校交来的花名册（Excel、WPS 都行），也可以一个一个新增。",
            "导入花名册" if can_import else "新增党员",
            "先用练习数据试试" if self._links.open_practice else "",
        )
        return RecordTable(
            TableSetup(
                _KEY,
                columns(self._id_numbers),
                "人",
                orders=orders(),
                search=self._find,
                search_hint="姓名、拼音、首字母、身份证后几位、手机",
                empty=empty,
                memory=self.tools.memory,
                copy_note=self._id_numbers.copy_note,
            )
        )

    def _lay_out(self) -> None:
        table = self.table
        table.add_button("新增党员", "add", self.add, is_main=True).setToolTip("Ctrl+N")
        table.add_button("批量修改", "edit", self.bulk_edit)
        if self._links.import_roster:
            table.add_button("导入花名册", "import", self._links.import_roster)
        table.add_button("删除", "delete", self.remove)
        label = QLabel("支部")
        label.setBuddy(self.branch)
        self.branch.setAccessibleName("支部")
        self.branch.setMinimumContentsLength(12)
        row = QHBoxLayout()
        for widget in (label, self.branch, self.former, self.whole_ids):
            row.addWidget(widget)
        row.addStretch()
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(table, 1)
        self._split = CardSplit(left, self.card, (5, 2), _LEAST_LIST)
        self.body.addWidget(table.top)
        self.body.addWidget(self._split, 1)
        self.add_notice_bar()

    def _connect(self) -> None:
        self.table.opened.connect(self.edit)
        self.table.current_changed.connect(self._card_timer.start)
        self.table.menu_opening.connect(self._on_menu_opening)
        self.table.empty_action.connect(self._links.import_roster or self.add)
        if self._links.open_practice:
            self.table.empty_other.connect(self._links.open_practice)
        self.table.bottom.show_all_requested.connect(self._on_show_all)
        self.card.edit_requested.connect(self._on_edit_key)
        self.card.status_requested.connect(self.change_status)
        self.card.branch_requested.connect(self._on_branch_requested)
        self.branch.edited.connect(self._on_branch_chosen)
        self.former.toggled.connect(self._show_rows)
        self.whole_ids.toggled.connect(self._on_whole_ids_toggled)
        self._card_timer.timeout.connect(self._on_card_due)
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for key, slot in (
            (QKeySequence.StandardKey.New, self.add),
            (QKeySequence.StandardKey.Print, self.ask_print),
            (QKeySequence(Qt.Key.Key_F2), self._on_edit_key),
        ):
            QShortcut(key, self, slot, context=here)
        QShortcut(QKeySequence.StandardKey.Delete, self.table.view, self.remove, context=here)

    def ask_print(self) -> None:
        """Ask how ID numbers are printed and where to put the roster of the members shown."""
        shown = tuple(row.id for row in self.table.model.shown)
        RosterPrinting(self.tools, self, shown).ask()

    def _find(self, text: str) -> list[str]:
        return self._index.find(text)

    def _show_rows(self) -> None:
        branch, has_former, only = self.branch.value() or _ALL, self.former.isChecked(), self._only
        self.table.set_rows(
            row
            for row in self._rows
            if row.id in only
            or ((row.on_roster or has_former) and (branch in (_ALL, row.branch_id or _NO_BRANCH)))
        )

    def _selected(self, advice: str) -> tuple[str, ...]:
        ids = self.table.selected_ids()
        if not ids:
            messages.tell(self, advice, "按住 Ctrl 可以选多个人，Ctrl+A 全选。")
        return ids

    def _on_form_read(self, form: MemberForm) -> None:
        dialog = MemberDialog(form, self.tools, self)
        dialog.existing_requested.connect(self.open_card)
        if form.card is None:
            dialog.saved.connect(self._on_added)
        dialog.open()

    def _on_added(self, outcome: Outcome) -> None:
        self._wanted = outcome.ids[0]

    def _on_choices(self, choices: _Choices) -> None:
        BulkEditDialog(choices.ids, choices.found, self.tools, self).open()

    def _on_edit_key(self) -> None:
        self.edit()

    def _on_card_due(self) -> None:
        person, ledger = self.table.current_id(), self.tools.ledger
        if not person:
            self.card.show_card(None)
            return
        self.tools.tasks.read(
            lambda _: members.card(ledger, person), self._on_card_read, self._on_no_card
        )

    def _on_card_read(self, card: MemberCard) -> None:
        if card.id == self.table.current_id():
            self.card.show_card(card)
            self.life.show_person(card.id)

    def _on_no_card(self, _: UserError) -> None:
        self.card.show_card(None)

    def _on_branch_chosen(self) -> None:
        if self._only:
            self.table.show_all()
            self._only = frozenset()
        self._show_rows()

    def _on_show_all(self) -> None:
        if self._only:
            self._only = frozenset()
            self._show_rows()

    def _on_whole_ids_toggled(self, are_shown: bool) -> None:  # noqa: FBT001 - a slot
        if are_shown:
            _log.info("%s: whole ID numbers shown in the list", self.tools.ledger.author)
        self._id_numbers.are_shown = are_shown
        self.card.show_ids(are_shown)
        self._show_rows()

    def _on_branch_requested(self, org_id: str) -> None:
        if self._links.open_branch:
            self._links.open_branch(org_id)

    def _on_menu_opening(self, menu: QMenu) -> None:
        for picture, text, slot in (
            ("edit", "批量修改…", self.bulk_edit),
            ("history", "改党籍状态…", self.change_status),
            ("print", "打印花名册…", self.ask_print),
            ("delete", "删除…", self.remove),
            *((("delete", ERASE, self.erase),) if self._can_erase else ()),
        ):
            action = menu.addAction(icon(picture), text)
            action.triggered.connect(slot)


def _branch_choices(orgs: Sequence[BranchRow]) -> list[Choice]:
    """Return all organisations in their order, with 全部 first and 没有支部 last."""
    found = [
        Choice(org.id, name, " ".join(keys_of(name).initials))
        for org in orgs
        if (name := org.short_name or org.name)
    ]
    return [Choice(_ALL, "全部支部"), *found, Choice(_NO_BRANCH, "（没有支部）")]
