"""The board, the card of a case, the sheet of a vote."""

from datetime import date

import pytest

from app.base.errors import UserError
from app.domain.dates import PartialDate
from app.domain.dev_board import StepState
from app.domain.document import Prose, TableBlock
from app.domain.kinds import DevPhase
from app.domain.members import StatusChange
from app.services import dev_board, dev_sheets, rules, standing
from app.services.overrides import Override
from app.store import records
from tests.services import dev_people
from tests.services.dev_people import ballot, on, start, step, walk


@pytest.fixture
def school(ledger):
    return dev_people.entered(ledger)


@pytest.mark.parametrize(
    ("until", "phase", "upcoming"),
    [
        (None, DevPhase.APPLICATION, "first_talk_on"),
        ("activist_on", DevPhase.CULTIVATION, "activist_filed_on"),
        ("candidate_on", DevPhase.CANDIDACY, "introducers"),
        ("pre_review_on", DevPhase.ACCEPTANCE, "form_filled_on"),
        ("committee_approved_on", DevPhase.PROBATION, "filed_on"),
        ("oath_on", DevPhase.PROBATION, "conversion_applied_on"),
    ],
)
def test_a_card_stands_in_its_phase_with_what_is_next(school, until, phase, upcoming):
    case = walk(school, until) if until else start(school).ids[0]
    (card,) = dev_board.board(school.ledger)
    assert (card.id, card.phase, card.next_step.key) == (case, phase, upcoming)
    assert (card.name, card.org) == ("李敏", "一中")


def test_the_board_says_by_when_and_what_is_overdue_comes_first(school):
    start(school, "何静", applied_on=on("2025-12-10"))
    late = start(school, "吕强", applied_on=on("2025-10-10")).ids[0]
    first, second = dev_board.board(school.ledger)
    assert first.id == late
    assert (first.due_on, first.late_n) == (date(2025, 11, 10), 1)
    assert (second.due_on, second.late_n) == (date(2026, 1, 10), 0)
    assert "第七条" in first.due.article


def test_ended_cases_are_shown_when_asked_for(school):
    walk(school, "archived_on")
    assert dev_board.board(school.ledger) == ()
    (card,) = dev_board.board(school.ledger, with_closed=True)
    assert card.is_closed


def test_the_card_has_a_line_for_each_of_the_twenty_five_steps(school):
    case = walk(school, "training_on")
    card = dev_board.card(school.ledger, case)
    assert [line.step.no for line in card.lines] == list(range(1, 26))
    mentors = card.line("mentors")
    assert mentors.state is StepState.DONE
    assert mentors.facts == (("培养联系人", "周明、吴江"),)
    assert card.line("training_on").facts == (("天数", "3"), ("结业证号", "结2023-7"))
    assert card.line("candidate_branch_on").facts[0][0] == "公示"
    assert card.line("committee_review_on").state is StepState.NEXT
    assert card.line("cultivation").state is StepState.OPEN
    assert card.line("cultivation").done_on == "2023-06-08"
    assert card.line("oath_on").state is StepState.LATER
    assert "A" in card.gaps


def test_the_card_and_its_history_tell_every_vote(school):
    case = walk(school, "form_filled_on")
    step(school, case, "accept_meeting_on", ballot=ballot(yes=3, no=4))
    step(school, case, "accept_meeting_on", done_on="2023-12-20")
    card = dev_board.card(school.ledger, case)
    assert [vote.passed for vote in card.votes] == [False, True]
    assert card.probation == (date(2023, 12, 20), date(2024, 12, 20))
    changes = [change for entry in card.history for change in entry.changes]
    assert ("结果", "", "没有通过") in changes


def test_a_step_tells_by_which_override_it_stands_and_so_does_the_history(school):
    case = walk(school, "mentors")
    why = Override("组织部门批准提前", "清组函〔2023〕5号", decided_by="李部长")
    step(school, case, "candidate_branch_on", why, done_on="2023-01-10", notice="2023-01-11")
    card = dev_board.card(school.ledger, case)
    facts = dict(card.line("candidate_branch_on").facts)
    assert facts["按例外办理"] == (
        "积极分子满一年才能确定为发展对象：组织部门批准提前"
        "（清组函〔2023〕5号，李部长，2025-12-31）"
    )
    told = {change[2] for entry in card.history for change in entry.changes}
    assert {"组织部门批准提前", "清组函〔2023〕5号", "李部长", "2025-12-31"} <= told


