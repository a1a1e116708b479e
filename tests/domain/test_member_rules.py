"""C.4, the ID number by GB 11643, and B5-07, the years without probation."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dates import PartialDate
from app.domain.facts import MemberFacts
from app.domain.idcards import IdLimits, check_digit, read_id_no
from app.domain.kinds import Category
from app.domain.member_rules import MEMBER_CHECKS
from app.domain.readings import Severity
from app.domain.rules import RuleBook, RuleEdit

BOOK = RuleBook.load()
TODAY = date(2024, 6, 15)
MAN = "529999197506150018"
WOMAN = "529999197506150026"


def member(**more):
    return MemberFacts(
        **{"id": "p", "membership_id": "m", "name": "张永杰", "category": "TEACHER", **more}
    )


def check(rule_id, facts, on=TODAY, book=BOOK):
    return list(MEMBER_CHECKS[rule_id](book.applied(rule_id, on), facts, on))


def failing(id_no, on=TODAY, **more):
    facts = member(id_no=id_no, **more)
    ids = [rule_id for rule_id in MEMBER_CHECKS if rule_id.startswith("C4")]
    return [rule_id for rule_id in ids if check(rule_id, facts, on)]


@pytest.mark.parametrize(
    ("id_no", "expected"),
    [
        (MAN, []),
        (WOMAN, []),
        ("52999919880808003X", []),
        ("11010519491231002X", []),
        ("529999200302290013", ["C4-03"]),
        ("440524188001010014", ["C4-03", "C4-04"]),
        ("529999197506150017", ["C4-05"]),
        ("529999750615001", ["C4-01", "C4-03"]),
        ("5299991975061500181", ["C4-01", "C4-03"]),
        ("52999919750615OO18", ["C4-01", "C4-03"]),
        ("999999197506150016", ["C4-02", "C4-05"]),
        ("", []),
    ],
)
def test_gb_11643_vectors(id_no, expected):
    assert failing(id_no) == expected


@given(
    st.integers(10, 99),
    st.dates(date(1900, 1, 1), TODAY),
    st.sampled_from([Category.TEACHER, Category.STUDENT]),
)
def test_form_import_and_rule_say_the_same_of_area_and_age(area, birth, category):
    first17 = f"{area}9999{birth:%Y%m%d}001"
    number = first17 + check_digit(first17)
    limits, is_student = IdLimits.of(BOOK, TODAY), category == Category.STUDENT
    told = read_id_no(number, on=TODAY, limits=limits, is_student=is_student).problems
    rules = {"id.area": "C4-02", "id.age": "C4-04"}
    assert {rules[problem.code] for problem in told} == set(failing(number, category=category))


def test_gb_11643_area_only_the_first_two_digits_are_tested():
    assert check("C4-02", member(id_no="522101197506150013")) == []
    assert check("C4-02", member(id_no="161101197506150013"))


def test_a_recorded_override_ends_every_check_of_the_number():
    assert failing("529999197506150017", id_override="公安机关证明") == []


@pytest.mark.parametrize(
    ("on", "category", "found"),
    [
        (date(1993, 6, 14), "TEACHER", 1),
        (date(1993, 6, 15), "TEACHER", 0),
        (date(1989, 6, 14), "STUDENT", 1),
        (date(1989, 6, 15), "STUDENT", 0),
        (date(2086, 6, 14), "RETIRED", 0),
        (date(2086, 6, 15), "RETIRED", 1),
    ],
)
def test_age_range_of_members_and_students_by_the_bureaus_agreement(on, category, found):
    assert len(check("C4-04", member(id_no=MAN, category=category), on)) == found


def test_gb_11643_a_birth_after_the_day_is_impossible():
    assert check("C4-03", member(id_no=MAN), date(1975, 6, 14))
    assert check("C4-03", member(id_no=MAN), date(1975, 6, 15)) == []


@pytest.mark.parametrize(
    ("gender", "id_no", "found"),
    [("1", MAN, 0), ("2", MAN, 1), ("1", WOMAN, 1), ("2", WOMAN, 0), ("0", MAN, 0), ("", WOMAN, 0),
     ("1", "", 0)],
)  # fmt: skip
def test_gb_11643_sequence_code_tells_the_gender(gender, id_no, found):
    assert len(check("C4-06", member(gender=gender, id_no=id_no))) == found


@pytest.mark.parametrize(
    ("birth", "found"),
    [("1975-06-15", 0), ("1975-06", 0), ("1975", 0), ("1975-06-16", 1), ("1975-07", 1)],
)
def test_collection_form_item_5_the_birth_date_agrees_with_the_number(birth, found):
    facts = member(id_no=MAN, birth_on=PartialDate.of(birth))
    assert [one.severity for one in check("C4-07", facts)] == [Severity.WARN] * found


@pytest.mark.parametrize(
    ("joined", "full", "found"),
    [
        ("1969-03-31", "1969-03-31", 0),
        ("1969-04-01", "1969-04-01", 0),
        ("1975-07-01", "1975-07-01", 0),
        ("1977-08-11", "1977-08-11", 0),
        ("1977-08-12", "1977-08-12", 1),
        ("1990-06-15", "1990-06-15", 1),
        ("1990-06-15", "1991-06-15", 0),
        ("1950-01-01", "1950-01-01", 0),
        ("1977-08", "1977-08", 0),
        ("1977-09", "1977-09", 1),
        ("1990-06", "1990-06-15", 0),
        ("1990", "1990", 0),
    ],
)
def test_ninth_to_eleventh_congress_had_no_probation(joined, full, found):
    facts = member(joined_on=PartialDate.of(joined), full_on=PartialDate.of(full))
    assert [one.severity for one in check("B5-07", facts)] == [Severity.WARN] * found


def test_without_both_dates_there_is_nothing_to_compare():
    unread = PartialDate(None, raw="文革前")
    assert check("B5-07", member(joined_on=PartialDate.of("1990-06-15"))) == []
    assert check("B5-07", member(joined_on=unread, full_on=unread)) == []


def test_the_end_of_the_window_edited_by_the_bureau_changes_the_outcome():
    facts = member(joined_on=PartialDate.of("1977-08-18"), full_on=PartialDate.of("1977-08-18"))
    edited = BOOK.with_edits([RuleEdit("B5-07", params='{"last_day": "1977-08-18"}')])
    assert check("B5-07", facts)
    assert check("B5-07", facts, book=edited) == []
