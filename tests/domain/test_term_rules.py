"""B3, committees, terms and posts: the edge values of 支部工作条例 and 选举工作条例."""

from datetime import date, timedelta

import pytest

from app.domain.dates import PartialDate
from app.domain.facts import BranchFacts, MemberFacts, PostFacts, TermFacts
from app.domain.readings import Severity
from app.domain.rules import DueState, RuleBook, RuleEdit
from app.domain.term_rules import TERM_CHECKS, voting_bar, with_ends

BOOK = RuleBook.load()
TODAY = date(2024, 6, 15)
COMMITTEE = ("SECRETARY", "ORGANISATION", "PUBLICITY", "DISCIPLINE", "YOUTH", "MASS_WORK",
             "COMMITTEE_MEMBER", "COMMITTEE_MEMBER")  # fmt: skip


def posts(*codes):
    return tuple(PostFacts(f"post{n}", code, f"p{n}") for n, code in enumerate(codes))


def branch(**more):
    return BranchFacts(**{"id": "o", "name": "一小支部", "kind": "BRANCH", "full_n": 7, **more})


def term(start, end=None, **more):
    dates = {name: PartialDate.of(text) for name, text in more.items() if name != "extension_doc"}
    dates["extension_doc"] = more.get("extension_doc", "")
    return TermFacts("t", PartialDate.of(start), PartialDate.of(end) if end else None, **dates)


def check(rule_id, facts, on=TODAY, book=BOOK):
    facts = with_ends(facts, book.applied("B3-05", on))
    return list(TERM_CHECKS[rule_id](book.applied(rule_id, on), facts, on))


@pytest.mark.parametrize(("full", "found"), [(6, 0), (7, 1)])
def test_article_20_1_seven_full_members_need_a_committee(full, found):
    assert len(check("B3-01", branch(full_n=full, posts=posts("SECRETARY")))) == found


def test_article_20_1_a_secretary_and_a_deputy_are_no_committee_yet():
    assert check("B3-01", branch(posts=posts("SECRETARY", "DEPUTY_SECRETARY")))
    assert check("B3-01", branch(posts=posts("SECRETARY", "ORGANISATION"))) == []
    assert check("B3-01", branch(kind="COMMITTEE")) == []


@pytest.mark.parametrize(("seats", "found"), [(2, 1), (3, 0), (5, 0), (7, 0), (8, 1)])
def test_article_20_1_a_committee_has_three_to_seven_members(seats, found):
    assert len(check("B3-02", branch(posts=posts(*COMMITTEE[:seats])))) == found


def test_article_20_1_one_person_with_two_posts_is_one_member():
    held = (*posts("SECRETARY", "ORGANISATION"), PostFacts("x", "PUBLICITY", "p1"))
    assert len(check("B3-02", branch(posts=held))) == 1


@pytest.mark.parametrize(
    ("full", "codes", "found"),
    [
        (6, ("SECRETARY",), 0),
        (6, ("SECRETARY", "DEPUTY_SECRETARY"), 0),
        (6, ("SECRETARY", "ORGANISATION"), 1),
        (7, ("SECRETARY", "ORGANISATION"), 0),
    ],
)
def test_article_20_3_below_seven_full_members_there_is_a_secretary_only(full, codes, found):
    assert len(check("B3-03", branch(full_n=full, posts=posts(*codes)))) == found


def test_article_20_2_the_posts_of_a_committee_that_are_missing_are_named():
    (found,) = check("B3-04", branch(posts=posts("SECRETARY", "PUBLICITY")))
    assert found.text.endswith("缺组织委员、纪检委员")
    assert found.severity is Severity.INFO
    assert check("B3-04", branch(posts=posts(*COMMITTEE[:4]))) == []
    assert check("B3-04", branch(posts=posts("SECRETARY"))) == []


def test_article_20_2_there_is_at_most_one_deputy_secretary():
    one = posts("SECRETARY", "DEPUTY_SECRETARY")
    assert check("B3-04", branch(posts=one)) == []
    (found,) = check("B3-04", branch(posts=(*one, PostFacts("x", "DEPUTY_SECRETARY", "p9"))))
    assert "副书记2名" in found.text


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 6, 14), []),
        (date(2026, 6, 15), [DueState.SOON]),
        (date(2026, 6, 16), [DueState.OVERDUE]),
    ],
)
def test_article_21_1_a_term_of_three_years_is_due_on_its_last_day(on, expected):
    found = check("B3-05", branch(terms=(term("2023-06-15"),)), on)
    assert [one.state for one in found] == expected
    assert all(one.severity is Severity.WARN for one in found)


