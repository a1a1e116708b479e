"""A branch that develops members: eight full members, and the way of one applicant step by step."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from app.domain.branches import BranchDraft
from app.domain.dates import PartialDate
from app.domain.dev_entry import ApplicantDraft, NoticeEntry, StepEntry
from app.domain.kinds import VoteKind
from app.domain.votes import Ballot
from app.services import branches, development, members
from app.services.ledger import Ledger
from tests.services.small_county import member

TODAY = date(2025, 12, 31)
NAMES = ("周明", "吴江", "郑华", "王山", "冯水", "陈林", "褚云", "卫东")


@dataclass
class School:
    ledger: Ledger
    committee: str
    branch: str
    full: list


def on(text):
    return PartialDate.of(text)


def entered(ledger):
    ledger = replace(ledger, today=lambda: TODAY)

    def branch(name, **more):
        return branches.add(ledger, BranchDraft(full_name=name, **more)).ids[0]

    committee = branch(
        "中共某县教育局委员会", kind="COMMITTEE", short_name="局党委", can_approve=True
    )
    own = branch("某县第一中学支部委员会", kind="BRANCH", short_name="一中", parent_id=committee)
    drafts = [member(name, own) for name in NAMES]
    ids = members.add_many(ledger, drafts, title="录入").ids[: len(NAMES)]
    return School(ledger, committee, own, list(ids))


def ballot(kind="ACCEPT", **more):
    count = {"expected": 8, "present": 7, "yes": 7, **more}
    return Ballot(kind=VoteKind(kind), **count)


# One clean way from application to archive; ids of people are filled in by `step`.
WAY = {
    "first_talk_on": {"done_on": "2022-03-20"},
    "activist_on": {"done_on": "2022-06-10"},
    "activist_filed_on": {"done_on": "2022-07-05"},
    "mentors": {"done_on": "2022-07-06", "people": 2},
    "candidate_branch_on": {"done_on": "2023-06-12", "notice": "2023-06-13"},
    "candidate_on": {"done_on": "2023-07-01"},
    "introducers": {"done_on": "2023-07-02", "people": 2},
    "political_review_on": {"done_on": "2023-09-01", "result": "合格"},
    "training_on": {"done_on": "2023-10-15", "days": Decimal(3), "certificate_no": "结2023-7"},
    "committee_review_on": {"done_on": "2023-11-10"},
    "pre_review_on": {"done_on": "2023-12-01", "result": "同意"},
    "form_filled_on": {"done_on": "2023-12-05", "form_no": "5200123"},
    "accept_meeting_on": {"done_on": "2023-12-10", "ballot": ballot()},
    "superior_talk_on": {"done_on": "2024-01-05"},
    "committee_approved_on": {"done_on": "2024-01-20", "doc_no": "教党复〔2024〕1号"},
    "filed_on": {"done_on": "2024-02-10"},
    "assigned_on": {"done_on": "2024-02-01"},
    "oath_on": {"done_on": "2024-07-01"},
    "conversion_applied_on": {"done_on": "2024-12-05"},
    "convert_meeting_on": {
        "done_on": "2024-12-11", "ballot": ballot("CONVERT"), "notice": "2024-12-12",
    },
    "convert_approved_on": {"done_on": "2025-01-10", "doc_no": "教党复〔2025〕2号"},
    "archived_on": {"done_on": "2025-02-01"},
}  # fmt: skip
REVIEWS = {"activist_on": ("2022-12-08", "2023-06-08")}


def applicant(school, name="李敏", **more):
    draft = {"applied_on": on("2022-03-01"), "org_id": school.branch, "birth_on": on("1988-05-20")}
    return ApplicantDraft(name=name, **{**draft, **more})


def start(school, name="李敏", override=None, **more):
    return development.start(school.ledger, applicant(school, name, **more), override)


def entry(school, key, **more):
    found = {**WAY[key], **more}
    if isinstance(found.get("people"), int):
        found["people"] = tuple(school.full[: found["people"]])
    if isinstance(found.get("notice"), str):
        found["notice"] = NoticeEntry(on(found["notice"]), None, "没有收到反对意见")
    found["done_on"] = on(found["done_on"]) if found["done_on"] else None
    return StepEntry(key=key, **found)


def step(school, case, key, override=None, **more):
    cases = [case] if isinstance(case, str) else case
    return development.do_step(school.ledger, cases, entry(school, key, **more), override)


def walk(school, until, name="李敏", **more):
    """Enter the clean way up to a step and return the case."""
    case = start(school, name, **more).ids[0]
    for key in WAY:
        step(school, case, key)
        for day in REVIEWS.get(key, ()):
            review = StepEntry(key="cultivation", done_on=on(day), review="REVIEW", note="表现良好")
            development.do_step(school.ledger, [case], review)
        if key == until:
            break
    return case
