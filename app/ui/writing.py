"""The way of every change: a use case runs in the background, pages hear of it, undo follows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from PySide6.QtCore import QObject, Signal

from app.base.errors import Cancelled, UserError
from app.base.progress import Progress
from app.domain.changes import Changes
from app.services import batches
from app.services.ledger import Ledger, Outcome
from app.ui.changes import ChangeSignal
from app.ui.tasks import Task, TaskRunner

Work = Callable[[Progress], Outcome]

_STOPPED = "已停止，什么都没有改动。"


@dataclass(slots=True)
class _Step:
    """One use case under way; kind says what becomes of its batch: done, undone, redone.

    turned: the batch that was undone or redone, "" for none.
    """

    outcome: Outcome
    kind: str
    turned: str
    done: Callable[[Outcome], None] | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What to tell after a change; can_undo: a button 撤销 makes sense, can_redo: 重做."""

    sentence: str
    can_undo: bool = False
    can_redo: bool = False


@dataclass(slots=True)
class _Stacks:
    """The batches of this session that can be undone and redone, the last at the end."""

    undo: list[str] = field(default_factory=list)
    redo: list[str] = field(default_factory=list)


class Writer(QObject):
    """Runs the writing use cases of a window and remembers their batches for Ctrl+Z.

    told: carries a Told after each change that was written.
    """

    told = Signal(object)

    def __init__(
        self,
        ledger: Ledger,
        tasks: TaskRunner,
        changes: ChangeSignal,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._ledger = ledger
        self._tasks = tasks
        self._changes = changes
        self._stacks = _Stacks()

    @property
    def author(self) -> str:
        """The user of the ledger, who decides when nobody else is named."""
        return self._ledger.author

    @property
    def today(self) -> date:
        """The day on which the user works."""
        return self._ledger.today()

    def run(
        self,
        work: Work,
        title: str,
        done: Callable[[Outcome], None] | None = None,
        failed: Callable[[UserError], None] | None = None,
    ) -> Task:
        """Run a use case; done(outcome) follows after the pages have heard of the change."""
        return self._tasks.run(
            lambda progress: _Step(work(progress), "done", "", done),
            self._on_written,
            failed,
            title,
        )

    def undo(self) -> None:
        """Undo the last batch of this session; a refusal says why in a box."""
        self._turn_back("undo", "撤销")

    def redo(self) -> None:
        """Do again what was undone last."""
        self._turn_back("redo", "重做")

    def take_back(
        self,
        batch: str,
        title: str,
        done: Callable[[Outcome], None] | None = None,
        failed: Callable[[UserError], None] | None = None,
        *,
        is_redo: bool = False,
    ) -> Task:
        """Undo any batch, also of another day, or redo what it undid; the notice offers the other.

        A refusal goes to failed, or into a box. When it was stopped, the outcome has no batch.
        """
        ledger, kind = self._ledger, "redone" if is_redo else "undone"

        def work(progress: Progress) -> _Step:
            try:
                return _Step(batches.undo(ledger, batch, progress), kind, batch, done)
            except Cancelled:
                return _Step(Outcome("", Changes(), _STOPPED), kind, "", done)

        return self._tasks.run(work, self._on_written, failed, title)

    def _turn_back(self, which: Literal["undo", "redo"], title: str) -> None:
        # What was asked before comes first: only after it is known which batch is the last.
        if self._tasks.is_busy:
            self._tasks.run(lambda _: None, lambda _: self._turn_last(which, title), title=title)
        else:
            self._turn_last(which, title)

    def _turn_last(self, which: Literal["undo", "redo"], title: str) -> None:
        stack = self._stacks.undo if which == "undo" else self._stacks.redo
        if not stack:
            self.told.emit(Told(f"没有可以{title}的操作。"))
            return
        self.take_back(stack[-1], title, is_redo=which == "redo")

    def _on_written(self, step: _Step) -> None:
        self._remember(step)
        if step.outcome.changes.tables or step.outcome.changes.is_everything:
            self._changes.changed.emit(step.outcome.changes)
        if step.outcome.sentence:
            can_undo = bool(step.outcome.batch) and step.kind != "undone"
            can_redo = step.kind == "undone" and bool(step.outcome.batch)
            self.told.emit(Told(step.outcome.sentence, can_undo, can_redo))
        if step.done:
            step.done(step.outcome)

    def _remember(self, step: _Step) -> None:
        undo, redo = self._stacks.undo, self._stacks.redo
        batch = step.outcome.batch
        for stack in (undo, redo):
            if step.turned in stack:
                stack.remove(step.turned)
        if batch and step.kind == "done":
            redo.clear()
        if batch:
            (redo if step.kind == "undone" else undo).append(batch)
