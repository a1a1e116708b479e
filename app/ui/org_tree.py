"""The organisation tree: committee, branches, the schools that each of them covers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from app.domain.branches import OrgNode, UnitRow
from app.domain.kinds import OrgKind
from app.domain.search_keys import keys_of
from app.domain.showing import code_text
from app.ui.style import icon

_ICON = 18
_REF = Qt.ItemDataRole.UserRole
_IS_FOUND = Qt.ItemDataRole.UserRole + 1
_UNFOLDED = frozenset({OrgKind.COMMITTEE, OrgKind.GENERAL_BRANCH, OrgKind.JOINT})


@dataclass(frozen=True, slots=True)
class OrgRef:
    """What is chosen: an organisation or a school."""

    id: str
    is_unit: bool = False


class OrgTree(QTreeWidget):
    """Shows the tree; chosen carries an OrgRef, opened too (double click, Enter).

    A school that nobody covers hangs under a node of its own at the top, with a warning sign.
    """

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("组织树")
        self.setHeaderLabels(["党组织和覆盖单位", "类型", "党员"])
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.setAlternatingRowColors(True)
        # An unfolded item asks for the "on" picture of an icon, which is white here.
        self._picture = QIcon(icon("branches").pixmap(_ICON, _ICON))
        self.currentItemChanged.connect(self._on_current_changed)
        self.itemActivated.connect(self._on_activated)

    def show_tree(self, nodes: Sequence[OrgNode], units: Sequence[UnitRow]) -> None:
        """Show organisations and schools; what was chosen and unfolded stays so."""
        present = self.ref()
        unfolded = {item.data(0, _REF): item.isExpanded() for item in self._items()}
        covered: dict[str, list[UnitRow]] = {}
        for unit in units:
            for org, _, _ in unit.covered_by:
                covered.setdefault(org, []).append(unit)
        self.blockSignals(True)  # noqa: FBT003 - Qt takes it by position
        self.clear()
        self._add_uncovered([unit for unit in units if not unit.covered_by])
        for node in nodes:
            self._add_node(self.invisibleRootItem(), node, covered)
        for item in self._items():
            if item.data(0, _REF) in unfolded:
                item.setExpanded(unfolded[item.data(0, _REF)])
        self.blockSignals(False)  # noqa: FBT003 - Qt takes it by position
        if present is None or not self.choose(present):
            self._choose_first()

    def narrow(self, text: str) -> None:
        """Show what is called so, by name or initials, with all above it; "" shows everything."""
        wanted = text.strip().lower()
        for number in range(self.topLevelItemCount()):
            self._show_found(self.topLevelItem(number), wanted)

    def first_found(self) -> None:
        """Go to the first entry that is called as it was searched for."""
        found = (item for item in self._items() if item.data(0, _IS_FOUND) and not item.isHidden())
        item = next(found, None)
        if item is not None:
            self.setCurrentItem(item)
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_found(self, item: QTreeWidgetItem, wanted: str) -> bool:
        """Show or hide an entry and those below it; tell whether anything of it is shown."""
        name = item.text(0)
        texts = (name.lower(), *keys_of(name).initials) if wanted else ()
        is_found = any(wanted in each for each in texts)
        below = [self._show_found(item.child(n), wanted) for n in range(item.childCount())]
        is_shown = not wanted or is_found or any(below)
        item.setData(0, _IS_FOUND, is_found)
        item.setHidden(not is_shown)
        if wanted and any(below):
            item.setExpanded(True)
        return is_shown

    def ref(self) -> OrgRef | None:
        """Return what is chosen."""
        item = self.currentItem()
        found = item.data(0, _REF) if item else None
        return found if isinstance(found, OrgRef) else None

    def choose(self, ref: OrgRef) -> bool:
        """Choose an organisation or school; False when it is not in the tree."""
        for item in self._items():
            if item.data(0, _REF) == ref:
                self.setCurrentItem(item)
                self.scrollToItem(item)
                return True
        return False

    def texts(self) -> list[str]:
        """Return the names in the tree from top to bottom, indented by their depth."""
        return [f"{'  ' * _depth(item)}{item.text(0)}" for item in self._items()]

    def _choose_first(self) -> None:
        first = next((item for item in self._items() if self._is_org(item)), None)
        if first:
            self.setCurrentItem(first)

    def _is_org(self, item: QTreeWidgetItem) -> bool:
        ref = item.data(0, _REF)
        return isinstance(ref, OrgRef) and not ref.is_unit

    def _add_uncovered(self, units: Sequence[UnitRow]) -> None:
        if not units:
            return
        top = QTreeWidgetItem(self, [f"没有支部覆盖的单位（{len(units)}）"])
        top.setIcon(0, icon("warning"))
        top.setToolTip(0, "这些单位还没有划到任何党支部")
        top.setExpanded(True)
        for unit in units:
            self._add_unit(top, unit)

    def _add_node(
        self, above: QTreeWidgetItem, node: OrgNode, covered: dict[str, list[UnitRow]]
    ) -> None:
        total = _total(node)
        number = f"{total:,}" if total else ""
        item = QTreeWidgetItem(above, [node.name, code_text("OrgKind", node.kind), number])
        item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if total != node.members_n:
            item.setToolTip(2, f"本级及下属合计（本级 {node.members_n} 人）")
        item.setData(0, _REF, OrgRef(node.id))
        item.setIcon(0, self._picture)
        for unit in covered.get(node.id, ()):
            self._add_unit(item, unit)
        for child in node.children:
            self._add_node(item, child, covered)
        item.setExpanded(node.kind in _UNFOLDED)

    def _add_unit(self, above: QTreeWidgetItem, unit: UnitRow) -> None:
        item = QTreeWidgetItem(above, [unit.name, unit.kind_text])
        item.setData(0, _REF, OrgRef(unit.id, is_unit=True))

    def _items(self) -> Iterator[QTreeWidgetItem]:
        waiting = [self.topLevelItem(n) for n in reversed(range(self.topLevelItemCount()))]
        while waiting:
            item = waiting.pop()
            yield item
            waiting += [item.child(n) for n in reversed(range(item.childCount()))]

    def _on_current_changed(self) -> None:
        if self.ref():
            self.chosen.emit(self.ref())

    def _on_activated(self) -> None:
        if self.ref():
            self.opened.emit(self.ref())


def _total(node: OrgNode) -> int:
    return node.members_n + sum(map(_total, node.children))


def _depth(item: QTreeWidgetItem) -> int:
    above = item.parent()
    return _depth(above) + 1 if above else 0
