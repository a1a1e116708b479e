"""What is dated after the cut-off day changes no figure, whatever the figure counts."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.domain.dates import PartialDate
from app.domain.fields import ValueKind, tables
from app.domain.figures import FigureChoices
from app.services import figures
from app.services.ledger import Ledger
from app.services.practice.build import build
from app.store import record_lists, records

YEAR = 2010
CUTOFF = date(YEAR, 6, 30)
LATER = PartialDate(date(YEAR, 11, 15))

ROOTS = frozenset({"person", "membership", "org_unit", "school_unit", "party_group"})
"""Who and what there is: their past is told by test_figures and test_facts."""
OF_A_KIND = 40
"""So many records of a kind at most: enough for every figure, and the test stays quick."""

TELLS_NO_DAY = frozenset(
    {
        # Words of the report and its settings.
        "org.name", "org.superior", "report.year", "report.cutoff", "report.date", "N22",
        # By year alone: their records have no day of their own.
        "issue.total", "N15", "press.copies", "press.amount",
        # What there is on a day, by the roots.
        "org.branches", "org.members", "org.full", "org.probationary",
        "org.untyped", "pledge.due",
        "joint.branches", "branch.missing", "retired.members", "weekly.below",
        # What is owed by the calendar, and what stands since long before.
        "meeting.general_due", "meeting.committee_due", "meeting.group_due", "meeting.lecture_due",
        "weekly.due", "N04", "workplan.title", "workplan.doc_no",
        # Nothing of the kind in the practice county; counted like the ones beside it.
        "meeting.group_held", "workplan.other_done",
    }
)  # fmt: skip


@pytest.fixture(scope="module")
def grown(tmp_path_factory):
    """Return the figures of June and of December without any event, and with all of them later."""
    ledger = Ledger.open(tmp_path_factory.mktemp("cutoff") / "dangwu.sqlite", author="练习")
    build(ledger)
    with ledger.writing("先都不算") as tx:
        add_what_is_missing(tx)
        rows = {name: records.find(tx, name) for name in tables() if name not in ROOTS}
        for name, found in rows.items():
            records.remove(tx, name, [row["id"] for row in found if tells_day(name, row)])
        issues = [row["id"] for row in rows["issue_item"]]
        records.change(tx, "issue_item", issues, {"closed_on": None})
    before = [counted(ledger, on) for on in (CUTOFF, date(YEAR, 12, 31))]
    with ledger.writing("后来的事") as tx:
        copy_all(tx, rows)
        records.change(tx, "issue_item", issues, {"closed_on": LATER})
    after = [counted(ledger, on) for on in (CUTOFF, date(YEAR, 12, 31))]
    ledger.close()
    return before, after


def add_what_is_missing(tx):
    """Write the kinds of records that the practice county does not have."""
    org = records.find(tx, "org_unit", kind="BRANCH")[0]["id"]
    person = records.find(tx, "person")[0]["id"]
    paid = {"person_id": person, "month_on": LATER, "paid": Decimal(10)}
    for name, values in (
        ("accountability", {"org_id": org, "decided_on": LATER}),
        ("ranking_notice", {"kind": "CRITICISM", "year": YEAR, "org_id": org, "issued_on": LATER}),
        ("dues_assess", {"person_id": person, "year": YEAR, "month_due": Decimal(20)}),
        ("dues_payment", paid),
        ("membership_event", accepted(person, "OTHER")),
        ("membership_event", {**accepted(person, "TEACHER"), "kind": "CANCELLED"}),
    ):
        records.add(tx, name, values)


def accepted(person, category):
    return {
        "kind": "ACCEPTED",
        "person_id": person,
        "category_at_event": category,
        "meeting_on": LATER,
        "committee_approved_on": LATER,
    }


def tells_day(name, row):
    if name == "issue_item":
        return False
    fields = tables()[name].fields.values()
    return name == "dues_assess" or any(
        field.kind is ValueKind.DATE and row[field.name] is not None for field in fields
    )


def counted(ledger, on):
    found = figures.compute(ledger, YEAR, cutoff=on).figures
    return {
        id_: (each.number, each.text, frozenset(each.evidence), each.whole)
        for id_, each in found.items()
    }


def copy_all(tx, rows):
    """Write a copy of every record that tells a day, with that day after the cut-off."""
    known: dict[str, str] = {}
    waiting = dict.fromkeys(rows)
    while waiting:
        for name in list(waiting):
            owners = {field.target for field in tables()[name].fields.values()} - {name}
            if owners.isdisjoint(waiting):
                copy_table(tx, name, few_of_each_kind(name, rows[name]), known)
                del waiting[name]


def few_of_each_kind(name, rows):
    codes = [f.name for f in tables()[name].fields.values() if f.kind is ValueKind.CODE]
    number = Counter()
    for row in rows:
        kind = tuple(row[code] for code in codes)
        number[kind] += 1
        if number[kind] <= OF_A_KIND:
            yield row


def copy_table(tx, name, rows, known):
    copies = {row["id"]: values for row in rows if (values := copied(tx, name, row, known))}
    known |= dict(zip(copies, records.add_many(tx, name, copies.values()), strict=True))


def copied(tx, name, row, known):
    """Return the values of a later copy; None where neither it nor its owner tells a day."""
    fields = tables()[name].fields.values()
    values = {column: value for column, value in row.items() if column not in {"id", "removed_at"}}
    days = [field.name for field in fields if field.kind is ValueKind.DATE]
    told = [column for column in days if values[column] is not None]
    if name == "dues_assess":
        told = ["from_on"]
    pointers = [field.name for field in fields if values.get(field.name) in known]
    values |= dict.fromkeys(told, LATER) | {column: known[values[column]] for column in pointers}
    if name in {"membership_event", "transfer"}:
        # Somebody new: the life of a member is told by what happened to him later, too.
        values["person_id"] = records.add(
            tx, "person", {"name": "查某", "birth_on": PartialDate.of("1990")}
        )
        values["membership_id"] = None
    values = {column: value for column, value in values.items() if column in row}
    owned = set(pointers).intersection(record_lists.required_columns(name))
    return values if tells_day(name, row) or owned else None


@pytest.mark.parametrize("id_", list(figures.definitions()))
def test_a_record_after_the_cut_off_changes_no_figure(grown, id_):
    before, after = grown
    assert after[0][id_] == before[0][id_]


@pytest.mark.parametrize("id_", sorted(figures.definitions().keys() - TELLS_NO_DAY))
def test_the_same_record_does_show_at_the_end_of_the_year(grown, id_):
    before, after = grown
    assert after[1][id_] != before[1][id_]


def test_dues_are_owed_under_the_assessment_in_force_in_each_month(ledger):
    with ledger.writing("核定") as tx:
        person = records.add(tx, "person", {"name": "张三"})
        for start, due in ((None, 10), ("2010-04", 20), ("2010-11", 90)):
            values = {"person_id": person, "year": YEAR, "month_due": Decimal(due)}
            records.add(tx, "dues_assess", {**values, "from_on": start and PartialDate.of(start)})
        paid = {"person_id": person, "month_on": PartialDate.of("2010-03"), "paid": Decimal(90)}
        records.add(tx, "dues_payment", paid)
    for cutoff, due, behind in ((date(2010, 3, 31), 30, 0), (CUTOFF, 30 + 60, 0)):
        assert figures.count(ledger, "dues.due", YEAR, cutoff=cutoff).number == due
        assert figures.count(ledger, "dues.arrears", YEAR, cutoff=cutoff).number == behind
    assert figures.count(ledger, "dues.due", YEAR).number == 30 + 20 * 7 + 90 * 2
    assert figures.count(ledger, "dues.arrears", YEAR).number == 1


@pytest.mark.parametrize(
    ("total_n", "inside", "is_told"),
    [(3, False, False), (4, False, True), (4, True, False), (2, True, True)],
)
def test_transfers_are_those_in_and_out_and_those_inside_only_by_choice(
    ledger, total_n, inside, is_told
):
    found = dict(figures.compute(ledger, YEAR).figures)
    for id_, n in (("N09", total_n), ("transfer.teacher_in", 1), ("transfer.teacher_out", 2)):
        found[id_] = replace(found[id_], number=Decimal(n))
    told = figures.self_checks(found, FigureChoices(internal_transfers=inside))
    assert any("转入、转出之和不相等" in text for text in told) is is_told
