"""The runner of all checks: nothing is hidden, the last line is pytest's."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def checks(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "packaging")
    import checks

    return checks


def python(code):
    return [sys.executable, "-c", code]


def test_a_check_passes_its_output_on_and_reports_failure(checks, capfd):
    result = checks._check("broken", python("print('第 3 行有错'); raise SystemExit(1)"))
    assert not result.passed
    assert result.verdict == "未通过（退出码 1）"
    assert "第 3 行有错" in capfd.readouterr().out


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to die of")
def test_a_check_that_dies_after_its_last_line_says_so(checks):
    code = "import os, signal; print('9 passed', flush=True); os.kill(os.getpid(), signal.SIGSEGV)"
    last_line = []
    result = checks._check("dying", python(code), keep_last_line=last_line)
    assert last_line == ["9 passed"]
    assert (result.passed, result.verdict) == (False, "未通过（崩溃，信号 11）")


def test_a_failure_does_not_stop_the_other_checks_and_decides_the_exit_code(
    checks, capfd, monkeypatch, tmp_path
):
    tests = tmp_path / "test_one.py"
    tests.write_text("def test_one():\n    assert True\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONIOENCODING", "utf-8")
    monkeypatch.setattr(checks, "ROOT", tmp_path)
    monkeypatch.setattr(checks, "_static_checks", lambda: [["bad", "bad"], ["good", "good"]])
    monkeypatch.setattr(
        checks, "_tool", lambda _python, name: python(f"raise SystemExit({name == 'bad':d})")
    )
    assert checks.run_all(Path(sys.executable), ["-q", "-p", "no:randomly", str(tests)]) == 1
    lines = capfd.readouterr().out.splitlines()
    table = lines[lines.index("检查                秒  结果") + 1 : -1]
    assert [line.split()[::2] for line in table] == [
        [
            "bad",
            "未通过（退出码",
        ],
        ["good", "通过"],
        ["pytest", "通过"],
    ]
    assert lines[-1].startswith("1 passed")
