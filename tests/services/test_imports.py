"""From an ugly workbook to a batch that can be undone, and back to the workbook with red cells."""

from datetime import date

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.base.errors import Cancelled, UserError
from app.base.progress import Silent
from app.domain.dates import day
from app.domain.grids import column_letter
from app.domain.roster_preview import (
    CREATE,
    SKIP,
    TAKE,
    TRANSFER,
    RowOutcome,
    cell_key,
    field_key,
    org_key,
    row_key,
)
from app.domain.rules import RuleEdit
from app.services import batches, imports, rules
from app.services.import_json import import_json, preview_json
from app.services.ledger import Ledger
from app.store import records
from tests.exchange.making import COLUMN, HEADER, TITLE, people, person, save_xlsx, titled
from tests.exchange.ugly import UGLY
from tests.services.contents import content
from tests.services.expected_previews import EXPECTED

TODAY = date(2026, 3, 1)
BRANCH = "中共青禾县第一小学支部委员会"


@pytest.fixture
def ledger(tmp_path):
    found = Ledger.open(tmp_path / "data" / "ledger.db", author="田禾", today=lambda: TODAY)
    yield found
    found.close()


def counts(preview):
    return ",".join(f"{one.value}={number}" for one, number in preview.counts.items() if number)


def roster(folder, rows, name="名册.xlsx", header=HEADER):
    return save_xlsx(folder / name, titled(rows, header))


def import_rows(ledger, folder, rows, choices=None, **keywords):
    preview = imports.preview(ledger, roster(folder, rows, **keywords))
    return preview, imports.apply(ledger, preview, choices)


def only(ledger, table):
    with ledger.reading() as tx:
        return records.find(tx, table)


@pytest.mark.parametrize("trap", EXPECTED)
def test_the_preview_of_an_ugly_workbook_is_as_written_down(trap, ledger, tmp_path):
    expected = EXPECTED[trap]
    preview = imports.preview(ledger, UGLY[trap](tmp_path))
    told = [
        f"{column_letter(found.column) or '-'}{found.row} {found.problem.code}"
        for found in preview.problems
        if found.problem.code != "branch.created"
    ]
    assert counts(preview) == expected.counts
    assert ",".join(told) == expected.problems
    rows = preview_json(preview)["rows"]
    for number, name, value in expected.values:
        found = [row["values"].get(name) for row in rows if row["row"] == number]
        assert value in found, (number, name, found)


@pytest.mark.parametrize("trap", EXPECTED)
def test_the_workbook_comes_back_red_and_is_taken_again(trap, ledger, tmp_path):
    path, target = UGLY[trap](tmp_path), tmp_path / "结果.xlsx"
    preview = imports.preview(ledger, path)
    outcome = imports.apply(ledger, preview)
    imports.write_result(path, target, preview, outcome)
    book = openpyxl.load_workbook(target)
    red = {
        cell.coordinate
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment and cell.fill.start_color.rgb == "FFFFC7CE"
    }
    assert red == set(EXPECTED[trap].red.split())
    again = imports.preview(ledger, target)
    assert again.counts[RowOutcome.NEW] == again.counts[RowOutcome.CHANGED] == 0
    assert again.counts[RowOutcome.SAME] == preview.counts[RowOutcome.NEW]


def test_a_workbook_with_a_password_is_refused_in_words(ledger, tmp_path):
    with pytest.raises(UserError, match="密码"):
        imports.preview(ledger, UGLY["E27"](tmp_path))


def test_the_same_file_twice_writes_nothing_the_second_time(ledger, tmp_path):
    path = UGLY["E33"](tmp_path)
    imports.apply(ledger, imports.preview(ledger, path))
    before = content(ledger)
    copy = path.with_stem(path.stem + " (1)")
    again = imports.preview(ledger, copy)
    outcome = imports.apply(ledger, again)
    assert counts(again) == "same=4"
    assert outcome.batch == ""
    assert outcome.backup is None
    assert content(ledger) == before


def test_an_import_is_one_batch_that_can_be_undone(ledger, tmp_path):
    before = content(ledger)
    _, outcome = import_rows(ledger, tmp_path, people(5))
    assert len(only(ledger, "person")) == 5
    assert outcome.backup.exists()
    assert {"person", "membership", "org_unit"} <= outcome.changes.tables
    batches.undo(ledger, outcome.batch)
    assert content(ledger) == before


