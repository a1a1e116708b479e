"""An author's signature over a run of its operations: whoever relays them cannot forge them."""

import hashlib
from dataclasses import replace

from app.domain.nodes import canonical
from app.domain.packages import WireCommit
from app.exchange.node_keys import is_signed, sign

PURPOSE = "commit"
MOST_OPERATIONS = 256
"""A receiver may see only some of them and is told the ids of the rest."""


def signed(seed: bytes, commit: WireCommit) -> WireCommit:
    """Return a commit with its signature."""
    return replace(commit, signature=sign(seed, PURPOSE, _signed_part(commit)))


def is_genuine(commit: WireCommit, sign_key: str) -> bool:
    """Tell whether the owner of a key has signed a commit."""
    return is_signed(sign_key, PURPOSE, _signed_part(commit), commit.signature)


def _signed_part(commit: WireCommit) -> bytes:
    place = [commit.node, commit.replica, commit.first_seq, commit.last_seq]
    return canonical([*place, hashlib.sha256(commit.ids).hexdigest()])
