import pytest

from app.domain.grids import Sheet
from app.domain.headers import ROSTERS, SheetKind
from app.domain.recognition import recognise
from app.domain.record_recognition import kinds_of, year_of

ROSTER = ("序号", "姓名", "性别", "民族", "公民身份证号", "出生日期", "入党时间", "转正时间")


def sheet(*rows, name="Sheet1"):
    width = max(map(len, rows))
    return Sheet(name, tuple((*row, *[None] * (width - len(row))) for row in rows))


def test_our_own_mark_decides():
    assert kinds_of(sheet(("姓名",)), {"kind": "lost"}) == (SheetKind.LOST,)
    assert kinds_of(sheet(("姓名", "失联时间", "失联情形")), {"kind": "members"}) == ROSTERS


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("清溪小学入党积极分子备案表", SheetKind.ACTIVISTS),
        ("2010年困难党员名册", SheetKind.HARDSHIP),
        ("预备党员转正审批备案表", SheetKind.CONVERSIONS),
    ],
)
def test_a_title_decides_where_the_columns_fit(title, kind):
    header = ("序号", "姓名", "性别", "民族", "出生年月")
    assert kinds_of(sheet((title,), header, ("1", "张三")), {}) == (kind,)


def test_the_longer_title_wins():
    """预备党员转正审批备案表 holds the words of 预备党员审批 only apart."""
    header = ("姓名", "性别", "民族", "支部大会时间", "支部意见", "党委审批时间", "党委审批意见")
    assert kinds_of(sheet(("预备党员转正审批备案表",), header), {}) == (SheetKind.CONVERSIONS,)
    assert kinds_of(sheet(("预备党员审批备案表",), header), {}) == (SheetKind.ACCEPTANCES,)


@pytest.mark.parametrize(
    "extra",
    [
        (),
        ("申请入党时间", "确定入党积极分子时间", "确定发展对象时间"),
        ("党费标准", "党费交至年月", "备注"),
        ("是否为失联党员", "失去联系日期", "是否为流动党员", "外出流向"),
        ("联系电话", "家庭住址", "工作岗位"),
    ],
)
def test_a_roster_stays_a_roster(extra):
    assert kinds_of(sheet(("党员花名册",), (*ROSTER, *extra)), {}) == ROSTERS
    assert kinds_of(sheet((*ROSTER, *extra)), {}) == ROSTERS


def test_a_whole_roster_under_the_title_of_a_filed_table_stays_a_roster():
    more = ("学历", "人员类别", "手机号", "家庭住址", "工作岗位", "外出流向")
    assert kinds_of(sheet(("流动党员花名册",), (*ROSTER, *more)), {}) == ROSTERS


def test_an_empty_sheet_and_one_without_a_header_are_no_filed_table():
    assert kinds_of(Sheet("空", ()), {}) == ROSTERS
    assert kinds_of(sheet(("培训成绩很好",)), {}) == ROSTERS


def test_the_year_is_taken_from_the_title_or_the_name_of_the_sheet():
    header = ("姓名", "身份证后六位", "1月", "2月", "3月")
    titled = sheet(("第一小学 2010 年党费收缴登记表",), header)
    assert year_of(titled, recognise(titled, None, kinds_of(titled, {}))) == 2010
    named = sheet(header, name="2009年")
    assert year_of(named, recognise(named, None, kinds_of(named, {}))) == 2009
    other = sheet(("2010年表彰名册",), ("单位/姓名", "荣誉称号", "授奖单位"))
    assert year_of(other, recognise(other, None, kinds_of(other, {}))) is None
