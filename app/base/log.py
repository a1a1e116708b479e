"""The log file: what the program did, without saying about whom.

House rule: no name, ID number, phone or other personal value at INFO and above; write ids, counts
and file types. As a second guard, ID numbers and phones are masked in every line and traceback.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

FILE = "dangwu.log"
MAX_BYTES = 1_000_000
KEPT_FILES = 5
FORMAT = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"
_PERSONAL = re.compile(r"(?<![0-9A-Za-z])(?:\d{17}[\dXx]|\d{15}|1[3-9]\d{9})(?![0-9A-Za-z])")


class _MaskingFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return _PERSONAL.sub("***", super().format(record))


@contextmanager
def writing_to(folder: Path, level: int = logging.INFO) -> Iterator[Path]:
    """Write what is logged into a rotating file of the folder as long as the block runs.

    Gives the path of the file, which is free again afterwards; raises OSError when the folder
    cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    handler = RotatingFileHandler(
        path, maxBytes=MAX_BYTES, backupCount=KEPT_FILES, encoding="utf-8"
    )
    handler.setFormatter(_MaskingFormatter(FORMAT))
    root = logging.getLogger()
    level_before = root.level
    root.addHandler(handler)
    root.setLevel(level)
    try:
        yield path
    finally:
        root.setLevel(level_before)
        root.removeHandler(handler)
        handler.close()
