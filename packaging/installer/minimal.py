"""The smallest PySide6 window: what start and memory of the program are held against."""

import sys

from PySide6.QtWidgets import QApplication, QMainWindow


def main() -> int:
    """Show an empty main window until it is closed."""
    app = QApplication(sys.argv)
    window = QMainWindow()
    window.resize(1280, 720)
    window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
