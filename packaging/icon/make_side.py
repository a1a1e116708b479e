"""Draw the left side of the setup's first and last page: make_side.py TARGET.bmp (164 × 314)."""

import sys

from make_icon import ICONS
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QGuiApplication, QImage, QLinearGradient, QPainter
from PySide6.QtSvg import QSvgRenderer

WIDTH, HEIGHT = 164, 314
PICTURE = QRectF(34, 60, 96, 96)


def main() -> int:
    """Write the picture."""
    _app = QGuiApplication(sys.argv)
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB888)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paper = QLinearGradient(0, 0, 0, HEIGHT)
    paper.setColorAt(0, QColor("#F9EAEA"))
    paper.setColorAt(1, QColor("#E9C6C8"))
    painter.fillRect(image.rect(), paper)
    painter.fillRect(0, 0, 6, HEIGHT, QColor("#B3121D"))
    QSvgRenderer(str(ICONS / "dangwu.svg")).render(painter, PICTURE)
    painter.end()
    return 0 if image.save(sys.argv[1], "BMP") else 1


if __name__ == "__main__":
    sys.exit(main())
