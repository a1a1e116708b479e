"""Use cases of the development of members: a new applicant, a step for one or several, an end."""

from collections.abc import Sequence

from app.base.errors import UserError
from app.base.progress import Silent
from app.domain.dates import PartialDate
from app.domain.dev_entry import (
    NAMED,
    PEOPLE,
    REVIEWED,
    SINGLE,
    VOTED,
    ApplicantDraft,
    StepEntry,
)
from app.domain.dev_steps import Step
from app.domain.kinds import ON_ROSTER, DevOutcome, DevReviewKind, DevStage
from app.domain.rules import earliest
from app.domain.words import labels_of
from app.services import dev_votes, disposals, member_rights, rules
from app.services.dev_judging import Judge, known_day
from app.services.dev_votes import Meeting
from app.services.dev_writing import erase_step, write_effect, write_step
from app.services.ledger import Ledger, Outcome
from app.services.overrides import Override
from app.store import members as member_store
from app.store import records
from app.store.dev_sources import steps_of
from app.store.engine import Transaction
from app.store.records import Row

_NAMED_AT_MOST = 5
_UNDO = "办错了的，请用撤销。"
_NOT_CARRIED = "表决没有通过，已登记表决情况，没有进入下一步。"
_EFFECTIVE = frozenset({"committee_approved_on", "convert_approved_on"})
_FIXED = {
    "accept_meeting_on": "committee_approved_on",
    "committee_approved_on": "committee_approved_on",
    "convert_meeting_on": "convert_approved_on",
    "convert_approved_on": "convert_approved_on",
}
"""Steps that cannot be written again once another one has made them effective."""


def start(ledger: Ledger, draft: ApplicantDraft, override: Override | None = None) -> Outcome:
    """Open the case of a new applicant; ids are (case, person).

    Raises UserError for missing values, for a member and for somebody who has an open case;
    Barred for an applicant under age (B4-02), one who was removed less than five years ago
    (B11-03), or a temporary branch (B1-08).
    """
    known_day(ledger, draft.applied_on, "递交申请日期")
    if draft.org_id is None:
        raise UserError("没有选择党支部。", kept="没有保存。", todo="请选择接收申请的党支部。")
    name = draft.name.strip()
    with ledger.writing(f"新申请人 {name}".strip()) as tx:
        judge = Judge.of(ledger, tx, ())
        person = _applicant(tx, draft)
        case = {
            "person_id": person["id"],
            "org_id": draft.org_id,
            "category": draft.category,
            "stage": DevStage.APPLICANT,
            "is_league_member": draft.is_league_member,
            "prior_activist_on": draft.prior_activist_on,
            "prior_org": draft.prior_org,
        }
        begun = {**case, "applied_on": draft.applied_on}
        rules.refuse_barred(ledger, tx, "dev_case", [begun], override)
        case_id = records.add(tx, "dev_case", case)
        step = steps_of(tx).step("applied_on")
        # Who applies has handed the application in: the first paper of the step.
        papers = draft.documents or step.documents[:1]
        entry = StepEntry(key=step.key, done_on=draft.applied_on, documents=papers)
        write_step(judge, records.get(tx, "dev_case", case_id), step, entry)
        again = disposals.bar_again(tx, (person["id"], case_id), draft.applied_on)
        warned = judge.permit([case_id], override, [again] if again else [])
        member_store.refresh_search(tx, Silent())
    done = f"已登记{person['name']}的入党申请。{warned}"
    return ledger.outcome(tx, done, (case_id, person["id"]))


def do_step(
    ledger: Ledger,
    case_ids: Sequence[str],
    entry: StepEntry,
    override: Override | None = None,
) -> Outcome:
    """Write one step for one or several people as one batch; ids are the cases.

    Raises Barred with the articles for what the rules block, unless an override is given; tells
    what they only warn of. A vote that was not carried is kept, and the case stays where it is.
    """
    day = known_day(ledger, entry.done_on, "日期")
    _refuse_empty(entry)
    if entry.key in SINGLE and len(case_ids) > 1:
        raise UserError("这个环节要一个人一个人地办理。", kept="没有保存。", todo="请只选一个人。")
    with ledger.writing(f"发展党员：{_named(ledger, entry.key)}（{len(case_ids)}人）") as tx:
        judge = Judge.of(ledger, tx, case_ids, override)
        step = steps_of(tx).step(entry.key)
        cases = [records.get(tx, "dev_case", case_id) for case_id in case_ids]
        names = [_open_name(tx, case, entry.key) for case in cases]
        sentence = ""
        for case in cases:
            sentence = _one_step(judge, case, step, entry, override)
        barred = member_rights.barred(tx, day, entry.people) if entry.people else {}
        warned = judge.permit(case_ids, override, list(barred.values()))
        member_store.refresh_search(tx, Silent())
    done = sentence or f"已登记{_some(names)}的“{step.name}”（{day.isoformat()}）。"
    return ledger.outcome(tx, f"{done}{warned}", tuple(case_ids))


def take_back(ledger: Ledger, case_id: str, key: str, override: Override | None = None) -> Outcome:
    """Take a step back that was entered by mistake, with all that came with it.

    Of reviews the last one. Raises UserError for a step that was not done or took effect; Barred
    while later steps stand on it.
    """
    with ledger.writing(f"发展党员：取消{_named(ledger, key)}") as tx:
        judge = Judge.of(ledger, tx, [case_id])
        case = records.get(tx, "dev_case", case_id)
        name = _open_name(tx, case, key)
        if key == "applied_on" or key in _EFFECTIVE:
            raise UserError("这个环节不能单独取消。", kept="没有改动。", todo=_UNDO)
        step = steps_of(tx).step(key)
        if not judge.before[case_id].has(key):
            raise UserError(f"{name}的“{step.name}”还没有登记。", kept="没有改动。")
        erase_step(tx, case, step)
        judge.permit([case_id], override)
    return ledger.outcome(tx, f"已取消{name}的“{step.name}”。", (case_id,))


