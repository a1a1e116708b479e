"""The window about the program: version, place of the data, licences of the parts."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from app.base.components import Component
from app.ui import about_dialog
from app.ui.about_dialog import AboutDialog

PARTS = (
    Component("Qt", "6.8.3", "LGPL-3.0-only", "qt.txt"),
    Component("SQLAlchemy", "2.1.9", "MIT", "sqlalchemy.txt"),
)


@pytest.fixture
def shown(qtbot, monkeypatch):
    def make(parts):
        monkeypatch.setattr(about_dialog, "components", lambda: parts)
        monkeypatch.setattr(about_dialog, "licence_text", lambda part: f"全文 {part.file}")
        dialog = AboutDialog("党务台账 0.1.0", Path("/data/党务"))
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return make


def test_version_and_place_of_the_data_are_told(shown):
    dialog = shown(PARTS)
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert "党务台账 0.1.0" in texts
    assert any(str(Path("/data/党务")) in text for text in texts)


def test_a_click_on_a_part_shows_its_licence(shown):
    dialog = shown(PARTS)
    assert [dialog.list.item(row).text() for row in range(dialog.list.count())] == [
        "Qt 6.8.3",
        "SQLAlchemy 2.1.9",
    ]
    assert dialog.text.toPlainText() == "许可证：LGPL-3.0-only\n\n全文 qt.txt"
    dialog.list.setCurrentRow(1)
    assert dialog.text.toPlainText() == "许可证：MIT\n\n全文 sqlalchemy.txt"


def test_a_checkout_says_where_the_licences_are(shown):
    dialog = shown(())
    assert not dialog.list.isVisible()
    assert "安装后的程序里有" in dialog.text.toPlainText()


def test_the_window_is_never_larger_than_the_screen(shown):
    dialog = shown(PARTS)
    room = dialog.screen().availableGeometry()
    assert dialog.width() <= room.width()
    assert dialog.height() <= room.height()
