"""All findings of a day: order, dated rules, and that nothing odd makes a rule raise."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.affairs_facts import (
    Affairs,
    CaseFacts,
    DuesBranchFacts,
    DuesFacts,
    FloatingFacts,
    HardshipFacts,
    HonourFacts,
    OpinionFacts,
    PupilFacts,
    ReapplicationFacts,
    TransferFacts,
    VisitFacts,
)
from app.domain.dates import PartialDate, Precision
from app.domain.due import evaluate
from app.domain.facts import (
    BranchFacts,
    Facts,
    GroupFacts,
    MemberFacts,
    PostFacts,
    SchoolFacts,
    TermFacts,
    WithdrawalFacts,
)
from app.domain.kinds import Category, MemberType, OrgKind, Post, SchoolKind, Status
from app.domain.readings import Severity
from app.domain.roster import Change, Life, Placement
from app.domain.rules import DueState, RuleBook, RuleEdit

BOOK = RuleBook.load()
TODAY = date(2024, 6, 15)
BRANCH = BranchFacts(id="o", name="一小支部", kind="JOINT", full_n=4, units_n=6,
                     terms=(TermFacts("t", PartialDate.of("2021-06-10")),))  # fmt: skip
LOST = MemberFacts(id="p", membership_id="m", status="NORMAL", member_type="FULL", is_lost=True,
                   lost_since=PartialDate.of("2023-12-15"))  # fmt: skip

days = st.dates(date(1900, 1, 1), date(2099, 12, 31))
numbers = st.integers(0, 200)
texts = st.text("张永杰·AB0１ ", max_size=8)


@st.composite
def partial_dates(draw):
    precision = draw(st.sampled_from(Precision))
    value = draw(st.none() | days)
    if value is None:
        return PartialDate(None, raw="约1985年")
    first = {
        Precision.DAY: value,
        Precision.MONTH: value.replace(day=1),
        Precision.YEAR: value.replace(month=1, day=1),
    }[precision]
    return PartialDate(first, precision)


dates = st.none() | partial_dates()
terms = st.builds(TermFacts, texts, dates, dates, dates, texts, dates)
withdrawals = st.builds(WithdrawalFacts, texts, dates, dates, dates, st.booleans(), numbers)
members = st.builds(
    MemberFacts,
    id=texts, membership_id=texts, name=texts, category=st.sampled_from(["", *Category]),
    member_type=st.sampled_from(["", *MemberType]), status=st.sampled_from(["", *Status]),
    joined_on=dates, full_on=dates, accepted_at_meeting_on=dates, status_on=dates,
    status_reason=st.sampled_from(["", "出国", "高校毕业"]),
    id_no=st.sampled_from(["", "529999197506150018", "5299", "X" * 18, "１" * 18]) | texts,
    gender=st.sampled_from(["", "0", "1", "2"]), birth_on=dates, is_lost=st.booleans(),
    lost_since=dates, last_contact_on=dates,
    withdrawals=st.lists(withdrawals, max_size=2).map(tuple),
)  # fmt: skip
posts = st.builds(
    PostFacts, texts, st.sampled_from(Post), texts, dates, st.booleans(), st.none() | members
)
lives = st.builds(
    Life,
    org_id=st.sampled_from(["o", "x", None]), status=st.sampled_from(Status),
    member_type=st.sampled_from(MemberType), joined_on=st.none() | days,
    full_on=st.none() | days, left_on=st.none() | days,
    placements=st.lists(st.builds(Placement, days, st.sampled_from(["o", "x"])), max_size=3)
    .map(lambda found: tuple(sorted(found))),
    changes=st.lists(st.builds(Change, days, st.just("NORMAL"), st.sampled_from(Status)),
                     max_size=3).map(lambda found: tuple(sorted(found))),
)  # fmt: skip
branches = st.builds(
    BranchFacts,
    id=st.just("o"), name=texts, kind=st.sampled_from(OrgKind), full_n=numbers,
    probationary_n=numbers, below_n=numbers, units_n=numbers, founded_on=dates, applied_on=dates,
    replied_on=dates, filed_on=dates, secretary_left_on=dates,
    terms=st.lists(terms, max_size=2).map(tuple), posts=st.lists(posts, max_size=4).map(tuple),
    groups=st.lists(st.builds(GroupFacts, texts, texts, st.none() | texts), max_size=1).map(tuple),
    lives=st.lists(lives, max_size=3).map(tuple),
)  # fmt: skip
schools = st.builds(
    SchoolFacts, id=texts, name=texts, kind=st.sampled_from(SchoolKind), full_n=numbers,
    members_n=numbers, covered_by=st.lists(st.sampled_from(OrgKind), max_size=2).map(tuple),
)  # fmt: skip
money = st.decimals(0, 2000, places=2)
years = st.integers(1990, 2030)
months = st.lists(days.map(lambda day: day.replace(day=1)), max_size=8)
affairs = st.builds(
    Affairs,
    st.lists(st.builds(
        DuesFacts, person_id=texts, membership_id=texts, has_case=st.booleans(),
        unpaid=months.map(lambda found: tuple(sorted(set(found)))), elsewhere=months.map(tuple),
        assessed=st.lists(money, max_size=2).map(tuple),
    ), max_size=2).map(tuple),
    st.lists(st.builds(
        DuesBranchFacts, org_id=texts,
        unassessed=st.lists(st.tuples(years, numbers), max_size=2).map(tuple),
        unpublished=st.lists(years, max_size=2).map(tuple),
    ), max_size=1).map(tuple),
    st.lists(st.builds(
        TransferFacts, id=texts, person_id=texts, direction=st.sampled_from(["IN", "OUT"]),
        channel=st.sampled_from(["SLIP", "ONLINE", "JURISDICTION"]), handled_on=dates,
        valid_days=st.none() | numbers, accepted_on=dates, receipt_on=dates,
        replaced=st.booleans(),
    ), max_size=2).map(tuple),
    st.lists(st.builds(
        PupilFacts, person_id=texts, is_probationary=st.booleans(), leaves_on=dates,
        has_transfer=st.booleans(),
    ), max_size=1).map(tuple),
    st.lists(st.builds(
        CaseFacts, id=texts, person_id=texts,
        kind=st.sampled_from(["CORRECTION", "REMOVAL", "PROBATION_IN_PARTY"]), started_on=dates,
        deadline_on=dates, approved_on=dates, effect_until=dates, ended_on=dates,
    ), max_size=2).map(tuple),
    st.lists(st.builds(
        ReapplicationFacts, case_id=texts, person_id=texts, removed_on=dates, applied_on=dates,
    ), max_size=1).map(tuple),
    st.lists(st.builds(
        FloatingFacts, id=texts, person_id=texts, since_on=dates, last_contact_on=dates,
        last_report_on=dates,
    ), max_size=1).map(tuple),
    st.lists(st.builds(
        HonourFacts, id=texts, subject=texts, year=st.none() | numbers, twin=st.booleans(),
        status=st.sampled_from(["", *Status]), disposals=st.just(("WARNING",)),
    ), max_size=1).map(tuple),
    st.lists(
        st.builds(HardshipFacts, id=texts, person_id=texts, since_on=dates, visited_on=dates),
        max_size=1,
    ).map(tuple),
    st.lists(st.builds(
        VisitFacts, id=texts, person_id=texts, festival=st.sampled_from(["", "SPRING", "OTHER"]),
        fund_source=st.sampled_from(["", "DUES"]), purpose=texts, amount=money,
        repeats=st.booleans(),
    ), max_size=1).map(tuple),
    st.lists(
        st.builds(OpinionFacts, id=texts, subject=texts, received_on=dates), max_size=1
    ).map(tuple),
)  # fmt: skip
counties = st.builds(
    Facts,
    st.lists(branches, max_size=2).map(tuple),
    st.lists(schools, max_size=2).map(tuple),
    st.lists(members, max_size=2).map(tuple),
    affairs=affairs,
)


@settings(max_examples=30, deadline=None)
@given(counties, days)
def test_no_rule_raises_whatever_the_facts_and_every_finding_is_complete(facts, on):
    for found in evaluate(BOOK, facts, on):
        assert found.text
        assert found.source
        assert found.article
        assert "{" not in found.text


@settings(max_examples=50, deadline=None)
@given(members, days, st.integers(1, 4000))
def test_what_is_overdue_for_a_member_does_not_become_less_with_time(facts, on, later):
    lasting = {"B10-02", "B10-03", "B10-06"}

    def overdue(day):
        found = evaluate(BOOK, Facts(members=(facts,)), day)
        return {one.rule_id for one in found if one.state is DueState.OVERDUE} & lasting

    assert overdue(on) <= overdue(on + timedelta(days=later))


@settings(max_examples=50, deadline=None)
@given(terms, days, st.integers(1, 4000))
def test_a_term_once_overdue_stays_overdue_until_the_next_one(term, on, later):
    facts = Facts((replace(BRANCH, terms=(term,)),))

    def is_overdue(day):
        found = evaluate(BOOK, facts, day)
        return any(one.rule_id == "B3-05" and one.state is DueState.OVERDUE for one in found)

    assert not is_overdue(on) or is_overdue(on + timedelta(days=later))


@settings(max_examples=30, deadline=None)
@given(branches, st.integers(1, 50))
def test_more_members_never_cure_a_branch_that_is_too_large(facts, more):
    def is_too_large(branch):
        found = evaluate(BOOK, Facts((branch,)), TODAY)
        return any(one.rule_id == "B1-04" for one in found)

    assert not is_too_large(facts) or is_too_large(replace(facts, full_n=facts.full_n + more))


@settings(max_examples=30, deadline=None)
@given(counties, days)
def test_findings_come_overdue_first_then_by_severity(facts, on):
    found = evaluate(BOOK, facts, on)
    order = [
        (list(DueState).index(one.state), ["BLOCK", "WARN", "INFO"].index(one.severity))
        for one in found
    ]
    assert order == sorted(order)


def test_findings_of_branches_and_members_stand_in_one_list_by_deadline():
    found = evaluate(BOOK, Facts((BRANCH,), (), (LOST,)), TODAY)
    warned = [(one.rule_id, one.due_on) for one in found if one.severity is Severity.WARN]
    assert warned == [
        ("B3-05", date(2024, 6, 10)),
        ("B10-02", date(2024, 6, 15)),
        ("B1-03", None),
    ]


def test_a_rule_switched_off_finds_nothing():
    off = BOOK.with_edits([RuleEdit("B1-03", date(2018, 10, 28), enabled=False)])
    assert "B1-03" in {one.rule_id for one in evaluate(BOOK, Facts((BRANCH,)), TODAY)}
    assert "B1-03" not in {one.rule_id for one in evaluate(off, Facts((BRANCH,)), TODAY)}


def test_in_2010_todays_branch_rules_only_inform():
    facts = Facts((BRANCH,), (), (LOST,))
    assert {one.severity for one in evaluate(BOOK, facts, date(2010, 12, 31))} == {Severity.INFO}
