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