class GiveUp(Silent):
    """Cancels at the step with this number; counts all steps."""

    def __init__(self, at=-1):
        self.at, self.steps = at, 0

    def step(self, done, total, text=""):
        self.steps += 1
        if self.steps == self.at:
            raise Cancelled


def test_cancel_at_any_step_leaves_the_ledger_as_it_was(ledger, tmp_path):
    import_rows(ledger, tmp_path, people(3))
    mixed = [person(1, 手机号="19911112222"), *people(4, 2), person(9, 所在党支部="月亮湾支部")]
    path = roster(tmp_path, mixed, "二.xlsx")
    before = content(ledger)
    files = set((tmp_path / "data" / "backups").iterdir())
    preview = imports.preview(ledger, path)
    number = 0
    while True:
        number += 1
        try:
            imports.apply(ledger, preview, progress=GiveUp(number))
        except Cancelled:
            assert content(ledger) == before
            assert set((tmp_path / "data" / "backups").iterdir()) == files
        else:
            break
    assert number > 4
    assert content(ledger) != before


def test_cancel_while_reading_is_heard(ledger, tmp_path):
    path = roster(tmp_path, people(3))
    with pytest.raises(Cancelled):
        imports.preview(ledger, path, GiveUp(1))


def test_an_empty_cell_never_wipes_a_value(ledger, tmp_path):
    import_rows(ledger, tmp_path, people(1))
    before = content(ledger)
    bare = dict.fromkeys(("手机号", "家庭住址", "学历", "加入党组织日期", "转为正式党员日期"))
    preview, outcome = import_rows(ledger, tmp_path, [person(1, **bare)])
    assert counts(preview) == "same=1"
    assert outcome.batch == ""
    assert content(ledger) == before


def test_a_changed_field_is_shown_and_written_unless_kept(ledger, tmp_path):
    import_rows(ledger, tmp_path, people(2))
    changed = [person(1, 手机号="19911112222"), person(2, 家庭住址="青禾县二号")]
    path = roster(tmp_path, changed)
    preview = imports.preview(ledger, path)
    assert [(one.field, one.old, one.new) for one in preview.rows[0].differences] == [
        ("mobile", "19900000001", "19911112222")
    ]
    imports.apply(ledger, preview, {field_key(TITLE, 5, "address"): "keep"})
    found = {row["name"]: (row["mobile"], row["address"]) for row in only(ledger, "person")}
    assert found["石远山"] == ("19911112222", "青禾县清溪镇文昌路1号")
    assert found["林若水"] == ("19900000002", "青禾县清溪镇文昌路2号")


def test_another_branch_is_kept_unless_a_transfer_is_chosen(ledger, tmp_path):
    other = "中共青禾县第二小学支部委员会"
    import_rows(ledger, tmp_path, [person(1), person(2, 所在党支部=other)])
    path = roster(tmp_path, [person(1, 所在党支部=other)])
    preview = imports.preview(ledger, path)
    assert counts(preview) == "conflict=1"
    imports.apply(ledger, preview)
    assert only(ledger, "transfer") == []
    imports.apply(ledger, preview, {field_key(TITLE, 4, "branch"): TRANSFER})
    (transfer,) = only(ledger, "transfer")
    assert (transfer["direction"], transfer["to_text"]) == ("INTERNAL", other)
    assert [event["kind"] for event in only(ledger, "membership_event")] == ["MOVED_INSIDE"]
    assert counts(imports.preview(ledger, path)) == "same=1"


def test_status_is_never_changed_by_an_import(ledger, tmp_path):
    import_rows(ledger, tmp_path, people(1))
    path = roster(tmp_path, [person(1, 党籍状态="去世")])
    preview = imports.preview(ledger, path)
    assert counts(preview) == "conflict=1"
    imports.apply(ledger, preview, {field_key(TITLE, 4, "status"): TAKE})
    assert [row["status"] for row in only(ledger, "membership")] == ["NORMAL"]


def test_a_namesake_without_id_number_waits_for_a_choice(ledger, tmp_path):
    import_rows(ledger, tmp_path, people(1))
    bare = person(1, 公民身份证号=None, 出生日期=None, 手机号="19900001111")
    path = roster(tmp_path, [bare])
    preview = imports.preview(ledger, path)
    assert counts(preview) == "suspect=1"
    assert {asked.key: asked.default for asked in preview.questions} == {row_key(TITLE, 4): SKIP}
    imports.apply(ledger, preview)
    assert len(only(ledger, "person")) == 1
    (question,) = preview.questions
    same = next(one.value for one in question.options if one.value.startswith("same:"))
    imports.apply(ledger, preview, {question.key: same})
    assert [row["mobile"] for row in only(ledger, "person")] == ["19900001111"]
    again = imports.preview(ledger, roster(tmp_path, [[*bare[:12], "19900003333", *bare[13:]]]))
    imports.apply(ledger, again, {again.questions[0].key: "new"})
    assert len(only(ledger, "person")) == 2


