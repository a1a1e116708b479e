"""Small packages for tests: two nodes that know one another."""

from dataclasses import dataclass, replace

from app.domain.nodes import Certificate, Role
from app.domain.operation_form import operation_id
from app.domain.packages import (
    Contents,
    Manifest,
    Package,
    WireBatch,
    WireCommit,
    WireOperation,
)
from app.exchange import commits
from app.exchange.node_keys import NodeKeys, new_keys
from app.exchange.package_bytes import to_bytes


@dataclass(frozen=True)
class Party:
    keys: NodeKeys
    name: str
    role: Role = Role.SCHOOL

    @property
    def certificate(self):
        keys = self.keys
        return Certificate(keys.node, self.role, self.name, (), keys.sign_key, keys.box_key)


SENDER = Party(new_keys(), "第一小学")
RECEIVER = Party(new_keys(), "县教育局", Role.BUREAU)
STRANGER = Party(new_keys(), "外人")


def operations(number, replica):
    previous, found = b"", []
    for seq in range(1, number + 1):
        parts = (seq, previous, 1000 + seq)
        rest = ("person", f"row-{seq}", "I", f'{{"name":"张永杰{seq}"}}', "[]")
        previous_, previous = previous, operation_id(replica, *parts, "李文书", "b1", *rest)
        found.append(WireOperation(previous, "b1", replica, seq, previous_, 1000 + seq, *rest))
    return tuple(found)


def package(number=3, sender=SENDER, **changed):
    replica = f"{sender.keys.node}.r"
    ops = operations(number, replica)
    batch = WireBatch("b1", replica, "EDIT", "录入", "李文书", "2010-01-01T00:00:00+00:00", "")
    ids = b"".join(op.id for op in ops)
    signed = commits.signed(
        sender.keys.sign_seed, WireCommit(sender.keys.node, replica, 1, number, ids, b"")
    )
    manifest = Manifest(
        "p1",
        sender.keys.node,
        "2010-01-01T00:00:00+00:00",
        (RECEIVER.keys.node,),
        "",
        (),
        1,
        "0001",
        counts={"person": number},
    )
    return Package(replace(manifest, **changed), Contents((batch,), (signed,), ops))


def as_bytes(made=None, sender=SENDER, to=(RECEIVER,)):
    return to_bytes(
        made or package(sender=sender), sender.keys.sign_seed, [p.keys.box_key for p in to]
    )
