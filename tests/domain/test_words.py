"""Every problem code has its sentence, and every sentence has its problem."""

import ast
import re
import tomllib

import pytest

from app.base.resources import resource
from app.domain import words
from app.domain.readings import Problem, Severity, warn


def test_the_sentence_is_filled_with_the_values_of_the_problem():
    problem = warn("id.check_digit", expected="X", found="1")
    assert words.problem_text(problem) == ("身份证号最后一位（校验位）应为X，现为1，请核对整个号码")


def test_an_unknown_code_is_a_bug():
    with pytest.raises(KeyError):
        words.problem_text(Problem("no.such", Severity.INFO))


def made_problems():
    """Yield the code and the names of the details of every problem made in the domain."""
    for path in sorted((resource().parent / "app" / "domain").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = getattr(getattr(node, "func", None), "id", "")
            if name in ("warn", "block", "info") and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value, {keyword.arg for keyword in node.keywords}


def test_every_problem_made_in_the_readers_has_a_sentence_for_its_values():
    found = tomllib.loads(resource("problems.toml").read_text("utf-8"))
    sentences = {f"{g}.{n}": t for g, texts in found.items() for n, t in texts.items()}
    made = list(made_problems())
    assert len(made) > 30
    for code, given in made:
        assert None in given or set(re.findall(r"{(\w+)}", sentences[code])) <= given, code
