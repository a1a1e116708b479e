"""The look of the program: one style sheet filled with a theme, the font, the icons, Qt's Chinese.

Nothing else calls setStyleSheet. Widgets are addressed by object name ("card", "navigation") and by
properties: a button with primary=True, a label with kind="title|section|muted|problem".
"""

import re

from PySide6.QtCore import QLibraryInfo, QLocale, QSize, QTranslator
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QPushButton, QStyleFactory, QWidget

from app.base.resources import resource
from app.base.settings import FontSize, Theme

_FAMILIES = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "WenQuanYi Micro Hei",
)
_OWN_FAMILY = "Dangwu Hei"


THEME_TITLES = {Theme.RED: "党建红", Theme.BLUE: "稳重蓝", Theme.CONTRAST: "高对比"}
FONT_TITLES = {FontSize.STANDARD: "标准", FontSize.LARGE: "大", FontSize.HUGE: "特大"}
POINTS = {FontSize.STANDARD: 10.5, FontSize.LARGE: 12.0, FontSize.HUGE: 14.0}

_RED = {
    "accent": "#B3121D",
    "accent_dark": "#8E0E17",
    "accent_soft": "#F9EAEA",
    "accent_line": "#D98A8F",
    "accent_text": "#FFFFFF",
    "window": "#F4F5F7",
    "panel": "#FFFFFF",
    "header": "#ECEFF3",
    "hover": "#F0F2F5",
    "zebra": "#F8F9FB",
    "line_soft": "#E6E9EE",
    "line": "#D8DCE2",
    "line_dark": "#B4BBC5",
    "scroll": "#B9C0CA",
    "text": "#1F2329",
    "muted": "#58606C",
    "disabled": "#9AA1AB",
    "select": "#D6E6FA",
    "select_text": "#12263F",
    "focus": "#1A66C9",
    "progress": "#7FB0EA",
    "warn": "#A8440A",
    "warn_soft": "#FFF6EC",
    "practice": "#FFEFB0",
    "practice_line": "#E2C65A",
    "practice_text": "#5A4300",
}
_BLUE = _RED | {
    "accent": "#1D4E89",
    "accent_dark": "#153A67",
    "accent_soft": "#E8EFF8",
    "accent_line": "#8FB0D6",
}
_CONTRAST = _RED | {
    "accent": "#000000",
    "accent_dark": "#333333",
    "accent_soft": "#E0E0E0",
    "accent_line": "#FFFFFF",
    "window": "#FFFFFF",
    "header": "#E4E4E4",
    "zebra": "#F2F2F2",
    "line_soft": "#8A8A8A",
    "line": "#4A4A4A",
    "line_dark": "#000000",
    "scroll": "#5A5A5A",
    "text": "#000000",
    "muted": "#262626",
    "disabled": "#6A6A6A",
    "select": "#003B8E",
    "select_text": "#FFFFFF",
    "focus": "#0046C0",
    "warn": "#7A2E00",
}
TOKENS = {Theme.RED: _RED, Theme.BLUE: _BLUE, Theme.CONTRAST: _CONTRAST}


def apply_style(app: QApplication, theme: Theme, font_size: FontSize) -> None:
    """Set style, font, palette and sheet on the application; call again to change them."""
    tokens = TOKENS[theme]
    if app.style().objectName() != "fusion":
        app.setStyle(QStyleFactory.create("Fusion"))
    _bring_chinese_font()
    app.setFont(_font(POINTS[font_size]))
    app.setPalette(_palette(tokens))
    app.setStyleSheet(sheet(theme, font_size))


def sheet(theme: Theme, font_size: FontSize) -> str:
    """Return the style sheet with every @token@ filled; raises KeyError for an unknown token."""
    values = TOKENS[theme] | {
        "size_text": f"{POINTS[font_size]:g}",
        "size_title": f"{POINTS[font_size] + 3:g}",
        "icons": resource("icons").as_posix(),
    }
    text = resource("style", "app.qss").read_text(encoding="utf-8")
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return re.sub(r"@(\w+)@", lambda match: values[match[1]], text)


def load_chinese(app: QApplication) -> bool:
    """Install Qt's own Chinese texts (menus of text fields, calendars); False when missing."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    folders = (
        QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath),
        str(resource("translations")),
    )
    for folder in folders:
        translator = QTranslator(app)
        if translator.load("qtbase_zh_CN", folder):
            return app.installTranslator(translator)
    return False


def icon(name: str) -> QIcon:
    """Return resources/icons/NAME.svg, with NAME-on.svg for a checked button where it exists."""
    result = QIcon(str(resource("icons", f"{name}.svg")))
    checked = resource("icons", f"{name}-on.svg")
    if checked.exists():
        result.addFile(str(checked), QSize(), QIcon.Mode.Normal, QIcon.State.On)
    return result


def primary(button: QPushButton) -> QPushButton:
    """Mark the one main button of a window and return it."""
    button.setProperty("primary", True)  # noqa: FBT003 - Qt takes the value by position
    return button


def restyle(widget: QWidget) -> None:
    """Let the sheet look again at a widget whose property has changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def _font(points: float) -> QFont:
    font = QFont([*_installed_families(), _OWN_FAMILY, "sans-serif"])
    font.setPointSizeF(points)
    return font


def _installed_families() -> list[str]:
    installed = set(QFontDatabase.families())
    return [name for name in _FAMILIES if name in installed]


def _bring_chinese_font() -> None:
    """Bring our own Hei face where none of the known ones is installed.

    Some other Chinese font does not count: mixed in for the Han characters only, it stands lower
    than the Latin letters beside it and brings half-width commas.
    """
    if not _installed_families() and _OWN_FAMILY not in QFontDatabase.families():
        QFontDatabase.addApplicationFont(str(resource("fonts", "hei.ttf")))


def _palette(tokens: dict[str, str]) -> QPalette:
    role = QPalette.ColorRole
    colors = {
        role.Window: "window",
        role.WindowText: "text",
        role.Base: "panel",
        role.AlternateBase: "zebra",
        role.Text: "text",
        role.Button: "panel",
        role.ButtonText: "text",
        role.Highlight: "focus",
        role.HighlightedText: "accent_text",
        role.PlaceholderText: "muted",
        role.ToolTipBase: "panel",
        role.ToolTipText: "text",
        role.Link: "focus",
        role.Accent: "focus",
    }
    palette = QPalette()
    for name, token in colors.items():
        palette.setColor(name, QColor(tokens[token]))
    for name in (role.Text, role.ButtonText, role.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(tokens["disabled"]))
    return palette
