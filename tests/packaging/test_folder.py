"""The built folder: a resource or migration that did not get into it stops the build."""

import shutil

import pytest
from environment import ROOT, Trouble
from installer import folder
from installer.folder import INTERNAL, check_resources, version_facts
from installer.places import version

RESOURCE = "resources/fields.toml"
MIGRATION = "app/store/migrations/versions/0001_first_schema.sql"


@pytest.fixture
def built(tmp_path, monkeypatch):
    """Give a small checkout and the folder built from it, as it should be."""
    checkout, program = tmp_path / "checkout", tmp_path / "program"
    for name in (RESOURCE, MIGRATION):
        for place in (checkout / name, program / INTERNAL / name):
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, place)
    monkeypatch.setattr(folder, "ROOT", checkout)
    return program


def test_a_complete_folder_passes(built):
    check_resources(built)


@pytest.mark.parametrize("name", [RESOURCE, MIGRATION])
def test_a_missing_file_stops_the_build_with_its_name(built, name):
    (built / INTERNAL / name).unlink()
    with pytest.raises(Trouble, match=f"{name}。打包已停止"):
        check_resources(built)


def test_a_changed_file_stops_the_build(built):
    (built / INTERNAL / RESOURCE).write_text("")
    with pytest.raises(Trouble, match=r"fields\.toml"):
        check_resources(built)


def test_windows_shows_the_version_of_the_checkout():
    facts = version_facts()
    assert f"StringStruct('ProductVersion', '{version()}')" in facts
    assert "'党务台账'" in facts
    number = ", ".join(version().split("."))
    assert f"filevers=({number}, 0)" in facts