def test_namesakes_with_different_id_numbers_are_two_people(ledger, tmp_path):
    import_rows(ledger, tmp_path, [person(4, 姓名="田禾青")])
    preview, _ = import_rows(ledger, tmp_path, [person(5, 姓名="田禾青")])
    assert counts(preview) == "new=1"
    assert len(only(ledger, "person")) == 2


def test_a_repeated_row_can_overrule_the_first(ledger, tmp_path):
    path = roster(tmp_path, [person(1), person(1, 手机号="19911112222", 家庭住址=None)])
    preview = imports.preview(ledger, path)
    imports.apply(ledger, preview, {row_key(TITLE, 5): TAKE})
    (found,) = only(ledger, "person")
    assert (found["mobile"], found["address"]) == ("19911112222", "青禾县清溪镇文昌路1号")


def test_any_row_can_be_left_out(ledger, tmp_path):
    path = roster(tmp_path, people(3))
    preview = imports.preview(ledger, path)
    outcome = imports.apply(ledger, preview, {row_key(TITLE, 5): SKIP})
    assert len(only(ledger, "person")) == 2
    assert outcome.results[row_key(TITLE, 5)] is RowOutcome.SKIPPED


def test_the_meaning_of_a_doubtful_cell_can_be_chosen(ledger, tmp_path):
    path = roster(tmp_path, [person(1, 加入党组织日期=1998.1, 转为正式党员日期=None)])
    preview = imports.preview(ledger, path)
    assert [asked.key for asked in preview.questions] == [cell_key(TITLE, 4, "joined_on")]
    imports.apply(ledger, preview, {cell_key(TITLE, 4, "joined_on"): "1"})
    assert [row["joined_on"].iso for row in only(ledger, "membership")] == ["1998-10"]


def test_a_chosen_branch_is_remembered(ledger, tmp_path):
    import_rows(ledger, tmp_path, people(1))
    path = roster(tmp_path, [person(2, 所在党支部="一小")])
    preview = imports.preview(ledger, path)
    (question,) = preview.org_questions
    known = next(one.value for one in question.options if one.label == BRANCH)
    imports.apply(ledger, preview, {org_key("一小"): known})
    assert [row["alias"] for row in only(ledger, "org_alias")] == ["一小"]
    assert {row["org_id"] for row in only(ledger, "membership")} == {known}
    later = imports.preview(ledger, roster(tmp_path, [person(3, 所在党支部="一小")]))
    assert (later.org_questions, later.rows[0].org) == ((), known)


def test_an_unknown_branch_is_created_only_when_chosen(ledger, tmp_path):
    import_rows(ledger, tmp_path, people(1))
    path = roster(tmp_path, [person(2, 所在党支部="月亮湾联合支部")])
    preview = imports.preview(ledger, path)
    assert "branch.unknown" in {found.problem.code for found in preview.problems}
    imports.apply(ledger, preview, {org_key("月亮湾联合支部"): CREATE})
    assert {row["kind"] for row in only(ledger, "org_unit")} == {"BRANCH", "JOINT"}


def test_corrected_columns_are_remembered_for_the_same_header(ledger, tmp_path):
    header = [{"姓名": "大名"}.get(label, label) for label in HEADER]
    path = roster(tmp_path, people(2), header=header)
    first = imports.preview(ledger, path)
    assert counts(first) == "skipped=2"
    assert "sheet.missing" in {found.problem.code for found in first.problems}
    fixed = imports.preview(ledger, path, corrections={TITLE: {COLUMN["姓名"]: "name"}})
    assert counts(fixed) == "new=2"
    imports.apply(ledger, fixed)
    again = imports.preview(ledger, path)
    assert counts(again) == "same=2"
    assert again.layouts[0].is_remembered


def test_a_preview_that_has_gone_stale_is_refused(ledger, tmp_path):
    import_rows(ledger, tmp_path, people(1))
    path = roster(tmp_path, [person(1, 手机号="19911112222")])
    preview = imports.preview(ledger, path)
    with ledger.writing("改") as tx:
        (found,) = records.find(tx, "person")
        records.change(tx, "person", found["id"], {"address": "别处"})
    before = content(ledger)
    with pytest.raises(UserError, match="预览之后"):
        imports.apply(ledger, preview)
    assert content(ledger) == before


