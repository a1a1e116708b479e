"""Programs of others: their failure becomes one sentence with their last words."""

import sys

import pytest
from environment import Trouble
from installer import running
from installer.running import Call, attempt, run


@pytest.fixture(autouse=True)
def logs(tmp_path, monkeypatch):
    monkeypatch.setattr(running, "LOGS", tmp_path)
    return tmp_path


def python(code):
    return [sys.executable, "-c", code]


def test_output_is_returned_and_kept_in_a_log(logs):
    assert run(Call("试 一下", python("print('好')"), {"PYTHONIOENCODING": "utf-8"})) == "好\n"
    assert (logs / "试-一下.log").read_text(encoding="utf-8") == "好\n"


def test_a_failure_is_told_with_exit_code_log_and_last_lines(logs):
    code = "import sys; print('\\n'.join(map(str, range(50)))); sys.exit(3)"
    with pytest.raises(Trouble) as caught:
        run(Call("试", python(code)))
    said = str(caught.value)
    assert "试没有成功（退出码 3）" in said
    assert str(logs / "试.log") in said
    assert said.endswith("48\n49")
    assert "\n12\n" not in said


def test_a_program_that_does_not_end_is_ended():
    code, _ = attempt(Call("等", python("import time; time.sleep(60)"), patience=0.5))
    assert code == 124
