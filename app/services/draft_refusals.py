"""What no member may become by an edit: a draft that could not be saved, a foreign Party group."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.base.errors import UserError
from app.domain.draft_checks import check_draft
from app.domain.members import BulkPlan, MemberDraft
from app.domain.probation import Standard
from app.domain.readings import Severity
from app.domain.words import problem_text
from app.store import record_lists
from app.store.engine import Transaction


def refuse_bulk(
    tx: Transaction, plan: BulkPlan, befores: Sequence[MemberDraft], by: Standard
) -> None:
    """Raise UserError when a bulk edit would leave a draft with a problem that blocks and is new.

    befores: the drafts of the lines of the plan, in their order.
    """
    for line, before in zip(plan.lines, befores, strict=True):
        after = replace(before, **{plan.field: line.after})  # type: ignore[arg-type] # as previewed
        known = {one.code for one in check_draft(before, by)}
        for one in check_draft(after, by):
            if one.severity is Severity.BLOCK and one.code not in known:
                raise UserError(
                    f"{line.name}的资料不能这样改：{problem_text(one)}。",
                    kept="这次批量修改没有执行。",
                    todo="请改正后再执行，或者不选这名党员。",
                )
        if plan.field == "group_id":
            refuse_group(tx, [after])


def refuse_group(tx: Transaction, drafts: Iterable[MemberDraft]) -> None:
    """Raise UserError when a draft names a Party group of another branch."""
    for draft in drafts:
        for group in record_lists.rows_by_id(
            tx, "party_group", list(filter(None, [draft.group_id]))
        ):
            if draft.org_id != group["org_id"]:
                raise UserError(
                    f"党小组“{group['name']}”不是{draft.name}所在支部的。",
                    kept="没有保存。",
                    todo="请选本支部的党小组。",
                )
