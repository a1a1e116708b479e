from app.reports.page import BODY, HEIGHT, LEADING, WIDTH


def test_28_characters_and_22_lines_fill_the_type_area():
    assert 28 * BODY <= WIDTH < 29 * BODY
    assert round(HEIGHT / LEADING, 6) == 22
