"""Rosters as schools hand them in: merged cells, headings, doubles, those who have left."""

import openpyxl
import pytest

from app.domain.dates import PartialDate
from app.domain.roster_preview import ADD, SAME_AS, SKIP, RowOutcome, row_key
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


def test_a_branch_merged_over_several_people_is_the_branch_of_all(county, tmp_path):
    rows = [
        ["所在党支部", *SHORT],
        [FIRST, "甲一", "男", number(1)],
        [None, "甲二", "男", number(3)],
        [None, "甲三", "男", number(5)],
        [SECOND, "甲四", "男", number(7)],
    ]
    preview = previewed(county, tmp_path, rows, merged=["A2:A4"])
    assert placed(county, preview) == {"甲一": FIRST, "甲二": FIRST, "甲三": FIRST, "甲四": SECOND}


def test_a_branch_that_spans_rows_of_a_web_page_is_the_branch_of_all(county, tmp_path):
    path = tmp_path / "名册.xls"
    cells = "".join(f"<td>{word}</td>" for word in ["所在党支部", *SHORT])
    path.write_text(
        f"<html><table><tr>{cells}</tr><tr><td rowspan=2>{FIRST}</td><td>甲一</td><td>男</td>"
        f"<td>{number(1)}</td></tr><tr><td>甲二</td><td>男</td><td>{number(3)}</td></tr></table>",
        "utf-8",
    )
    preview = imports.preview(county.ledger, path)
    assert placed(county, preview) == {"甲一": FIRST, "甲二": FIRST}


def test_a_merged_name_or_id_number_is_never_given_to_the_next_row(county, tmp_path):
    rows = [[*SHORT, "民族", "学历"], ["甲一", "男", number(1), "汉族", "本科"],
            [None, "男", None, "汉族", "专科"]]  # fmt: skip
    preview = previewed(county, tmp_path, rows, merged=["A2:A3", "C2:C3"])
    assert counted(preview) == "new=1,skipped=1"


def test_headings_between_the_people_are_their_branch(county, tmp_path):
    rows = [SHORT, [FIRST], ["甲一", "男", number(1)], ["二、" + SECOND + "（1人）"],
            ["甲二", "男", number(3)]]  # fmt: skip
    preview = previewed(county, tmp_path, rows, merged=["A2:C2", "A4:C4"])
    assert counted(preview) == "new=2,skipped=2"
    assert placed(county, preview) == {"甲一": FIRST, "甲二": SECOND}


def test_the_short_name_of_a_known_branch_alone_in_a_row_is_a_heading(county, tmp_path):
    rows = [SHORT, ["第一小学"], ["甲一", "男", number(1)]]
    preview = previewed(county, tmp_path, rows)
    assert counted(preview) == "new=1,skipped=1"
    assert [found.row for found in told(preview, "row.heading")] == [2]
    assert placed(county, preview) == {"甲一": FIRST}


@pytest.mark.parametrize("title", ["第一小学", FIRST])
def test_a_sheet_called_like_a_known_branch_fills_its_empty_cells(county, tmp_path, title):
    rows = [[*SHORT, "所在党支部"], ["甲一", "男", number(1), None],
            ["甲二", "男", number(3), SECOND]]  # fmt: skip
    preview = previewed(county, tmp_path, rows, title=title)
    assert placed(county, preview) == {"甲一": FIRST, "甲二": SECOND}


def test_a_school_that_one_branch_covers_tells_the_branch_of_a_new_member(county, tmp_path):
    branches.cover(county.ledger, county.second, county.point, PartialDate.of("2010-01"))
    rows = [[*SHORT, "单位"], ["甲一", "男", number(1), "坡上教学点"]]
    preview = previewed(county, tmp_path, rows)
    assert len(told(preview, "branch.supposed")) == 1
    assert placed(county, preview) == {"甲一": SECOND}


def test_who_hands_the_sheet_in_tells_the_branch(county, tmp_path):
    rows = [["党员名册"], ["填报单位：第一小学支部"], SHORT, ["甲一", "男", number(1)]]
    preview = previewed(county, tmp_path, rows)
    assert placed(county, preview) == {"甲一": FIRST}


def test_new_members_without_any_branch_are_told(county, tmp_path):
    people = [["甲一", "男", number(1)], ["甲二", "男", number(3)]]
    without = previewed(county, tmp_path, [SHORT, *people])
    assert [found.row for found in told(without, "branch.no_column")] == [2]
    empty = previewed(
        county, tmp_path, [[*SHORT, "所在党支部"], *people, ["甲三", "男", number(5), FIRST]]
    )
    assert [found.row for found in told(empty, "branch.none")] == [2, 3]


