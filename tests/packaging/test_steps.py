"""Steps are passed over exactly as long as nothing they depend on has changed."""

import pytest
from installer import steps
from installer.steps import Step, run_steps


@pytest.fixture
def work(tmp_path, monkeypatch):
    """Give two chained steps, the source of the first, and the list of what was done."""
    monkeypatch.setattr(steps, "STAMPS", tmp_path / "stamps")
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.txt").write_text("one")
    done = []

    def act(name):
        def write():
            done.append(name)
            (tmp_path / name).write_text(name)

        return Step(name, write, tmp_path / name, [source] if name == "first" else [])

    return [act("first"), act("second")], source, done


def test_a_step_is_done_once(work):
    chain, _, done = work
    run_steps(chain)
    run_steps(chain)
    assert done == ["first", "second"]


def test_a_changed_input_brings_the_step_and_all_that_follow(work):
    chain, source, done = work
    run_steps(chain)
    (source / "a.txt").write_text("two")
    run_steps(chain)
    assert done == ["first", "second"] * 2


def test_a_lost_result_is_made_again(work):
    chain, _, done = work
    run_steps(chain)
    chain[1].result.unlink()
    run_steps(chain)
    assert done == ["first", "second", "second"]


def test_a_step_that_failed_is_tried_again_and_those_before_it_are_not(work):
    chain, _, done = work

    def fail():
        done.append("failed")
        raise RuntimeError("broken")

    failing = Step("second", fail, chain[1].result)
    with pytest.raises(RuntimeError):
        run_steps([chain[0], failing])
    run_steps(chain)
    assert done == ["first", "failed", "second"]


def test_a_step_without_a_result_is_done_every_time(work):
    chain, _, done = work
    run_steps([Step("test", chain[0].act)])
    run_steps([Step("test", chain[0].act)])
    assert done == ["first", "first"]
