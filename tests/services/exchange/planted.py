"""Bugs planted on purpose: the simulation is worth something only if it finds every one of them."""

import json
from dataclasses import replace

from app.domain import merging as rules
from app.domain.nodes import canonical
from app.domain.packages import Package
from app.exchange import package_bytes, wire
from app.services.exchange import packing, receiving
from app.store import arrivals, digests, merging, post_book, records
from tests.services.exchange.row_stories import lose_row
from tests.services.exchange.world import BUREAU, SCHOOL_A, put_back, rows_of


def arrival_order_wins(patch):
    """The value that came last is shown."""
    whole = rules.merged

    def wrong(steps, empty, rank):
        found = whole(steps, empty, rank)
        place = {step.id: number for number, step in enumerate(steps)}
        for name, siblings in found.siblings.items():
            found.values[name] = max(siblings, key=lambda each: place[each.op]).value
        return found

    patch.setattr(merging, "merged", wrong)


def loser_is_dropped(patch):
    """The last writer wins and nobody hears of the other."""
    whole = rules.merged

    def wrong(steps, empty, rank):
        return rules.Merged(whole(steps, empty, rank).values)

    patch.setattr(merging, "merged", wrong)


def no_checksum(patch):
    """A package is plain JSON and whatever can be parsed is believed."""

    def written(package, _seed, _keys):
        head = canonical({**wire.manifest_fields(package.manifest), "chunks": []})
        chunks = [head, *wire.chunks(package.contents, 20_000)]
        return json.dumps([chunk.decode() for chunk in chunks]).encode()

    class Believed:
        def __init__(self, data):
            self.sha256 = ""
            head, *self.chunks = [chunk.encode() for chunk in json.loads(data)]
            self.manifest = wire.manifest(json.loads(head))

        def proved(self, _key_of):
            return Package(self.manifest, wire.contents(self.chunks, package_bytes.Limits()))

    def read(data, _secret):
        try:
            found = Believed(data)
            found.proved(None)
        except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
            raise package_bytes.damaged() from error
        return found

    patch.setattr(packing, "to_bytes", written)
    patch.setattr(receiving, "opened", read)
    patch.setattr(receiving, "check_authors", lambda *_: None)


def known_by_place(patch):
    """An operation is known when its replica's number is, whatever it says."""

    def unknown(tx, operations):
        run = tx.session.connection().exec_driver_sql
        query = "SELECT b.replica, o.replica_seq FROM operation o JOIN batch b ON b.no = o.batch_no"
        known = {tuple(row) for row in run(query)}
        ids = arrivals.known_ids(tx, [op.id for op in operations])
        return [
            op
            for op in operations
            if op.id not in ids and (op.replica, op.replica_seq) not in known
        ]

    patch.setattr(arrivals, "_unknown", unknown)


def no_prerequisites(patch):
    """What a package builds on is not looked for."""
    patch.setattr(receiving._Reception, "_is_ready", lambda _self: True)
    checked = arrivals._checked

    def lenient(tx, new):
        try:
            return checked(tx, new)
        except arrivals.Unready:
            return [each for op in new for each in arrivals._base(op)]

    patch.setattr(arrivals, "_checked", lenient)


def acknowledged_on_sending(patch):
    """A package counts as received as soon as it is written, whatever the receiver says."""
    peer = post_book.peer

    def wrong(tx, node):
        made = post_book.sent_to(tx, node)
        return replace(peer(tx, node), acked=made[-1].package if made else "")

    patch.setattr(post_book, "peer", wrong)


def differences_are_not_noticed(patch):
    """The digests of a package are not looked at."""
    patch.setattr(digests, "different", lambda *_: ())


def anybody_may_erase(patch):
    """An order to erase is followed whoever has written it."""
    patch.setattr(receiving, "check_erasures", lambda *_: None)


# For each bug a short story that ends well without it.


def _both_edit(world):
    world.edit(BUREAU, 0, "mobile", "1")
    world.edit(SCHOOL_A, 0, "mobile", "2")
    world.deliver(BUREAU, world.pack(SCHOOL_A, BUREAU).data)
    world.deliver(SCHOOL_A, world.pack(BUREAU, SCHOOL_A).data)
    world.check()


def _a_letter_changes(world):
    world.edit(SCHOOL_A, 0, "mobile", "13900000001")
    data = world.pack(SCHOOL_A, BUREAU).data
    place = max(data.find(b"13900000001"), 0) + 5
    world.deliver_bad(BUREAU, data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])


def _a_twin_writes(world):
    twin = rows_of(world.nodes[SCHOOL_A].database)
    world.edit(SCHOOL_A, 0, "mobile", "1")
    world.deliver(BUREAU, world.pack(SCHOOL_A, BUREAU).data)
    put_back(world.nodes[SCHOOL_A].database, twin)
    world.edit(SCHOOL_A, 1, "address", "2")
    world.check()


def _the_receiver_is_put_back(world):
    before = rows_of(world.nodes[BUREAU].database)
    world.edit(SCHOOL_A, 0, "mobile", "1")
    world.deliver(BUREAU, world.pack(SCHOOL_A, BUREAU).data)
    world.deliver(SCHOOL_A, world.pack(BUREAU, SCHOOL_A).data)
    world.edit(SCHOOL_A, 0, "mobile", "2")
    late = world.pack(SCHOOL_A, BUREAU).data
    put_back(world.nodes[BUREAU].database, before)
    world.deliver(BUREAU, late)
    world.check()


def _a_stick_is_lost(world):
    world.edit(SCHOOL_A, 0, "mobile", "1")
    world.pack(SCHOOL_A, BUREAU)
    world.check()


def _a_disk_loses_a_record(world):
    world.is_put_back = True
    lose_row(world.nodes[SCHOOL_A].database, "org_unit", world.orgs[1])
    world.check()


def _a_school_orders_an_erasure(world):
    with world.writing(SCHOOL_A) as tx:
        order = {"erased_table": "person", "erased_id": world.persons[1]}
        records.add(tx, "erasure", order)
    world.deliver_bad(BUREAU, world.pack(SCHOOL_A, BUREAU).data)


STORIES = {
    arrival_order_wins: _both_edit,
    loser_is_dropped: _both_edit,
    no_checksum: _a_letter_changes,
    known_by_place: _a_twin_writes,
    no_prerequisites: _the_receiver_is_put_back,
    acknowledged_on_sending: _a_stick_is_lost,
    differences_are_not_noticed: _a_disk_loses_a_record,
    anybody_may_erase: _a_school_orders_an_erasure,
}
"""The planted bugs, each with its story."""
_OWN_STORY = (differences_are_not_noticed, anybody_may_erase)
BY_CHANCE = tuple(bug for bug in STORIES if bug not in _OWN_STORY)
"""Those that the random histories find too (--long); a disk that loses rows is none of theirs."""
