"""Windows that fit the screen."""

from PySide6.QtWidgets import QWidget

from app.ui.screen_fit import resize_on_screen


def test_a_window_is_never_larger_than_the_screen(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    room = window.screen().availableGeometry()
    resize_on_screen(window, 400, 300)
    assert (window.width(), window.height()) == (400, 300)
    resize_on_screen(window, 5000, 4000)
    assert window.width() <= room.width()
    assert window.height() < room.height()
