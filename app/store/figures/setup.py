"""Evidence for the figures about the set-up of organisations, honours, amateur schools."""

from sqlalchemy import ColumnElement, and_, func, null, or_, select

from app.domain.figures import Evidence, FigureChoices, Period
from app.domain.kinds import (
    HonourCategory,
    Level,
    OrgKind,
    ReorgKind,
    SchoolKind,
)
from app.store.days import begun_by
from app.store.engine import Transaction
from app.store.figures.querying import (
    Query,
    evidence,
    holds_on,
    in_year,
    org_name,
    plain,
    standing_orgs,
    within,
)
from app.store.tables.activities import AmateurClass, AmateurSchool
from app.store.tables.care import (
    Honour,
)
from app.store.tables.duty import (
    Survey,
)
from app.store.tables.organisation import (
    OrgCover,
    OrgReorgEvent,
    OrgReorgPart,
    OrgUnit,
    SchoolUnit,
)
from app.store.tables.people import Person

ACTED_ON = (
    ReorgKind.SPLIT, ReorgKind.MERGE, ReorgKind.RECTIFY, ReorgKind.DISSOLVE, ReorgKind.CREATE,
)  # fmt: skip
PRIMARY = (SchoolKind.PRIMARY, SchoolKind.TEACHING_POINT)


def _awarded(period: Period) -> tuple[ColumnElement[bool], ...]:
    """Say that an honour is one of the year, and not awarded after the cut-off day."""
    return Honour.award_year == period.year, begun_by(Honour.awarded_on, period.end)


def honoured_orgs(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the county's honours for branches, with their names in document order (N01)."""
    query = (
        select(Honour.id, null(), org_name())
        .join(OrgUnit, OrgUnit.id == Honour.org_id, isouter=True)
        .where(
            *_awarded(period),
            Honour.level == Level.COUNTY,
            Honour.category == HonourCategory.ADVANCED_ORG,
        )
        .order_by(Honour.doc_order, Honour.id)
    )
    return evidence(tx, Honour, query)


def honoured_persons(level: Level, category: HonourCategory) -> Query:
    """Return the query for honours of people, with their names in document order (N02, N03)."""

    def query(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
        rows = (
            select(Honour.id, null(), Person.name)
            .join(Person, Person.id == Honour.person_id, isouter=True)
            .where(
                *_awarded(period),
                Honour.level == level,
                Honour.category == category,
            )
            .order_by(Honour.doc_order, Honour.id)
        )
        return evidence(tx, Honour, rows)

    return query


def schools_with_both(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return directly run schools with both an amateur Party and a League school (N04)."""
    query = (
        select(SchoolUnit.id, null(), SchoolUnit.name)
        .join(AmateurSchool, AmateurSchool.school_id == SchoolUnit.id)
        .where(
            SchoolUnit.is_direct.is_(True),
            AmateurSchool.status == "ACTIVE",
            holds_on(AmateurSchool.founded_on, AmateurSchool.closed_on, period),
        )
        .group_by(SchoolUnit.id)
        .having(func.count(AmateurSchool.kind.distinct()) > 1)
        .order_by(SchoolUnit.display_order, SchoolUnit.id)
    )
    return evidence(tx, SchoolUnit, query)


amateur_graduates = in_year(
    AmateurClass, day=AmateurClass.held_on, amount=func.coalesce(AmateurClass.graduated_n, 0)
)


def reorganised_primaries(
    tx: Transaction, period: Period, choices: FigureChoices
) -> list[Evidence]:
    """Return the primary-school branches that a reorganisation acted on, each once (N16)."""
    query = (
        select(OrgUnit.id, null(), org_name())
        .join(OrgReorgPart, OrgReorgPart.org_id == OrgUnit.id)
        .join(OrgReorgEvent, OrgReorgEvent.id == OrgReorgPart.event_id)
        .where(
            OrgReorgEvent.kind.in_(ACTED_ON),
            within(OrgReorgEvent.happened_on, period),
            OrgUnit.school_kind.in_(PRIMARY),
            or_(
                OrgReorgPart.side == ("AFTER" if choices.after_side else "BEFORE"),
                OrgReorgEvent.kind == ReorgKind.CREATE,
            ),
        )
        .group_by(OrgUnit.id)
        .order_by(OrgUnit.id)
    )
    return evidence(tx, OrgUnit, query)


def orgs(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the branches that exist on the cut-off day."""
    return plain(tx, OrgUnit, *standing_orgs(period))


def joint_branches(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the joint branches on the cut-off day."""
    return plain(tx, OrgUnit, *standing_orgs(period), OrgUnit.kind == OrgKind.JOINT)


def joint_units(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the schools and teaching points that joint branches cover, each once."""
    query = (
        select(OrgCover.school_id)
        .join(OrgUnit, OrgUnit.id == OrgCover.org_id)
        .where(
            *standing_orgs(period),
            OrgUnit.kind == OrgKind.JOINT,
            holds_on(OrgCover.from_on, OrgCover.to_on, period),
        )
        .distinct()
        .order_by(OrgCover.school_id)
    )
    return [Evidence("school_unit", school) for school in tx.session.scalars(query)]


def _takeover(period: Period) -> ColumnElement[bool]:
    return and_(
        OrgReorgEvent.kind == ReorgKind.JURISDICTION_IN,
        within(OrgReorgEvent.happened_on, period),
    )


def taken_over(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the organisations taken over whole, each once."""
    query = (
        select(OrgReorgPart.org_id)
        .join(OrgReorgEvent, OrgReorgEvent.id == OrgReorgPart.event_id)
        .where(_takeover(period))
        .distinct()
        .order_by(OrgReorgPart.org_id)
    )
    return [Evidence("org_unit", org) for org in tx.session.scalars(query) if org]


def taken_over_members(tx: Transaction, period: Period, _choices: FigureChoices) -> list[Evidence]:
    """Return the takeovers with the members they brought."""
    return plain(
        tx,
        OrgReorgEvent,
        _takeover(period),
        amount=func.coalesce(OrgReorgEvent.members_n, 0),
    )


surveys = in_year(Survey, day=Survey.surveyed_on)
