"""导入: choose a file, check its columns, look at what would change, then write and see the result.

Nothing is written before 确认导入; the window is not modal, so that the ledger can be looked at.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from app.base.errors import Barred, Cancelled, UserError
from app.base.progress import Progress
from app.domain.changes import Changes
from app.domain.record_templates import record_kinds, record_template
from app.domain.roster_preview import RosterPreview
from app.services import imports, receipts
from app.services.imports import ImportOutcome
from app.services.ledger import Outcome
from app.services.overrides import Override
from app.ui import messages, pickers
from app.ui.file_drop import FileDrop
from app.ui.import_columns import ColumnsStep
from app.ui.import_differences import DifferencesStep
from app.ui.import_steps import (
    COLUMNS,
    DIFFERENCES,
    FILES,
    RESULT,
    FilesStep,
    ImportButtons,
    ResultStep,
)
from app.ui.override_dialog import offer_override
from app.ui.page import PageTools
from app.ui.screen_fit import resize_on_screen
from app.ui.tasks import Task
from app.ui.writing import Work

T = TypeVar("T")

_SIZE = (1060, 660)
_TITLES = ("选择文件", "核对各列", "核对变化", "完成")
_STOPPED = "已停止，什么都没有写入。"
_COMPARED = frozenset(
    {"person", "membership", "org_unit", "school_unit", "org_term", "org_post", "dues_payment"}
    | {record_template(kind).table for kind in record_kinds()}
)


@dataclass(slots=True)
class _Job:
    """One file on its way: what was compared, and what was written."""

    path: Path
    preview: RosterPreview | None = None
    done: ImportOutcome | None = None


class ImportDialog(QDialog):
    """The four steps of an import; files dropped together are taken one after the other."""

    def __init__(self, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.NonModal)
        self.setWindowTitle("导入表格")
        resize_on_screen(self, *_SIZE)
        self._tools = tools
        self._waiting: list[Path] = []
        self._job: _Job | None = None
        self._writing_now: Task | None = None
        self.heading = QLabel()
        self.heading.setProperty("kind", "title")
        self.hint = QLabel()
        self.hint.setProperty("kind", "muted")
        self.hint.setWordWrap(True)
        self.columns = ColumnsStep()
        self.differences = DifferencesStep()
        self.differences.orgs_chosen.connect(self._rematch)
        self.files = FilesStep()
        self.files.choose_requested.connect(self._on_choose_clicked)
        self.outcome = ResultStep()
        self.outcome.undo_requested.connect(self.undo)
        self.outcome.corrected_requested.connect(self._on_corrected_clicked)
        self.outcome.receipt_requested.connect(self._on_receipt_clicked)
        self.buttons = ImportButtons()
        self.buttons.again.clicked.connect(self.preview_again)
        self.buttons.red.clicked.connect(self._on_corrected_clicked)
        self._join_steps()
        self.steps = QStackedWidget()
        for step in (self.files, self.columns, self.differences, self.outcome):
            self.steps.addWidget(step)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        layout.addWidget(self.heading)
        layout.addWidget(self.hint)
        layout.addWidget(self.steps, 1)
        layout.addWidget(self.buttons)
        FileDrop(self, self.take)
        tools.changes.changed.connect(self._on_changed)
        self._show_step(FILES)

    def _join_steps(self) -> None:
        self.buttons.back.clicked.connect(self.go_back)
        self.buttons.next.clicked.connect(self.go_on)
        self.buttons.more.clicked.connect(self._next_file)
        self.buttons.close_all.clicked.connect(self.reject)

    def take(self, files: Sequence[Path]) -> None:
        """Begin with these files; while one is under way the others wait."""
        self._waiting += files
        if self._job is None or self.steps.currentIndex() == RESULT:
            self._next_file()
        else:
            self._tell_waiting()

    def preview_again(self) -> None:
        """Read the file again and compare it with the ledger as it is now."""
        job = self._job
        if job is None:
            return
        ledger, corrections = self._tools.ledger, self.columns.corrections()
        choices = dict(self.differences.choices)
        is_first = job.preview is None

        def previewed(preview: RosterPreview) -> None:
            job.preview = preview
            if is_first:
                self.columns.show_preview(preview)
                self._show_step(COLUMNS)
            else:
                self.differences.show_preview(preview)
                self._show_step(DIFFERENCES)

        self._run(
            lambda progress: imports.preview(ledger, job.path, progress, corrections, choices),
            previewed,
            f"读取“{job.path.name}”",
        )

    def go_on(self) -> None:
        """Go to the next step."""
        step = self.steps.currentIndex()
        if step == COLUMNS:
            if self._job and self._job.preview and not self.columns.corrections():
                self.differences.show_preview(self._job.preview)
                self._show_step(DIFFERENCES)
            else:
                self.preview_again()
        elif step == DIFFERENCES:
            self.commit()

    def go_back(self) -> None:
        """Go to the step before; nothing is lost."""
        self._show_step(self.steps.currentIndex() - 1)

    def commit(self) -> None:
        """Write what was chosen, as one batch; Cancel leaves nothing behind."""
        if self._job and self._job.preview:
            run = partial(self._tools.writer.run, self._writing(None), "导入")
            self._write(run, self._on_written)

    def _writing(self, override: Override | None) -> Work:
        job, ledger, choices = self._job, self._tools.ledger, dict(self.differences.choices)

        def work(progress: Progress) -> Outcome:
            if job is None or job.preview is None:
                raise Cancelled
            try:
                done = job.done = imports.apply(ledger, job.preview, choices, progress, override)
            except Cancelled:
                return Outcome("", Changes(), _STOPPED)
            return Outcome(done.batch, done.changes, done.sentence, done.ids)

        return work

    def undo(self) -> None:
        """Take the whole import back."""
        job = self._job
        if job and job.done and job.done.batch:
            take_back = partial(self._tools.writer.take_back, job.done.batch, "撤销导入")
            self._write(take_back, self._on_undone)

    def save_corrected(self, target: Path) -> None:
        """Write the workbook back with the wrong cells red and a note in plain words."""
        job = self._job
        if job is None or job.preview is None:
            return
        path, preview, done = job.path, job.preview, job.done
        self._run(
            lambda _: imports.write_result(path, target, preview, done),
            lambda _: messages.tell_file(self, "已另存，有问题的格子标成了红色。", target),
            "另存标红的原表",
        )

    def save_receipt(self, target: Path) -> None:
        """Print the receipt of this import, for both sides to sign."""
        done, ledger = self._job.done if self._job else None, self._tools.ledger
        if done is None:
            return

        def work(progress: Progress) -> int:
            receipt = receipts.of_import(ledger, done.batch, done.content)
            return receipts.export(receipt, target, progress)

        told = "导入回执已存好，共 {} 页，可以打印签字。"
        self._run(work, lambda n: messages.tell_file(self, told.format(n), target), "打印回执")

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask before an import that was prepared is dropped."""
        if self._has_work() and event.spontaneous():
            event.ignore()
            self.reject()
            return
        super().closeEvent(event)

    def reject(self) -> None:
        """Ask on Esc and 取消 while there is work that would be lost, else close.

        What is being written is stopped, and nothing of it stays.
        """
        if self._writing_now:
            self._writing_now.cancel()
            return
        if not self._has_work():
            super().reject()
            return
        messages.ask(
            self,
            "不导入这个文件了？台账还没有任何改动。",
            ("不导入", "继续核对"),
            super().reject,
        )

    def _has_work(self) -> bool:
        """Tell whether a file is being compared, or its columns were corrected by hand."""
        if self.steps.currentIndex() == COLUMNS:
            return bool(self.columns.corrections())
        return self.steps.currentIndex() == DIFFERENCES and self._can_go_on()

    def _can_go_on(self) -> bool:
        """Tell whether the step has anything to go on with: at the last one, rows to import."""
        job = self._job
        return self.steps.currentIndex() != DIFFERENCES or bool(
            job and job.preview and job.preview.rows
        )

    def _show_step(self, step: int) -> None:
        self.steps.setCurrentIndex(step)
        self.heading.setText(f"第 {step + 1} 步，共 4 步：{_TITLES[step]}")
        self.buttons.show_step(step)
        self._enable(is_enabled=True)
        self._tell_waiting()
        self._focus_step(step)

    def _focus_step(self, step: int) -> None:
        """Put the keyboard where the step goes on; a hasty Enter never writes or closes."""
        (
            self.files.choose_button,
            self.buttons.next,
            self.differences.table.view,
            self.buttons.more,
        )[step].setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_waiting(self) -> None:
        name = f"文件：{self._job.path.name}　" if self._job else ""
        after = f"还有 {len(self._waiting)} 个文件在等候。" if self._waiting else ""
        told = (
            "",
            "请看看每一列导入成什么，不对的可以改；改过的下次会记住。",
            "有问题的排在前面。没有选择的冲突保留台账的内容，空格不会覆盖台账。确认以前什么都不写入。",
            "",
        )[self.steps.currentIndex()]
        self.hint.setText(f"{name}{after}{told}")
        self.hint.setVisible(bool(self.hint.text()))
        more = len(self._waiting)
        self.buttons.more.setText(f"导入下一个（还有 {more} 个）" if more else "再导入一个文件")

    def _next_file(self) -> None:
        self._job = None
        self.differences.begin()
        if self._waiting:
            self._job = _Job(self._waiting.pop(0))
            self.preview_again()
        else:
            self._show_step(FILES)

    def _run(self, work: Callable[[Progress], T], done: Callable[[T], None], title: str) -> None:
        """Run work that writes nothing; the window may have been closed when it is done."""

        def finished(value: T) -> None:
            if isValid(self):
                done(value)

        self._enable(is_enabled=False)
        self._tools.tasks.run(work, finished, self._on_failed, title, ended=self._on_ended)

    def _write(
        self,
        start: Callable[[Callable[[Outcome], None], Callable[[UserError], None]], Task],
        done: Callable[[Outcome], None],
    ) -> None:
        def finished(outcome: Outcome) -> None:
            if isValid(self):
                self._writing_now = None
                self._enable(is_enabled=True)
                done(outcome)

        self._enable(is_enabled=False)
        self._writing_now = start(finished, self._on_write_failed)

    def _rematch(self) -> None:
        """Compare the rows again after a branch was chosen."""
        job, ledger = self._job, self._tools.ledger
        if job is None or job.preview is None:
            return
        before, choices = job.preview, dict(self.differences.choices)

        def matched(preview: RosterPreview) -> None:
            job.preview = preview
            self.differences.show_preview(preview)

        self._run(
            lambda progress: imports.rematch(ledger, before, choices, progress), matched, "重新核对"
        )

    def _enable(self, *, is_enabled: bool) -> None:
        self.steps.setEnabled(is_enabled)
        self.buttons.enable(is_enabled=is_enabled, can_go_on=self._can_go_on())

    def _on_choose_clicked(self) -> None:
        kinds = (pickers.WORKBOOKS, pickers.ANY)
        pickers.open_files(self, "选择要导入的表格", kinds, self.take)

    def _on_corrected_clicked(self) -> None:
        if self._job:
            path = self._job.path
            start = path.with_name(f"{path.stem}-核对结果.xlsx")
            pickers.save_beside(self, "另存标红的原表", (pickers.XLSX,), self.save_corrected, start)

    def _on_receipt_clicked(self) -> None:
        if self._job:
            start = pickers.documents() / f"导入回执-{self._job.path.stem}.pdf"
            pickers.save_file(self, "打印回执", (pickers.PDF,), self.save_receipt, start)

    def _on_ended(self) -> None:
        self._enable(is_enabled=True)

    def _on_failed(self, error: UserError) -> None:
        messages.show_error(self, error)
        if self._job and self._job.preview is None:
            self._next_file()

    def _on_write_failed(self, error: UserError) -> None:
        self._writing_now = None
        self._enable(is_enabled=True)
        if isinstance(error, Barred):
            offer_override(self, error, self._writing, self._tools.writer, self._on_written)
        else:
            messages.show_error(self, error)

    def _on_written(self, outcome: Outcome) -> None:
        if outcome.sentence == _STOPPED:
            messages.tell(self, outcome.sentence)
            return
        self.outcome.show_outcome(outcome.sentence, can_undo=bool(outcome.batch))
        self._show_step(RESULT)

    def _on_undone(self, outcome: Outcome) -> None:
        if outcome.batch:
            self.outcome.show_undone(outcome.sentence)

    def _on_changed(self, changes: Changes) -> None:
        if self._writing_now or not changes.touches(*_COMPARED):
            return
        if self.steps.currentIndex() in {COLUMNS, DIFFERENCES}:
            self.differences.moved_on.set_text("台账在预览以后有了改动，请点“重新预览”。")


def open_import(
    tools: PageTools, parent: QWidget | None, files: Sequence[Path] = ()
) -> ImportDialog:
    """Open the import window, with files already where they were dropped."""
    dialog = ImportDialog(tools, parent)
    dialog.show()
    if files:
        dialog.take(files)
    return dialog