def stop(ledger: Ledger, case_ids: Sequence[str], on: PartialDate | None, reason: str) -> Outcome:
    """End the cases of applicants who are not accepted; the reason is kept."""
    known_day(ledger, on, "终止日期")
    if not reason.strip():
        raise UserError("没有写原因。", kept="没有保存。", todo="请写明终止培养的原因。")
    with ledger.writing(f"发展党员：终止培养（{len(case_ids)}人）") as tx:
        cases = [records.get(tx, "dev_case", case_id) for case_id in case_ids]
        names = [_open_name(tx, case, "accept_meeting_on") for case in cases]
        for case in cases:
            values = {
                "closed_on": on,
                "outcome": DevOutcome.STOPPED,
                "stage": DevStage.CLOSED,
                "remark": reason.strip(),
            }
            records.change(tx, "dev_case", case["id"], values)
    return ledger.outcome(tx, f"已终止{_some(names)}的培养。", tuple(case_ids))


def _one_step(
    judge: Judge, case: Row, step: Step, entry: StepEntry, override: Override | None
) -> str:
    """Write a step of one case; return a sentence of its own for a vote that was not carried."""
    vote = ""
    if entry.ballot and entry.key in VOTED and entry.done_on:
        meeting = Meeting(case, entry.key, entry.done_on, entry.ballot, entry.teller)
        vote, result = dev_votes.hold(judge, meeting, override)
        if result.against and override is None:
            return f"{_NOT_CARRIED}{dev_votes.why_not(result.against)}。"
    write_step(judge, case, step, entry, vote)
    if entry.key in _EFFECTIVE:
        write_effect(judge, case["id"], entry.key, entry)
    return ""


def _refuse_empty(entry: StepEntry) -> None:
    """Refuse a step that would be told as done though nothing of it was entered."""
    if entry.key in NAMED and not entry.people:
        role = labels_of("DevRole")[PEOPLE[entry.key]]
        raise UserError(f"没有选择{role}。", kept="没有保存。", todo=f"请选择{role}。")
    if entry.key in REVIEWED and entry.review not in set(DevReviewKind):
        raise UserError(
            "没有选择是半年考察还是思想汇报。", kept="没有保存。", todo="请选择考察或汇报。"
        )


def _applicant(tx: Transaction, draft: ApplicantDraft) -> Row:
    """Return the person of a new case, a new one or one who is already known."""
    if not draft.person_id and not draft.name.strip():
        raise UserError("没有填写姓名。", kept="没有保存。", todo="请填写申请人的姓名。")
    person = _known_person(tx, draft)
    if person is not None:
        _refuse_member(tx, person)
        known = {"expected_leave_on": draft.expected_leave_on, "student_grade": draft.student_grade}
        changed = {column: value for column, value in known.items() if value}
        if changed:
            records.change(tx, "person", person["id"], changed)
        return person
    values = {
        "name": draft.name.strip(),
        "id_no": draft.id_no,
        "gender": draft.gender,
        "birth_on": draft.birth_on,
        "category": draft.category,
        "school_id": draft.school_id,
        "student_grade": draft.student_grade,
        "expected_leave_on": draft.expected_leave_on,
    }
    return records.get(tx, "person", records.add(tx, "person", values))


def _known_person(tx: Transaction, draft: ApplicantDraft) -> Row | None:
    """Return the person who applies when he is known: chosen, or by his ID number."""
    if draft.person_id:
        return records.get(tx, "person", draft.person_id)
    found = records.find(tx, "person", id_no=draft.id_no) if draft.id_no else []
    if found and found[0]["name"] != draft.name.strip():
        raise UserError(
            f"身份证号{draft.id_no}已经登记在{found[0]['name']}名下。",
            kept="没有保存。",
            todo="请核对姓名和身份证号。",
        )
    return found[0] if found else None


def _refuse_member(tx: Transaction, person: Row) -> None:
    found = records.find(tx, "membership", person_id=person["id"])
    if any(row["status"] in ON_ROSTER for row in found):
        raise UserError(f"{person['name']}已经是党员。", kept="没有保存。", todo="请核对人员。")
    cases = records.find(tx, "dev_case", person_id=person["id"])
    if any(row["closed_on"] is None for row in cases):
        raise UserError(
            f"{person['name']}已有一份没有办结的发展档案，一人只有一份。",
            kept="没有保存。",
            todo="请在看板上找到这份档案继续办理。",
        )


def _open_name(tx: Transaction, case: Row, key: str) -> str:
    """Return the name of a case's person; raises UserError when nothing more can be entered."""
    name = str(records.get(tx, "person", case["person_id"])["name"])
    if case["closed_on"] is not None:
        raise UserError(f"{name}的档案已经办结。", kept="没有保存。", todo=_UNDO)
    fixed = _FIXED.get(key)
    if fixed and earliest(case[fixed]):
        raise UserError(f"{name}的审批已经生效，这个环节不能再改。", kept="没有保存。", todo=_UNDO)
    return name


def _named(ledger: Ledger, key: str) -> str:
    with ledger.reading() as tx:
        return steps_of(tx).step(key).name


def _some(names: Sequence[str]) -> str:
    shown = "、".join(names[:_NAMED_AT_MOST])
    return shown if len(names) <= _NAMED_AT_MOST else f"{shown}等{len(names)}人"
