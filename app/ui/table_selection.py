"""The selected lines of a view, read and set as ranges so that 100,000 lines stay quick."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel
from PySide6.QtWidgets import QTableView

# Qt needs seconds for more separate ranges than this; then nothing is selected.
_MOST_RANGES = 2_000


def selected_lines(view: QTableView) -> list[int]:
    """Return the selected lines, ascending."""
    selection = view.selectionModel().selection()
    lines: set[int] = set()
    for number in range(selection.count()):
        part = selection.at(number)
        lines.update(range(part.top(), part.bottom() + 1))
    return sorted(lines)


def select_lines(view: QTableView, lines: Sequence[int]) -> None:
    """Select exactly these ascending lines."""
    model, selection, runs = view.model(), QItemSelection(), _runs(lines)
    last = model.columnCount() - 1
    for top, bottom in runs if len(runs) <= _MOST_RANGES else ():
        selection.select(model.index(top, 0), model.index(bottom, last))
    flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
    view.selectionModel().select(selection, flag)


def move_cursor(view: QTableView, line: int, column: int = 0) -> None:
    """Put the cursor on a cell without touching the selection."""
    index = view.model().index(line, column)
    flag = QItemSelectionModel.SelectionFlag.NoUpdate
    view.selectionModel().setCurrentIndex(index, flag)


def _runs(lines: Sequence[int]) -> list[tuple[int, int]]:
    """Return ascending numbers as runs: 1 2 3 7 gives (1, 3) (7, 7)."""
    runs: list[tuple[int, int]] = []
    for line in lines:
        if runs and runs[-1][1] == line - 1:
            runs[-1] = (runs[-1][0], line)
        else:
            runs.append((line, line))
    return runs
