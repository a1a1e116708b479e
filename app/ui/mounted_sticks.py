"""Which USB sticks are plugged in."""

from pathlib import Path

from PySide6.QtCore import QStorageInfo

from app.base.volumes import Medium, volume_of


def mounted() -> tuple[Path, ...]:
    """Return the folders of the sticks that are plugged in and can be read."""
    found = [
        Path(each.rootPath())
        for each in QStorageInfo.mountedVolumes()
        if each.isValid() and each.isReady()
    ]
    return tuple(path for path in found if _is_stick(path))


def told(path: Path) -> str:
    """Return how a stick is called: on Windows its own name and letter, else its folder's name."""
    if path.name:
        return path.name
    name = QStorageInfo(str(path)).name()
    return f"{name}（{path}）" if name else str(path)


def _is_stick(path: Path) -> bool:
    try:
        return volume_of(path).medium is Medium.REMOVABLE
    except OSError:  # pulled out just now
        return False
