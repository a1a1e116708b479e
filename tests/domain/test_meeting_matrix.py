from datetime import date

from app.domain.figures import Period
from app.domain.meeting_matrix import BranchMeetings, MeetingDuty, slots

QUARTERLY = MeetingDuty("MEMBERS_MEETING", "QUARTER")
MONTHLY = MeetingDuty("COMMITTEE_MEETING", "MONTH", needs_committee=True)
GROUPS = MeetingDuty("GROUP_MEETING", "MONTH", per_group=True)


def branch(**more):
    values = {
        "org_id": "b",
        "founded_on": None,
        "dissolved_on": None,
        "has_committee": True,
        "groups": (),
        "held": (),
        "waived": frozenset(),
    }
    return BranchMeetings(**{**values, **more})


def filled(found):
    return [slot.start for slot in found if slot.activity_id]


def test_a_members_meeting_is_owed_each_quarter_art_11():
    found = slots(branch(), [QUARTERLY], Period.of(2010))
    assert [slot.start.month for slot in found] == [1, 4, 7, 10]


def test_two_meetings_in_one_quarter_do_not_make_up_for_another():
    held = (
        ("MEMBERS_MEETING", "", date(2010, 1, 5), "a"),
        ("MEMBERS_MEETING", "", date(2010, 3, 31), "b"),
        ("MEMBERS_MEETING", "", date(2010, 4, 1), "c"),
    )
    found = slots(branch(held=held), [QUARTERLY], Period.of(2010))
    assert filled(found) == [date(2010, 1, 1), date(2010, 4, 1)]
    assert found[0].activity_id == "a"


def test_a_branch_without_a_committee_owes_no_committee_meeting_art_12():
    assert slots(branch(has_committee=False), [MONTHLY], Period.of(2010)) == []
    assert len(slots(branch(), [MONTHLY], Period.of(2010))) == 12


def test_each_group_owes_its_own_meeting_art_13():
    held = (("GROUP_MEETING", "g1", date(2010, 2, 3), "a"),)
    found = slots(branch(groups=("g1", "g2"), held=held), [GROUPS], Period.of(2010))
    assert len(found) == 24
    assert [slot.group for slot in found if slot.activity_id] == ["g1"]


def test_only_what_has_begun_by_the_cut_off_day_is_owed():
    found = slots(branch(), [QUARTERLY, MONTHLY], Period(2010, date(2010, 4, 1)))
    assert len(found) == 2 + 4


def test_a_branch_founded_in_may_owes_from_its_own_quarter():
    found = slots(branch(founded_on=date(2010, 5, 10)), [QUARTERLY], Period.of(2010))
    assert [slot.start.month for slot in found] == [4, 7, 10]


def test_a_waived_month_is_not_owed_but_a_quarter_needs_all_three_waived():
    month = frozenset({("COMMITTEE_MEETING", date(2010, 8, 1))})
    assert len(slots(branch(waived=month), [MONTHLY], Period.of(2010))) == 11
    one = frozenset({("MEMBERS_MEETING", date(2010, 7, 1))})
    assert len(slots(branch(waived=one), [QUARTERLY], Period.of(2010))) == 4
    three = frozenset(("MEMBERS_MEETING", date(2010, m, 1)) for m in (7, 8, 9))
    assert len(slots(branch(waived=three), [QUARTERLY], Period.of(2010))) == 3


def test_a_branch_dissolved_in_november_owes_what_was_due_before():
    found = slots(branch(dissolved_on=date(2010, 11, 5)), [QUARTERLY, MONTHLY], Period.of(2010))
    assert [slot.start.month for slot in found if slot.kind == "MEMBERS_MEETING"] == [1, 4, 7]
    assert len([slot for slot in found if slot.kind == "COMMITTEE_MEETING"]) == 10
