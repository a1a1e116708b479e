from app.domain.document import FigureRun, text_of


def test_runs_read_as_one_text():
    assert text_of(("接收", FigureRun("25", "N05"), "名")) == "接收25名"
