"""A step that is opened again shows what was entered, and loses nothing when it is saved."""

from dataclasses import replace

import pytest

from app.base.errors import UserError
from app.domain.dev_entry import NoticeEntry
from app.services import dev_board, development
from app.services.dev_entered import entered
from app.store import records
from tests.services import dev_people
from tests.services.dev_people import ballot, entry, on, step, walk


@pytest.fixture
def school(ledger):
    return dev_people.entered(ledger)


def rows(school, table, **equal):
    with school.ledger.reading() as tx:
        return records.find(tx, table, **equal)


@pytest.mark.parametrize(
    "key",
    ["first_talk_on", "candidate_branch_on", "political_review_on", "training_on",
     "pre_review_on", "form_filled_on", "accept_meeting_on", "convert_meeting_on"],
)  # fmt: skip
def test_what_was_entered_comes_back(school, key):
    case = walk(school, key)
    was = entry(school, key)
    if was.notice:
        end = rows(school, "public_notice", case_id=case)[-1]["to_on"]
        was = replace(was, notice=replace(was.notice, to_on=end))
    if was.ballot:
        was = replace(was, ballot=replace(was.ballot, issued=7, returned=7))
    assert entered(school.ledger, case, key) == replace(was, people=())


def test_before_it_was_done_and_of_reviews_nothing_is_shown(school):
    case = walk(school, "mentors")
    assert entered(school.ledger, case, "candidate_branch_on") is None
    assert entered(school.ledger, case, "cultivation") is None


def test_saving_again_changes_nothing_and_a_notice_can_be_added_later(school):
    case = walk(school, "conversion_applied_on")
    step(school, case, "convert_meeting_on", notice=None)
    votes = rows(school, "vote")
    again = entered(school.ledger, case, "convert_meeting_on")
    notice = NoticeEntry(on("2024-12-12"), None, "没有收到反对意见")
    development.do_step(school.ledger, [case], replace(again, notice=notice))
    kept = [{key: row[key] for key in row if key != "updated_at"} for row in rows(school, "vote")]
    assert kept == [{key: row[key] for key in row if key != "updated_at"} for row in votes]
    told = dict(dev_board.card(school.ledger, case).line("convert_meeting_on").facts)
    assert told["公示"] == "2024-12-12至2024-12-18 没有收到反对意见"


def test_a_vote_is_corrected_in_its_place_and_not_into_a_refusal(school):
    case = walk(school, "accept_meeting_on")
    step(school, case, "accept_meeting_on", ballot=ballot(present=6, yes=6))
    (vote,) = rows(school, "vote")
    assert (vote["present"], vote["yes"]) == (6, 6)
    with pytest.raises(UserError, match="没有通过"):
        step(school, case, "accept_meeting_on", ballot=ballot(yes=3, no=4))
    assert rows(school, "vote") == [vote]


def test_a_review_of_the_same_day_is_there_once(school):
    case = walk(school, "activist_on")
    held = [row["held_on"].iso for row in rows(school, "dev_review")]
    again = replace(entry(school, "first_talk_on"), key="cultivation", review="REVIEW",
                    done_on=on("2022-12-08"), note="改了说明")  # fmt: skip
    development.do_step(school.ledger, [case], again)
    assert [row["held_on"].iso for row in rows(school, "dev_review")] == held
    assert rows(school, "dev_review")[0]["content"] == "改了说明"
