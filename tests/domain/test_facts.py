"""The facts that rules look at."""

from app.domain.facts import BranchFacts


def test_the_members_of_a_branch_are_full_and_probationary_ones():
    assert BranchFacts(id="o", full_n=4, probationary_n=2).members_n == 6
