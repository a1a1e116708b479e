"""Who decides a field and which tables everybody receives: data of resources/exchange.toml."""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from app.base.resources import resource
from app.domain.nodes import Role


class Policy(StrEnum):
    """Who decides: the bureau, the branch that keeps the record, or whoever wrote last."""

    BUREAU = "bureau"
    BRANCH = "branch"
    NEWEST = "newest"


PROPOSES, WRITES, DECIDES = 0, 1, 2
_SCHOOL = {Policy.BUREAU: PROPOSES, Policy.NEWEST: WRITES, Policy.BRANCH: DECIDES}


@cache
def _source() -> Mapping[str, list[str]]:
    found: Mapping[str, list[str]] = tomllib.loads(resource("exchange.toml").read_text("utf-8"))
    return found


@cache
def policy_of(table: str, column: str) -> Policy:
    """Return who decides a column; what the file does not name belongs to the branch."""
    for name in (f"{table}.{column}", table):
        for policy in Policy:
            if name in _source()[policy]:
                return policy
    return Policy.BRANCH


@cache
def for_everyone() -> frozenset[str]:
    """Return the tables that every school receives whole."""
    return frozenset(_source()["everyone"])


@cache
def is_bureaus(table: str) -> bool:
    """Tell whether the bureau decides a table as a whole."""
    return table in _source()[Policy.BUREAU]


def standing(role: Role, policy: Policy, *, is_owner: bool) -> int:
    """Return the rank of an author for a field, see domain.merging.Rank."""
    if role is Role.BUREAU:
        return WRITES
    return _SCHOOL[policy] if is_owner else PROPOSES
