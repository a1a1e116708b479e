"""The user's settings while the program runs: one value, saved when it changes."""

import contextlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.base import settings as settings_file
from app.base.errors import UserError
from app.base.settings import Settings


class SettingsKeeper(QObject):
    """Holds the settings; keep() saves changed ones and tells them by `changed`.

    A settings file that cannot be written loses only the choice, so it is passed over in silence.
    """

    changed = Signal(object)

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self.settings = settings_file.load(path)

    def keep(self, settings: Settings) -> None:
        """Take changed settings, save them and tell everyone."""
        if settings == self.settings:
            return
        self.settings = settings
        with contextlib.suppress(OSError, UserError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            settings_file.save(settings, self._path)
        self.changed.emit(settings)
