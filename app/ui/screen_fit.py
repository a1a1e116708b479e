"""Windows that are never larger than the screen: 1366×768 at 150 % leaves 911×512."""

from PySide6.QtWidgets import QWidget

_AIR = 48
"""For the frame and the title of the window, in logical pixels."""


def resize_on_screen(window: QWidget, width: int, height: int) -> None:
    """Give a window its size, or as much of it as the screen has."""
    room = window.screen().availableGeometry()
    window.resize(min(width, room.width() - _AIR // 4), min(height, room.height() - _AIR))
