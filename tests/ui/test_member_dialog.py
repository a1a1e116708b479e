"""The window in which a member is added or edited."""

import pytest

from app.domain.members import DRAFT_FIELDS
from app.services import members
from app.ui.member_dialog import MemberDialog, read_form
from tests.ui.workplace import gone, settle


@pytest.fixture
def opened(qtbot, tools, county):
    def build(person="", org=None):
        window = MemberDialog(read_form(county.ledger, person, org), tools)
        window.show()
        return window

    return build


def put(window, **texts):
    for name, text in texts.items():
        window.form.field(name).setText(text)
    window.form.edited.emit()


def shown(window, name):
    return window.form.field(name).accessibleDescription()


def test_saving_without_a_change_writes_nothing(qtbot, opened, county, tools):
    window = opened(county.zhang)
    before = members.card(county.ledger, county.zhang)
    window.save()
    gone(qtbot, window)
    settle(qtbot, tools)
    after = members.card(county.ledger, county.zhang)
    assert after.draft == before.draft
    assert len(after.history) == len(before.history)


def test_every_field_of_the_draft_survives_the_form(opened, county):
    window = opened(county.shan)
    draft = members.card(county.ledger, county.shan).draft
    assert window.values() == {name: getattr(draft, name) for name in DRAFT_FIELDS}


def test_birthday_and_sex_come_from_the_id_number_but_never_replace_what_is_there(
    qtbot, opened, tools
):
    window = opened()
    put(window, id_no="52999919750615001X")
    window.on_left("id_no")
    assert str(window.values()["birth_on"]) == "1975-06-15"
    assert window.values()["gender"] == "1"
    put(window, id_no="529999199002020022")
    window.on_left("id_no")
    assert str(window.values()["birth_on"]) == "1975-06-15"
    settle(qtbot, tools)


def test_what_is_doubtful_stands_beside_its_field(opened, county):
    window = opened(county.zhang)
    put(window, id_no="52999919750615001X", birth_on="1980-01-01")
    assert "校验位" in shown(window, "id_no")
    assert "1980-01-01" in shown(window, "birth_on")
    put(window, id_check_override="证件如此")
    assert shown(window, "id_no") == ""


def test_the_branch_chosen_above_the_list_is_filled_in(opened, county):
    window = opened(org=county.second)
    assert window.form.field("org_id").currentText() == "第二小学联合党支部"


def test_a_number_that_somebody_has_leads_to_his_card(qtbot, opened, tools, county, said):
    window = opened()
    asked = []
    window.existing_requested.connect(asked.append)
    said.answers.append("打开已有的卡片")
    put(window, name="张某", id_no="529999197506150018")
    window.on_left("id_no")
    settle(qtbot, tools)
    assert said.texts == ["张永杰已经登记了这个身份证号。"]
    assert asked == [county.zhang]


def test_one_can_go_on_and_is_asked_again_before_saving(qtbot, opened, tools, county, said):
    window = opened()
    said.answers += ["继续填写", "继续编辑"]
    put(window, name="张某", id_no="529999197506150018")
    window.on_left("id_no")
    settle(qtbot, tools)
    assert "张永杰" in window.more_problems()["id_no"]
    window.save()
    settle(qtbot, tools)
    assert len(members.rows(county.ledger)) == 3
    said.answers.append("仍然保存")
    window.save()
    gone(qtbot, window)
    assert len(members.rows(county.ledger)) == 4


def test_the_status_of_a_member_is_not_typed_but_changed_in_its_own_window(opened, county):
    assert "status" not in opened(county.zhang).draft_form.names
    assert "status" in opened().draft_form.names


def test_an_old_number_is_lengthened_and_its_text_kept(qtbot, opened, tools, county):
    window = opened()
    put(window, name="老同志", id_no="529999750615001")
    window.form.field("id_no").tidy()
    window.save()
    gone(qtbot, window)
    person = next(row.id for row in members.rows(county.ledger) if row.name == "老同志")
    draft = members.card(county.ledger, person).draft
    assert (draft.id_no, draft.id_no_raw) == ("529999197506150018", "529999750615001")
