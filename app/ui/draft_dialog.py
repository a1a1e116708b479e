"""A window for one draft: problems beside the fields, saving in the background."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.base.errors import Barred, UserError
from app.services.ledger import Outcome
from app.services.overrides import Override
from app.ui import messages
from app.ui.draft_form import DraftForm, FormPlan
from app.ui.form_dialog import FormDialog
from app.ui.override_dialog import offer_override
from app.ui.screen_fit import resize_on_screen
from app.ui.writing import Work, Writer

Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class DraftTask:
    """What a dialog edits and how it is saved.

    values and shown: the draft as it is, and its words. save: gives the work for the values.
    overridden: gives the work that saves them by an override, where rules may be overridden.
    check: gives a sentence for each field with a problem; blocked: tells those that cannot be
    saved. is_new: problems show only after a field was left.
    """

    title: str
    values: Values
    save: Callable[[Values], Work]
    shown: Mapping[str, str] = field(default_factory=dict)
    check: Callable[[Values], Mapping[str, str]] = lambda _: {}
    blocked: Callable[[Values], Mapping[str, str]] = lambda _: {}
    is_new: bool = True
    overridden: Callable[[Values, Override], Work] | None = None


class DraftDialog(FormDialog):
    """Edits a draft; closes when it is saved, stays open with all that was typed when it is not.

    saved: carries the Outcome, before the window closes.
    """

    saved = Signal(object)

    def __init__(
        self, task: DraftTask, plan: FormPlan, writer: Writer, parent: QWidget | None = None
    ) -> None:
        self.draft_form = DraftForm(plan)
        super().__init__(task.title, self.draft_form, parent)
        self.task = task
        self._writer = writer
        self._told: dict[str, str] = {}
        self._is_refused = False
        self._seen: set[str] = set()
        self.draft_form.show_draft(task.values, task.shown)
        if not task.is_new:
            self._seen.update(self.draft_form.names)
        self.draft_form.edited.connect(self.show_checks)
        self.save_requested.connect(self._on_save_requested)
        QApplication.instance().focusChanged.connect(self._on_focus_changed)  # type: ignore[union-attr] # a QApplication runs
        unit = self.fontMetrics().height()
        tall = min(unit * 38, self.draft_form.sizeHint().height() + unit * 9)
        resize_on_screen(self, unit * 52, tall)
        self.show_checks()

    def values(self) -> dict[str, object]:
        """Return the values of the draft: those of the form over those it does not show."""
        return {**self.task.values, **self.draft_form.typed_values()}

    def more_problems(self) -> Mapping[str, str]:
        """Return sentences that only the ledger can know, by field; for subclasses."""
        return {}

    def show_checks(self) -> None:
        """Show what is wrong beside the fields that were left; the present one is not nagged."""
        found = {**self.task.check(self.values()), **self.draft_form.unreadable()}
        found |= self.more_problems()
        here = self._name_of(QApplication.focusWidget())
        self._told = {
            name: sentence
            for name, sentence in found.items()
            if name in self._seen and (name != here or name in self._told)
        }
        wrong = self._wrong()
        self._told |= wrong if self._is_refused else {}
        self.draft_form.show_problems(self._told, self._told.keys() - wrong.keys())
        if self._is_refused:
            self._say_what_is_left(len(wrong))

    def save_now(self) -> None:
        """Save without another look; the window closes when it is done."""
        work = self.task.save(self.values())
        self._writer.run(work, "保存", self._on_saved, self._on_failed)

    def on_left(self, name: str) -> None:
        """Follow the focus out of a field; for subclasses."""

    def showEvent(self, event: QShowEvent) -> None:
        """Go to the first field."""
        super().showEvent(event)
        self.draft_form.field(self.draft_form.names[0]).setFocus(Qt.FocusReason.TabFocusReason)

    def _name_of(self, widget: QWidget | None) -> str:
        while widget is not None and widget is not self:
            for name in self.draft_form.names:
                if self.draft_form.field(name) is widget:
                    return name
            widget = widget.parentWidget()
        return ""

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        left = self._name_of(old)
        if not left or (new is not None and new.window() is not self):
            return
        self._seen.add(left)
        self.on_left(left)
        self.show_checks()

    def _on_save_requested(self) -> None:
        self._seen.update(self.draft_form.names)
        self._is_refused = bool(self._wrong())
        if self._is_refused:
            self.not_saved()
        self.show_checks()
        if self._is_refused:
            self.draft_form.focus_first_problem()
            return
        self.save_now()

    def _wrong(self) -> dict[str, str]:
        """Return a sentence for each field that keeps the draft from being saved."""
        return {**self.task.blocked(self.values()), **self.draft_form.unreadable()}

    def _say_what_is_left(self, number: int) -> None:
        if number:
            self.say(f"没有保存：有 {number} 处必须改，已在旁边标出", is_problem=True)
        else:
            self.say("都改好了，可以保存（Ctrl+S）")

    def _on_saved(self, outcome: Outcome) -> None:
        self.saved.emit(outcome)
        self.finish()

    def _on_failed(self, error: UserError) -> None:
        self.not_saved()
        overridden, values = self.task.overridden, self.values()
        if isinstance(error, Barred) and overridden:

            def work(override: Override) -> Work:
                return overridden(values, override)

            offer_override(self, error, work, self._writer, self._on_saved)
        else:
            messages.show_error(self, error)