def test_the_json_has_the_promised_shape(ledger, tmp_path):
    preview = imports.preview(ledger, UGLY["E10"](tmp_path))
    found = import_json(preview, imports.apply(ledger, preview))
    assert set(found) == {"sheets", "counts", "rows", "problems", "batch"}
    assert set(found["counts"]) == {"new", "same", "changed", "conflict", "suspect", "skipped"}
    assert {"sheet", "row", "outcome", "values"} <= set(found["rows"][0])
    wrong = next(one for one in found["problems"] if one["code"] == "id.check_digit")
    assert (wrong["sheet"], wrong["row"], wrong["column"]) == (TITLE, 7, "D")
    assert (wrong["raw"], wrong["severity"]) == ("529999197506150019", "WARN")
    assert wrong["message"] == "身份证号最后一位（校验位）应为8，现为9，请核对整个号码"


def test_eight_thousand_rows_are_read_and_written(ledger, tmp_path):
    rows = [
        person(number % 400, 序号=number, 姓名="田" + chr(0x4E00 + number % 5000),
               公民身份证号=None, 手机号=f"199{number:08d}")
        for number in range(8000)
    ]  # fmt: skip
    preview, _ = import_rows(ledger, tmp_path, rows)
    new = preview.counts[RowOutcome.NEW]
    assert len(only(ledger, "person")) == new > 5000
    assert sum(preview.counts.values()) == 8000


CELLS = st.one_of(
    st.none(),
    st.text(max_size=12).filter(lambda one: one.isprintable()),
    st.integers(-10, 10**18),
    st.floats(-10, 10**6, allow_nan=False),
    st.dates(date(1900, 1, 1), date(2030, 1, 1)),
    st.sampled_from(["无", "同上", "男", "汉族", "2010.6", "529999197506150018", "党员"]),
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(CELLS, min_size=len(HEADER), max_size=len(HEADER)), max_size=6))
def test_made_up_rosters_never_break_and_import_once(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("made")
    path = roster(folder, [[f"{cell}" if isinstance(cell, str) and cell.startswith("=") else cell
                            for cell in row] for row in rows])  # fmt: skip
    ledger = Ledger.open(folder / "ledger.db", today=lambda: TODAY)
    try:
        before = content(ledger)
        preview = imports.preview(ledger, path)
        outcome = imports.apply(ledger, preview)
        again = imports.preview(ledger, path)
        assert again.counts[RowOutcome.NEW] == 0
        assert again.counts[RowOutcome.CHANGED] == 0
        if outcome.batch:
            batches.undo(ledger, outcome.batch)
        assert content(ledger) == before
    finally:
        ledger.close()


def test_a_member_left_in_a_dissolved_branch_can_be_transferred(ledger, tmp_path):
    other = "中共青禾县第二小学支部委员会"
    import_rows(ledger, tmp_path, [person(1), person(2, 所在党支部=other)])
    old = next(row for row in only(ledger, "org_unit") if row["full_name"] == BRANCH)
    with ledger.writing("撤销") as tx:
        records.change(tx, "org_unit", old["id"], {"dissolved_on": day(TODAY)})
    path = roster(tmp_path, [person(1, 所在党支部=other)])
    preview = imports.preview(ledger, path)
    imports.apply(ledger, preview, {field_key(TITLE, 4, "branch"): TRANSFER})
    assert [row["from_text"] for row in only(ledger, "transfer")] == [BRANCH]


def test_the_bureaus_own_years_without_probation_are_used_in_the_preview(ledger, tmp_path):
    row = person(
        1, 出生日期="1950.03.05", 加入党组织日期="1977.08.15", 转为正式党员日期="1977.08.15"
    )
    path = roster(tmp_path, [row])

    def told():
        found = imports.preview(ledger, path).problems
        return [
            one.problem.detail["last"] for one in found if one.problem.code == "member.no_probation"
        ]

    assert told() == ["1977-08-11"]
    rules.edit(ledger, RuleEdit("B5-07", params='{"last_day": "1977-08-18"}'))
    assert told() == []
    rules.edit(ledger, RuleEdit("B5-07", params='{"last_day": "1976-01-01"}'))
    assert told() == ["1976-01-01"]
    rules.edit(ledger, RuleEdit("B5-07", enabled=False))
    assert told() == []
