"""Draw the program's icon files from resources/icons/dangwu.svg: dangwu.ico and dangwu.png.

Run once after the drawing has changed, with the packages of requirements.lock; the results are
kept in resources/icons/ so that no build depends on a drawing program.
"""

import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).resolve().parents[2] / "resources" / "icons"
SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
LARGEST = 256


def picture(renderer: QSvgRenderer, size: int) -> bytes:
    """Return the drawing as a PNG of size × size pixels."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return data.data()


def icon_file(pictures: dict[int, bytes]) -> bytes:
    """Return an .ico file of PNG pictures (Windows Vista and later read them)."""
    head = struct.pack("<HHH", 0, 1, len(pictures))
    offset = len(head) + 16 * len(pictures)
    entries = b""
    for size, png in pictures.items():
        side = size % LARGEST  # 256 is written as 0
        entries += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(png), offset)
        offset += len(png)
    return head + entries + b"".join(pictures.values())


def main() -> int:
    """Write both files."""
    _app = QGuiApplication(sys.argv)
    renderer = QSvgRenderer(str(ICONS / "dangwu.svg"))
    pictures = {size: picture(renderer, size) for size in SIZES}
    (ICONS / "dangwu.ico").write_bytes(icon_file(pictures))
    (ICONS / "dangwu.png").write_bytes(pictures[LARGEST])
    return 0


if __name__ == "__main__":
    sys.exit(main())
