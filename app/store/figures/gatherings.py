"""Evidence for the figures about gatherings: study, meetings, member days, training."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, func, null, or_, select

from app.domain.figures import Evidence, FigureChoices, Period
from app.domain.kinds import (
    ActivityKind,
    AttendanceState,
    Audience,
    HeldState,
    Scope,
    StudyForm,
)
from app.domain.rules import earliest
from app.store import member_facts
from app.store.days import begun_by, happened_by, iso_of
from app.store.engine import Transaction
from app.store.figures.people import secretary_conditions
from app.store.figures.querying import Query, evidence, plain, within
from app.store.tables.activities import (
    Activity,
    ActivityOrgCount,
    Attendance,
    CalendarDay,
    Exam,
    ExamScore,
    StudyPlan,
    StudyPlanItem,
    StudyProduct,
    TrainingClass,
    TrainingEnrol,
)
from app.store.tables.care import Donation
from app.store.tables.organisation import OrgPost, OrgTerm


def _held(period: Period, *conditions: ColumnElement[bool]) -> tuple[ColumnElement[bool], ...]:
    return (within(Activity.held_on, period), Activity.status == HeldState.HELD, *conditions)


def of_kind(kind: ActivityKind) -> Query:
    """Return the query for the held activities of one kind."""

    def query(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
        return plain(tx, Activity, *_held(period, Activity.kind == kind))

    return query


def of_form(form: StudyForm) -> Query:
    """Return the query for the held activities of one form of study."""

    def query(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
        return plain(tx, Activity, *_held(period, Activity.form == form))

    return query


def self_study(tx: Transaction, period: Period, choices: FigureChoices) -> list[Evidence]:
    """Return self-study: activities of that form and notes handed in."""
    notes = plain(
        tx,
        StudyProduct,
        StudyProduct.kind == "SELF_STUDY_NOTE",
        within(StudyProduct.submitted_on, period),
    )
    return of_form(StudyForm.SELF_STUDY)(tx, period, choices) + notes


def essays(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the essays handed in."""
    return plain(
        tx, StudyProduct, StudyProduct.kind == "ESSAY", within(StudyProduct.submitted_on, period)
    )


