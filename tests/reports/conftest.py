"""A document that uses every kind of block."""

import pytest

from app.domain.document import (
    Addressee,
    Align,
    Document,
    FigureRun,
    Heading,
    PageBreak,
    Prose,
    SignOff,
    TableBlock,
    Title,
)

LONG = "坚持把党建工作和教育教学工作一起部署、一起检查（包括“三会一课”），逐项抓好落实。" * 12


@pytest.fixture
def document():
    accepted, donated = FigureRun("25", "N05"), FigureRun("19200", "N13")
    figures = ("全年接收预备党员", accepted, "名，捐款", donated, "元。")
    table = TableBlock(
        header=("代号", "指标"),
        rows=tuple((f"N{number:02}", f"第{number}项指标的说明") for number in range(1, 61)),
        widths_mm=(30, 126),
        align=(Align.CENTRE, Align.LEFT),
        row_ids=tuple(f"N{number:02}" for number in range(1, 61)),
    )
    blocks = (
        Title("中共某某县教育局委员会\n关于2010年党建工作情况的汇报"),
        Addressee("中共某某县委组织部："),
        Heading(1, "一、加强组织建设"),
        Heading(2, "（一）严格党员发展"),
        Prose(figures),
        Prose((LONG,)),
        Prose(("表彰张㛃、李䶮、𬱖某三名同志。",)),
        SignOff("中共某某县教育局委员会", "2010年12月31日"),
        PageBreak(),
        Heading(1, "附表"),
        table,
        TableBlock(("姓名", "职务"), (), (78, 78), (Align.LEFT, Align.LEFT)),
    )
    return Document("关于2010年党建工作情况的汇报", blocks, author="中共某某县教育局委员会")
