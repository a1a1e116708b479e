"""An export that was sorted, cut, extended and corrected in WPS finds its records again."""

from datetime import date

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.branches import BranchDraft
from app.domain.dates import PartialDate
from app.domain.roster_preview import SAME_AS, RowOutcome
from app.services import batches, branches, exports, imports, members, receipts
from app.services.backups import back_up
from app.services.import_json import preview_json
from app.services.ledger import Ledger
from app.store import records
from tests.exchange.making import id_number, people, save_xlsx, titled
from tests.services.small_county import entered, member
from tests.services.test_exports import BRANCH, BUREAU, orgs_file

TODAY = date(2026, 3, 1)
HEADER_ROW, NUMBER = 3, 8


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("county")


@pytest.fixture(scope="module")
def ledger(folder):
    """Return a ledger of eight people in one branch; no test of this file changes it."""
    opened = Ledger.open(folder / "ledger.db", today=lambda: TODAY)
    plan = imports.preview(opened, save_xlsx(folder / "名册.xlsx", titled(people(NUMBER))))
    imports.apply(opened, plan)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def exported(folder, ledger):
    target = folder / "导出.xlsx"
    assert exports.export(ledger, "members", target) == NUMBER
    return target


def table(path):
    """Return the header and the rows of an export as dictionaries."""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    header, *rows = sheet.iter_rows(min_row=HEADER_ROW, values_only=True)
    return list(header), [dict(zip(header, row, strict=True)) for row in rows if row[1]]


