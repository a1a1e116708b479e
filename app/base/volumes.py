"""What kind of disk a folder lies on: fixed, removable or another computer's."""

import ctypes
import shutil
import sys
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

_REMOTE_SYSTEMS = frozenset(
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "ncpfs",
        "afs",
        "ceph",
        "davfs",
        "fuse.sshfs",
        "fuse.davfs2",
    }
)
_STICK_PLACES = ("/media/", "/run/media/")
_DRIVE_REMOVABLE, _DRIVE_REMOTE = 2, 4
_ESCAPED = {r"\040": " ", r"\011": "\t", r"\012": "\n", r"\134": "\\"}


class Medium(Enum):
    """How a disk is attached to this computer."""

    FIXED = "fixed"
    REMOVABLE = "removable"
    REMOTE = "remote"


@dataclass(frozen=True, slots=True)
class Volume:
    """The disk of a folder: how it is attached, and the bytes that are free."""

    medium: Medium
    free: int


def volume_of(folder: Path) -> Volume:
    """Return the disk of a folder that exists; raises OSError when it cannot be asked."""
    place = folder.resolve()
    return Volume(_medium(place), shutil.disk_usage(place).free)


def medium_by_mounts(place: str, mounts: str) -> Medium:
    """Return how the disk of a Linux path is attached; mounts: the text of /proc/mounts."""
    best, system = "", ""
    for line in mounts.splitlines():
        _, point, kind, *_ = line.split(" ")
        for code, letter in _ESCAPED.items():
            point = point.replace(code, letter)
        if len(point) >= len(best) and f"{place}/".startswith(f"{point.rstrip('/')}/"):
            best, system = point, kind
    if system in _REMOTE_SYSTEMS:
        return Medium.REMOTE
    return Medium.REMOVABLE if f"{best}/".startswith(_STICK_PLACES) else Medium.FIXED


def _medium(place: Path) -> Medium:
    if sys.platform == "win32":
        return _medium_on_windows(place)
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:  # a system without /proc
        return Medium.FIXED
    return medium_by_mounts(str(place), mounts)


def _medium_on_windows(place: Path) -> Medium:
    if place.drive.startswith("\\\\"):
        return Medium.REMOTE
    kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined, unused-ignore]
    kind = kernel.GetDriveTypeW(place.anchor)
    return {_DRIVE_REMOVABLE: Medium.REMOVABLE, _DRIVE_REMOTE: Medium.REMOTE}.get(
        kind, Medium.FIXED
    )
