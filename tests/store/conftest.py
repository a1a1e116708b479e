"""An open database in a folder of its own."""

import shutil

import pytest

from app.store.engine import Database


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("empty") / "ledger.sqlite"
    Database(path).close()
    return path


@pytest.fixture
def database(tmp_path, empty_file):
    path = tmp_path / "ledger.sqlite"
    shutil.copy(empty_file, path)
    opened = Database(path)
    yield opened
    opened.close()
