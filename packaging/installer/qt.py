"""What of Qt ships, and what Qt asks of the system where the program is built."""

from pathlib import Path

from environment import Trouble

PLUGINS = frozenset(
    {
        "qsvgicon", "qgif", "qico", "qjpeg", "qsvg", "qoffscreen", "qwindows", "qxcb",
        "composeplatforminputcontextplugin", "ibusplatforminputcontextplugin",
    }
)  # fmt: skip
PLATFORMS = {
    "linux": ("libqoffscreen.so", "libqxcb.so"),
    "windows": ("qoffscreen.dll", "qwindows.dll"),
}
LIBRARIES = {
    f"/usr/lib/x86_64-linux-gnu/{name}": package
    for name, package in (
        ("libEGL.so.1", "libegl1"),
        ("libGL.so.1", "libgl1"),
        ("libfontconfig.so.1", "libfontconfig1"),
        ("libfreetype.so.6", "libfreetype6"),
        ("libglib-2.0.so.0", "libglib2.0-0"),
        ("libxkbcommon.so.0", "libxkbcommon0"),
        ("libdbus-1.so.3", "libdbus-1-3"),
        ("libX11.so.6", "libx11-6"),
        ("libuuid.so.1", "libuuid1"),
    )
}
"""File → Debian package. Qt must start where it is packed: it tells PyInstaller of its plugins."""


def drop_unused_plugins(site: Path) -> None:
    """Delete from an unpacked PySide6 every plugin that the program never loads.

    The GTK theme alone would bring in cairo, pango and forty libraries more.
    """
    for folder in (site / "PySide6" / "plugins", site / "PySide6" / "Qt" / "plugins"):
        for plugin in folder.rglob("*.*"):
            if plugin.is_file() and plugin.stem.removeprefix("lib") not in PLUGINS:
                plugin.unlink()


def check_plugins(folder: Path, system: str) -> None:
    """Raise Trouble when a built folder lacks a plugin without which no window opens."""
    packed = {file.name for file in folder.rglob("platforms/*")}
    missing = [name for name in PLATFORMS[system] if name not in packed]
    if missing:
        raise Trouble(f"打包好的程序里缺少 Qt 的插件：{'、'.join(missing)}。打包已停止。")