def test_article_21_1_a_higher_committee_serves_five_years():
    facts = branch(kind="COMMITTEE", terms=(term("2019-06-15"),))
    assert check("B3-05", facts, date(2024, 6, 14)) == []
    assert check("B3-05", facts, date(2024, 6, 16))[0].due_on == date(2024, 6, 15)


def test_article_21_1_a_recorded_end_beyond_three_years_does_not_lengthen_the_term():
    facts = branch(terms=(term("2020-01-01", "2025-01-01"),))
    assert check("B3-05", facts)[0].due_on == date(2023, 1, 1)


def test_article_21_1_a_recorded_earlier_end_counts():
    assert check("B3-05", branch(terms=(term("2023-01-01", "2024-06-14"),)))[0].due_on == date(
        2024, 6, 14
    )


def test_article_21_1_a_leap_day_term_ends_on_the_last_of_february():
    facts = branch(terms=(term("2020-02-29"),))
    assert check("B3-05", facts, date(2023, 3, 1))[0].due_on == date(2023, 2, 28)


def test_article_21_1_a_start_known_to_the_month_or_year_ends_as_late_as_it_can():
    month, year = branch(terms=(term("2021-06"),)), branch(terms=(term("2021"),))
    assert check("B3-05", month, date(2024, 6, 29)) == []
    assert check("B3-05", month, date(2024, 7, 1))[0].due_on == date(2024, 6, 30)
    assert check("B3-05", year, date(2024, 12, 30)) == []


def test_article_21_1_only_the_current_term_counts_and_temporary_branches_have_none():
    old, new = term("2018-01-01"), term("2023-01-01")
    assert check("B3-05", branch(terms=(old, new))) == []
    assert check("B3-05", branch(kind="TEMP", terms=(old,))) == []
    assert check("B3-05", branch()) == []


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2025, 8, 30), []),
        (date(2025, 8, 31), [DueState.NEXT]),
        (date(2026, 2, 27), [DueState.NEXT]),
        (date(2026, 2, 28), [DueState.SOON]),
        (date(2026, 8, 30), [DueState.SOON]),
        (date(2026, 8, 31), []),
    ],
)
def test_article_21_3_the_superior_reminds_six_months_before_the_end(on, expected):
    found = check("B3-06", branch(terms=(term("2023-08-31"),)), on)
    assert [one.state for one in found] == expected
    assert all(one.severity is Severity.INFO for one in found)
    assert all(one.due_on == date(2026, 8, 31) for one in found)


@pytest.mark.parametrize(
    ("extended", "document", "texts"),
    [
        ("2025-06-15", "县教党〔2024〕3号", []),
        ("2025-06-16", "县教党〔2024〕3号", ["超过12个月"]),
        ("2025-06", "县教党〔2024〕3号", []),
        ("2025-06-15", "", ["批准文号"]),
        ("2026-01-01", "", ["超过12个月", "批准文号"]),
    ],
)
def test_article_21_3_an_extension_is_approved_and_at_most_a_year(extended, document, texts):
    facts = branch(terms=(term("2021-06-15", extended_to=extended, extension_doc=document),))
    found = check("B3-07", facts)
    assert len(found) == len(texts)
    assert all(text in one.text for text, one in zip(texts, found, strict=True))


def test_article_21_3_an_extension_moves_the_end_of_the_term():
    facts = branch(terms=(term("2021-06-15", extended_to="2025-06-15", extension_doc="3号"),))
    assert check("B3-05", facts, date(2025, 6, 14)) == []
    assert check("B3-05", facts, date(2025, 6, 16))[0].state is DueState.OVERDUE


@pytest.mark.parametrize(("start", "found"), [("2023-01-01", 0), ("2022-12-31", 1)])
def test_article_21_3_an_election_is_at_most_a_year_early(start, found):
    facts = branch(terms=(term("2021-01-01", "2024-01-01"), term(start)))
    assert len(check("B3-07", facts)) == found


def secretary(full_on, member_type="FULL", post="SECRETARY"):
    known = PartialDate.of(full_on) if full_on else None
    holder = MemberFacts(
        id="p", membership_id="m", name="张永杰", member_type=member_type, full_on=known
    )
    return branch(posts=(PostFacts("post", post, "p", holder=holder),))


