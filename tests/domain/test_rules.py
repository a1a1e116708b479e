"""Rules as dated data: the table is complete, versions follow the calendar, edits take effect."""

import ast
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.affairs_facts import Affairs
from app.domain.affairs_rules import checks_of
from app.domain.branch_rules import BRANCH_CHECKS, SCHOOL_CHECKS
from app.domain.dates import PartialDate
from app.domain.dev_rules import CASE_CHECKS, FORM_CHECKS, ORG_CHECKS
from app.domain.member_rules import MEMBER_CHECKS
from app.domain.readings import Severity
from app.domain.rule_words import with_params
from app.domain.rules import (
    About,
    DueState,
    Rule,
    RuleBook,
    RuleEdit,
    RuleKind,
    earliest,
    latest,
)
from app.domain.status_rules import STATUS_CHECKS
from app.domain.term_rules import TERM_CHECKS

BOOK = RuleBook.load()
TODAY = date(2024, 6, 15)
ROOT = Path(__file__).resolve().parents[2]
RULE_MODULES = (
    "branch_rules", "term_rules", "status_rules", "member_rules", "due", "dev_law", "dev_rules",
    "dev_entry_rules", "dev_acceptance_rules", "dev_notices", "conversion_rules", "affairs_rules",
    "dues_rules", "transfer_rules", "case_rules", "care_rules",
)  # fmt: skip
REQUIRED = [
    *(f"B1-{number:02d}" for number in range(1, 14)),
    *(f"B3-{number:02d}" for number in range(1, 16)),
    *(f"B10-{number:02d}" for number in (1, 2, 3, 4, 5, 6, 7, 8, 20, 21, 22, 23)),
    *(f"C4-{number:02d}" for number in range(1, 10)),
    *(f"B4-{number:02d}" for number in (*range(1, 17), 20, 30, 31, 40)),
    *(f"B5-{number:02d}" for number in range(1, 9)),
    *(f"B8-{number:02d}" for number in (*range(1, 18), 20, 21, 22)),
    *(f"B9-{number:02d}" for number in range(1, 16)),
    *(f"B11-{number:02d}" for number in (1, 2, 3, 4, 5, 6, 10, 11, 12)),
    *(f"B12-{number:02d}" for number in range(1, 5)),
    *(f"AL-A{number}" for number in (11, 12, 25, 26, 27, 51)),
]
CHECKED = [
    *SCHOOL_CHECKS, *BRANCH_CHECKS, *TERM_CHECKS, *STATUS_CHECKS, *MEMBER_CHECKS,
    *CASE_CHECKS, *ORG_CHECKS, *FORM_CHECKS,
    *(rule_id for checks, _subjects in checks_of(Affairs()) for rule_id in checks),
]  # fmt: skip


def source_of(module):
    return (ROOT / "app" / "domain" / f"{module}.py").read_text("utf-8")


@pytest.mark.parametrize("rule_id", REQUIRED)
def test_every_rule_of_the_specification_has_a_title_a_source_and_an_article(rule_id):
    for rule in BOOK.versions(rule_id):
        assert rule.title
        assert rule.text
        assert rule.source
        assert rule.article


def test_every_check_has_exactly_one_function_and_no_function_lacks_its_rule():
    checks = {rule.id for rule in BOOK.rules if rule.kind is RuleKind.CHECK}
    assert len(set(CHECKED)) == len(CHECKED)
    assert sorted(CHECKED) == sorted(checks)


def test_rules_whose_article_says_generally_do_not_block():
    blocking = {rule.id for rule in BOOK.rules if rule.severity is Severity.BLOCK}
    assert blocking == {
        "B1-08", "B3-11", "B10-05", "B10-23", "C4-01", "C4-03",
        "B4-01", "B4-02", "B4-05", "B4-07", "B4-08", "B4-09", "B4-10", "B4-12", "B4-13-2",
        "B4-15", "B5-03", "B5-05", "B5-06",
        "B6-01", "B6-02", "B6-03", "B6-04", "B6-05", "B6-06", "B6-08",
        "B8-06", "B8-11", "B9-11", "B11-01", "B11-03", "B11-04", "B11-10",
    }  # fmt: skip


