"""A block on the clipboard, as WPS and Excel read it."""

from xml.etree import ElementTree as ET

from app.ui.clipboard import block
from tests.ui.people import COLUMNS


def cells(mime):
    body = mime.html().split("<body>")[1].split("</body>")[0]
    # x:str without a value is HTML, not XML.
    table = ET.fromstring(body.replace("x:str ", "xstr='' "))
    return [list(row) for row in table]


def test_the_text_is_tab_separated_and_a_tab_in_a_cell_is_quoted(people):
    assert block(people[3:], COLUMNS[:2]).text() == (
        '赵六\t529999196001010044\n"阿\t七"\t529999196001010055'
    )


def test_id_numbers_and_dates_are_marked_as_text_and_amounts_are_not(people):
    row = cells(block(people[:1], COLUMNS))[0]
    assert [cell.text for cell in row[:2]] == ["张三", "529999198001010011"]
    marked = ['mso-number-format:"\\@"' in cell.get("style", "") for cell in row]
    assert marked == [True, True, True, False, True]
    assert ["xstr" in cell.attrib for cell in row] == marked


def test_titles_come_first_when_asked_for(people):
    mime = block(people[:1], COLUMNS[:2], with_titles=True)
    assert mime.text().splitlines()[0] == "姓名\t公民身份号码"
    assert [cell.text for cell in cells(mime)[0]] == ["姓名", "公民身份号码"]


def test_a_cell_cannot_bring_its_own_html(people):
    class Bad:
        id = "1"
        name = '<img src="x">&'

    mime = block([Bad()], COLUMNS[:1])
    assert "<img" not in mime.html()
    assert cells(mime)[0][0].text == '<img src="x">&'
