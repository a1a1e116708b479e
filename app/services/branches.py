"""Use cases of the branches tab: tree, lists, cards, terms, posts, who covers which school."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import TypeVar

from app.base.errors import UserError
from app.domain.branches import (
    BranchCard,
    BranchDraft,
    BranchRow,
    OrgNode,
    PostDraft,
    TermDraft,
    UnitDraft,
    UnitRow,
)
from app.domain.checks import check_record
from app.domain.dates import PartialDate, day
from app.domain.fields import Value, field_of, table_title
from app.domain.kinds import Post
from app.domain.readings import Problem
from app.domain.showing import code_text
from app.domain.words import problem_text
from app.services import dissolving, former_names, record_history, references, rules, stale
from app.services.ledger import Ledger, Outcome
from app.services.overrides import Override
from app.services.stale import Opened, Target
from app.store import branches as store
from app.store import record_lists, records
from app.store.engine import Transaction

Draft = BranchDraft | UnitDraft | TermDraft | PostDraft
D = TypeVar("D", BranchDraft, UnitDraft, TermDraft, PostDraft)
Stored = Mapping[str, Value]

_WHO_AND_HOW = frozenset({"org_id", "basis"})
"""What makes a term or post the election of an organisation."""

_TABLES: Mapping[type, str] = {
    BranchDraft: "org_unit",
    UnitDraft: "school_unit",
    TermDraft: "org_term",
    PostDraft: "org_post",
}


def rows(ledger: Ledger, on: date | None = None) -> list[BranchRow]:
    """Return every organisation that exists on a day (today), in display order."""
    with ledger.reading() as tx:
        return _rows(tx, on or ledger.today())


def tree(ledger: Ledger, on: date | None = None) -> tuple[OrgNode, ...]:
    """Return the organisations as a tree; those without a superior are its roots."""
    found = rows(ledger, on)
    known = {row.id for row in found}
    below: dict[str, list[BranchRow]] = {}
    for row in found:
        above = row.parent_id if row.parent_id in known and row.parent_id != row.id else None
        below.setdefault(above or "", []).append(row)

    def nodes(parent: str) -> tuple[OrgNode, ...]:
        return tuple(
            OrgNode(row.id, row.short_name or row.name, row.kind, row.members_n, nodes(row.id))
            for row in below.get(parent, ())
        )

    return nodes("")


def members_below(ledger: Ledger, org_id: str) -> int:
    """Return how many members an organisation and all below it have today."""
    found = rows(ledger)
    wanted, size = {org_id}, 0
    while len(wanted) > size:
        size = len(wanted)
        wanted |= {row.id for row in found if row.parent_id in wanted}
    return sum(row.members_n for row in found if row.id in wanted)


def units(ledger: Ledger, on: date | None = None) -> list[UnitRow]:
    """Return every school, teaching point and office with who covers it on a day."""
    at = on or ledger.today()
    with ledger.reading() as tx:
        view = store.overview(tx, at)
        orgs = record_lists.names_of(tx, "org_unit")
        names = record_lists.names_of(tx, "school_unit")
        stored = records.find(tx, "school_unit")
    covered: dict[str, list[tuple[str, str, str]]] = {}
    for cover, org, school in view.covers:
        covered.setdefault(school, []).append((org, orgs.get(org, ""), cover))
    return [
        _unit_row(row, names, view.people.get(row["id"], (0, 0)), covered.get(row["id"], []))
        for row in sorted(stored, key=_order)
        if not _over(row["closed_on"], at)
    ]


def add(ledger: Ledger, draft: BranchDraft) -> Outcome:
    """Add an organisation; raises UserError when the draft cannot be saved."""
    return _save(ledger, None, draft, draft.short_name or draft.full_name)


def edit(
    ledger: Ledger, org_id: str, draft: BranchDraft, opened: BranchDraft | None = None
) -> Outcome:
    """Save an organisation's draft; only the fields that differ are written.

    opened, here and below: the draft as the window showed it; nothing newer is written over.
    """
    if draft.parent_id and draft.parent_id in _subtree(ledger, org_id):
        raise UserError(
            "上级党组织不能是它自己或它的下级。", kept="没有保存。", todo="请另选上级。"
        )
    return _save(ledger, _target(org_id, opened), draft, draft.short_name or draft.full_name)


def add_unit(ledger: Ledger, draft: UnitDraft) -> Outcome:
    """Add a school, teaching point or office."""
    return _save(ledger, None, draft, draft.short_name or draft.name)


def edit_unit(
    ledger: Ledger, unit_id: str, draft: UnitDraft, opened: UnitDraft | None = None
) -> Outcome:
    """Save the draft of a school."""
    return _save(ledger, _target(unit_id, opened), draft, draft.short_name or draft.name)


def add_term(ledger: Ledger, draft: TermDraft, override: Override | None = None) -> Outcome:
    """Add a term of office."""
    return _save(ledger, None, draft, f"第{draft.term_no or '?'}届", override)


def edit_term(
    ledger: Ledger,
    term_id: str,
    draft: TermDraft,
    override: Override | None = None,
    opened: TermDraft | None = None,
) -> Outcome:
    """Save a term of office."""
    return _save(ledger, _target(term_id, opened), draft, f"第{draft.term_no or '?'}届", override)


def add_post(ledger: Ledger, draft: PostDraft, override: Override | None = None) -> Outcome:
    """Add a holder of a Party post."""
    return _save(ledger, None, draft, code_text("Post", draft.post), override)


def edit_post(
    ledger: Ledger,
    post_id: str,
    draft: PostDraft,
    override: Override | None = None,
    opened: PostDraft | None = None,
) -> Outcome:
    """Save a holder of a Party post."""
    return _save(ledger, _target(post_id, opened), draft, code_text("Post", draft.post), override)


def branch_draft(ledger: Ledger, org_id: str) -> BranchDraft:
    """Return an organisation as it is stored."""
    return _draft(ledger, BranchDraft, org_id)


def unit_draft(ledger: Ledger, unit_id: str) -> UnitDraft:
    """Return a school as it is stored."""
    return _draft(ledger, UnitDraft, unit_id)


def term_draft(ledger: Ledger, term_id: str) -> TermDraft:
    """Return a term as it is stored."""
    return _draft(ledger, TermDraft, term_id)


def post_draft(ledger: Ledger, post_id: str) -> PostDraft:
    """Return a post as it is stored."""
    return _draft(ledger, PostDraft, post_id)


def cover(ledger: Ledger, org_id: str, school_id: str, from_on: PartialDate | None) -> Outcome:
    """Let an organisation cover a school from a day on; refused when it does so already."""
    begin = from_on.first_day if from_on and from_on.value else ledger.today()
    with ledger.writing("新增覆盖单位") as tx:
        known = records.find(tx, "org_cover", org_id=org_id, school_id=school_id)
        if not all(_over(row["to_on"], begin) for row in known):
            raise UserError("这个支部已经覆盖这个单位。", kept="没有改动。")
        values = {"org_id": org_id, "school_id": school_id, "from_on": from_on}
        references.refuse_gone(tx, "org_cover", [values])
        record = records.add(tx, "org_cover", values)
    return ledger.outcome(tx, "已新增覆盖单位。", (record,))


def end_cover(ledger: Ledger, cover_id: str, to_on: PartialDate) -> Outcome:
    """End the cover of a school on a day; raises UserError for a day before its beginning."""
    with ledger.writing("结束覆盖单位") as tx:
        before = records.get(tx, "org_cover", cover_id)
        _refuse(check_record("org_cover", {**before, "to_on": to_on}))
        records.change(tx, "org_cover", cover_id, {"to_on": to_on})
    return ledger.outcome(tx, "已结束覆盖。", (cover_id,))


def dissolve(ledger: Ledger, org_id: str, on: date) -> Outcome:
    """End an organisation with its posts, covers, groups and terms on a day.

    Raises UserError while it has members or other organisations below it.
    """
    with ledger.writing("撤销党组织") as tx:
        records.get(tx, "org_unit", org_id)
        name = record_lists.names_of(tx, "org_unit", [org_id])[org_id]
        dissolving.end(tx, [org_id], day(on))
    return ledger.outcome(tx, f"已撤销{name}。", (org_id,))


def card(ledger: Ledger, org_id: str, on: date | None = None) -> BranchCard:
    """Return everything about one organisation; raises UserError when it is not there."""
    draft = branch_draft(ledger, org_id)
    at = on or ledger.today()
    with ledger.reading() as tx:
        stored = records.get(tx, "org_unit", org_id, with_removed=True)
        names = record_lists.reference_names(tx, "org_unit", [stored])
        view, covered = store.overview(tx, at), record_lists.names_of(tx, "school_unit")
        row = _row(stored, record_lists.names_of(tx, "org_unit"), view, covered)
        parts = record_lists.lines(tx, "org_reorg_part", org_id=org_id)
        return BranchCard(
            id=org_id,
            draft=draft,
            row=row,
            shown=record_lists.shown("org_unit", stored, names),
            terms=record_lists.lines(tx, "org_term", org_id=org_id),
            posts=record_lists.lines(tx, "org_post", org_id=org_id),
            covers=record_lists.lines(tx, "org_cover", org_id=org_id),
            reorganisations=parts,
            honours=record_lists.lines(tx, "honour", org_id=org_id),
            history=record_history.entries(tx, [org_id]),
        )


def remove(ledger: Ledger, org_id: str) -> Outcome:
    """Put an organisation into the recycle bin; refused while something points to it."""
    with ledger.writing("删除党组织") as tx:
        name = record_lists.names_of(tx, "org_unit", [org_id])[org_id]
        former_names.remove(tx, org_id)
        if used := record_lists.pointing_to(tx, "org_unit", org_id):
            where = references.told({table: len(found) for table, found in used.items()})
            raise UserError(
                f"{name}还在使用中（{where}），不能删除。",
                kept="没有删除。",
                todo="不再存在的党组织请用“撤销”。",
            )
        records.remove(tx, "org_unit", org_id)
    return ledger.outcome(tx, f"已把{name}移入回收站。", (org_id,))


def _rows(tx: Transaction, on: date) -> list[BranchRow]:
    view = store.overview(tx, on)
    names = record_lists.names_of(tx, "org_unit")
    schools = record_lists.names_of(tx, "school_unit")
    found = sorted(records.find(tx, "org_unit"), key=_order)
    return [
        _row(row, names, view, schools)
        for row in found
        if not _over(row["dissolved_on"], on) and not _later(row["founded_on"], on)
    ]


def _row(
    row: Stored, names: Mapping[str, str], view: store.Overview, schools: Mapping[str, str]
) -> BranchRow:
    own = str(row["id"])
    counts = view.counts.get(own, store.RosterCounts())
    number, start, end = view.terms.get(own, (None, "", ""))
    order = {post.value: place for place, post in enumerate(Post)}
    posts = sorted(view.posts.get(own, ()), key=lambda held: order.get(held[0], len(order)))
    number_in_list = row["display_order"]
    return BranchRow(
        id=own,
        name=str(row["full_name"]),
        short_name=names.get(own, "") if row["short_name"] else "",
        kind=str(row["kind"]),
        kind_text=code_text("OrgKind", str(row["kind"])),
        parent_id=str(row["parent_id"]) if row["parent_id"] else None,
        parent=names.get(str(row["parent_id"]), str(row["superior_text"])),
        code=str(row["code"]),
        full_n=counts.full_n,
        probationary_n=counts.probationary_n,
        female_n=counts.female_n,
        minority_n=counts.minority_n,
        retired_n=counts.retired_n,
        secretary=next((name for post, name in posts if post == Post.SECRETARY), ""),
        posts=tuple((code_text("Post", post), name) for post, name in posts),
        term_no=number,
        term_from=start,
        term_to=end,
        units=tuple(schools.get(school, "") for _, org, school in view.covers if org == own),
        contact_person=str(row["contact_person"]),
        contact_phone=str(row["contact_phone"]),
        founded_on=str(row["founded_on"] or ""),
        dissolved_on=str(row["dissolved_on"] or ""),
        school_kind=str(row["school_kind"]),
        display_order=number_in_list if isinstance(number_in_list, int) else None,
    )


def _unit_row(
    row: Stored,
    names: Mapping[str, str],
    people: tuple[int, int],
    covered_by: list[tuple[str, str, str]],
) -> UnitRow:
    return UnitRow(
        str(row["id"]),
        str(row["name"]),
        str(row["kind"]),
        code_text("SchoolKind", str(row["kind"])),
        names.get(str(row["parent_id"]), ""),
        bool(row["is_direct"]),
        *people,
        tuple(covered_by),
    )


def _order(row: Stored) -> tuple[int, str]:
    number = row["display_order"]
    return (number if isinstance(number, int) else 10**9), str(row["id"])


def _over(ended: Value, on: date) -> bool:
    return isinstance(ended, PartialDate) and ended.value is not None and ended.first_day <= on


def _later(founded: Value, on: date) -> bool:
    return isinstance(founded, PartialDate) and founded.value is not None and founded.first_day > on


def _subtree(ledger: Ledger, org_id: str) -> set[str]:
    with ledger.reading() as tx:
        above = {row["id"]: row["parent_id"] for row in records.find(tx, "org_unit")}
    found = {org_id}
    while True:
        more = {own for own, parent in above.items() if parent in found} - found
        if not more:
            return found
        found |= more


def _draft(ledger: Ledger, kind: type[D], record_id: str) -> D:
    with ledger.reading() as tx:
        row = records.get(tx, _TABLES[kind], record_id, with_removed=True)
    return kind(**{item.name: row[item.name] for item in fields(kind)})


def _all(draft: Draft) -> dict[str, Value]:
    return {item.name: getattr(draft, item.name) for item in fields(draft)}


def _target(record_id: str, opened: Draft | None) -> Target:
    return Opened(record_id, _all(opened)) if opened else record_id


def _save(
    ledger: Ledger,
    target: Target,
    draft: Draft,
    name: str,
    override: Override | None = None,
) -> Outcome:
    """Write a draft as a new record or the difference to the stored one."""
    table, record_id = _TABLES[type(draft)], stale.id_of(target)
    values = _all(draft)
    _refuse(check_record(table, values))
    title = f"{'修改' if record_id else '新增'}{table_title(table)} {name}"
    with ledger.writing(title) as tx:
        if record_id is None:
            references.refuse_gone(tx, table, [values])
            rules.refuse_barred(ledger, tx, table, [values], override)
            written = records.add(tx, table, values)
        else:
            written = record_id
            before = records.get(tx, table, record_id)
            changed = stale.to_write(values, before, target, lambda key: field_of(table, key).label)
            references.refuse_gone(tx, table, [changed])
            end = changed.get("dissolved_on")
            if isinstance(end, PartialDate) and end.value:
                dissolving.end(tx, [record_id], end)
            if changed.keys() & _WHO_AND_HOW:
                rules.refuse_barred(ledger, tx, table, [values], override)
            if changed:
                records.change(tx, table, record_id, changed)
                former_names.keep(tx, table, before, changed)
    return ledger.outcome(tx, f"已保存{name}。", (written,))


def _refuse(wrong: Sequence[Problem]) -> None:
    if wrong:
        sentence = "；".join(map(problem_text, wrong))
        raise UserError(f"{sentence}。", kept="没有保存。", todo="请改正后再保存。")
