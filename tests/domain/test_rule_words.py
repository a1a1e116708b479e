"""Rules in words: every number has its unit, what is typed is read back, a loosening is seen."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest

from app.domain.readings import Severity
from app.domain.rule_words import (
    ParamKind,
    chapter_of,
    differences,
    loosened,
    params_of,
    params_text,
    read_param,
    says_the_same,
    sentence_of,
    stored_text,
    whole_edit,
    with_params,
)
from app.domain.rules import RuleBook

BOOK = RuleBook.load()


def rule(rule_id):
    return BOOK.versions(rule_id)[-1]


def param(rule_id, key):
    return next(each for each in params_of(rule(rule_id)) if each.key == key)


@pytest.mark.parametrize("shipped", BOOK.rules, ids=lambda each: each.id)
def test_every_rule_is_told_without_a_latin_word(shipped):
    told = [chapter_of(shipped.id), params_text(shipped), sentence_of(shipped)]
    assert not re.search(r"[A-Za-z_{]", " ".join(told).replace("PDF", ""))


@pytest.mark.parametrize("shipped", BOOK.rules, ids=lambda each: each.id)
def test_what_is_shown_for_typing_reads_as_what_it_is(shipped):
    for each in params_of(shipped):
        if each.kind is not ParamKind.FIXED:
            assert read_param(each, each.typed) == each.value


@pytest.mark.parametrize("shipped", BOOK.rules, ids=lambda each: each.id)
def test_a_whole_edit_says_all_that_the_rule_says(shipped):
    again = RuleBook((shipped,)).with_edits([whole_edit(shipped)]).rules[0]
    assert says_the_same(again, shipped)
    assert dict(again.params) == dict(shipped.params)


def test_numbers_have_units_and_codes_have_words():
    assert params_text(rule("B1-05")).startswith(
        "正式党员不足 3名；持续满 3个月；党组织类型 党支部"
    )
    assert params_text(rule("B8-01")).endswith("交纳比例（再高的） 2%")
    assert param("B6-01", "is_more").shown == "是"


def test_a_list_is_typed_in_words_and_a_wrong_word_is_refused():
    kinds = param("B1-04", "kinds")
    assert read_param(kinds, "党支部；联合党支部") == ("BRANCH", "JOINT")
    assert read_param(kinds, "党支部、联合党支部") == ("BRANCH", "JOINT")
    with pytest.raises(KeyError):
        read_param(kinds, "党支布")


def test_a_word_that_holds_the_mark_between_words_is_one_word():
    excluded = param("B6-03", "categories")
    assert read_param(excluded, "年老体弱卧床、长年生病不能自理") == ("BEDRIDDEN",)


@pytest.mark.parametrize(
    ("rule_id", "key", "typed"),
    [("B1-05", "months", "三"), ("B1-05", "months", ""), ("B8-01", "rates.3000", "半"),
     ("B5-07", "first_day", "1969")],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(rule_id, key, typed):
    with pytest.raises((ValueError, KeyError)):
        read_param(param(rule_id, key), typed)


def test_one_entry_of_a_table_of_values_is_set_and_the_others_stay():
    found = json.loads(with_params(rule("B8-01"), {"rates.3000": "0.6"}))
    assert found["rates"] == {"3000": "0.6", "5000": "1", "10000": "1.5", "more": "2"}


def test_differences_name_what_was_and_what_will_be():
    old = rule("B1-04")
    new = replace(old, params={**old.params, "max": 60}, severity=Severity.INFO)
    told = [(each.label, each.before, each.after) for each in differences(old, new)]
    assert told[0] == ("党员最多", "50名", "60名")
    assert told[1][0] == "严格程度"
    assert len(told) == 2


def test_only_a_later_beginning_is_the_same_rule():
    old = rule("B1-04")
    assert says_the_same(old, replace(old, effective_from=date(2030, 1, 1)))
    assert not says_the_same(old, replace(old, enabled=False))


def test_a_statutory_bar_that_is_weakened_is_seen():
    bar, warning = rule("B4-05"), rule("B1-04")
    assert not loosened(bar, bar)
    assert loosened(bar, replace(bar, severity=Severity.WARN))
    assert loosened(bar, replace(bar, enabled=False))
    assert loosened(bar, replace(bar, params={**bar.params, "months": 6}))
    assert not loosened(warning, replace(warning, enabled=False))


def test_an_empty_list_is_refused_where_the_rule_works_by_it_and_nothing_stands_in_it_twice():
    for typed in ("", " ；、 "):
        with pytest.raises((ValueError, KeyError)):
            read_param(param("B1-04", "kinds"), typed)
        assert read_param(param("B6-03", "categories"), typed.strip(" ；、")) == ()
    assert read_param(param("B1-04", "kinds"), "党支部；党支部") == ("BRANCH",)


@pytest.mark.parametrize("rule_id", ["C4-01", "C4-08", "C4-09"])
def test_what_the_form_of_a_number_is_bound_to_is_shown_and_not_set(rule_id):
    kinds = {each.kind for each in params_of(rule(rule_id))}
    assert kinds == {ParamKind.FIXED}
    assert "18位" in params_text(rule("C4-01"))


def test_a_stored_version_is_told_in_words():
    text = stored_text("B5-05", "params", '{"least_months": 3}')
    assert "最少 3个月" in text
    assert stored_text("B1-04", "text", "{name}超过{max}名") == "…超过50名"
    assert stored_text("X9-99", "params", "{}") == "{}"
    assert stored_text("B5-05", "params", "spoilt") == "spoilt"
