"""Changes run in the background, pages hear of them, and undo follows."""

import threading

from app.base.errors import UserError
from app.services import members
from tests.ui.workplace import settle


def renamed(county, value):
    ledger, ids = county.ledger, [county.zhang]
    return lambda _: members.bulk_apply(
        ledger, members.bulk_preview(ledger, ids, "admin_post", value)
    )


def post(county):
    return members.card(county.ledger, county.zhang).draft.admin_post


def test_pages_hear_of_a_change_before_the_caller_does(qtbot, tools, county):
    heard = []
    tools.changes.changed.connect(lambda changes: heard.append(sorted(changes.tables)))
    tools.writer.run(renamed(county, "校长"), "改", lambda outcome: heard.append(outcome.ids))
    settle(qtbot, tools)
    assert heard == [["person"], (county.zhang,)]


def test_several_changes_are_undone_one_by_one_and_done_again(qtbot, tools, county):
    for value in ("校长", "书记"):
        tools.writer.run(renamed(county, value), "改")
        settle(qtbot, tools)
    seen = []
    for step in (tools.writer.undo, tools.writer.undo, tools.writer.redo, tools.writer.redo):
        step()
        settle(qtbot, tools)
        seen.append(post(county))
    assert seen == ["校长", "", "校长", "书记"]


def test_a_new_change_forgets_what_could_be_done_again(qtbot, tools, county):
    told = []
    tools.writer.told.connect(told.append)
    tools.writer.run(renamed(county, "校长"), "改")
    settle(qtbot, tools)
    tools.writer.undo()
    settle(qtbot, tools)
    tools.writer.run(renamed(county, "书记"), "改")
    settle(qtbot, tools)
    tools.writer.redo()
    settle(qtbot, tools)
    assert told[-1].sentence == "没有可以重做的操作。"
    assert post(county) == "书记"


def test_a_refusal_goes_to_whoever_asked_and_nothing_is_told(qtbot, tools):
    told, failed = [], []
    tools.writer.told.connect(told.append)

    def refuse(_):
        raise UserError("不行。")

    tools.writer.run(refuse, "改", failed=failed.append)
    settle(qtbot, tools)
    assert [error.what for error in failed] == ["不行。"]
    assert told == []


def test_taking_back_any_batch_offers_to_do_it_again(qtbot, tools, county):
    told = []
    tools.writer.told.connect(told.append)
    batches = []
    tools.writer.run(renamed(county, "校长"), "改", lambda outcome: batches.append(outcome.batch))
    settle(qtbot, tools)
    tools.writer.take_back(batches[0], "撤销导入")
    settle(qtbot, tools)
    assert (told[-1].can_undo, told[-1].can_redo) == (False, True)
    assert post(county) == ""
    tools.writer.undo()
    settle(qtbot, tools)
    assert told[-1].sentence == "没有可以撤销的操作。"
    tools.writer.redo()
    settle(qtbot, tools)
    assert post(county) == "校长"
    assert (told[-1].can_undo, told[-1].can_redo) == (True, False)


def test_undo_asked_for_while_a_change_is_being_written_undoes_that_change(qtbot, tools, county):
    tools.writer.run(renamed(county, "校长"), "改")
    settle(qtbot, tools)
    under_way, told = threading.Event(), []
    change = renamed(county, "书记")

    def slow(progress):
        under_way.wait(5)
        return change(progress)

    tools.writer.run(slow, "改")
    tools.writer.undo()
    under_way.set()
    settle(qtbot, tools)
    assert post(county) == "校长"
    tools.writer.undo()
    settle(qtbot, tools)
    assert post(county) == ""
    tools.writer.told.connect(told.append)
    tools.writer.undo()
    settle(qtbot, tools)
    assert told[-1].sentence == "没有可以撤销的操作。"


def test_undo_pressed_twice_at_once_undoes_two_changes(qtbot, tools, county):
    for value in ("校长", "书记"):
        tools.writer.run(renamed(county, value), "改")
        settle(qtbot, tools)
    tools.writer.undo()
    tools.writer.undo()
    settle(qtbot, tools)
    assert post(county) == ""
