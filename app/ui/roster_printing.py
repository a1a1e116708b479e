"""打印花名册: which ID numbers, which file, then the printing in the background."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.services import roster_print
from app.ui import messages, pickers
from app.ui.page import PageTools

_CHOICES = ("遮盖中间几位", "印完整号码", "不打印")
_WHOLE, _NOT = 1, 2


class RosterPrinting:
    """Prints the members with these ids in this order; ID numbers are masked unless asked for."""

    def __init__(self, tools: PageTools, parent: QWidget, ids: tuple[str, ...]) -> None:
        self._tools, self._parent, self._ids = tools, parent, ids

    def ask(self) -> None:
        """Ask how ID numbers are printed, then for the file; nobody to print is said at once."""
        if not self._ids:
            messages.tell(self._parent, "列表里没有人，没有可以打印的。", "请先清除查询和筛选。")
            return
        question = f"打印现在列出的 {len(self._ids):,} 名党员。身份证号怎么印？"
        messages.choose(self._parent, question, _CHOICES, self._on_chosen)

    def _on_chosen(self, number: int) -> None:
        if number == _NOT:
            return
        start = pickers.documents() / f"党员花名册{self._tools.ledger.today():%Y%m%d}.pdf"
        save = partial(self.save, whole_ids=number == _WHOLE)
        pickers.save_file(self._parent, "打印花名册", (pickers.PDF,), save, start)

    def save(self, target: Path, *, whole_ids: bool) -> None:
        """Write the roster and say where it is."""
        ledger, ids = self._tools.ledger, self._ids

        def done(number: int) -> None:
            text = f"党员花名册（{number:,} 名）已存好，可以打印。"
            messages.tell_file(self._parent, text, target)

        self._tools.tasks.run(
            lambda progress: roster_print.save(ledger, ids, target, progress, whole_ids=whole_ids),
            done,
            title="打印花名册",
        )
