"""The bureau's changes of the rules: dated, with a reason, undone, taken back."""

from dataclasses import replace
from datetime import date

import pytest

from app.base.errors import UserError
from app.domain.rule_words import whole_edit, with_params
from app.domain.rules import RuleEdit
from app.services import batch_details, batches, record_book, rule_versions, rules
from app.services.ledger import Ledger
from app.services.record_history import history_of
from app.store import records

TODAY = date(2024, 6, 15)
WHY = "县教党〔2024〕5号"


@pytest.fixture
def clock():
    return [TODAY]


@pytest.fixture
def ledger(tmp_path, clock):
    opened = Ledger.open(tmp_path / "ledger.sqlite", author="李文书", today=lambda: clock[0])
    yield opened
    opened.close()


def stand(ledger, rule_id="B1-03", on=None):
    return next(
        each for each in rule_versions.stands(ledger, on or ledger.today()) if each.id == rule_id
    )


def change(ledger, most, start=TODAY, **more):
    rule = stand(ledger).rule
    return replace(
        whole_edit(rule), effective_from=start, params=with_params(rule, {"max": most}),
        reason=WHY, **more,
    )  # fmt: skip


def crowded(ledger, schools=6):
    with ledger.writing("录入") as tx:
        org = records.add(tx, "org_unit", {"full_name": "坡上联合支部", "kind": "JOINT"})
        for number in range(schools):
            school = records.add(tx, "school_unit", {"name": f"第{number}小学", "kind": "PRIMARY"})
            records.add(tx, "org_cover", {"org_id": org, "school_id": school})


def is_due(ledger, on):
    return "B1-03" in {one.rule_id for one in rules.due(ledger, on)}


def test_nothing_is_changed_in_a_new_ledger(ledger):
    assert not any(
        each.is_changed or each.is_bureaus for each in rule_versions.stands(ledger, TODAY)
    )


def test_a_new_version_holds_from_its_day_and_the_old_one_before(ledger):
    crowded(ledger)
    assert is_due(ledger, TODAY)
    outcome = rule_versions.revise(ledger, change(ledger, 8))
    assert "rule_def" in outcome.changes.tables
    assert not is_due(ledger, TODAY)
    assert is_due(ledger, date(2024, 6, 14))
    found = stand(ledger)
    assert (found.is_changed, found.rule.number("max"), found.rule.reason) == (True, 8, WHY)
    assert found.shipped.number("max") == 5


def test_an_undone_change_is_gone_at_once(ledger):
    crowded(ledger)
    batches.undo(ledger, rule_versions.revise(ledger, change(ledger, 8)).batch)
    assert is_due(ledger, TODAY)
    assert not stand(ledger).is_bureaus


def test_a_version_with_an_end_gives_way_to_what_held_before(ledger):
    rule_versions.revise(ledger, change(ledger, 8, effective_to=date(2024, 12, 31)))
    assert stand(ledger, on=date(2024, 12, 31)).rule.number("max") == 8
    assert stand(ledger, on=date(2025, 1, 1)).rule.number("max") == 5


def test_what_was_written_today_can_be_corrected_today(ledger):
    rule_versions.revise(ledger, change(ledger, 8))
    rule_versions.revise(ledger, change(ledger, 9))
    assert stand(ledger).rule.number("max") == 9
    assert len(stand(ledger).versions) == 2


def test_what_was_in_use_yesterday_is_not_written_over(ledger, clock):
    rule_versions.revise(ledger, change(ledger, 8))
    clock[0] = date(2024, 6, 16)
    with pytest.raises(UserError, match="已经用过"):
        rule_versions.revise(ledger, change(ledger, 9, TODAY))
    rule_versions.revise(ledger, change(ledger, 9, clock[0]))
    assert stand(ledger, on=TODAY).rule.number("max") == 8
    assert stand(ledger).rule.number("max") == 9


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [({"reason": " "}, "为什么"), ({"effective_from": None}, "从哪天起"),
     ({"effective_from": date(2018, 10, 28)}, "已经用过"),
     ({"effective_from": date(2010, 1, 1)}, "才有规定")],
)  # fmt: skip
def test_a_change_without_a_reason_or_a_usable_day_is_refused(ledger, spoilt, said):
    with pytest.raises(UserError, match=said):
        rule_versions.revise(ledger, replace(change(ledger, 8), **spoilt))
    assert not stand(ledger).is_bureaus


def test_a_number_beyond_measure_is_refused_before_it_is_asked_about(ledger):
    with pytest.raises(UserError, match="填写有误"):
        rule_versions.revised(stand(ledger), change(ledger, 99999))
    assert rule_versions.revised(stand(ledger), change(ledger, 8)).number("max") == 8


def test_the_shipped_rule_holds_again_from_today_and_the_past_stays(ledger, clock):
    rule_versions.revise(ledger, change(ledger, 8))
    clock[0] = date(2024, 7, 1)
    rule_versions.revise(ledger, change(ledger, 12, date(2025, 1, 1)))
    outcome = rule_versions.restore(ledger, "B1-03", "文件已废止")
    assert stand(ledger, on=TODAY).rule.number("max") == 8
    for day in (clock[0], date(2025, 6, 1)):
        assert stand(ledger, on=day).rule.number("max") == 5
        assert not stand(ledger, on=day).is_changed
    batches.undo(ledger, outcome.batch)
    assert stand(ledger).rule.number("max") == 8
    assert stand(ledger, on=date(2025, 1, 1)).rule.number("max") == 12


def test_a_rule_that_was_never_changed_cannot_be_restored(ledger):
    with pytest.raises(UserError, match="没有改过"):
        rule_versions.restore(ledger, "B1-03", "")


def test_an_empty_list_is_refused_before_it_is_asked_about_and_by_the_service(ledger):
    found = stand(ledger, "B1-04")
    edit = replace(whole_edit(found.rule), effective_from=TODAY, params='{"kinds": []}', reason=WHY)
    for refuse in (
        lambda: rule_versions.revised(found, edit),
        lambda: rule_versions.revise(ledger, edit),
    ):
        with pytest.raises(UserError, match="填写有误"):
            refuse()


def test_the_history_of_a_change_says_its_numbers_in_words(ledger):
    rule_versions.revise(ledger, change(ledger, 7))
    outcome = rule_versions.revise(ledger, change(ledger, 8))
    told = [
        change
        for record in batch_details.details(ledger, outcome.batch)
        for change in record.changes
    ]
    assert ("参数", "覆盖单位最多 7个", "覆盖单位最多 8个") in told
    first = history_of(ledger, outcome.ids)[-1]
    assert "{" not in "".join(text for change in first.changes for text in change)


def test_the_record_of_a_change_is_named_and_told_in_words(ledger):
    record = rule_versions.revise(ledger, change(ledger, 7)).ids[0]
    card = record_book.card(ledger, "rule_def", record)
    assert card.row.shown["params"] == "覆盖单位最多 7个"
    assert "{" not in "".join(card.row.shown.values())
    bare = rules.edit(ledger, RuleEdit("B1-04", TODAY, reason=WHY)).ids[0]
    assert record_book.card(ledger, "rule_def", bare).row.summary == "党支部党员过多"
