"""党员花名册 on paper: who, by branch, with which sums, and ID numbers masked unless asked for."""

import logging
from contextlib import closing
from datetime import date

import pypdfium2
import pytest

from app.base.errors import UserError
from app.domain.dates import PartialDate
from app.domain.members import MemberDraft
from app.services import members, roster_print
from app.services.ledger import Ledger
from app.store import records


def row_of(sheet, name):
    return next(row for group in sheet.groups for row in group.rows if row[1] == name)


def test_everybody_in_a_roster_stands_under_his_branch_with_its_sums(practice):
    made = roster_print.sheet(practice, None)
    listed = [row for row in members.rows(practice) if row.on_roster]
    assert sum(len(group.rows) for group in made.groups) == len(listed)
    for group in made.groups:
        inside = [each for each in listed if each.name in {row[1] for row in group.rows}]
        assert f"党员{len(group.rows)}名" in group.heading
        assert {each.branch_id for each in inside}
    assert f"党员{len(listed)}名" in made.head
    women = sum(each.gender == "女" for each in listed)
    assert f"女{women}名" in made.head
    today = practice.today()
    assert f"截至：{today.year}年{today.month}月{today.day}日" in made.head


def test_the_rows_shown_are_printed_in_their_order(practice):
    chosen = [row for row in members.rows(practice) if row.on_roster]
    branch = chosen[0].branch_id
    ids = [row.id for row in reversed(chosen) if row.branch_id == branch]
    (group,) = roster_print.sheet(practice, ids).groups
    by_id = {row.id: row.name for row in chosen}
    assert [row[1] for row in group.rows] == [by_id[each] for each in ids]
    assert [row[0] for row in group.rows] == [str(n) for n in range(1, len(ids) + 1)]


def test_id_numbers_are_masked_unless_asked_for_which_is_noted(practice, tmp_path, caplog):
    person = next(row for row in members.rows(practice) if row.on_roster and len(row.id_no) == 18)
    masked = row_of(roster_print.sheet(practice, [person.id]), person.name)[7]
    assert "*" in masked
    assert person.id_no[6:14] not in masked
    with caplog.at_level(logging.INFO):
        roster_print.save(practice, [person.id], tmp_path / "a.pdf")
        assert "whole ID" not in caplog.text
        roster_print.save(practice, [person.id], tmp_path / "b.pdf", whole_ids=True)
    assert "whole ID" in caplog.text
    assert person.id_no not in caplog.text
    with closing(pypdfium2.PdfDocument(tmp_path / "b.pdf")) as pdf:
        assert person.id_no in pdf[0].get_textpage().get_text_bounded()


def test_the_columns_fill_a_landscape_page():
    assert sum(column.width_mm for column in roster_print.COLUMNS) == 297 - 2 * 12


def test_nobody_to_print_and_another_kind_of_file_are_said_in_words(practice, tmp_path):
    with pytest.raises(UserError, match="没有可以打印"):
        roster_print.sheet(practice, [])
    with pytest.raises(UserError, match=r"\.pdf"):
        roster_print.save(practice, None, tmp_path / "花名册.doc")


def test_an_empty_ledger_has_no_roster(tmp_path):
    ledger = Ledger.open(tmp_path / "ledger.sqlite")
    with pytest.raises(UserError):
        roster_print.sheet(ledger, None)
    ledger.close()


def test_who_is_in_need_and_what_degree_he_has_stand_in_the_roster(tmp_path):
    ledger = Ledger.open(tmp_path / "ledger.sqlite", today=lambda: date(2010, 12, 31))
    draft = MemberDraft(name="滕子轩", education="21", degree="学士")
    person = members.add(ledger, draft).ids[0]
    with ledger.writing("录入") as tx:
        case = records.add(
            tx, "hardship_case", {"person_id": person, "found_on": PartialDate.of("2010-05")}
        )
    (row,) = roster_print.sheet(ledger, None).groups[0].rows
    assert row[-1] == "困难"
    assert row[6] == "本科毕业/学士"
    with ledger.writing("录入") as tx:
        records.change(tx, "hardship_case", case, {"closed_on": PartialDate.of("2010-11")})
    (row,) = roster_print.sheet(ledger, None).groups[0].rows
    assert row[-1] == ""
    ledger.close()
