"""Which of Qt's plugins ship; the others go before PyInstaller follows what they depend on."""

from pathlib import Path

PLUGINS = frozenset(
    {
        "qsvgicon", "qgif", "qico", "qjpeg", "qsvg", "qoffscreen", "qwindows", "qxcb",
        "composeplatforminputcontextplugin", "ibusplatforminputcontextplugin",
    }
)  # fmt: skip


def drop_unused_plugins(site: Path) -> None:
    """Delete from an unpacked PySide6 every plugin that the program never loads.

    The GTK theme alone would bring in cairo, pango and forty libraries more.
    """
    for folder in (site / "PySide6" / "plugins", site / "PySide6" / "Qt" / "plugins"):
        for plugin in folder.rglob("*.*"):
            if plugin.is_file() and plugin.stem.removeprefix("lib") not in PLUGINS:
                plugin.unlink()
