"""Sheets as schools hand them in: doubled columns, second tables, branches that are gone."""

import openpyxl

from app.domain.dates import PartialDate
from app.services import branches, imports
from app.store import records
from tests.services.handed_in import (
    FIRST,
    SECOND,
    SHEET,
    SHORT,
    counted,
    number,
    placed,
    previewed,
    raw,
    told,
    written,
)


def test_a_secretary_may_be_one_of_the_people_of_the_same_workbook(county, tmp_path):
    path = written(tmp_path, [[*SHORT, "所在党支部"], ["甲一", "男", number(1), "新苗小学支部"]])
    book = openpyxl.load_workbook(path)
    page = book.create_sheet("支部")
    page.append(["党组织全称", "类型", "书记"])
    page.append(["新苗小学支部", "党支部", "甲一"])
    book.save(path)
    preview = imports.preview(county.ledger, path)
    assert told(preview, "branch.secretary_unknown") == []
    imports.apply(county.ledger, preview)
    (post,) = raw(county, "org_post")
    people = {row["id"]: row["name"] for row in raw(county, "person")}
    assert (people[post["person_id"]], post["post"]) == ("甲一", "SECRETARY")
    assert counted(imports.preview(county.ledger, path)) == "same=2"


def dissolved(county, org):
    with county.ledger.writing("撤销") as tx:
        records.change(tx, "org_unit", org, {"dissolved_on": PartialDate.of("2010-06-01")})


def test_a_dissolved_branch_in_a_list_is_not_made_again(county, tmp_path):
    dissolved(county, county.second)
    same = previewed(
        county, tmp_path, [["党组织全称", "类型", "简称"], [SECOND, "联合党支部", None]]
    )
    assert counted(same) == "same=1"
    other = previewed(
        county, tmp_path, [["党组织全称", "类型", "简称"], [SECOND, "联合党支部", "二小"]]
    )
    assert counted(other) == "changed=1"
    assert len(told(other, "branch.is_dissolved")) == 1


def test_a_roster_of_a_dissolved_branch_is_told_so(county, tmp_path):
    dissolved(county, county.second)
    rows = [[*SHORT, "所在党支部"], ["甲一", "男", number(1), SECOND]]
    preview = previewed(county, tmp_path, rows)
    assert [found.raw for found in told(preview, "branch.dissolved")] == [SECOND]
    assert told(preview, "branch.guess") == []
    assert placed(county, preview) == {"甲一": ""}


def test_covered_schools_are_compared_in_full_and_added_once(county, tmp_path):
    branches.cover(county.ledger, county.second, county.point, PartialDate.of("2010-01"))
    rows = [["党组织全称", "类型", "覆盖单位"], [SECOND, "联合党支部", "第一小学、坡上教学点"]]
    preview = previewed(county, tmp_path, rows)
    (one,) = preview.rows[0].differences
    assert (one.old, one.new) == (("坡上教学点",), ("坡上教学点", "第一小学"))
    imports.apply(county.ledger, preview)
    covered = [row["school_id"] for row in raw(county, "org_cover")]
    assert sorted(covered) == sorted([county.point, county.school])


def test_a_column_of_thousands_of_names_is_not_taken_for_branches(county, tmp_path):
    people = [
        [f"甲{chr(0x4E00 + one)}", "男", "1970-01-01", f"某地第{one}号"] for one in range(3000)
    ]
    rows = [["姓名", "性别", "出生日期", "所在党支部"], *people]
    preview = previewed(county, tmp_path, rows)
    assert len(told(preview, "branch.too_many")) == 1
    assert len(preview.org_questions) == 1000


def test_columns_that_are_left_out_because_of_another_are_told(county, tmp_path):
    rows = [["姓名", "性别", "联系电话", "身份证号", "联系电话", "姓名"],
            ["甲一", "男", "19900000001", number(1), "19900000002", "配偶"]]  # fmt: skip
    preview = previewed(county, tmp_path, rows)
    assert [(found.column, found.row) for found in told(preview, "sheet.column_twice")] == [
        (4, 1), (5, 1)
    ]  # fmt: skip
    target = tmp_path / "结果.xlsx"
    imports.write_result(tmp_path / "名册.xlsx", target, preview)
    assert "没有导入" in openpyxl.load_workbook(target)[SHEET]["E1"].comment.text


def test_tables_side_by_side_are_told_with_their_columns(county, tmp_path):
    rows = [[*SHORT, "民族", *SHORT, "民族"],
            ["甲一", "男", number(1), "汉", "甲二", "男", number(3), "汉"]]  # fmt: skip
    preview = previewed(county, tmp_path, rows)
    (found,) = told(preview, "sheet.side_by_side")
    assert found.problem.detail["columns"] == "E、F、G、H"
    assert counted(preview) == "new=1"


def test_another_table_and_rows_far_below_are_told(county, tmp_path):
    rows = [[*SHORT, "民族"], ["甲一", "男", number(1), "汉"], *[[None]] * 22,
            ["甲二", "男", number(3), "汉"], [],
            ["姓名", "手机", "性别", "身份证号"],
            ["甲三", "19900000001", "男", number(5)]]  # fmt: skip
    preview = previewed(county, tmp_path, rows)
    assert [found.row for found in told(preview, "sheet.after_gap")] == [25]
    assert [found.row for found in told(preview, "sheet.second_table")] == [27]
    assert counted(preview) == "new=2,skipped=2"


def test_a_footer_word_with_an_id_number_is_told_and_not_imported(county, tmp_path):
    rows = [[*SHORT, "民族"], ["合计", "男", number(1), "汉"]]
    preview = previewed(county, tmp_path, rows)
    assert [found.row for found in told(preview, "name.footer")] == [2]
    assert counted(preview) == "skipped=1"


def test_a_term_that_ends_before_it_begins_is_told(county, tmp_path):
    rows = [["党组织全称", "类型", "本届起", "本届止"], [FIRST, "党支部", "2010.6", "2010.1"],
            [SECOND, "联合党支部", "2010.1", "2013.1"]]  # fmt: skip
    found = told(previewed(county, tmp_path, rows), "branch.term_order")
    assert [(one.row, one.raw) for one in found] == [(2, "2010.1")]


def test_bare_days_of_a_workbook_that_counts_from_1904_are_read_so(county, tmp_path):
    path = tmp_path / "名册.xlsx"
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for row in [[*SHORT, "入党时间"], ["甲一", "男", number(1), 36000]]:
        book.worksheets[0].append(row)
    book.save(path)
    (found,) = imports.preview(county.ledger, path).rows
    assert found.source.values["joined_on"].iso == "2002-07-25"
