import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.__main__ import main
from app.cli.main import parse

ROOT = Path(__file__).resolve().parents[2]


def test_wrong_usage_is_two_and_says_so_on_stderr(capsys):
    assert main(["fly"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "命令写得不对" in said.err
    assert parse(["fly"]) is None


def test_what_the_user_must_act_on_is_one_and_one_sentence(run):
    ended = run("undo", "no-such-batch")
    assert ended.code == 1
    assert "没有这一次操作" in ended.err
    assert "Traceback" not in ended.err


def test_a_folder_that_cannot_be_used_is_said(tmp_path, capsys):
    file = tmp_path / "file"
    file.write_text("not a folder")
    assert main(["--data", str(file), "check"]) == 1
    assert "不能使用" in capsys.readouterr().err


def python(data, *arguments, **more):
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "app", "--data", str(data), *arguments]
    return subprocess.run(command, env=surroundings, capture_output=True, check=False, **more)


def test_the_output_is_utf8_whatever_the_console_says(data):
    ended = python(data, "figures", "--year", "2010")
    assert ended.returncode == 0
    assert "指标" in ended.stdout.decode("utf-8")
    assert ended.stderr == b""


def test_a_command_loads_no_qt(data):
    code = (
        "import sys; from app.__main__ import main; main(sys.argv[1:]); "
        "print('PySide6' in sys.modules)"
    )
    command = [sys.executable, "-c", code, "--data", str(data), "check"]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=True)
    assert ended.stdout.split()[-1] == "False"


@pytest.mark.skipif(sys.platform == "win32", reason="pipes break otherwise there")
def test_a_reader_that_stops_early_is_no_error(data):
    command = f'"{sys.executable}" -m app --data "{data}" figures --year 2010 --json | head -1'
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(
        ["/bin/sh", "-c", command], env=surroundings, capture_output=True, text=True, check=True
    )
    assert ended.stdout == "{\n"
    assert ended.stderr == ""
