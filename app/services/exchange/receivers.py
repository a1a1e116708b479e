"""For whom packages can be left on a stick, and what the last one for each has come to."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from app.domain.nodes import Certificate, Role
from app.services.exchange import packing
from app.services.exchange.setup import own_identity
from app.services.ledger import Ledger
from app.store import post_book
from app.store.engine import Transaction


@dataclass(frozen=True, slots=True)
class Receiver:
    """A PC that a package can be made for; is_usual: it gets one when nobody is named.

    sent_at: when the last package for it was made; is_confirmed: it is known to have arrived.
    """

    node: str
    name: str
    is_bureau: bool
    is_usual: bool
    sent_at: datetime | None = None
    is_confirmed: bool = False

    @property
    def state_text(self) -> str:
        """Say what the last package has come to."""
        if self.sent_at is None:
            return "还没有写过"
        return "已收到" if self.is_confirmed else "还没有回音"


def receivers(ledger: Ledger) -> tuple[Receiver, ...]:
    """Return everybody in force but ourselves: the bureau first, then as people count them."""
    found = packing.receivers(ledger)
    several = Counter(each.name for each in found)
    with ledger.reading() as tx:
        role = own_identity(tx).role
        told = [_receiver(tx, each, role, is_one=several[each.name] == 1) for each in found]
    return tuple(sorted(told, key=lambda each: not each.is_bureau))


def _receiver(tx: Transaction, each: Certificate, role: Role, *, is_one: bool) -> Receiver:
    sent = post_book.sent_to(tx, each.node)
    last = sent[-1] if sent else None
    is_bureau = each.role is Role.BUREAU
    return Receiver(
        each.node,
        each.name if is_one else f"{each.name}（电脑 {each.node[:4].upper()}）",
        is_bureau,
        is_bureau or role is Role.BUREAU,
        datetime.fromisoformat(last.made_at).astimezone() if last else None,
        bool(last and last.acked_at),
    )
