from dataclasses import replace

import pytest
import sqlcipher3.dbapi2

from app.services import health
from app.services.ledger import Ledger
from app.store import records
from tests.services.small_county import TODAY


def foreign(ledger, *statements):
    """Change the file as a foreign program would; give the ledger opened again."""
    ledger.close()
    file = sqlcipher3.dbapi2.connect(str(ledger.database.path))
    for statement in statements:
        file.execute(statement)
    file.commit()
    file.close()
    return Ledger.open(ledger.database.path, today=lambda: TODAY)


def codes(ledger):
    found = health.check(ledger)
    ledger.close()
    return [fault.code for fault in found]


def test_a_sound_ledger_has_no_fault(ledger, county):
    assert health.check(ledger) == ()


def test_a_changed_operation_breaks_the_chain(ledger, county):
    changed = foreign(ledger, "UPDATE operation SET changes = '{}' WHERE seq = 3")
    assert "journal.broken" in codes(changed)


def test_a_removed_operation_breaks_the_chain(ledger, county):
    assert "journal.broken" in codes(foreign(ledger, "DELETE FROM operation WHERE seq = 3"))


def test_a_record_that_points_to_nothing_is_found(ledger, county):
    changed = foreign(
        ledger,
        "PRAGMA foreign_keys = OFF",
        "DROP TRIGGER journal_membership_u",
        "UPDATE membership SET org_id = 'nowhere' WHERE id = (SELECT min(id) FROM membership)",
    )
    assert codes(changed) == ["file.dangling", "journal.unrecorded"]


@pytest.mark.parametrize(
    ("event", "statement"),
    [
        ("u", "UPDATE person SET name = '黑客' WHERE id = (SELECT min(id) FROM person)"),
        ("i", "INSERT INTO school_unit(id, name) VALUES ('x', '假学校')"),
        ("d", "DELETE FROM school_unit WHERE id = (SELECT min(id) FROM school_unit)"),
    ],
)
def test_a_change_that_left_no_operation_is_found(ledger, county, event, statement):
    table = "person" if "person" in statement else "school_unit"
    changed = foreign(
        ledger,
        f"DROP TRIGGER journal_{table}_{event}",
        statement,
        "UPDATE person_search SET name = (SELECT name FROM person WHERE id = person_id)",
    )
    assert codes(changed) == ["journal.unrecorded"]


def test_a_name_without_search_keys_is_found(ledger, county):
    changed = foreign(
        ledger,
        "DELETE FROM person_search",
        "INSERT INTO person_search VALUES ('x', '', '', '', '')",
    )
    assert "search.stale" in codes(changed)


def test_figures_that_contradict_themselves_are_told(ledger, county, monkeypatch):
    counted = health.compute(ledger, 2010)
    monkeypatch.setattr(
        health, "compute", lambda *_: replace(counted, warnings=("总数与之和不相等。",))
    )
    with ledger.writing("变动") as tx:
        person = records.find(tx, "person")[0]["id"]
        records.add(tx, "membership_event", {"person_id": person, "happened_on": _day()})
    found = health.check(ledger)
    assert [fault.text for fault in found] == ["2010年：总数与之和不相等。"]


def _day():
    from app.domain.dates import PartialDate

    return PartialDate(TODAY)


def test_the_steps_are_told_and_come_to_an_end(ledger, county):
    steps = []

    class Shown:
        def step(self, done, total, text=""):
            steps.append((done, total))

    health.check(ledger, Shown())
    assert steps[0] == (0, 6)
    assert steps[-1] == (6, 6)
