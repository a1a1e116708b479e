"""A small world of real ledgers that exchange packages, for the simulation.

The bureau with two PCs, a school with two, another school; or fewer. Every node is a real file
that stays open; a history begins by putting back the rows that all began with, and a backup or a
disk image is such a set of rows too.
"""

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.nodes import Role
from app.exchange import secret_boxes
from app.exchange.package_bytes import PackageRefused
from app.services.exchange import enrolment, lives, packing, receiving, setup
from app.services.ledger import Ledger
from app.store import merging, node, records
from app.store.engine import Database
from tests.services.exchange.cast import (
    BUREAU,
    BUREAU_2,
    EVERYBODY,
    FEW,
    KEPT,
    NAMES,
    SCHOOL_A,
    SCHOOL_A_2,
    SCHOOL_B,
)
from tests.services.exchange.invariants import Invariants
from tests.services.exchange.row_stories import filled, raw_of, rows_of

__all__ = [
    "BUREAU",
    "BUREAU_2",
    "EVERYBODY",
    "FEW",
    "SCHOOL_A",
    "SCHOOL_A_2",
    "SCHOOL_B",
    "World",
    "put_back",
    "rows_of",
]
START_MS = 1_300_000_000_000
NEWER = ("person", "remark")
"""The field that an older program does not know."""
STEPS_OF_A_MOMENT = 50
BASELESS = """SELECT o.seq FROM operation o, json_each(o.base) b
    WHERE unhex(b.value) NOT IN (SELECT id FROM operation)"""


@dataclass
class Node:
    ledger: Ledger
    skew: int = 0
    saved: dict = field(default_factory=dict)

    @property
    def database(self):
        return self.ledger.database


def put_back(database, rows):
    """Make a file hold these rows and no others, as if it had been copied there."""
    raw = raw_of(database)
    raw.execute("PRAGMA foreign_keys = OFF")
    raw.execute("BEGIN IMMEDIATE")
    raw.execute("UPDATE journal_state SET is_applying = 1")
    for name in filled(raw):
        if name != "journal_state":
            raw.execute(f"DELETE FROM {name}")
    for name, values in rows.items():
        if name != "journal_state":
            places = ", ".join("?" * len(values[0]))
            raw.executemany(f"INSERT INTO {name} VALUES ({places})", values)
    raw.execute("DELETE FROM journal_state")
    (state,) = rows["journal_state"]
    raw.execute(f"INSERT INTO journal_state VALUES ({', '.join('?' * len(state))})", state)
    raw.execute("COMMIT")
    raw.execute("PRAGMA foreign_keys = ON")


