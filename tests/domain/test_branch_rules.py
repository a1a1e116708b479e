"""B1, setting up branches: the edge values of every article of 支部工作条例."""

from datetime import date

import pytest

from app.domain.branch_rules import (
    BRANCH_CHECKS,
    SCHOOL_CHECKS,
    OrgAct,
    about_branch,
    barred_act,
)
from app.domain.dates import PartialDate
from app.domain.facts import BranchFacts, GroupFacts, SchoolFacts, TermFacts
from app.domain.readings import Severity
from app.domain.roster import Life
from app.domain.rules import DueState, RuleBook, RuleEdit

BOOK = RuleBook.load()
TODAY = date(2024, 6, 15)


def school(**more):
    return SchoolFacts(**{"id": "s", "name": "坡上小学", "kind": "PRIMARY", **more})


def branch(**more):
    return BranchFacts(**{"id": "o", "name": "一小支部", "kind": "BRANCH", "full_n": 5, **more})


def check(rule_id, facts, on=TODAY, book=BOOK):
    checks = SCHOOL_CHECKS if rule_id in SCHOOL_CHECKS else BRANCH_CHECKS
    return list(checks[rule_id](book.applied(rule_id, on), facts, on))


@pytest.mark.parametrize(
    ("full", "covered_by", "found"),
    [
        (2, (), 0),
        (3, (), 1),
        (3, ("JOINT",), 1),
        (3, ("TEMP",), 1),
        (3, ("BRANCH",), 0),
        (3, ("JOINT", "BRANCH"), 0),
        (3, ("GENERAL_BRANCH",), 0),
        (3, ("COMMITTEE",), 0),
    ],
)
def test_article_4_1_three_full_members_need_a_branch_of_their_own(full, covered_by, found):
    facts = school(full_n=full, members_n=full, covered_by=covered_by)
    assert len(check("B1-01", facts)) == found


def test_article_4_1_probationary_members_do_not_count():
    assert check("B1-01", school(full_n=2, members_n=9)) == []


@pytest.mark.parametrize(
    ("full", "members", "covered_by", "found"),
    [
        (2, 2, (), 1),
        (2, 2, ("JOINT",), 0),
        (2, 2, ("BRANCH",), 0),
        (3, 3, (), 0),
        (0, 1, (), 1),
        (0, 0, (), 0),
    ],
)
def test_article_5_3_a_small_unit_joins_a_joint_branch(full, members, covered_by, found):
    facts = school(full_n=full, members_n=members, covered_by=covered_by)
    assert len(check("B1-02", facts)) == found


@pytest.mark.parametrize(
    ("kind", "units", "found"), [("JOINT", 5, 0), ("JOINT", 6, 1), ("BRANCH", 6, 0)]
)
def test_article_5_3_a_joint_branch_covers_at_most_five_units(kind, units, found):
    assert len(check("B1-03", branch(kind=kind, units_n=units))) == found


@pytest.mark.parametrize(("full", "probationary", "found"), [(50, 0, 0), (49, 1, 0), (50, 1, 1)])
def test_article_4_2_a_branch_has_at_most_fifty_members_of_both_types(full, probationary, found):
    facts = branch(full_n=full, probationary_n=probationary)
    assert len(check("B1-04", facts)) == found


def lives_of_branch_that_fell_on(day):
    stayed = [Life(org_id="o", status="NORMAL", member_type="FULL", joined_on=date(2000, 1, 1),
                   full_on=date(2001, 1, 1)) for _ in range(2)]  # fmt: skip
    gone = Life(org_id="o", status="DECEASED", member_type="FULL", joined_on=date(2000, 1, 1),
                full_on=date(2001, 1, 1), left_on=day)  # fmt: skip
    return (*stayed, gone)


@pytest.mark.parametrize(
    ("on", "severity", "state"),
    [
        (date(2023, 11, 30), Severity.INFO, DueState.SOON),
        (date(2024, 2, 29), Severity.INFO, DueState.SOON),
        (date(2024, 3, 1), Severity.WARN, DueState.OVERDUE),
    ],
)
def test_article_7_a_branch_below_three_is_a_warning_after_three_months(on, severity, state):
    lives = lives_of_branch_that_fell_on(date(2023, 11, 30))
    (found,) = check("B1-05", branch(full_n=2, lives=lives), on)
    assert (found.severity, found.state) == (severity, state)
    assert found.due_on == date(2024, 2, 29)


def test_article_7_three_full_members_are_enough():
    assert check("B1-05", branch(full_n=3)) == []
    assert check("B1-05", branch(full_n=2, kind="TEMP")) == []


def test_article_7_without_any_record_of_better_days_the_founding_counts():
    (found,) = check("B1-05", branch(full_n=2, founded_on=PartialDate.of("2024-05")))
    assert (found.due_on, found.state) == (date(2024, 8, 31), DueState.SOON)
    (found,) = check("B1-05", branch(full_n=2))
    assert (found.due_on, found.state) == (None, DueState.OVERDUE)


def test_article_7_a_branch_only_applied_for_is_not_yet_too_small():
    assert check("B1-05", branch(full_n=0, applied_on=PartialDate.of("2024-06-01"))) == []


