"""Where the files under resources/ are, both in a checkout and in the packaged program."""

import sys
from pathlib import Path


def resource(*parts: str) -> Path:
    """Return the path of a file under resources/; the parts are its folders and its name."""
    packaged = getattr(sys, "_MEIPASS", None)
    root = Path(packaged) if packaged else Path(__file__).resolve().parents[2]
    return root.joinpath("resources", *parts)
