"""The windows of development: a step, a new applicant, the outcome of a probation, an end."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QWidget

from app.domain.dates import PartialDate, day
from app.domain.dev_board import CaseCard
from app.domain.dev_entry import VOTED, ApplicantDraft, OutcomeEntry
from app.domain.fields import Field, ValueKind, field_of
from app.domain.idcards import UNKNOWN, birth_of, gender_of
from app.domain.kinds import Category, DevOutcome, VoteKind
from app.domain.record_rows import Choice as RecordChoice
from app.services import dev_board, dev_outcomes, dev_votes, development
from app.services.ledger import Ledger
from app.services.overrides import Override
from app.ui.dev_step_form import VOTE_SECTIONS, StepForm, ballot_of, offered, vote_field
from app.ui.draft_dialog import DraftDialog, DraftTask, Values
from app.ui.draft_form import FormPlan, Section, code_choices
from app.ui.fields import Choice, DateEdit
from app.ui.fields import Field as FormField
from app.ui.page import PageTools
from app.ui.writing import Work

if TYPE_CHECKING:
    from app.ui.draft_fields import IdNoField

_NO_DATE = "请填写日期"
_BESIDE = {"B6-01": "present", "B6-03": "consent", "B6-04": "present"}
"""The field beside which a rule about votes is told; the majority stands beside the yes."""


def step_dialog(
    form: StepForm, case_ids: Sequence[str], who: str, tools: PageTools, parent: QWidget
) -> DraftDialog:
    """Return the window of one step for one or several people; who: their names."""
    ledger, key = tools.ledger, form.line.step.key

    def save(values: Values, override: Override | None = None) -> Work:
        entry = form.entry(values)
        return lambda _: development.do_step(ledger, case_ids, entry, override)

    task = DraftTask(
        f"{form.line.step.title}：{who}",
        form.values,
        save,
        check=lambda values: {
            **form.missing(values),
            **_vote_problem(ledger, case_ids[0], key, values),
        },
        blocked=form.missing,
        overridden=save,
    )
    return DraftDialog(task, form.plan(), tools.writer, parent)


def _vote_problem(ledger: Ledger, case_id: str, key: str, values: Values) -> dict[str, str]:
    """Say what the count would come to, each beside the number that it is about."""
    held = values["done_on"]
    if key not in VOTED or not isinstance(held, PartialDate) or held.value is None:
        return {}
    ballot = ballot_of(VoteKind(VOTED[key]), values)
    result = dev_votes.judge(ledger, case_id, key, ballot, held)
    found: dict[str, list[str]] = {}
    for one in (*result.faults, *result.against):
        found.setdefault(_BESIDE.get(one.rule_id, "yes"), []).append(one.text)
    return {name: "；".join(texts) for name, texts in found.items()}


_APPLICANT = (
    "name", "org_id", "category", "applied_on", "id_no", "gender", "birth_on", "person_id",
    "is_league_member", "student_grade", "expected_leave_on", "school_id", "prior_activist_on",
    "prior_org",
)  # fmt: skip
_COLUMNS: Mapping[str, Field] = {
    **{name: field_of("dev_case", name) for name in (
        "org_id", "category", "applied_on", "is_league_member", "prior_activist_on", "prior_org",
    )},
    **{name: field_of("person", name) for name in (
        "name", "id_no", "gender", "birth_on", "student_grade", "expected_leave_on", "school_id",
    )},
    "person_id": Field("person_id", "已在台账中的人", ValueKind.REFERENCE, "person"),
}  # fmt: skip


class ApplicantDialog(DraftDialog):
    """Opens the case of a new applicant; birthday and sex come from the ID number."""

    def __init__(
        self,
        choices: Mapping[str, Sequence[Choice]],
        org_id: str,
        tools: PageTools,
        parent: QWidget | None = None,
    ) -> None:
        ledger = tools.ledger
        values = {
            "name": "",
            "org_id": org_id or None,
            "category": Category.TEACHER,
            "applied_on": day(ledger.today()),
        }
        plan = FormPlan(
            (Section("", _APPLICANT),),
            lambda name: _COLUMNS[name],
            choices,
            ledger.today(),
            required=frozenset({"name", "org_id", "category", "applied_on"}),
        )

        def save(typed: Values, override: Override | None = None) -> Work:
            draft = _applicant(typed)
            return lambda _: development.start(ledger, draft, override)

        task = DraftTask("新申请人", values, save, blocked=_missing, overridden=save)
        super().__init__(task, plan, tools.writer, parent)

    def on_left(self, name: str) -> None:
        """Take birthday and sex from an ID number."""
        id_no = cast("IdNoField", self.draft_form.field("id_no")).value() or ""
        if name != "id_no" or not id_no:
            return
        born, sex = birth_of(id_no), gender_of(id_no)
        birth = cast("DateEdit", self.draft_form.field("birth_on"))
        gender = cast("FormField", self.draft_form.field("gender"))
        if born and not birth.text().strip():
            birth.set_value(day(born))
        if sex != UNKNOWN and not gender.value():
            gender.set_value(sex)


def read_applicant_choices(ledger: Ledger) -> dict[str, list[Choice]]:
    """Read what the window of a new applicant offers; runs in the background."""
    return {
        "Category": code_choices("Category"),
        "gender": code_choices("gender"),
        "org_unit": offered(dev_board.branches_of(ledger)),
        "school_unit": offered(dev_board.schools_of(ledger)),
        "person": _with_places(dev_board.outsiders(ledger)),
    }


def _with_places(people: Sequence[RecordChoice]) -> list[Choice]:
    named = [RecordChoice(one.value, f"{one.label} {one.hint}".strip()) for one in people]
    return offered(named)


def _applicant(values: Values) -> ApplicantDraft:
    return ApplicantDraft(**{**values, "person_id": values["person_id"] or ""})  # type: ignore[arg-type] # the form gives each field its type


def _missing(values: Values) -> dict[str, str]:
    found = {}
    if not values["name"] and not values["person_id"]:
        found["name"] = "请填写姓名，或者选一个已在台账中的人"
    if not values["org_id"]:
        found["org_id"] = "请选择党支部"
    if not values["category"]:
        found["category"] = "请选择人员类别，年度数字按它分教师和学生"
    if not values["applied_on"]:
        found["applied_on"] = "请填写递交申请日期"
    return found


_OUTCOME = ("kind", "meeting_on", "until_on", "approved_on", "doc_no", "reason")
_OUTCOME_COLUMNS: Mapping[str, Field] = {
    "kind": Field("kind", "办理什么", ValueKind.CODE, "DevOutcome"),
    "meeting_on": Field("meeting_on", "支部大会日期", ValueKind.DATE),
    "until_on": Field("until_on", "预备期延长到", ValueKind.DATE),
    "approved_on": Field("approved_on", "上级党委审批日期", ValueKind.DATE),
    "doc_no": Field("doc_no", "批复文号", ValueKind.TEXT),
    "reason": Field("reason", "理由", ValueKind.TEXT),
}
_VOTED = {DevOutcome.EXTENDED: VoteKind.EXTEND, DevOutcome.CANCELLED: VoteKind.CANCEL}


def outcome_dialog(card: CaseCard, tools: PageTools, parent: QWidget) -> DraftDialog:
    """Return the window of an extension or a cancellation of the probation.

    A vote that waits for its approval is what the window begins with.
    """
    ledger, case_id = tools.ledger, card.card.id
    span = dev_outcomes.extension_span(ledger, case_id)
    plan = FormPlan(
        (Section("延长或取消", _OUTCOME, note=_about_extending(span)), *VOTE_SECTIONS),
        lambda name: _OUTCOME_COLUMNS.get(name) or vote_field(name),
        {"DevOutcome": [one for one in code_choices("DevOutcome") if one.code in set(_VOTED)]},
        ledger.today(),
        required=frozenset({"kind", "meeting_on"}),
        one_line=frozenset({"reason"}),
    )
    expected = dev_board.voters(ledger, card.card.org_id, None)
    waiting = next((one for one in card.facts.outcomes if not one.approved_on), None)
    values = {
        "kind": waiting.kind if waiting else DevOutcome.EXTENDED,
        "meeting_on": day((waiting and waiting.meeting_on) or ledger.today()),
        "until_on": day(span[0]) if span else None,
        **dict.fromkeys(("expected", "present", "yes"), expected),
    }

    def save(typed: Values, override: Override | None = None) -> Work:
        entry = _outcome(typed)
        return lambda _: dev_outcomes.decide_outcome(ledger, case_id, entry, override)

    task = DraftTask(
        f"延长或取消预备期：{card.card.name}",
        values,
        save,
        blocked=_outcome_missing,
        overridden=save,
    )
    return DraftDialog(task, plan, tools.writer, parent)


def _about_extending(span: tuple[date, date] | None) -> str:
    days = "，可以延长到 {} 至 {} 之间".format(*span) if span else ""
    return f"延长只能一次{days}。还没有审批的，审批日期空着，批下来后再到这里补填。"


def _outcome(typed: Values) -> OutcomeEntry:
    kind = DevOutcome(str(typed["kind"]))
    return OutcomeEntry(
        kind=kind,
        meeting_on=cast("PartialDate | None", typed["meeting_on"]),
        ballot=ballot_of(_VOTED[kind], typed),
        approved_on=cast("PartialDate | None", typed["approved_on"]),
        until_on=cast("PartialDate | None", typed["until_on"]),
        doc_no=str(typed["doc_no"]),
        reason=str(typed["reason"]),
        teller=str(typed["teller"]),
    )


def _outcome_missing(values: Values) -> dict[str, str]:
    found = {}
    if not values["meeting_on"]:
        found["meeting_on"] = _NO_DATE
    if values["kind"] not in set(_VOTED):
        found["kind"] = "请选择延长还是取消"
    is_extended = values["kind"] == DevOutcome.EXTENDED and values["approved_on"]
    if is_extended and not values["until_on"]:
        found["until_on"] = "请填写延长到的日期"
    return found


def stop_dialog(
    case_ids: Sequence[str], who: str, tools: PageTools, parent: QWidget
) -> DraftDialog:
    """Return the window that ends the cases of people who are not accepted."""
    ledger = tools.ledger
    columns = {
        "on": Field("on", "终止日期", ValueKind.DATE),
        "reason": Field("reason", "原因", ValueKind.TEXT),
    }
    plan = FormPlan(
        (Section("", ("on", "reason")),),
        lambda name: columns[name],
        {},
        ledger.today(),
        required=frozenset(columns),
        one_line=frozenset({"reason"}),
    )

    def save(values: Values) -> Work:
        on = cast("PartialDate | None", values["on"])
        return lambda _: development.stop(ledger, case_ids, on, str(values["reason"]))

    values = {"on": day(ledger.today()), "reason": ""}
    return DraftDialog(DraftTask(f"终止培养：{who}", values, save), plan, tools.writer, parent)
