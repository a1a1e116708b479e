"""The folders of package copies beside the ledger: what is still needed stays, the rest goes.

A copy is never the only place of anything: what was taken in is in the ledger, and what was made
can be made again. So old ones are let go by age, and the oldest first when they fill the disk.
"""

from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from app.domain.packages import SUFFIX

KEPT_SECONDS = 30 * 24 * 3600
MOST_BYTES = 512 << 20


def prune(folder: Path, needed: Collection[str], now: float) -> None:
    """Delete copies that nobody needs: older than a month, or beyond what may lie there.

    needed: names that stay whatever their age. now: seconds since 1970. Whatever cannot be deleted
    stays, for this is never what the user came for.
    """
    size = 0
    for changed, bytes_n, path in sorted(_copies(folder), reverse=True):
        if path.name in needed:
            continue
        size += bytes_n
        if now - changed > KEPT_SECONDS or size > MOST_BYTES:
            with suppress(OSError):
                path.unlink()


def _copies(folder: Path) -> list[tuple[float, int, Path]]:
    """Return when each copy was written and its bytes; what a crash left half written too."""
    found = []
    with suppress(OSError):
        for path in folder.iterdir():
            if path.suffix not in {SUFFIX, ".part"} or path.is_symlink() or not path.is_file():
                continue
            told = path.stat()
            found.append((told.st_mtime, told.st_size, path))
    return found
