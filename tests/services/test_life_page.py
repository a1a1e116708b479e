"""一人一页 on a real ledger: events, documents, trainings, dues and honours in one order."""

from datetime import date
from decimal import Decimal

import pypdfium2
import pytest

from app.base.errors import UserError
from app.domain.dates import PartialDate
from app.domain.dues_views import Payment, SheetDraft
from app.domain.transfers import TransferDraft
from app.services import dues, dues_book, life_page, printing, transfers
from tests.services.affairs_county import opened, settled

TODAY = date(2024, 6, 15)


@pytest.fixture
def place(tmp_path):
    ledger = opened(tmp_path / "ledger.sqlite", TODAY)
    found = settled(ledger)
    zhang = found.zhang
    dues.enter(ledger, [SheetDraft(person_id=zhang, year=2024, category="ON_JOB",
                                   base=Decimal(3000))])  # fmt: skip
    months = [Payment(zhang, date(2024, number, 1)) for number in (1, 2, 3)]
    dues_book.pay(ledger, months, paid_on=date(2024, 3, 2))
    dues_book.pay_large(ledger, zhang, Decimal(1000), paid_on=date(2024, 5, 12))
    for day in ("2023-03-01", "2023-06-01"):
        meeting = found.add("activity", kind="MEMBERS_MEETING", held_on=day)
        found.add("attendance", activity_id=meeting, person_id=zhang, state="PRESENT")
    training = found.add("training_class", title="书记培训班", start_on="2022-08-18")
    found.add("training_enrol", class_id=training, person_id=zhang)
    found.add(
        "honour", target_type="PERSON", person_id=zhang, title="优秀共产党员", award_year=2021
    )
    found.add("talk", person_id=zhang, held_on="2020-05")
    found.add("attachment", subject_table="person", subject_id=zhang, file_name="入党志愿书.pdf",
              added_on="2019-07-01")  # fmt: skip
    draft = TransferDraft(person_id=zhang, to_org_id=found.other,
                          handled_on=PartialDate.of("2024-04-10"))  # fmt: skip
    transfers.move(ledger, draft)
    yield found
    ledger.close()


def test_everything_about_a_person_stands_in_one_order_of_time(place):
    page = life_page.page(place.ledger, place.zhang)
    days = [line.on for line in page.lines]
    assert days == sorted(days)
    assert {line.kind for line in page.lines} == {
        "党籍", "附件", "谈心谈话", "表彰", "培训登记", "参加情况", "党费核定", "党费交纳",
        "组织关系接转", "党籍变动",
    }  # fmt: skip
    assert days[:2] == ["2000-07-01", "2001-07-01"]
    assert "二小支部" in dict(page.facts).values()


def test_dues_and_attendance_are_told_in_sums_of_a_year(place):
    texts = [line.text for line in life_page.page(place.ledger, place.zhang).lines]
    assert "交党费3个月，共45.00元" in texts
    assert "交大额党费，共1000.00元" in texts
    assert "参加支部党员大会2次" in texts


def test_what_has_no_day_of_its_own_takes_that_of_what_it_belongs_to(place):
    lines = {line.kind: line for line in life_page.page(place.ledger, place.zhang).lines}
    assert lines["培训登记"].on == "2022-08-18"
    assert lines["表彰"].on == "2021"
    assert lines["附件"].text == "入党志愿书.pdf"


def test_every_line_but_the_sums_leads_to_its_record(place):
    for line in life_page.page(place.ledger, place.zhang).lines:
        if line.id:
            assert place.get(line.table, line.id)
        else:
            assert line.kind in {"党费交纳", "参加情况"}


def test_the_page_is_printed_with_facts_and_timeline(place, tmp_path):
    printing.save(life_page.document(place.ledger, place.zhang), tmp_path / "a.pdf")
    text = pypdfium2.PdfDocument(tmp_path / "a.pdf")[0].get_textpage().get_text_range()
    plain = "".join(text.split())
    assert "张永杰同志党员情况" in plain
    assert "党支部：二小支部" in plain
    assert "交党费3个月，共45.00元" in plain


def test_nobody_has_no_page(place):
    with pytest.raises(UserError):
        life_page.page(place.ledger, "nobody")
