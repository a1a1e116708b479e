"""The words of the import window."""

import pytest

from app.domain.dates import PartialDate
from app.domain.headers import SheetKind
from app.domain.org_names import NEW, KnownOrg
from app.domain.readings import info, warn
from app.domain.roster_preview import MatchedRow, RosterPreview, RowOutcome
from app.domain.roster_rows import CellProblem, RosterRow
from app.ui.import_words import field_label, preview_rows, value_words

PREVIEW = RosterPreview("甲.xlsx", orgs={"7": KnownOrg("7", "第一小学党支部")})


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("gender", "2", "女"),
        ("member_type", "PROBATIONARY", "预备党员"),
        ("is_lost", True, "是"),
        ("joined_on", PartialDate.of("2010-06"), "2010-06"),
        ("branch", "7", "第一小学党支部"),
        ("branch", f"{NEW}云外支部", "云外支部"),
        ("covers", ("甲", "乙"), "甲、乙"),
        ("other_phones", "", ""),
        ("mobile", None, ""),
    ],
)
def test_values_are_told_in_words(name, value, words):
    assert value_words(PREVIEW, SheetKind.MEMBERS, name, value) == words


def test_fields_of_the_sheet_and_of_the_ledger_have_their_names():
    assert field_label(SheetKind.MEMBERS, "id_no") == "公民身份证号"
    assert field_label(SheetKind.MEMBERS, "other_phones") == "其他电话"


def row(number, outcome, *problems):
    source = RosterRow("表", number, SheetKind.MEMBERS, {"name": "甲"})
    found = tuple(CellProblem("表", number, 0, "name", "", one) for one in problems)
    return MatchedRow(source, outcome, problems=found)


def test_rows_with_a_problem_come_first_whatever_would_become_of_them():
    doubt = warn("draft.no_id_no")
    shown = preview_rows(
        RosterPreview(
            "甲.xlsx",
            rows=(
                row(1, RowOutcome.SAME),
                row(2, RowOutcome.CHANGED),
                row(3, RowOutcome.CHANGED, info("draft.no_phone")),
                row(4, RowOutcome.NEW, doubt),
                row(5, RowOutcome.SAME, doubt),
                row(6, RowOutcome.CONFLICT),
                row(7, RowOutcome.CHANGED, doubt),
                row(8, RowOutcome.SUSPECT),
            ),
        )
    )
    assert [one.line for one in shown] == [6, 8, 7, 4, 5, 2, 3, 1]
