"""What is missing is told by number, and apart from it what a later package told again."""

from app.domain.package_gaps import Gaps, Numbered, gaps, runs


def came(*triples):
    return [Numbered(*each) for each in triples]


def test_nothing_is_missing_where_every_number_came():
    assert gaps(came((1, 0, True), (2, 1, True), (3, 2, True))) == Gaps()
    assert gaps([]) == Gaps()


def test_a_lost_stick_whose_content_came_again_is_told_apart():
    found = gaps(came((1, 0, True), (6, 1, True)))
    assert found == Gaps((), (2, 3, 4, 5))


def test_what_a_waiting_package_builds_on_is_wanted():
    found = gaps(came((6, 0, True), (8, 6, True), (13, 12, False)))
    assert found.wanted == (9, 10, 11, 12)
    assert found.told_again == (1, 2, 3, 4, 5, 7)


def test_a_number_that_is_only_named_as_the_one_before_is_wanted_too():
    assert gaps(came((3, 7, False))).wanted == (1, 2, 4, 5, 6, 7)


def test_a_package_read_along_has_no_number_of_ours():
    assert gaps(came((0, 0, True), (1, 0, True))) == Gaps()


def test_what_waits_is_no_longer_wanted_once_a_later_one_tells_it():
    assert gaps(came((7, 0, True), (13, 12, False), (14, 7, True))).wanted == ()


def test_numbers_are_told_in_runs():
    assert runs((7, 9, 10, 11)) == ((7, 7), (9, 11))
    assert runs(()) == ()