@pytest.mark.parametrize("status", ["DECEASED", "NOT_RECOGNISED"])
def test_nothing_is_asked_of_a_probationary_member_who_has_died_or_left(school, status):
    case = walk(school, "oath_on")
    person = dev_board.card(school.ledger, case).facts.person_id
    before, after = date(2024, 2, 9), date(2025, 3, 1)

    def asked(on):
        return {one.rule_id for one in rules.due(school.ledger, on) if one.about.subject == person}

    known = asked(before)
    assert "B5-04" in asked(after)
    left_on = PartialDate.of("2024-02-10")
    with school.ledger.writing("去世") as tx:
        to = StatusChange(status=status, happened_on=left_on)
        standing.change(school.ledger, tx, standing.both(tx, person), to)
    assert (asked(before), asked(after)) == (known, set())
    assert dev_board.board(school.ledger) == ()


def test_b5_02_the_approval_states_the_probation(school):
    case = walk(school, "committee_approved_on")
    facts = dev_board.card(school.ledger, case).line("committee_approved_on").facts
    assert ("预备期", "2023-12-10至2024-12-10") in facts


def test_the_sheet_of_a_vote_says_what_was_counted_and_what_it_came_to(school, tmp_path):
    case = walk(school, "form_filled_on")
    left_out = {"ILL": 1, "ABROAD": 1}
    count = ballot(expected=10, present=6, yes=5, no=1, written_yes=1, exclusions=left_out,
                   consent="教党复〔2023〕9号")  # fmt: skip
    step(school, case, "accept_meeting_on", ballot=count, teller="王山")
    with school.ledger.reading() as tx:
        (vote,) = records.find(tx, "vote")
    document = dev_sheets.vote_sheet(school.ledger, vote["id"])
    words = "".join(str(run) for block in document.blocks if isinstance(block, Prose)
                    for run in block.runs)  # fmt: skip
    assert "2023年12月10日，某县第一中学支部委员会召开" in words
    assert (
        "应到会有表决权的正式党员8名（另有2名不计入：患病不能表达意志1名、自费出国半年以上1名，"
        "批准文号教党复〔2023〕9号），实到会6名"
    ) in words
    assert "表决通过" in words
    assert "王山" in words
    (table,) = [block for block in document.blocks if isinstance(block, TableBlock)]
    assert table.rows[-1] == ("合计", "6", "1", "0", "0", "7")
    for ending in ("pdf", "docx"):
        target = tmp_path / f"票决.{ending}"
        assert dev_sheets.save_vote_sheet(school.ledger, vote["id"], target) == target
        assert target.stat().st_size > 1000
    with pytest.raises(UserError, match=r"\.txt"):
        dev_sheets.save_vote_sheet(school.ledger, vote["id"], tmp_path / "x.txt")


def test_the_sheet_of_a_refused_vote_says_why(school):
    case = walk(school, "form_filled_on")
    step(school, case, "accept_meeting_on", ballot=ballot(present=4, yes=4))
    with school.ledger.reading() as tx:
        (vote,) = records.find(tx, "vote")
    words = str(dev_sheets.vote_sheet(school.ledger, vote["id"]).blocks)
    assert "表决没有通过" in words
    assert "没有超过半数" in words


def test_forms_offer_full_members_voters_and_free_numbers(school):
    assert len(dev_board.full_members(school.ledger, school.branch)) == 8
    assert dev_board.voters(school.ledger, school.branch, None) == 8
    assert dev_board.voters(school.ledger, school.branch, on("1999-01-01")) == 0
    assert [one.label for one in dev_board.committees(school.ledger)] == ["局党委"]
    assert [one.label for one in dev_board.branches_of(school.ledger)] == ["一中"]
    assert dev_board.free_forms(school.ledger, 2025) == []
    person = start(school).ids[1]
    assert person not in [one.value for one in dev_board.outsiders(school.ledger)]


def test_a_record_of_a_step_leads_to_its_case(school):
    case = walk(school, "first_talk_on")
    with school.ledger.reading() as tx:
        (row,) = records.find(tx, "dev_step", case_id=case, step_no=2)
    assert dev_board.case_of(school.ledger, "dev_step", row["id"]) == (case, "first_talk_on")
    assert dev_board.case_of(school.ledger, "dev_case", case) == (case, "")


def test_the_bureaus_own_step_has_a_line_and_is_done_like_any_other(school):
    with school.ledger.writing("增加环节") as tx:
        own = {"step_no": 26, "stage": "PROBATION", "name": "转正后谈话", "date_label": "谈话日期"}
        records.add(tx, "dev_step_def", own)
    case = start(school).ids[0]
    card = dev_board.card(school.ledger, case)
    assert card.lines[-1].step.title == "26 转正后谈话"
