"""What an empty list shows."""

from PySide6.QtCore import Qt

from app.ui.empty_state import EmptyState, EmptyText


def test_the_button_does_what_it_says(qtbot):
    state = EmptyState(EmptyText("还没有党员", "可以导入名册。", "导入名册"))
    qtbot.addWidget(state)
    state.show()
    assert state.button.text() == "导入名册"
    with qtbot.waitSignal(state.action_requested):
        qtbot.mouseClick(state.button, Qt.MouseButton.LeftButton)


def test_without_an_action_there_is_no_button(qtbot):
    state = EmptyState(EmptyText("还没有记录"))
    qtbot.addWidget(state)
    state.show()
    assert not state.button.isVisible()
