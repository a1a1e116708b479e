"""How one step of one case is written: the case, the step's record, people, reviews, notices."""

from collections.abc import Callable, Mapping
from typing import Any

from app.domain.dates import PartialDate, day
from app.domain.dev_entry import NOTICED, PEOPLE, REVIEWED, VOTE_COLUMNS, StepEntry
from app.domain.dev_facts import CaseFacts
from app.domain.dev_law import probation_end
from app.domain.dev_steps import Step
from app.domain.kinds import DevOutcome, DevReviewKind, DevStage
from app.domain.rules import earliest
from app.services import application_forms, dev_membership
from app.services.dev_judging import Judge
from app.store import records
from app.store.dev_sources import committee_above
from app.store.engine import Transaction
from app.store.records import Row

_STAGES = (
    ("convert_approved_on", DevStage.FULL),
    ("committee_approved_on", DevStage.PROBATIONARY),
    ("candidate_on", DevStage.CANDIDATE),
    ("activist_on", DevStage.ACTIVIST),
)
_EMPTY: Mapping[str, Mapping[str, Any]] = {
    "political_review_on": {"political_review_result": ""},
    "training_on": {"training_days": None, "training_hours": None, "certificate_no": ""},
    "pre_review_on": {"pre_review_result": ""},
    "form_filled_on": {"form_id": None},
    "accept_meeting_on": {"accept_vote_id": None, "probation_end_on": None},
    "convert_meeting_on": {"convert_vote_id": None},
}
"""What a step wrote into the case beside its own date, as it was before."""

_HELD = {"form_id": "application_form", "accept_vote_id": "vote", "convert_vote_id": "vote"}
_AGAIN = frozenset({"conversion_applied_on", "convert_meeting_on"})


def write_step(judge: Judge, case: Row, step: Step, entry: StepEntry, vote: str = "") -> None:
    """Write one step into the open batch; vote: the id of the vote behind a meeting."""
    tx = judge.tx
    values: dict[str, Any] = dict(_EXTRAS.get(step.key, _nothing)(judge, case, entry))
    if step.key in case:
        values[step.key] = entry.done_on
    if vote:
        values[VOTE_COLUMNS[step.key]] = vote
    values["stage"] = stage_of({**case, **values})
    records.change(tx, "dev_case", case["id"], values)
    _write_record(tx, case, step, entry)
    _write_people(tx, case, entry)
    _write_reviews(tx, case, entry)
    _write_notice(judge, case, entry)


def erase_step(tx: Transaction, case: Row, step: Step) -> None:
    """Take all back that a step wrote: date, results, form, vote, people, notice, the last review.

    Of a step that was done again after an extension only the last time.
    """
    owned = records.find(tx, "dev_step", case_id=case["id"], step_no=step.no)
    values: dict[str, Any] = dict(_EMPTY.get(step.key, {}))
    if step.key in case:
        values[step.key] = None
    for column, table in _HELD.items():
        if column in values and case[column]:
            _let_go(tx, table, case[column])
    if values:
        values["stage"] = stage_of({**case, **values})
        records.change(tx, "dev_case", case["id"], values)
    if step.key in PEOPLE:
        _let_people_go(tx, case, PEOPLE[step.key])
    point = NOTICED.get(step.key)
    notices = records.find(tx, "public_notice", case_id=case["id"], point=point) if point else []
    records.remove(tx, "public_notice", [row["id"] for row in notices[-1:]])
    is_review = step.key in REVIEWED and bool(owned)
    left = _without_last_review(tx, case, step.key, owned[-1]) if is_review else None
    if left:
        records.change(tx, "dev_step", owned[-1]["id"], {"done_on": left})
    else:
        records.remove(tx, "dev_step", [row["id"] for row in owned[-1:]])


def _let_go(tx: Transaction, table: str, record_id: str) -> None:
    if table == "vote":
        records.remove(tx, table, [record_id])
    else:
        records.change(tx, table, record_id, {"person_id": None})


def _let_people_go(tx: Transaction, case: Row, role: str) -> None:
    """Remove whom a step named; those who had stood there until that day stand there again."""
    named = records.find(tx, "dev_person", case_id=case["id"], role=role)
    present = [row for row in named if row["to_on"] is None]
    since = {earliest(row["from_on"]) for row in present}
    records.remove(tx, "dev_person", [row["id"] for row in present])
    for row in named:
        if row["to_on"] is not None and earliest(row["to_on"]) in since:
            records.change(tx, "dev_person", row["id"], {"to_on": None})


def _without_last_review(tx: Transaction, case: Row, key: str, step: Row) -> PartialDate | None:
    """Remove the review that a step's record was written for; return the day of the one before."""
    begun = earliest(case["accept_meeting_on"]) if case["committee_approved_on"] else None
    rows = records.find(tx, "dev_review", case_id=case["id"])
    last = [row for row in rows if earliest(row["held_on"]) == earliest(step["done_on"])][-1:]
    records.remove(tx, "dev_review", [row["id"] for row in last])
    days = []
    for row in rows:
        held = earliest(row["held_on"])
        is_later = begun is not None and held is not None and held >= begun
        if held and row not in last and is_later is (key == "education"):
            days.append(row["held_on"])
    return max(days, key=lambda one: one.first_day, default=None)


def write_effect(judge: Judge, case_id: str, key: str, entry: StepEntry) -> None:
    """Make the person a member when a step has taken effect: written after all else."""
    case = records.get(judge.tx, "dev_case", case_id)
    approval = {
        "approved_on": entry.done_on,
        "doc_no": entry.doc_no,
        "by": approver_name(judge.tx, case, entry.org_id),
    }
    if key == "committee_approved_on":
        dev_membership.accept(judge.tx, case, approval)
    elif key == "convert_approved_on":
        dev_membership.convert(judge.tx, judge.book, case, judge.before[case_id], approval)


