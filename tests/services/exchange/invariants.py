"""What must hold in the small world of the exchange, whatever has happened."""

from app.domain.merging import TOMBSTONE, written
from app.store import history, merging, node
from app.store.row_steps import empty_row
from app.store.schema import metadata
from app.store.scope import Scopes
from tests.services.exchange.cast import BUREAU, BUREAU_2, KEPT, NAMES
from tests.services.exchange.row_stories import difference, known_to, rows_of, steps_of


class Invariants:
    """The checks of a world, which has nodes, a wall clock, and can pack and deliver."""

    def state(self, number):
        """Return everything that an import may change."""
        found = rows_of(self.nodes[number].database)
        told = {name: sorted(map(str, rows)) for name, rows in found.items()}
        for table in (
            "sync_peer",
            "sync_inbox",
            "sync_outbox",
            "batch",
            "journal_state",
            "sync_node",
        ):
            told.pop(table, None)
        return told

    def operations(self, number):
        with self.nodes[number].ledger.reading() as tx:
            run = tx.session.connection().exec_driver_sql
            return {row[0]: row[1] for row in run("SELECT id, row_id FROM operation")}

    def settle_everything(self, rounds=8):
        """Let everybody exchange with the bureau until nothing is left to tell."""
        for number, each in enumerate(self.nodes):
            each.skew = 0
            if number in self.older:
                self.upgrade(number)
        quiet = 0
        for _ in range(rounds):
            told = 0
            for number in self.others:
                made = self.pack(number, BUREAU)
                told += made.operations_n
                self.deliver(BUREAU, made.data)
            for number, made in self.pack_for_all():
                told += made.operations_n
                self.deliver(number, made.data)
            # A node that learns only now that it has lost something asks in the next round.
            quiet = 0 if told else quiet + 1
            if quiet == 2:
                return
        raise AssertionError("a round trip does not end")

    def check(self):
        """Check everything that must hold once all has been delivered."""
        written = {id_ for number in range(len(self.nodes)) for id_ in self.operations(number)}
        self.settle_everything()
        held = self.operations(BUREAU)
        assert not written - held.keys(), "operations were lost"
        if BUREAU_2 in self.others:
            self._check_equal(BUREAU, BUREAU_2, None)
        with self.nodes[BUREAU].ledger.reading() as tx:
            scopes = Scopes(tx)
        for number in KEPT.keys() & {*self.others}:
            self._check_equal(BUREAU, number, scopes.of([self.orgs[KEPT[number]]]))
        for number in range(len(self.nodes)):
            self._check_erased(number)
        self._check_sound(BUREAU)
        self._check_sound(self.others[self.wall // 1000 % len(self.others)])

    def _check_equal(self, one, other, rows):
        ours, theirs = self._shown(one, rows), self._shown(other, rows)
        assert ours == theirs, ("DIVERGED", NAMES[other], difference(ours, theirs))

    def _shown(self, number, rows):
        """Return operations, siblings and shown values of some rows, of all when None."""
        found = rows_of(self.nodes[number].database)
        told = {
            ("op", id_)
            for id_, row in self.operations(number).items()
            if rows is None or row in rows
        }
        for table in ("person", "membership", "org_unit", "sync_sibling"):
            told |= {
                (table, *row) for row in found.get(table, ()) if rows is None or row[0] in rows
            }
        return told

    def _check_erased(self, number):
        """Check that what is erased says nothing any more, in its row and in the journal."""
        with self.nodes[number].ledger.reading() as tx:
            assert [*self._talking(tx)] == [], ("erased and yet here", NAMES[number])

    def _talking(self, tx):
        run = tx.session.connection().exec_driver_sql
        erased = "IN (SELECT erased_id FROM erasure)"
        yield from run(f"SELECT id FROM operation WHERE row_id {erased} AND changes <> '{{}}'")
        yield from run(
            f"SELECT id FROM person WHERE id {erased} AND mobile || address || remark > ''"
        )

    def _check_sound(self, number):
        ledger = self.nodes[number].ledger
        with ledger.reading() as tx:
            assert history.broken_links(tx) == []
            run = tx.session.connection().exec_driver_sql
            assert run("PRAGMA foreign_key_check").all() == []
            self._check_registers(run)
        shown = self._shown(number, None)
        with ledger.writing("重算") as tx:
            merging.rebuild(tx, node.roster(tx))
        assert self._shown(number, None) == shown, "the rows are not what their operations say"

    def _check_registers(self, run):
        """Check by plain search that every value is shown, superseded or a sibling."""
        siblings = {tuple(row) for row in run("SELECT row_id, field FROM sync_sibling")}
        for table in ("person", "membership", "org_unit"):
            empty = dict(empty_row(metadata.tables[table]))
            query = f"SELECT * FROM {table} WHERE id NOT IN (SELECT erased_id FROM erasure)"
            for row in run(query).mappings().all():
                steps = steps_of(run, row["id"])
                known = known_to(steps)
                for name in empty:
                    writers = [s for s in steps if name in written(s, empty)]
                    last = [s for s in writers if not any(s.id in known[o.id] for o in writers)]
                    values = {written(s, empty)[name] for s in last}
                    if name == TOMBSTONE:
                        values = {bool(v) for v in values}
                    if (row["id"], name) in siblings or not last:
                        continue
                    assert len(values) == 1, ("a value silently vanished", table, name)
                    shown = bool(row[name]) if name == TOMBSTONE else row[name]
                    assert shown in values, ("something else is shown", table, name)
