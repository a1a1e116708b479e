"""The due list of a past day: what is done later, or only comes to be known later, changes nothing.

And from one day to the next a finding only grows more urgent, unless something happened that day.
"""

import shutil
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.dates import PartialDate, day
from app.domain.dev_entry import NAMED, StepEntry
from app.domain.dues_views import Payment
from app.domain.members import StatusChange
from app.domain.rules import DueState, RuleBook
from app.services import (
    batches,
    care,
    dev_board,
    development,
    disposals,
    dues_book,
    floating,
    lost_members,
    members,
    procedures,
    rules,
    transfers,
    withdrawals,
)
from app.services.disposals import Decision
from app.services.ledger import Ledger
from app.services.overrides import Override
from app.services.practice.build import build
from app.services.procedures import Stage

TODAY = date(2010, 12, 31)
ON = day(TODAY)
PAST = (date(2010, 6, 15), date(2010, 11, 30))
WHY = Override("上级批准", "县委组〔2010〕3号")
CHANGE = StatusChange(status="", happened_on=ON)

ACTS = {
    (Stage.SENT, "accept"): lambda at, row: transfers.accept(at, row.record, ON),
    (Stage.SENT, "receipt"): lambda at, row: transfers.receipt(at, row.record, ON),
    (Stage.SENT, "take_back"): lambda at, row: transfers.take_back(at, row.record, ON, "取消"),
    (Stage.RECEIVED, "receipt"): lambda at, row: transfers.receipt(at, row.record, ON),
    (Stage.LOST, "contact"): lambda at, row: lost_members.reached(at, row.person_id, ON),
    (Stage.LOST, "suspend"): lambda at, row: lost_members.suspend(at, row.person_id, CHANGE, WHY),
    (Stage.SUSPENDED, "restore"):
        lambda at, row: lost_members.restore(at, row.person_id, CHANGE, WHY),
    (Stage.WITHDRAWING, "talk"): lambda at, row: withdrawals.talk(at, row.record, ON, "谈话"),
    (Stage.WITHDRAWING, "meeting"):
        lambda at, row: withdrawals.decide(at, row.record, ON, "REMOVED", WHY),
    (Stage.WITHDRAWING, "persuade"): lambda at, row: withdrawals.persuade(at, row.record, ON),
    (Stage.ANNOUNCED, "report"): lambda at, row: withdrawals.report(at, row.record, ON),
    (Stage.CASE, "end"): lambda at, row: disposals.end(at, row.record, ON, "CORRECTED", WHY),
    (Stage.CASE, "decision"):
        lambda at, row: disposals.decide(at, row.record, Decision(approved_on=ON), WHY),
    (Stage.AWAY, "contacted"): lambda at, row: floating.contacted(at, row.record, ON),
    (Stage.AWAY, "return"): lambda at, row: floating.come_back(at, row.record, ON),
    (Stage.OPINION, "answer"): lambda at, row: care.answer(at, row.record, ON, "已采纳"),
}  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    path = tmp_path_factory.mktemp("built") / "ledger.sqlite"
    ledger = Ledger.open(path, author="李文书", today=lambda: TODAY)
    build(ledger)
    ledger.close()
    return path


@pytest.fixture(scope="module")
def county(built, tmp_path_factory):
    path = tmp_path_factory.mktemp("past") / "ledger.sqlite"
    shutil.copy(built, path)
    ledger = Ledger.open(path, author="李文书", today=lambda: TODAY)
    yield ledger
    ledger.close()


@pytest.fixture(scope="module")
def before(county):
    return {past: set(rules.findings(county, past)) for past in PAST}


def same_past(county, before, outcome):
    """Tell what an act of today changed in the lists of past days, and take it back."""
    assert outcome.batch
    changed = [
        (past, one.rule_id, one.text)
        for past in PAST
        for one in set(rules.findings(county, past)) ^ before[past]
    ]
    batches.undo(county, outcome.batch)
    return changed


@pytest.mark.parametrize("act", ACTS, ids=[f"{stage}-{name}" for stage, name in ACTS])
def test_a_step_of_today_leaves_the_lists_of_past_days_alone(county, before, act):
    row = next(one for one in procedures.rows(county) if one.stage is act[0])
    assert same_past(county, before, ACTS[act](county, row)) == []


def test_steps_of_development_of_today_leave_them_alone(county, before):
    seen = set()
    for card in dev_board.board(county):
        key = card.next_step.key if card.next_step else ""
        if key in seen or key in ("", "form_filled_on"):
            continue
        seen.add(key)
        named = tuple(one.value for one in dev_board.full_members(county, card.org_id)[:2])
        people = named if key in NAMED else ()
        entry = StepEntry(key=key, done_on=ON, people=people)
        assert same_past(county, before, development.do_step(county, [card.id], entry, WHY)) == []
    assert len(seen) > 10


def test_losing_somebody_or_paying_today_leaves_them_alone(county, before):
    late = next(one for one in before[PAST[1]] if one.rule_id == "B8-13")
    months = [Payment(late.about.subject, date(2010, number, 1)) for number in (9, 10, 11)]
    assert same_past(county, before, dues_book.pay(county, months)) == []
    row = next(one for one in members.rows(county) if one.on_roster)
    assert same_past(county, before, lost_members.mark(county, row.id, ON, "外出务工经商")) == []


def test_the_time_in_which_somebody_was_lost_stays_known(county):
    row = next(one for one in procedures.rows(county) if one.stage is Stage.LOST)
    done = lost_members.reached(county, row.person_id, PartialDate.of("2010-12-20"))

    def is_told(on):
        found = rules.findings(county, on)
        return any(one.rule_id == "B10-02" and one.about.subject == row.person_id for one in found)

    assert is_told(date(2010, 12, 19))
    assert not is_told(date(2010, 12, 20))
    batches.undo(county, done.batch)


ORDER = [DueState.NEXT, DueState.SOON, DueState.OVERDUE]
FIRST = date(2009, 1, 1)
_KNOWN = {}


def listed(county, on):
    """Return the findings of a day by rule, record, part and deadline, with their states."""
    if on not in _KNOWN:
        _KNOWN[on] = {
            (one.rule_id, one.about.record, one.about.part, one.due_on): ORDER.index(one.state)
            for one in rules.findings(county, on)
            if one.due_on
        }
    return _KNOWN[on]


def day_of_records(county):
    """Return every day that stands in some record: on such a day a list may change by an act."""
    with county.reading() as tx:
        connection = tx.session.connection()
        tables = [name for (name,) in connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        )]  # fmt: skip
        found = set()
        for table in tables:
            columns = [row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({table})")]
            for column in columns:
                if column.endswith("_on"):
                    query = f"SELECT DISTINCT substr({column}, 1, 10) FROM {table}"  # noqa: S608 - names of our own tables
                    found |= {value for (value,) in connection.exec_driver_sql(query) if value}
    return found


@pytest.fixture(scope="module")
def busy(county):
    return day_of_records(county)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1500))
def test_the_list_of_the_next_day_follows_from_that_of_the_day(county, busy, number):
    on = FIRST + timedelta(days=number)
    following = on + timedelta(days=1)
    today, tomorrow = listed(county, on), listed(county, following)
    eased = {key for key in today.keys() & tomorrow.keys() if tomorrow[key] < today[key]}
    assert eased == set()
    versions = {rule.effective_from for rule in RuleBook.load().rules}
    happened = {following.isoformat(), on.isoformat(), following.isoformat()[:7]} & busy
    if happened or following in versions:
        return
    gone = {key for key in today.keys() - tomorrow.keys() if today[key] == 2}
    assert gone == set()
