"""What the windows of the page 支部 edit, and how it is saved."""

from dataclasses import replace

import pytest

from app.base.progress import Silent
from app.domain.branches import PostDraft
from app.domain.dates import PartialDate
from app.domain.members import StatusChange
from app.services import branches, members
from app.ui import branch_forms
from app.ui.branch_forms import open_source
from tests.ui.workplace import gone


@pytest.fixture
def saved(qtbot, tools, county):
    """Open the window of a source, put values, save, and return what the ledger holds then."""

    def save(source, **values):
        window = open_source(source, tools, None)
        window.show()
        for name, value in values.items():
            window.form.field(name).set_value(value)
        window.save()
        gone(qtbot, window)
        return branches.card(county.ledger, county.second)

    return save


def test_a_branch_is_added_below_the_committee(saved, county):
    source = branch_forms.branch_source(county.ledger, parent_id=county.committee)
    saved(source, full_name="第三小学党支部", founded_on=PartialDate.of("2010-05"))
    row = next(row for row in branches.rows(county.ledger) if row.name == "第三小学党支部")
    assert (row.parent_id, row.founded_on, row.kind) == (county.committee, "2010-05", "BRANCH")


def test_a_branch_is_edited_and_its_other_fields_stay(saved, county):
    before = branches.branch_draft(county.ledger, county.second)
    card = saved(branch_forms.branch_source(county.ledger, county.second), short_name="二小联合")
    assert card.draft.short_name == "二小联合"
    assert card.draft.kind == before.kind
    assert card.draft.display_order == before.display_order


def test_terms_count_on_and_may_end_in_the_future(saved, county):
    dates = {"start_on": PartialDate.of("2009-05-01"), "end_on": PartialDate.of("2012-04-30")}
    saved(branch_forms.term_source(county.ledger, county.second), **dates)
    source = branch_forms.term_source(county.ledger, county.second)
    assert source.values["term_no"] == 2
    card = branches.card(county.ledger, county.second)
    again = branch_forms.term_source(county.ledger, county.second, card.terms[0].id)
    assert saved(again, extended_to=PartialDate.of("2013-01-01")).row.term_to == "2013-01-01"


def test_a_post_is_given_to_a_member_of_the_branch(saved, county):
    source = branch_forms.post_source(county.ledger, county.second)
    assert [choice.code for choice in source.choices["person"]] == [county.shan]
    card = saved(source, person_id=county.shan, post="SECRETARY")
    assert card.row.secretary == "单明"
    ended = branch_forms.post_source(county.ledger, county.second, card.posts[0].id)
    since, until = PartialDate.of("2009-01-01"), PartialDate.of("2010-01-01")
    assert saved(ended, from_on=since, to_on=until).row.secretary == ""


def test_a_school_is_covered_and_the_cover_ended(saved, county):
    card = saved(branch_forms.cover_source(county.ledger, county.second), school_id=county.point)
    assert card.row.units == ("坡上教学点",)
    source = branch_forms.end_cover_source(county.ledger, card.covers[0].id)
    assert saved(source, to_on=PartialDate.of("2010-01-01")).row.units == ()


def test_a_school_is_added(saved, county):
    saved(branch_forms.unit_source(county.ledger), name="新桥小学", kind="PRIMARY", headcount=12)
    unit = next(unit for unit in branches.units(county.ledger) if unit.name == "新桥小学")
    again = branch_forms.unit_source(county.ledger, unit.id)
    assert again.values["headcount"] == 12


def test_who_left_is_still_named_and_never_shown_as_a_key(qtbot, tools, county):
    ledger = county.ledger
    unit = branches.units(ledger)[0].id
    draft = replace(branches.unit_draft(ledger, unit), principal_id=county.zhang)
    branches.edit_unit(ledger, unit, draft)
    branches.add_post(
        ledger, PostDraft(person_id=county.zhang, org_id=county.first, post="SECRETARY")
    )
    post = branches.card(ledger, county.first).posts[0].id
    died = StatusChange(status="DECEASED", happened_on=PartialDate.of("2010-12-01"))
    members.change_status(ledger, [county.zhang], died)
    for source, name in (
        (branch_forms.unit_source(ledger, unit), "principal_id"),
        (branch_forms.post_source(ledger, county.first, post), "person_id"),
    ):
        window = open_source(source, tools, None)
        qtbot.addWidget(window)
        box = window.form.field(name)
        assert box.currentText() == "张永杰"
        assert box.value() == county.zhang
        box.set_text("01a210a2-4072-779d-bdc9-f1fa5cba49b1")
        assert "01a210a2" not in box.currentText()


def test_an_end_before_its_start_is_told_beside_the_field(qtbot, tools, county):
    window = open_source(branch_forms.term_source(county.ledger, county.second), tools, None)
    window.show()
    window.form.field("start_on").set_value(PartialDate.of("2012-01-01"))
    window.form.field("end_on").set_value(PartialDate.of("2010-01-01"))
    window.save()
    assert window.isVisible()
    assert "早于" in window.form.field("end_on").accessibleDescription()
    window.form.mark_clean()


def test_an_empty_branch_is_dissolved_on_a_day(saved, county):
    branches.add(county.ledger, branches.BranchDraft(full_name="空支部"))
    empty = next(row.id for row in branches.rows(county.ledger) if row.name == "空支部")
    source = branch_forms.dissolve_source(county.ledger, empty, "空支部")
    saved(source, dissolved_on=PartialDate.of("2010-06-01"))
    assert "空支部" not in [row.name for row in branches.rows(county.ledger)]


def test_the_work_of_a_source_can_run_without_a_window(county):
    source = branch_forms.unit_source(county.ledger)
    outcome = source.save({**source.values, "name": "木瓜小学"})(Silent())
    assert "木瓜小学" in outcome.sentence