def test_a_missing_column_for_the_type_is_told_once_and_not_of_known_members(county, tmp_path):
    header = [*SHORT, "所在党支部"]
    people = [["甲一", "男", number(1), FIRST], ["甲二", "男", number(3), FIRST]]
    known = ["张永杰", "男", "529999197506150018", FIRST]
    preview = previewed(county, tmp_path, [header, known, *people])
    assert [found.row for found in told(preview, "member.no_type_column")] == [3]
    assert told(preview, "member.type_unknown") == []
    again = previewed(county, tmp_path, [[*header, "人员类别"], [*known, None], [*people[0], None]])
    assert [found.row for found in told(again, "member.type_unknown")] == [3]
    assert [asked.row for asked in again.questions] == [3]


def gone(county, status):
    with county.ledger.writing("变动") as tx:
        (found,) = [r for r in records.find(tx, "membership") if r["person_id"] == county.zhang]
        records.change(tx, "membership", found["id"], {"status": status})


@pytest.mark.parametrize("status", ["TRANSFERRED", "EXPELLED", "DECEASED"])
def test_who_has_left_is_not_brought_back_by_a_roster(county, tmp_path, status):
    gone(county, status)
    by_id = [[*SHORT, "手机"], ["张永杰", "男", "529999197506150018", "19900000009"]]
    preview = previewed(county, tmp_path, by_id)
    assert counted(preview) == "conflict=1"
    assert len(told(preview, "match.gone")) == 1
    by_birth = [["姓名", "性别", "出生日期", "手机"], ["张永杰", "男", "1975-06-15", "19900000009"]]
    assert counted(previewed(county, tmp_path, by_birth)) == "suspect=1"
    imports.apply(county.ledger, preview)
    assert {row["mobile"] for row in raw(county, "person")} == {"13900000001", ""}
    chosen = {row_key(SHEET, 2): SAME_AS + county.zhang}
    imports.apply(county.ledger, preview, chosen)
    assert "19900000009" in {row["mobile"] for row in raw(county, "person")}
    assert status in {row["status"] for row in raw(county, "membership")}


def test_one_person_with_and_without_an_id_number_is_entered_once(county, tmp_path):
    header = [*SHORT, "出生日期", "所在党支部"]
    rows = [header, ["甲一", "男", number(1), "1980-01-01", FIRST],
            ["甲一", "男", None, "1980.1.1", FIRST],
            ["甲一", "男", None, "1980.1", FIRST],
            ["甲一", "男", number(3), "1980-01-01", FIRST]]  # fmt: skip
    preview = previewed(county, tmp_path, rows)
    assert counted(preview) == "new=2,conflict=2"
    assert [found.row for found in told(preview, "row.same_person")] == [3, 4]


def test_two_rows_that_say_the_same_without_number_and_birth_are_one_person(county, tmp_path):
    header = ["姓名", "性别", "手机", "所在党支部"]
    rows = [header, ["甲一", "男", "19900000001", FIRST], ["甲一", "男", "19900000001", FIRST],
            ["甲一", "男", "19900000002", FIRST], ["甲一", None, None, SECOND]]  # fmt: skip
    preview = previewed(county, tmp_path, rows)
    assert [row.outcome.value for row in preview.rows] == ["new", "conflict", "new", "new"]
    assert [found.row for found in told(preview, "row.same_name")] == [3]


def test_a_namesake_elsewhere_is_new_but_told(county, tmp_path):
    rows = [["姓名", "性别", "手机", "所在党支部"], ["单明", "男", "19900000001", FIRST]]
    preview = previewed(county, tmp_path, rows)
    assert counted(preview) == "new=1"
    assert len(told(preview, "match.elsewhere")) == 1
    (question,) = [asked for asked in preview.questions if asked.field == "name"]
    assert [one.value for one in question.options] == [ADD, SAME_AS + county.shan, SKIP]
    assert question.default == ADD
    imports.apply(county.ledger, preview, {question.key: SAME_AS + county.shan})
    assert [row["mobile"] for row in raw(county, "person") if row["name"] == "单明"] == [
        "19900000001"
    ]


def test_a_number_that_lost_its_tail_is_mended_by_the_corrected_file(county, tmp_path):
    header = [*SHORT, "所在党支部"]
    spoiled = previewed(
        county, tmp_path, [header, ["甲一", "男", int(number(1)[:15] + "000"), FIRST]]
    )
    imports.apply(county.ledger, spoiled)
    mended = previewed(county, tmp_path, [header, ["甲一", "男", number(1), FIRST]])
    assert counted(mended) == "changed=1"
    imports.apply(county.ledger, mended)
    (found,) = [row for row in raw(county, "person") if row["name"] == "甲一"]
    assert (found["id_no"], found["id_no_raw"]) == (number(1), "")
    once_more = previewed(
        county, tmp_path, [header, ["甲一", "男", int(number(1)[:15] + "000"), FIRST]]
    )
    assert counted(once_more) == "same=1"


def given_back(county, folder, rows):
    """Import, and return the workbook that comes back for correction, opened."""
    path = written(folder, rows)
    preview = imports.preview(county.ledger, path)
    done = imports.apply(county.ledger, preview)
    imports.write_result(path, folder / "结果.xlsx", preview, done)
    return openpyxl.load_workbook(folder / "结果.xlsx")


