"""Rules as dated data: what a rule says, from when to when, and what it finds.

The text, the numbers, the severity and the validity of every rule come from resources/rules or
from the bureau's own edits; code holds only how a rule is computed.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, TypeVar

from app.base.resources import resource
from app.domain.dates import PartialDate, add_months
from app.domain.readings import Severity
from app.domain.rule_params import ParamValue, edited_params

T = TypeVar("T")

_MONTHS_A_YEAR = 12


class RuleKind(StrEnum):
    """CHECK gives findings; ACT is asked before an act; DEFINITION is a meaning or a setting."""

    CHECK = "check"
    ACT = "act"
    DEFINITION = "definition"


class DueState(StrEnum):
    """OVERDUE: a deadline passed or a rule is broken; SOON: to be done now; NEXT: comes later."""

    OVERDUE = "overdue"
    SOON = "soon"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class About:
    """What a finding is about: the organisation, school or person, and the record to open.

    part: where in the record, for example the key of a step of a dev_case, or what to do with it,
    for dues of a year followed by a colon and the year.
    """

    subject: str
    table: str
    record: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found on a day; text, source and article are Chinese, ready to be shown.

    waived: the recorded reason why it needs no attention, or "".
    """

    rule_id: str
    severity: Severity
    state: DueState
    about: About
    due_on: date | None
    text: str
    source: str
    article: str
    waived: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of a rule, valid from effective_from to effective_to, both included.

    text: template of the sentence of a finding. variants: further sentences of the same rule.
    reason: why the bureau wrote this version, "" for a shipped one.
    step: what is to be opened for a finding that does not name a part of its record itself.
    optional: the lists among the parameters that may be empty.
    """

    id: str
    title: str
    text: str
    kind: RuleKind
    severity: Severity
    source: str
    article: str
    params: Mapping[str, ParamValue] = field(default_factory=dict)
    variants: Mapping[str, str] = field(default_factory=dict)
    effective_from: date | None = None
    effective_to: date | None = None
    enabled: bool = True
    editable: bool = True
    reason: str = ""
    step: str = ""
    optional: tuple[str, ...] = ()

    def holds_on(self, on: date) -> bool:
        """Tell whether this version is in force on a day."""
        begun = self.effective_from is None or self.effective_from <= on
        return begun and (self.effective_to is None or on <= self.effective_to)

    def number(self, name: str) -> int:
        """Return a number among the parameters; raises TypeError for another kind."""
        return _typed(self.params[name], int)

    def word(self, name: str) -> str:
        """Return a code or word among the parameters; raises TypeError for another kind."""
        return _typed(self.params[name], str)

    def day(self, name: str) -> date:
        """Return a day among the parameters; raises TypeError for another kind."""
        return _typed(self.params[name], date)

    def words(self, name: str) -> tuple[str, ...]:
        """Return a list of codes or words among the parameters; raises TypeError otherwise."""
        return _typed(self.params[name], tuple)

    def labels(self, name: str) -> Mapping[str, str]:
        """Return codes with their Chinese words among the parameters; raises TypeError."""
        value = self.params[name]
        if not isinstance(value, Mapping):
            raise TypeError(value)
        return value

    def yearly_day(self, year: int) -> date:
        """Return the day that the parameters month and day name, at most the month's last."""
        first = date(year, self.number("month"), 1)
        last = add_months(first, 1) - timedelta(days=1)
        return min(first + timedelta(days=self.number("day") - 1), last)

    def months_after(self, start: date, name: str) -> date:
        """Return the day that lies the named number of months after a day."""
        return add_months(start, self.number(name))

    def months_before(self, end: date, name: str) -> date:
        """Return the day that lies the named number of months before a day."""
        return add_months(end, -self.number(name))

    def years_after(self, start: date, name: str) -> date:
        """Return the day that lies the named number of years after a day."""
        return add_months(start, self.number(name) * _MONTHS_A_YEAR)

    def finding(
        self,
        about: About,
        state: DueState,
        due_on: date | None = None,
        variant: str = "",
        **values: object,
    ) -> Finding:
        """Return a finding with its sentence filled from the parameters and the values."""
        template = self.variants[variant] if variant else self.text
        text = template.format_map({**self.params, "due": _words_of(due_on), **values})
        if self.step and not about.part:
            about = replace(about, part=self.step)
        return Finding(
            self.id, self.severity, state, about, due_on, text, self.source, self.article
        )

    def as_info(self) -> "Rule":
        """Return the same rule as a mere reminder."""
        return replace(self, severity=Severity.INFO)