def leader_lectures(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the Party lectures given by leaders."""
    return plain(
        tx,
        Activity,
        *_held(period, Activity.kind == ActivityKind.PARTY_LECTURE, Activity.lecturer_role != ""),
    )


def daily_hours(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the daily study of the bureau with its hours."""
    return plain(
        tx,
        Activity,
        *_held(period, Activity.kind == ActivityKind.BUREAU_DAILY_STUDY),
        amount=func.coalesce(Activity.hours, 0, type_=Activity.hours.type),
    )


def daily_days(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the daily study, each day counting once."""
    query = (
        select(Activity.id, null(), null(), func.substr(Activity.held_on, 1, 10))
        .where(*_held(period, Activity.kind == ActivityKind.BUREAU_DAILY_STUDY))
        .order_by(Activity.held_on)
    )
    return evidence(tx, Activity, query)


def workdays(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the working days of the calendar, made-up ones included."""
    return plain(
        tx,
        CalendarDay,
        CalendarDay.kind.in_(("WORKDAY", "MAKEUP_WORKDAY")),
        within(CalendarDay.day_on, period),
    )


def discussions(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the discussions."""
    either = or_(Activity.form == StudyForm.DISCUSSION, Activity.kind == ActivityKind.DISCUSSION)
    return plain(tx, Activity, *_held(period, either))


def exams(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the tests."""
    return plain(tx, Exam, within(Exam.held_on, period))


def _scores(
    tx: Transaction, period: Period, *conditions: ColumnElement[bool], marks: bool = False
) -> list[Evidence]:
    query = (
        select(ExamScore.id, ExamScore.score if marks else null(), null())
        .join(Exam, Exam.id == ExamScore.exam_id)
        .where(within(Exam.held_on, period), *conditions)
        .order_by(ExamScore.id)
    )
    return evidence(tx, ExamScore, query)


def exam_takers(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the scores of tests: one for each person who took part."""
    taken = or_(ExamScore.score.is_not(None), ExamScore.makeup_score.is_not(None))
    return _scores(tx, period, taken)


def exam_passes(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the scores that reach the pass mark, second attempts included."""
    passed = or_(ExamScore.score >= Exam.pass_mark, ExamScore.makeup_score >= Exam.pass_mark)
    return _scores(tx, period, passed)


def first_scores(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the first scores."""
    return _scores(tx, period, ExamScore.score.is_not(None))


def first_marks(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the first scores, each with its marks."""
    return _scores(tx, period, ExamScore.score.is_not(None), marks=True)


def plan_items(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the items of the year's study plan."""
    return _plan_items(tx, period)


def plan_items_done(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the items of the study plan that were carried out."""
    done = select(Activity.id).where(happened_by(Activity.held_on, period.end))
    return _plan_items(tx, period, StudyPlanItem.done_activity_id.in_(done))


def _plan_items(
    tx: Transaction, period: Period, *conditions: ColumnElement[bool]
) -> list[Evidence]:
    query = (
        select(StudyPlanItem.id, null(), null())
        .join(StudyPlan, StudyPlan.id == StudyPlanItem.plan_id)
        .where(
            StudyPlan.year == period.year,
            begun_by(StudyPlan.approved_on, period.end),
            *conditions,
        )
        .order_by(StudyPlanItem.id)
    )
    return evidence(tx, StudyPlanItem, query)


def _member_days(period: Period) -> tuple[ColumnElement[bool], ...]:
    return _held(period, Activity.kind == ActivityKind.MEMBER_DAY, Activity.scope == Scope.BUREAU)


def member_days(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the member days held by the bureau (N11)."""
    return plain(tx, Activity, *_member_days(period))


def member_day_heads(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return who came to the member days, in attendances (N12).

    Head counts of the branches; for a branch without one its members in the list of names.
    """
    counted = ActivityOrgCount.actual_n.is_not(None)
    counts = (
        select(ActivityOrgCount.id, ActivityOrgCount.actual_n, null())
        .join(Activity, Activity.id == ActivityOrgCount.activity_id)
        .where(*_member_days(period), counted)
        .order_by(ActivityOrgCount.id)
    )
    names = (
        select(Attendance.id, Attendance.person_id, Activity.id, Activity.held_on)
        .join(Activity, Activity.id == Attendance.activity_id)
        .where(*_member_days(period), Attendance.state == AttendanceState.PRESENT)
        .order_by(Attendance.id)
    )
    by_day: dict[tuple[str, date], list[tuple[str, str]]] = defaultdict(list)
    for attendance, person, activity, held in tx.session.execute(names):
        by_day[activity, earliest(held) or period.end].append((attendance, person))
    named = [each for day, came in by_day.items() for each in _uncounted(tx, day, came)]
    return evidence(tx, ActivityOrgCount, counts) + [
        Evidence("attendance", each) for each in sorted(named)
    ]


def _uncounted(
    tx: Transaction, day: tuple[str, date], came: list[tuple[str, str]]
) -> Iterator[str]:
    """Yield the attendances of those whose branch of that day has given no head count."""
    activity, on = day
    counted = set(
        tx.session.scalars(
            select(ActivityOrgCount.org_id).where(
                ActivityOrgCount.activity_id == activity, ActivityOrgCount.actual_n.is_not(None)
            )
        )
    )
    branches: dict[str, str | None] = {}
    if counted:
        roster = member_facts.members(tx, on)
        branches = {m.row.person_id: m.at.org_id for m in roster if m.at}
    yield from (each for each, person in came if branches.get(person) not in counted)


def donations(tx: Transaction, period: Period, choices: FigureChoices) -> list[Evidence]:
    """Return the donations in 元 (N13): those of the member days, or all by choice."""
    days = select(Activity.id).where(*_member_days(period))
    which = () if choices.all_donations else (Donation.activity_id.in_(days),)
    return plain(
        tx,
        Donation,
        within(Donation.donated_on, period),
        *which,
        amount=func.coalesce(Donation.amount, 0, type_=Donation.amount.type),
    )


def bureau_meetings(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the bureau's major meetings."""
    return plain(tx, Activity, *_major(period))


def bureau_meetings_with_party_item(
    tx: Transaction, period: Period, _choices: FigureChoices
) -> list[Evidence]:
    """Return the major meetings with Party work on the agenda."""
    return plain(tx, Activity, *_major(period), Activity.has_party_item.is_(True))


def _major(period: Period) -> tuple[ColumnElement[bool], ...]:
    return _held(period, Activity.kind == ActivityKind.BUREAU_MEETING, Activity.is_major.is_(True))


def _retired(period: Period) -> tuple[ColumnElement[bool], ...]:
    return _held(
        period,
        or_(Activity.audience == Audience.RETIRED, Activity.kind == ActivityKind.RETIRED_STUDY),
    )


def retired_activities(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the study activities for the retired."""
    return plain(tx, Activity, *_retired(period))


def retired_came(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the same with the number who came."""
    return plain(tx, Activity, *_retired(period), amount=func.coalesce(Activity.actual_n, 0))


def retired_expected(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the same with the number expected."""
    return plain(tx, Activity, *_retired(period), amount=func.coalesce(Activity.should_n, 0))


def committee_classes(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the training classes for branch committees."""
    return plain(tx, TrainingClass, *_committee_class(period))


def _committee_class(period: Period) -> tuple[ColumnElement[bool], ...]:
    return (
        TrainingClass.audience == Audience.COMMITTEE,
        within(TrainingClass.start_on, period),
    )


def committee_enrolments(
    tx: Transaction, period: Period, _choices: FigureChoices
) -> list[Evidence]:
    """Return who took part in them."""
    return _committee_enrolments(tx, period, hours=False)


def committee_hours(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return who took part in them, with the hours earned."""
    return _committee_enrolments(tx, period, hours=True)


def _committee_enrolments(tx: Transaction, period: Period, *, hours: bool) -> list[Evidence]:
    earned = func.coalesce(TrainingEnrol.hours, 0, type_=TrainingEnrol.hours.type)
    query = (
        select(TrainingEnrol.id, earned if hours else null(), null())
        .join(TrainingClass, TrainingClass.id == TrainingEnrol.class_id)
        .where(*_committee_class(period))
        .order_by(TrainingEnrol.id)
    )
    return evidence(tx, TrainingEnrol, query)


def trained_secretaries(times: int) -> Query:
    """Return the query for secretaries trained so many times inside their term (N20, B7-10)."""

    def query(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
        return _trained(tx, period, times)

    return query


def _trained(tx: Transaction, period: Period, times: int) -> list[Evidence]:
    begun = func.coalesce(OrgTerm.start_on, OrgPost.from_on, "")
    ended = func.coalesce(OrgTerm.extended_to, OrgTerm.end_on, "9999")
    held = iso_of(TrainingClass.start_on)
    rows = (
        select(OrgPost.id)
        .join(TrainingEnrol, TrainingEnrol.person_id == OrgPost.person_id)
        .join(TrainingClass, TrainingClass.id == TrainingEnrol.class_id)
        .join(OrgTerm, OrgTerm.id == OrgPost.term_id, isouter=True)
        .where(
            *secretary_conditions(period),
            TrainingClass.audience == Audience.SECRETARY,
            held >= iso_of(begun),
            held <= iso_of(ended),
            happened_by(TrainingClass.start_on, period.end),
        )
        .group_by(OrgPost.id)
        .having(func.count(TrainingClass.id.distinct()) >= times)
        .order_by(OrgPost.id)
    )
    return [Evidence("org_post", post, Decimal(1)) for post in tx.session.scalars(rows)]
