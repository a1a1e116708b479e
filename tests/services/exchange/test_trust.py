"""Forged, re-addressed, replayed: a signature serves its author, its receivers and nothing else."""

from dataclasses import replace

import pytest

from app.domain.nodes import Roster
from app.domain.packages import Contents, Package, WireCommit
from app.exchange import commits
from app.exchange.node_keys import NodeKeys, new_keys, new_seed, public_key
from app.exchange.package_bytes import PackageRefused, opened, to_bytes
from app.services.exchange import receiving
from app.services.exchange.receiving import Fate
from app.services.exchange.trust import believed, rooted, signed_roster
from app.store import node
from tests.services.exchange.world import BUREAU, SCHOOL_A, SCHOOL_B


def identity(world, number):
    with world.nodes[number].ledger.reading() as tx:
        return node.identity(tx)


def roster(world, number):
    with world.nodes[number].ledger.reading() as tx:
        return node.roster(tx)


def refused(world, number, data):
    before = world.state(number)
    with pytest.raises(PackageRefused) as refusal:
        receiving.take(world.nodes[number].ledger, data)
    assert world.state(number) == before
    assert str(refusal.value).endswith("。")
    return refusal.value.code


def reopened(world, data):
    """Return a package as its receiver, here the bureau, sees it, and everybody's keys."""
    found = opened(data, identity(world, BUREAU).box_secret)
    certificates = {each.node: each for each in roster(world, BUREAU).nodes}
    package = found.proved(lambda manifest: certificates[manifest.sender].sign_key)
    return package, certificates


def from_school_a(world):
    world.edit(SCHOOL_A, 0, "mobile", "13900000001")
    return reopened(world, world.pack(SCHOOL_A, BUREAU).data)


def remade(package, seed, certificates, world, to=BUREAU):
    return to_bytes(package, seed, [certificates[world.ids[to]].box_key])


def test_a_package_under_a_name_that_is_not_its_signers_is_forged(world):
    package, certificates = from_school_a(world)
    other = identity(world, SCHOOL_B)
    assert refused(world, BUREAU, remade(package, other.sign_seed, certificates, world)) == "FORGED"


def test_a_strangers_package_is_refused(world):
    package, certificates = from_school_a(world)
    keys = new_keys()
    made = Package(replace(package.manifest, sender=keys.node), package.contents)
    assert (
        refused(world, BUREAU, remade(made, keys.sign_seed, certificates, world))
        == "UNKNOWN_SENDER"
    )


def test_a_package_sealed_anew_for_another_receiver_is_refused(world):
    package, certificates = from_school_a(world)
    seed = identity(world, SCHOOL_A).sign_seed
    data = remade(package, seed, certificates, world, to=SCHOOL_B)
    assert refused(world, SCHOOL_B, data) == "NOT_FOR_US"


def test_who_relays_anothers_operations_cannot_forge_them(world):
    package, certificates = from_school_a(world)
    relay = identity(world, SCHOOL_B)
    keys = NodeKeys(relay.sign_seed, relay.box_secret)
    manifest = replace(package.manifest, sender=relay.node, after="", acked=())
    honest = Package(manifest, package.contents)
    forged_ids = tuple(replace(c, node=relay.node, signature=b"") for c in package.contents.commits)
    signed = tuple(commits.signed(keys.sign_seed, each) for each in forged_ids)
    claimed = Package(manifest, replace(package.contents, commits=signed))
    unsigned = Package(manifest, replace(package.contents, commits=()))
    for made in (claimed, unsigned):
        assert refused(world, BUREAU, remade(made, keys.sign_seed, certificates, world)) == "FORGED"
    data = remade(honest, keys.sign_seed, certificates, world)
    assert receiving.take(world.nodes[BUREAU].ledger, data).changes_n == 1


def test_a_changed_operation_is_not_covered_by_its_authors_signature(world):
    package, certificates = from_school_a(world)
    seed = identity(world, SCHOOL_A).sign_seed
    (operation,) = package.contents.operations
    changed = replace(operation, changes=operation.changes.replace("13900000001", "13900000009"))
    made = Package(package.manifest, replace(package.contents, operations=(changed,)))
    assert refused(world, BUREAU, remade(made, seed, certificates, world)) == "FORGED"


