"""Everything behind the pages is loaded at once, without any Qt."""

import subprocess
import sys

_LOOK = """
import sys
from app.services.loading import load_all
load_all()
print("app.services.exchange.receiving" in sys.modules, "sqlalchemy" in sys.modules)
print(any(name.startswith("PySide6") for name in sys.modules))
"""


def test_every_use_case_is_loaded_and_no_qt():
    found = subprocess.run(
        [sys.executable, "-c", _LOOK], capture_output=True, text=True, check=True
    )
    assert found.stdout.split() == ["True", "True", "False"]
