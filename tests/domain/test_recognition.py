"""Headers are found by their words, wherever they stand."""

import pytest

from app.domain.grids import Sheet
from app.domain.headers import NOT_IMPORTED, SheetKind, header_fields, header_key
from app.domain.recognition import as_roster, mapping_of, recognise, with_mapping

HEADER = ["序号", "姓名", "性别", "民族", "身份证号", "血型"]


def sheet(*rows, merged=()):
    width = max(map(len, rows), default=0)
    filled = tuple(tuple(list(row) + [None] * (width - len(row))) for row in rows)
    return Sheet("一支部", filled, merged=merged)


def fields(layout):
    return [column.field for column in layout.columns]


@pytest.mark.parametrize("above", range(15))
def test_the_header_is_found_within_the_first_fifteen_rows(above):
    layout = recognise(sheet(*[["党员名册"]] * above, HEADER, [1, "田禾青", "男"]))
    assert layout.kind is SheetKind.MEMBERS
    assert layout.header_rows == (above + 1, above + 1)
    assert layout.rows == (above + 2,)


def test_a_header_below_the_fifteenth_row_is_not_looked_for():
    assert recognise(sheet(*[["x"]] * 15, HEADER)).kind is SheetKind.UNKNOWN


def test_two_known_words_are_no_header():
    assert recognise(sheet(["姓名", "性别", "血型"])).kind is SheetKind.UNKNOWN


@pytest.mark.parametrize(
    "text", ["身份证号\n（18位）", " 身 份 证 号 ", "*身份证号:", "身份证号【必填】", "身份证号(18"]
)
def test_hints_blanks_and_stars_do_not_matter(text):
    assert header_key(text) == "身份证号"


def test_every_synonym_leads_to_one_field_only():
    for kind in (SheetKind.MEMBERS, SheetKind.BRANCHES):
        owners = {}
        for field in header_fields(kind).values():
            for key in field.keys:
                assert owners.setdefault(key, field.name) == field.name


def test_two_lines_are_joined_where_cells_are_merged():
    upper = ["姓名", "性别", "联系方式", None, "失联情况", None]
    lower = [None, None, "手机", "固定电话", "是否失联", "失联时间"]
    merged = ((0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 0, 5))
    layout = recognise(sheet(upper, lower, ["田禾青", "男"], merged=merged))
    assert layout.header_rows == (1, 2)
    assert fields(layout) == ["name", "gender", "mobile", "landline", "is_lost", "lost_since"]
    assert layout.columns[2].header == "联系方式 手机"


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("入党时间", ("加入", "转正")),
        ("入党时间", ("预备", "正式")),
        ("时间", ("入党", "转正")),
        ("入党时间", ("入党时间", "转正时间")),
    ],
)
@pytest.mark.parametrize("is_merged_below", [True, False])
def test_the_second_line_is_understood_with_what_stands_above_it(upper, lower, is_merged_below):
    rows = (
        ["姓名", "性别", upper, None, "民族"],
        [None, None, *lower, None],
        ["田禾青", "男", "2001.6", "2002.6", "汉"],
    )
    merged = ((0, 2, 0, 3), *([(0, 0, 1, 0)] if is_merged_below else []))
    layout = recognise(sheet(*rows, merged=merged))
    assert layout.header_rows == (1, 2)
    assert fields(layout) == ["name", "gender", "joined_on", "full_on", "ethnicity"]
    assert layout.rows == (3,)


def test_of_two_columns_for_one_field_our_own_label_wins():
    layout = recognise(sheet(["姓名", "性别", "民族", "联系电话", "手机号"]))
    assert fields(layout)[3:] == [NOT_IMPORTED, "mobile"]


def test_a_branch_list_is_told_from_a_roster():
    layout = recognise(sheet(["党组织全称", "书记", "联系人", "联系电话"], ["第一支部", "田禾"]))
    assert layout.kind is SheetKind.BRANCHES
    assert fields(layout) == ["full_name", "secretary", "contact_person", "contact_phone"]


def test_a_missing_name_column_is_reported_and_can_be_given():
    page = sheet(["大名", "性别", "民族", "学历"], ["田禾青", "男"])
    layout = recognise(page)
    assert layout.missing == ("姓名",)
    fixed = with_mapping(layout, page, {0: "name"})
    assert (fixed.missing, fixed.rows) == ((), (2,))
    assert recognise(page, {layout.signature: mapping_of(fixed)}).column_of("name").index == 0


