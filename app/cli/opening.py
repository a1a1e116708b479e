"""Which ledger a command works on."""

import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getpass

from app.base.paths import DataFolder, data_folder
from app.services.access import needs_password, open_ledger
from app.services.data_places import prepare
from app.services.ledger import Ledger
from app.services.practice.state import at_its_day, is_practice


def folder_of(options: Namespace) -> DataFolder:
    """Return the data folder that the options name."""
    folder = data_folder(options.data)
    return folder.practice() if options.practice else folder


def password(prompt: str = "密码：", variable: str = "DANGWU_PASSWORD") -> str:
    """Return the password from the environment, or as typed without showing it."""
    told = os.environ.get(variable, "")
    return told or (getpass(prompt) if sys.stdin and sys.stdin.isatty() else "")


@contextmanager
def opened(folder: DataFolder) -> Iterator[Ledger]:
    """Open the ledger of a folder under the name of the user; raises UserError."""
    prepare(folder)
    ledger = open_ledger(folder, password() if needs_password(folder) else "")
    try:
        yield ledger
    finally:
        ledger.close()


@contextmanager
def ledger_of(options: Namespace) -> Iterator[Ledger]:
    """Open the ledger that the options name, the practice county on its day; raises UserError."""
    with opened(folder_of(options)) as ledger:
        is_invented = options.practice or is_practice(ledger)
        yield at_its_day(ledger) if is_invented else ledger
