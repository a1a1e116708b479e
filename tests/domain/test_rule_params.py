"""What the bureau may set in a rule, and what would make no sense."""

import json

import pytest

from app.domain.rule_params import edited_params
from app.domain.rules import RuleBook

BOOK = RuleBook.load()


def edited(rule_id, **params):
    rule = BOOK.versions(rule_id)[-1]
    return edited_params(rule.params, json.dumps(params), rule.optional)


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_what_is_shipped_may_be_set(rule):
    text = json.dumps(dict(rule.params), default=str)
    assert edited_params(rule.params, text, rule.optional) == dict(rule.params)


@pytest.mark.parametrize("rule_id", ["B1-08", "B4-09", "B4-12", "C4-02", "F-01"])
def test_a_list_by_which_a_rule_works_may_not_be_empty(rule_id):
    rule = BOOK.versions(rule_id)[-1]
    name = next(name for name, value in rule.params.items() if isinstance(value, tuple))
    with pytest.raises(ValueError, match=name):
        edited(rule_id, **{name: []})


@pytest.mark.parametrize(
    ("rule_id", "name"),
    [("B6-03", "categories"), ("B3-05", "long_kinds"), ("B3-09", "approved_posts")],
)
def test_a_list_of_exceptions_may_be_empty(rule_id, name):
    assert edited(rule_id, **{name: []})[name] == ()


@pytest.mark.parametrize(
    ("rule_id", "params"),
    [
        ("B4-07", {"least": 3}),
        ("B5-05", {"least_months": 13}),
        ("B3-02", {"max": 4}),
        ("C4-04", {"oldest": 17}),
        ("B6-06", {"parts": 6}),
        ("B6-02", {"whole": 0}),
        ("B3-13", {"percent": 101}),
        ("B5-07", {"last_day": "1960-01-01"}),
    ],
)
def test_a_least_above_its_most_is_refused(rule_id, params):
    with pytest.raises(ValueError, match=r"\w"):
        edited(rule_id, **params)


@pytest.mark.parametrize("text", ["[]", "x", '{"nothing": 1}', '{"least": "1"}', '{"least": true}'])
def test_what_is_no_table_of_known_values_is_refused(text):
    with pytest.raises(ValueError, match=r"[\w\[]"):
        edited_params(BOOK.versions("B4-07")[-1].params, text)
