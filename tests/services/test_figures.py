from datetime import date
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest

from app.base.errors import UserError
from app.domain.dates import PartialDate, Precision
from app.domain.figures import FigureChoices, FigureKind, total
from app.domain.rules import RuleEdit
from app.services import figures, printing, reports, rules
from app.services.ledger import Ledger
from app.store import member_facts, records
from tests.services.figure_cases import AFTER, CASES, INSIDE, YEAR, Case

INSIDE_MOVES = 3 + 3 + 12
"""Between branches: three of their own, three on probation, two out of each old branch."""
PRACTICE = (2, 1, 3, 3, 25, 19, 6, 19, 27, 9, 4, 1863, 19200, 63, 5, 11)


@pytest.fixture
def county(tmp_path):
    ledger = Ledger.open(tmp_path / "dangwu.sqlite", author="测试")
    with ledger.writing("准备") as tx:
        top = records.add(
            tx, "org_unit", {"kind": "COMMITTEE", "full_name": "中共清江县教育局委员会"}
        )
        school = records.add(
            tx, "school_unit", {"name": "清江一中", "kind": "HIGH", "is_direct": True}
        )
        branch = records.add(
            tx,
            "org_unit",
            {
                "kind": "BRANCH",
                "full_name": "云峰小学支部",
                "school_kind": "PRIMARY",
                "parent_id": top,
            },
        )
        person = records.add(tx, "person", {"name": "张三", "school_id": school})
        term = {
            "org_id": branch,
            "start_on": PartialDate(date(2009, 1, 1)),
            "end_on": PartialDate(date(2011, 12, 31)),
        }
        records.add(
            tx,
            "org_post",
            {
                "person_id": person,
                "org_id": branch,
                "post": "SECRETARY",
                "term_id": records.add(tx, "org_term", term),
            },
        )
    yield ledger, {"top": top, "school": school, "branch": branch, "person": person}
    ledger.close()


def number(ledger, id_):
    return figures.count(ledger, id_, YEAR).number


@pytest.mark.parametrize(("id_", "value"), [(f"N{n:02d}", v) for n, v in enumerate(PRACTICE, 1)])
def test_the_practice_county_reproduces_the_office_report(practice, id_, value):
    assert number(practice, id_) == value


def test_every_figure_equals_what_its_records_contribute(practice):
    for figure in figures.compute(practice, YEAR).figures.values():
        if figure.definition.kind not in {
            FigureKind.TEXT,
            FigureKind.PERCENT,
            FigureKind.SCORE,
        }:
            assert figure.number == total(figure.evidence), figure.definition.id


@pytest.mark.parametrize("id_", [f"N{n:02d}" for n in (*range(1, 12), 14, 15, 16, 17, 19, 20)])
def test_a_count_has_as_many_records_as_it_says(practice, id_):
    figure = figures.count(practice, id_, YEAR)
    assert len({(item.table, item.id) for item in figure.evidence}) == figure.number


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.figure)
class TestAFigureFollowsItsRecords:
    def test_when_one_is_added_and_removed(self, county, case: Case):
        ledger, known = county
        before = number(ledger, case.figure) or 0
        with ledger.writing("加一条") as tx:
            table, record = case.add(tx, known)
        assert number(ledger, case.figure) == before + case.grows
        with ledger.writing("删一条") as tx:
            records.remove(tx, table, record)
        assert number(ledger, case.figure) == before

    def test_when_its_date_leaves_the_year(self, county, case: Case):
        self._changed(county, case, case.out)

    def test_when_its_category_changes(self, county, case: Case):
        self._changed(county, case, case.other)

    def _changed(self, county, case, values):
        ledger, known = county
        before = number(ledger, case.figure) or 0
        with ledger.writing("加一条") as tx:
            table, record = case.add(tx, known)
        assert number(ledger, case.figure) == before + case.grows
        with ledger.writing("改一条") as tx:
            records.change(tx, table, record, values)
        assert number(ledger, case.figure) == before


