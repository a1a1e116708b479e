"""入党志愿书: numbers, four states, the account of a year (B4-15)."""

from dataclasses import replace

import pytest

from app.base.errors import Barred, UserError
from app.domain.dev_entry import FormDraft
from app.domain.kinds import FormState
from app.services import application_forms, rules
from app.services.overrides import Override
from app.store import records
from tests.services import dev_people
from tests.services.dev_people import TODAY, on, step, walk


@pytest.fixture
def school(ledger):
    return dev_people.entered(ledger)


def forms(school):
    with school.ledger.reading() as tx:
        return records.find(tx, "application_form")


def issue(school, form_no="黔2023-0001", year=2023, number=3, **more):
    draft = FormDraft(form_no, year, school.committee, on(f"{year}-03-01"), "县委组织部", "李文书")
    return application_forms.issue(school.ledger, replace(draft, **more), number)


def test_a_run_of_forms_is_numbered_on(school):
    issue(school, "黔2023-0009")
    assert [form["form_no"] for form in forms(school)] == [
        "黔2023-0009", "黔2023-0010", "黔2023-0011",
    ]  # fmt: skip
    assert {form["state"] for form in forms(school)} == {"IN_USE"}


def test_b4_15_a_number_is_there_once_in_a_year(school):
    issue(school)
    with pytest.raises(Barred, match="不能重复"):
        issue(school, "黔2023-0003", number=1)
    issue(school, "黔2023-0003", 2024, 1)
    assert len(forms(school)) == 4


@pytest.mark.parametrize(("form_no", "number"), [("", 1), ("1", 0), ("1", 501)])
def test_forms_need_a_number_and_a_sensible_run(school, form_no, number):
    with pytest.raises(UserError, match="本数"):
        issue(school, form_no, number=number)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"state": "LOST"}, "遗失"),
        ({"state": "SPOILED"}, "损毁作废"),
        ({"form_year": 2022}, "跨年"),
    ],
)
def test_b4_15_a_form_lost_spoiled_or_of_another_year_is_used_only_by_an_override(
    school, change, told
):
    case = walk(school, "pre_review_on")
    issued = issue(school, "5200123", number=1).ids[0]
    with school.ledger.writing("改") as tx:
        records.change(tx, "application_form", issued, change)
    with pytest.raises(Barred, match=told):
        step(school, case, "form_filled_on")
    step(school, case, "form_filled_on", Override("组织部门同意续用", "清组函〔2023〕8号"))
    with school.ledger.reading() as tx:
        (override,) = records.find(tx, "rule_override")
        assert (override["rule_id"], override["doc_no"]) == ("B4-15", "清组函〔2023〕8号")
        assert records.get(tx, "dev_case", case)["form_id"] == issued


def test_b4_15_the_account_of_a_year_says_what_became_of_every_form(school):
    ids = issue(school, "5200123").ids
    walk(school, "committee_approved_on")
    application_forms.change_state(school.ledger, ids[1], FormState.SPOILED, "填写错误")
    found = application_forms.account(school.ledger, 2023)
    assert found.states == {"IN_USE": 2, "LOST": 0, "SPOILED": 1, "RETURNED": 0}
    assert (found.issued, found.used, found.accepted, found.is_balanced) == (3, 1, 1, True)
    late = [one for one in rules.due(school.ledger, TODAY) if one.rule_id == "B4-15-2"]
    assert late == []


def test_b4_15_an_account_that_does_not_balance_is_on_the_due_list(school):
    issue(school, "5200123")
    walk(school, "form_filled_on")
    found = application_forms.account(school.ledger, 2023)
    assert (found.used, found.accepted, found.is_balanced) == (1, 0, False)
    (late,) = [one for one in rules.due(school.ledger, TODAY) if one.rule_id == "B4-15-2"]
    assert "正常使用1本，当年接收预备党员0名" in late.text


def test_a_spoiled_form_leaves_its_person_without_one_until_the_meeting(school):
    case = walk(school, "form_filled_on")
    application_forms.change_state(school.ledger, forms(school)[0]["id"], FormState.SPOILED)
    with school.ledger.reading() as tx:
        row = records.get(tx, "dev_case", case)
    assert (row["form_id"], row["form_filled_on"]) == (None, None)
    step(school, case, "form_filled_on", form_no="5200124")
