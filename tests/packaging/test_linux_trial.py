"""What a self-test says is judged: every fault stops the build with the step and its reason."""

import pytest
from environment import Trouble
from installer.linux_trial import judge_self_test

PASSED = "通过   建立数据文件\n通过   打印\n自检通过。\n"
FAILED = """\
通过   建立数据文件
未通过 打印汇报：Traceback (most recent call last):
  File "pathlib.py", line 1045, in open
FileNotFoundError: no fields.toml

未通过 打开每个页面：页面没有画出来：党员
自检没有通过。
"""


def test_a_self_test_that_passed_is_shown_step_by_step(capsys):
    judge_self_test(0, "a warning of a library\n" + PASSED)
    assert capsys.readouterr().out == PASSED


def test_the_first_fault_is_told_with_the_last_line_of_its_trace():
    with pytest.raises(
        Trouble, match=r"没有通过自检：打印汇报：FileNotFoundError: no fields\.toml。打包"
    ):
        judge_self_test(1, FAILED)


def test_a_bad_exit_code_counts_although_the_text_is_good():
    with pytest.raises(Trouble, match="没有通过自检"):
        judge_self_test(139, PASSED)


def test_a_program_that_does_not_start_is_told_with_its_last_words():
    with pytest.raises(Trouble, match=r"启动：libfoo\.so\.1: cannot open shared object file"):
        judge_self_test(127, "./dangwu: error\nlibfoo.so.1: cannot open shared object file\n")
