"""Where the data of a user lives on this computer."""

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

PROGRAM = "dangwu"


@dataclass(frozen=True, slots=True)
class DataFolder:
    """One folder that holds everything of one ledger: database, settings, log, crash trace.

    The practice county is a folder of its own inside, so that it can never touch real records.
    """

    root: Path

    @property
    def database(self) -> Path:
        """The ledger itself."""
        return self.root / "dangwu.sqlite"

    @property
    def settings(self) -> Path:
        """The user's choices, see app.base.settings."""
        return self.root / "settings.toml"

    @property
    def layouts(self) -> Path:
        """How the user arranged windows and lists."""
        return self.root / "layouts.json"

    @property
    def logs(self) -> Path:
        """The folder of the log files, see app.base.log."""
        return self.root / "logs"

    @property
    def crash_trace(self) -> Path:
        """What faulthandler wrote when the program died; read at the next start."""
        return self.logs / "crash.txt"

    @property
    def backups(self) -> Path:
        """The folder of the copies of the ledger."""
        return self.root / "backups"

    @property
    def key_file(self) -> Path:
        """The data key, sealed with the password; there is none for a ledger without one."""
        return key_file_of(self.database)

    @property
    def outbox(self) -> Path:
        """The folder of the exchange packages made here."""
        return self.root / "outbox"

    @property
    def inbox(self) -> Path:
        """The folder of the exchange packages received, by the hash of their bytes."""
        return self.root / "inbox"

    def practice(self) -> "DataFolder":
        """Return the folder of the practice county that belongs to this one."""
        return DataFolder(self.root / "practice")

    def create(self) -> None:
        """Make the folders where they are missing; raises OSError when that is not allowed."""
        for folder in (self.root, self.logs, self.backups):
            folder.mkdir(parents=True, exist_ok=True)


def key_file_of(database: Path) -> Path:
    """Return where the sealed key of a ledger file lies: beside it."""
    return database.with_suffix(".key")


def data_folder(chosen: Path | None = None) -> DataFolder:
    """Return the folder chosen with --data, or else the one the system gives to each user."""
    if chosen is not None:
        return DataFolder(chosen.expanduser().absolute())
    return DataFolder(platformdirs.user_data_path(PROGRAM, appauthor=False))


def reachable(path: Path) -> Path:
    """Return a path that Windows opens even beyond 260 characters."""
    full = str(path.absolute())
    if os.name != "nt" or full.startswith("\\\\"):
        return path
    return Path("\\\\?\\" + full)
