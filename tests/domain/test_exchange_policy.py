"""Who decides what: the data name real tables and columns, and ranks follow the policy."""

import tomllib

import pytest

from app.base.resources import resource
from app.domain.exchange_policy import (
    DECIDES,
    PROPOSES,
    WRITES,
    Policy,
    for_everyone,
    is_bureaus,
    policy_of,
    standing,
)
from app.domain.fields import tables
from app.domain.nodes import Role


def test_every_name_in_the_data_is_a_table_or_a_column():
    for names in tomllib.loads(resource("exchange.toml").read_text("utf-8")).values():
        for name in names:
            table, _, column = name.partition(".")
            assert table in tables()
            assert not column or column in tables()[table].fields


def test_a_column_may_differ_from_its_table():
    assert policy_of("assessment_score", "check_score") is Policy.BUREAU
    assert policy_of("assessment_score", "self_score") is Policy.BRANCH
    assert policy_of("attendance", "status") is Policy.BRANCH
    assert is_bureaus("org_unit")
    assert "calendar_day" in for_everyone()


@pytest.mark.parametrize(
    ("role", "policy", "is_owner", "rank"),
    [
        (Role.BUREAU, Policy.BRANCH, False, WRITES),
        (Role.BUREAU, Policy.BUREAU, False, WRITES),
        (Role.SCHOOL, Policy.BUREAU, True, PROPOSES),
        (Role.SCHOOL, Policy.BRANCH, True, DECIDES),
        (Role.SCHOOL, Policy.NEWEST, True, WRITES),
        (Role.SCHOOL, Policy.BRANCH, False, PROPOSES),
    ],
)
def test_the_rank_of_an_author(role, policy, is_owner, rank):
    assert standing(role, policy, is_owner=is_owner) == rank
