"""Every other table: lists of a year, cards with their parts, saving by kind, refusing."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import event

from app.base.errors import Barred, UserError
from app.domain.branches import BranchDraft
from app.domain.dates import PartialDate
from app.domain.fields import tables
from app.domain.members import StatusChange
from app.services import batches, branches, members, record_book


@contextmanager
def counted(ledger):
    """Collect the statements that run meanwhile."""
    ran = []

    def note(_connection, _cursor, statement, *_):
        ran.append(statement)

    event.listen(ledger.database._engine, "before_cursor_execute", note)
    try:
        yield ran
    finally:
        event.remove(ledger.database._engine, "before_cursor_execute", note)


def save(county, table, **values):
    return record_book.save(county.ledger, table, None, values).ids[0]


def activity(county, **more):
    values = {"kind": "PARTY_LECTURE", "topic": "党课", "held_on": "2010-06-30", **more}
    return save(county, "activity", **values)


def test_text_is_read_by_the_kind_of_its_column(county):
    values = {"held_on": "2010年6月", "hours": "1.5", "should_n": "12", "is_major": "是"}
    record = activity(county, **values)
    raw = record_book.card(county.ledger, "activity", record).row.raw
    assert raw["held_on"] == PartialDate(date(2010, 6, 1), raw["held_on"].precision, "2010年6月")
    assert (raw["hours"], raw["should_n"], raw["is_major"]) == (Decimal("1.5"), 12, True)


def test_every_value_that_cannot_be_read_is_named_at_once(county):
    with pytest.raises(UserError, match="日期“六月初”填得不对；应到人数“许多”填得不对"):
        activity(county, held_on="六月初", should_n="许多")
    assert record_book.rows(county.ledger, "activity") == []


@pytest.mark.parametrize(
    ("column", "typed"),
    [
        ("hours", "NaN"),
        ("hours", "Infinity"),
        ("hours", "1e30"),
        ("should_n", "99999999999999999999"),
        ("should_n", "1_000人左右"),
        ("should_n", "12.5"),
        ("is_major", "不清楚"),
        ("held_on", "2010-02-30"),
    ],
)
def test_what_is_no_value_of_its_kind_is_refused_in_words(county, column, typed):
    with pytest.raises(UserError, match="填得不对"):
        activity(county, **{column: typed})


def test_an_amount_is_read_as_it_is_read_on_import(county):
    donation = save(county, "donation", donated_on="2010-12-03", amount="1.92万元")
    assert record_book.card(county.ledger, "donation", donation).row.raw["amount"] == 19200


def test_a_list_is_cut_to_its_year_and_shows_words(county):
    activity(county, org_id=county.first)
    activity(county, held_on="2009-12-31")
    (row,) = record_book.rows(county.ledger, "activity", 2010)
    assert (row.shown["kind"], row.shown["org_id"]) == ("党课", "第一小学党支部")
    assert row.summary == "2010-06-30 党课"
    assert len(record_book.rows(county.ledger, "activity")) == 2


def test_a_year_column_decides_where_there_is_one(county):
    for year in (2009, 2010):
        save(county, "pledge", year=year, party_b_id=county.first)
    (row,) = record_book.rows(county.ledger, "pledge", 2010)
    assert row.summary == "2010年第一小学党支部目标责任书"


def test_saving_again_writes_only_what_differs(county):
    record = activity(county)
    values = {"kind": "PARTY_LECTURE", "topic": "学习廉政准则", "held_on": date(2010, 6, 30)}
    outcome = record_book.save(county.ledger, "activity", record, values)
    entry = record_book.card(county.ledger, "activity", record).history[0]
    assert entry.changes == (("主题", "党课", "学习廉政准则"),)
    assert record_book.save(county.ledger, "activity", record, values).batch == ""
    assert outcome.ids == (record,)


def test_a_card_brings_the_records_that_belong_to_it(county):
    record = activity(county, actual_n=2)
    people = [
        {"activity_id": record, "person_id": county.zhang, "state": "PRESENT"},
        {"activity_id": record, "person_id": county.wu, "state": "ABSENT"},
    ]
    for each in people:
        record_book.save(county.ledger, "attendance", None, each)
    (part,) = record_book.card(county.ledger, "activity", record).parts
    assert (part.title, {row.summary for row in part.rows}) == (
        "参加情况",
        {"张永杰到", "吴瑞君缺"},
    )
    assert record_book.doubts(county.ledger, "activity", record) == (
        "实到人数填的是2，签到名单里是1人",
    )


def test_what_a_record_belongs_to_must_be_named(county):
    with pytest.raises(UserError, match="请填写活动；请填写人员"):
        save(county, "attendance", state="PRESENT")


def test_ballots_that_do_not_add_up_are_refused(county):
    debrief = save(county, "debrief", year=2010, person_id=county.zhang)
    votes = {"issued": 30, "returned": 29, "valid": 28, "good": 20, "fairly_good": 8}
    with pytest.raises(UserError, match="合计29，与有效票不等"):
        save(county, "ballot_sheet", debrief_id=debrief, **votes, average=1)
    save(county, "ballot_sheet", debrief_id=debrief, **votes, average=0)


def test_a_score_above_the_points_of_its_item_is_refused(county):
    scheme = save(county, "assessment_scheme", name="2010年办法", year=2010)
    item = save(county, "scheme_item", scheme_id=scheme, content="三会一课", max_score=40)
    assessment = save(county, "assessment", scheme_id=scheme, year=2010)
    score = {"assessment_id": assessment, "org_id": county.first, "item_id": item}
    with pytest.raises(UserError, match="考评分41不在0至40之间"):
        save(county, "assessment_score", **score, check_score="41")
    save(county, "assessment_score", **score, check_score="40")
    assert record_book.doubts(county.ledger, "assessment_scheme", scheme) == (
        "各项分值合计40，不是100分",
    )


def test_a_record_that_others_point_to_is_not_removed(county):
    record = activity(county)
    share = save(county, "donation", activity_id=record, amount="100", donated_on="2010-07-01")
    with pytest.raises(UserError, match="捐款1条"):
        record_book.remove(county.ledger, "activity", [record])
    record_book.remove(county.ledger, "donation", [share])
    record_book.remove(county.ledger, "activity", [record])
    assert record_book.rows(county.ledger, "activity") == []
    batches.restore(county.ledger, {"activity": [record]})
    assert len(record_book.rows(county.ledger, "activity")) == 1


def test_a_record_in_the_bin_is_not_edited(county):
    record = activity(county)
    record_book.remove(county.ledger, "activity", [record])
    with pytest.raises(UserError, match="在回收站里"):
        record_book.save(county.ledger, "activity", record, {"topic": "改"})


def test_nothing_new_points_to_what_lies_in_the_bin(county):
    record = activity(county)
    named = {"activity_id": record, "person_id": county.wu, "state": "PRESENT"}
    kept = save(county, "attendance", **named)
    record_book.remove(county.ledger, "attendance", [kept])
    members.remove(county.ledger, [county.wu])
    with pytest.raises(UserError, match="人员指向的记录已经不在了"):
        save(county, "attendance", **named)
    with pytest.raises(UserError, match="人员指向的记录已经不在了"):
        save(county, "attendance", **{**named, "person_id": "nobody"})
    talk = save(county, "talk", person_id=county.zhang, org_id=county.first)
    with pytest.raises(UserError, match="指向的记录已经不在了"):
        record_book.save(county.ledger, "talk", talk, {"talker_id": county.wu})


def test_a_score_beyond_the_full_mark_is_refused(county):
    exam = save(county, "exam", title="理论测试", full_mark="100")
    with pytest.raises(UserError, match="101不在0至100之间"):
        save(county, "exam_score", exam_id=exam, person_id=county.wu, score=101)


def test_choices_are_called_by_name_and_namesakes_are_told_apart(county):
    found = record_book.choices(county.ledger, "person")
    assert {choice.label for choice in found} == {"张永杰", "吴瑞君", "单明"}
    codes = record_book.code_choices("membership", "status")
    assert codes[0].value == "NORMAL"
    assert record_book.code_choices("person", "gender")[1].label == "男"


def test_every_table_can_be_listed_and_offers_its_choices(county):
    for name in tables():
        record_book.rows(county.ledger, name, 2010)
        record_book.choices(county.ledger, name)


def test_a_record_is_not_moved_into_a_temporary_branch_either(county):
    temp = branches.add(county.ledger, BranchDraft(full_name="临时党支部", kind="TEMP")).ids[0]
    case = {"person_id": county.zhang, "org_id": county.first, "applied_on": "2019-01-01"}
    record = record_book.save(county.ledger, "dev_case", None, case).ids[0]
    with pytest.raises(Barred):
        record_book.save(county.ledger, "dev_case", record, {"org_id": temp})
    members.edit(
        county.ledger,
        county.shan,
        replace(members.card(county.ledger, county.shan).draft, org_id=temp),
    )
    values = {"person_id": county.shan, "year": 2019, "from_on": "2019-01-01"}
    with pytest.raises(Barred):
        record_book.save(county.ledger, "dues_assess", None, values)


def test_what_happened_to_a_membership_is_not_deleted(county):
    change = StatusChange(status="TRANSFERRED", happened_on=PartialDate.of("2010-03-01"))
    members.change_status(county.ledger, [county.zhang], change)
    (event,) = record_book.rows(county.ledger, "membership_event")
    with pytest.raises(UserError, match="B10-23"):
        record_book.remove(county.ledger, "membership_event", [event.id])


@pytest.mark.parametrize("values", [{}, {"amount": None, "purpose": " "}])
def test_a_new_record_in_which_nothing_is_filled_is_not_saved(ledger, values):
    with pytest.raises(UserError, match="什么都还没有填写"):
        record_book.save(ledger, "donation", None, values)
    assert record_book.rows(ledger, "donation") == []
