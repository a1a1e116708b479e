import pytest

from app.base.errors import UserError
from app.cli.arguments import build_parser
from app.cli.main import parse


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["import"], "缺少 文件"),
        (["fly"], "不能是“fly”"),
        (["figures", "--year", "去年"], "--year 后面的“去年”不对"),
        (["due", "--as-of", "2010-13-01"], "--as-of 后面的“2010-13-01”不对"),
        (["report", "work-summary", "--year", "2010"], "缺少 -o/--output"),
        (["report", "work-summary", "--year", "2010", "-o"], "-o/--output 后面要写内容"),
        (["due", "--as-of", "9999-12-31"], "--as-of 后面的“9999-12-31”不对"),
        (["due", "--as-of", "0001-01-01"], "--as-of 后面的“0001-01-01”不对"),
        (["figures", "--year", "1"], "--year 后面的“1”不对"),
        (["figures", "--year", "2010", "--cutoff", "9999-12-31"], "--cutoff 后面的“9999-12-31”"),
        (["report", "work-summary", "--year", "9999", "-o", "a.pdf"], "--year 后面的“9999”不对"),
        (["undo", " "], "操作编号 后面的“ ”不对"),
        (["check", "--fast"], "不认识 --fast"),
        (["export", "cats", "out.xlsx"], "不能是“cats”"),
    ],
)
def test_wrong_usage_is_explained_in_chinese(typed, said):
    with pytest.raises(UserError) as caught:
        build_parser().parse_args(typed)
    assert said in str(caught.value)
    assert "argument" not in str(caught.value)
    assert "--help" in caught.value.todo


def test_the_command_named_in_the_advice_can_be_typed():
    with pytest.raises(UserError) as caught:
        build_parser().parse_args(["import"])
    assert "“python -m app import --help”" in caught.value.todo


@pytest.mark.parametrize("typed", [["--help"], ["import", "--help"], ["bench", "--help"]])
def test_help_has_no_english_sentence(typed, capsys):
    with pytest.raises(SystemExit) as ended:
        parse(typed)
    shown = capsys.readouterr().out
    assert ended.value.code == 0
    assert shown.startswith("用法：python -m app")
    for english in ("usage", "options", "positional", "show this"):
        assert english not in shown


def test_without_a_command_the_window_is_meant():
    assert parse([]).command is None
