"""党费 of a year on paper, from a real ledger to a real PDF."""

from datetime import date
from decimal import Decimal

import pypdfium2
import pytest

from app.base.errors import UserError
from app.domain.dues_views import Payment, SheetDraft
from app.services import dues, dues_book, dues_publication, printing, rules
from tests.services.affairs_county import opened, settled

TODAY = date(2025, 1, 20)


@pytest.fixture
def place(tmp_path):
    ledger = opened(tmp_path / "ledger.sqlite", TODAY)
    found = settled(ledger)
    dues.enter(ledger, [
        SheetDraft(person_id=found.zhang, year=2024, category="ON_JOB", base=Decimal(3000)),
        SheetDraft(person_id=found.wu, year=2024, category="ON_JOB", base=Decimal("4123.45")),
        SheetDraft(person_id=found.li, year=2024, category="STUDENT"),
    ])  # fmt: skip
    for number in range(1, 13):
        dues_book.pay(ledger, [Payment(found.zhang, date(2024, number, 1))],
                      paid_on=date(2024, number, 5))  # fmt: skip
    dues_book.pay(ledger, [Payment(found.wu, date(2024, 1, 1))], paid_on=date(2024, 1, 5))
    yield found
    ledger.close()


def text_of(document, tmp_path):
    printing.save(document, tmp_path / "a.pdf")
    pdf = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    text = "".join(page.get_textpage().get_text_range() for page in pdf)
    pdf.close()
    return "".join(text.split())


def test_b8_15_the_publication_names_everybody_with_months_due_and_paid(place):
    told = dues_publication.publication(place.ledger, place.branch, 2024)
    lines = {line.name: line for line in told.lines}
    assert (lines["张永杰"].months_n, lines["张永杰"].paid) == (12, Decimal(180))
    assert (lines["吴瑞君"].due, lines["吴瑞君"].note) == (Decimal("494.76"), "欠11个月")
    assert lines["李小明"].due == Decimal("2.00")
    assert (told.due, told.paid) == (Decimal("676.76"), Decimal("221.23"))


def test_b8_15_the_table_is_printed_with_sums_in_capital_numerals(place, tmp_path):
    document = dues_publication.publication_document(place.ledger, place.branch, 2024)
    text = text_of(document, tmp_path)
    assert "2024年党费收缴公示" in text
    assert "实收221.23元（大写：贰佰贰拾壹元贰角叁分）" in text
    assert "2025年1月20日" in text


def test_b8_15_publishing_takes_the_branch_off_the_due_list(place):
    assert "B8-15" in {one.rule_id for one in rules.due(place.ledger, TODAY)}
    (written,) = dues_publication.publish(place.ledger, place.branch, 2024, TODAY, "党员活动室").ids
    assert place.get("dues_publication", written)["collected"] == Decimal("221.23")
    assert "B8-15" not in {one.rule_id for one in rules.due(place.ledger, TODAY)}
    with pytest.raises(UserError, match="没有收过党费"):
        dues_publication.publish(place.ledger, place.other, 2024, TODAY)


def test_the_register_has_both_halves_of_the_year(place, tmp_path):
    document = dues_publication.collection_document(place.ledger, place.branch, 2024)
    text = text_of(document, tmp_path)
    assert "上半年" in text
    assert "12月" in text
    assert text.count("15.00") == 12 + 2


def test_the_slips_tell_everybody_base_times_rate(place, tmp_path):
    text = text_of(dues_publication.slips_document(place.ledger, place.branch, 2024), tmp_path)
    assert "4123.45×1%＝41.2345元，四舍五入到分是41.23元" in text


def test_the_list_of_arrears_names_months_and_money(place, tmp_path):
    text = text_of(dues_publication.arrears_document(place.ledger, TODAY), tmp_path)
    assert "吴瑞君" in text
    assert "张永杰" not in text
    assert "453.53" in text


def test_b8_17_the_summary_hands_up_the_share_of_the_setting(place, tmp_path):
    from app.domain.rules import RuleEdit

    rules.edit(place.ledger, RuleEdit("B8-17", date(2008, 4, 1), params='{"hand_up_percent": 60}'))
    (line,) = dues_publication.hand_up(place.ledger, 2024)
    assert (line.paid, line.hand_up) == (Decimal("221.23"), Decimal("132.74"))
    text = text_of(dues_publication.hand_up_document(place.ledger, 2024), tmp_path)
    assert "共辖支部1个，党员3人" in text
