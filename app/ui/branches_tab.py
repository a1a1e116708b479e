"""The page 支部: the tree, the schools, the list of branches, the card, everything to edit them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.base.errors import UserError
from app.base.progress import Progress
from app.domain.branches import BranchRow, OrgNode, UnitRow
from app.services import branches, record_history
from app.services.ledger import Ledger, Outcome
from app.ui import branch_forms, messages
from app.ui.branch_card import OrgCardView, OrgView, UnitView
from app.ui.branch_forms import Source, open_source
from app.ui.branches_columns import branch_columns, branch_orders, unit_columns
from app.ui.card_split import CardSplit
from app.ui.empty_state import EmptyState, EmptyText
from app.ui.main_window import PageSpec
from app.ui.org_tree import OrgRef, OrgTree
from app.ui.page import Page, PageTools
from app.ui.reorganise_dialog import ReorganiseDialog, ReorgForm, read_reorg
from app.ui.style import icon, primary
from app.ui.table import RecordTable, TableSetup

_KEY = "branches"
_CARD_AFTER_MS = 60
_LEAST_LIST = 36
_TREE, _SCHOOLS, _LIST = range(3)
_NO_ORGS = EmptyText("还没有党组织", "先新增局党委，再新增它下面的党支部。", "新增党组织")


@dataclass(frozen=True, slots=True)
class BranchLinks:
    """Where the page leads.

    open_members(id) shows the members of an organisation. open_other(table, id) shows a record that
    is not in the lists any more.
    """

    open_members: Callable[[str], object] | None = None
    open_other: Callable[[str, str], object] | None = None


@dataclass(frozen=True, slots=True)
class _Loaded:
    rows: Sequence[BranchRow]
    nodes: Sequence[OrgNode]
    units: Sequence[UnitRow]


def branches_page(tools: PageTools, links: BranchLinks | None = None) -> PageSpec:
    """Return the page for the main window; its widget is a BranchesTab."""
    return PageSpec(_KEY, "支部", "branches", lambda: BranchesTab(tools, links or BranchLinks()))


class BranchesTab(Page[_Loaded]):
    """Shows the organisations and schools; everything is read and written in the background."""

    tables = (
        "org_unit", "school_unit", "org_cover", "org_term", "org_post", "membership", "person",
    )  # fmt: skip

    def __init__(self, tools: PageTools, links: BranchLinks, parent: QWidget | None = None) -> None:
        super().__init__(tools, parent)
        self._links = links
        self._chosen: OrgRef | None = None
        self._wanted: OrgRef | None = None
        self._names: dict[str, str] = {}
        self._units: dict[str, UnitRow] = {}
        self.tree = OrgTree()
        self._no_tree = EmptyState(_NO_ORGS)
        self._tree_view = QStackedWidget()
        self.schools = RecordTable(
            TableSetup(
                "schools",
                unit_columns(),
                "所",
                search_hint="单位名称",
                empty=EmptyText("还没有学校", "先新增学校和单位，再划给党支部。", "新增学校"),
                memory=tools.memory,
            )
        )
        self.table = RecordTable(
            TableSetup(
                _KEY,
                branch_columns(),
                "个",
                orders=branch_orders(),
                search_hint="名称、单位、书记",
                empty=_NO_ORGS,
                memory=tools.memory,
            )
        )
        self.views = QTabWidget()
        self.views.setDocumentMode(True)
        self.card = OrgCardView()
        self._card_timer = QTimer(self, singleShot=True, interval=_CARD_AFTER_MS)
        self._lay_out()
        self._connect()

    def show_only(self, ids: Iterable[str], why: str) -> None:
        """Show exactly these organisations in the list; why names the figure behind them."""
        self.views.setCurrentIndex(_LIST)
        self.table.show_only(ids, why)

    def show_branch(self, org_id: str) -> None:
        """Choose an organisation in the tree and show its card, once the lists are there."""
        self._wish(OrgRef(org_id))

    def show_school(self, school_id: str) -> None:
        """Choose a school in its list and show its card, once the lists are there."""
        self.views.setCurrentIndex(_SCHOOLS)
        self._wish(OrgRef(school_id, is_unit=True))

    def add(self) -> None:
        """Open the window for a new branch, below the committee that is chosen."""
        parent = self._committee()
        self._open(lambda ledger: branch_forms.branch_source(ledger, parent_id=parent))

    def add_unit(self) -> None:
        """Open the window for a new school."""
        self._open(branch_forms.unit_source)

    def edit(self) -> None:
        """Open the window for what is chosen."""
        chosen = self._chosen
        if chosen and chosen.is_unit:
            self._open(lambda ledger: branch_forms.unit_source(ledger, chosen.id))
        elif chosen:
            self._open(lambda ledger: branch_forms.branch_source(ledger, chosen.id))

    def follow(self, link: str) -> None:
        """Do what a link on the card says."""
        verb, _, record = link.partition(":")
        chosen = self._chosen.id if self._chosen else ""
        sources: dict[str, Callable[[Ledger], Source]] = {
            "cover": lambda ledger: branch_forms.end_cover_source(ledger, record),
            "cover-new": lambda ledger: branch_forms.cover_source(ledger, org_id=chosen),
            "cover-by": lambda ledger: branch_forms.cover_source(ledger, school_id=chosen),
            "term": lambda ledger: branch_forms.term_source(ledger, chosen, record),
            "term-new": lambda ledger: branch_forms.term_source(ledger, chosen),
            "post": lambda ledger: branch_forms.post_source(ledger, chosen, record),
            "post-new": lambda ledger: branch_forms.post_source(ledger, chosen),
        }
        if verb in sources:
            self._open(sources[verb])
        elif verb == "org":
            self.show_branch(record)
        elif verb == "members" and self._links.open_members:
            self._links.open_members(record)

    def reorganise(self) -> None:
        """Open the window that splits, merges and dissolves."""
        ledger, chosen = self.tools.ledger, self._org_id()
        self.tools.tasks.read(lambda _: read_reorg(ledger, chosen), self._on_reorg_read)

    def dissolve(self) -> None:
        """Open the window that ends the chosen organisation, which has no members left."""
        org = self._org_id()
        if org:
            name = self._names[org]
            self._open(lambda ledger: branch_forms.dissolve_source(ledger, org, name))

    def remove(self) -> None:
        """Put the chosen organisation into the recycle bin, after asking."""
        org, ledger = self._org_id(), self.tools.ledger
        if not org:
            messages.tell(self, "先选好要删除的党组织。")
            return
        messages.ask(
            self,
            f"删除“{self._names[org]}”？只有录错的党组织才删除；不再存在的请用“撤销”。",
            ("删除", "不删"),
            partial(self.tools.writer.run, lambda _: branches.remove(ledger, org), "删除"),
        )

    def read_all(self, progress: Progress) -> _Loaded:
        """Read organisations and schools."""
        progress.step(0, 1)
        ledger = self.tools.ledger
        return _Loaded(branches.rows(ledger), branches.tree(ledger), branches.units(ledger))

    def show_loaded(self, loaded: _Loaded) -> None:
        """Show all three views; what was chosen stays so."""
        self._names = {row.id: row.short_name or row.name for row in loaded.rows}
        self._units = {unit.id: unit for unit in loaded.units}
        self.tree.show_tree(loaded.nodes, loaded.units)
        self.tree.narrow(self.search.text())
        self.schools.set_rows(loaded.units)
        self.table.set_rows(loaded.rows)
        missing = sum(not unit.covered_by for unit in loaded.units)
        self.views.setTabText(_SCHOOLS, f"学校（{missing} 所未覆盖）" if missing else "学校")
        self.views.setTabIcon(_SCHOOLS, icon("warning") if missing else QIcon())
        self._tree_view.setCurrentIndex(1 if loaded.rows or loaded.units else 0)
        wanted, self._wanted = self._wanted, None
        if wanted and self._knows(wanted):
            self._choose(wanted)
        elif wanted and self._links.open_other:
            self._links.open_other("school_unit" if wanted.is_unit else "org_unit", wanted.id)
        self._card_timer.start()

    def _lay_out(self) -> None:
        add = primary(QPushButton("新增支部"))
        add.setToolTip("Ctrl+N")
        add.clicked.connect(self.add)
        school = QPushButton(icon("add"), "新增学校")
        school.clicked.connect(self.add_unit)
        reorganise = QPushButton("拆分、合并…")
        reorganise.clicked.connect(self.reorganise)
        more = QPushButton("更多")
        more.setProperty("menuButton", True)  # noqa: FBT003 - Qt takes it by position
        menu = QMenu(more)
        menu.addAction("撤销支部（已没有党员）…").triggered.connect(self.dissolve)
        menu.addAction(icon("delete"), "删除录错的党组织…").triggered.connect(self.remove)
        more.setMenu(menu)
        row = QHBoxLayout()
        for button in (add, school, reorganise, more):
            row.addWidget(button)
        row.addStretch()
        for part in (self.schools, self.table):
            part.setContentsMargins(0, 8, 0, 0)
        for view in (self._no_tree, self._searched_tree()):
            self._tree_view.addWidget(view)
        self._tree_view.setCurrentIndex(1)
        self.views.addTab(self._tree_view, "组织树")
        self.views.addTab(self.schools, "学校")
        self.views.addTab(self.table, "支部一览表")
        self._split = CardSplit(self.views, self.card, (3, 2), _LEAST_LIST)
        self.body.addLayout(row)
        self.body.addWidget(self._split, 1)
        self.add_notice_bar()

    def _searched_tree(self) -> QWidget:
        page = QWidget()
        self.search = QLineEdit(placeholderText="名称、首字母", clearButtonEnabled=True)
        self.search.setAccessibleName("在组织树里查找")
        self.search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setMaximumWidth(460)
        self.search.textChanged.connect(self.tree.narrow)
        self.search.returnPressed.connect(self.tree.first_found)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.search)
        column.addWidget(self.tree, 1)
        QShortcut(QKeySequence.StandardKey.Find, page, self._on_find)
        return page

    def _on_find(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _connect(self) -> None:
        self._no_tree.action_requested.connect(self.add)
        self.tree.chosen.connect(self._on_chosen)
        self.tree.opened.connect(self._on_opened)
        self.schools.current_changed.connect(self._on_school_chosen)
        self.schools.opened.connect(self.edit)
        self.schools.empty_action.connect(self.add_unit)
        self.table.current_changed.connect(self._on_row_chosen)
        self.table.opened.connect(self.edit)
        self.table.empty_action.connect(self.add)
        self.card.link_chosen.connect(self.follow)
        self.card.edit_requested.connect(self.edit)
        self._card_timer.timeout.connect(self._on_card_due)
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for key, slot in (
            (QKeySequence.StandardKey.New, self.add),
            (QKeySequence(Qt.Key.Key_F2), self.edit),
        ):
            QShortcut(key, self, slot, context=here)

    def _open(self, read: Callable[[Ledger], Source]) -> None:
        ledger = self.tools.ledger
        self.tools.tasks.read(lambda _: read(ledger), self._on_source_read)

    def _org_id(self) -> str:
        return self._chosen.id if self._chosen and not self._chosen.is_unit else ""

    def _committee(self) -> str | None:
        """Return the organisation under which a new branch most likely belongs."""
        rows = list(self.table.model.rows)
        chosen = next((row for row in rows if row.id == self._org_id()), None)
        if chosen and chosen.kind == "COMMITTEE":
            return chosen.id
        return (chosen.parent_id if chosen else None) or next(
            (row.id for row in rows if row.kind == "COMMITTEE"), None
        )

    def _knows(self, ref: OrgRef) -> bool:
        return ref.id in (self._units if ref.is_unit else self._names)

    def _wish(self, ref: OrgRef) -> None:
        self._split.reveal()
        if self._knows(ref):
            self._choose(ref)
        else:
            self._wanted = ref
            self.load()

    def _choose(self, ref: OrgRef) -> None:
        if self.views.currentIndex() == _LIST and not ref.is_unit:
            self.table.select([ref.id])
        elif self.views.currentIndex() == _SCHOOLS and ref.is_unit:
            self.schools.select([ref.id])
        else:
            self.views.setCurrentIndex(_TREE)
            self.tree.choose(ref)
        self._on_chosen(ref)

    def _on_chosen(self, ref: OrgRef) -> None:
        self._chosen = ref
        self._card_timer.start()

    def _on_opened(self, ref: OrgRef) -> None:
        self._chosen = ref
        self.edit()

    def _on_school_chosen(self, unit: str) -> None:
        if unit and self.views.currentIndex() == _SCHOOLS:
            self._on_chosen(OrgRef(unit, is_unit=True))

    def _on_row_chosen(self, org: str) -> None:
        if org and self.views.currentIndex() == _LIST:
            self._on_chosen(OrgRef(org))

    def _on_source_read(self, source: Source) -> None:
        dialog = open_source(source, self.tools, self)
        if source.is_new and source.table in ("org_unit", "school_unit"):
            is_unit = source.table == "school_unit"
            dialog.saved.connect(self._on_unit_added if is_unit else self._on_org_added)
        dialog.open()

    def _on_org_added(self, outcome: Outcome) -> None:
        self._wanted = OrgRef(outcome.ids[0])

    def _on_unit_added(self, outcome: Outcome) -> None:
        self._wanted = OrgRef(outcome.ids[0], is_unit=True)

    def _on_reorg_read(self, form: ReorgForm) -> None:
        ReorganiseDialog(form, self.tools, self).open()

    def _on_card_due(self) -> None:
        chosen, ledger, units = self._chosen, self.tools.ledger, self._units
        if chosen is None:
            self.card.show_nothing()
            return
        if chosen.is_unit and chosen.id in units:
            row = units[chosen.id]
            self.tools.tasks.read(
                lambda _: _unit_view(ledger, row), self._on_unit_read, self._on_no_card
            )
        elif not chosen.is_unit:
            self.tools.tasks.read(
                lambda _: _org_view(ledger, chosen.id), self._on_org_read, self._on_no_card
            )

    def _on_org_read(self, view: OrgView) -> None:
        if self._chosen == OrgRef(view.card.id):
            self.card.show_org(view)

    def _on_unit_read(self, view: UnitView) -> None:
        if self._chosen == OrgRef(view.row.id, is_unit=True):
            self.card.show_unit(view)

    def _on_no_card(self, _: UserError) -> None:
        self._chosen = self.tree.ref()


def _org_view(ledger: Ledger, org_id: str) -> OrgView:
    card = branches.card(ledger, org_id)
    parts = (line.id for lines in (card.terms, card.posts, card.covers) for line in lines)
    entries = record_history.history_of(ledger, [org_id, *parts])
    return OrgView(card, entries, ledger.today(), branches.members_below(ledger, org_id))


def _unit_view(ledger: Ledger, row: UnitRow) -> UnitView:
    covers = (cover for _, _, cover in row.covered_by)
    entries = record_history.history_of(ledger, [row.id, *covers])
    return UnitView(row, branches.unit_draft(ledger, row.id), entries)
