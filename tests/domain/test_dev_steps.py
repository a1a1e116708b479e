"""The steps as data: twenty-five of Guizhou, the bureau's own, the archive's checklist."""

import pytest

from app.domain.dev_steps import (
    StepEdit,
    archive_gaps,
    archive_parts,
    documents_of,
    personal_file,
    shipped_steps,
)
from app.domain.kinds import DevPhase
from app.domain.rules import RuleBook

STEPS = shipped_steps()


def test_guizhou_has_twenty_five_steps_in_five_phases():
    assert [step.no for step in STEPS.steps] == list(range(1, 26))
    phases = [step.phase for step in STEPS.steps]
    assert sorted(phases, key=list(DevPhase).index) == phases
    assert set(phases) == set(DevPhase)


def test_every_step_has_its_name_its_date_and_its_article():
    for step in STEPS.steps:
        assert step.name
        assert step.date_label
        assert step.article.startswith("《细则》")
    assert STEPS.step("oath_on").title == "20 入党宣誓"


def test_the_rules_speak_only_of_steps_that_there_are():
    pairs = [
        pair
        for rule in RuleBook.load().rules
        if "pairs" in rule.params
        for pair in rule.words("pairs")
    ]
    assert len(pairs) > 25
    for pair in pairs:
        for key in pair.replace("<=", ">").replace("<", ">").split(">"):
            assert STEPS.step(key)


def test_an_unknown_step_is_a_bug():
    with pytest.raises(KeyError):
        STEPS.step("no_such_step")


def test_the_bureau_renames_a_step_by_its_number_and_renumbers_it_by_its_name():
    renamed = STEPS.with_edits([StepEdit(20, "", "面向党旗宣誓", "", "誓词", "本局规定")])
    step = renamed.step("oath_on")
    assert (step.no, step.name, step.documents) == (20, "面向党旗宣誓", ("誓词",))
    assert step.date_label == "宣誓日期"
    moved = STEPS.with_edits([StepEdit(29, "", "材料归档", "", "", "")])
    assert moved.step("archived_on").no == 29
    assert len(moved.steps) == 25


def test_the_bureau_adds_a_step_of_its_own():
    more = STEPS.with_edits([StepEdit(26, "PROBATION", "转正后谈话", "谈话日期", "记录", "本局")])
    assert more.steps[-1].key == "step_26"
    assert more.steps[-1].phase is DevPhase.PROBATION
    assert len(more.steps) == 26


def test_the_archive_has_five_parts_and_says_what_is_missing():
    assert [part.letter for part in archive_parts()] == list("ABCDE")
    everything = [paper for part in archive_parts() for paper in part.documents]
    assert archive_gaps(everything) == {}
    gaps = archive_gaps([paper for paper in everything if paper != "政治审查报告"])
    assert gaps == {"C": ("政治审查报告",)}
    assert sum(map(len, archive_gaps(()).values())) == len(everything)


def test_what_steps_collect_is_what_the_archive_asks_for():
    everything = {paper for part in archive_parts() for paper in part.documents}
    assert set(personal_file()) <= everything
    collected = {paper for step in STEPS.steps for paper in step.documents}
    by_hand = {"身份证或户口本复印件", "学历证书复印件"}
    assert everything - collected == by_hand


def test_papers_are_kept_one_per_line():
    assert documents_of("入党申请书\n谈话记录\n") == ("入党申请书", "谈话记录")
    assert documents_of("") == ()