@pytest.mark.parametrize(
    ("full_on", "found"),
    [("2023-06-15", 0), ("2023-06-16", 1), ("2023-06", 0), ("2023-07", 1), ("2023", 0)],
)
def test_article_23_a_secretary_has_a_year_of_standing_from_conversion(full_on, found):
    assert len(check("B3-08", secretary(full_on))) == found


def test_article_23_a_probationary_secretary_has_no_standing():
    assert len(check("B3-08", secretary(None, "PROBATIONARY"))) == 1
    assert check("B3-08", secretary(None)) == []
    assert check("B3-08", secretary("2024-05-01", post="ORGANISATION")) == []


@pytest.mark.parametrize(
    ("on", "state", "severity"),
    [
        (date(2024, 2, 29), DueState.SOON, Severity.INFO),
        (date(2024, 3, 1), DueState.OVERDUE, Severity.WARN),
    ],
)
def test_article_21_2_a_vacancy_of_more_than_three_months_is_a_warning(on, state, severity):
    (found,) = check("B3-09", branch(secretary_left_on=PartialDate.of("2023-11-30")), on)
    assert (found.state, found.severity, found.due_on) == (state, severity, date(2024, 2, 29))


def test_article_21_2_a_branch_that_never_recorded_a_secretary_is_only_reminded():
    waiting = branch(applied_on=PartialDate.of("2024-06-01"))
    assert check("B3-09", waiting) == [], "a branch that does not stand yet lacks nobody"
    (found,) = check("B3-09", branch())
    assert (found.severity, found.due_on) == (Severity.INFO, None)


def test_article_21_2_a_secretary_elected_under_the_rule_is_approved_above():
    new, old = PartialDate.of("2024-01-01"), PartialDate.of("2010-01-01")
    held = PostFacts("post", "SECRETARY", "p", new)
    (found,) = check("B3-09", branch(posts=(held,)))
    assert found.severity is Severity.INFO
    approved = PostFacts("post", "SECRETARY", "p", new, is_approved=True)
    assert check("B3-09", branch(posts=(approved,))) == []
    assert check("B3-09", branch(posts=(PostFacts("post", "SECRETARY", "p", old),))) == []


@pytest.mark.parametrize(
    ("kind", "seats", "found"),
    [
        ("GENERAL_BRANCH", 4, 1),
        ("GENERAL_BRANCH", 5, 0),
        ("COMMITTEE", 4, 1),
        ("COMMITTEE", 5, 0),
        ("BRANCH", 4, 0),
        ("COMMITTEE", 0, 0),
    ],
)
def test_practice_of_higher_committees_gives_their_sizes(kind, seats, found):
    assert len(check("B1-11", branch(kind=kind, posts=posts(*COMMITTEE[:seats])))) == found


def member(**more):
    return MemberFacts(
        **{"id": "p", "membership_id": "m", "member_type": "FULL", "status": "NORMAL", **more}
    )


@pytest.mark.parametrize(
    ("facts", "is_barred"),
    [
        (member(), False),
        (member(status="RETAINED"), False),
        (member(disposals=("WARNING",)), False),
        (member(member_type="PROBATIONARY"), True),
        (member(disposals=("WARNING", "PROBATION_IN_PARTY")), True),
        (member(disposals=("留置",)), True),
        (member(status="SUSPENDED"), True),
    ],
)
def test_election_regulation_article_5_says_who_has_no_vote(facts, is_barred):
    found = voting_bar(BOOK.applied("B3-11", TODAY), facts)
    assert (found is not None) == is_barred
    assert found is None or found.severity is Severity.BLOCK


def test_a_term_length_edited_by_the_bureau_changes_the_outcome():
    edited = BOOK.with_edits([RuleEdit("B3-05", date(2018, 10, 28), params='{"years": 5}')])
    facts = branch(terms=(term("2020-01-01"),))
    assert check("B3-05", facts)
    assert check("B3-05", facts, book=edited) == []


def test_without_the_rule_of_the_length_only_recorded_ends_count():
    facts = with_ends(branch(terms=(term("2020-01-01"), term("2020-01-01", "2024-01-01"))), None)
    assert [one.due_on for one in facts.terms] == [None, date(2024, 1, 1)]


def test_reminder_last_day_and_overdue_follow_each_other_without_gap_or_overlap():
    facts = branch(terms=(term("2023-06-15"),))
    for offset in range(-200, 10):
        on = date(2026, 6, 15) + timedelta(days=offset)
        assert len(check("B3-05", facts, on)) + len(check("B3-06", facts, on)) == 1
