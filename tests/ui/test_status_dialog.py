"""The window in which 党籍状态 changes."""

from app.domain.dates import PartialDate
from app.services import members
from app.ui.status_dialog import status_dialog
from tests.ui.workplace import gone, settle


def test_status_and_day_are_required_then_saved_with_an_event(qtbot, tools, county):
    window = status_dialog([county.zhang, county.wu], "2 人", tools)
    window.show()
    window.save()
    assert window.isVisible()
    assert window.form.field("status").accessibleDescription() == "必须改：请选择党籍状态"
    window.form.field("status").set_value("SUSPENDED")
    window.form.field("happened_on").set_value(PartialDate.of("2010-10-01"))
    window.form.field("reason").set_value("失联满六个月")
    window.save()
    gone(qtbot, window)
    settle(qtbot, tools)
    card = members.card(county.ledger, county.zhang)
    assert card.draft.status == "SUSPENDED"
    assert [line.on for line in card.events] == ["2010-10-01"]