def test_no_number_of_a_rule_is_written_in_code():
    for module in RULE_MODULES:
        numbers = [
            node.value
            for node in ast.walk(ast.parse(source_of(module)))
            if isinstance(node, ast.Constant)
            and isinstance(node.value, int | float)
            and not isinstance(node.value, bool)
        ]
        # 1 and 2 only as positions in a tuple: the last term, the one before it.
        assert set(numbers) <= {1, 2}, module


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_every_parameter_is_used_by_the_code_or_said_in_the_text(rule):
    code = "".join(source_of(module) for module in RULE_MODULES)
    code += "".join(map(source_of, ("idcards", "votes", "dues", "backup_keeping")))
    code += (ROOT / "app" / "services" / "rules.py").read_text("utf-8")
    spoken = " ".join([rule.text, *rule.variants.values()])
    is_table = rule.kind is RuleKind.DEFINITION
    for name, value in rule.params.items():
        in_code = re.search(rf'[("]{name}"', code) or re.search(rf'_{name.split("_")[-1]}"', code)
        listed = is_table and not isinstance(value, int)
        assert in_code or f"{{{name}}}" in spoken or listed, name


def test_a_rule_is_in_force_from_its_first_day_to_its_last():
    rule = replace(
        BOOK.versions("B1-03")[0],
        effective_from=date(2018, 10, 28),
        effective_to=date(2024, 6, 14),
    )
    assert not rule.holds_on(date(2018, 10, 27))
    assert rule.holds_on(date(2018, 10, 28))
    assert rule.holds_on(date(2024, 6, 14))
    assert not rule.holds_on(date(2024, 6, 15))


def test_the_branch_regulation_is_in_force_since_2018_10_28_by_its_article_37():
    assert BOOK.rule("B1-01", date(2018, 10, 27)) is None
    assert BOOK.rule("B1-01", date(2018, 10, 28)).effective_from == date(2018, 10, 28)


def test_a_day_before_a_rule_came_into_force_is_judged_as_information_only():
    assert BOOK.applied("B1-01", date(2010, 12, 31)).severity is Severity.INFO
    assert BOOK.applied("B1-08", date(2010, 12, 31)).severity is Severity.INFO
    assert BOOK.applied("B1-08", TODAY).severity is Severity.BLOCK


def test_a_repealed_rule_finds_nothing_more():
    old = replace(BOOK.versions("B1-03")[0], effective_to=date(2020, 1, 1))
    assert RuleBook((old,)).applied("B1-03", date(2020, 1, 1)) == old
    assert RuleBook((old,)).applied("B1-03", date(2020, 1, 2)) is None


def test_the_newest_version_in_force_wins_and_the_older_one_judges_older_days():
    old = BOOK.versions("B1-03")[0]
    new = replace(old, effective_from=date(2024, 1, 1), params={"max": 4})
    book = RuleBook((new, old))
    assert book.rule("B1-03", date(2023, 12, 31)).number("max") == 5
    assert book.rule("B1-03", date(2024, 1, 1)).number("max") == 4


def test_an_unknown_rule_is_a_bug():
    with pytest.raises(KeyError):
        BOOK.rule("B99-01", TODAY)


def test_an_edit_of_the_same_version_replaces_only_what_it_names():
    first = BOOK.versions("B1-05")[0]
    edit = RuleEdit("B1-05", first.effective_from, params='{"months": 6}')
    changed = BOOK.with_edits([edit]).versions("B1-05")
    assert len(changed) == 1
    assert (changed[0].number("months"), changed[0].number("min")) == (6, 3)
    assert (changed[0].text, changed[0].severity) == (first.text, first.severity)


