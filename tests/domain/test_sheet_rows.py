"""Records are told from footers, headings, numbering and second tables (E05)."""

import pytest

from app.domain.grids import Sheet
from app.domain.recognition import recognise
from app.domain.sheet_rows import band_text

HEADER = ["序号", "姓名", "性别", "民族", "身份证号", "血型"]
GOOD_ID = "529999197506150018"


def sheet(*rows):
    width = max(map(len, rows))
    return Sheet("一支部", tuple(tuple(list(row) + [None] * (width - len(row))) for row in rows))


def test_footers_are_left_out_and_counted():
    layout = recognise(
        sheet(
            HEADER,
            [1, "田禾青", "男"],
            [None, "合计", None, 1],
            ["注：一式两份"],
            [2, "石远山", "男"],
            ["填表人：", "田禾"],
            HEADER,
        )
    )
    assert (layout.rows, layout.footers) == ((2, 5), (3, 4, 6, 7))


def test_a_row_without_a_name_but_full_of_data_is_kept_as_a_problem():
    layout = recognise(sheet(HEADER, [1, None, "男", "汉族", "529999197506150018"], [2]))
    assert (layout.rows, layout.footers) == ((2,), (3,))


def test_what_stands_far_below_is_read_and_told():
    layout = recognise(sheet(HEADER, [1, "田禾青"], *[[]] * 25, [2, "石远山", "男"], [None, "男"]))
    assert (layout.rows, layout.after_gap, layout.footers) == ((2, 28), 28, (29,))
    near = recognise(sheet(HEADER, *[[]] * 19, [1, "田禾青", "男"]))
    assert (near.rows, near.after_gap) == ((21,), 0)


@pytest.mark.parametrize(
    "numbers",
    [
        [1, 2, 3, 4, 5, 6],
        ["甲", "乙", "丙", "丁", "戊", "己"],
        ["(1)", "(2)", "(3)"],
        ["甲", "乙", 1, 2],
    ],
)
def test_numbers_of_columns_are_no_person(numbers):
    layout = recognise(sheet(HEADER, numbers, [1, "田禾青", "男"]))
    assert (layout.rows, layout.footers) == ((3,), (2,))


@pytest.mark.parametrize("example", ["例：田禾", "例如:田禾", "（例）田禾", "示例"])
def test_a_row_that_shows_how_to_fill_in_is_no_person(example):
    layout = recognise(sheet(HEADER, [1, example, "男", "汉族", GOOD_ID], [1, "田禾青", "男"]))
    assert layout.rows == (3,)


@pytest.mark.parametrize("name", ["合计", "备注", "合计勇"])
def test_a_row_with_an_id_number_is_never_taken_for_a_footer(name):
    assert recognise(sheet(HEADER, [None, name, "男", "汉族", GOOD_ID])).rows == (2,)


def test_a_heading_among_the_people_is_no_person():
    layout = recognise(
        sheet(
            HEADER,
            ["一中支部"],
            [1, "田禾青", "男"],
            [None, "二中支部（2人）"],
            [2, "石远山", "男"],
        )
    )
    assert (layout.rows, layout.footers) == ((3, 5), (2, 4))
    assert [tuple(band) for band in layout.bands] == [(2, "一中支部"), (4, "二中支部")]


def test_a_branch_alone_in_a_row_of_a_branch_list_is_a_record():
    layout = recognise(sheet(["党组织全称", "书记", "联系人"], ["一中支部"]))
    assert (layout.rows, layout.bands) == ((2,), ())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("一、县一中支部（23人）", "县一中支部"),
        ("1. 县一中支部", "县一中支部"),
        ("(二)县一中支部", "县一中支部"),
        ("支部名称：县一中支部", "县一中支部"),
        ("县一中支部：", "县一中支部"),
        ("一中支部", "一中支部"),
    ],
)
def test_a_heading_is_read_without_its_number_and_remarks(text, name):
    assert band_text(text) == name


def test_another_table_below_is_not_read_with_the_first_header():
    other = ["姓名", "手机", "性别", "身份证号"]
    layout = recognise(
        sheet(HEADER, [1, "田禾青", "男"], [], other, ["石远山", "19900000001", "男", GOOD_ID])
    )
    assert (layout.rows, layout.footers, layout.second_table) == ((2,), (4, 5), 4)


def test_the_same_header_again_on_every_page_changes_nothing():
    layout = recognise(sheet(HEADER, [1, "田禾青", "男"], HEADER, [2, "石远山", "男"]))
    assert (layout.rows, layout.second_table) == ((2, 4), 0)
