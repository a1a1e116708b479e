"""Settings: kept in one file, read back alike, wrong values replaced by the default."""

import logging
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base import settings
from app.base.settings import FontSize, Settings, Theme

ALL = st.builds(
    Settings,
    font_size=st.sampled_from(FontSize),
    theme=st.sampled_from(Theme),
)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "settings.toml"


@given(ALL)
def test_every_setting_is_read_back_as_it_was_saved(tmp_path_factory, chosen):
    path = tmp_path_factory.mktemp("settings") / "settings.toml"
    settings.save(chosen, path)
    assert settings.load(path) == chosen


def test_without_a_file_the_defaults_apply_silently(file, caplog):
    assert settings.load(file) == Settings()
    assert not caplog.records


def test_choices_stay_typed(file):
    file.write_text('theme = "blue"\nfont_size = "huge"\n')
    loaded = settings.load(file)
    assert loaded.theme is Theme.BLUE
    assert loaded.font_size is FontSize.HUGE


def test_an_unknown_key_of_a_newer_version_is_ignored(file, caplog):
    file.write_text('from_the_future = 3\ntheme = "blue"\n', encoding="utf-8")
    assert settings.load(file) == Settings(theme=Theme.BLUE)
    assert not caplog.records


@pytest.mark.parametrize(
    "wrong",
    [
        "font_size = 12",
        'font_size = "big"',
        'theme = "pink"',
        "theme = []",
        "theme = {pink = 1}",
    ],
)
def test_a_wrong_value_becomes_the_default_with_a_log_line_that_does_not_repeat_it(
    file, caplog, wrong
):
    file.write_text(wrong, encoding="utf-8")
    with caplog.at_level(logging.WARNING):
        assert settings.load(file) == Settings()
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "pink" not in caplog.text


def test_one_wrong_value_does_not_spoil_the_others(file):
    file.write_text('font_size = "big"\ntheme = "blue"\n', encoding="utf-8")
    assert settings.load(file) == Settings(theme=Theme.BLUE)


@pytest.mark.parametrize("broken", [b"= = =", b"\xff\xfe\x00"])
def test_a_broken_file_gives_the_defaults(file, broken):
    file.write_bytes(broken)
    assert settings.load(file) == Settings()


def test_saving_replaces_the_file_and_leaves_nothing_beside_it(file):
    settings.save(Settings(), file)
    settings.save(Settings(theme=Theme.CONTRAST), file)
    assert tomllib.loads(file.read_text(encoding="utf-8"))["theme"] == "contrast"
    assert [path.name for path in file.parent.iterdir()] == [file.name]