@pytest.mark.parametrize(
    "changes",
    [
        "[]",
        "1",
        '{"mobile": "x"}',
        '{"mobile": [1.5, 2]}',
        '{"mobile": [[], {}]}',
        "{",
        '{"mobile": [null, "\\ud800"]}',
        '{"birth_on": [null, "gestern"]}',
        '{"birth_on": [null, "2010-13"]}',
        '{"birth_on": [null, "2010-01-01-01"]}',
        '{"birth_on": [null, 5]}',
        '{"display_order": [null, "x"]}',
    ],
)
def test_operations_that_no_program_writes_are_refused(world, changes):
    package, certificates = from_school_a(world)
    who = identity(world, SCHOOL_A)
    (operation,) = package.contents.operations
    made = with_operation(package, replace(operation, changes=changes), who)
    assert refused(world, BUREAU, remade(made, who.sign_seed, certificates, world)) == "DAMAGED"


def test_dates_of_every_form_and_fields_of_a_newer_program_are_taken(world):
    package, certificates = from_school_a(world)
    who = identity(world, SCHOOL_A)
    (operation,) = package.contents.operations
    changes = (
        '{"birth_on": [null, "2010-06|2010.6"], "newer": [null, "x"], "display_order": [null, 3]}'
    )
    made = with_operation(package, replace(operation, changes=changes), who)
    data = remade(made, who.sign_seed, certificates, world)
    assert receiving.take(world.nodes[BUREAU].ledger, data).fate is Fate.TAKEN


def test_a_moment_of_a_batch_that_no_list_could_show_is_refused(world):
    package, certificates = from_school_a(world)
    seed = identity(world, SCHOOL_A).sign_seed
    (batch,) = package.contents.batches
    contents = replace(package.contents, batches=(replace(batch, at="gestern"),))
    made = remade(Package(package.manifest, contents), seed, certificates, world)
    assert refused(world, BUREAU, made) == "DAMAGED"


@pytest.mark.parametrize("base", ["{}", '["zz"]', "[1]", "["])
def test_bases_that_no_program_writes_are_refused(world, base):
    package, certificates = from_school_a(world)
    who = identity(world, SCHOOL_A)
    (operation,) = package.contents.operations
    made = with_operation(package, replace(operation, base=base), who)
    code = refused(world, BUREAU, remade(made, who.sign_seed, certificates, world))
    assert code == "DAMAGED"


def with_operation(package, operation, who):
    """Return the package with another operation, correctly signed by a hostile author."""
    from app.domain.operation_form import operation_id

    (batch,) = package.contents.batches
    id_ = operation_id(
        operation.replica, operation.replica_seq, operation.previous, operation.hlc, batch.author,
        batch.id, operation.table, operation.row, operation.kind, operation.changes, operation.base,
    )  # fmt: skip
    place = (operation.replica, operation.replica_seq, operation.replica_seq)
    commit = commits.signed(who.sign_seed, WireCommit(who.node, *place, id_, b""))
    operation = replace(operation, id=id_)
    return Package(package.manifest, Contents((batch,), (commit,), (operation,)))


def test_the_same_package_again_changes_nothing(world):
    world.edit(SCHOOL_A, 0, "mobile", "1")
    data = world.pack(SCHOOL_A, BUREAU).data
    receiving.take(world.nodes[BUREAU].ledger, data)
    before = world.state(BUREAU)
    assert receiving.take(world.nodes[BUREAU].ledger, data).fate is receiving.Fate.KNOWN
    assert world.state(BUREAU) == before


def test_a_roster_is_believed_only_when_it_goes_back_to_the_root_key(world):
    found, root = roster(world, BUREAU), new_seed()
    with world.nodes[BUREAU].ledger.reading() as tx:
        signed = node.signed_roster(tx)
    seed = identity(world, BUREAU).sign_seed
    assert believed(signed, found.root_key) == found
    assert believed(None, found.root_key) is None
    assert believed(signed, public_key(root)) is None
    assert believed(replace(signed, body="{"), found.root_key) is None
    assert (
        believed(replace(signed, body=signed.body.replace("第一小学", "第三小学")), found.root_key)
        is None
    )
    school = identity(world, SCHOOL_A)
    by_school = replace(found, signer=school.node, version=99)
    assert believed(signed_roster(by_school, school.sign_seed), found.root_key) is None
    own = rooted(found.of(world.ids[BUREAU]), root)
    by_thief = Roster(99, found.root_key, own.node, (own,))
    assert believed(signed_roster(by_thief, seed), found.root_key) is None


def test_an_older_roster_is_not_taken_back(world):
    from app.services.exchange import setup

    late = world.pack(BUREAU, SCHOOL_A).data
    setup.set_branches(world.nodes[BUREAU].ledger, world.ids[SCHOOL_B], ())
    world.deliver(SCHOOL_A, world.pack(BUREAU, SCHOOL_A).data)
    version = roster(world, SCHOOL_A).version
    world.deliver(SCHOOL_A, late)
    assert roster(world, SCHOOL_A).version == version
