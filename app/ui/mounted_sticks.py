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
    """Return how a stick is called: its own name, if it has one, and where it is."""
    place, volume = str(path), QStorageInfo(str(path))
    is_whole = Path(volume.rootPath()) == path
    name = (volume.name() if is_whole else "") or path.name
    return f"{name}（{place}）" if name else place


def _is_stick(path: Path) -> bool:
    try:
        return volume_of(path).medium is Medium.REMOVABLE
    except OSError:  # pulled out just now
        return False
