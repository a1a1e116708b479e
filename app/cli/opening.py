"""Which ledger a command works on."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager

from app.base.author import system_user
from app.base.paths import DataFolder, data_folder
from app.services.data_places import prepare
from app.services.ledger import Ledger


def folder_of(options: Namespace) -> DataFolder:
    """Return the data folder that the options name."""
    folder = data_folder(options.data)
    return folder.practice() if options.practice else folder


@contextmanager
def opened(folder: DataFolder) -> Iterator[Ledger]:
    """Open the ledger of a folder under the name of the user; raises UserError."""
    prepare(folder)
    ledger = Ledger.open(folder.database, author=system_user())
    try:
        yield ledger
    finally:
        ledger.close()


@contextmanager
def ledger_of(options: Namespace) -> Iterator[Ledger]:
    """Open the ledger that the options name; raises UserError."""
    with opened(folder_of(options)) as ledger:
        yield ledger
