"""The one signal of changes."""

from app.domain.changes import Changes
from app.ui.changes import ChangeSignal


def test_the_value_arrives_as_it_was_sent(qtbot):
    changes, sent = ChangeSignal(), Changes(frozenset({"member"}), "b1")
    with qtbot.waitSignal(changes.changed) as told:
        changes.changed.emit(sent)
    assert told.args[0] is sent
