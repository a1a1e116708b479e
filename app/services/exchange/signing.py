"""What is done with our own operations before they leave: brought in order and signed."""

from app.domain.nodes import Roster
from app.exchange.commits import MOST_OPERATIONS, signed
from app.store import merging, post_book, shipments
from app.store.engine import Transaction
from app.store.node import Identity


def sign_own(tx: Transaction, who: Identity, roster: Roster | None) -> None:
    """Sign what we have written since the last package; a proposal of ours shows as one now."""
    own = shipments.rows_of_own(tx, post_book.last_packed(tx))
    if own:
        merging.derive(tx, own, roster)
    runs = shipments.unsigned(tx, who.node, MOST_OPERATIONS)
    shipments.keep_commits(tx, [signed(who.sign_seed, run) for run in runs])
