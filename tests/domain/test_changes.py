"""What a use case has changed."""

from app.domain.changes import Changes


def test_a_window_is_stale_when_one_of_its_tables_was_touched():
    changes = Changes(frozenset({"member", "post"}), "b1")
    assert changes.touches("branch", "post")
    assert not changes.touches("branch", "training")
    assert not changes.touches()


def test_everything_makes_every_window_stale():
    assert Changes.everything().touches("branch")


def test_nothing_changed_touches_nothing():
    assert not Changes().touches("branch")
