"""Dropping workbooks onto a page."""

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.file_drop import FileDrop


def test_workbooks_dropped_on_a_page_are_handed_over(qtbot, tmp_path):
    page, dropped, roster = QWidget(), [], tmp_path / "花名册.xls"
    qtbot.addWidget(page)
    FileDrop(page, dropped.append)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(roster)), QUrl.fromLocalFile(str(tmp_path / "图.png"))])
    copying = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton)
    no_keys = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), *copying, no_keys)
    QApplication.sendEvent(page, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(page, QDropEvent(QPointF(5, 5), *copying, no_keys))
    assert dropped == [[roster]]


def test_anything_else_is_left_to_the_page(qtbot, tmp_path):
    page, dropped = QWidget(), []
    qtbot.addWidget(page)
    FileDrop(page, dropped.append)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "图.png"))])
    enter = QDragEnterEvent(
        QPoint(5, 5),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(page, enter)
    assert dropped == []
