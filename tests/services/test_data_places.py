"""Places that a data folder may be put in: each that cannot work is told with what to do."""

import os
import subprocess
import sys

import pytest

from app.base.errors import UserError
from app.base.paths import DataFolder
from app.base.volumes import Medium, Volume
from app.services import data_places
from app.services.data_places import LEAST_FREE, advice, prepare
from app.services.ledger import Ledger


@pytest.fixture
def small_disk(tmp_path):
    """Give a function that mounts a disk in memory at tmp_path/disk."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = []

    def mount(*options):
        command = ["/bin/mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", str(place)]
        if sys.platform != "linux" or os.geteuid() != 0:
            pytest.skip("only root on Linux may mount a disk")
        if subprocess.run(command, capture_output=True, check=False).returncode != 0:
            pytest.skip("this machine lets nobody mount a disk")
        mounted.append(place)
        return place

    yield mount
    for each in mounted:
        subprocess.run(["/bin/umount", str(each)], check=True)


def told(place):
    with pytest.raises(UserError) as caught:
        prepare(DataFolder(place))
    return caught.value


def test_a_full_disk_is_told_with_what_to_do(small_disk):
    place = small_disk("size=4k")
    (place / "dangwu").mkdir()
    error = told(place / "dangwu")
    assert "磁盘已满" in error.what
    assert "腾出空间" in error.todo
    assert "没有被改动" in error.kept
    assert not (place / "dangwu" / ".write-test").exists()


def test_a_read_only_disk_is_told_with_what_to_do(small_disk):
    error = told(small_disk("size=1m", "ro") / "dangwu")
    assert "只读" in error.what
    assert "写保护" in error.todo


@pytest.mark.skipif("not hasattr(os, 'geteuid') or os.geteuid() == 0", reason="root may write")
def test_a_folder_without_the_right_to_write_is_told_as_read_only(tmp_path):
    DataFolder(tmp_path).create()
    tmp_path.chmod(0o555)
    assert "只读" in told(tmp_path).what


def test_a_file_in_the_way_is_told(tmp_path):
    (tmp_path / "file").write_text("x")
    assert "不能使用" in told(tmp_path / "file").what


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has no such limit of bytes")
def test_a_name_that_is_too_long_is_told(tmp_path):
    assert "太长" in told(tmp_path / ("长" * 200)).what


def test_a_network_share_is_refused_because_a_ledger_on_it_breaks(tmp_path, monkeypatch):
    monkeypatch.setattr(data_places, "volume_of", lambda _: Volume(Medium.REMOTE, LEAST_FREE))
    error = told(tmp_path)
    assert "网络共享" in error.what
    assert "本机硬盘" in error.todo


def test_a_stick_works_and_brings_advice(tmp_path, monkeypatch):
    monkeypatch.setattr(data_places, "volume_of", lambda _: Volume(Medium.REMOVABLE, LEAST_FREE))
    prepare(DataFolder(tmp_path))
    assert "不要拔出" in advice(DataFolder(tmp_path))


def test_a_nearly_full_disk_works_and_brings_advice(tmp_path, monkeypatch):
    volume = Volume(Medium.FIXED, 12_345_678)
    monkeypatch.setattr(data_places, "volume_of", lambda _: volume)
    prepare(DataFolder(tmp_path))
    assert "只剩 12 MB" in advice(DataFolder(tmp_path))


def test_an_ordinary_disk_brings_no_advice(tmp_path, monkeypatch):
    monkeypatch.setattr(data_places, "volume_of", lambda _: Volume(Medium.FIXED, LEAST_FREE))
    assert advice(DataFolder(tmp_path)) == ""


def test_a_path_of_200_characters_with_chinese_and_spaces_works(tmp_path):
    name = "党务 台账 数据"
    place = tmp_path
    while len(str(place)) + len(name) < 199:
        place /= name
    place /= "长" * (199 - len(str(place)))
    assert len(str(place)) == 200
    folder = DataFolder(place)
    prepare(folder)
    Ledger.open(folder.database).close()
    assert folder.database.stat().st_size > 0
    assert sorted(path.name for path in place.iterdir() if path.is_dir()) == ["backups", "logs"]
