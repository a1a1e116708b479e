"""The papers of the exchange as they come out of the printer."""

import pypdfium2

from app.services import access
from app.services.exchange import papers, setup
from app.services.exchange.papers import RecoverySheet
from tests.services.exchange.world import BUREAU


def text_of(path):
    with pypdfium2.PdfDocument(path) as opened:
        assert len(opened) == 1
        return "".join(opened[0].get_textpage().get_text_bounded().split())


def test_the_sheet_holds_both_codes_whole_on_one_page(tmp_path):
    password_code, root_code = access.new_sheet(), setup.new_sheet()
    sheet = RecoverySheet("中共某某县教育局委员会", password_code, root_code)
    papers.print_recovery(sheet, tmp_path / "sheet.pdf")
    text = text_of(tmp_path / "sheet.pdf")
    assert password_code.replace("-", "") in text
    assert root_code.replace("-", "") in text
    assert "中共某某县教育局委员会" in text


def test_the_list_of_codes_names_every_school(world, tmp_path):
    codes = [("第一小学", "1234 5678 9012"), ("第二小学", "2109 8765 4321")]
    papers.print_codes(world.nodes[BUREAU].ledger, codes, tmp_path / "codes.pdf")
    text = text_of(tmp_path / "codes.pdf")
    for name, code in codes:
        assert f"{name}{code.replace(' ', '')}" in text