def test_a_month_known_only_to_the_year_counts_in_that_year(county):
    ledger, known = county
    with ledger.writing("只有年份") as tx:
        for text in ("2010", "2010-12", "2009-12", "2011"):
            records.add(
                tx,
                "transfer",
                {
                    "person_id": known["person"],
                    "direction": "IN",
                    "category_at_event": "TEACHER",
                    "handled_on": PartialDate.of(text),
                },
            )
    assert number(ledger, "N09") == 2


def test_the_category_of_the_day_counts_and_not_todays(county):
    ledger, known = county
    with ledger.writing("三月是学生") as tx:
        records.add(
            tx,
            "membership_event",
            {
                "kind": "ACCEPTED",
                "person_id": known["person"],
                "committee_approved_on": INSIDE,
                "category_at_event": "STUDENT",
            },
        )
        records.change(tx, "person", known["person"], {"category": "TEACHER"})
    assert (number(ledger, "N07"), number(ledger, "N06")) == (1, 0)


def test_the_bureau_may_count_by_the_branch_meeting(county):
    ledger, known = county
    with ledger.writing("跨年审批") as tx:
        records.add(
            tx,
            "membership_event",
            {
                "kind": "ACCEPTED",
                "person_id": known["person"],
                "meeting_on": INSIDE,
                "committee_approved_on": AFTER,
                "category_at_event": "TEACHER",
            },
        )
    assert number(ledger, "N05") == 0
    figures.choose(ledger, FigureChoices(count_by_meeting=True))
    assert number(ledger, "N05") == 1


def test_internal_moves_and_other_donations_count_only_by_choice(practice):
    before = figures.compute(practice, YEAR).figures
    figures.choose(practice, FigureChoices(internal_transfers=True, all_donations=True))
    after = figures.compute(practice, YEAR).figures
    figures.choose(practice, FigureChoices())
    assert after["N09"].number == before["N09"].number + INSIDE_MOVES
    assert after["N13"].number == before["N13"].number + 3600


def test_the_cut_off_day_is_the_last_day_counted(county):
    ledger, _known = county
    with ledger.writing("两次") as tx:
        for day in (date(2010, 6, 30), date(2010, 7, 1)):
            records.add(tx, "inspection", {"period": "ADHOC", "held_on": PartialDate(day)})
    counted = figures.compute(ledger, YEAR, cutoff=date(2010, 6, 30))
    assert counted.figures["N19"].number == 1


def test_self_checks_say_in_words_what_contradicts_itself(county):
    ledger, _known = county
    with ledger.writing("没有人数的活动日") as tx:
        records.add(
            tx,
            "activity",
            {"kind": "MEMBER_DAY", "scope": "BUREAU", "status": "HELD", "held_on": INSIDE},
        )
        records.add(
            tx,
            "honour",
            {
                "award_year": YEAR,
                "level": "COUNTY",
                "category": "EXCELLENT_MEMBER",
            },
        )
    warnings = figures.compute(ledger, YEAR).warnings
    assert any("参加人次少于活动次数" in text for text in warnings)
    assert "县级优秀共产党员中有1条表彰没有写明对象，请补上。" in warnings


def test_an_empty_ledger_has_all_figures_at_zero_and_says_what_is_missing(tmp_path):
    ledger = Ledger.open(tmp_path / "empty.sqlite")
    counted = figures.compute(ledger, YEAR)
    ledger.close()
    assert ["名称" in counted.warnings[0], "还没有党员" in counted.warnings[1]] == [True, True]
    assert len(counted.warnings) == 2
    assert all(
        not figure.number for figure in counted.figures.values() if figure.definition.id != "N22"
    )


