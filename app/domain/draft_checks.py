"""What is doubtful or wrong in a member's draft, before it is saved."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from app.domain.checks import check_record
from app.domain.date_reading import check_life
from app.domain.dates import PartialDate
from app.domain.idcards import UNKNOWN, birth_of, gender_of, read_id_no
from app.domain.kinds import Category, MemberType, Status
from app.domain.members import MemberDraft
from app.domain.names import read_name
from app.domain.phones import read_phones
from app.domain.probation import RULE_OF, Standard
from app.domain.readings import Problem, block, info, warn

_LIFE_FIELDS = {
    "birth": "birth_on",
    "applied": "applied_on",
    "joined": "joined_on",
    "full": "full_on",
}


OVERRIDABLE: Mapping[str, str] = RULE_OF
"""Problems that a recorded override lifts where they block → the rule that is overridden (C.4)."""


def check_draft(draft: MemberDraft, standard: Standard) -> tuple[Problem, ...]:
    """Return every problem of a draft; detail "field" names the field to mark.

    An override reason (id_check_override) silences the checks of the ID number.
    """
    today = standard.today
    life = check_life(draft.birth_on, draft.applied_on, draft.joined_on, draft.full_on, today)
    under_age = standard.under_age(draft.birth_on, draft.joined_on)
    return (
        *_name(draft),
        *filter(None, map(standard.judged, _id_no(draft, standard))),
        *(_at(_LIFE_FIELDS[problem.detail["field"]], problem) for problem in life),
        *(() if under_age is None else (_at("joined_on", under_age),)),
        *_membership(draft),
        *_probation(draft, standard),
        *_phones(draft),
        *check_record("membership", {"dues_month": draft.dues_month}),
    )


def _at(field: str, problem: Problem) -> Problem:
    return replace(problem, detail={**problem.detail, "field": field})


def _each_at(field: str, problems: Iterable[Problem]) -> Iterator[Problem]:
    return (_at(field, problem) for problem in problems)


def _name(draft: MemberDraft) -> Iterator[Problem]:
    if not draft.name.strip():
        yield block("draft.no_name", field="name")
        return
    yield from _each_at("name", read_name(draft.name).problems)


def _id_no(draft: MemberDraft, standard: Standard) -> Iterator[Problem]:
    if draft.id_check_override:
        return
    if not draft.id_no:
        yield warn("draft.no_id_no", field="id_no")
        return
    is_student = draft.category == Category.STUDENT
    reading = read_id_no(
        draft.id_no, on=standard.today, limits=standard.id_limits, is_student=is_student
    )
    yield from _each_at("id_no", reading.problems)
    yield from _against_id_no(draft, reading.value or "")


def _against_id_no(draft: MemberDraft, id_no: str) -> Iterator[Problem]:
    birth, gender = birth_of(id_no), gender_of(id_no)
    if birth and draft.birth_on and not _could_be(draft.birth_on, birth):
        detail = {"birth": str(draft.birth_on), "from_id": birth.isoformat()}
        yield warn("member.birth_differs", field="birth_on", **detail)
    if gender != UNKNOWN and draft.gender and gender != draft.gender:
        yield warn("draft.gender_differs", field="gender")


def _could_be(known: PartialDate, on: date) -> bool:
    return known.value is None or known.first_day <= on <= known.last_day


def _membership(draft: MemberDraft) -> Iterator[Problem]:
    if not draft.org_id and draft.status == Status.NORMAL:
        yield warn("draft.no_branch", field="org_id")
    if draft.member_type == MemberType.PROBATIONARY and draft.full_on:
        yield warn("member.probationary_with_full", field="full_on", full=str(draft.full_on))
    if draft.member_type == MemberType.FULL and not draft.full_on:
        yield info("member.full_missing", field="full_on")


def _probation(draft: MemberDraft, standard: Standard) -> Iterator[Problem]:
    same_day = standard.same_day(draft.joined_on, draft.full_on)
    if same_day:
        yield _at("full_on", same_day)


def _phones(draft: MemberDraft) -> Iterator[Problem]:
    if draft.mobile:
        yield from _each_at("mobile", read_phones(draft.mobile).problems)
    if draft.landline:
        yield from _each_at("landline", read_phones(draft.landline).problems)
    if not draft.mobile and not draft.landline:
        yield info("draft.no_phone", field="mobile")
