"""Decisions about counting and the report: journalled, undone, the bureau's or a school's own."""

import pytest

from app.domain.nodes import Role
from app.services import batches, record_history
from app.services.ledger import Ledger
from app.store import choices, node, records
from app.store.node import Identity

NAME = "report.context"


@pytest.fixture
def ledger(tmp_path):
    opened = Ledger.open(tmp_path / "ledger.sqlite", author="李文书")
    yield opened
    opened.close()


def decide(ledger, value, year=2010):
    with ledger.writing("背景") as tx:
        choices.write(tx, NAME, value, year)
    return ledger.outcome(tx).batch


def read(ledger, year=2010):
    with ledger.reading() as tx:
        return choices.read(tx, NAME, year)


def become_school(ledger):
    with ledger.writing("加入") as tx:
        org = records.add(tx, "org_unit", {"full_name": "一小支部", "kind": "BRANCH"})
        node.become(tx, Identity("node", Role.SCHOOL, "一小", b"", "", "", (org,)))
    return org


def test_what_was_never_decided_is_empty_and_every_year_stands_alone(ledger):
    assert read(ledger) == ""
    decide(ledger, "甲")
    assert (read(ledger), read(ledger, 2011)) == ("甲", "")


def test_a_decision_is_one_row_with_its_history_and_can_be_undone(ledger):
    first, second = decide(ledger, "甲"), decide(ledger, "乙")
    with ledger.reading() as tx:
        (row,) = records.find(tx, "setting")
    assert len(record_history.history_of(ledger, [row["id"]])) == 2
    batches.undo(ledger, second)
    assert read(ledger) == "甲"
    batches.undo(ledger, first)
    assert read(ledger) == ""


def test_a_decision_that_was_undone_can_be_made_again(ledger):
    batches.undo(ledger, decide(ledger, "甲"))
    decide(ledger, "甲")
    assert read(ledger) == "甲"


def test_the_same_decision_again_is_no_batch(ledger):
    decide(ledger, "甲")
    assert decide(ledger, "甲") == ""


def test_a_school_follows_the_bureau_until_it_decides_for_itself(ledger):
    decide(ledger, "县局的背景")
    org = become_school(ledger)
    assert read(ledger) == "县局的背景"
    decide(ledger, "本校的背景")
    assert read(ledger) == "本校的背景"
    with ledger.reading() as tx:
        kept = {row["org_id"]: row["value"] for row in records.find(tx, "setting")}
    assert kept == {None: "县局的背景", org: "本校的背景"}
