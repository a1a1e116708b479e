"""The sample rosters, imported into the practice county one after the other."""

import re
from collections import Counter
from pathlib import Path

import pytest

from app.exchange.workbooks import read_workbook
from app.services import imports
from app.services.ledger import Ledger
from app.services.practice.build import build

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"
FILES = sorted(SAMPLES.iterdir())


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """Import every sample; return its outcomes and the codes of its problems by file name."""
    ledger = Ledger.open(tmp_path_factory.mktemp("samples") / "ledger.sqlite")
    build(ledger)
    found = {}
    for path in FILES:
        plan = imports.preview(ledger, path)
        imports.apply(ledger, plan)
        codes = {problem.problem.code for problem in plan.problems}
        found[path.name] = (Counter({str(k): n for k, n in plan.counts.items() if n}), codes)
    ledger.close()
    return found


def test_there_are_files_of_every_shape():
    assert {path.suffix for path in FILES} == {".xlsx", ".xls", ".csv"}
    assert 4 <= len(FILES) <= 8


def test_together_they_show_every_outcome(outcomes):
    total = sum((counts for counts, _ in outcomes.values()), Counter())
    assert set(total) == {"new", "same", "changed", "conflict", "suspect", "skipped"}


def test_most_rows_are_people_the_county_knows(outcomes):
    total = sum((counts for counts, _ in outcomes.values()), Counter())
    assert total["same"] + total["changed"] > 60
    assert 3 <= total["new"] <= 10


def test_every_file_has_something_that_can_be_imported(outcomes):
    for name, (counts, _) in outcomes.items():
        assert counts["new"] + counts["same"] + counts["changed"], name


def test_the_roster_of_traps_has_its_traps(outcomes):
    codes = outcomes["职教中心党员信息(待核对).xlsx"][1]
    assert {"id.number_cell", "id.check_digit", "cell.ditto"} <= codes


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_everybody_is_invented(path):
    for sheet in read_workbook(path).sheets:
        for row in sheet.rows:
            for cell in row:
                text = re.sub(r"[\s']", "", str(cell or ""))
                for number in re.findall(r"(?<!\d)\d{17}[\dXx](?!\d)", text):
                    assert number.startswith("529999"), path.name
