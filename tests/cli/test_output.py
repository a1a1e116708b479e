import sys

from app.cli import output


class Terminal:
    def __init__(self):
        self.text = ""

    def write(self, text):
        self.text += text

    def flush(self):
        pass

    def isatty(self):
        return True


def test_columns_stand_straight_although_chinese_is_wide(capsys):
    output.say_table(("甲", "b"), [("ab", "1"), ("中文字", "2")])
    assert capsys.readouterr().out.splitlines() == ["甲      b", "ab      1", "中文字  2"]


def test_a_line_break_in_a_cell_does_not_break_the_table(capsys):
    output.say_table(("a",), [("x\ny",)])
    assert capsys.readouterr().out.splitlines() == ["a", "x y"]


def test_a_program_without_a_console_stays_silent(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    output.say("好")
    output.complain("不好")
    output.progress().step(1, 2)


def test_progress_is_shown_on_a_terminal_and_wiped_at_the_end(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    shown = output.progress()
    shown.step(1, 2, "读取")
    shown.step(2, 2, "读取")
    assert terminal.text == "\r\x1b[K读取 1/2\r\x1b[K"


def test_progress_in_a_pipe_is_silent(capsys):
    output.progress().step(1, 2, "读取")
    assert capsys.readouterr().err == ""