def test_a_field_given_to_one_column_is_taken_from_the_other():
    page = sheet(["姓名", "性别", "民族", "办公电话"])
    layout = with_mapping(recognise(page), page, {3: "gender"})
    assert fields(layout) == ["name", NOT_IMPORTED, "ethnicity", "gender"]


def test_the_signature_depends_on_the_header_only():
    one, other = sheet(["题"], HEADER, [1, "甲乙"]), sheet(HEADER, [2, "丙丁"])
    assert recognise(one).signature == recognise(other).signature
    assert recognise(one).signature != recognise(sheet([*HEADER, "备注"])).signature
    returned = sheet([*HEADER, "导入结果", "错误提示", "记录号"])
    assert recognise(one).signature == recognise(returned).signature


def test_a_title_merged_over_the_table_is_no_part_of_the_header():
    """Otherwise a corrected header would be forgotten when the title names another year."""
    words = ["姓名", "性别", "民族"]
    layouts = [
        recognise(sheet([f"{year}年党员花名册"], words, ["田禾青"], merged=((0, 0, 0, 2),)))
        for year in (2010, 2011)
    ]
    assert [layout.header_rows for layout in layouts] == [(2, 2), (2, 2)]
    assert [column.header for column in layouts[0].columns] == words
    assert layouts[0].signature == layouts[1].signature


def test_a_header_below_its_group_is_joined_either_way():
    groups = ["基本情况", None, None, "党内情况", None]
    upper = ["姓名", "性别", "证件", "时间", None]
    lower = [None, None, "身份证号", "入党", "转正"]
    merged = ((0, 0, 0, 2), (0, 3, 0, 4), (1, 0, 2, 0), (1, 1, 2, 1), (1, 3, 1, 4))
    layout = recognise(sheet(groups, upper, lower, ["田禾青", "男"], merged=merged))
    assert fields(layout) == ["name", "gender", "id_no", "joined_on", "full_on"]
    assert (layout.header_rows, layout.rows) == ((2, 3), (4,))


def test_a_column_that_another_one_has_taken_the_place_of_knows_it():
    layout = recognise(sheet(["姓名", "性别", "民族", "联系电话", "血型", "手机号"]))
    assert [column.rival for column in layout.columns] == [-1, -1, -1, 5, -1, -1]


@pytest.mark.parametrize(
    "above", [["填报单位：一中支部  填报人：田禾"], ["名册", "填报单位:", "一中支部"]]
)
def test_the_organisation_that_hands_in_is_read_above_the_header(above):
    assert recognise(sheet(above, [], HEADER)).reporting == "一中支部"


def test_an_empty_sheet_is_unknown():
    assert recognise(Sheet("Sheet2", ())).kind is SheetKind.UNKNOWN


OWN_WORDS = sheet(
    ["某校名单"],
    ["党员称呼", "性别", "证件", "入的时间"],
    ["田禾", "女", "529999198503070121", "2005.7"],
    ["石远山", "男", "529999198503070332", "2006.7"],
)


def test_a_header_in_words_of_its_own_is_offered_but_not_taken_for_one():
    layout = recognise(OWN_WORDS)
    assert (layout.kind, layout.header_rows, layout.rows) == (SheetKind.UNKNOWN, (2, 2), ())
    assert [column.header for column in layout.columns] == list(OWN_WORDS.rows[1])
    assert layout.columns[0].samples == ("田禾", "石远山")


def test_a_sheet_of_sentences_or_numbers_offers_no_header():
    for rows in (
        [["填表说明"], ["请如实填写", "谢谢"]],
        [["2010", "2011", "2012"], ["1", "2", "3"]],
    ):
        assert recognise(sheet(*rows)).columns == ()


def test_a_person_says_what_such_a_header_means_and_it_is_remembered():
    told = with_mapping(
        as_roster(recognise(OWN_WORDS)), OWN_WORDS, {0: "name", 2: "id_no", 3: "joined_on"}
    )
    assert (told.kind, told.rows, told.missing) == (SheetKind.MEMBERS, (3, 4), ())
    assert told.column_of("gender").index == 1
    again = recognise(OWN_WORDS, {told.signature: mapping_of(told)})
    assert again.is_remembered
    assert again.columns == told.columns
    assert recognise(OWN_WORDS).kind is SheetKind.UNKNOWN
