"""B6, votes: quorum by the kind of meeting, majority of all entitled, ballots, exclusions."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.kinds import VoteExclusion, VoteKind
from app.domain.readings import Severity
from app.domain.rules import About, RuleBook
from app.domain.votes import Ballot, decide, exclusions_text, read_exclusions

BOOK = RuleBook.load()
TODAY = date(2024, 6, 15)
ABOUT = About("p", "dev_case", "c", "accept_meeting_on")


def vote(kind="ACCEPT", expected=20, present=20, yes=20, **more):
    ballot = Ballot(kind=VoteKind(kind), expected=expected, present=present, yes=yes, **more)
    return decide(ballot, BOOK, TODAY, ABOUT)


def against(result):
    return {found.rule_id for found in (*result.faults, *result.against)}


@pytest.mark.parametrize(
    ("kind", "expected", "present", "holds"),
    [
        ("ACCEPT", 20, 10, False),
        ("ACCEPT", 20, 11, True),
        ("CONVERT", 21, 10, False),
        ("CONVERT", 21, 11, True),
        ("ACCEPT", 3, 1, False),
        ("ACCEPT", 3, 2, True),
        ("EXTEND", 20, 10, False),
        ("CANCEL", 20, 11, True),
        ("OTHER", 20, 9, False),
        ("OTHER", 20, 10, True),
        ("ELECTION", 20, 15, False),
        ("ELECTION", 20, 16, True),
    ],
)
def test_article_20_and_33_and_branch_article_11_the_quorum_of_each_kind(
    kind, expected, present, holds
):
    result = vote(kind, expected, present, present)
    assert bool({"B6-01", "B6-05", "B6-06"} & against(result)) is not holds


@pytest.mark.parametrize(
    ("expected", "yes", "passes"),
    [(20, 10, False), (20, 11, True), (21, 10, False), (21, 11, True), (3, 1, False), (3, 2, True)],
)
def test_article_21_more_than_half_of_all_entitled_not_of_those_present(expected, yes, passes):
    present = max(yes, expected // 2 + 1)
    result = vote("ACCEPT", expected, present, yes, no=present - yes)
    assert result.passed is passes
    assert against(result) == (set() if passes else {"B6-02"})


SICK, AWAY = VoteExclusion.ILL, VoteExclusion.ABROAD
# Counted by hand: kind, members, not counted, present, yes, no, written yes;
# entitled, least present, least yes, what stands against it.
BY_HAND = [
    ("ACCEPT", 20, {}, 11, 11, 0, 0, 20, 11, 11, set()),
    ("ACCEPT", 21, {SICK: 1}, 11, 10, 1, 0, 20, 11, 11, {"B6-02"}),
    ("ACCEPT", 21, {SICK: 1}, 11, 10, 1, 1, 20, 11, 11, set()),
    ("CONVERT", 7, {SICK: 1, AWAY: 1}, 3, 2, 1, 0, 5, 3, 3, {"B6-02"}),
    ("CONVERT", 7, {SICK: 1, AWAY: 1}, 2, 2, 0, 3, 5, 3, 3, {"B6-01"}),
    ("EXTEND", 9, {}, 5, 4, 1, 0, 9, 5, 5, {"B6-02"}),
    ("CANCEL", 9, {}, 5, 5, 0, 0, 9, 5, 5, set()),
    ("OTHER", 8, {}, 4, 4, 0, 0, 8, 4, 5, {"B6-02"}),
    ("OTHER", 8, {}, 4, 4, 0, 1, 8, 4, 5, set()),
    ("ELECTION", 25, {}, 19, 13, 6, 0, 25, 20, 13, {"B6-06"}),
    ("ELECTION", 12, {AWAY: 2}, 8, 6, 2, 0, 10, 8, 6, set()),
    ("ACCEPT", 4, {}, 2, 2, 0, 0, 4, 3, 3, {"B6-01", "B6-02"}),
]


@pytest.mark.parametrize(
    ("kind", "members", "out", "present", "yes", "no", "written", "entitled", "least_present",
     "least_yes", "wrong"),
    BY_HAND,
)  # fmt: skip
def test_articles_20_21_and_33_votes_counted_by_hand(
    kind, members, out, present, yes, no, written, entitled, least_present, least_yes, wrong
):
    paper = {"exclusions": out, "consent": "清教党复〔2024〕3号" if out else ""}
    result = vote(kind, members, present, yes, no=no, written_yes=written, **paper)
    assert result.ballot.entitled == entitled
    assert against(result) == wrong
    assert result.passed is not bool(wrong)
    quorum, majority = {"B6-01", "B6-05", "B6-06"}, {"B6-02"}
    holds = [
        n for n in range(entitled + 1) if not quorum & against(vote(kind, members, n, n, **paper))
    ]
    passes = [
        n for n in range(entitled + 1)
        if not majority & against(vote(kind, members, entitled, n, no=entitled - n, **paper))
    ]  # fmt: skip
    assert (holds[0], passes[0]) == (least_present, least_yes)


def test_article_21_4_written_votes_do_not_make_a_quorum():
    result = vote("ACCEPT", 20, 10, 10, written_yes=3)
    assert result.ballot.yes_total == 13
    assert against(result) == {"B6-01"}
    assert not result.passed


def test_article_21_4_written_votes_count_in_the_majority():
    result = vote("ACCEPT", 20, 11, 9, no=2, written_yes=2)
    assert result.passed
    assert [one.rule_id for one in result.notes] == ["B6-07"]
    assert not vote("ACCEPT", 20, 11, 9, no=2, written_yes=1, written_no=1).passed


def test_guizhou_supplement_2_those_excluded_with_consent_are_not_counted():
    sick = {VoteExclusion.BEDRIDDEN: 2, VoteExclusion.ABROAD: 2}
    result = vote("ACCEPT", 20, 9, 9, exclusions=sick, consent="清教党复〔2024〕3号")
    assert result.ballot.entitled == 16
    assert result.passed
    assert against(vote("ACCEPT", 20, 9, 9)) == {"B6-01", "B6-02"}


def test_guizhou_supplement_2_no_exclusion_without_consent_or_of_another_kind():
    assert against(vote(exclusions={VoteExclusion.ILL: 1}, present=19, yes=19)) == {"B6-03"}
    busy = vote(exclusions={"BUSY": 1}, present=19, yes=19, consent="x")
    assert against(busy) == {"B6-03"}
    assert "BUSY" in busy.faults[0].text


@pytest.mark.parametrize("category", VoteExclusion)
def test_guizhou_supplement_2_names_six_categories(category):
    assert vote(exclusions={category: 1}, present=19, yes=19, consent="x").passed


def test_more_cannot_be_excluded_than_there_are():
    result = vote(expected=2, present=0, yes=0, exclusions={VoteExclusion.ILL: 3}, consent="x")
    assert "B6-03" in against(result)


@pytest.mark.parametrize(
    "wrong",
    [
        {"issued": 19},
        {"returned": 19},
        {"yes": 19, "returned": 20},
        {"yes": 19, "returned": 21, "no": 2},
        {"written_yes": 1},
    ],
)
def test_article_21_the_ballots_agree_with_one_another(wrong):
    assert against(vote(**wrong)) == {"B6-04"}


def test_spoiled_and_abstaining_ballots_are_no_votes_in_favour():
    assert vote(present=20, yes=11, abstain=5, spoiled=4).passed
    assert not vote(present=20, yes=10, abstain=6, spoiled=4).passed


def test_ballots_that_were_not_handed_back_are_lost_votes():
    assert vote(present=20, issued=20, returned=18, yes=18).passed


def test_a_vote_before_2014_is_judged_as_information_only():
    ballot = Ballot(kind=VoteKind.ACCEPT, expected=20, present=5, yes=5)
    result = decide(ballot, BOOK, date(2010, 5, 1), ABOUT)
    assert {found.severity for found in result.against} == {Severity.INFO}
    assert not result.passed


numbers = st.integers(0, 60)


@given(st.sampled_from(VoteKind), numbers, numbers, numbers, numbers, numbers)
def test_what_passed_has_more_than_half_of_all_entitled_behind_it(
    kind, expected, present, yes, no, written
):
    result = vote(kind, expected, present, yes, no=no, written_yes=written)
    if result.passed:
        assert (yes + written) * 2 > expected
        assert present + written <= expected
        assert yes + no <= present


@given(numbers, numbers, numbers)
def test_one_more_vote_in_favour_never_turns_a_passed_vote_into_a_failed_one(expected, present, no):
    if no >= 1 and present >= no:
        before = vote("ACCEPT", expected, present, present - no, no=no)
        after = vote("ACCEPT", expected, present, present - no + 1, no=no - 1)
        assert not before.passed or after.passed


@given(
    st.dictionaries(st.sampled_from([str(one) for one in VoteExclusion]), st.integers(1, 9)),
    st.text("清教党复〔2024〕3号", max_size=9),
)
def test_those_excluded_are_kept_as_words_and_read_back(exclusions, consent):
    text = exclusions_text(exclusions, consent)
    assert read_exclusions(text) == (exclusions, consent if exclusions else "")
