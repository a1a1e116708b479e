"""No sequence of acts reaches an order of dates or a membership that the rules forbid."""

import shutil
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from app.base.errors import UserError
from app.domain.dates import day
from app.domain.dev_entry import OutcomeEntry
from app.domain.dev_notices import NoticeMeasure
from app.domain.dev_rules import breaches
from app.domain.readings import Severity
from app.services import batches, development, rules
from app.services.dev_outcomes import decide_outcome
from app.services.ledger import Ledger
from app.store import dev_facts, records
from app.store.dev_sources import calendar_of
from tests.services import dev_people
from tests.services.dev_people import WAY, ballot, entry

LAST = date(2025, 12, 31)
days = st.integers(1, 40)


class Way(RuleBasedStateMachine):
    """A clerk who tries everything: steps in any order, on any day, votes, outcomes, undo."""

    school = None

    def __init__(self):
        super().__init__()
        shutil.copy(self.source, self.path)
        ledger = Ledger.open(self.path, author="李文书", today=lambda: LAST)
        self.ledger = ledger
        self.place = replace(self.school, ledger=ledger)
        self.on = date(2021, 3, 1)
        self.case = dev_people.start(self.place, applied_on=day(self.on)).ids[0]
        self.done = []

    @rule(days=days)
    def wait(self, days):
        self.on = min(LAST, self.on + timedelta(days=days * 10))

    @rule(key=st.sampled_from(list(WAY)), back=st.integers(0, 400), yes=st.integers(0, 8))
    def step(self, key, back, yes):
        on = self.on - timedelta(days=back if back < 60 else 0)
        count = ballot("CONVERT" if key == "convert_meeting_on" else "ACCEPT",
                       present=8, yes=yes, no=8 - yes)  # fmt: skip
        more = {"ballot": count} if "meeting" in key else {}
        self.attempt(
            lambda: development.do_step(
                self.ledger,
                [self.case],
                replace(entry(self.place, key, **more), done_on=day(on), notice=None),
            )
        )

    @rule()
    def next_step(self):
        """Do the first step that is not done: chance alone never gets far."""
        with self.ledger.reading() as tx:
            row = records.get(tx, "dev_case", self.case)
        named = {key: row[key] for key in WAY if key in row}
        key = next((key for key, value in named.items() if value is None), None)
        if key is None:
            return
        for other in ("mentors", "introducers"):
            self.attempt(lambda other=other: self.do(other))
        self.attempt(lambda: self.do(key))

    def do(self, key):
        found = replace(entry(self.place, key), done_on=day(self.on), notice=None)
        return development.do_step(self.ledger, [self.case], found)

    @rule(key=st.sampled_from(list(WAY)))
    def take_back(self, key):
        self.attempt(lambda: development.take_back(self.ledger, self.case, key))

    @rule(kind=st.sampled_from(["EXTENDED", "CANCELLED"]), months=st.integers(3, 15))
    def outcome(self, kind, months):
        decided = OutcomeEntry(
            kind=kind,
            meeting_on=day(self.on),
            ballot=ballot("EXTEND" if kind == "EXTENDED" else "CANCEL", present=8, yes=8),
            approved_on=day(self.on),
            until_on=day(self.on + timedelta(days=months * 31)) if kind == "EXTENDED" else None,
        )
        self.attempt(lambda: decide_outcome(self.ledger, self.case, decided))

    @rule()
    def undo(self):
        if self.done:
            batch = self.done.pop()
            self.attempt(lambda: batches.undo(self.ledger, batch), is_kept=False)

    def attempt(self, act, *, is_kept=True):
        try:
            outcome = act()
        except UserError:
            return
        if is_kept and outcome.batch:
            self.done.append(outcome.batch)

    def facts(self):
        with self.ledger.reading() as tx:
            book = rules.book_of(tx)
            measure = NoticeMeasure(book, calendar_of(tx))
            (found,) = dev_facts.cases(tx, measure, date.max, [self.case])
            members = records.find(tx, "membership", person_id=found.person_id)
            events = records.find(tx, "membership_event", person_id=found.person_id)
        return book, found, members, [event["kind"] for event in events]

    @invariant()
    def nothing_that_blocks_is_broken(self):
        book, found, _members, _events = self.facts()
        broken = [one for one in breaches(book, found, LAST) if one.severity is Severity.BLOCK]
        assert [(one.rule_id, one.text) for one in broken] == []

    @invariant()
    def the_membership_is_that_of_the_case(self):
        _book, found, members, events = self.facts()
        if not found.is_accepted:
            assert members == []
            assert events == []
            return
        (member,) = members
        assert events[0] == "ACCEPTED"
        assert events.count("EXTENDED") <= 1
        if found.is_converted:
            assert member["member_type"] == "FULL"
            assert member["full_on"].first_day >= member["joined_on"].first_day.replace(
                year=member["joined_on"].first_day.year + 1
            ) - timedelta(days=1)
        elif "CANCELLED" in events:
            assert member["status"] == "PROB_CANCELLED"
        else:
            assert (member["member_type"], member["full_on"]) == ("PROBATIONARY", None)

    def teardown(self):
        self.ledger.close()


@pytest.fixture
def machine(ledger, tmp_path):
    school = dev_people.entered(ledger)
    ledger.close()
    return type("Tried", (Way,), {
        "school": replace(school, ledger=None),
        "source": tmp_path / "ledger.sqlite",
        "path": tmp_path / "tried.sqlite",
    })  # fmt: skip


def test_no_sequence_of_acts_reaches_a_forbidden_order_or_membership(machine):
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=8,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
