"""The standing of authors: who may write a field of a row, and who only propose."""

from collections.abc import Iterable

from app.domain.exchange_policy import PROPOSES, WRITES, is_bureaus, policy_of, standing
from app.domain.merging import Rank, Step
from app.domain.nodes import Role, Roster
from app.store.engine import Transaction
from app.store.owners import Ownership


class Presumed:
    """The standing of authors as if every school wrote only what belongs to it."""

    def __init__(self, roster: Roster | None) -> None:
        self._roles = {each.node: each.role for each in roster.nodes} if roster else {}

    def rank(self, table: str) -> Rank:
        """Return the rank function for the rows of a table."""

        def of(step: Step, column: str) -> int:
            role = self._roles.get(step.node)
            if not step.node or not self._roles:
                return WRITES
            if role is None:
                return PROPOSES
            return standing(role, policy_of(table, column), is_owner=True)

        return of

    def is_safe(self, table: str, steps: Iterable[Step]) -> bool:
        """Tell whether all authors may write to every field of a table, owners presumed."""
        nodes = {step.node for step in steps} - {""}
        if not self._roles or not nodes:
            return True
        roles = {self._roles.get(node) for node in nodes}
        return None not in roles and not (is_bureaus(table) and Role.SCHOOL in roles)


class Known(Presumed):
    """The standing of authors by the roster and by whom a row belonged to at each moment."""

    def __init__(self, tx: Transaction, table: str, row: str, roster: Roster | None) -> None:
        super().__init__(roster)
        self._ownership = Ownership(tx, table, row)
        nodes = roster.nodes if roster else ()
        self._branches = {each.node: frozenset(each.branches) for each in nodes}

    def rank(self, table: str) -> Rank:
        """Return the rank function for this row."""
        presumed = super().rank(table)

        def of(step: Step, column: str) -> int:
            rank = presumed(step, column)
            if self._roles.get(step.node) is not Role.SCHOOL or rank == PROPOSES:
                return rank
            owner = self._ownership.at(step.hlc)
            return rank if owner is None or owner in self._branches[step.node] else PROPOSES

        return of

    def is_safe(self, *_: object) -> bool:
        """Tell nothing in advance: these rows are here because they may be in doubt."""
        return False