def test_the_printed_pdf_says_the_same_numbers(practice, tmp_path: Path):
    report = reports.draft(practice, YEAR)
    target = tmp_path / "汇报.pdf"
    printing.save(report.document, target)
    with pypdfium2.PdfDocument(target) as pdf:
        text = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    flat = "".join(text.split())
    for phrase in (
        "接收预备党员25名,其中教师19名、学生6名",
        "转为正式党员19名",
        "接转27人次",
        "转出组织关系9人次",
        "党员活动日4次,参加活动人数达1863人次,组织捐款19200元,救助困难党员63名",
        "从5个方面入手",
        "对11所小学",
        "3所直属中学",
    ):
        assert phrase.replace(",", "，") in flat, phrase


def _dated(tx, table, **values):
    return records.add(tx, table, values)


class TestTheRosterOfAPastDay:
    def test_is_the_same_for_the_figures_and_for_the_rules(self, practice):
        for day in (date(2010, 3, 1), date(2010, 8, 31), date(2010, 12, 31)):
            with practice.reading() as tx:
                seen = {m.row.id for m in member_facts.members(tx, day) if m.is_on_roster}
            counted = figures.count(practice, "org.members", 2010, cutoff=day)
            assert {item.id for item in counted.evidence} == seen

    def test_does_not_change_when_members_move_later(self, county):
        ledger, known = county
        with ledger.writing("入党") as tx:
            _dated(
                tx,
                "membership",
                person_id=known["person"],
                org_id=known["branch"],
                member_type="FULL",
                status="NORMAL",
                joined_on=PartialDate(date(2001, 7, 1)),
                full_on=PartialDate(date(2002, 7, 1)),
                branch_joined_on=PartialDate(date(2011, 3, 1)),
            )
        assert number(ledger, "org.members") == 1

    def test_counts_a_member_as_probationary_until_the_day_of_conversion(self, county):
        ledger, known = county
        with ledger.writing("入党") as tx:
            _dated(
                tx,
                "membership",
                person_id=known["person"],
                org_id=known["branch"],
                member_type="FULL",
                status="NORMAL",
                joined_on=PartialDate(date(2009, 9, 1)),
                full_on=PartialDate(date(2010, 9, 1)),
            )
        for day, full in ((date(2010, 8, 31), 0), (date(2010, 9, 1), 1)):
            assert figures.count(ledger, "org.full", YEAR, cutoff=day).number == full
            assert figures.count(ledger, "org.probationary", YEAR, cutoff=day).number == 1 - full


def test_dues_paid_in_full_are_no_arrears(county):
    ledger, known = county
    with ledger.writing("党费") as tx:
        _dated(tx, "dues_assess", person_id=known["person"], year=YEAR, month_due=Decimal(10))
        for month in range(1, 13):
            _dated(
                tx,
                "dues_payment",
                person_id=known["person"],
                month_on=PartialDate.of(f"2010-{month:02d}"),
                paid=Decimal(10),
            )
    assert number(ledger, "dues.due") == number(ledger, "dues.paid") == 120
    assert number(ledger, "dues.arrears") == 0
    with ledger.writing("少交一个月") as tx:
        records.remove(tx, "dues_payment", records.find(tx, "dues_payment")[0]["id"])
    assert number(ledger, "dues.arrears") == 1


def test_a_raw_month_counts_like_a_plain_one_at_a_cut_off_in_the_middle(county):
    ledger, _known = county
    with ledger.writing("两种写法") as tx:
        for raw in ("", "2010.6"):
            month = PartialDate(date(2010, 6, 1), Precision.MONTH, raw)
            _dated(tx, "inspection", period="ADHOC", held_on=month)
    for day, expected in ((date(2010, 6, 14), 2), (date(2010, 5, 31), 0)):
        assert figures.count(ledger, "N19", YEAR, cutoff=day).number == expected


def test_a_meeting_rule_that_is_switched_off_leaves_the_report_whole(county):
    ledger, _known = county
    rules.edit(ledger, RuleEdit("B2-03", date(2018, 10, 28), enabled=False))
    assert figures.compute(ledger, YEAR).figures["meeting.group_due"].number == 0


