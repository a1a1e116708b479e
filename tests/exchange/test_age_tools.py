"""A package is no secret of this program: whoever has the key opens it with any age tool."""

import json
import shutil
import subprocess

import pytest
import zstandard

from app.exchange.package_bytes import MAGIC
from tests.exchange import age_reader
from tests.exchange.packages import RECEIVER, STRANGER, as_bytes, package

DATA = as_bytes(package(3000))
SEALED = DATA[len(MAGIC) + 4 :]


def manifest_of(packed):
    inner = zstandard.ZstdDecompressor().decompress(packed)
    return json.loads(inner[4 : 4 + int.from_bytes(inner[:4], "big")])


def test_a_reader_made_from_the_papers_of_age_opens_it():
    manifest = manifest_of(age_reader.opened(SEALED, RECEIVER.keys.box_secret))
    assert manifest["recipients"][0] == RECEIVER.keys.node
    with pytest.raises(StopIteration):
        age_reader.opened(SEALED, STRANGER.keys.box_secret)


@pytest.mark.skipif(shutil.which("age") is None, reason="the age command is not installed")
def test_the_age_command_opens_it(tmp_path):
    key, sealed = tmp_path / "key.txt", tmp_path / "sealed.age"
    sealed.write_bytes(SEALED)
    key.write_text(RECEIVER.keys.box_secret + "\n", encoding="ascii")
    command = ["age", "--decrypt", "--identity", str(key), str(sealed)]
    found = subprocess.run(command, capture_output=True, check=True)
    assert manifest_of(found.stdout)["recipients"][0] == RECEIVER.keys.node
    key.write_text(STRANGER.keys.box_secret + "\n", encoding="ascii")
    assert subprocess.run(command, capture_output=True, check=False).returncode != 0
