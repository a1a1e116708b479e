"""The fields of each step of development: what is asked for, defaults, the entry made of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.domain.dates import PartialDate, day
from app.domain.dev_board import StepLine
from app.domain.dev_entry import NOTICED, PEOPLE, REVIEWED, VOTED, NoticeEntry, StepEntry
from app.domain.dev_steps import archive_parts
from app.domain.fields import Field, ValueKind
from app.domain.kinds import DevRole, VoteKind
from app.domain.record_rows import Choice as RecordChoice
from app.domain.search_keys import keys_of
from app.domain.votes import Ballot
from app.domain.words import labels_of
from app.services import dev_board, dev_entered
from app.services.ledger import Ledger
from app.ui.draft_form import FormPlan, Section, code_choices
from app.ui.fields import Choice

Values = Mapping[str, object]

_PERSON, _RESULT, _COMMITTEE = "companion", "dev_result", "committee"
_RESULTS = ("合格", "不合格")
_VOTE_FIELDS = (
    ("expected", "有表决权的正式党员", ValueKind.COUNT),
    ("present", "实到会", ValueKind.COUNT),
    ("yes", "赞成", ValueKind.COUNT),
    ("no", "不赞成", ValueKind.COUNT),
    ("abstain", "弃权", ValueKind.COUNT),
    ("spoiled", "废票", ValueKind.COUNT),
    ("written_yes", "书面意见赞成", ValueKind.COUNT),
    ("written_no", "书面意见不赞成", ValueKind.COUNT),
    ("written_abstain", "书面意见弃权", ValueKind.COUNT),
    ("teller", "计票人", ValueKind.TEXT),
)
_COUNTED = tuple(name for name, _label, kind in _VOTE_FIELDS if kind is ValueKind.COUNT)
_EXCLUDED = {f"excluded_{code}": code for code in labels_of("VoteExclusion")}
_CONSENT = "consent"
_ABOUT_VOTE = "一人一票、逐个表决。书面意见要在会前正式提出，计入票数，不计入实到会。"
_ABOUT_EXCLUDED = (
    "应到会的人数等于有表决权的正式党员减去这里的人数。没有这些情形的空着；"
    "有的要经上级党委同意并由支部大会通过。"
)
VOTE_SECTIONS = (
    Section("表决", tuple(name for name, *_ in _VOTE_FIELDS), note=_ABOUT_VOTE),
    Section("不计入应到会的人数", (*_EXCLUDED, _CONSENT), note=_ABOUT_EXCLUDED),
)
"""The count of a vote, and how many members of each kind are not counted (B6-03)."""
_NOTICE = ("notice_from", "notice_to", "notice_result")
_EXTRAS: Mapping[str, tuple[str, ...]] = {
    "first_talk_on": ("person_1", "person_2"),
    "mentors": ("person_1", "person_2"),
    "introducers": ("person_1", "person_2"),
    "cultivation": ("review",),
    "education": ("review",),
    "political_review_on": ("result",),
    "training_on": ("days", "hours", "certificate_no"),
    "pre_review_on": ("result",),
    "form_filled_on": ("form_no",),
    "committee_approved_on": ("org_id", "doc_no", "late_reason"),
    "convert_approved_on": ("org_id", "doc_no"),
}
_FIELDS: Mapping[str, Field] = {
    "done_on": Field("done_on", "日期", ValueKind.DATE),
    "note": Field("note", "说明", ValueKind.TEXT),
    "person_1": Field("person_1", "第一人", ValueKind.REFERENCE, _PERSON),
    "person_2": Field("person_2", "第二人", ValueKind.REFERENCE, _PERSON),
    "review": Field("review", "考察或汇报", ValueKind.CODE, "DevReviewKind"),
    "result": Field("result", "结论", ValueKind.CODE, _RESULT),
    "days": Field("days", "培训天数", ValueKind.COUNT),
    "hours": Field("hours", "培训学时", ValueKind.COUNT),
    "certificate_no": Field("certificate_no", "结业证号", ValueKind.TEXT),
    "form_no": Field("form_no", "志愿书编号", ValueKind.TEXT),
    "org_id": Field("org_id", "审批的党委", ValueKind.REFERENCE, _COMMITTEE),
    "doc_no": Field("doc_no", "批复文号", ValueKind.TEXT),
    "late_reason": Field("late_reason", "超过三个月的特殊情况", ValueKind.TEXT),
    "notice_from": Field("notice_from", "公示开始", ValueKind.DATE),
    "notice_to": Field("notice_to", "公示结束（空着按工作日算）", ValueKind.DATE),
    "notice_result": Field("notice_result", "公示结果", ValueKind.TEXT),
    **{name: Field(name, label, kind) for name, label, kind in _VOTE_FIELDS},
    **{
        name: Field(name, labels_of("VoteExclusion")[code], ValueKind.COUNT)
        for name, code in _EXCLUDED.items()
    },
    _CONSENT: Field(_CONSENT, "不计入的批准文号", ValueKind.TEXT),
}
_NEEDED: Mapping[str, Mapping[str, str]] = {
    "mentors": {"person_1": "请选择培养联系人"},
    "introducers": {"person_1": "请选择入党介绍人"},
    "cultivation": {"review": "请选择半年考察还是思想汇报"},
    "education": {"review": "请选择半年考察还是思想汇报"},
    "form_filled_on": {"form_no": "请填写志愿书编号，一人一号一册"},
}
_ROLES = {"MENTOR": "培养联系人", "INTRODUCER": "入党介绍人", "TALKER": "谈话人"}


@dataclass(frozen=True, slots=True)
class StepForm:
    """What a step's window needs, read in the background: papers, choices, defaults."""

    line: StepLine
    papers: tuple[str, ...]
    choices: Mapping[str, Sequence[Choice]]
    values: Mapping[str, object]
    today: PartialDate

    def plan(self) -> FormPlan:
        """Return the form."""
        key = self.line.step.key
        first = Section("", ("done_on", *_EXTRAS.get(key, ()), "note"))
        sections = [first]
        if key in VOTED:
            sections += VOTE_SECTIONS
        if key in NOTICED:
            sections.append(Section("公示", _NOTICE))
        sections += self._papers()
        role = _ROLES.get(PEOPLE.get(key, ""), "")
        labels = {"done_on": self.line.step.date_label}
        labels |= {"person_1": f"第一{role}", "person_2": f"第二{role}"} if role else {}
        return FormPlan(
            sections,
            self.column,
            self.choices,
            self.today.first_day,
            required=frozenset({"done_on", *_NEEDED.get(key, {})}),
            labels=labels,
        )

    def _papers(self) -> list[Section]:
        """Return the papers to tick, those of the archive by its parts."""
        titles: dict[str, list[str]] = {}
        for number, paper in enumerate(self.papers):
            titles.setdefault(self._part_of(paper), []).append(_paper(number))
        notes = dict.fromkeys(list(titles)[:1], "打勾的表示材料已经收到，没有的请去掉。")
        return [
            Section(one, tuple(names), note=notes.get(one, "")) for one, names in titles.items()
        ]

    def _part_of(self, paper: str) -> str:
        if self.line.step.key != "archived_on":
            return "材料"
        part = next(one for one in archive_parts() if paper in one.documents)
        return f"材料 {part.letter} {part.title}"

    def column(self, name: str) -> Field:
        """Return the column behind a field, a tick for each paper."""
        if name in _FIELDS:
            return _FIELDS[name]
        number = int(name.removeprefix("paper_"))
        return Field(name, self.papers[number], ValueKind.FLAG)

    def missing(self, values: Values) -> dict[str, str]:
        """Return a sentence for each field without which the step is not done."""
        needed = {"done_on": "请填写日期", **_NEEDED.get(self.line.step.key, {})}
        return {name: sentence for name, sentence in needed.items() if not values.get(name)}

    def entry(self, values: Values) -> StepEntry:
        """Return what was typed as the entry of the step."""
        key = self.line.step.key
        people = tuple(str(values[name]) for name in ("person_1", "person_2") if values.get(name))
        return StepEntry(
            key=key,
            done_on=_date(values["done_on"]),
            documents=tuple(paper for n, paper in enumerate(self.papers) if values.get(_paper(n))),
            note=_text(values, "note"),
            people=tuple(dict.fromkeys(people)),
            org_id=_text(values, "org_id") or None,
            result=_text(values, "result"),
            days=_amount(values.get("days")),
            hours=_amount(values.get("hours")),
            certificate_no=_text(values, "certificate_no"),
            review=_text(values, "review"),
            form_no=_text(values, "form_no"),
            notice=_notice(values),
            ballot=ballot_of(VoteKind(VOTED[key]), values) if key in VOTED else None,
            teller=_text(values, "teller"),
            doc_no=_text(values, "doc_no"),
            reason=_text(values, "late_reason"),
        )


