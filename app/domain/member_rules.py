"""Rules of a member's own data: the ID number (domain.md C.4) and early history (B5-07)."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from app.domain.dates import full_years
from app.domain.facts import MemberFacts
from app.domain.idcards import (
    FEMALE,
    MALE,
    Ages,
    birth_of,
    check_digit,
    gender_of,
    is_in_areas,
)
from app.domain.kinds import Category
from app.domain.probation import NoProbation
from app.domain.rules import About, DueState, Finding, Rule


def _person(member: MemberFacts) -> About:
    return About(member.id, "person", member.id)


def _number(member: MemberFacts) -> str:
    """Return the ID number to check; "" when there is none or its check was overridden."""
    return "" if member.id_override else member.id_no


def _birth(member: MemberFacts) -> date | None:
    return birth_of(_number(member))


def _length(rule: Rule, member: MemberFacts, _on: date) -> Iterator[Finding]:
    """GB 11643 structure: seventeen digits and a check character."""
    number = _number(member)
    digits = number[: rule.number("digits")]
    is_formed = len(number) == rule.number("length") and digits.isascii() and digits.isdecimal()
    if number and not is_formed:
        yield rule.finding(_person(member), DueState.OVERDUE, name=member.name)


def _area(rule: Rule, member: MemberFacts, _on: date) -> Iterator[Finding]:
    """GB 11643 area code: the first two digits name a province."""
    number = _number(member)
    areas = rule.words("areas")
    if number and not is_in_areas(number, areas):
        area = number[: max(map(len, areas))]
        yield rule.finding(_person(member), DueState.OVERDUE, name=member.name, area=area)


def _birth_exists(rule: Rule, member: MemberFacts, on: date) -> Iterator[Finding]:
    """GB 11643 birth date: a real day since 1900 and not after today."""
    number, birth = _number(member), _birth(member)
    if not number:
        return
    if birth is None or birth > on or birth.year < rule.number("first_year"):
        yield rule.finding(_person(member), DueState.OVERDUE, name=member.name)


def _age(rule: Rule, member: MemberFacts, on: date) -> Iterator[Finding]:
    """C.4: a member is 18 to 110 years old, a student at least 14."""
    birth = _birth(member)
    if birth is None or birth > on:
        return
    ages, is_student = Ages.of(rule), member.category == Category.STUDENT
    if not ages.allow(birth, on, is_student=is_student):
        age, youngest = full_years(birth, on), ages.least(is_student=is_student)
        yield rule.finding(
            _person(member), DueState.OVERDUE, name=member.name, age=age, youngest=youngest
        )


def _check_character(rule: Rule, member: MemberFacts, _on: date) -> Iterator[Finding]:
    """GB 11643 check character by ISO 7064 MOD 11-2."""
    number = _number(member)
    if birth_of(number) is None:
        return
    expected = check_digit(number[:-1])
    if number[-1] != expected:
        yield rule.finding(_person(member), DueState.OVERDUE, name=member.name, expected=expected)


def _gender_agrees(rule: Rule, member: MemberFacts, _on: date) -> Iterator[Finding]:
    """GB 11643 sequence code: odd for men, even for women."""
    known = {MALE, FEMALE}
    in_number = gender_of(_number(member))
    if {member.gender, in_number} == known:
        yield rule.finding(_person(member), DueState.OVERDUE, name=member.name)


def _birth_agrees(rule: Rule, member: MemberFacts, _on: date) -> Iterator[Finding]:
    """采集表 item 5: the birth date agrees with the number, as far as it is known."""
    in_number, birth = _birth(member), member.birth_on
    if in_number is None or birth is None or birth.value is None:
        return
    if not birth.first_day <= in_number <= birth.last_day:
        yield rule.finding(
            _person(member), DueState.OVERDUE, name=member.name, birth=birth, in_number=in_number
        )


def _without_probation(rule: Rule, member: MemberFacts, _on: date) -> Iterator[Finding]:
    """B5-07: only those who joined from 1969-04 to 1977-08 had no probation."""
    if NoProbation.of(rule).is_broken_by(member.joined_on, member.full_on):
        about = About(member.id, "membership", member.membership_id)
        yield rule.finding(about, DueState.OVERDUE, name=member.name, joined=member.joined_on)


MemberCheck = Callable[[Rule, MemberFacts, date], Iterator[Finding]]

MEMBER_CHECKS: Mapping[str, MemberCheck] = {
    "C4-01": _length,
    "C4-02": _area,
    "C4-03": _birth_exists,
    "C4-04": _age,
    "C4-05": _check_character,
    "C4-06": _gender_agrees,
    "C4-07": _birth_agrees,
    "B5-07": _without_probation,
}