def rewritten(path, target, header, rows):
    """Write the rows back into the exported workbook, as WPS saves it after editing."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet.delete_rows(HEADER_ROW, sheet.max_row)
    for row in (dict(zip(header, header, strict=True)), *rows):
        sheet.append([row.get(name) for name in header])
    book.save(target)
    return target


def edited(ledger, exported, tmp_path, change):
    """Preview the export after change(rows) has edited them in place."""
    header, rows = table(exported)
    change(rows)
    return imports.preview(ledger, rewritten(exported, tmp_path / "改后.xlsx", header, rows))


def outcomes(plan):
    return [row.outcome for row in plan.rows]


def fields(row):
    return {one.field for one in row.differences}


def codes(row):
    return {found.problem.code for found in row.problems}


def other_number(row):
    """Return another valid ID number of the same day and gender."""
    old = row["公民身份证号"]
    born = date(int(old[6:10]), int(old[10:12]), int(old[12:14]))
    return id_number(born, int(old[14:17]) + 400)


EDITS = {
    "name": lambda row: row.update(姓名=f"{row['姓名']}甲"),
    "id_no": lambda row: row.update(公民身份证号=other_number(row)),
    "mobile": lambda row: row.update(手机号=f"1880000{row['手机号'][-4:]}"),
}


def test_a_fresh_export_is_all_the_same_and_tells_nothing(ledger, exported):
    plan = imports.preview(ledger, exported)
    assert outcomes(plan) == [RowOutcome.SAME] * NUMBER
    assert plan.notes == ()
    assert plan.problems == ()


def test_an_export_of_a_ledger_with_doubles_is_all_the_same_too(tmp_path):
    county = entered(Ledger.open(tmp_path / "own" / "ledger.db", today=lambda: TODAY))
    number = "529999197506150018"
    doubles = [
        member("张永杰", county.second, id_no=number),
        member("李某", county.first, id_no=number),
        *[member("王某", county.second, birth_on=PartialDate.of("1980-02-03"))] * 2,
    ]
    members.add_many(county.ledger, doubles, title="重复的人")
    target = tmp_path / "导出.xlsx"
    rows = exports.export(county.ledger, "members", target)
    assert outcomes(imports.preview(county.ledger, target)) == [RowOutcome.SAME] * rows
    county.ledger.close()


def test_the_record_number_is_hidden_text_and_the_meta_names_it(ledger, exported):
    book = openpyxl.load_workbook(exported)
    sheet, meta = book.worksheets[0], book["__meta__"]
    last = sheet.cell(HEADER_ROW, sheet.max_column)
    assert last.value == "记录号"
    assert sheet.column_dimensions[last.column_letter].hidden
    cells = [sheet.cell(row, last.column) for row in range(HEADER_ROW + 1, HEADER_ROW + NUMBER + 1)]
    assert {cell.value for cell in cells} == {row.id for row in members.rows(ledger)}
    assert {cell.number_format for cell in cells} == {"@"}
    pairs = {meta.cell(row, 1).value: meta.cell(row, 2).value for row in range(1, 6)}
    assert pairs["record_column"] == "记录号"
    assert (pairs["kind"], pairs["version"]) == ("members", "2")
    assert pairs["unit"]


def test_the_record_number_is_no_value_of_the_row(ledger, exported):
    found = preview_json(imports.preview(ledger, exported))
    assert all("record" not in row["values"] for row in found["rows"])


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_sorted_cut_extended_and_corrected_rows_are_the_same_people(
    ledger, exported, tmp_path, data
):
    header, rows = table(exported)
    columns = data.draw(st.permutations(header), label="columns")
    kept = data.draw(st.permutations(rows), label="rows")[: data.draw(st.integers(1, NUMBER))]
    changes = [data.draw(st.sets(st.sampled_from(sorted(EDITS)))) for _ in kept]
    for row, names in zip(kept, changes, strict=True):
        for name in names:
            EDITS[name](row)
    place = data.draw(st.integers(0, len(kept)))
    stranger = {"姓名": "新来人", "公民身份证号": id_number(date(1990, 1, 2), 901)}
    path = rewritten(
        exported, tmp_path / "改后.xlsx", columns, [*kept[:place], stranger, *kept[place:]]
    )
    plan = imports.preview(ledger, path)
    found = [row for row in plan.rows if row.source.values["name"] != "新来人"]
    assert [row.target for row in found] == [row["记录号"] for row in kept]
    assert [fields(row) for row in found] == changes
    expected = [RowOutcome.CHANGED if names else RowOutcome.SAME for names in changes]
    assert [row.outcome for row in found] == expected
    assert plan.rows[place].outcome is RowOutcome.NEW


def test_a_corrected_name_and_number_are_written_to_the_same_person(ledger, exported, tmp_path):
    back_up(ledger, tmp_path / "ledger.db")
    own = Ledger.open(tmp_path / "ledger.db", today=lambda: TODAY)
    header, rows = table(exported)
    EDITS["name"](rows[2])
    EDITS["id_no"](rows[2])
    path = rewritten(exported, tmp_path / "改后.xlsx", header, rows[::-1])
    done = imports.apply(own, imports.preview(own, path))
    draft = members.card(own, rows[2]["记录号"]).draft
    assert (draft.name, draft.id_no) == (rows[2]["姓名"], rows[2]["公民身份证号"])
    assert len(members.rows(own)) == NUMBER
    again = imports.preview(own, path)
    assert outcomes(again) == [RowOutcome.SAME] * NUMBER
    assert receipts.of_batch(own, done.batch).content.total.counts[RowOutcome.CHANGED] == 1
    batches.undo(own, done.batch)
    assert members.card(own, rows[2]["记录号"]).draft.name != rows[2]["姓名"]
    own.close()


def test_a_copied_row_goes_to_the_conflicts(ledger, exported, tmp_path):
    plan = edited(ledger, exported, tmp_path, lambda rows: rows.insert(1, dict(rows[0])))
    assert outcomes(plan)[:3] == [RowOutcome.SAME, RowOutcome.CONFLICT, RowOutcome.SAME]
    assert "row.same_record" in codes(plan.rows[1])
    without_id = edited(
        ledger, exported, tmp_path,
        lambda rows: rows.insert(1, {**rows[0], "公民身份证号": None, "出生日期": None}),
    )  # fmt: skip
    assert without_id.rows[1].outcome is RowOutcome.CONFLICT
    assert "row.same_record" in codes(without_id.rows[1])


@pytest.mark.parametrize("place", [0, 4])
def test_a_copied_row_typed_over_for_somebody_new_waits_for_an_answer(
    ledger, exported, tmp_path, place
):
    def change(rows):
        new = {"姓名": "新来人", "公民身份证号": other_number(rows[3])}
        rows.insert(place, {**rows[3], **new})

    plan = edited(ledger, exported, tmp_path, change)
    copied = plan.rows[place]
    assert (copied.outcome, codes(copied)) == (RowOutcome.SUSPECT, {"match.record_differs"})
    others = [row for row in plan.rows if row is not copied]
    assert {row.outcome for row in others} == {RowOutcome.SAME}
    values = [one.value for one in copied.questions[0].options]
    assert values == ["skip", f"{SAME_AS}{copied.source.record}", "new"]


def test_a_row_typed_over_for_somebody_else_waits_for_an_answer(ledger, exported, tmp_path):
    def change(rows):
        new = {"姓名": "新来人", "公民身份证号": id_number(date(1990, 1, 2), 901)}
        rows[3].update(new, 出生日期="1990-01-02")

    plan = edited(ledger, exported, tmp_path, change)
    assert plan.rows[3].outcome is RowOutcome.SUSPECT
    assert "match.record_differs" in codes(plan.rows[3])


def test_a_sort_that_left_the_hidden_column_out_changes_nobody(ledger, exported, tmp_path):
    def change(rows):
        numbers = [row["记录号"] for row in rows]
        for row, number in zip(rows, [*numbers[1:], numbers[0]], strict=True):
            row["记录号"] = number

    plan = edited(ledger, exported, tmp_path, change)
    assert outcomes(plan) == [RowOutcome.SUSPECT] * NUMBER
    assert {code for row in plan.rows for code in codes(row)} == {"match.record_of_other"}
    assert imports.apply(ledger, plan).batch == ""


def test_an_unknown_number_falls_through_to_the_other_keys_with_a_note(ledger, exported, tmp_path):
    def change(rows):
        rows[0]["记录号"] = "01935f1e-7a10-7c3e-9f00-0123456789ab"
        rows[1]["记录号"] = "17"
        rows[2]["记录号"] = None

    plan = edited(ledger, exported, tmp_path, change)
    assert outcomes(plan) == [RowOutcome.SAME] * NUMBER
    assert [codes(row) for row in plan.rows[:3]] == [
        {"match.record_unknown"}, {"match.record_unreadable"}, set(),
    ]  # fmt: skip


def test_a_row_emptied_by_hand_is_no_record(ledger, exported, tmp_path):
    def change(rows):
        number = rows[0]["记录号"]
        rows[0].update(dict.fromkeys(rows[0]), 记录号=number)

    plan = edited(ledger, exported, tmp_path, change)
    assert outcomes(plan) == [RowOutcome.SAME] * (NUMBER - 1)
    assert plan.counts[RowOutcome.SKIPPED] == 1


def test_the_marked_workbook_keeps_the_record_numbers(ledger, exported, tmp_path):
    header, rows = table(exported)
    EDITS["name"](rows[0])
    rows[1]["手机号"] = "12"
    path = rewritten(exported, tmp_path / "改后.xlsx", header, rows)
    plan = imports.preview(ledger, path)
    imports.write_result(path, tmp_path / "标红.xlsx", plan)
    again = imports.preview(ledger, tmp_path / "标红.xlsx")
    assert [row.target for row in again.rows] == [row["记录号"] for row in rows]
    assert fields(again.rows[0]) == {"name"}


@pytest.fixture
def listed(tmp_path):
    """Return a ledger of two organisations and its exported list."""
    opened = Ledger.open(tmp_path / "own" / "ledger.db", today=lambda: TODAY)
    imports.apply(opened, imports.preview(opened, orgs_file(tmp_path, BUREAU, BRANCH)))
    target = tmp_path / "支部导出.xlsx"
    assert exports.export(opened, "branches", target) == 2
    yield opened, target
    opened.close()


def test_a_renamed_branch_is_the_same_branch(listed, tmp_path):
    ledger, path = listed

    def rename(rows):
        rows.reverse()
        rows[0]["党组织全称"] = "中共青禾县第一完全小学支部委员会"

    plan = edited(ledger, path, tmp_path, rename)
    assert outcomes(plan) == [RowOutcome.CHANGED, RowOutcome.SAME]
    assert fields(plan.rows[0]) == {"full_name"}
    imports.apply(ledger, plan)
    with ledger.reading() as tx:
        names = {row["full_name"] for row in records.find(tx, "org_unit")}
    assert names == {BUREAU[0], "中共青禾县第一完全小学支部委员会"}


def test_members_of_a_renamed_branch_in_the_same_workbook_find_it(listed, tmp_path):
    ledger, path = listed
    new = "中共青禾县第一完全小学支部委员会"
    header, rows = table(path)
    rows[1]["党组织全称"] = new
    target = rewritten(path, tmp_path / "改后.xlsx", header, rows)
    book = openpyxl.load_workbook(target)
    sheet = book.create_sheet("党员")
    for row in titled(people(1)):
        sheet.append([new if cell == "中共青禾县第一小学支部委员会" else cell for cell in row])
    book.save(target)
    plan = imports.preview(ledger, target)
    assert plan.org_questions == ()
    assert plan.rows[-1].org == rows[1]["记录号"]


def test_a_copied_branch_is_a_conflict_and_under_a_new_name_a_new_one(listed, tmp_path):
    ledger, path = listed
    plan = edited(ledger, path, tmp_path, lambda rows: rows.append(dict(rows[1])))
    assert outcomes(plan) == [RowOutcome.SAME, RowOutcome.SAME, RowOutcome.CONFLICT]
    new = {"党组织全称": "中共青禾县第九小学支部委员会", "简称": "九小支部"}
    plan = edited(ledger, path, tmp_path, lambda rows: rows.insert(0, {**rows[1], **new}))
    assert outcomes(plan) == [RowOutcome.NEW, RowOutcome.SAME, RowOutcome.SAME]


def test_an_unknown_number_of_a_branch_falls_through_to_its_name(listed, tmp_path):
    ledger, path = listed
    unknown = {"记录号": "01935f1e-7a10-7c3e-9f00-0123456789ab"}
    plan = edited(ledger, path, tmp_path, lambda rows: rows[0].update(unknown))
    assert outcomes(plan) == [RowOutcome.SAME, RowOutcome.SAME]
    assert codes(plan.rows[0]) == {"match.record_unknown"}


def test_branches_that_bear_one_name_are_told_apart_by_their_numbers(tmp_path):
    county = entered(Ledger.open(tmp_path / "own" / "ledger.db", today=lambda: TODAY))
    for short in ("甲", "乙"):
        draft = BranchDraft(
            full_name="中心小学党支部", short_name=short, parent_id=county.committee
        )
        branches.add(county.ledger, draft)
    target = tmp_path / "支部导出.xlsx"
    rows = exports.export(county.ledger, "branches", target)
    plan = imports.preview(county.ledger, target)
    assert outcomes(plan) == [RowOutcome.SAME] * rows
    assert len({row.target for row in plan.rows}) == rows
    county.ledger.close()