def test_a_corrected_row_of_the_workbook_given_back_is_known_again(county, tmp_path):
    header = [*SHORT, "所在党支部"]
    wrong = [["甲一", "男", number(1)[:-1] + "0", FIRST], ["甲二", "男", "5299991980", FIRST]]
    book = given_back(county, tmp_path, [header, *wrong])
    page = book[SHEET]
    assert [cell.value for cell in page[1]][4:] == ["导入结果", "错误提示", "记录号"]
    assert page.column_dimensions["G"].hidden
    page["C2"], page["A3"], page["C3"] = number(1), "甲二二", number(3)
    book.save(tmp_path / "改好.xlsx")
    again = imports.preview(county.ledger, tmp_path / "改好.xlsx")
    assert counted(again) == "changed=2"
    assert again.notes == ()
    imports.apply(county.ledger, again)
    found = {row["name"]: (row["id_no"], row["id_no_raw"]) for row in raw(county, "person")}
    assert found["甲一"] == (number(1), "")
    assert found["甲二二"] == (number(3), "")
    assert "甲二" not in found


def test_a_name_still_in_conflict_is_no_correction_the_next_time(county, tmp_path):
    rows = [[*SHORT, "手机"], ["张永洁", "男", "529999197506150018", "19900000009"]]
    book = given_back(county, tmp_path, rows)
    assert [cell.value for cell in book[SHEET][1]][-1] == "错误提示"
    assert counted(imports.preview(county.ledger, tmp_path / "结果.xlsx")) == "conflict=1"


def test_what_is_left_of_a_spoiled_number_is_not_kept_beside_a_good_one(county, tmp_path):
    rows = [[*SHORT, "出生日期"], ["张永杰", "男", 529999197506150000, "1975-06-15"]]
    preview = previewed(county, tmp_path, rows)
    assert counted(preview) == "same=1"


def test_the_raw_text_of_a_problem_is_what_stands_in_the_cell(county, tmp_path):
    rows = [[*SHORT, "人员类别", "出生日期"],
            ["张永杰", "男", "529999197506150018", "预备党员", "1975年6月16日"]]  # fmt: skip
    preview = previewed(county, tmp_path, rows)
    raws = {found.problem.code: found.raw for found in preview.problems}
    assert raws["match.member_type_differs"] == "预备党员"
    assert raws["member.birth_differs"] == "1975年6月16日"


def test_as_above_is_no_answer_for_what_is_a_persons_own(county, tmp_path):
    rows = [[*SHORT, "手机", "所在党支部"], ["甲一", "男", number(1), "19900000001", FIRST],
            ["甲二", "同上", "同上", "〃", "同上"],
            ["同上", "男", number(3), None, FIRST]]  # fmt: skip
    preview = previewed(county, tmp_path, rows)
    assert [(found.row, found.field) for found in told(preview, "cell.ditto_own")] == [
        (3, "id_no"), (3, "mobile"), (4, "name")
    ]  # fmt: skip
    assert counted(preview) == "new=2,skipped=1"
    values = preview.rows[1].source.values
    assert (values["id_no"], values["mobile"], values["gender"]) == (None, None, "1")


def test_a_date_after_today_is_not_written_but_its_text_is_kept(county, tmp_path):
    rows = [[*SHORT, "入党时间", "所在党支部"], ["甲一", "男", number(1), "2030.6", FIRST]]
    preview = previewed(county, tmp_path, rows)
    (found,) = told(preview, "date.not_yet")
    assert (found.problem.severity.value, found.raw) == ("BLOCK", "2030.6")
    imports.apply(county.ledger, preview)
    joined = next(row["joined_on"] for row in raw(county, "membership") if row["joined_on"].raw)
    assert (joined.value, joined.raw) == (None, "2030.6")
    mended = previewed(county, tmp_path, [rows[0], ["甲一", "男", number(1), "2003.6", FIRST]])
    assert counted(mended) == "changed=1"


def test_what_was_written_of_a_row_in_conflict_is_told(county, tmp_path):
    rows = [[*SHORT, "手机", "所在党支部"],
            ["张永杰", "男", "529999197506150018", "19900000009", SECOND]]  # fmt: skip
    path = written(tmp_path, rows)
    preview = imports.preview(county.ledger, path)
    assert counted(preview) == "conflict=1"
    done = imports.apply(county.ledger, preview)
    assert done.results[row_key(SHEET, 2)] is RowOutcome.PARTLY
    assert "更新了其余内容、冲突处保留台账1行" in done.sentence
    target = tmp_path / "结果.xlsx"
    imports.write_result(path, target, preview, done)
    assert openpyxl.load_workbook(target)[SHEET]["F2"].value == "已更新其余1项，1处冲突保留台账"
    again = imports.preview(county.ledger, path)
    assert imports.apply(county.ledger, again).results[row_key(SHEET, 2)] is RowOutcome.CONFLICT
