"""What the page of development shows: the board, the card of a case, what forms offer."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain import dev_rules
from app.domain.dates import PartialDate
from app.domain.dev_board import (
    BoardCard,
    CaseCard,
    StepLine,
    VoteLine,
    due_of,
    next_step,
    phase_of,
    state_of,
)
from app.domain.dev_entry import PEOPLE, REVIEWED
from app.domain.dev_facts import CaseFacts, DevelopmentFacts
from app.domain.dev_law import printed_probation
from app.domain.dev_notices import NoticeMeasure
from app.domain.dev_steps import Step, StepList, archive_gaps
from app.domain.kinds import DevReviewKind, DevRole, FormState, OrgKind, VoteOutcome
from app.domain.record_rows import Choice
from app.domain.rules import About, Finding, RuleBook, earliest, rule_titles
from app.domain.votes import decide
from app.domain.words import labels_of
from app.services import member_rights, overrides, record_history, rules
from app.services.ledger import Ledger
from app.store import dev_facts, record_lists, records
from app.store.dev_sources import ballot_of, calendar_of, committee_above, steps_of
from app.store.engine import Transaction
from app.store.members import current_posts
from app.store.records import Row

_BARRED = "留党察看，不能担任"
_PARTS = ("dev_step", "dev_person", "dev_review", "public_notice")


def board(ledger: Ledger, *, with_closed: bool = False) -> tuple[BoardCard, ...]:
    """Return a card for every open case, and those that have ended when asked for."""
    today = ledger.today()
    with ledger.reading() as tx:
        reader = _Reader.of(tx, today)
        ids = None
        if with_closed:
            ids = [row["id"] for row in records.find(tx, "dev_case")]
        found = dev_facts.cases(tx, reader.measure, today, ids)
        return tuple(sorted(reader.cards(found), key=_order))


def card(ledger: Ledger, case_id: str) -> CaseCard:
    """Return the card of a case; raises UserError when it is not there."""
    today = ledger.today()
    with ledger.reading() as tx:
        row = records.get(tx, "dev_case", case_id)
        reader = _Reader.of(tx, today)
        (facts,) = dev_facts.cases(tx, reader.measure, date.max, [case_id])
        found = reader.found([facts])[case_id]
        lines = tuple(_line(tx, row, facts, (step, reader), found) for step in reader.steps.steps)
        held = {paper for line in lines for paper, is_there in line.documents if is_there}
        return CaseCard(
            card=reader.cards([facts])[0],
            facts=facts,
            lines=lines,
            votes=_votes(tx, row, reader.book),
            gaps=archive_gaps(held),
            probation=printed_probation(reader.book, facts),
            history=record_history.entries(tx, _records_of(tx, row)),
        )


def case_of(ledger: Ledger, table: str, record_id: str) -> tuple[str, str]:
    """Return the case that a record belongs to, and the key of its step or ""."""
    with ledger.reading() as tx:
        if table == "dev_case":
            return record_id, ""
        row = records.get(tx, table, record_id)
        keys = {step.no: step.key for step in steps_of(tx).steps}
        return str(row["case_id"]), keys.get(row.get("step_no") or -1, "")


def full_members(ledger: Ledger, org_id: str) -> list[Choice]:
    """Return the full members of a branch to choose from, those with a post first.

    Who is barred by discipline (B11-10) stands last and says so: only an override may name him.
    """
    with ledger.reading() as tx:
        barred = member_rights.barred(tx, ledger.today())
        posts = current_posts(tx, ledger.today())
        rows = records.find(tx, "membership", org_id=org_id, member_type="FULL", status="NORMAL")
        names = record_lists.names_of(tx, "person", [row["person_id"] for row in rows])
    found = [
        Choice(
            row["person_id"],
            names[row["person_id"]],
            _BARRED if row["person_id"] in barred else posts.get(row["person_id"], ("", 0))[0],
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.value in barred, not one.hint, one.label))


def voters(ledger: Ledger, org_id: str, on: PartialDate | None) -> int:
    """Return how many members of a branch have a vote on a day: 应到会有表决权的正式党员."""
    with ledger.reading() as tx:
        return len(member_rights.voters(tx, org_id, earliest(on) or ledger.today())[0])


def committees(ledger: Ledger) -> list[Choice]:
    """Return the committees, those that may approve admissions first."""
    with ledger.reading() as tx:
        rows = records.find(tx, "org_unit", kind=OrgKind.COMMITTEE)
    found = sorted(rows, key=lambda row: (not row["can_approve"], row["id"]))
    return [Choice(row["id"], row["short_name"] or row["full_name"]) for row in found]


def committee_of(ledger: Ledger, org_id: str) -> str | None:
    """Return the committee above a branch: the one that usually approves."""
    with ledger.reading() as tx:
        above = committee_above({row["id"]: row for row in records.find(tx, "org_unit")}, org_id)
    return str(above["id"]) if above else None


def branches_of(ledger: Ledger) -> list[Choice]:
    """Return the branches that take applications, in their order."""
    with ledger.reading() as tx:
        rows = records.find(tx, "org_unit", kind=[OrgKind.BRANCH, OrgKind.JOINT])
    standing = [row for row in rows if row["dissolved_on"] is None]
    standing.sort(key=lambda row: (row["display_order"] or 0, row["id"]))
    return [Choice(row["id"], row["short_name"] or row["full_name"]) for row in standing]


def schools_of(ledger: Ledger) -> list[Choice]:
    """Return the places of work."""
    with ledger.reading() as tx:
        return [Choice(row["id"], row["name"]) for row in records.find(tx, "school_unit")]


def free_forms(ledger: Ledger, year: int) -> list[str]:
    """Return the numbers of the forms of a year that nobody has yet."""
    with ledger.reading() as tx:
        forms = records.find(tx, "application_form", form_year=year, state=FormState.IN_USE)
    return sorted(form["form_no"] for form in forms if form["person_id"] is None)


def outsiders(ledger: Ledger) -> list[Choice]:
    """Return the known people who are no members and have no open case."""
    with ledger.reading() as tx:
        taken = {row["person_id"] for row in records.find(tx, "membership")}
        cases = records.find(tx, "dev_case")
        taken |= {row["person_id"] for row in cases if row["closed_on"] is None}
        people = [row for row in records.find(tx, "person") if row["id"] not in taken]
        places = record_lists.workplaces(tx)
    return [Choice(row["id"], row["name"], places.get(row["id"], "")) for row in people]


@dataclass(frozen=True, slots=True)
class _Reader:
    """Makes cards out of cases on one day."""

    tx: Transaction
    book: RuleBook
    measure: NoticeMeasure
    steps: StepList
    today: date
    waived: Mapping[tuple[str, str, str], str]

    @classmethod
    def of(cls, tx: Transaction, today: date) -> "_Reader":
        book = rules.book_of(tx)
        measure = NoticeMeasure(book, calendar_of(tx))
        return cls(tx, book, measure, steps_of(tx), today, overrides.reasons(tx, today))

    def found(self, cases: Sequence[CaseFacts]) -> dict[str, list[Finding]]:
        """Return what is due in each case, without what was waived."""
        owner = {step: case.id for case in cases for step in case.step_ids.values()}
        result: dict[str, list[Finding]] = defaultdict(list)
        facts = DevelopmentFacts(tuple(cases))
        for one in dev_rules.findings(self.book, facts, self.today):
            if overrides.key(one.rule_id, one.about) not in self.waived:
                result[owner.get(one.about.record, one.about.record)].append(one)
        return result

    def cards(self, cases: Sequence[CaseFacts]) -> list[BoardCard]:
        """Return a card for each case."""
        orgs = record_lists.names_of(
            self.tx, "org_unit", [one.org_id for one in cases if one.org_id]
        )
        found = self.found(cases)
        return [self._card(case, found[case.id], orgs) for case in cases]

    def _card(self, case: CaseFacts, found: list[Finding], orgs: Mapping[str, str]) -> BoardCard:
        step = next_step(case, self.steps)
        applied = case.dates.get("applied_on")
        return BoardCard(
            id=case.id,
            person_id=case.person_id,
            name=case.name,
            category=case.category,
            org_id=case.org_id or "",
            org=orgs.get(case.org_id or "", ""),
            phase=phase_of(case, self.steps),
            next_step=step,
            due=due_of(found, step.key) if step else None,
            late_n=sum(one.state == "overdue" for one in found),
            applied_on=applied.iso if applied else "",
            is_closed=case.is_closed or case.has("archived_on"),
        )


def _order(card_: BoardCard) -> tuple[Any, ...]:
    return (card_.is_closed, -card_.late_n, card_.due_on or date.max, card_.applied_on, card_.id)


def _line(
    tx: Transaction,
    row: Row,
    facts: CaseFacts,
    place: tuple[Step, "_Reader"],
    found: Sequence[Finding],
) -> StepLine:
    step, reader = place
    held = set(facts.documents.get(step.key, ()))
    papers = [*step.documents, *(paper for paper in sorted(held) if paper not in step.documents)]
    day = facts.dates.get(step.key)
    shown = day.iso if day else ""
    if step.key in REVIEWED:
        shown = max((one.isoformat() for one in _reviews(facts, step)), default="")
    return StepLine(
        step=step,
        state=state_of(facts, reader.steps, step),
        done_on=shown,
        documents=tuple((paper, paper in held) for paper in papers),
        facts=(*_facts_of(tx, row, facts, step), *_probation(reader.book, facts, step)),
        findings=tuple(one for one in found if one.about.part == step.key),
    )


def _probation(book: RuleBook, facts: CaseFacts, step: Step) -> Iterator[tuple[str, str]]:
    """Yield the probation as the reply of the committee states it (B5-02)."""
    found = printed_probation(book, facts)
    if step.key == "committee_approved_on" and found:
        yield "预备期", "{}至{}".format(*found)


def _reviews(facts: CaseFacts, step: Step) -> list[date]:
    accepted = facts.first("accept_meeting_on") or date.max
    days = [*facts.held(DevReviewKind.REVIEW), *facts.held(DevReviewKind.REPORT)]
    return [day for day in days if (day >= accepted) == (step.key == "education")]


_EXTRAS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "activist_on": (("prior_activist_on", "原单位确定积极分子"), ("prior_org", "原党组织")),
    "political_review_on": (("political_review_result", "审查结论"),),
    "training_on": (
        ("training_days", "天数"), ("training_hours", "学时"), ("certificate_no", "结业证号"),
    ),
    "pre_review_on": (("pre_review_result", "预审结论"),),
    "accept_meeting_on": (("probation_end_on", "预备期满"),),
    "committee_approved_on": (("special_delay_reason", "延长审批原因"),),
    "education": (("extended_to", "预备期延长至"),),
}  # fmt: skip


def _facts_of(tx: Transaction, row: Row, facts: CaseFacts, step: Step) -> list[tuple[str, str]]:
    """Return what else is known of a step, as label and words."""
    found = [
        (label, str(row[column]))
        for column, label in _EXTRAS.get(step.key, ())
        if row[column] not in (None, "")
    ]
    role = PEOPLE.get(step.key)
    if role:
        people = [one.name for one in facts.people(DevRole(role))]
        found += [(labels_of("DevRole")[role], "、".join(people))] if people else []
    if step.key == "form_filled_on" and row["form_id"]:
        form = records.get(tx, "application_form", row["form_id"], with_removed=True)
        found.append(("志愿书编号", form["form_no"]))
    if step.key in REVIEWED:
        found += [("考察和汇报", "、".join(day.isoformat() for day in _reviews(facts, step)))]
    found += _noted(tx, row, facts, step)
    return [(label, words) for label, words in found if words]


def _noted(tx: Transaction, row: Row, facts: CaseFacts, step: Step) -> list[tuple[str, str]]:
    found = []
    for notice in records.find(tx, "public_notice", case_id=row["id"]):
        if _NOTICE_STEPS.get(notice["point"]) == step.key:
            days = f"{notice['from_on']}至{notice['to_on'] or '……'}"
            found.append(("公示", f"{days} {notice['result']}".strip()))
    if step.key in facts.step_ids:
        record = records.get(tx, "dev_step", facts.step_ids[step.key])
        found.append(("说明", record["note"]))
        found += _exceptions(tx, record["id"])
    return found


def _exceptions(tx: Transaction, step_id: str) -> list[tuple[str, str]]:
    """Return by which overrides a step stands: of which rule, why, by what paper, who and when."""
    rows = records.find(tx, "rule_override", subject_table="dev_step", subject_id=step_id)
    found = []
    for row in rows:
        paper = f"{row['doc_no']}，{row['decided_by']}，{row['decided_on']}"
        why = f"{rule_titles()[row['rule_id']]}：{row['reason']}（{paper}）"
        found.append(("按例外办理", why))
    return found


_NOTICE_STEPS = {
    "ACTIVIST": "activist_on",
    "CANDIDATE": "candidate_branch_on",
    "ACCEPT": "accept_meeting_on",
    "CONVERT": "convert_meeting_on",
}


def _votes(tx: Transaction, row: Row, book: RuleBook) -> tuple[VoteLine, ...]:
    found = []
    for vote in records.find(tx, "vote", person_id=row["person_id"]):
        held = earliest(vote["held_on"])
        if held is None:
            continue
        result = decide(ballot_of(vote), book, held, About(row["person_id"], "vote", vote["id"]))
        found.append(
            VoteLine(
                id=vote["id"],
                held_on=held.isoformat(),
                kind=labels_of("VoteKind").get(vote["kind"], ""),
                passed=vote["result"] == VoteOutcome.PASSED,
                result=result,
            )
        )
    return tuple(sorted(found, key=lambda one: one.held_on))


def _records_of(tx: Transaction, row: Row) -> list[str]:
    """Return the case and everything that belongs to it: what the history tells of."""
    parts = [one["id"] for table in _PARTS for one in records.find(tx, table, case_id=row["id"])]
    person = {"person_id": row["person_id"]}
    votes = [one["id"] for one in records.find(tx, "vote", **person)]
    events = [one["id"] for one in records.find(tx, "membership_event", **person)]
    return [row["id"], row["person_id"], *parts, *votes, *events]