def test_an_edit_from_a_later_day_is_a_further_version():
    edit = RuleEdit("B1-03", date(2024, 1, 1), severity="INFO", params='{"max": 3}')
    book = BOOK.with_edits([edit])
    assert book.rule("B1-03", date(2023, 12, 31)).number("max") == 5
    assert book.rule("B1-03", date(2024, 1, 1)).number("max") == 3
    assert book.rule("B1-03", date(2024, 1, 1)).severity is Severity.INFO


def test_the_bureau_can_switch_a_rule_off():
    first = BOOK.versions("B1-10")[0]
    book = BOOK.with_edits([RuleEdit("B1-10", first.effective_from, enabled=False)])
    assert book.applied("B1-10", TODAY) is None
    assert BOOK.applied("B1-10", TODAY) is not None


def test_an_edit_of_a_rule_this_program_does_not_know_is_left_out():
    assert BOOK.with_edits([RuleEdit("B99-01")]) == BOOK


@pytest.mark.parametrize(
    "params",
    ['{"max": "五"}', '{"max": -1}', '{"max": true}', '{"most": 5}', "{", '{"max": [5]}'],
)
def test_parameters_of_the_wrong_kind_are_refused(params):
    with pytest.raises(ValueError, match=r"."):
        BOOK.with_edits([RuleEdit("B1-03", date(2018, 10, 28), params=params)])


def test_days_lists_and_words_survive_the_way_through_json():
    for rule_id in ("B5-07", "C4-02", "B1-08", "B2-06"):
        rule = BOOK.versions(rule_id)[0]
        edit = RuleEdit(rule_id, rule.effective_from, params=with_params(rule, {}))
        assert BOOK.with_edits([edit]).versions(rule_id)[0].params == rule.params


def test_a_parameter_is_asked_for_in_its_own_kind():
    rule = BOOK.versions("B1-08")[0]
    for ask in (rule.number, rule.day, rule.word):
        with pytest.raises(TypeError):
            ask("kinds")
    with pytest.raises(TypeError):
        rule.labels("kinds")


def test_a_finding_carries_sentence_source_and_article():
    rule = BOOK.versions("B1-03")[0]
    found = rule.finding(
        About("o", "org_unit", "o"), DueState.OVERDUE, name="一校联合支部", units=6
    )
    assert found.text == "一校联合支部覆盖6个单位，一般不超过5个"
    assert "支部工作条例" in found.source
    assert found.article == "第五条第三款"


def test_a_date_known_to_the_month_can_mean_its_first_and_its_last_day():
    month = PartialDate.of("2024-02")
    assert (earliest(month), latest(month)) == (date(2024, 2, 1), date(2024, 2, 29))
    assert earliest(PartialDate(None, raw="约1985年")) is None
    assert latest(None) is None


@given(st.dates(), st.sampled_from(BOOK.ids()))
def test_every_day_gets_at_most_one_version_and_it_is_in_force(on, rule_id):
    rule = BOOK.rule(rule_id, on)
    assert rule is None or rule.holds_on(on)
    assert isinstance(BOOK.applied(rule_id, on), Rule | None)


@pytest.mark.parametrize(
    ("rule_id", "params"),
    [
        ("B8-13", {"grace_day": 32}),
        ("B8-13", {"grace_day": 0}),
        ("B8-15", {"month": 13}),
        ("B8-15", {"month": 0}),
        ("AL-A51", {"day": 0}),
        ("B4-06", {"months": 0}),
    ],
)
def test_a_number_that_is_no_day_no_month_or_no_span_is_refused(rule_id, params):
    with pytest.raises(ValueError, match=r"\d"):
        RuleBook.load().with_edits([RuleEdit(rule_id, params=json.dumps(params))])


def test_a_day_that_a_month_does_not_have_is_its_last():
    edit = RuleEdit("AL-A51", params='{"month": 2, "day": 31}')
    rule = RuleBook.load().with_edits([edit]).versions("AL-A51")[0]
    assert rule.yearly_day(2024) == date(2024, 2, 29)
    assert rule.yearly_day(2023) == date(2023, 2, 28)
