"""Who stood on which roster on a past day."""

from datetime import date

import pytest

from app.domain.roster import (
    Change,
    Life,
    Placement,
    Standing,
    full_members_below_since,
    standing,
)

JOINED, FULL = date(2010, 6, 1), date(2011, 6, 1)


def life(**more):
    return Life(
        **{
            "org_id": "a", "status": "NORMAL", "member_type": "FULL", "joined_on": JOINED,
            "full_on": FULL, **more,
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2010, 5, 31), None),
        (date(2010, 6, 1), Standing("a", "NORMAL", "PROBATIONARY")),
        (date(2011, 5, 31), Standing("a", "NORMAL", "PROBATIONARY")),
        (date(2011, 6, 1), Standing("a", "NORMAL", "FULL")),
    ],
)
def test_a_member_is_probationary_from_joining_and_full_from_the_full_day(on, expected):
    assert standing(life(), on) == expected


def test_a_membership_without_dates_or_history_is_taken_as_it_stands():
    known = Life(org_id="a", status="NORMAL", member_type="FULL")
    assert standing(known, date(1950, 1, 1)) == Standing("a", "NORMAL", "FULL")


def test_a_probationary_member_stays_one_until_the_record_says_otherwise():
    assert standing(life(member_type="PROBATIONARY"), FULL).member_type == "PROBATIONARY"


def test_a_move_inside_is_undone_for_the_days_before_it():
    moved = life(org_id="b", origin_id="a", placements=(Placement(date(2015, 9, 1), "b"),))
    assert standing(moved, date(2015, 8, 31)).org_id == "a"
    assert standing(moved, date(2015, 9, 1)).org_id == "b"


def test_between_two_moves_the_member_was_where_the_first_led():
    moved = life(
        org_id="c", placements=(Placement(date(2012, 1, 1), "b"), Placement(date(2015, 1, 1), "c"))
    )
    assert standing(moved, date(2014, 12, 31)).org_id == "b"
    assert standing(moved, date(2011, 12, 31)).org_id is None


def test_a_correction_of_the_branch_without_a_move_counts_for_all_days_after_the_last_move():
    moved = life(org_id="c", placements=(Placement(date(2012, 1, 1), "b"),))
    assert standing(moved, date(2012, 1, 1)).org_id == "c"


def test_a_status_is_undone_for_the_days_before_its_event():
    lost = life(status="SUSPENDED", changes=(Change(date(2020, 3, 1), "NORMAL", "SUSPENDED"),))
    assert standing(lost, date(2020, 2, 29)).is_on_roster
    assert not standing(lost, date(2020, 3, 1)).is_on_roster


def test_who_came_from_outside_was_not_here_before():
    came = life(changes=(Change(date(2015, 1, 1), "", "NORMAL"),))
    assert standing(came, date(2014, 12, 31)) is None
    assert standing(came, date(2015, 1, 1)) is not None


def test_a_leaving_date_without_an_event_is_believed():
    gone = life(status="DECEASED", left_on=date(2020, 3, 1))
    assert standing(gone, date(2020, 2, 29)).status == "NORMAL"
    assert standing(gone, date(2020, 3, 1)).status == "DECEASED"


def test_the_day_a_branch_fell_below_three_full_members():
    lives = [life(), life(), life(status="DECEASED", left_on=date(2020, 3, 1))]
    assert full_members_below_since(lives, "a", 3, date(2024, 1, 1)) == date(2020, 3, 1)


def test_a_branch_that_recovered_and_fell_again_counts_from_the_last_fall():
    lives = [
        life(),
        life(),
        life(status="DECEASED", left_on=date(2015, 1, 1)),
        life(joined_on=date(2015, 1, 1), full_on=date(2016, 1, 1), org_id="b", origin_id="a",
             placements=(Placement(date(2018, 1, 1), "b"),)),
    ]  # fmt: skip
    assert full_members_below_since(lives, "a", 3, date(2024, 1, 1)) == date(2018, 1, 1)


def test_a_branch_that_never_had_three_has_no_such_day():
    assert full_members_below_since([life(), life()], "a", 3, date(2024, 1, 1)) is None
    assert full_members_below_since([], "a", 3, date(2024, 1, 1)) is None
