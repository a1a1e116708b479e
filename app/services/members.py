"""Use cases of the members tab: list, card, add, edit, bulk edit, status, recycle bin."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from app.base.errors import UserError
from app.base.progress import Progress, Silent
from app.domain.dates import PartialDate, day, full_years, party_years
from app.domain.draft_checks import check_draft
from app.domain.fields import Field, Value, field_of
from app.domain.history import HistoryEntry
from app.domain.members import (
    DRAFT_FIELDS,
    BulkLine,
    BulkPlan,
    MemberCard,
    MemberDraft,
    MemberRow,
    StatusChange,
    column_of,
)
from app.domain.probation import Standard
from app.domain.readings import Problem
from app.domain.record_rows import Choice
from app.domain.search import SearchIndex, searchable
from app.domain.showing import code_text, value_text
from app.services import (
    draft_overrides,
    draft_refusals,
    moves,
    record_history,
    references,
    rules,
    stale,
    status_changes,
)
from app.services.ledger import Ledger, Outcome
from app.services.overrides import Override
from app.services.stale import Opened
from app.store import members as store
from app.store import record_lists, records
from app.store.engine import Transaction

_SILENT = Silent()
_NAMED_AT_MOST = 5
_GONE = object()


def prepare(ledger: Ledger, progress: Progress = _SILENT) -> None:
    """Compute the search keys that are missing; called when a ledger is opened."""
    with ledger.writing("更新检索") as tx:
        store.refresh_search(tx, progress)


def rows(ledger: Ledger) -> list[MemberRow]:
    """Return every member of every status in pinyin order."""
    with ledger.reading() as tx:
        return store.roster(tx, ledger.today())


def on_roster_n(ledger: Ledger) -> tuple[int, int]:
    """Return how many members the list shows, and how many of them belong to no branch."""
    with ledger.reading() as tx:
        return store.on_roster_n(tx)


def search_index(members: Iterable[MemberRow]) -> SearchIndex:
    """Return an index over the rows of the list; its ids are those of the persons."""
    return SearchIndex(
        (row.id, searchable(row.search_keys, row.id_no, row.mobile)) for row in members
    )


def standard(ledger: Ledger) -> Standard:
    """Return what drafts are checked by today: read once, good for a whole window."""
    return Standard.of(rules.book(ledger), ledger.today())


def check(draft: MemberDraft, by: Standard) -> tuple[Problem, ...]:
    """Return every problem of a draft; detail "field" names the field to mark."""
    return check_draft(draft, by)


def duplicates(ledger: Ledger, id_no: str, except_id: str = "") -> tuple[Choice, ...]:
    """Return the other people who have an ID number already."""
    if not id_no:
        return ()
    with ledger.reading() as tx:
        found = store.same_id_no(tx, id_no)
    return tuple(Choice(i, name, unit) for i, name, unit in found if i != except_id)


def add(ledger: Ledger, draft: MemberDraft, override: Override | None = None) -> Outcome:
    """Add a member; ids are (person, membership).

    Raises UserError for a blocking problem, Barred for one that an override would lift.
    """
    return add_many(ledger, [draft], title=f"新增党员 {draft.name}", override=override)


def add_many(
    ledger: Ledger,
    drafts: Sequence[MemberDraft],
    *,
    title: str,
    progress: Progress = _SILENT,
    override: Override | None = None,
) -> Outcome:
    """Add members as one batch; ids are all persons, then all memberships, in order."""
    by = standard(ledger)
    found = [draft_overrides.excused(ledger, draft, by, override) for draft in drafts]
    drafts = [one.draft for one in found]
    with ledger.writing(title) as tx:
        for table in ("person", "membership"):
            references.refuse_gone(tx, table, [_values(draft, table) for draft in drafts])
        draft_refusals.refuse_group(tx, drafts)
        persons = records.add_many(tx, "person", [_values(draft, "person") for draft in drafts])
        memberships = records.add_many(
            tx,
            "membership",
            [
                {**_values(draft, "membership"), "person_id": person}
                for draft, person in zip(drafts, persons, strict=True)
            ],
        )
        if override:
            for one, person in zip(found, persons, strict=True):
                draft_overrides.record(ledger, tx, person, one.rule_ids, override)
        store.refresh_search(tx, progress)
    names = _some([draft.name for draft in drafts])
    return ledger.outcome(tx, f"已新增党员{names}。", (*persons, *memberships))


def edit(
    ledger: Ledger,
    person_id: str,
    draft: MemberDraft,
    override: Override | None = None,
    opened: MemberDraft | None = None,
) -> Outcome:
    """Save a member's draft; only the fields that differ are written.

    opened: the draft as the window showed it; what has changed since is not written over.
    Raises UserError for a blocking problem or a person in the recycle bin, Barred for a problem
    that an override would lift.
    """
    excused = draft_overrides.excused(ledger, draft, standard(ledger), override)
    draft = excused.draft
    with ledger.writing(f"修改党员 {draft.name}") as tx:
        records.get(tx, "person", person_id)
        before, membership = _draft(tx, person_id)
        target = Opened(person_id, _all(opened)) if opened else person_id
        changed = set(stale.to_write(_all(draft), _all(before), target, _label))
        draft = replace(before, **{name: getattr(draft, name) for name in changed})
        draft_refusals.refuse_group(tx, [draft] if "group_id" in changed else [])
        for table in ("person", "membership"):
            new = {name: value for name, value in _values(draft, table).items() if name in changed}
            references.refuse_gone(tx, table, [new])
        if membership:
            _refuse_status(changed)
            if "org_id" in changed:
                on = draft.branch_joined_on if "branch_joined_on" in changed else None
                moves.write(tx, {membership: draft.org_id}, _occasion(ledger, on))
                changed -= {"org_id", "branch_joined_on"} if on else {"org_id"}
        for table, record in (("person", person_id), ("membership", membership)):
            values = {
                column_of(name)[1]: getattr(draft, name)
                for name in changed
                if column_of(name)[0] == table
            }
            if values and record:
                records.change(tx, table, record, values)
            elif values:
                records.add(tx, table, {**_values(draft, table), "person_id": person_id})
        if override:
            draft_overrides.record(ledger, tx, person_id, excused.rule_ids, override)
        store.refresh_search(tx, _SILENT)
    return ledger.outcome(tx, f"已保存{draft.name}的资料。", (person_id,))


def bulk_preview(ledger: Ledger, ids: Sequence[str], field: str, value: Value) -> BulkPlan:
    """Compare what a bulk edit of one field of the draft would change, person by person."""
    _refuse_status([field])
    table, column = column_of(field)
    info = field_of(table, column)
    with ledger.reading() as tx:
        targets = _targets(tx, table, ids)
        before = _stored(tx, table, column, targets.values())
        names = record_lists.names_of(tx, "person", targets)
        texts = _reference_texts(tx, info, [*before.values(), value])
    lines = tuple(
        BulkLine(
            person,
            record,
            names.get(person, ""),
            before[record],
            value,
            value_text(info, before[record], texts),
            value_text(info, value, texts),
        )
        for person, record in targets.items()
        if record in before and before[record] != value
    )
    return BulkPlan(field, info.label, value, lines, len(ids) - len(lines))


def bulk_apply(ledger: Ledger, plan: BulkPlan) -> Outcome:
    """Apply a bulk edit; raises UserError when a value has changed since the preview."""
    table, column = column_of(plan.field)
    with ledger.writing(f"批量修改{plan.label}（{len(plan.lines)}人）", kind="BULK") as tx:
        now = _stored(tx, table, column, [line.record_id for line in plan.lines])
        moved = [line.name for line in plan.lines if now.get(line.record_id, _GONE) != line.before]
        if moved:
            raise UserError(
                f"{_some(moved)}的{plan.label}在预览之后又改动过。",
                kept="这次批量修改没有执行。",
                todo="请重新预览。",
            )
        references.refuse_gone(tx, table, [{column: plan.value}])
        ids = [line.record_id for line in plan.lines]
        befores = [_draft(tx, line.id)[0] for line in plan.lines]
        draft_refusals.refuse_bulk(tx, plan, befores, standard(ledger))
        if plan.field == "org_id":
            branch = str(plan.value) if plan.value else None
            moves.write(tx, dict.fromkeys(ids, branch), _occasion(ledger))
        else:
            records.change(tx, table, ids, {column: plan.value})
        store.refresh_search(tx, _SILENT)
    done = f"已修改{len(plan.lines)}人的{plan.label}。"
    return ledger.outcome(tx, done, tuple(line.id for line in plan.lines))


def change_status(
    ledger: Ledger, ids: Sequence[str], change: StatusChange, override: Override | None = None
) -> Outcome:
    """Set the status of members and write it into their history (B10).

    Raises Barred with the article for a step that the status machine does not know (B10-05)
    or a temporary branch does not decide (B1-08), unless an override is given or on record.
    """
    words = code_text("Status", change.status)
    with ledger.writing(f"党籍状态改为{words}（{len(ids)}人）") as tx:
        targets = _targets(tx, "membership", ids)
        persons = {row["id"]: row for row in record_lists.rows_by_id(tx, "person", list(targets))}
        found = [
            (persons[row["person_id"]], row)
            for row in record_lists.rows_by_id(tx, "membership", list(targets.values()))
        ]
        status_changes.permit_change(ledger, tx, found, change, override)
        status_changes.write(tx, found, change)
    return ledger.outcome(tx, f"已把{len(targets)}人的党籍状态改为{words}。", tuple(targets))


def remove(ledger: Ledger, ids: Sequence[str]) -> Outcome:
    """Put members into the recycle bin; raises UserError once they have a history (B10-23).

    Also while anything but their membership names them.
    """
    with ledger.writing(f"删除党员（{len(ids)}人）") as tx:
        people = record_lists.rows_by_id(tx, "person", list(ids))
        status_changes.permit_removal(tx, people, ledger.today())
        references.refuse_used(tx, "person", ids, apart_from=frozenset({"membership"}))
        records.remove(tx, "membership", store.all_memberships(tx, ids))
        records.remove(tx, "person", ids)
    return ledger.outcome(
        tx, f"已把{_some([row['name'] for row in people])}移入回收站。", tuple(ids)
    )


def card(ledger: Ledger, person_id: str) -> MemberCard:
    """Return everything about one member; raises UserError when he is not there."""
    today = ledger.today()
    with ledger.reading() as tx:
        draft, membership = _draft(tx, person_id)
        shown = _shown(tx, draft)
        post, _ = store.current_posts(tx, today).get(person_id, ("", 0))
        person = records.get(tx, "person", person_id, with_removed=True)
        return MemberCard(
            id=person_id,
            membership_id=membership,
            draft=draft,
            shown={**shown, "party_post": post or shown["party_post"]},
            age=_age(draft, today),
            party_age=_party_age(draft, today),
            is_removed=person["removed_at"] is not None,
            posts=record_lists.lines(tx, "org_post", person_id=person_id),
            events=record_lists.lines(tx, "membership_event", person_id=person_id),
            transfers=record_lists.lines(tx, "transfer", person_id=person_id),
            trainings=record_lists.lines(tx, "training_enrol", person_id=person_id),
            honours=record_lists.lines(tx, "honour", person_id=person_id),
            care=record_lists.lines(tx, "care_visit", person_id=person_id),
            history=record_history.entries(
                tx, [person_id, membership] if membership else [person_id]
            ),
        )


def history(ledger: Ledger, record_ids: Iterable[str]) -> tuple[HistoryEntry, ...]:
    """Return what happened to some records, newest first."""
    return record_history.history_of(ledger, record_ids)


def _occasion(ledger: Ledger, on: PartialDate | None = None) -> moves.Occasion:
    """Return the day of a move: that written with the new branch, if it is one, or today."""
    return moves.Occasion(on if on and on.value else day(ledger.today()))


def _refuse_status(changed: Collection[str]) -> None:
    """Keep 党籍状态 to its own procedure, which checks the step and writes the event."""
    if "status" in changed:
        raise UserError("党籍状态不能直接改写。", kept="没有保存。", todo="请用“改党籍状态”办理。")


def _all(draft: MemberDraft) -> dict[str, Value]:
    return {name: getattr(draft, name) for name in DRAFT_FIELDS}


def _label(name: str) -> str:
    return field_of(*column_of(name)).label


def _values(draft: MemberDraft, table: str) -> dict[str, Value]:
    pairs = ((column_of(name), getattr(draft, name)) for name in DRAFT_FIELDS)
    return {column: value for (owner, column), value in pairs if owner == table}


def _draft(tx: Transaction, person_id: str) -> tuple[MemberDraft, str]:
    """Return a member as he is stored, and his membership ("" when he has none)."""
    person = records.get(tx, "person", person_id, with_removed=True)
    membership = store.memberships_of(tx, [person_id]).get(person_id, "")
    rows: dict[str, Mapping[str, Value]] = {"person": person}
    if membership:
        rows["membership"] = records.get(tx, "membership", membership)
    found = {name: column_of(name) for name in DRAFT_FIELDS}
    values = {name: rows[table][column] for name, (table, column) in found.items() if table in rows}
    return MemberDraft(**values), membership  # type: ignore[arg-type] # names are the columns


def _targets(tx: Transaction, table: str, ids: Sequence[str]) -> dict[str, str]:
    """Return the record to change of each person: himself or his membership."""
    return {i: i for i in ids} if table == "person" else store.memberships_of(tx, ids)


def _stored(
    tx: Transaction, table: str, column: str, record_ids: Iterable[str]
) -> dict[str, Value]:
    """Return the values of a column by record; those in the recycle bin are left out."""
    rows = record_lists.rows_by_id(tx, table, list(record_ids))
    return {row["id"]: row[column] for row in rows if not row["removed_at"]}


def _reference_texts(tx: Transaction, info: Field, values: Iterable[Value]) -> dict[str, str]:
    if not info.target or info.kind != "reference":
        return {}
    return record_lists.names_of(tx, info.target, {str(value) for value in values if value})


def _shown(tx: Transaction, draft: MemberDraft) -> dict[str, str]:
    result = {}
    for name in DRAFT_FIELDS:
        value, info = getattr(draft, name), field_of(*column_of(name))
        result[name] = value_text(info, value, _reference_texts(tx, info, [value]))
    return result


def _age(draft: MemberDraft, today: date) -> int | None:
    known = draft.birth_on
    return full_years(known.value, today) if known and known.value else None


def _party_age(draft: MemberDraft, today: date) -> int | None:
    if not (draft.full_on and draft.full_on.value):
        return None
    return party_years(draft.full_on.value, draft.suspended_months, today)


def _some(names: Sequence[str]) -> str:
    shown = "、".join(names[:_NAMED_AT_MOST])
    return shown if len(names) <= _NAMED_AT_MOST else f"{shown}等{len(names)}人"
