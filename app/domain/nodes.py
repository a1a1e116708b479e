"""Who takes part in the exchange: certificates and the roster that the bureau signs."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

REPLICA_SEPARATOR = "."
ENROLMENT = "enrol:"
"""Before the number of an enrolment: a receiver that has no name of its own yet."""


class Role(StrEnum):
    """What an installation is: one of the bureau's, or one of a school's."""

    BUREAU = "BUREAU"
    SCHOOL = "SCHOOL"


@dataclass(frozen=True, slots=True)
class Certificate:
    """A node as the bureau vouches for it; keys as text, branches: ids of organisations.

    root_signature: hex, by the offline root key; only the bureau's own nodes have it.
    """

    node: str
    role: Role
    name: str
    branches: tuple[str, ...]
    sign_key: str
    box_key: str
    root_signature: str = ""
    revoked_on: str = ""
    revoked_why: str = ""

    def vouched(self) -> bytes:
        """Return what the root key signs: who the node is, and nothing that may change later."""
        return canonical([self.node, self.role, self.sign_key, self.box_key])


@dataclass(frozen=True, slots=True)
class Roster:
    """All nodes there are; a higher version replaces a lower one."""

    version: int
    root_key: str
    signer: str
    nodes: tuple[Certificate, ...]

    def of(self, node: str) -> Certificate | None:
        """Return the certificate of a node, also of a revoked one."""
        return next((each for each in self.nodes if each.node == node), None)

    def bureau(self) -> tuple[Certificate, ...]:
        """Return the nodes of the bureau that are in force."""
        return tuple(n for n in self.nodes if n.role is Role.BUREAU and not n.revoked_on)

    def schools(self) -> tuple[Certificate, ...]:
        """Return the nodes of schools that are in force."""
        return tuple(n for n in self.nodes if n.role is Role.SCHOOL and not n.revoked_on)

    def with_node(self, certificate: Certificate, signer: str) -> "Roster":
        """Return the next version, a node added or replaced."""
        others = tuple(each for each in self.nodes if each.node != certificate.node)
        return replace(self, version=self.version + 1, signer=signer, nodes=(*others, certificate))

    def text(self) -> str:
        """Return the text that is signed."""
        return canonical(asdict(self)).decode()

    @classmethod
    def read(cls, text: str) -> "Roster":
        """Read the text back; raises ValueError, KeyError or TypeError when it is none."""
        found = json.loads(text)
        return cls(
            _whole(found["version"]),
            str(found["root_key"]),
            str(found["signer"]),
            tuple(_certificate(each) for each in found["nodes"]),
        )


def canonical(value: object) -> bytes:
    """Return the bytes of plain data that every machine writes alike."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def node_of_replica(replica: str) -> str:
    """Return the node that a replica belongs to; empty for one older than any exchange."""
    node, separator, _ = replica.partition(REPLICA_SEPARATOR)
    return node if separator else ""


def _certificate(found: Mapping[str, Any]) -> Certificate:
    texts = {name: str(found[name]) for name in Certificate.__dataclass_fields__}
    return Certificate(
        **{
            **texts,
            "role": Role(found["role"]),
            "branches": tuple(str(each) for each in found["branches"]),
        }  # type: ignore[arg-type]
    )


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(value)
    return value
