"""Which disks are sticks."""

from pathlib import Path

from app.base.volumes import Medium, Volume
from app.ui import mounted_sticks


def test_only_what_can_be_pulled_out_is_a_stick(monkeypatch):
    monkeypatch.setattr(mounted_sticks, "volume_of", lambda path: Volume(Medium.FIXED, 1))
    assert mounted_sticks.mounted() == ()
    monkeypatch.setattr(mounted_sticks, "volume_of", lambda path: Volume(Medium.REMOVABLE, 1))
    assert all(isinstance(each, Path) for each in mounted_sticks.mounted())


def test_a_stick_that_is_pulled_out_while_it_is_asked_is_none(monkeypatch):
    def gone(path):
        raise FileNotFoundError(path)

    monkeypatch.setattr(mounted_sticks, "volume_of", gone)
    assert mounted_sticks.mounted() == ()


def test_a_stick_is_called_by_its_name_or_its_letter(tmp_path, monkeypatch):
    assert mounted_sticks.told(tmp_path / "学校盘") == "学校盘"
    monkeypatch.setattr(mounted_sticks, "QStorageInfo", lambda path: Labelled())
    root = Path(tmp_path.anchor)
    assert mounted_sticks.told(root) == f"甲校（{root}）"


class Labelled:
    def name(self):
        return "甲校"
