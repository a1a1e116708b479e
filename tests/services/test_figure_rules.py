"""What figures count by is dated data: who is a teacher, who is young."""

from app.domain.rules import RuleEdit
from app.services import batches, figures, rules
from tests.services.figure_cases import YEAR


def test_who_counts_as_a_teacher_and_as_young_are_rules_that_the_bureau_can_change(practice):
    def value(id_):
        return figures.count(practice, id_, YEAR).number

    teachers, others, young = value("N06"), value("dev.other"), value("dev.young")
    assert young
    first = rules.edit(practice, RuleEdit("F-01", None, params='{"categories": ["OTHER"]}'))
    assert (value("N06"), value("N09")) == (0, 0)
    assert value("dev.other") == others + teachers
    second = rules.edit(practice, RuleEdit("F-02", None, params='{"years": 1}'))
    assert value("dev.young") == 0
    for each in (second, first):
        batches.undo(practice, each.batch)
    assert (value("N06"), value("dev.young")) == (teachers, young)
