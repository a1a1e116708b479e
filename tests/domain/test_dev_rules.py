"""B4 and B5 together: a clean case breaks nothing, and nothing odd makes a rule raise."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.dates import PartialDate, Precision
from app.domain.dev_facts import CaseFacts, DevelopmentFacts, Outcome, ReviewFacts
from app.domain.dev_rules import CASE_CHECKS, breaches, findings, new_breaches
from app.domain.dev_steps import shipped_steps
from app.domain.kinds import DevReviewKind
from app.domain.readings import Severity
from app.domain.rules import DueState
from tests.domain.dev_cases import BOOK, WHOLE, case

KEYS = shipped_steps().keys
days = st.dates(date(2009, 1, 1), date(2027, 12, 31))


def found(facts, on):
    return list(findings(BOOK, DevelopmentFacts(cases=(facts,)), on))


@pytest.mark.parametrize("until", list(WHOLE))
def test_the_clean_case_breaks_no_rule_at_any_of_its_steps(until):
    facts = case(until)
    broken = breaches(BOOK, facts, date(2024, 3, 1))
    assert [one.rule_id for one in broken] == []


@pytest.mark.parametrize("until", list(WHOLE))
def test_nothing_of_the_clean_case_is_overdue_on_the_day_of_any_step(until):
    on = date.fromisoformat(WHOLE[until])
    known = {key: day for key, day in WHOLE.items() if day <= WHOLE[until]}
    facts = case("", dates=known, notices=case().notices, votes=case().votes)
    late = [one for one in found(facts, on) if one.state is DueState.OVERDUE]
    assert [(one.rule_id, one.text) for one in late if one.rule_id != "B4-14"] == []


def test_an_archived_or_closed_case_asks_for_nothing():
    assert found(case(), date(2030, 1, 1)) == []
    assert found(case("first_talk_on", is_closed=True), date(2030, 1, 1)) == []


def test_before_2014_the_rules_of_today_only_inform():
    early = {key: day.replace("202", "200", 1) for key, day in WHOLE.items()}
    facts = case("", dates={**early, "activist_on": early["applied_on"]}, votes={}, notices=())
    broken = breaches(BOOK, facts, date(2024, 1, 1))
    assert {"B4-01", "B4-04", "B6-08"} <= {one.rule_id for one in broken}
    assert {one.severity for one in broken} == {Severity.INFO}


def test_what_a_case_broke_before_is_not_held_against_a_new_step():
    before = case("candidate_branch_on", dates={"activist_on": "2022-01-10"})
    after = case("candidate_on", dates={"activist_on": "2022-01-10"})
    assert {one.rule_id for one in breaches(BOOK, before, date(2022, 8, 1))} >= {"B4-05"}
    assert new_breaches(BOOK, before, after, date(2022, 8, 1)) == ()


@st.composite
def partial_dates(draw):
    precision, value = draw(st.sampled_from(Precision)), draw(days)
    first = {
        Precision.DAY: value,
        Precision.MONTH: value.replace(day=1),
        Precision.YEAR: value.replace(month=1, day=1),
    }[precision]
    return PartialDate(first, precision)


odd_dates = partial_dates() | st.just(PartialDate(None, raw="约去年"))
cases = st.builds(
    CaseFacts,
    id=st.just("c"), person_id=st.just("p"), name=st.just("李敏"),
    dates=st.dictionaries(st.sampled_from(KEYS), odd_dates),
    birth_on=st.none() | odd_dates, is_league_member=st.booleans(),
    expected_leave_on=st.none() | odd_dates, prior_activist_on=st.none() | odd_dates,
    prior_org=st.sampled_from(["", "邻县一中"]), political_result=st.sampled_from(["", "合格"]),
    training_days=st.none() | st.decimals(0, 9, places=1),
    reviews=st.lists(st.builds(ReviewFacts, st.sampled_from(DevReviewKind), days), max_size=4)
    .map(tuple),
    outcomes=st.lists(st.builds(Outcome, st.sampled_from(["EXTENDED", "CONVERTED"]),
                                st.none() | days, st.none() | days, st.none() | days),
                      max_size=2).map(tuple),
    special_delay_reason=st.sampled_from(["", "组织部门复核"]), form_year=st.none() | st.just(2024),
    moved_in_on=st.none() | odd_dates, retained_since=st.none() | odd_dates,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(cases, days)
def test_no_rule_raises_whatever_the_case_and_every_finding_is_complete(facts, on):
    for one in found(facts, on):
        assert one.text
        assert one.article
        assert "{" not in one.text
        assert one.about.part in KEYS


@settings(max_examples=100, deadline=None)
@given(cases, days)
def test_the_due_list_of_the_next_day_follows_from_this_one(facts, on):
    """A deadline moves from next to soon to overdue, never back, when nothing happens."""
    order = [DueState.NEXT, DueState.SOON, DueState.OVERDUE]

    def states(day):
        return {
            (one.rule_id, one.about.part, one.due_on): order.index(one.state)
            for one in found(facts, day)
            if one.due_on and CASE_CHECKS[one.rule_id].pending
        }

    today, tomorrow = states(on), states(on + timedelta(days=1))
    for key, state in today.items():
        assert tomorrow.get(key, state) >= state


@settings(max_examples=100, deadline=None)
@given(cases, days)
def test_a_deadline_turns_overdue_only_on_the_day_after_its_last_day(facts, on):
    def late(day):
        return {
            (one.rule_id, one.about.part): one.due_on
            for one in found(facts, day)
            if one.state is DueState.OVERDUE and one.about.table == "dev_case" and one.due_on
        }

    next_day = on + timedelta(days=1)
    for key, due in late(next_day).items():
        if key not in late(on) and CASE_CHECKS[key[0]].pending and key[0] != "B5-08":
            assert due in (on, next_day)


@settings(max_examples=60, deadline=None)
@given(cases, days, days)
def test_what_recorded_steps_break_does_not_depend_on_the_day_one_looks(facts, on, later):
    def essence(day):
        return {(one.rule_id, one.text) for one in breaches(BOOK, facts, day)}

    assert essence(on) == essence(later)
