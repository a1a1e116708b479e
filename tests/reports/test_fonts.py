import hashlib
import tomllib

from reportlab.pdfbase import pdfmetrics

from app.base.resources import resource
from app.reports.fonts import FontSet, Role, width_of

RARE = "㛃䶮堃喆昇赟旻彧翀"


def test_every_bundled_font_is_the_one_that_was_built_and_has_its_licence():
    table = tomllib.loads(resource("fonts", "fonts.toml").read_text("utf-8"))
    assert set(table) == set(Role)
    for entry in table.values():
        data = resource("fonts", entry["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == entry["sha256"]
        assert "modified version" in resource("fonts", entry["licence_file"]).read_text("utf-8")


def test_the_bundled_fonts_stay_below_thirty_megabytes():
    assert sum(p.stat().st_size for p in resource("fonts").iterdir()) < 30_000_000


def test_every_role_shows_all_of_gb2312_and_the_rare_characters_of_names():
    rows = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    hanzi = "".join(row.decode("gb2312", "ignore") for row in rows)
    assert len(hanzi) == 6763
    fonts = FontSet()
    for role in Role:
        fonts.runs(hanzi + RARE + "𬱖√△○×✓□—……〔2010〕①Ⅳ", role)
    assert fonts.missing == ""


def test_a_character_that_a_face_lacks_comes_from_another_one():
    fonts = FontSet()
    assert fonts.runs("张㛃", Role.FANG) == [("fangsong-0", "张"), ("song-0", "㛃")]


def test_a_whole_name_is_never_set_in_two_faces():
    fonts = FontSet()
    assert fonts.runs("张㛃", Role.FANG, whole=True) == [("song-0", "张㛃")]
    assert fonts.runs("张三", Role.FANG, whole=True) == [("fangsong-0", "张三")]
    assert fonts.runs("张三3名", Role.FANG, whole=True)[0] == ("fangsong-0", "张三")


def test_a_character_that_no_font_has_is_reported():
    fonts = FontSet()
    fonts.runs("党\U0003134a员", Role.FANG)
    assert fonts.missing == "\U0003134a"
    assert fonts.used == ("Dangwu Fangsong",)


def test_widths_are_measured_over_all_pieces():
    fonts = FontSet()
    pieces = fonts.runs("张㛃", Role.FANG)
    assert width_of(pieces, 10) == 20
    assert pdfmetrics.getFont("song-0").fontName == "song-0"
