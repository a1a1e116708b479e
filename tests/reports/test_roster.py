"""The roster drawn straight onto pages: nothing lost, nobody split, cancelled without a trace."""

import pypdfium2
import pytest

from app.base.errors import Cancelled, UserError
from app.base.progress import Silent
from app.domain.document import Align
from app.domain.roster_sheet import RosterSheet, SheetColumn, SheetGroup
from app.reports.roster import write_roster

COLUMNS = (SheetColumn("序号", 12), SheetColumn("姓名", 20), SheetColumn("住址", 60, Align.LEFT))


def sheet(*sizes, address="清江县西街社区一百一十八号"):
    groups = tuple(
        SheetGroup(
            f"第{number}支部　党员{size}名",
            tuple((str(n), f"张{number}甲{n}", address) for n in range(1, size + 1)),
        )
        for number, size in enumerate(sizes, start=1)
    )
    return RosterSheet("党员花名册", "单位：某局", "打印人：李文书", COLUMNS, groups)


def pages_of(target):
    with pypdfium2.PdfDocument(target) as opened:
        return [
            (page.get_width() > page.get_height(), page.get_textpage().get_text_bounded())
            for page in opened
        ]


def test_every_member_stands_once_on_landscape_pages_that_count_themselves(tmp_path):
    target = tmp_path / "花名册.pdf"
    number = write_roster(sheet(30, 45, 1), target, Silent())
    pages = pages_of(target)
    assert len(pages) == number > 2
    text = "\n".join(page for _, page in pages)
    for group, size in enumerate((30, 45, 1), start=1):
        for n in range(1, size + 1):
            assert text.count(f"张{group}甲{n}\r") + text.count(f"张{group}甲{n} ") == 1
    for place, (is_wide, page) in enumerate(pages, start=1):
        assert is_wide
        assert f"第{place}页 共{number}页" in page
        assert "姓名" in page
        assert "打印人：李文书" in page
    assert "单位：某局" in pages[0][1]


def test_a_branch_that_goes_on_is_named_again_and_no_heading_stands_alone(tmp_path):
    target = tmp_path / "花名册.pdf"
    write_roster(sheet(*range(20, 30)), target, Silent())
    for _, page in pages_of(target):
        body = page.split("住址")[1]
        assert "支部" in body.split("张")[0]
        last = body.split("打印人")[0].strip().splitlines()
        assert "支部" not in last[-1]


def test_a_text_longer_than_its_column_is_broken_and_whole(tmp_path):
    target = tmp_path / "花名册.pdf"
    write_roster(sheet(1, address="清江县" + "很长的住址" * 30), target, Silent())
    (page,) = pages_of(target)
    assert page[1].replace("\r\n", "").count("很长的住址") == 30


def test_a_rare_name_is_printed(tmp_path):
    target = tmp_path / "花名册.pdf"
    group = SheetGroup("支部", (("1", "张㛃", ""), ("2", "𬱖某", "")))
    write_roster(RosterSheet("花名册", "", "", COLUMNS, (group,)), target, Silent())
    text = pages_of(target)[0][1]
    assert "张㛃" in text
    assert "𬱖某" in text


def test_a_cancelled_roster_leaves_no_file(tmp_path):
    class Impatient:
        def step(self, done, total, text=""):
            if done == 2:
                raise Cancelled

    with pytest.raises(Cancelled):
        write_roster(sheet(200), tmp_path / "花名册.pdf", Impatient())
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_said_in_words(tmp_path):
    with pytest.raises(UserError):
        write_roster(sheet(1), tmp_path / "没有" / "花名册.pdf", Silent())
