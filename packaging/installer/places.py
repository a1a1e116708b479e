"""Names, versions and folders that the steps share."""

import os
import re
from pathlib import Path

from environment import ROOT

HERE = Path(__file__).resolve().parent
BUILD = ROOT / "build"
LOGS = BUILD / "logs"
DIST = ROOT / "dist"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dangwu-build"
BUILD_LOCK = ROOT / "requirements-build.lock"

PROGRAM = "dangwu"
TITLE = "党务台账"
PUBLISHER = "党务台账项目"
SUFFIX = ".dwpkg"

SOURCES = (ROOT / "app", ROOT / "resources")


def version() -> str:
    """Return the version of the program in this checkout, such as 0.1.0."""
    text = (ROOT / "app" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([\d.]+)"$', text, re.MULTILINE)
    if not found:
        raise ValueError("app/__init__.py names no version")
    return found[1]


def megabytes(path: Path) -> float:
    """Return the size of a file, or of everything in a folder, in units of 10⁶ bytes."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files if not file.is_symlink()) / 1e6
