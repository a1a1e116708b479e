"""Cases of development for tests: a teacher's whole way, and any part of it."""

from datetime import date
from decimal import Decimal

from app.domain.dates import PartialDate
from app.domain.dev_facts import (
    Approver,
    CaseFacts,
    Companion,
    NoticeFacts,
    Outcome,
    ReviewFacts,
)
from app.domain.kinds import VoteKind
from app.domain.rules import About, RuleBook
from app.domain.votes import Ballot, decide

BOOK = RuleBook.load()
BUREAU = Approver("COMMITTEE", "县教育局党委", can_approve=True)

# A clean case of 2022 to 2024; each deadline of the rules is kept.
WHOLE = {
    "applied_on": "2021-03-01",
    "first_talk_on": "2021-03-20",
    "activist_on": "2021-06-10",
    "activist_filed_on": "2021-07-05",
    "mentors": "2021-06-15",
    "candidate_branch_on": "2022-07-01",
    "candidate_on": "2022-07-20",
    "introducers": "2022-07-25",
    "political_review_on": "2022-09-01",
    "training_on": "2022-10-15",
    "committee_review_on": "2022-11-10",
    "pre_review_on": "2022-12-01",
    "form_filled_on": "2022-12-10",
    "accept_meeting_on": "2022-12-20",
    "superior_talk_on": "2023-01-10",
    "committee_approved_on": "2023-02-20",
    "filed_on": "2023-03-10",
    "assigned_on": "2023-02-25",
    "oath_on": "2023-07-01",
    "conversion_applied_on": "2023-12-15",
    "convert_meeting_on": "2023-12-28",
    "convert_approved_on": "2024-02-01",
    "archived_on": "2024-02-20",
}


def d(text):
    return date.fromisoformat(text)


def companions(role, *days, **more):
    return tuple(
        Companion(
            f"{role}{n}",
            role,
            name=f"某{n}",
            from_on=PartialDate.of(day),
            **{"org_id": "o", "full_since": d("2000-01-01"), **more},
        )
        for n, day in enumerate(days)
    )


def reviews(kind, *days):
    return tuple(ReviewFacts(kind, d(day)) for day in days)


def passed(kind="ACCEPT", day="2022-12-20", **more):
    ballot = {"expected": 20, "present": 15, "yes": 14, "no": 1, **more}
    about = About("p", "dev_case", "c")
    return decide(Ballot(kind=VoteKind(kind), **ballot), BOOK, d(day), about)


def notice(point, first, last="", days=5, result="没有收到反对意见"):
    end = d(last) if last else None
    return NoticeFacts(point, d(first), end, result, days if end else None, end)


def case(until="archived_on", without=(), dates=(), **more):
    """Return a case of the clean way up to a step; dates replaces days by key, None leaves out."""
    keys = list(WHOLE)[: list(WHOLE).index(until) + 1] if until else []
    known = {key: WHOLE[key] for key in keys if key not in without} | dict(dates)
    facts = {
        "name": "李敏",
        "org_id": "o",
        "birth_on": PartialDate.of("1985-05-20"),
        "is_league_member": False,
        "political_result": "合格",
        "training_days": Decimal(3),
        "training_hours": Decimal(24),
        "approvers": dict.fromkeys(("committee_approved_on", "convert_approved_on"), BUREAU),
        "companions": (
            *companions("MENTOR", *filter(None, [known.get("mentors")])),
            *companions("INTRODUCER", *filter(None, [known.get("introducers")] * 2)),
        ),
        "reviews": (
            *reviews("REVIEW", "2021-12-05", "2022-06-05", "2023-06-10", "2023-12-05"),
            *reviews("REPORT", "2021-09-08", "2021-12-06", "2022-03-05", "2022-06-04",
                     "2022-09-03", "2022-12-02", "2023-03-01", "2023-05-30", "2023-08-28",
                     "2023-11-26"),
        ),
        "notices": (
            notice("CANDIDATE", "2022-07-04", "2022-07-08"),
            notice("CONVERT", "2023-12-29", "2024-01-05"),
        ),
        "votes": {
            "accept_meeting_on": passed(),
            "convert_meeting_on": passed("CONVERT", "2023-12-28"),
        },
    }  # fmt: skip
    return CaseFacts(
        id="c",
        person_id="p",
        dates={key: PartialDate.of(day) for key, day in known.items() if day},
        **{**facts, **more},
    )


def extension(until, meeting="2023-12-25", approved="2024-01-10"):
    return Outcome(
        "EXTENDED", d(meeting) if meeting else None, d(approved) if approved else None, d(until)
    )
