"""A package as values: what its manifest says and what its chunks hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

SUFFIX = ".dwpkg"
FORMAT = 1
"""The version of the container that this program writes and the newest that it reads."""
OPERATIONS_OF_CHUNK = 20_000


class PackageKind(StrEnum):
    """What a package is for: everything, only news, joining, the list of units, a member's move."""

    FULL = "FULL"
    DELTA = "DELTA"
    ENROL = "ENROL"
    ROSTER = "ROSTER"
    TRANSFER = "TRANSFER"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a package may be at most, before anything in it is believed; bytes but for counts."""

    package: int = 2 << 30
    unpacked: int = 1 << 30
    ratio: int = 500
    manifest: int = 4 << 20
    operations: int = 3_000_000
    text: int = 1 << 20


@dataclass(frozen=True, slots=True)
class WireBatch:
    """The use case that an operation was part of, as its author's machine kept it."""

    id: str
    replica: str
    kind: str
    title: str
    author: str
    at: str
    undoes: str


@dataclass(frozen=True, slots=True)
class WireOperation:
    """One operation as it travels; changes and base are the journal's own texts, byte for byte.

    id: 32 bytes, computed again from the rest by whoever reads it. batch: the id of its batch.
    is_erased: its content is gone by law; its id is told and vouched for by its author alone.
    """

    id: bytes
    batch: str
    replica: str
    replica_seq: int
    previous: bytes
    hlc: int
    table: str
    row: str
    kind: str
    changes: str
    base: str
    is_erased: bool = False


@dataclass(frozen=True, slots=True)
class WireCommit:
    """An author's signature over the operations first_seq to last_seq of one of its replicas."""

    node: str
    replica: str
    first_seq: int
    last_seq: int
    ids: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class SignedRoster:
    """A roster's text and its signature by a node of the bureau."""

    body: str
    signature: bytes


@dataclass(frozen=True, slots=True)
class Join:
    """The first word of a new node: its keys, signed with the seed of its enrolment."""

    enrolment: str
    sign_key: str
    box_key: str
    signature: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a package says of itself; everything here is signed.

    recipients: nodes, the one it was made for first. number: which package of the sender's for that
    one it is, from 1. after, after_number: the package that must have been taken in before, empty
    and 0 when this one tells everything. acked: the newest packages of the recipient
    that the sender has taken in; one that the recipient knows nothing of tells it that it was put
    back or copied. acked_number: the highest number among all it has of them. wants_own: the sender
    has lost operations of its own. has_own: the
    recipient's own operations are in it too. counts: operations by table. digests: what the
    recipient should hold once it has taken this in, by table; empty when the sender cannot tell.
    differs: the tables in which the sender found itself other than the recipient.
    roster: signed for itself, so that it can introduce the sender.
    """

    package: str
    sender: str
    made_at: str
    recipients: tuple[str, ...]
    after: str
    acked: tuple[str, ...]
    roster_version: int
    schema: str
    kind: PackageKind = PackageKind.FULL
    number: int = 1
    after_number: int = 0
    acked_number: int = 0
    wants_own: bool = False
    has_own: bool = False
    min_reader: int = FORMAT
    counts: Mapping[str, int] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)
    differs: tuple[str, ...] = ()
    join: Join | None = None
    roster: SignedRoster | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """What a package carries: operations in an order in which each follows what it is based on."""

    batches: tuple[WireBatch, ...] = ()
    commits: tuple[WireCommit, ...] = ()
    operations: tuple[WireOperation, ...] = ()


@dataclass(frozen=True, slots=True)
class Package:
    """A whole package: manifest and contents."""

    manifest: Manifest
    contents: Contents
