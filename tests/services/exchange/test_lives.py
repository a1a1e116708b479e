"""A copied file and a backup put back begin a new life and ask for what they have lost."""

from app.base.machine import witness
from app.services.exchange import lives
from app.store import engine, records
from tests.services.exchange.world import BUREAU, SCHOOL_A


def replica(world, number):
    with world.nodes[number].ledger.reading() as tx:
        return tx.session.connection().exec_driver_sql("SELECT replica FROM journal_state").scalar()


def test_the_first_witness_is_noted_and_another_begins_a_new_life(world):
    ledger, before = world.nodes[SCHOOL_A].ledger, replica(world, SCHOOL_A)
    assert not lives.wake(ledger, "here")
    assert not lives.wake(ledger, "here")
    assert replica(world, SCHOOL_A) == before
    assert lives.wake(ledger, "there")
    after = replica(world, SCHOOL_A)
    assert after != before
    assert after.partition(".")[0] == world.ids[SCHOOL_A]


def test_a_ledger_outside_the_exchange_has_one_life(tmp_path):
    from contextlib import closing

    from app.services.ledger import Ledger

    with closing(Ledger.open(tmp_path / "x.sqlite")) as ledger:
        assert not lives.wake(ledger, "here")
        lives.restored(ledger)


def test_a_restored_school_is_given_its_own_operations_back(world):
    world.back_up(SCHOOL_A)
    world.edit(SCHOOL_A, 0, "mobile", "lost")
    world.deliver(BUREAU, world.pack(SCHOOL_A, BUREAU).data)
    world.restore(SCHOOL_A, is_noticed=True)
    world.deliver(BUREAU, world.pack(SCHOOL_A, BUREAU).data)
    world.deliver(SCHOOL_A, world.pack(BUREAU, SCHOOL_A).data)
    with world.nodes[SCHOOL_A].ledger.reading() as tx:
        assert records.get(tx, "person", world.persons[0])["mobile"] == "lost"
    # It asks once: afterwards packages are small again.
    world.deliver(BUREAU, world.pack(SCHOOL_A, BUREAU).data)
    assert world.pack(BUREAU, SCHOOL_A).operations_n == 0


def test_another_folder_and_another_file_are_other_places(tmp_path):
    one = witness(tmp_path / "a.sqlite")
    assert one == witness(tmp_path / "." / "a.sqlite")
    assert one != witness(tmp_path / "b.sqlite")


def test_a_newer_program_shows_what_the_older_could_not(world, monkeypatch):
    ledger = world.nodes[SCHOOL_A].ledger
    with ledger.writing("试") as tx:
        run = tx.session.connection().exec_driver_sql
        records.change(tx, "person", world.persons[0], {"mobile": "1"})
        with engine.unjournalled(tx):
            run("UPDATE person SET mobile = '' WHERE id = ?", (world.persons[0],))
        run("INSERT INTO sync_parked VALUES (?, '', 'person', '', 0)", (world.persons[0],))
    lives.wake(ledger, "here")
    with ledger.reading() as tx:
        assert records.get(tx, "person", world.persons[0])["mobile"] == "1"
        run = tx.session.connection().exec_driver_sql
        assert run("SELECT count(*) FROM sync_parked").scalar() == 0