def test_a_cut_off_day_in_another_year_is_refused_in_words(county):
    ledger, _known = county
    with pytest.raises(UserError, match="不在2010年之内"):
        figures.compute(ledger, YEAR, cutoff=date(2011, 6, 1))


def test_a_problem_put_right_after_the_cut_off_day_is_not_yet_put_right(county):
    ledger, _known = county
    with ledger.writing("督查") as tx:
        held = records.add(tx, "inspection", {"period": "ADHOC", "held_on": INSIDE})
        for day in (date(2010, 6, 30), date(2010, 7, 1)):
            values = {"inspection_id": held, "rectified_on": PartialDate(day)}
            records.add(tx, "finding", values)
    counted = figures.compute(ledger, YEAR, cutoff=date(2010, 6, 30)).figures
    assert counted["inspection.problems"].number == 2
    assert counted["inspection.rectified"].number == 1


def test_a_branch_is_idle_after_three_years_without_an_acceptance(county):
    ledger, known = county
    with ledger.writing("申请") as tx:
        case = {"person_id": known["person"], "org_id": known["branch"]}
        records.add(tx, "dev_case", {**case, "applied_on": PartialDate(date(2010, 1, 5))})
        event = {
            "kind": "ACCEPTED",
            "person_id": known["person"],
            "org_id": known["branch"],
            "meeting_on": PartialDate(date(2007, 7, 1)),
        }
        records.add(tx, "membership_event", event)
    for day, idle in ((date(2010, 6, 30), 0), (date(2010, 7, 2), 1)):
        assert figures.count(ledger, "branch.idle", YEAR, cutoff=day).number == idle


def test_who_has_no_mark_did_not_take_the_test(county):
    ledger, known = county
    with ledger.writing("测试") as tx:
        exam = records.add(tx, "exam", {"held_on": INSIDE, "pass_mark": Decimal(60)})
        for score, again in ((None, None), (Decimal(59), Decimal(60)), (None, Decimal(50))):
            values = {"exam_id": exam, "person_id": known["person"]}
            records.add(tx, "exam_score", {**values, "score": score, "makeup_score": again})
    assert number(ledger, "study.exam_takers") == 2
    assert number(ledger, "study.exam_pass_rate") == 50
    assert number(ledger, "study.exam_average") == 59


def test_a_training_before_the_term_is_none_of_the_term(county):
    ledger, known = county
    with ledger.writing("培训") as tx:
        for day in (date(2008, 12, 31), date(2010, 6, 15)):
            values = {"audience": "SECRETARY", "start_on": PartialDate(day)}
            held = records.add(tx, "training_class", values)
            records.add(tx, "training_enrol", {"class_id": held, "person_id": known["person"]})
    assert number(ledger, "N20") == 0


def test_heads_are_counted_branch_by_branch_and_an_empty_row_counts_the_names(county):
    ledger, known = county
    with ledger.writing("活动日") as tx:
        other = records.add(tx, "org_unit", {"kind": "BRANCH", "full_name": "二小支部"})
        values = {"kind": "MEMBER_DAY", "scope": "BUREAU", "status": "HELD", "held_on": INSIDE}
        day = records.add(tx, "activity", values)
        for org in (known["branch"], known["branch"], other):
            person = records.add(tx, "person", {"name": "查某"})
            records.add(tx, "membership", {"person_id": person, "org_id": org, "status": "NORMAL"})
            came = {"activity_id": day, "person_id": person, "state": "PRESENT"}
            records.add(tx, "attendance", came)
        count = {"activity_id": day, "org_id": known["branch"], "should_n": 9}
        row = records.add(tx, "activity_org_count", count)
    assert number(ledger, "N12") == 3
    with ledger.writing("填了人数") as tx:
        records.change(tx, "activity_org_count", row, {"actual_n": 7})
    assert number(ledger, "N12") == 8
