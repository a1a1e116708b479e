from datetime import date

from app.domain.figures import Period
from app.domain.teaching_weeks import (
    TeachingTerm,
    is_teaching_day,
    monday,
    teaching_mondays,
    weeks_due,
)

SPRING = TeachingTerm(date(2010, 3, 1), date(2010, 7, 9), 1)
AUTUMN = TeachingTerm(date(2010, 9, 1), date(2011, 1, 21), 1)


def test_a_week_counts_from_the_monday_in_which_the_term_begins():
    assert teaching_mondays(SPRING, Period.of(2010))[0] == date(2010, 3, 1)
    assert teaching_mondays(AUTUMN, Period.of(2010))[0] == date(2010, 8, 30)


def test_a_term_over_new_year_counts_in_each_year_for_its_own_weeks():
    weeks = teaching_mondays(AUTUMN, Period.of(2010))
    assert weeks[-1] == date(2010, 12, 27)
    assert teaching_mondays(AUTUMN, Period.of(2011))[0] == date(2011, 1, 3)


def test_the_weeks_of_a_term_are_shared_out_between_its_two_years():
    both = weeks_due([AUTUMN], Period.of(2010)) + weeks_due([AUTUMN], Period.of(2011))
    assert both == 21 - 1


def test_holiday_weeks_are_not_owed():
    assert weeks_due([SPRING, AUTUMN], Period.of(2010)) == (19 - 1) + (18 - 1)


def test_nothing_is_owed_after_the_cut_off_day():
    assert weeks_due([SPRING], Period(2010, date(2010, 3, 14))) == 2 - 1
    assert weeks_due([SPRING], Period(2010, date(2010, 2, 28))) == 0


def test_days_outside_the_terms_are_no_teaching_days():
    assert is_teaching_day(date(2010, 7, 9), [SPRING, AUTUMN])
    assert not is_teaching_day(date(2010, 7, 10), [SPRING, AUTUMN])
    assert monday(date(2010, 9, 5)) == date(2010, 8, 30)
