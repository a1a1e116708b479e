"""The window in which a member is added or edited."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.dates import PartialDate, day
from app.domain.draft_checks import OVERRIDABLE
from app.domain.idcards import UNKNOWN, birth_of, gender_of
from app.domain.members import DRAFT_FIELDS, MemberCard, MemberDraft
from app.domain.probation import Standard
from app.domain.readings import Problem, Severity
from app.domain.record_rows import Choice as Known
from app.domain.words import problem_text
from app.services import members
from app.services.ledger import Ledger
from app.services.overrides import Override
from app.ui import messages
from app.ui.draft_dialog import DraftDialog, DraftTask, Values
from app.ui.draft_fields import IdNoField
from app.ui.draft_form import FormPlan, load_choices
from app.ui.fields import Choice, DateEdit, Field
from app.ui.member_sections import SECTIONS, member_column, member_columns
from app.ui.page import PageTools
from app.ui.writing import Work


@dataclass(frozen=True, slots=True)
class MemberForm:
    """What the window needs, read in the background: the card (None for a new one), choices.

    standard: the day and the rules that the draft is checked by.
    """

    card: MemberCard | None
    choices: Mapping[str, list[Choice]]
    standard: Standard
    org_id: str | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """Who has an ID number already."""

    id_no: str
    people: tuple[Known, ...]


def read_form(ledger: Ledger, person_id: str = "", org_id: str | None = None) -> MemberForm:
    """Read what the window needs; org_id: the branch of a new member."""
    card = members.card(ledger, person_id) if person_id else None
    return MemberForm(
        card, load_choices(ledger, member_columns()), members.standard(ledger), org_id
    )


class MemberDialog(DraftDialog):
    """Adds or edits a member; existing_requested carries the id of who has the ID number."""

    existing_requested = Signal(object)

    def __init__(self, form: MemberForm, tools: PageTools, parent: QWidget | None = None) -> None:
        self._tools = tools
        self._person = form.card.id if form.card else ""
        self._opened = form.card.draft if form.card else None
        self._known = _Known("", ())
        self._asked = ""
        super().__init__(self._task(form), _plan(form, tools.ledger), tools.writer, parent)

    def more_problems(self) -> Mapping[str, str]:
        """Tell beside the ID number who has it already."""
        if not self._known.people or self._known.id_no != self._id_no().value():
            return {}
        return {"id_no": f"{_who(self._known.people[0])}已经登记了这个号码"}

    def save_now(self) -> None:
        """Save; a number that somebody has already is asked about first."""
        if not self.more_problems():
            super().save_now()
            return

        def chosen(number: int) -> None:
            if number == 0:
                self._open_existing()
            elif number == 1:
                super(MemberDialog, self).save_now()
            else:
                self.not_saved()

        question = f"{_who(self._known.people[0])}已经登记了这个身份证号。"
        messages.choose(self, question, ("打开已有的卡片", "仍然保存", "继续编辑"), chosen)

    def on_left(self, name: str) -> None:
        """Take birthday and sex from an ID number, and look who has it."""
        if name != "id_no" or not self._id_no().value():
            return
        self._fill_from_id_no()
        ledger, person, id_no = self._tools.ledger, self._person, str(self._id_no().value())
        self._tools.tasks.read(
            lambda _: _Known(id_no, members.duplicates(ledger, id_no, person)), self._on_known
        )

    def _task(self, form: MemberForm) -> DraftTask:
        card = form.card
        draft = card.draft if card else MemberDraft(org_id=form.org_id, ethnicity="01")

        def check(values: Values) -> dict[str, str]:
            return _sentences(members.check(_draft(values), form.standard))

        def blocked(values: Values) -> dict[str, str]:
            problems = members.check(_draft(values), form.standard)
            blocking = (p for p in problems if p.severity is Severity.BLOCK)
            return _sentences([p for p in blocking if p.code not in OVERRIDABLE])

        return DraftTask(
            f"修改党员：{draft.name}" if card else "新增党员",
            {name: getattr(draft, name) for name in DRAFT_FIELDS},
            self._work,
            shown=card.shown if card else {},
            check=check,
            blocked=blocked,
            is_new=card is None,
            overridden=self._work,
        )

    def _work(self, values: Values, override: Override | None = None) -> Work:
        ledger, person, opened = self._tools.ledger, self._person, self._opened
        draft = _draft({**values, **self._raw_id_no(values)})
        if person:
            return lambda _: members.edit(ledger, person, draft, override, opened)
        return lambda _: members.add(ledger, draft, override)

    def _raw_id_no(self, values: Values) -> dict[str, str]:
        typed = self._id_no().original
        return {"id_no_raw": typed} if typed and typed != values["id_no"] else {}

    def _id_no(self) -> IdNoField:
        return cast("IdNoField", self.draft_form.field("id_no"))

    def _fill_from_id_no(self) -> None:
        id_no = self._id_no().value() or ""
        born, sex = birth_of(id_no), gender_of(id_no)
        birth = cast("DateEdit", self.draft_form.field("birth_on"))
        gender = cast("Field", self.draft_form.field("gender"))
        if born and not birth.text().strip():
            birth.set_value(_birthday(id_no))
        if sex != UNKNOWN and not gender.value():
            gender.set_value(sex)

    def _open_existing(self) -> None:
        self.draft_form.mark_clean()
        self.existing_requested.emit(self._known.people[0].value)
        self.reject()

    def _on_known(self, known: _Known) -> None:
        self._known = known
        self.show_checks()
        if not known.people or self._person or self._asked == known.id_no:
            return
        self._asked = known.id_no

        def chosen(number: int) -> None:
            if number == 0:
                self._open_existing()

        question = f"{_who(known.people[0])}已经登记了这个身份证号。"
        messages.choose(self, question, ("打开已有的卡片", "继续填写"), chosen)


def _plan(form: MemberForm, ledger: Ledger) -> FormPlan:
    skipped = {"status"} if form.card else set()
    sections = [
        replace(
            section,
            names=tuple(n for n in section.names if n not in skipped),
            note=_post_note(form.card) if "org_id" in section.names else "",
        )
        for section in SECTIONS
    ]
    return FormPlan(
        sections, member_column, form.choices, ledger.today(), required=frozenset({"name"})
    )


def _post_note(card: MemberCard | None) -> str:
    post = card.shown["party_post"] if card else ""
    return f"党内职务：{post or '无'}。在“支部”页的“班子和届次”里登记和修改。"


def _draft(values: Values) -> MemberDraft:
    return MemberDraft(**values)  # type: ignore[arg-type] # the form gives each field its type


def _sentences(problems: tuple[Problem, ...] | list[Problem]) -> dict[str, str]:
    """Return one sentence for each field: all that is to be said about it."""
    found: dict[str, list[str]] = {}
    for problem in problems:
        if problem.severity is not Severity.INFO:
            found.setdefault(problem.detail["field"], []).append(problem_text(problem))
    return {name: "；".join(dict.fromkeys(texts)) for name, texts in found.items()}


def _birthday(id_no: str) -> PartialDate | None:
    born = birth_of(id_no)
    return day(born) if born else None


def _who(known: Known) -> str:
    return f"{known.label}（{known.hint}）" if known.hint else known.label
