"""The modules of packaging/ import one another by their bare names."""

import sys
from pathlib import Path

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"

sys.path.insert(0, str(PACKAGING))
