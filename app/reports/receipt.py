"""The layout of the 导入回执: head, counts, choices, problems left, lines to sign."""

from collections.abc import Sequence

from app.domain.document import Addressee, Align, Block, Document, Heading, TableBlock, Title
from app.domain.receipts import Receipt, SheetCount
from app.domain.roster_preview import RowOutcome

RESULTS = {
    RowOutcome.NEW: "新增",
    RowOutcome.SAME: "相同",
    RowOutcome.CHANGED: "更新",
    RowOutcome.PARTLY: "部分",
    RowOutcome.CONFLICT: "冲突",
    RowOutcome.SUSPECT: "存疑",
    RowOutcome.SKIPPED: "跳过",
}
_EXPLAINED = (
    "部分：冲突处保留台账，其余已更新。冲突：与台账不一致，没有写入。存疑：待确认，没有导入。"
    "跳过：合计、签字等行，以及选择不导入的行。"
)
_BRANCHES_TOLD = 5
_WHOLE_FILE = "整个文件"
_LINE = "_________"


def receipt_document(receipt: Receipt) -> Document:
    """Return the receipt as a document; empty lists print 无."""
    content = receipt.content
    blocks: list[Block] = [
        Title("导入回执"),
        _head(receipt),
        Heading(1, "一、导入结果"),
        _counts((*content.sheets, content.total)),
        Heading(1, f"二、核对时的选择（{len(content.choices)}项）"),
        _table(
            ("工作表", "行", "姓名或名称", "问题", "选择"),
            [
                (one.sheet, _row(one.row), one.name, one.question, one.answer)
                for one in content.choices
            ],
            (24, 14, 26, 52, 40),
        ),
        Heading(1, f"三、尚存的问题（{len(content.problems)}项）"),
        _table(
            ("工作表", "行", "列", "问题"),
            [(one.sheet, _row(one.row), one.column, one.sentence) for one in content.problems],
            (26, 14, 36, 80),
        ),
        Addressee(f"报送人：{_LINE} 接收人：{_LINE} 日期：{_LINE}"),
    ]
    return Document(f"导入回执 {content.file}", tuple(blocks), author=receipt.unit)


def _head(receipt: Receipt) -> TableBlock:
    content = receipt.content
    batch = receipt.batch or "没有需要写入的内容"
    rows = (
        ("接收单位", receipt.unit),
        ("涉及党组织", _some(content.branches)),
        ("导入的文件", content.file),
        ("导入时间", receipt.at),
        ("操作人", receipt.author or "—"),
        ("操作编号", f"{batch}（这次导入后来已撤销）" if receipt.is_undone else batch),
        ("结果的含义", _EXPLAINED),
    )
    return _table(("项目", "内容"), rows, (36, 120))


def _counts(sheets: Sequence[SheetCount]) -> TableBlock:
    rows = [
        (sheet.sheet or "合计", *(str(sheet.counts.get(outcome, 0)) for outcome in RESULTS),
         str(sum(sheet.counts.values())))
        for sheet in sheets
    ]  # fmt: skip
    columns = len(RESULTS) + 1
    return TableBlock(
        ("工作表", *RESULTS.values(), "行数"),
        tuple(rows),
        (28, *[16.0] * columns),
        (Align.LEFT, *[Align.RIGHT] * columns),
    )


def _table(
    header: tuple[str, ...], rows: Sequence[tuple[str, ...]], widths: tuple[float, ...]
) -> TableBlock:
    return TableBlock(header, tuple(rows), widths, (Align.LEFT,) * len(header))


def _row(number: int) -> str:
    return str(number) if number else _WHOLE_FILE


def _some(names: Sequence[str]) -> str:
    told = "、".join(names[:_BRANCHES_TOLD])
    more = f"等{len(names)}个" if len(names) > _BRANCHES_TOLD else ""
    return f"{told}{more}" or "无"
