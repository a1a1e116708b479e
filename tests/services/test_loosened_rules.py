"""A rule that the bureau loosens or switches off bars nothing any more; before, it did."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.base.errors import UserError
from app.domain.dates import PartialDate
from app.domain.dues_views import SheetDraft, WaivedDues
from app.domain.members import StatusChange
from app.domain.rules import RuleEdit
from app.services import batches, disposals, dues, dues_book, imports, members, rules
from app.services.disposals import CaseDraft
from tests.services.affairs_county import opened, settled
from tests.services.small_county import member

TODAY = date(2025, 6, 15)
FROM = date(2024, 7, 1)


@pytest.fixture
def place(tmp_path):
    ledger = opened(tmp_path / "ledger.sqlite", TODAY)
    yield settled(ledger)
    ledger.close()


def case(place, **more):
    values = {"person_id": place.zhang, "kind": "CORRECTION", "ground": "长期不参加组织生活",
              "started_on": PartialDate.of("2025-01-10")}  # fmt: skip
    disposals.open_case(place.ledger, CaseDraft(**{**values, **more}))


def long_deadline(place):
    case(place, deadline_on=PartialDate.of("2026-03-01"))


def disposed_twice(place):
    case(place)
    case(place, kind="WARNING")


def small_large_payment(place):
    dues_book.pay_large(place.ledger, place.zhang, Decimal(500), paid_on=TODAY)


def unapproved_waiver(place):
    waived = WaivedDues(due=Decimal(0), reason="本人患重病")
    draft = SheetDraft(person_id=place.zhang, year=2025, category="ON_JOB", base=Decimal(3000))
    dues.enter(place.ledger, [replace(draft, waived=waived)])


def suspended_then_moved(place):
    for status in ("SUSPENDED", "TRANSFERRED"):
        change = StatusChange(status=status, happened_on=PartialDate(TODAY))
        members.change_status(place.ledger, [place.zhang], change)


ACTS = {
    "B11-01": long_deadline,
    "B11-04": disposed_twice,
    "B8-11": small_large_payment,
    "B8-06": unapproved_waiver,
    "B10-05": suspended_then_moved,
}


@pytest.mark.parametrize("loosened", [{"severity": "WARN"}, {"enabled": False}])
@pytest.mark.parametrize("rule_id", ACTS)
def test_an_act_is_barred_until_its_rule_is_loosened(place, rule_id, loosened):
    with pytest.raises(UserError):
        ACTS[rule_id](place)
    undo_all(place)
    rules.edit(place.ledger, RuleEdit(rule_id, FROM, **loosened))
    ACTS[rule_id](place)


def undo_all(place):
    """Take back what the act did before it was refused."""
    for line in batches.recent(place.ledger, 2):
        if not line.is_undone and line.title != "录入":
            batches.undo(place.ledger, line.id)


def test_a_removed_member_is_never_set_back_whatever_the_rule_says(place):
    rules.edit(place.ledger, RuleEdit("B10-05", FROM, enabled=False))
    for status in ("EXPELLED", "NORMAL"):
        change = StatusChange(status=status, happened_on=PartialDate(TODAY))
        if status == "EXPELLED":
            members.change_status(place.ledger, [place.zhang], change)
            continue
        with pytest.raises(UserError, match="第二十四条第四款"):
            members.change_status(place.ledger, [place.zhang], change)


@pytest.mark.parametrize("rule_id", ["C4-01", "C4-03"])
def test_a_wrong_number_is_saved_once_its_rule_only_warns_and_barred_again_after_the_undo(
    county, rule_id
):
    number = {"C4-01": "52999919750615001", "C4-03": "529999200302290013"}[rule_id]
    draft = member("王某", county.first, id_no=number)
    edit = RuleEdit(rule_id, county.ledger.today(), severity="WARN")
    batch = rules.edit(county.ledger, edit).batch
    problems = members.check(draft, members.standard(county.ledger))
    assert {one.severity.value for one in problems if one.code.startswith("id.")} == {"WARN"}
    members.add(county.ledger, draft)
    batches.undo(county.ledger, batch)
    with pytest.raises(UserError, match="GB 11643"):
        members.add(county.ledger, replace(draft, name="李某"))


def test_a_tightened_rule_bars_and_one_switched_off_is_silent(county):
    today = county.ledger.today()
    draft = member("王某", county.first, id_no="529999197506150019")
    rules.edit(county.ledger, RuleEdit("C4-05", today, severity="BLOCK"))
    with pytest.raises(UserError, match="GB 11643"):
        members.add(county.ledger, draft)
    rules.edit(county.ledger, RuleEdit("C4-05", today, enabled=False))
    codes = {one.code for one in members.check(draft, members.standard(county.ledger))}
    assert "id.check_digit" not in codes


def test_an_import_tells_nothing_of_a_rule_that_is_switched_off(county, tmp_path):
    path = tmp_path / "名单.csv"
    path.write_text("姓名,性别,身份证号\n王某,女,529999197506150019\n", "utf-8")

    def codes():
        return {found.problem.code for found in imports.preview(county.ledger, path).problems}

    assert {"id.check_digit", "member.gender_differs_kept"} <= codes()
    for rule_id in ("C4-05", "C4-06"):
        rules.edit(county.ledger, RuleEdit(rule_id, county.ledger.today(), enabled=False))
    assert not {"id.check_digit", "member.gender_differs_kept"} & codes()
