"""The user's settings while the program runs."""

from dataclasses import replace

from app.base.settings import FontSize, Theme
from app.ui.settings_keeper import SettingsKeeper


def test_a_changed_setting_is_told_and_found_again(tmp_path, qtbot):
    keeper = SettingsKeeper(tmp_path / "new" / "settings.toml")
    with qtbot.waitSignal(keeper.changed) as told:
        keeper.keep(replace(keeper.settings, theme=Theme.BLUE, font_size=FontSize.LARGE))
    assert told.args[0].theme is Theme.BLUE
    again = SettingsKeeper(tmp_path / "new" / "settings.toml").settings
    assert (again.theme, again.font_size) == (Theme.BLUE, FontSize.LARGE)


def test_an_equal_setting_is_not_told(tmp_path, qtbot):
    keeper = SettingsKeeper(tmp_path / "settings.toml")
    with qtbot.assertNotEmitted(keeper.changed):
        keeper.keep(replace(keeper.settings))


def test_a_folder_that_cannot_be_written_loses_only_the_choice(tmp_path, qtbot):
    (tmp_path / "file").write_text("x")
    keeper = SettingsKeeper(tmp_path / "file" / "settings.toml")
    keeper.keep(replace(keeper.settings, theme=Theme.CONTRAST))
    assert keeper.settings.theme is Theme.CONTRAST
