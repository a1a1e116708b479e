"""How large a sheet may be, and what a scan finds out before the fast reader may have the file.

The fast reader allocates the whole rectangle from the first to the last cell with content and ends
the process when that fails; so nothing reaches it whose extent is not known.
"""

from dataclasses import dataclass, field

from app.domain.grids import Position

_YEARS = (1900, 2101)
MAX_FILE_BYTES = 100_000_000
MAX_TEXT_FILE_BYTES = 30_000_000
MAX_UNPACKED_BYTES = 300_000_000
MAX_ROWS = 200_000
MAX_COLUMNS = 1_000
MAX_CELLS = 4_000_000
MAX_TEXT = 200_000_000
"""Characters of one sheet, a text counted as often as it is shown."""

GENERAL = "General"
BUILT_IN_FORMATS = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00"}
"""Number formats that Excel files name by number only and that carry meaning here."""

PLAIN_XLSX = "请用Excel或WPS打开它，另存为“Excel工作簿（.xlsx）”后再导入。"


class Refused(Exception):  # noqa: N818 - a verdict about a file, made a UserError by the reader
    """The file cannot be read; reason and todo are plain Chinese, without the file's name."""

    def __init__(self, reason: str, todo: str = PLAIN_XLSX) -> None:
        super().__init__(reason)
        self.reason = reason
        self.todo = todo


@dataclass(slots=True)
class SheetFacts:
    """What the fast reader does not tell of a sheet; rows and columns are zero-based.

    merged: (first row, first column, last row, last column), inclusive. pictures: cells of WPS
    that show an image. formats, epoch_1904: as in app.domain.grids.Sheet.
    """

    last_row: int = -1
    last_column: int = -1
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    unsolved: set[Position] = field(default_factory=set)
    pictures: set[Position] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    formats: dict[Position, str] = field(default_factory=dict)
    has_formulas: bool = False
    epoch_1904: bool = False

    def grow(self, row: int, column: int) -> None:
        """Take a cell with content into the extent."""
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)

    def check(self, name: str) -> None:
        """Raise Refused when the sheet called `name` is larger than the program reads."""
        rows, columns = self.last_row + 1, self.last_column + 1
        if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
            raise Refused(
                f"工作表“{name}”太大：内容至少到第{rows}行、第{columns}列"
                f"（最多{MAX_ROWS}行、{MAX_COLUMNS}列、共{MAX_CELLS // 10000}万个单元格）。",
                "请删除表格下方或右侧很远处的多余内容，或把表拆成几个文件，再导入。",
            )


def is_year_month(value: object) -> bool:
    """Tell whether a number may be a year and month whose last zero is lost (2010.1)."""
    return (
        isinstance(value, float)
        and _YEARS[0] < value < _YEARS[1]
        and not value.is_integer()
        and round(value, 1) == value
    )
