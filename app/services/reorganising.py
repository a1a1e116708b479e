"""Splitting, merging and dissolving organisations, with every member's way out (A32, A45)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.base.errors import UserError
from app.domain.branches import ReorgDraft
from app.domain.dates import PartialDate, day
from app.domain.kinds import ON_ROSTER
from app.domain.showing import code_text
from app.services import dissolving, moves
from app.services.ledger import Ledger, Outcome
from app.store import record_lists, records
from app.store.engine import Transaction

Row = Mapping[str, Any]


def reorganise(ledger: Ledger, draft: ReorgDraft) -> Outcome:
    """Carry out a reorganisation on one day; ids start with the event.

    Moves the members to their targets with an event each, lets their new organisations cover the
    schools of the dissolved ones, ends these with all that hangs on them. Raises UserError when
    a member of a dissolved organisation has no target, a target does not exist afterwards, or
    others stand below a dissolved organisation.
    """
    with ledger.writing(f"组织设置调整：{code_text('ReorgKind', draft.kind)}") as tx:
        staff = _members(tx, (*draft.before, *draft.after))
        _refuse_lost(tx, draft, staff)
        moving = [row for row in staff if _target(draft, row) != row["org_id"]]
        event = records.add(
            tx,
            "org_reorg_event",
            {
                "kind": draft.kind,
                "happened_on": day(draft.happened_on),
                "doc_no": draft.doc_no,
                "reason": draft.reason,
                "from_parent": draft.from_parent,
                "to_parent": draft.to_parent,
                "members_n": len(staff),
                "remark": draft.remark,
            },
        )
        _write_parts(tx, event, draft, staff)
        occasion = moves.Occasion(
            day(draft.happened_on), draft.doc_no, draft.reason, is_reorganisation=True
        )
        moves.write(tx, {row["id"]: _target(draft, row) for row in moving}, occasion)
        covered = _hand_over(tx, draft, staff)
        dissolving.end(tx, draft.dissolved, day(draft.happened_on))
    sentence = f"已完成组织设置调整，{len(moving)}名党员换了支部"
    sentence += f"，{covered}个单位改由新的支部覆盖。" if covered else "。"
    return ledger.outcome(tx, sentence, (event, *(row["person_id"] for row in moving)))


def successors(draft: ReorgDraft, homes: Sequence[tuple[str, str, str]]) -> dict[str, str]:
    """Tell which organisation covers each school of a dissolved one afterwards.

    homes: (school, dissolved organisation, target) of every member of a dissolved organisation,
    "" for no school. A school goes where most of its members go, one without members where most
    of its branch goes; without any member it goes to the only organisation that remains, if there
    is just one. The keys are schools, and the dissolved organisations for their other schools.
    """
    by_place: dict[str, Counter[str]] = {}
    for school, org, target in homes:
        for place in filter(None, (school, org)):
            by_place.setdefault(place, Counter())[target] += 1
    found = {place: counts.most_common(1)[0][0] for place, counts in by_place.items()}
    remaining = set(draft.after) - set(draft.dissolved)
    if len(remaining) == 1:
        found = {**dict.fromkeys(draft.dissolved, *remaining), **found}
    return found


def _hand_over(tx: Transaction, draft: ReorgDraft, staff: list[Row]) -> int:
    """Cover the schools of the dissolved organisations anew; return how many."""
    schools = _schools(tx, staff)
    homes = [
        (schools[row["person_id"]], row["org_id"], _target(draft, row))
        for row in staff
        if row["org_id"] in draft.dissolved
    ]
    heirs = successors(draft, homes)
    on = day(draft.happened_on)
    wanted = {
        (heir, row["school_id"])
        for row in _covers(tx, draft.dissolved, on)
        if (heir := heirs.get(row["school_id"]) or heirs.get(row["org_id"]))
    }
    standing = {
        (row["org_id"], row["school_id"])
        for row in _covers(tx, tuple({heir for heir, _ in wanted}), on)
    }
    new = [
        {"org_id": org, "school_id": school, "from_on": on}
        for org, school in sorted(wanted - standing)
    ]
    records.add_many(tx, "org_cover", new)
    return len({row["school_id"] for row in new})


def _schools(tx: Transaction, staff: list[Row]) -> dict[str, str]:
    people = record_lists.rows_by_id(tx, "person", [row["person_id"] for row in staff])
    return {row["id"]: row["school_id"] or "" for row in people}


def _covers(tx: Transaction, orgs: tuple[str, ...], on: PartialDate) -> Iterator[Row]:
    """Return the covers of organisations that last beyond the day on which they change."""
    for row in records.find(tx, "org_cover", org_id=list(orgs)) if orgs else ():
        if dissolving.lasts(row["to_on"], on):
            yield row


def _members(tx: Transaction, orgs: tuple[str, ...]) -> list[Row]:
    return records.find(
        tx, "membership", org_id=list(dict.fromkeys(orgs)), status=[str(s) for s in ON_ROSTER]
    )


def _target(draft: ReorgDraft, membership: Row) -> str:
    return draft.targets.get(membership["person_id"], membership["org_id"])


def _refuse_lost(tx: Transaction, draft: ReorgDraft, staff: list[Row]) -> None:
    standing = {*draft.before, *draft.after} - set(draft.dissolved)
    lost = [row["person_id"] for row in staff if _target(draft, row) not in standing]
    if lost:
        names = list(record_lists.names_of(tx, "person", lost).values())
        raise UserError(
            f"还有{len(lost)}名党员没有去向：{'、'.join(names[:5])}。",
            kept="没有改动。",
            todo="请给每名党员选定调整后的支部。",
        )


def _write_parts(tx: Transaction, event: str, draft: ReorgDraft, staff: list[Row]) -> None:
    before = Counter(row["org_id"] for row in staff)
    after = Counter(_target(draft, row) for row in staff)
    sides = (("BEFORE", draft.before, before), ("AFTER", draft.after, after))
    parts = [
        {"event_id": event, "org_id": org, "side": side, "members_n": numbers[org]}
        for side, orgs, numbers in sides
        for org in orgs
    ]
    records.add_many(tx, "org_reorg_part", parts)
