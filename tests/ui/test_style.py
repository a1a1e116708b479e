"""The one sheet, its themes, Qt's Chinese."""

import os
import re
import shutil
import subprocess
import sys

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPushButton,
    QTableView,
    QTreeView,
)

from app.base.resources import resource
from app.base.settings import FontSize, Theme
from app.ui import style


def brightness(color):
    parts = [value / 255 for value in QColor(color).getRgb()[:3]]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, two):
    dark, light = sorted((brightness(one), brightness(two)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", list(Theme))
@pytest.mark.parametrize("size", list(FontSize))
def test_the_sheet_leaves_no_token_open(theme, size):
    text = style.sheet(theme, size)
    assert not re.search(r"@\w+@", text)
    for path in re.findall(r"url\((.*?)\)", text):
        assert resource("icons", path.rsplit("/", 1)[1]).exists()


@pytest.mark.parametrize("theme", list(Theme))
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("text", "panel"),
        ("text", "window"),
        ("muted", "panel"),
        ("muted", "window"),
        ("accent_text", "accent"),
        ("warn", "panel"),
        ("warn", "warn_soft"),
        ("select_text", "select"),
        ("practice_text", "practice"),
    ],
)
def test_text_can_be_read_in_every_theme(theme, text, ground):
    tokens = style.TOKENS[theme]
    assert contrast(tokens[text], tokens[ground]) >= 4.5


def test_an_error_is_never_red():
    for tokens in style.TOKENS.values():
        assert tokens["warn"] != tokens["accent"]
        hue = QColor(tokens["warn"]).hue()
        assert 15 <= hue <= 45


def test_a_bigger_font_makes_a_bigger_button(qapp):
    heights = []
    for size in FontSize:
        style.apply_style(qapp, Theme.RED, size)
        heights.append(QPushButton("保存").sizeHint().height())
    style.apply_style(qapp, Theme.RED, FontSize.STANDARD)
    assert heights == sorted(set(heights))


@pytest.mark.parametrize("kind", [QTableView, QTreeView, QMenuBar, QMenu])
def test_lists_and_menus_have_the_font_size_of_the_program_whatever_the_system_has(qapp, kind):
    widget = kind()
    name = "QAbstractItemView" if issubclass(kind, QAbstractItemView) else kind.__name__
    style.apply_style(qapp, Theme.RED, FontSize.LARGE)
    qapp.setFont(QFont(qapp.font().family(), 6), name)
    widget.ensurePolished()
    size = widget.font().pointSizeF()
    style.apply_style(qapp, Theme.RED, FontSize.STANDARD)
    assert size == style.POINTS[FontSize.LARGE]


def test_qt_speaks_chinese(qapp, qtbot):
    field = QLineEdit()
    qtbot.addWidget(field)
    menu = field.createStandardContextMenu()
    assert any("复制" in action.text() for action in menu.actions())


def test_calendars_speak_chinese(qapp):
    assert QLocale().monthName(6) == "六月"


def test_every_icon_can_be_drawn(qapp):
    names = {path.stem for path in resource("icons").glob("*.svg")}
    assert {"members", "branches", "trainings", "assessments", "warning"} <= names
    for name in names:
        image = style.icon(name).pixmap(24, 24).toImage()
        assert any(image.pixelColor(x, y).alpha() for x in range(24) for y in range(24)), name


def family_with_fonts_of(folder, tmp_path):
    """Return the face of the program where only a folder's fonts are installed.

    In a process of its own, because fonts are read once.
    """
    config = tmp_path / "fonts.conf"
    config.write_text(
        f"<fontconfig><dir>{folder}</dir><cachedir>{tmp_path}</cachedir></fontconfig>"
    )
    code = (
        "from PySide6.QtGui import QFontInfo, QFontMetrics\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from app.base.settings import FontSize, Theme\n"
        "from app.ui.style import apply_style\n"
        "app = QApplication([])\n"
        "apply_style(app, Theme.RED, FontSize.STANDARD)\n"
        "assert QFontMetrics(app.font()).inFont('党')\n"
        "print(QFontInfo(app.font()).family())\n"
    )
    env = os.environ | {"FONTCONFIG_FILE": str(config)}
    root = resource("..").resolve()
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, cwd=root, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def test_chinese_can_be_shown_even_on_a_pc_without_fonts(tmp_path):
    assert family_with_fonts_of(tmp_path / "none", tmp_path) == "Dangwu Hei"


def test_a_makeshift_chinese_font_does_not_displace_our_own(tmp_path):
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    shutil.copy(resource("fonts", "kai.ttf"), fonts)
    assert family_with_fonts_of(fonts, tmp_path) == "Dangwu Hei"
