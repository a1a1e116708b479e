"""Members as of a day, read from a real ledger: moves, statuses, contacts, withdrawals."""

from datetime import date

import pytest

from app.domain.dates import PartialDate
from app.store import member_facts, records
from app.store.engine import Database

TODAY = date(2024, 6, 15)


@pytest.fixture
def database(tmp_path):
    opened = Database(tmp_path / "ledger.sqlite")
    yield opened
    opened.close()


class Card:
    """One member of branch `a` (branch `b` exists too), and what is written about him."""

    def __init__(self, database):
        self.database = database
        self.a = self.add("org_unit", full_name="甲支部", kind="BRANCH")
        self.b = self.add("org_unit", full_name="乙支部", kind="BRANCH")
        self.person = self.add("person", name="张永杰", category="TEACHER")
        self.membership = self.add(
            "membership", person_id=self.person, org_id=self.a, member_type="FULL",
            status="NORMAL", joined_on="2000-07-01", full_on="2001-07-01",
        )  # fmt: skip

    def add(self, table, **values):
        with self.database.writing("录入", author="李文书") as tx:
            return records.add(tx, table, known(values))

    def change(self, **values):
        with self.database.writing("修改", author="李文书") as tx:
            records.change(tx, "membership", self.membership, known(values))

    def event(self, kind, on, **values):
        owner = {"person_id": self.person, "membership_id": self.membership}
        return self.add("membership_event", kind=kind, happened_on=on, **owner, **values)

    def move(self, to, on):
        """Move as the program does: the event and the new branch in one batch."""
        with self.database.writing("调动", author="李文书") as tx:
            event = {"person_id": self.person, "membership_id": self.membership, "org_id": to,
                     "kind": "MOVED_INSIDE", "happened_on": on, "status_before": "NORMAL",
                     "status_after": "NORMAL"}  # fmt: skip
            records.add(tx, "membership_event", known(event))
            new = known({"org_id": to, "branch_joined_on": on})
            records.change(tx, "membership", self.membership, new)

    def at(self, on=TODAY):
        with self.database.reading() as tx:
            found = member_facts.members(tx, on)
            return next(iter(member_facts.facts(tx, found, on)), None)


def known(values):
    return {
        name: PartialDate.of(value)
        if name.endswith(("_on", "_since", "_until")) and isinstance(value, str)
        else value
        for name, value in values.items()
    }


@pytest.fixture
def card(database):
    return Card(database)


def test_a_member_without_history_stands_where_the_record_says(card):
    found = card.at()
    assert (found.org_id, found.status, found.member_type) == (card.a, "NORMAL", "FULL")


def test_before_a_move_the_member_was_in_the_branch_the_journal_remembers(card):
    card.move(card.b, "2024-01-10")
    assert card.at(date(2024, 1, 9)).org_id == card.a
    assert card.at(date(2024, 1, 10)).org_id == card.b


def test_two_moves_are_undone_one_by_one(card):
    card.move(card.b, "2023-01-10")
    card.move(card.a, "2024-01-10")
    days = (date(2022, 1, 1), date(2023, 6, 1), date(2024, 6, 1))
    assert [card.at(on).org_id for on in days] == [card.a, card.b, card.a]


def test_an_accepted_internal_transfer_moves_on_the_day_it_was_accepted(card):
    card.add("transfer", person_id=card.person, membership_id=card.membership,
             direction="INTERNAL", from_org_id=card.a, to_org_id=card.b,
             handled_on="2024-01-01", accepted_on="2024-01-10")  # fmt: skip
    card.change(org_id=card.b)
    assert card.at(date(2024, 1, 9)).org_id == card.a
    assert card.at(date(2024, 1, 10)).org_id == card.b


def test_a_move_told_by_an_event_and_a_transfer_of_the_same_day_is_one_move(card):
    owner = {"person_id": card.person, "membership_id": card.membership}
    card.add(
        "membership_event", kind="MOVED_INSIDE", happened_on="2024-01-10", org_id=card.b, **owner
    )
    card.add("transfer", direction="INTERNAL", from_org_id=card.a, to_org_id=card.b,
             accepted_on="2024-01-10", **owner)  # fmt: skip
    card.change(org_id=card.b)
    assert card.at(date(2024, 1, 9)).org_id == card.a
    assert card.at(date(2024, 1, 10)).org_id == card.b


def test_a_suspended_member_was_on_the_roster_before(card):
    card.event("SUSPENDED", "2024-03-01", status_before="NORMAL", status_after="SUSPENDED",
               reason="失联")  # fmt: skip
    card.change(status="SUSPENDED")
    assert card.at(date(2024, 2, 29)).status == "NORMAL"
    after = card.at()
    assert (after.status, after.status_on) == ("SUSPENDED", PartialDate.of("2024-03-01"))
    assert after.status_reason == "失联"


def test_a_move_does_not_begin_the_status_anew(card):
    card.event("STATUS_SET", "2020-03-01", status_before="NORMAL", status_after="RETAINED",
               reason="出国留学")  # fmt: skip
    card.change(status="RETAINED")
    card.event("MOVED_INSIDE", "2024-01-10", org_id=card.b, status_before="RETAINED",
               status_after="RETAINED")  # fmt: skip
    found = card.at()
    assert (found.status_on, found.status_reason) == (PartialDate.of("2020-03-01"), "出国留学")