class World(Invariants):
    """Five nodes that know one another, and the packages that lie on sticks."""

    def __init__(self, folder, size=EVERYBODY):
        self.wall = START_MS
        self.nodes = [self._node(Path(folder) / f"{n}.sqlite", n) for n in range(size)]
        self._begin()
        self.start = [rows_of(each.database) for each in self.nodes]
        self.ids = [self._identity(each).node for each in self.nodes]
        self.pool = []
        self.older = set()
        self.is_put_back = False

    @property
    def others(self):
        """All but the bureau's first PC."""
        return range(1, len(self.nodes))

    def _node(self, path, number):
        node = Node(None)
        database = Database(path, now_ms=lambda: max(self.wall + node.skew, 0))
        node.ledger = Ledger(database, NAMES[number])
        return node

    def _identity(self, each):
        with each.ledger.reading() as tx:
            return node.identity(tx)

    def _begin(self):
        bureau = self.nodes[BUREAU].ledger
        self.sheet = setup.found_bureau(bureau, NAMES[BUREAU])
        with bureau.writing("起步") as tx:
            self.orgs = [
                records.add(tx, "org_unit", {"full_name": f"{name}党支部", "kind": "BRANCH"})
                for name in ("第一小学", "第二小学")
            ]
            self.persons = [records.add(tx, "person", {"name": f"党员{n}"}) for n in range(3)]
            for person, org in zip(self.persons, [*self.orgs, self.orgs[0]], strict=True):
                records.add(tx, "membership", {"person_id": person, "org_id": org})
        for number in self.others:
            role = Role.SCHOOL if number in KEPT else Role.BUREAU
            branches = (self.orgs[KEPT[number]],) if number in KEPT else ()
            made = enrolment.make(bureau, NAMES[number], branches, role=role)
            enrolment.join(self.nodes[number].ledger, made.data, made.code)
            first = self._identity(self.nodes[BUREAU]).node
            (word,) = packing.make(self.nodes[number].ledger, [first])
            receiving.take(bureau, word.data)
        for _ in range(2):
            for made in packing.make(bureau):
                number = next(
                    n for n in self.others if self._identity(self.nodes[n]).node == made.node
                )
                receiving.take(self.nodes[number].ledger, made.data)

    def reset(self):
        """Begin a new history."""
        self.wall, self.pool = START_MS + 10_000_000, []
        self.older.clear()
        self.is_put_back = False
        for each, rows in zip(self.nodes, self.start, strict=True):
            each.skew, each.saved = 0, rows
            put_back(each.database, rows)

    def close(self):
        for each in self.nodes:
            each.ledger.close()

    # what people do

    @contextmanager
    def writing(self, number, title="试"):
        self.wall += 1000
        with self.nodes[number].ledger.writing(title) as tx:
            yield tx

    def visible(self, number, table):
        with self.nodes[number].ledger.reading() as tx:
            return sorted(row["id"] for row in records.find(tx, table))

    @contextmanager
    def program_of(self, number):
        """Run as the program of a node, which may be an older one that knows fewer fields."""
        real = merging.empty_row
        if number in self.older:
            merging.empty_row = lambda table: {
                name: value for name, value in real(table).items() if (table.name, name) != NEWER
            }
        try:
            yield
        finally:
            merging.empty_row = real

    def upgrade(self, number):
        """Install the newer program, which shows what the older one only kept."""
        self.older.discard(number)
        with self.writing(number, "升级") as tx:
            merging.catch_up(tx, node.roster(tx))

    def edit(self, number, pick, column, value, table="person"):
        if number in self.older and (table, column) == NEWER:
            column = "address"
        ids = self.visible(number, table)
        if ids:
            with self.writing(number) as tx:
                records.change(tx, table, ids[pick % len(ids)], {column: value})

    def bulk_edit(self, number, column, value):
        if number in self.older and ("person", column) == NEWER:
            column = "address"
        with self.writing(number) as tx:
            run = tx.session.connection().exec_driver_sql
            run(f"UPDATE person SET {column} = ?", (value,))

    def remove(self, number, pick, *, is_raw):
        ids = self.visible(number, "membership")
        if not ids:
            return
        chosen = ids[pick % len(ids)]
        with self.writing(number) as tx:
            if is_raw:
                run = tx.session.connection().exec_driver_sql
                run("DELETE FROM membership WHERE id = ?", (chosen,))
            else:
                records.remove(tx, "membership", chosen)

    def add_person(self, number, org):
        with self.writing(number) as tx:
            person = records.add(tx, "person", {"name": "新党员"})
            records.add(tx, "membership", {"person_id": person, "org_id": self.orgs[org]})

    def transfer(self, number, pick, org):
        self.edit(number, pick, "org_id", self.orgs[org], table="membership")

    def settle(self, number, pick):
        from app.store import disputes

        ledger = self.nodes[number].ledger
        with ledger.reading() as tx:
            found = sorted(disputes.contradictions(tx))
            roster = node.roster(tx)
        if found:
            table, row, _ = found[pick % len(found)]
            with self.writing(number, "处理分歧") as tx:
                choices = disputes.sides(tx, table, row, roster)
                values = {name: sides[-1].value for name, sides in choices.items()}
                if values:
                    disputes.settle(tx, table, row, values, roster)

    # what happens to files

    def pack(self, sender, receiver, *, whole=False):
        self.wall += 1000
        with self.program_of(sender):
            made = packing.make(self.nodes[sender].ledger, [self.ids[receiver]], whole=whole)
        self.pool.append((receiver, made[0].data))
        return made[0]

    def pack_for_all(self):
        """Let the bureau fill one stick for everybody; return who is to have what."""
        self.wall += 1000
        made = packing.make(self.nodes[BUREAU].ledger, [self.ids[n] for n in self.others])
        return [*zip(self.others, made, strict=True)]

    def deliver(self, number, data):
        fate = self.take(number, data)
        with self.nodes[number].ledger.reading() as tx:
            run = tx.session.connection().exec_driver_sql
            assert run(BASELESS).all() == [], "something is here without what it is based on"
        return fate

    def take(self, number, data):
        """Let a node take in a package and do nothing more: after it the power may go."""
        self.wall += 1000
        try:
            with self.program_of(number):
                taken = receiving.take(self.nodes[number].ledger, data)
        except PackageRefused:
            return receiving.Fate.REFUSED
        assert self.is_put_back or not taken.differs, ("no longer alike", taken.differs)
        return taken.fate

    def deliver_bad(self, number, data):
        """Give a node a package that is not whole: it must change nothing."""
        before = self.state(number)
        self.deliver(number, data)
        assert self.state(number) == before, "a bad package changed something"

    def deliver_killed(self, number, data, moment):
        """Let the power go while a package is taken in: nothing or all of it is there."""
        self.interrupted(number, moment, lambda: self.take(number, data))

    def interrupted(self, number, moment, act):
        """Let the power go at a moment of an act, counted in steps of the database."""
        before = self.state(number)
        raw, left = raw_of(self.nodes[number].database), [moment]

        def count():
            left[0] -= 1
            return left[0] <= 0

        raw.set_progress_handler(count, STEPS_OF_A_MOMENT)
        try:
            act()
        except Exception as error:
            if "interrupt" not in str(error).lower():
                raise
            raw.set_progress_handler(None, 0)
            assert self.state(number) == before, "half of it is there"
        finally:
            raw.set_progress_handler(None, 0)
            raw.execute("PRAGMA query_only = OFF")

    def back_up(self, number):
        self.nodes[number].saved = rows_of(self.nodes[number].database)

    def restore(self, number, *, is_noticed):
        self.is_put_back = True
        put_back(self.nodes[number].database, self.nodes[number].saved)
        if number not in self.older:
            self.upgrade(number)
        if is_noticed:
            lives.restored(self.nodes[number].ledger)

    def clone(self, number, *, is_noticed):
        """Work goes on at a copy of the disk while the first PC is in use: both are the node."""
        self.is_put_back = True
        twin = rows_of(self.nodes[number].database)
        self.edit(number, 0, "mobile", f"twin{self.wall}")
        self.pack(number, BUREAU if number != BUREAU else SCHOOL_A)
        put_back(self.nodes[number].database, twin)
        if is_noticed:
            lives.restored(self.nodes[number].ledger)


CHEAP = secret_boxes.Cost(1, 8)
"""What a guess at a code or password costs in tests: nothing."""


def folder():
    """Return a folder for a world, in memory where the system has such a place."""
    shared = Path("/dev/shm")
    return tempfile.TemporaryDirectory(dir=shared if shared.is_dir() else None)
