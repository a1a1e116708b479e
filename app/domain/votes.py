"""The one function for all votes of a branch (domain.md B6): quorum, majority, ballots."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.domain.kinds import VoteKind
from app.domain.rules import About, DueState, Finding, Rule, RuleBook
from app.domain.words import labels_of

_QUORUM: Mapping[str, str] = {
    **dict.fromkeys((VoteKind.ACCEPT, VoteKind.CONVERT, VoteKind.EXTEND, VoteKind.CANCEL), "B6-01"),
    VoteKind.ELECTION: "B6-06",
}
_ORDINARY = "B6-05"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """The count of one vote, about one person.

    expected: full members of the branch. exclusions: how many of each category are not counted;
    consent: the paper by which the superior agrees. written: opinions handed in before the
    meeting, which count in the votes and not in `present`. issued and returned: ballots.
    """

    kind: VoteKind
    expected: int
    present: int
    yes: int
    no: int = 0
    abstain: int = 0
    spoiled: int = 0
    written_yes: int = 0
    written_no: int = 0
    written_abstain: int = 0
    issued: int | None = None
    returned: int | None = None
    exclusions: Mapping[str, int] = field(default_factory=dict)
    consent: str = ""

    @property
    def excluded(self) -> int:
        """How many members are not counted."""
        return sum(self.exclusions.values())

    @property
    def entitled(self) -> int:
        """应到会有表决权的正式党员: what quorum and majority are measured by."""
        return self.expected - self.excluded

    @property
    def written(self) -> int:
        """How many written opinions there are."""
        return self.written_yes + self.written_no + self.written_abstain

    @property
    def yes_total(self) -> int:
        """The votes in favour, written ones included."""
        return self.yes + self.written_yes

    @property
    def counted(self) -> int:
        """The ballots that were found in the box."""
        return self.yes + self.no + self.abstain + self.spoiled


@dataclass(frozen=True, slots=True)
class VoteResult:
    """What a vote came to.

    faults: what makes the count worthless (ballots, exclusions). against: why it did not pass
    (quorum, majority). notes: what is only told (written opinions).
    """

    ballot: Ballot
    faults: tuple[Finding, ...] = ()
    against: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = ()

    @property
    def passed(self) -> bool:
        """Tell whether the proposal was carried."""
        return not self.faults and not self.against


def decide(ballot: Ballot, book: RuleBook, on: date, about: About) -> VoteResult:
    """Judge a vote by the rules of its day (细则 Art.20, 21, 33; 支部工作条例 Art.11).

    present*2 > entitled for admissions and conversions, >= for ordinary meetings, four fifths for
    elections; carried when yes, written yes included, is more than half of the entitled.
    """
    judge = _Judge(ballot, book, on, about)
    faults = (*judge.exclusions(), *judge.ballots())
    return VoteResult(ballot, faults, (*judge.quorum(), *judge.majority()), judge.written())


@dataclass(frozen=True, slots=True)
class _Judge:
    ballot: Ballot
    book: RuleBook
    on: date
    about: About

    def quorum(self) -> tuple[Finding, ...]:
        rule = self._rule(_QUORUM.get(self.ballot.kind, _ORDINARY))
        if rule is None:
            return ()
        have = self.ballot.present * rule.number("whole")
        need = self.ballot.entitled * rule.number("parts")
        is_met = have > need if rule.number("is_more") else have >= need
        return () if is_met else (self._found(rule),)

    def majority(self) -> tuple[Finding, ...]:
        rule = self._rule("B6-02")
        if rule is None:
            return ()
        have = self.ballot.yes_total * rule.number("whole")
        is_carried = have > self.ballot.entitled * rule.number("parts")
        return () if is_carried else (self._found(rule),)

    def exclusions(self) -> tuple[Finding, ...]:
        rule, ballot = self._rule("B6-03"), self.ballot
        if rule is None or not ballot.excluded:
            return ()
        allowed = rule.words("categories")
        found = [
            self._found(rule, "category", category=category)
            for category, number in ballot.exclusions.items()
            if number and category not in allowed
        ]
        if not ballot.consent:
            found.append(self._found(rule, "consent"))
        if ballot.entitled < 0:
            found.append(self._found(rule, "too_many"))
        return tuple(found)

    def ballots(self) -> tuple[Finding, ...]:
        rule, ballot = self._rule("B6-04"), self.ballot
        if rule is None:
            return ()
        issued = ballot.present if ballot.issued is None else ballot.issued
        returned = ballot.counted if ballot.returned is None else ballot.returned
        wrong = {
            "issued": issued != ballot.present,
            "returned": returned > issued,
            "": ballot.counted != returned,
            "present": ballot.present + ballot.written > ballot.entitled,
        }
        return tuple(
            self._found(rule, variant, issued=issued, returned=returned)
            for variant, is_wrong in wrong.items()
            if is_wrong
        )

    def written(self) -> tuple[Finding, ...]:
        rule = self._rule("B6-07") if self.ballot.written else None
        return (self._found(rule),) if rule else ()

    def _rule(self, rule_id: str) -> Rule | None:
        return self.book.applied(rule_id, self.on)

    def _found(self, rule: Rule, variant: str = "", **values: Any) -> Finding:  # noqa: ANN401 - words of a sentence
        ballot = self.ballot
        told: dict[str, Any] = {
            "entitled": ballot.entitled,
            "expected": ballot.expected,
            "excluded": ballot.excluded,
            "present": ballot.present,
            "yes": ballot.yes_total,
            "counted": ballot.counted,
            "written": ballot.written,
            "written_yes": ballot.written_yes,
            "written_no": ballot.written_no,
            "issued": ballot.issued,
            "returned": ballot.returned,
        }
        return rule.finding(self.about, DueState.OVERDUE, variant=variant, **{**told, **values})


def exclusions_text(exclusions: Mapping[str, int], consent: str) -> str:
    """Return the members not counted as text: categories with their numbers, then the paper."""
    labels = labels_of("VoteExclusion")
    parts = [f"{labels.get(code, code)} {n}" for code, n in exclusions.items() if n]
    return f"{_PART.join(parts)}{_PAPER}{consent}" if parts else ""


def read_exclusions(text: str) -> tuple[dict[str, int], str]:
    """Return the categories and the paper of a text made by exclusions_text."""
    codes = {label: code for code, label in labels_of("VoteExclusion").items()}
    listed, _bar, consent = text.partition(_PAPER)
    found = {}
    for part in filter(None, listed.split(_PART)):
        label, _space, number = part.rpartition(" ")
        if number.isdecimal():
            found[codes.get(label, label)] = int(number)
    return found, consent


_PART, _PAPER = "；", "｜"
