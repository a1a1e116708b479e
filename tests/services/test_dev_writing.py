"""What a step writes is gone when it is taken back."""

import pytest

from app.base.errors import UserError
from app.domain.dev_entry import StepEntry
from app.services import dev_board, development
from app.store import records
from tests.services import dev_people
from tests.services.dev_people import WAY, on, start, step, walk


@pytest.fixture
def school(ledger):
    return dev_people.entered(ledger)


def rows(school, table, **equal):
    with school.ledger.reading() as tx:
        return records.find(tx, table, **equal)


OWNED = ("dev_step", "dev_person", "dev_review", "public_notice", "vote")
STAMPS = {"updated_at", "updated_by", "row_version", "version"}


def written(school, case):
    """Return all that the steps of a case have written, without stamps."""
    found = {
        "dev_case": rows(school, "dev_case", id=case),
        **{name: rows(school, name) for name in OWNED},
    }
    found["taken"] = [{"id": row["person_id"]} for row in rows(school, "application_form")
                      if row["person_id"]]  # fmt: skip
    return {
        name: [{key: row[key] for key in row if key not in STAMPS} for row in several]
        for name, several in found.items()
    }


@pytest.mark.parametrize(
    "key", [key for key in WAY if key not in
            ("committee_approved_on", "convert_approved_on", "archived_on")]
)  # fmt: skip
def test_a_step_taken_back_leaves_nothing_of_it_behind(school, key):
    case, known = start(school).ids[0], {}
    for one in WAY:
        known[one] = written(school, case)
        step(school, case, one)
        for day in dev_people.REVIEWS.get(one, ()) if one != key else ():
            review = StepEntry(key="cultivation", done_on=on(day), review="REVIEW")
            development.do_step(school.ledger, [case], review)
        if one == key:
            break
    development.take_back(school.ledger, case, key)
    assert written(school, case) == known[key]
    with pytest.raises(UserError, match="还没有登记"):
        development.take_back(school.ledger, case, key)


def test_a_review_taken_back_leaves_the_one_before_it(school):
    case = walk(school, "activist_on")
    assert dev_board.card(school.ledger, case).line("cultivation").done_on == "2023-06-08"
    development.take_back(school.ledger, case, "cultivation")
    assert dev_board.card(school.ledger, case).line("cultivation").done_on == "2022-12-08"
    development.take_back(school.ledger, case, "cultivation")
    assert rows(school, "dev_review") == rows(school, "dev_step", step_no=6) == []


def test_mentors_taken_back_leave_those_before_them(school):
    case = walk(school, "mentors")
    first = [row["person_id"] for row in rows(school, "dev_person", role="MENTOR")]
    step(school, case, "mentors", done_on="2022-10-01", people=(school.full[4],))
    development.take_back(school.ledger, case, "mentors")
    assert [(row["person_id"], row["to_on"]) for row in rows(school, "dev_person")] == [
        (one, None) for one in first
    ]
