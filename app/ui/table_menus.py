"""The menus of the right mouse button on a list and on its header."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QWidget

from app.ui.frozen_view import ListView
from app.ui.style import icon

if TYPE_CHECKING:
    from app.ui.table import RecordTable


def install_menus(view: ListView, table: "RecordTable[Any]") -> None:
    """Open the menus of the table on right clicks in the view and in its header."""
    view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    view.customContextMenuRequested.connect(
        lambda place: _open(rows_menu(table, view.columnAt(place.x())), view.viewport(), place)
    )
    view.header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    view.header.customContextMenuRequested.connect(
        lambda place: _open(header_menu(table, view.columnAt(place.x())), view.header, place)
    )


def rows_menu(table: "RecordTable[Any]", column: int) -> QMenu:
    """Return the menu of the selected records; the page adds its actions by menu_opening."""
    menu = _menu(table)
    _add(menu, "打开", icon("edit"), lambda: table.opened.emit(table.current_id()))
    menu.actions()[0].setEnabled(bool(table.current_id()))
    table.menu_opening.emit(menu)
    menu.addSeparator()
    _add(menu, "复制\tCtrl+C", icon("copy"), table.copy)
    _add(menu, "复制（带标题）\tCtrl+Shift+C", QIcon(), lambda: table.copy(with_titles=True))
    if column >= 0:
        title = table.model.columns[column].title
        _add(menu, f"只复制“{title}”这一列", QIcon(), lambda: table.copy_column(column))
    menu.addSeparator()
    _add(menu, "全选\tCtrl+A", QIcon(), table.view.selectAll)
    _add(menu, "显示的列…", icon("columns"), table.choose_columns)
    return menu


def header_menu(table: "RecordTable[Any]", column: int) -> QMenu:
    """Return the menu of a column."""
    menu = _menu(table)
    if column >= 0:
        title = table.model.columns[column].title
        _add(menu, f"筛选“{title}”…", icon("filter"), lambda: table.open_filter(column))
        _add(menu, f"隐藏“{title}”", QIcon(), lambda: table.hide_column(column))
        menu.addSeparator()
    _add(menu, "显示的列…", icon("columns"), table.choose_columns)
    return menu


def _menu(table: "RecordTable[Any]") -> QMenu:
    menu = QMenu(table)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu


def _add(menu: QMenu, text: str, picture: QIcon, slot: Callable[[], object]) -> None:
    action = menu.addAction(picture, text)
    action.triggered.connect(slot)


def _open(menu: QMenu, area: QWidget, place: QPoint) -> None:
    menu.popup(area.mapToGlobal(place))