def read_step_form(ledger: Ledger, case_ids: Sequence[str], key: str) -> StepForm:
    """Read what the window of a step needs; the first case gives the defaults."""
    card = dev_board.card(ledger, case_ids[0])
    line, today = card.line(key), day(ledger.today())
    papers = tuple(paper for paper, _held in line.documents)
    held = {paper for paper, is_held in line.documents if is_held}
    if key == "archived_on":
        papers = tuple(dict.fromkeys(p for part in archive_parts() for p in part.documents))
        missing = {paper for several in card.gaps.values() for paper in several}
        held = set(papers) - missing
    is_new = not line.done_on
    known = card.facts.dates.get(key) if key not in REVIEWED else None
    values: dict[str, Any] = {"done_on": known or today}
    values |= {_paper(n): is_new or paper in held for n, paper in enumerate(papers)}
    if key == "archived_on":
        values |= {_paper(n): paper in held for n, paper in enumerate(papers)}
    values |= _defaults(ledger, card.facts.org_id or "", key, today)
    was = dev_entered.entered(ledger, case_ids[0], key) if len(case_ids) == 1 else None
    values |= _values_of(was) if was else {}
    people = (
        [one.person_id for one in card.facts.people(DevRole(PEOPLE[key]))] if key in PEOPLE else []
    )
    values |= {f"person_{n + 1}": person for n, person in enumerate(people[:2])}
    return StepForm(line, papers, _choices(ledger, card.facts.org_id or "", key), values, today)


