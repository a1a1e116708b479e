"""Merging: nothing written is lost, and the order of arrival decides nothing."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.merging import TOMBSTONE, Step, folded, is_chain, merged, moment

EMPTY = {"name": "", "mobile": "", TOMBSTONE: None}


def everyone(_step, _field):
    return 1


def step(id_, changes, base=(), *, kind="U", hlc=1, node="n"):
    told = changes if kind != "U" else {name: [None, value] for name, value in changes.items()}
    return Step(id_, node, hlc, kind, told, tuple(base))


BORN = step("born", {"name": "张永杰"}, kind="I")


def test_different_fields_merge_without_a_question():
    a = step("a", {"name": "张杰"}, ["born"])
    b = step("b", {"mobile": "139"}, ["born"])
    result = merged([BORN, a, b], EMPTY, everyone)
    assert (result.values["name"], result.values["mobile"]) == ("张杰", "139")
    assert result.siblings == {}


def test_two_values_of_one_field_are_siblings_and_the_later_clock_is_shown():
    a = step("a", {"name": "张杰"}, ["born"], hlc=5)
    b = step("b", {"name": "张一杰"}, ["born"], hlc=4)
    result = merged([BORN, a, b], EMPTY, everyone)
    assert result.values["name"] == "张杰"
    assert [each.op for each in result.siblings["name"]] == ["a", "b"]


def test_the_fields_own_authority_comes_before_the_clock():
    a = step("a", {"name": "张杰"}, ["born"], hlc=5, node="school")
    b = step("b", {"name": "张一杰"}, ["born"], hlc=4, node="bureau")
    result = merged([BORN, a, b], EMPTY, lambda s, _: 2 if s.node == "bureau" else 1)
    assert result.values["name"] == "张一杰"


def test_equal_values_are_no_conflict():
    a = step("a", {"name": "张杰"}, ["born"])
    b = step("b", {"name": "张杰"}, ["born"], hlc=2)
    assert merged([BORN, a, b], EMPTY, everyone).siblings == {}


def test_settling_names_both_and_ends_the_conflict():
    a = step("a", {"name": "张杰"}, ["born"])
    b = step("b", {"name": "张一杰"}, ["born"])
    settled = step("s", {"name": "张一杰"}, ["a", "b"], hlc=0)
    result = merged([BORN, a, b, settled], EMPTY, everyone)
    assert (result.values["name"], result.siblings) == ("张一杰", {})


def test_an_edit_that_did_not_know_of_a_removal_contradicts_it():
    gone = step("g", {TOMBSTONE: "2010-01-01"}, ["born"], hlc=9)
    edit = step("e", {"mobile": "139"}, ["born"], hlc=3)
    result = merged([BORN, gone, edit], EMPTY, everyone)
    assert {each.op for each in result.siblings[TOMBSTONE]} == {"g", "e"}
    assert result.values[TOMBSTONE] == "2010-01-01"
    assert result.values["mobile"] == "139"


def test_an_edit_that_knew_of_a_removal_does_not_contradict_it():
    gone = step("g", {TOMBSTONE: "2010-01-01"}, ["born"])
    edit = step("e", {"mobile": "139"}, ["g"])
    assert merged([BORN, gone, edit], EMPTY, everyone).siblings == {}


@pytest.mark.parametrize("decided", [None, "2010-02-01"])
def test_a_removal_against_an_edit_can_be_settled_either_way(decided):
    gone = step("g", {TOMBSTONE: "2010-01-01"}, ["born"])
    edit = step("e", {"mobile": "139"}, ["born"])
    settled = step("s", {TOMBSTONE: decided}, ["g", "e"])
    result = merged([BORN, gone, edit, settled], EMPTY, everyone)
    assert (result.values[TOMBSTONE], result.siblings) == (decided, {})


def test_two_removals_are_one():
    a = step("a", {TOMBSTONE: "2010-01-01"}, ["born"])
    b = step("b", {TOMBSTONE: "2010-02-01"}, ["born"])
    assert merged([BORN, a, b], EMPTY, everyone).siblings == {}


def test_a_physical_deletion_counts_as_a_removal():
    gone = step("g", {"name": "张永杰"}, ["born"], kind="D", hlc=1 << 40)
    assert merged([BORN, gone], EMPTY, everyone).values[TOMBSTONE] == moment(1 << 40)


def test_a_writer_without_a_right_only_proposes():
    wish = step("w", {"name": "张杰"}, ["born"], hlc=9, node="stranger")
    result = merged([BORN, wish], EMPTY, lambda s, _: int(s.node != "stranger"))
    assert result.values["name"] == "张永杰"
    assert [(each.op, each.is_proposal) for each in result.siblings["name"]] == [
        ("born", False),
        ("w", True),
    ]


def test_a_newer_proposal_replaces_the_older_and_a_decision_ends_both():
    rank = lambda s, _: int(s.node != "stranger")  # noqa: E731 - two lines shorter
    first = step("w1", {"name": "张杰"}, ["born"], node="stranger")
    second = step("w2", {"name": "张一杰"}, ["w1"], node="stranger")
    result = merged([BORN, first, second], EMPTY, rank)
    assert [each.op for each in result.siblings["name"]] == ["born", "w2"]
    decided = step("d", {"name": "张杰"}, ["w2"])
    assert merged([BORN, first, second, decided], EMPTY, rank).siblings == {}


def test_a_chain_of_rightful_authors_folds_to_the_same_as_the_merge():
    steps = [BORN, step("a", {"name": "张杰"}, ["born"]), step("b", {"mobile": "1"}, ["a"])]
    assert is_chain(steps)
    assert folded(steps, EMPTY) == merged(steps, EMPTY, everyone).values


@st.composite
def histories(draw):
    """Return the operations of one row, each based on some heads of those before it."""
    steps = [BORN]
    for number in range(draw(st.integers(1, 9))):
        known = draw(st.lists(st.sampled_from(steps), min_size=1, unique_by=lambda s: s.id))
        field = draw(st.sampled_from(sorted(EMPTY)))
        value = draw(st.sampled_from([None, "x"] if field == TOMBSTONE else ["", "x", "y", "z"]))
        node = draw(st.sampled_from(["bureau", "school", "stranger"]))
        hlc = draw(st.integers(1, 5))
        steps.append(step(f"o{number}", {field: value}, [s.id for s in known], hlc=hlc, node=node))
    return steps


RANKS = {"n": 1, "bureau": 2, "school": 1, "stranger": 0}


def shuffled(steps, seed):
    """Return the steps in another order that still respects every base."""
    rng, left, done = random.Random(seed), list(steps), []
    while left:
        ready = [s for s in left if all(any(d.id == b for d in done) for b in s.base)]
        done.append(rng.choice(ready))
        left.remove(done[-1])
    return done


def told(result):
    return result.values, {name: set(found) for name, found in result.siblings.items()}


@given(histories(), st.integers(0, 1000))
def test_the_order_of_arrival_decides_nothing(steps, seed):
    rank = lambda s, _: RANKS[s.node]  # noqa: E731 - as above
    first = merged(steps, EMPTY, rank)
    other = merged(shuffled(steps, seed), EMPTY, rank)
    assert told(first) == told(other)


def ancestors(steps):
    by_id = {s.id: s for s in steps}
    known = {}
    for s in steps:
        known[s.id] = {b for base in s.base for b in {base, *known.get(base, ())} if base in by_id}
    return known


@given(histories())
def test_every_value_is_shown_superseded_or_a_sibling(steps):
    result = merged(steps, EMPTY, lambda s, _: RANKS[s.node])
    known = ancestors(steps)
    for s in steps:
        for name, value in ({**EMPTY, **s.changes} if s.kind == "I" else s.changes).items():
            new = value if s.kind == "I" else value[1]
            is_superseded = any(
                s.id in known[o.id] and (o.kind == "I" or name in o.changes) for o in steps
            )
            is_open = any(each.op == s.id for each in result.siblings.get(name, ()))
            is_shown = result.values[name] == new
            assert is_superseded or is_open or is_shown
