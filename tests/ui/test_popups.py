"""Little windows stay on the screen."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QWidget

from app.ui.popups import open_below


@pytest.fixture
def anchor(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.setFixedSize(100, 30)
    widget.show()
    return widget


@pytest.fixture
def popup(qtbot, anchor):
    frame = QFrame(anchor, Qt.WindowType.Popup)
    frame.setFixedSize(200, 150)
    return frame


def test_it_opens_below_its_anchor(anchor, popup):
    anchor.move(50, 60)
    open_below(popup, anchor, 20)
    place = anchor.mapToGlobal(QPoint(20, 30))
    # The frame a window manager puts around it may move it a little.
    assert (popup.pos() - place).manhattanLength() <= 8


def test_it_never_leaves_the_screen(anchor, popup):
    area = anchor.screen().availableGeometry()
    anchor.move(area.right() - 50, area.bottom() - 40)
    open_below(popup, anchor)
    assert area.contains(popup.geometry())