def _values_of(entry: StepEntry) -> dict[str, Any]:
    """Return what was entered before as the values of the fields."""
    ballot, notice = entry.ballot, entry.notice
    values: dict[str, Any] = {
        "note": entry.note,
        "org_id": entry.org_id,
        "result": entry.result,
        "days": entry.days,
        "hours": entry.hours,
        "certificate_no": entry.certificate_no,
        "form_no": entry.form_no,
        "late_reason": entry.reason,
        "teller": entry.teller,
    }
    if notice:
        values |= {"notice_from": notice.from_on, "notice_to": notice.to_on}
        values["notice_result"] = notice.result
    if ballot:
        values |= {name: getattr(ballot, name) or None for name in _COUNTED}
        values |= {name: ballot.exclusions.get(code) for name, code in _EXCLUDED.items()}
        values[_CONSENT] = ballot.consent
    return {name: value for name, value in values.items() if value not in (None, "") or ballot}


def ballot_of(kind: VoteKind, values: Values) -> Ballot:
    """Return the count that was typed; what was left empty is nought."""
    excluded = {code: _count(values, name) for name, code in _EXCLUDED.items()}
    return Ballot(
        kind=kind,
        expected=_count(values, "expected"),
        present=_count(values, "present"),
        yes=_count(values, "yes"),
        no=_count(values, "no"),
        abstain=_count(values, "abstain"),
        spoiled=_count(values, "spoiled"),
        written_yes=_count(values, "written_yes"),
        written_no=_count(values, "written_no"),
        written_abstain=_count(values, "written_abstain"),
        exclusions={code: number for code, number in excluded.items() if number},
        consent=_text(values, _CONSENT),
    )


def vote_field(name: str) -> Field:
    """Return the column of a field of a count."""
    return _FIELDS[name]


def _defaults(ledger: Ledger, org_id: str, key: str, today: PartialDate) -> dict[str, Any]:
    if key in VOTED:
        expected = dev_board.voters(ledger, org_id, today)
        return {"expected": expected, "present": expected, "yes": expected}
    if key == "form_filled_on":
        free = dev_board.free_forms(ledger, today.first_day.year)
        return {"form_no": next(iter(free), "")}
    if key in {"committee_approved_on", "convert_approved_on"}:
        return {"org_id": dev_board.committee_of(ledger, org_id)}
    if key in {"cultivation", "education"}:
        return {"review": "REVIEW"}
    if key in {"political_review_on", "pre_review_on"}:
        return {"result": _RESULTS[0]}
    return {}


def _choices(ledger: Ledger, org_id: str, key: str) -> dict[str, Sequence[Choice]]:
    found: dict[str, Sequence[Choice]] = {
        "DevReviewKind": code_choices("DevReviewKind"),
        _RESULT: [Choice(word, word) for word in _RESULTS],
    }
    if key in PEOPLE:
        members = dev_board.full_members(ledger, org_id)
        found[_PERSON] = offered(members)
    if key in {"committee_approved_on", "convert_approved_on"}:
        found[_COMMITTEE] = offered(dev_board.committees(ledger))
    return found


def offered(choices: Sequence[RecordChoice]) -> list[Choice]:
    """Return records as choices of a field, found by initials too."""
    return [Choice(one.value, one.label, " ".join(keys_of(one.label).initials)) for one in choices]


def _paper(number: int) -> str:
    return f"paper_{number}"


def _notice(values: Values) -> NoticeEntry | None:
    start = _date(values.get("notice_from"))
    if start is None or start.value is None:
        return None
    return NoticeEntry(start, _date(values.get("notice_to")), _text(values, "notice_result"))


def _date(value: object) -> PartialDate | None:
    return value if isinstance(value, PartialDate) else None


def _text(values: Values, name: str) -> str:
    found = values.get(name)
    return found.strip() if isinstance(found, str) else ""


def _count(values: Values, name: str) -> int:
    found = values.get(name)
    return found if isinstance(found, int) else 0


def _amount(value: object) -> Decimal | None:
    return Decimal(value) if isinstance(value, int) else None
