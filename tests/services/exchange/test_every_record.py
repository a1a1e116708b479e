"""Every kind of record there is travels both ways, and one that is added travels by itself."""

import subprocess
import sys

import pytest
from sqlalchemy import Boolean, Integer, LargeBinary

from app.domain.exchange_policy import Policy, policy_of
from app.services.exchange import receiving
from app.services.exchange.receiving import Fate
from app.store import records
from app.store.erasing import ERASURE
from app.store.schema import journalled_tables, metadata
from app.store.tables.columns import Hundredths, PartialDateColumn, new_id
from tests.services.exchange.row_stories import raw_of
from tests.services.exchange.world import BUREAU, BUREAU_2, SCHOOL_A, SCHOOL_A_2, SCHOOL_B

_FIXED = frozenset({"id", "removed_at", "subject_table", "subject_id"})
TABLES = [table.name for table in journalled_tables() if table.name != ERASURE]
"""All but the orders that only the bureau's own PC may give, see test_erasing."""


def carry(world, sender, receiver):
    made = world.pack(sender, receiver)
    taken = receiving.take(world.nodes[receiver].ledger, made.data)
    assert taken.fate is Fate.TAKEN
    return taken


def stored(world, number, table, row):
    cursor = raw_of(world.nodes[number].database).execute(
        f"SELECT * FROM {table} WHERE id = ?", (row,)
    )
    names = [each[0] for each in cursor.description]
    found = cursor.fetchone()
    return dict(zip(names, found, strict=True)) if found else None


def value(column, turn):
    """Return a value of a column that differs from turn to turn and from its default."""
    kind = column.type
    if isinstance(kind, PartialDateColumn):
        return f"201{turn}-06-01"
    if isinstance(kind, Boolean):
        return turn % 2 == 1
    if isinstance(kind, LargeBinary):
        return bytes([turn])
    return turn if isinstance(kind, Integer | Hundredths) else f"{column.name}{turn}"


def target_of(column):
    return next((key.column.table.name for key in column.foreign_keys), "")


def whole_row(world, tx, name, turn, above=()):
    """Add a row with every field filled; what it refers to belongs to the first school."""
    known = {"org_unit": world.orgs[0], "person": world.persons[0]}
    values = {"id": new_id()}
    about = {"subject_table": "person", "subject_id": world.persons[0]}
    for column in metadata.tables[name].columns:
        target = target_of(column)
        if column.name in {"id", "removed_at"} or target in {name, *above}:
            continue
        if target:
            made = known.get(target) or whole_row(world, tx, target, turn, (*above, name))
            values[column.name] = made
        else:
            values[column.name] = about.get(column.name, value(column, turn))
    return records.add(tx, name, values)


def plain_column(name):
    return next(
        column
        for column in metadata.tables[name].columns
        if column.name not in _FIXED and not column.foreign_keys
    )


@pytest.mark.parametrize("name", TABLES)
def test_a_record_of_every_kind_goes_to_the_bureau_and_is_changed_on_both_sides(world, name):
    with world.writing(SCHOOL_A) as tx:
        row = whole_row(world, tx, name, 1)
    carry(world, SCHOOL_A, BUREAU)
    born = stored(world, SCHOOL_A, name, row)
    assert born
    assert stored(world, BUREAU, name, row) == born
    column = plain_column(name)
    for number, turn in ((BUREAU, 2), (SCHOOL_A, 3), (BUREAU, 4)):
        if number == SCHOOL_A and policy_of(name, column.name) is Policy.BUREAU:
            continue
        with world.writing(number) as tx:
            records.change(tx, name, row, {column.name: value(column, turn)})
        told = stored(world, number, name, row)
        carry(world, number, SCHOOL_A if number == BUREAU else BUREAU)
        other = SCHOOL_A if number == BUREAU else BUREAU
        assert stored(world, other, name, row) == told
    with world.writing(BUREAU) as tx:
        records.remove(tx, name, row)
    for receiver in (SCHOOL_A, SCHOOL_A_2, BUREAU_2):
        carry(world, BUREAU, receiver)
        assert stored(world, receiver, name, row) == stored(world, BUREAU, name, row)


def test_a_table_that_is_added_travels_without_new_code():
    command = [sys.executable, "-m", "tests.services.exchange.newer_program"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout == "travelled\n", done.stderr


def shows(world, number, name, row):
    found = stored(world, number, name, row)
    return found is not None and found["removed_at"] is None


def test_what_names_only_a_place_of_work_goes_to_the_branches_that_cover_it(world):
    with world.writing(BUREAU) as tx:
        school = records.add(tx, "school_unit", {"name": "第一小学"})
        records.add(tx, "org_cover", {"org_id": world.orgs[0], "school_id": school})
        amateur = records.add(tx, "amateur_school", {"school_id": school, "name": "业余党校"})
        held = records.add(tx, "amateur_class", {"amateur_school_id": amateur, "term_text": "春"})
        survey = records.add(tx, "survey", {"scope": "全县"})
        fact = records.add(tx, "survey_fact", {"survey_id": survey, "school_id": school})
    for number in (SCHOOL_A, SCHOOL_A_2, SCHOOL_B):
        carry(world, BUREAU, number)
        is_its_own = number != SCHOOL_B
        for name, row in (("amateur_school", amateur), ("amateur_class", held)):
            assert shows(world, number, name, row) == is_its_own
        assert shows(world, number, "survey_fact", fact) == is_its_own
        assert shows(world, number, "survey", survey)


def test_parts_of_what_concerns_everybody_go_to_everybody(world):
    with world.writing(BUREAU) as tx:
        scheme = records.add(tx, "assessment_scheme", {"name": "考评办法"})
        round_ = records.add(tx, "assessment", {"scheme_id": scheme, "year": 2010})
        plan = records.add(tx, "work_plan", {"title": "全县工作安排"})
        item = records.add(tx, "work_plan_item", {"plan_id": plan, "task": "第一条"})
        notice = {"org_id": world.orgs[0], "assessment_id": round_}
        ranked = records.add(tx, "ranking_notice", notice)
    for number in (SCHOOL_A, SCHOOL_B):
        carry(world, BUREAU, number)
        assert shows(world, number, "assessment", round_)
        assert shows(world, number, "work_plan_item", item)
    assert stored(world, SCHOOL_A, "ranking_notice", ranked)["assessment_id"] == round_
    assert stored(world, SCHOOL_B, "ranking_notice", ranked) is None


@pytest.mark.parametrize("kind", ["rule_override", "attachment"])
def test_what_is_about_a_branch_goes_to_that_branch(world, kind):
    with world.writing(BUREAU) as tx:
        about = {"subject_table": "org_unit", "subject_id": world.orgs[0]}
        row = records.add(tx, kind, about)
    for number in (SCHOOL_A, SCHOOL_B):
        carry(world, BUREAU, number)
        assert shows(world, number, kind, row) == (number == SCHOOL_A)


def test_who_belongs_to_nobody_goes_back_to_all_pcs_of_the_school_that_entered_him(world):
    with world.writing(SCHOOL_A) as tx:
        guest = records.add(tx, "person", {"name": "外请教师"})
    carry(world, SCHOOL_A, BUREAU)
    for number in (SCHOOL_A_2, SCHOOL_B):
        carry(world, BUREAU, number)
        assert shows(world, number, "person", guest) == (number == SCHOOL_A_2)
    with world.writing(BUREAU) as tx:
        records.add(tx, "membership", {"person_id": guest, "org_id": world.orgs[1]})
        records.change(tx, "person", guest, {"name": "外请教师乙"})
    world.check()
    assert shows(world, SCHOOL_B, "person", guest)