def test_who_left_is_no_fact_any_more_but_was_one_before(card):
    card.event("MOVED_OUT", "2024-03")
    card.change(status="TRANSFERRED")
    assert card.at() is None
    assert card.at(date(2024, 2, 29)).status == "NORMAL"
    assert card.at(date(2024, 3, 1)) is None


def test_who_was_moved_in_was_not_here_before(card):
    card.event("MOVED_IN", "2024-03-01", org_id=card.a, status_after="NORMAL")
    assert card.at(date(2024, 2, 29)) is None
    assert card.at(date(2024, 3, 1)) is not None


def test_an_event_that_names_only_the_person_counts_for_his_membership(card):
    card.add("membership_event", person_id=card.person, kind="MOVED_IN",
             happened_on="2024-03-01", status_after="NORMAL")  # fmt: skip
    assert card.at(date(2024, 2, 29)) is None


def test_events_of_the_membership_and_of_the_person_are_read_together(card):
    card.add("transfer", person_id=card.person, direction="INTERNAL", from_org_id=card.a,
             to_org_id=card.b, accepted_on="2024-01-10")  # fmt: skip
    card.event("ACCEPTED", "2000-07-01", org_id=card.a, status_after="NORMAL")
    card.change(org_id=card.b)
    assert card.at(date(2024, 1, 9)).org_id == card.a
    assert card.at(date(2024, 1, 10)).org_id == card.b


def test_the_accepting_meeting_is_known(card):
    card.event("ACCEPTED", "2000-07-01", meeting_on="2000-07-02", status_after="NORMAL")
    assert card.at().accepted_at_meeting_on == PartialDate.of("2000-07-02")


def attend(card, on, state="PRESENT"):
    activity = card.add("activity", kind="MEMBERS_MEETING", held_on=on, status="HELD")
    card.add("attendance", activity_id=activity, person_id=card.person, state=state)


def test_the_last_contact_is_the_latest_of_meeting_dues_and_talk(card):
    assert card.at().last_contact_on is None
    attend(card, "2023-11-30")
    assert card.at().last_contact_on == PartialDate.of("2023-11-30")
    card.add("dues_payment", person_id=card.person, paid_on="2024-01-05")
    assert card.at().last_contact_on == PartialDate.of("2024-01-05")
    card.add("talk", person_id=card.person, talker_id=card.person, held_on="2024-02-01")
    assert card.at().last_contact_on == PartialDate.of("2024-02-01")
    card.add("floating_record", person_id=card.person, last_contact_on="2024-03")
    assert card.at().last_contact_on == PartialDate.of("2024-03")


def test_absence_is_no_contact_and_later_contacts_are_not_known_yet(card):
    attend(card, "2024-01-10", "ABSENT")
    attend(card, "2024-01-11", "LEAVE")
    assert card.at().last_contact_on is None
    attend(card, "2024-02-01", "MADE_UP")
    attend(card, "2024-05-01")
    assert card.at(date(2024, 4, 30)).last_contact_on == PartialDate.of("2024-02-01")


def test_a_member_is_lost_only_from_the_day_contact_was_lost(card):
    card.change(is_lost=True, lost_since="2024-03-01")
    assert not card.at(date(2024, 2, 29)).is_lost
    assert card.at(date(2024, 3, 1)).is_lost


def test_disposals_are_those_in_effect(card):
    card.add("disposal_case", person_id=card.person, kind="PROBATION_IN_PARTY",
             started_on="2023-01-01", effect_until="2024-06-01")  # fmt: skip
    assert card.at(date(2022, 12, 31)).disposals == ()
    assert card.at(date(2024, 5, 31)).disposals == ("PROBATION_IN_PARTY",)
    assert card.at(date(2024, 6, 1)).disposals == ()


def test_the_end_of_a_disposal_entered_later_does_not_change_the_past(card):
    card.add("disposal_case", person_id=card.person, kind="PROBATION_IN_PARTY",
             started_on="2023-01-01", effect_until="2024-06-01", end_result="RESTORED")  # fmt: skip
    assert card.at(date(2024, 5, 31)).disposals == ("PROBATION_IN_PARTY",)
    assert card.at(date(2024, 6, 1)).disposals == ()


def test_talks_count_up_to_the_meeting_on_a_withdrawal(card):
    case = card.add("withdrawal_case", person_id=card.person, applied_on="2024-05-01",
                    branch_meeting_on="2024-06-01", is_threat=True)  # fmt: skip
    for held_on in ("2024-05-20", "2024-06-10"):
        card.add("talk", person_id=card.person, withdrawal_id=case, held_on=held_on)
    (found,) = card.at().withdrawals
    assert (found.id, found.talks_n, found.is_threat) == (case, 1, True)
    assert card.at(date(2024, 4, 30)).withdrawals == ()
    (early,) = card.at(date(2024, 5, 25)).withdrawals
    assert (early.meeting_on, early.talks_n) == (None, 1)


def test_a_closed_withdrawal_is_no_fact(card):
    card.add("withdrawal_case", person_id=card.person, applied_on="2024-05-01",
             closed_on="2024-06-01")  # fmt: skip
    assert card.at().withdrawals == ()
    assert len(card.at(date(2024, 5, 31)).withdrawals) == 1


def test_dates_known_later_are_hidden():
    on = PartialDate.of("2024-06-16")
    assert member_facts.known_by(on, TODAY) is None
    assert member_facts.known_by(on, date(2024, 6, 16)) == on
    assert member_facts.known_by(None, TODAY) is None
