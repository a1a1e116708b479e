"""Evidence for the figures about responsibility: plans, pledges, inspections, assessment."""

from typing import Any

from sqlalchemy import ColumnElement, func, literal, null, select
from sqlalchemy.orm import InstrumentedAttribute

from app.domain.figures import Evidence, FigureChoices, Period
from app.domain.kinds import (
    DutyLevel,
    InspectionPeriod,
)
from app.store.days import begun_by, happened_by
from app.store.engine import Transaction
from app.store.figures.querying import (
    Query,
    evidence,
    in_year,
    org_name,
    plain,
    standing_orgs,
    within,
)
from app.store.tables.duty import (
    Accountability,
    Assessment,
    AssessmentTotal,
    BallotSheet,
    ContactPoint,
    ContactVisit,
    Debrief,
    DutyAssignment,
    Finding,
    Inspection,
    InspectionOrg,
    IssueItem,
    Pledge,
    RankingNotice,
    WorkPlan,
    WorkPlanItem,
)
from app.store.tables.organisation import (
    OrgUnit,
)


def problem_kinds(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the items of the rectification list; each kind of problem counts once (N15)."""
    query = (
        select(IssueItem.id, null(), null(), IssueItem.category)
        .where(IssueItem.year == period.year)
        .order_by(IssueItem.id)
    )
    return evidence(tx, IssueItem, query)


def inspections(period_kind: InspectionPeriod | None = None) -> Query:
    """Return the query for the inspections of a year (N19)."""
    which = () if period_kind is None else (Inspection.period == period_kind,)
    return in_year(Inspection, *which, day=Inspection.held_on)


def inspected_orgs(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the organisations inspected, each once."""
    query = (
        select(InspectionOrg.org_id)
        .join(Inspection, Inspection.id == InspectionOrg.inspection_id)
        .where(within(Inspection.held_on, period))
        .distinct()
        .order_by(InspectionOrg.org_id)
    )
    return [Evidence("org_unit", org) for org in tx.session.scalars(query) if org]


def _findings(tx: Transaction, period: Period, *conditions: ColumnElement[bool]) -> list[Evidence]:
    query = (
        select(Finding.id, null(), null())
        .join(Inspection, Inspection.id == Finding.inspection_id)
        .where(within(Inspection.held_on, period), *conditions)
        .order_by(Finding.id)
    )
    return evidence(tx, Finding, query)


def findings(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the problems that inspections found."""
    return _findings(tx, period)


def findings_rectified(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the problems rectified by the cut-off day."""
    return _findings(tx, period, happened_by(Finding.rectified_on, period.end))


def _issued(period: Period) -> tuple[ColumnElement[bool], ...]:
    return WorkPlan.year == period.year, begun_by(WorkPlan.issued_on, period.end)


def work_plan_items(*, area: str = "", done: bool = False) -> Query:
    """Return the query for the tasks of the annual plan, by area, all or done."""

    def query(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
        rows = (
            select(WorkPlanItem.id, null(), null())
            .join(WorkPlan, WorkPlan.id == WorkPlanItem.plan_id)
            .where(
                *_issued(period),
                *([WorkPlanItem.area == area] if area else []),
                *([happened_by(WorkPlanItem.done_on, period.end)] if done else []),
            )
            .order_by(WorkPlanItem.id)
        )
        return evidence(tx, WorkPlanItem, rows)

    return query


def work_plan(column: InstrumentedAttribute[str]) -> Query:
    """Return the query that names the annual plan by one of its texts."""

    def query(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
        rows = select(WorkPlan.id, null(), column).where(*_issued(period))
        return evidence(tx, WorkPlan, rows.order_by(WorkPlan.id).limit(1))

    return query


def dual_duty_cadres(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the cadres who signed a dual duty, each once."""
    query = (
        select(DutyAssignment.person_id)
        .where(
            DutyAssignment.year == period.year,
            DutyAssignment.level == DutyLevel.DUAL_DUTY,
            begun_by(DutyAssignment.signed_on, period.end),
        )
        .distinct()
        .order_by(DutyAssignment.person_id)
    )
    return [Evidence("person", person) for person in tx.session.scalars(query)]


def duties(*levels: DutyLevel) -> Query:
    """Return the query for the duties of some tiers."""
    which = DutyAssignment.level.in_(levels)
    return in_year(
        DutyAssignment, which, year=DutyAssignment.year, known_on=DutyAssignment.signed_on
    )


def pledges_signed(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the branches with a signed pledge, each once."""
    query = (
        select(OrgUnit.id)
        .join(Pledge, Pledge.party_b_id == OrgUnit.id)
        .where(
            Pledge.year == period.year,
            happened_by(Pledge.signed_on, period.end),
            *standing_orgs(period),
        )
        .distinct()
        .order_by(OrgUnit.id)
    )
    return [Evidence("org_unit", org) for org in tx.session.scalars(query) if org]


def _of_the_year(period: Period) -> tuple[ColumnElement[bool], ...]:
    """Say that an assessment is that of the year, and not held after the cut-off day."""
    held = begun_by(Assessment.held_on, period.end)
    return Assessment.year == period.year, Assessment.period == "YEAR", held


def _totals(
    tx: Transaction, period: Period, *conditions: ColumnElement[bool], amount: Any = None
) -> list[Evidence]:
    query = (
        select(
            AssessmentTotal.id,
            null() if amount is None else amount,
            org_name(),
        )
        .join(Assessment, Assessment.id == AssessmentTotal.assessment_id)
        .join(OrgUnit, OrgUnit.id == AssessmentTotal.org_id)
        .where(*_of_the_year(period), *conditions)
        .order_by(OrgUnit.assessment_group, AssessmentTotal.rank_no, AssessmentTotal.id)
    )
    return evidence(tx, AssessmentTotal, query)


def assessed(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the totals of the year's assessment."""
    return _totals(tx, period)


def assessed_scored(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the totals that carry a Party-work score."""
    return _totals(tx, period, AssessmentTotal.party_score.is_not(None))


def assessed_marks(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the same with the score."""
    return _totals(
        tx,
        period,
        AssessmentTotal.party_score.is_not(None),
        amount=AssessmentTotal.party_score,
    )


def assessed_first(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the first of every group, with names."""
    return _totals(tx, period, AssessmentTotal.rank_no == 1)


def assessed_grades(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the totals that have a grade, the best first; the grade is the group."""
    query = (
        select(AssessmentTotal.id, null(), null(), AssessmentTotal.grade)
        .join(Assessment, Assessment.id == AssessmentTotal.assessment_id)
        .where(*_of_the_year(period), AssessmentTotal.grade != "")
        .order_by(
            func.coalesce(AssessmentTotal.total, AssessmentTotal.party_score).desc(),
            AssessmentTotal.rank_no,
            AssessmentTotal.id,
        )
    )
    return evidence(tx, AssessmentTotal, query)


def issues_closed(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the rectified items of the list."""
    return plain(
        tx, IssueItem, IssueItem.year == period.year, happened_by(IssueItem.closed_on, period.end)
    )


def debriefs(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the debriefs held by the cut-off day."""
    return plain(tx, Debrief, Debrief.year == period.year, happened_by(Debrief.held_on, period.end))


def ballots(*columns: InstrumentedAttribute[Any]) -> Query:
    """Return the query for the ballot sheets of the year's debriefs, adding up some counts."""

    def query(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
        number: Any = literal(0)
        for column in columns:
            number = number + func.coalesce(column, 0)
        rows = (
            select(BallotSheet.id, number, null())
            .join(Debrief, Debrief.id == BallotSheet.debrief_id)
            .where(Debrief.year == period.year, begun_by(Debrief.held_on, period.end))
            .order_by(BallotSheet.id)
        )
        return evidence(tx, BallotSheet, rows)

    return query


def _noticed(tx: Transaction, period: Period, kind: str) -> list[Evidence]:
    query = (
        select(RankingNotice.org_id)
        .where(
            RankingNotice.year == period.year,
            RankingNotice.kind == kind,
            begun_by(RankingNotice.issued_on, period.end),
            RankingNotice.org_id.is_not(None),
        )
        .distinct()
        .order_by(RankingNotice.org_id)
    )
    return [Evidence("org_unit", org) for org in tx.session.scalars(query) if org]


def criticised(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the organisations criticised in a circular, each once."""
    return _noticed(tx, period, "CRITICISM")


def last_place(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the organisations that spoke as last of their group, each once."""
    return _noticed(tx, period, "LAST_PLACE_STATEMENT")


def contact_visits(*, amount: InstrumentedAttribute[Any] | None = None) -> Query:
    """Return the query for the visits of contact points, counted or adding up problems."""
    number = None if amount is None else func.coalesce(amount, 0)
    return in_year(
        ContactVisit,
        ContactVisit.contact_point_id.in_(select(ContactPoint.id)),
        day=ContactVisit.visited_on,
        amount=number,
    )


accountabilities = in_year(Accountability, day=Accountability.decided_on)
issues = in_year(IssueItem, year=IssueItem.year)


work_plan_title = work_plan(WorkPlan.title)
work_plan_doc_no = work_plan(WorkPlan.doc_no)
ballots_valid = ballots(BallotSheet.valid)
ballots_satisfied = ballots(BallotSheet.good, BallotSheet.fairly_good)
contact_problems = contact_visits(amount=ContactVisit.problems_n)
contact_solved = contact_visits(amount=ContactVisit.solved_n)
