"""The lives of a ledger file: a copy and a backup put back begin a new one."""

from app.services.ledger import Ledger
from app.store import info, merging, node
from app.store.migration import HEAD

_SCHEMA = "exchange.schema"
"""The fact that says which schema the rows were derived for."""


def wake(ledger: Ledger, witness: str) -> bool:
    """Tell whether this file was copied or put back since it was last open, and begin a new life.

    witness: the machine and the place, see base.machine. A ledger outside the exchange has none.
    """
    with ledger.reading() as tx:
        who = node.identity(tx)
        schema = info.read(tx, _SCHEMA)
    if who is None:
        return False
    if schema != HEAD:
        with ledger.writing("新版本补上以前看不懂的内容") as tx:
            info.write(tx, _SCHEMA, HEAD)
            merging.catch_up(tx, node.roster(tx))
    if who.witness == witness:
        return False
    with ledger.writing("换了电脑或文件夹") as tx:
        if who.witness:
            node.begin_new_life(tx, who, witness)
        else:
            node.note_witness(tx, witness)
    return bool(who.witness)


def restored(ledger: Ledger) -> None:
    """Begin a new life after a backup was put back: what was lost is asked for again."""
    with ledger.writing("恢复备份") as tx:
        who = node.identity(tx)
        if who:
            node.begin_new_life(tx, who, who.witness)