@dataclass(frozen=True, slots=True)
class RuleEdit:
    """A version of a rule as the bureau wrote it: a row of rule_def; params is JSON text.

    It replaces the shipped version of the same id and effective_from, or is a further version.
    Parameters that it leaves out, and empty texts, keep their shipped values.
    """

    rule_id: str
    effective_from: date | None = None
    effective_to: date | None = None
    title: str = ""
    text: str = ""
    severity: str = ""
    params: str = ""
    source: str = ""
    article: str = ""
    enabled: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All versions of all rules."""

    rules: tuple[Rule, ...]

    @classmethod
    def load(cls, folder: Path | None = None) -> "RuleBook":
        """Read the rule files of a folder, by default those that come with the program."""
        files = sorted((folder or resource("rules")).glob("*.toml"))
        return cls(tuple(rule for file in files for rule in _rules_of(file)))

    def ids(self) -> tuple[str, ...]:
        """Return the ids of all rules, each once, in the order of the files."""
        return tuple(dict.fromkeys(rule.id for rule in self.rules))

    def versions(self, rule_id: str) -> tuple[Rule, ...]:
        """Return all versions of a rule, oldest first; raises KeyError for an unknown id."""
        found = [rule for rule in self.rules if rule.id == rule_id]
        if not found:
            raise KeyError(rule_id)
        return tuple(sorted(found, key=_from))

    def rule(self, rule_id: str, on: date) -> Rule | None:
        """Return the version in force on a day; None when none was.

        Raises KeyError for an unknown id.
        """
        holding = [rule for rule in self.versions(rule_id) if rule.holds_on(on)]
        return holding[-1] if holding else None

    def in_force(self, rule_id: str, on: date) -> Rule | None:
        """Return the version in force on a day, unless it is switched off; history has none."""
        rule = self.rule(rule_id, on)
        return rule if rule and rule.enabled else None

    def barring(self, rule_id: str, on: date) -> Rule | None:
        """Return the version by which an act of a day is refused, None when none refuses it.

        A rule that the bureau has loosened to a warning or a reminder bars nothing.
        """
        rule = self.in_force(rule_id, on)
        return rule if rule and rule.severity is Severity.BLOCK else None

    def applied(self, rule_id: str, on: date) -> Rule | None:
        """Return the version to judge a day by; None when it is switched off or was repealed.

        A day before the rule came into force is judged by its first version, as INFO only.
        """
        rule = self.rule(rule_id, on)
        first = self.versions(rule_id)[0]
        if rule is None and on < _from(first):
            rule = first.as_info()
        return rule if rule and rule.enabled else None

    def with_edits(self, edits: Iterable[RuleEdit]) -> "RuleBook":
        """Return a book in which the bureau's versions stand beside or replace the shipped ones.

        An edit of a rule that this program does not know is left out. Raises ValueError when
        params is refused by edited_params(), text has other places to fill in, or the end lies
        before the start.
        """
        rules = list(self.rules)
        for edit in edits:
            base = _base_of(edit, rules)
            if base is None:
                continue
            edited = _edited(base, edit)
            if edited.effective_from == base.effective_from:
                rules[rules.index(base)] = edited
            else:
                rules.append(edited)
        return RuleBook(tuple(rules))


@cache
def rule_titles() -> Mapping[str, str]:
    """Return the shipped title of every rule by its id."""
    return {rule.id: rule.title for rule in RuleBook.load().rules}


def earliest(known: PartialDate | None) -> date | None:
    """Return the first day a date can mean; None when it is not known at all."""
    return known.first_day if known and known.value else None


def latest(known: PartialDate | None) -> date | None:
    """Return the last day a date can mean; None when it is not known at all."""
    return known.last_day if known and known.value else None


def _from(rule: Rule) -> date:
    return rule.effective_from or date.min


def _words_of(due_on: date | None) -> str:
    return due_on.isoformat() if due_on else ""


def _typed(value: ParamValue, kind: type[T]) -> T:
    if not isinstance(value, kind):
        raise TypeError(value)
    return value


def _rules_of(file: Path) -> list[Rule]:
    found = tomllib.loads(file.read_text("utf-8"))
    documents = found.get("documents", {})
    return [_rule(row, documents[row["document"]]) for row in found.get("rule", ())]


def _rule(row: Mapping[str, Any], document: Mapping[str, Any]) -> Rule:
    params = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in row.get("params", {}).items()
    }
    return Rule(
        id=row["id"],
        title=row["title"],
        text=row["text"],
        kind=RuleKind(row.get("kind", RuleKind.CHECK)),
        severity=Severity(row.get("severity", Severity.INFO)),
        source=document["source"],
        article=row["article"],
        params=params,
        variants=row.get("variants", {}),
        effective_from=row.get("effective_from", document.get("effective_from")),
        effective_to=row.get("effective_to", document.get("effective_to")),
        enabled=row.get("enabled", True),
        editable=row.get("editable", True),
        step=row.get("step", ""),
        optional=tuple(row.get("may_be_empty", ())),
    )


def _base_of(edit: RuleEdit, rules: list[Rule]) -> Rule | None:
    """Return the version an edit starts from; None for a rule this program does not know."""
    versions = sorted((rule for rule in rules if rule.id == edit.rule_id), key=_from)
    same = [rule for rule in versions if rule.effective_from == edit.effective_from]
    start = edit.effective_from or date.min
    earlier = [rule for rule in versions if _from(rule) <= start]
    return next(iter(same or earlier[-1:] or versions[:1]), None)


def _edited(base: Rule, edit: RuleEdit) -> Rule:
    if edit.effective_to and edit.effective_to < (edit.effective_from or date.min):
        raise ValueError(edit.effective_to)
    if not _places(edit.text) <= {*_places(base.text), *base.params, "due"}:
        raise ValueError(edit.text)
    return replace(
        base,
        title=edit.title or base.title,
        text=edit.text or base.text,
        severity=Severity(edit.severity) if edit.severity else base.severity,
        params=edited_params(base.params, edit.params, base.optional)
        if edit.params
        else base.params,
        source=edit.source or base.source,
        article=edit.article or base.article,
        effective_from=edit.effective_from,
        effective_to=edit.effective_to,
        enabled=edit.enabled,
        reason=edit.reason,
    )


def _places(text: str) -> set[str]:
    """Return what is filled into a template; raises ValueError for a brace that stands alone."""
    found = [part[1:] for part in Formatter().parse(text) if part[1] is not None]
    return {
        f"{name}{'!' if turn else ''}{turn or ''}{':' if spec else ''}{spec}"
        for name, spec, turn in found
    }
