"""The navigation on the left."""

import pytest
from PySide6.QtCore import Qt

from app.ui.navigation import Navigation, NavigationButton


@pytest.fixture
def navigation(qtbot):
    made = Navigation()
    qtbot.addWidget(made)
    made.add("members", "党员", "members")
    made.add("branches", "党支部", "branches")
    made.show()
    return made


def test_a_click_and_ctrl_with_a_number_choose_a_page(navigation, qtbot):
    buttons = navigation.findChildren(NavigationButton)
    with qtbot.waitSignal(navigation.chosen) as told:
        qtbot.mouseClick(buttons[1], Qt.MouseButton.LeftButton)
    assert told.args == ["branches"]
    with qtbot.waitActive(navigation):
        navigation.activateWindow()
    with qtbot.waitSignal(navigation.chosen) as told:
        qtbot.keyClick(navigation, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert told.args == ["members"]


def test_a_count_is_read_aloud_with_its_page(navigation):
    navigation.set_count("members", 3214)
    button = navigation.findChildren(NavigationButton)[0]
    assert button.accessibleName() == "党员，3,214"
    navigation.set_count("members", None)
    assert button.accessibleName() == "党员"


def test_only_the_chosen_page_is_marked(navigation):
    navigation.mark("members")
    navigation.mark("branches")
    checked = [button.isChecked() for button in navigation.findChildren(NavigationButton)]
    assert checked == [False, True]


def test_there_are_at_most_eleven_pages_and_the_last_have_the_keys_after_nine(navigation):
    for number in range(9):
        navigation.add(str(number), "页", "settings")
    keys = [each.shortcut().toString() for each in navigation.findChildren(NavigationButton)]
    assert keys[-2:] == ["Ctrl+0", "Ctrl+-"]
    with pytest.raises(ValueError, match="twelve"):
        navigation.add("twelve", "页", "settings")


def test_folded_it_shows_icons_whose_tooltips_say_the_rest(navigation):
    navigation.set_count("members", 338)
    navigation.fit(is_folded=False, is_tight=False)
    wide = navigation.width()
    button = navigation.findChildren(NavigationButton)[0]
    assert (button.text().strip(), button.toolTip()) == ("党员", "党员（Ctrl+1）")
    navigation.fit(is_folded=True, is_tight=True)
    assert navigation.width() < wide / 2
    assert (button.text(), button.toolTip()) == ("", "党员，338（Ctrl+1）")
    assert button.accessibleName() == "党员，338"
    navigation.fit(is_folded=False, is_tight=False)
    assert button.text().strip() == "党员"


def test_the_focus_goes_along_to_the_page_that_is_shown(navigation, qtbot):
    buttons = navigation.findChildren(NavigationButton)
    with qtbot.waitActive(navigation):
        navigation.activateWindow()
    buttons[0].setFocus()
    navigation.mark("branches")
    assert buttons[1].hasFocus()
