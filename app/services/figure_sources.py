"""Where every figure of the work report comes from: a query, a ratio of two, or a word.

The ids and their definitions are data (resources/templates/work_summary.ids.toml); here each id
is bound to the query in the store that finds its records.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.figures import Evidence, FigureChoices, Period
from app.domain.kinds import (
    ActivityKind,
    Direction,
    DutyLevel,
    HonourCategory,
    InspectionPeriod,
    Level,
)
from app.domain.meeting_matrix import MeetingDuty
from app.store.engine import Transaction
from app.store.figures import care, duties, gatherings, meetings, people, setup
from app.store.figures.querying import Query

AREAS = ("thought", "organisation", "style", "system", "integrity", "united", "other")


@dataclass(frozen=True, slots=True)
class Ratio:
    """One sum divided by another; scale 100 makes it a percentage."""

    part: Query
    whole: Query
    scale: int = 100


Source = Query | Ratio


@dataclass(frozen=True, slots=True)
class Measures:
    """The numbers of the dated rules that figures count by.

    duties: the meetings owed under "general", "committee", "group" and "lecture".
    trainings: how often a secretary is trained in a term (B7-10). idle_months: how long a branch
    may go without an acceptance (B4-40). employees: the categories counted as 教师 (F-01).
    young_under: below which age somebody is young (F-02). None: the rule is switched off.
    """

    duties: Mapping[str, tuple[MeetingDuty, ...]]
    trainings: int | None
    idle_months: int | None
    employees: tuple[str, ...]
    young_under: int | None


def sources(measures: Measures) -> dict[str, Source]:
    """Return the source of every counted figure by its id."""
    return {
        **_people(measures),
        **_study(),
        **_organisation(),
        **_responsibility(),
        **_care(),
        **_meetings(measures.duties),
    }


def _nothing(_tx: Transaction, _period: Period, _choices: FigureChoices) -> list[Evidence]:
    return []


def _people(measures: Measures) -> dict[str, Source]:
    times, months = measures.trainings, measures.idle_months
    trained = _nothing if times is None else gatherings.trained_secretaries(times)
    idle = _nothing if months is None else people.idle_branches(months)
    employees, under = measures.employees, measures.young_under
    young = _nothing if under is None else people.accepted_young(under)
    return {
        "N05": people.accepted,
        "N06": people.accepted_teachers(employees),
        "N07": people.accepted_students,
        "N08": people.converted,
        "N09": people.teacher_transfers(employees),
        "N10": people.students_leaving,
        "N20": trained,
        "org.members": people.members,
        "org.full": people.full_members,
        "org.probationary": people.probationers,
        "org.untyped": people.untyped_members,
        "dev.other": people.accepted_others(employees),
        "dev.extended": people.extended,
        "dev.cancelled": people.cancelled,
        "dev.young": young,
        "transfer.teacher_in": people.teachers_moved(employees, Direction.IN),
        "transfer.teacher_out": people.teachers_moved(employees, Direction.OUT),
        "secretary.total": people.secretaries,
        "secretary.rate": Ratio(trained, people.secretaries),
        "pipeline.applicants": people.applicants,
        "pipeline.activists": people.activists,
        "pipeline.candidates": people.candidates,
        "branch.idle": idle,
        "retired.members": people.retired_members,
        "withdrawal.requested": people.withdrawals,
        "withdrawal.persuaded": people.withdrawals_persuaded,
        "withdrawal.removed": people.withdrawals_removed,
    }


def _study() -> dict[str, Source]:
    return {
        "N17": gatherings.of_kind(ActivityKind.BUREAU_DAILY_STUDY),
        "N18": Ratio(meetings.weekly_held, meetings.weekly_due),
        "daily.workdays": gatherings.workdays,
        "daily.rate": Ratio(gatherings.daily_days, gatherings.workdays),
        "daily.hours": gatherings.daily_hours,
        "weekly.due": meetings.weekly_due,
        "weekly.held": meetings.weekly_held,
        "weekly.below": meetings.weekly_below,
        "plan.total": gatherings.plan_items,
        "plan.done": gatherings.plan_items_done,
        "plan.rate": Ratio(gatherings.plan_items_done, gatherings.plan_items),
        "study.self": gatherings.self_study,
        "study.lecture": gatherings.of_kind(ActivityKind.PARTY_LECTURE),
        "study.leader_lecture": gatherings.leader_lectures,
        "study.essay": gatherings.essays,
        "study.discussion": gatherings.discussions,
        "study.exam": gatherings.exams,
        "study.exam_takers": gatherings.exam_takers,
        "study.exam_pass_rate": Ratio(gatherings.exam_passes, gatherings.exam_takers),
        "study.exam_average": Ratio(gatherings.first_marks, gatherings.first_scores, 1),
        "training.committee_classes": gatherings.committee_classes,
        "training.committee_persons": gatherings.committee_enrolments,
        "training.committee_hours": gatherings.committee_hours,
        "retired.activities": gatherings.retired_activities,
        "retired.rate": Ratio(gatherings.retired_came, gatherings.retired_expected),
        "bureau.meetings": gatherings.bureau_meetings,
        "bureau.meetings_party": gatherings.bureau_meetings_with_party_item,
    }


def _organisation() -> dict[str, Source]:
    worker, member = HonourCategory.EXCELLENT_WORKER, HonourCategory.EXCELLENT_MEMBER
    return {
        "N01": setup.honoured_orgs,
        "N02": setup.honoured_persons(Level.CITY, worker),
        "N03": setup.honoured_persons(Level.COUNTY, member),
        "N04": setup.schools_with_both,
        "N16": setup.reorganised_primaries,
        "org.branches": setup.orgs,
        "amateur.graduates": setup.amateur_graduates,
        "joint.branches": setup.joint_branches,
        "joint.units": setup.joint_units,
        "takeover.orgs": setup.taken_over,
        "takeover.members": setup.taken_over_members,
        "survey.total": setup.surveys,
    }


def _responsibility() -> dict[str, Source]:
    areas: dict[str, Source] = {}
    for area in AREAS:
        areas[f"workplan.{area}_total"] = duties.work_plan_items(area=area.upper())
        areas[f"workplan.{area}_done"] = duties.work_plan_items(area=area.upper(), done=True)
    return {
        **areas,
        **_duty_tiers(),
        **_inspections(),
        "N15": duties.problem_kinds,
        "workplan.title": duties.work_plan_title,
        "workplan.doc_no": duties.work_plan_doc_no,
        "workplan.total": duties.work_plan_items(),
        "workplan.done": duties.work_plan_items(done=True),
        "pledge.due": setup.orgs,
        "pledge.signed": duties.pledges_signed,
        "assessment.orgs": duties.assessed,
        "assessment.average": Ratio(duties.assessed_marks, duties.assessed_scored, 1),
        "assessment.grades": duties.assessed_grades,
        "assessment.top": duties.assessed_first,
        "issue.total": duties.issues,
        "issue.closed": duties.issues_closed,
        "debrief.due": people.heads,
        "debrief.held": duties.debriefs,
        "ballot.valid": duties.ballots_valid,
        "ballot.satisfaction": Ratio(duties.ballots_satisfied, duties.ballots_valid),
        "circular.criticised": duties.criticised,
        "circular.last_place": duties.last_place,
        "accountability.total": duties.accountabilities,
        "contact.visits": duties.contact_visits(),
        "contact.problems": duties.contact_problems,
        "contact.solved": duties.contact_solved,
    }


def _duty_tiers() -> dict[str, Source]:
    tiers = {
        "tier.committee": DutyLevel.COMMITTEE,
        "tier.secretary": DutyLevel.SECRETARY,
        "tier.leader": DutyLevel.LEADER_IN_CHARGE,
        "tier.contact": DutyLevel.MEMBER_CONTACT,
        "tier.branch": DutyLevel.BRANCH_SECRETARY,
    }
    return {
        **{id_: duties.duties(level) for id_, level in tiers.items()},
        "duty.total": duties.duties(*tiers.values()),
        "duty.cadres": duties.dual_duty_cadres,
    }


def _inspections() -> dict[str, Source]:
    return {
        "N19": duties.inspections(),
        "inspection.half_year": duties.inspections(InspectionPeriod.H1),
        "inspection.year_end": duties.inspections(InspectionPeriod.YEAR_END),
        "inspection.adhoc": duties.inspections(InspectionPeriod.ADHOC),
        "inspection.orgs": duties.inspected_orgs,
        "inspection.problems": duties.findings,
        "inspection.rectified": duties.findings_rectified,
    }


def _care() -> dict[str, Source]:
    return {
        "N11": gatherings.member_days,
        "N12": gatherings.member_day_heads,
        "N13": gatherings.donations,
        "N14": care.aided_members,
        "opinion.received": care.opinions(),
        "opinion.handled": care.opinions(closed=True),
        "care.register": care.hardship_register,
        "care.visits": care.care_visits,
        "care.money": care.care_money,
        "campaign.names": care.campaigns,
        "dues.due": care.dues_due,
        "dues.paid": care.dues_paid,
        "dues.rate": Ratio(care.dues_paid, care.dues_due),
        "dues.arrears": care.dues_arrears,
        "press.copies": care.press_copies,
        "press.amount": care.press_amount,
    }


def _meetings(duties: Mapping[str, tuple[MeetingDuty, ...]]) -> dict[str, Source]:
    every = tuple(duty for some in duties.values() for duty in some)
    found: dict[str, Source] = {
        "N21": Ratio(meetings.held_query(*every), meetings.due_query(*every)),
        "meeting.incomplete": meetings.incomplete_records,
    }
    for name, some in duties.items():
        found[f"meeting.{name}_due"] = meetings.due_query(*some)
        found[f"meeting.{name}_held"] = meetings.held_query(*some)
    return found
