"""What the bureau decides about counting and the report goes to everybody, a school's own to it."""

from app.domain.figures import FigureChoices
from app.services import figures, report_parameters
from app.services.exchange import receiving
from app.services.report_parameters import ReportParameters
from tests.services.exchange.world import BUREAU, BUREAU_2, SCHOOL_A, SCHOOL_B

YEAR = 2024


def carry(world, sender, receiver):
    made = world.pack(sender, receiver)
    receiving.take(world.nodes[receiver].ledger, made.data)


def context(world, number):
    return report_parameters.read(world.nodes[number].ledger, YEAR).context


def set_context(world, number, text):
    report_parameters.keep(world.nodes[number].ledger, YEAR, ReportParameters("", "", text, ""))


def test_the_bureaus_way_of_counting_arrives_at_its_other_machine_and_at_the_schools(world):
    figures.choose(world.nodes[BUREAU].ledger, FigureChoices(all_donations=True))
    for receiver in (BUREAU_2, SCHOOL_A):
        assert not figures.choices_of(world.nodes[receiver].ledger).all_donations
        carry(world, BUREAU, receiver)
        assert figures.choices_of(world.nodes[receiver].ledger).all_donations


def test_a_schools_own_words_do_not_become_the_bureaus_nor_another_schools(world):
    set_context(world, BUREAU, "县局的背景")
    for receiver in (SCHOOL_A, SCHOOL_B):
        carry(world, BUREAU, receiver)
    set_context(world, SCHOOL_A, "本校的背景")
    carry(world, SCHOOL_A, BUREAU)
    carry(world, BUREAU, SCHOOL_B)
    assert context(world, SCHOOL_A) == "本校的背景"
    assert context(world, BUREAU) == "县局的背景"
    assert context(world, SCHOOL_B) == "县局的背景"


def test_what_both_machines_of_the_bureau_decide_is_one_decision(world):
    set_context(world, BUREAU, "甲")
    set_context(world, BUREAU_2, "乙")
    carry(world, BUREAU, BUREAU_2)
    carry(world, BUREAU_2, BUREAU)
    assert context(world, BUREAU) == context(world, BUREAU_2)
    assert context(world, BUREAU) in {"甲", "乙"}