def approver_name(tx: Transaction, case: Row, org_id: str | None) -> str:
    """Return the name of the committee that approved: the one named, else the one above."""
    orgs = {row["id"]: row for row in records.find(tx, "org_unit")}
    org = orgs.get(org_id or "") or committee_above(orgs, case["org_id"])
    return str(org["full_name"]) if org else ""


def stage_of(case: Mapping[str, Any]) -> DevStage:
    """Return what the person of a case is, from its dates."""
    for column, stage in _STAGES:
        if case[column] is not None:
            return stage
    return DevStage.APPLICANT


def _write_record(tx: Transaction, case: Row, step: Step, entry: StepEntry) -> None:
    """Write the step's record; a step that is done again after an extension gets a new one."""
    values = {
        "done_on": entry.done_on,
        "org_id": entry.org_id,
        "documents": "\n".join(entry.documents),
        "note": entry.note,
    }
    found = records.find(tx, "dev_step", case_id=case["id"], step_no=step.no)
    is_new_round = step.key in _AGAIN and case[step.key] is None
    if found and not is_new_round:
        records.change(tx, "dev_step", found[-1]["id"], values)
    else:
        more = {"case_id": case["id"], "step_no": step.no}
        records.add(tx, "dev_step", {**more, **values})


def _write_people(tx: Transaction, case: Row, entry: StepEntry) -> None:
    """Name the people of a step; those who stood there before end on that day."""
    role = PEOPLE.get(entry.key)
    if role is None:
        return
    present = [
        row
        for row in records.find(tx, "dev_person", case_id=case["id"], role=role)
        if row["to_on"] is None
    ]
    left = {row["person_id"]: row for row in present}
    for person in entry.people:
        row = left.pop(person, None)
        if row is None:
            values = {"case_id": case["id"], "person_id": person, "role": role}
            records.add(tx, "dev_person", {**values, "from_on": entry.done_on})
        elif earliest(row["from_on"]) != earliest(entry.done_on):
            records.change(tx, "dev_person", row["id"], {"from_on": entry.done_on})
    for row in left.values():
        records.change(tx, "dev_person", row["id"], {"to_on": entry.done_on})


def _write_reviews(tx: Transaction, case: Row, entry: StepEntry) -> None:
    if entry.review in set(DevReviewKind):
        values = {"case_id": case["id"], "kind": entry.review, "held_on": entry.done_on}
        known = records.find(tx, "dev_review", **values)
        if known:
            records.change(tx, "dev_review", known[-1]["id"], {"content": entry.note})
        else:
            records.add(tx, "dev_review", {**values, "content": entry.note})


def _write_notice(judge: Judge, case: Row, entry: StepEntry) -> None:
    notice = entry.notice
    if notice is None:
        return
    end = judge.measure.end_of(notice.from_on.first_day)
    values = {
        "from_on": notice.from_on,
        "to_on": notice.to_on or (day(end) if end else None),
        "result": notice.result,
    }
    owner = {"case_id": case["id"], "point": NOTICED[entry.key]}
    found = records.find(judge.tx, "public_notice", **owner)
    if found:
        records.change(judge.tx, "public_notice", found[-1]["id"], values)
    else:
        more = {**owner, "person_id": case["person_id"]}
        records.add(judge.tx, "public_notice", {**more, **values})


_Extras = Callable[[Judge, Row, StepEntry], Mapping[str, Any]]


def _nothing(_judge: Judge, _case: Row, _entry: StepEntry) -> Mapping[str, Any]:
    return {}


def _political_review(_judge: Judge, _case: Row, entry: StepEntry) -> Mapping[str, Any]:
    return {"political_review_result": entry.result}


def _training(_judge: Judge, _case: Row, entry: StepEntry) -> Mapping[str, Any]:
    return {
        "training_days": entry.days,
        "training_hours": entry.hours,
        "certificate_no": entry.certificate_no,
    }


def _pre_review(_judge: Judge, _case: Row, entry: StepEntry) -> Mapping[str, Any]:
    return {"pre_review_result": entry.result}


def _form(judge: Judge, case: Row, entry: StepEntry) -> Mapping[str, Any]:
    return {"form_id": application_forms.take(judge, case, entry)}


def _meeting(judge: Judge, _case: Row, entry: StepEntry) -> Mapping[str, Any]:
    """Return the end of the probation, counted from the meeting (B5-01)."""
    dates = {"accept_meeting_on": entry.done_on} if entry.done_on else {}
    end = probation_end(judge.book, CaseFacts(id="", person_id="", dates=dates))
    return {"probation_end_on": day(end) if end else None}


def _approval(_judge: Judge, _case: Row, entry: StepEntry) -> Mapping[str, Any]:
    return {"special_delay_reason": entry.reason}


def _conversion(_judge: Judge, _case: Row, _entry: StepEntry) -> Mapping[str, Any]:
    return {"outcome": DevOutcome.CONVERTED}


def _archiving(_judge: Judge, _case: Row, entry: StepEntry) -> Mapping[str, Any]:
    return {"closed_on": entry.done_on}


_EXTRAS: Mapping[str, _Extras] = {
    "political_review_on": _political_review,
    "training_on": _training,
    "pre_review_on": _pre_review,
    "form_filled_on": _form,
    "accept_meeting_on": _meeting,
    "committee_approved_on": _approval,
    "convert_approved_on": _conversion,
    "archived_on": _archiving,
}
