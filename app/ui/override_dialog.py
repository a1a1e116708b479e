"""按例外办理: what a rule bars is done all the same, with reason and paper."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.base.errors import Bar, Barred, UserError
from app.domain.dates import PartialDate
from app.services.ledger import Outcome
from app.services.overrides import Override
from app.services.overrides import told as sentence_of
from app.ui import messages
from app.ui.draft_form import DraftForm, FormPlan, Section, columns_of
from app.ui.form_dialog import FormDialog
from app.ui.writing import Work, Writer

_NAMES = ("reason", "doc_no", "doc_on", "decided_by")
_ASKED = {"reason": "请写明理由", "doc_no": "这条规定要有批准文件才能例外，请填写文号"}
_TOLD_AT_MOST = 8
_VERBS = ("按例外办理…", "先不办理")


@dataclass(frozen=True, slots=True)
class Excuse:
    """What is asked about: the rules in question and the work that the override starts.

    needs_document: the number of the paper must be given, because a rule blocks.
    """

    title: str
    heading: str
    bars: Sequence[Bar]
    work: Callable[[Override], Work]
    needs_document: bool = True


def offer_override(
    parent: QWidget,
    error: Barred,
    work: Callable[[Override], Work],
    writer: Writer,
    saved: Callable[[Outcome], None],
) -> None:
    """Show a refusal and offer to go on by an override; saved(outcome) follows when it was."""

    def agreed() -> None:
        excuse = Excuse("按例外办理", "不符合的规定", error.bars, work)
        dialog = OverrideDialog(excuse, writer, parent)
        dialog.saved.connect(saved)
        dialog.open()

    messages.ask_in_spite(parent, error, _VERBS, agreed)


class OverrideDialog(FormDialog):
    """Asks for reason, paper and who decided; stays open until the work is done.

    saved: carries the Outcome, after the window closed.
    """

    saved = Signal(object)

    def __init__(self, excuse: Excuse, writer: Writer, parent: QWidget | None = None) -> None:
        self.draft_form = DraftForm(_plan(excuse, writer), columns=1)
        super().__init__(excuse.title, self.draft_form, parent)
        self._excuse = excuse
        self._writer = writer
        self.draft_form.show_draft({"decided_by": writer.author}, {})
        self.save_requested.connect(self._on_save_requested)
        unit, room = self.fontMetrics().height(), self.screen().availableGeometry()
        self.resize(min(unit * 36, room.width() - 80), min(unit * 26, room.height() - 80))

    def showEvent(self, event: QShowEvent) -> None:
        """Go to the reason."""
        super().showEvent(event)
        self.draft_form.field("reason").setFocus(Qt.FocusReason.TabFocusReason)

    def _on_save_requested(self) -> None:
        values = self.draft_form.typed_values()
        wanted = _NAMES[: 2 if self._excuse.needs_document else 1]
        wrong = {name: _ASKED[name] for name in wanted if not str(values[name]).strip()}
        wrong |= self.draft_form.unreadable()
        self.draft_form.show_problems(wrong)
        if wrong:
            self.draft_form.focus_first_problem()
            self.not_saved()
            return
        paper_of = values["doc_on"]
        override = Override(
            reason=str(values["reason"]),
            doc_no=str(values["doc_no"]),
            doc_on=paper_of if isinstance(paper_of, PartialDate) else None,
            decided_by=str(values["decided_by"]),
        )
        work = self._excuse.work(override)
        self._writer.run(work, self._excuse.title, self._on_done, self._on_failed)

    def _on_done(self, outcome: Outcome) -> None:
        self.finish()
        self.saved.emit(outcome)

    def _on_failed(self, error: UserError) -> None:
        self.not_saved()
        messages.show_error(self, error)


def _plan(excuse: Excuse, writer: Writer) -> FormPlan:
    told = [sentence_of(bar) for bar in excuse.bars[:_TOLD_AT_MOST]]
    more = len(excuse.bars) - len(told)
    if more:
        told.append(f"另有{more}项。")
    return FormPlan(
        (Section(excuse.heading, _NAMES, note="\n".join(told)),),
        columns_of("rule_override"),
        {},
        writer.today,
        required=frozenset(_NAMES[: 2 if excuse.needs_document else 1]),
        one_line=frozenset({"reason"}),
    )
