"""Where the data of a user lives."""

from pathlib import Path

import pytest

from app.base.paths import data_folder


def test_a_chosen_folder_is_used_and_made_absolute(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert data_folder(Path("mine")).root == tmp_path / "mine"


def test_a_home_sign_in_the_chosen_folder_is_understood():
    assert data_folder(Path("~/mine")).root == Path.home() / "mine"


@pytest.mark.skipif("sys.platform != 'linux'", reason="the variable is a Linux convention")
def test_without_a_choice_the_system_names_the_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert data_folder().root == tmp_path / "dangwu"


def test_practice_data_shares_no_file_with_the_real_ledger(tmp_path):
    real = data_folder(tmp_path)
    practice = real.practice()
    places = ("root", "database", "settings", "layouts", "logs", "crash_trace", "backups")
    for place in places:
        assert getattr(practice, place) != getattr(real, place)
        assert getattr(practice, place).is_relative_to(real.root / "practice")


def test_creating_makes_every_folder_and_may_be_repeated(tmp_path):
    folder = data_folder(tmp_path / "党务 台账")
    folder.create()
    folder.create()
    assert folder.logs.is_dir()
    assert folder.backups.is_dir()


def test_a_folder_that_cannot_be_made_is_an_error_of_the_system(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OSError):  # noqa: PT011 - which kind depends on the system
        data_folder(tmp_path / "file").create()
