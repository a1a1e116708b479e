"""No sequence of actions reaches a status that the machine forbids (B10)."""

import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from app.base.errors import UserError
from app.domain.dates import PartialDate
from app.domain.kinds import ON_ROSTER, Status
from app.domain.members import StatusChange
from app.domain.status_rules import may_change, statuses
from app.domain.transfers import TransferDraft
from app.services import batches, disposals, lost_members, members, transfers, withdrawals
from app.services.disposals import CaseDraft, Decision
from tests.services.affairs_county import opened, settled

START = date(2024, 1, 1)
KINDS = ["CORRECTION", "PERSUADED", "REMOVAL", "WARNING", "EXPULSION"]


class Life(RuleBasedStateMachine):
    """Whatever is tried with two members, each in any order; what is refused changes nothing."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.mkdtemp()
        self.day = START
        self.ledger = opened(Path(self.folder) / "ledger.sqlite", START)
        self.place = settled(self.ledger)
        self.done = []

    def teardown(self):
        self.ledger.close()
        shutil.rmtree(self.folder)

    def on(self):
        self.day += timedelta(days=20)
        return PartialDate(self.day)

    def person(self, is_first):
        return self.place.zhang if is_first else self.place.li

    def attempt(self, act, *args, **more):
        before = self.snapshot()
        try:
            outcome = act(self.ledger, *args, **more)
        except UserError:
            assert self.snapshot() == before
        else:
            self.done.append(outcome.batch)

    def snapshot(self):
        return [
            (row["id"], row["status"], row["left_on"], row["org_id"])
            for row in self.place.find("membership")
        ]

    def last(self, table, person):
        rows = self.place.find(table, person_id=person)
        return rows[-1]["id"] if rows else ""

    @rule(is_first=st.booleans(), to=st.sampled_from(Status))
    def set_status(self, is_first, to):
        change = StatusChange(status=to, happened_on=self.on())
        self.attempt(members.change_status, [self.person(is_first)], change)

    @rule(is_first=st.booleans())
    def send(self, is_first):
        draft = TransferDraft(
            person_id=self.person(is_first), other="某校党委", handled_on=self.on()
        )
        self.attempt(transfers.send, draft)

    @rule(is_first=st.booleans(), what=st.sampled_from(["accept", "receipt", "take_back"]))
    def answer(self, is_first, what):
        found = self.last("transfer", self.person(is_first))
        if found:
            more = ("调动取消",) if what == "take_back" else ()
            self.attempt(getattr(transfers, what), found, self.on(), *more)

    @rule(is_first=st.booleans(), is_inside=st.booleans())
    def come(self, is_first, is_inside):
        draft = TransferDraft(
            person_id=self.person(is_first), to_org_id=self.place.other, handled_on=self.on()
        )
        self.attempt(transfers.move if is_inside else transfers.receive, draft)

    @rule(is_first=st.booleans(), is_back=st.booleans())
    def suspend(self, is_first, is_back):
        act = lost_members.restore if is_back else lost_members.suspend
        change = StatusChange(status="", happened_on=self.on())
        self.attempt(act, self.person(is_first), change)

    @rule(is_first=st.booleans(), is_threat=st.booleans(),
          outcome=st.sampled_from(["REMOVED", "PERSUADED_OUT", "REFUSED"]))  # fmt: skip
    def withdraw(self, is_first, is_threat, outcome):
        person = self.person(is_first)
        self.attempt(withdrawals.apply, person, self.on(), "", is_threat=is_threat)
        found = self.last("withdrawal_case", person)
        if found:
            self.attempt(withdrawals.decide, found, self.on(), outcome)

    @rule(is_first=st.booleans(), kind=st.sampled_from(KINDS))
    def dispose(self, is_first, kind):
        draft = CaseDraft(
            person_id=self.person(is_first), kind=kind, ground="", started_on=self.on()
        )
        self.attempt(disposals.open_case, draft)

    @rule(is_first=st.booleans(), result=st.sampled_from(["", "LEFT", "REMOVED", "CORRECTED"]))
    def decide(self, is_first, result):
        found = self.last("disposal_case", self.person(is_first))
        if found and result:
            self.attempt(disposals.end, found, self.on(), result)
        elif found:
            self.attempt(disposals.decide, found, Decision(approved_on=self.on()))

    @rule()
    def undo(self):
        if self.done:
            self.attempt(batches.undo, self.done.pop())

    @invariant()
    def every_step_is_one_the_machine_knows(self):
        for event in self.place.find("membership_event"):
            before, after = event["status_before"], event["status_after"]
            assert not before or may_change(before, after, event["member_type_at_event"])

    @invariant()
    def the_status_is_what_the_last_event_says(self):
        for person in (self.place.zhang, self.place.li):
            row = self.place.membership(person)
            events = self.place.find("membership_event", person_id=person)
            assert row["status"] == (events[-1]["status_after"] if events else Status.NORMAL)
            assert (row["status"] in ON_ROSTER) == (row["left_on"] is None)
            assert row["status"] in statuses()


@pytest.mark.timeout(280)
def test_no_sequence_of_actions_reaches_a_status_that_the_machine_forbids():
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=12,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
