"""Readings and problems are plain values."""

from app.domain.readings import Reading, block, info, warn


def test_the_makers_give_the_severity_they_are_named_after():
    assert [make("x.y", a="1").severity for make in (block, warn, info)] == [
        "BLOCK",
        "WARN",
        "INFO",
    ]
    assert warn("x.y", a="1").detail == {"a": "1"}


def test_an_empty_reading_has_neither_value_nor_problems():
    assert Reading(None) == Reading(None, (), ())