@pytest.mark.parametrize(
    ("on", "state", "severity"),
    [
        (date(2024, 2, 28), DueState.SOON, Severity.INFO),
        (date(2024, 2, 29), DueState.SOON, Severity.INFO),
        (date(2024, 3, 1), DueState.OVERDUE, Severity.WARN),
    ],
)
def test_article_6_1_the_reply_comes_within_a_month_clipped_to_its_end(on, state, severity):
    (found,) = check("B1-06", branch(applied_on=PartialDate.of("2024-01-31")), on)
    assert (found.state, found.severity, found.due_on) == (state, severity, date(2024, 2, 29))


def test_article_6_1_an_application_known_to_the_month_counts_from_its_last_day():
    facts = branch(applied_on=PartialDate.of("2024-04"))
    assert check("B1-06", facts, date(2024, 5, 30))[0].state is DueState.SOON
    assert check("B1-06", facts, date(2024, 5, 31))[0].state is DueState.OVERDUE


def test_article_6_1_nothing_is_awaited_once_there_is_a_reply():
    applied = PartialDate.of("2024-01-31")
    assert check("B1-06", branch(applied_on=applied, replied_on=PartialDate.of("2024-06"))) == []
    assert check("B1-06", branch(applied_on=applied, founded_on=PartialDate.of("2024-06"))) == []
    assert check("B1-06", branch()) == []


def test_articles_6_2_and_21_2_set_up_and_election_are_filed_above():
    term = TermFacts("t", PartialDate.of("2024-03-01"))
    facts = branch(founded_on=PartialDate.of("2024-01-05"), terms=(term,))
    found = check("B1-07", facts)
    assert [one.about.table for one in found] == ["org_unit", "org_term"]
    assert {one.severity for one in found} == {Severity.INFO}
    filed = PartialDate.of("2024-04-01")
    done = TermFacts("t", PartialDate.of("2024-03-01"), filed_on=filed)
    assert check("B1-07", branch(founded_on=filed, filed_on=filed, terms=(done,))) == []


def test_articles_6_2_and_21_2_what_is_older_than_the_rule_needs_no_filing():
    assert check("B1-07", branch(founded_on=PartialDate.of("2008-06-10"))) == []


@pytest.mark.parametrize("act", OrgAct)
def test_article_8_a_temporary_branch_is_barred_from_every_listed_act(act):
    rule = BOOK.applied("B1-08", TODAY)
    found = barred_act(rule, branch(kind="TEMP"), act)
    assert found.severity is Severity.BLOCK
    assert barred_act(rule, branch(kind="BRANCH"), act) is None


@pytest.mark.parametrize(
    ("kind", "members", "level"),
    [
        ("BRANCH", 49, None),
        ("BRANCH", 50, "党总支"),
        ("BRANCH", 99, "党总支"),
        ("BRANCH", 100, "基层党委"),
        ("GENERAL_BRANCH", 99, None),
        ("GENERAL_BRANCH", 100, "基层党委"),
        ("COMMITTEE", 500, None),
        ("TEMP", 60, None),
    ],
)
def test_county_standard_suggests_a_higher_level_by_number(kind, members, level):
    found = check("B1-10", branch(kind=kind, below_n=members))
    assert [level in one.text for one in found] == ([True] if level else [])
    assert all(one.severity is Severity.INFO for one in found)


def test_article_13_1_a_party_group_has_a_leader():
    groups = (GroupFacts("g1", "第一小组"), GroupFacts("g2", "第二小组", "p"))
    (found,) = check("B1-12", branch(groups=groups))
    assert found.about.record == "g1"


@pytest.mark.parametrize(
    ("has_principal", "has_secretary", "n"), [(True, True, 0), (False, True, 1), (False, False, 2)]
)
def test_principal_responsibility_opinion_records_secretary_and_principal(
    has_principal, has_secretary, n
):
    facts = school(covered_by=("BRANCH",), has_principal=has_principal, has_secretary=has_secretary)
    assert len(check("B1-13", facts)) == n


def test_principal_responsibility_opinion_is_not_for_kindergartens_or_units_without_branch():
    assert check("B1-13", school(kind="KINDERGARTEN", covered_by=("BRANCH",))) == []
    assert check("B1-13", school()) == []


def test_a_limit_edited_by_the_bureau_changes_the_outcome():
    edited = BOOK.with_edits([RuleEdit("B1-03", date(2018, 10, 28), params='{"max": 6}')])
    assert len(check("B1-03", branch(kind="JOINT", units_n=6))) == 1
    assert check("B1-03", branch(kind="JOINT", units_n=6), book=edited) == []


def test_before_2018_10_28_the_branch_regulation_only_informs():
    facts = school(full_n=3, members_n=3)
    assert check("B1-01", facts, date(2018, 10, 28))[0].severity is Severity.WARN
    assert check("B1-01", facts, date(2010, 12, 31))[0].severity is Severity.INFO


def test_a_branch_is_its_own_subject_and_record():
    assert about_branch(branch()).subject == about_branch(branch()).record == "o"
