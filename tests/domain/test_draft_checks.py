"""What the dialog marks in a member's draft."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.dates import PartialDate
from app.domain.draft_checks import check_draft
from app.domain.members import MemberDraft
from app.domain.probation import NoProbation, Standard
from app.domain.words import problem_text

BY = Standard(date(2010, 12, 31), NoProbation(date(1969, 4, 1), date(1977, 8, 11)))
SOUND = MemberDraft(
    name="张永杰",
    gender="1",
    id_no="529999197506150018",
    birth_on=PartialDate.of("1975-06-15"),
    joined_on=PartialDate.of("1999-07-01"),
    full_on=PartialDate.of("2000-07-01"),
    org_id="b1",
    mobile="13900000001",
)


def told(**changed):
    found = check_draft(replace(SOUND, **changed), BY)
    assert all(problem_text(problem) for problem in found)
    return {(problem.code, problem.detail["field"]) for problem in found}


def test_a_sound_draft_has_no_problem():
    assert told() == set()


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"name": " "}, ("draft.no_name", "name")),
        ({"name": "张"}, ("name.length", "name")),
        ({"full_on": SOUND.joined_on}, ("member.no_probation", "full_on")),
        ({"id_no": ""}, ("draft.no_id_no", "id_no")),
        ({"id_no": "529999197506150019"}, ("id.check_digit", "id_no")),
        ({"birth_on": PartialDate.of("1975-06-16")}, ("member.birth_differs", "birth_on")),
        ({"gender": "2"}, ("draft.gender_differs", "gender")),
        ({"org_id": None}, ("draft.no_branch", "org_id")),
        ({"full_on": PartialDate.of("1999-06-30")}, ("life.joined_full", "full_on")),
        ({"joined_on": PartialDate.of("1974")}, ("life.birth_joined", "joined_on")),
        ({"member_type": "PROBATIONARY"}, ("member.probationary_with_full", "full_on")),
        ({"full_on": None}, ("member.full_missing", "full_on")),
        ({"mobile": ""}, ("draft.no_phone", "mobile")),
        ({"mobile": "139"}, ("phone.form", "mobile")),
    ],
)
def test_each_problem_names_the_field_to_mark(changed, problem):
    assert problem in told(**changed)


def test_a_birth_known_to_the_month_agrees_with_the_number():
    assert told(birth_on=PartialDate.of("1975-06")) == set()


def test_an_override_silences_the_number():
    assert told(id_no="52", id_check_override="派出所证明") == set()


def test_someone_transferred_needs_no_branch():
    assert told(org_id=None, status="TRANSFERRED") == set()
