"""Rules in words: their chapters, what can be set in them with its unit, and reading it back."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from string import Formatter
from typing import Any

from app.base.resources import resource
from app.domain.dates import PartialDate
from app.domain.readings import Severity
from app.domain.rule_params import ParamValue, edited_params
from app.domain.rules import Rule, RuleBook, RuleEdit
from app.domain.showing import code_labels
from app.domain.words import NO, YES, labels_of

RULE_COLUMNS = frozenset({"params", "text"})
"""Columns of a version of a rule that are read by the program, not by people."""

_FLAG, _FIXED = "?", "="
_BETWEEN, _BETWEEN_TYPED = "、", "；"
_SEPARATORS = str.maketrans(dict.fromkeys("，,;\n", _BETWEEN_TYPED))


class ParamKind(StrEnum):
    """How a parameter is typed; FIXED: what the program itself goes by, shown and not changed."""

    NUMBER = "number"
    DAY = "day"
    TEXT = "text"
    CHOICE = "choice"
    LIST = "list"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class Param:
    """One thing that can be set in a rule; part: the entry of a table of values, "" for none.

    is_optional: a list that may be empty.
    """

    name: str
    part: str
    label: str
    unit: str
    kind: ParamKind
    codes: Mapping[str, str]
    value: ParamValue
    is_optional: bool = False

    @property
    def key(self) -> str:
        """What the parameter is called among all of its rule."""
        return f"{self.name}.{self.part}" if self.part else self.name

    @property
    def shown(self) -> str:
        """The value in words, without its unit."""
        text = _BETWEEN.join(self._words())
        is_code = any(each.isascii() and not each.isdecimal() for each in self._words())
        is_internal = self.kind is ParamKind.FIXED and is_code
        return word("as_said") if is_internal or "{" in text else text

    @property
    def typed(self) -> str:
        """The value as read_param reads it."""
        return (
            str(self.value) if self.kind is ParamKind.CHOICE else _BETWEEN_TYPED.join(self._words())
        )

    def _words(self) -> list[str]:
        if isinstance(self.value, Mapping):
            return list(self.value.values())
        values = self.value if isinstance(self.value, tuple) else (str(self.value),)
        return [self.codes.get(each, each) for each in values if each]

    @property
    def text(self) -> str:
        """The label, the value and the unit: 期限 6个月."""
        return f"{self.label} {self.shown}{self.unit}"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that a change of a rule would make otherwise."""

    label: str
    before: str
    after: str


def chapter_of(rule_id: str) -> str:
    """Return the chapter of a rule in words; raises KeyError for a chapter without words."""
    return str(_source()["chapter"][rule_id.partition("-")[0]])


def chapter_number(rule_id: str) -> int:
    """Return the place of the chapter of a rule; raises ValueError for one without words."""
    return list(_source()["chapter"]).index(rule_id.partition("-")[0])


def word(name: str) -> str:
    """Return one of the other words of the window of the rules; raises KeyError."""
    return str(_source()["word"][name])


def sentence_of(rule: Rule) -> str:
    """Return what a rule says, with its parameters; others that it would name are left open."""
    shown = {param.name: param.shown for param in params_of(rule) if not param.part}
    places = (name for _, name, _, _ in Formatter().parse(rule.text) if name)
    return rule.text.format_map({name: shown.get(name, word("filled")) for name in places})


def params_of(rule: Rule) -> tuple[Param, ...]:
    """Return what can be set in a rule; raises KeyError for a parameter without words."""
    return tuple(param for name in rule.params for param in _params(rule, name))


def params_text(rule: Rule) -> str:
    """Return everything that is set in a rule, in words; what only its text says is left out."""
    return "；".join(each.text for each in params_of(rule) if each.shown != word("as_said"))


def stored_text(rule_id: str, column: str, value: str) -> str:
    """Return the parameters or the sentence of a row of rule_def in words.

    A row of a rule, or with parameters, that this program does not know is shown as it is.
    """
    try:
        rule = RuleBook.load().versions(rule_id)[-1]
        if column == "params":
            return params_text(replace(rule, params=edited_params(rule.params, value)))
        return sentence_of(replace(rule, text=value))
    except (ValueError, KeyError):
        return value


def read_param(param: Param, typed: str) -> ParamValue:
    """Return what was typed for a parameter.

    Raises ValueError or KeyError for a text that cannot be meant.
    """
    text = typed.strip()
    if param.kind is ParamKind.NUMBER:
        return int(text)
    if param.kind is ParamKind.DAY:
        found = PartialDate.of(text)
        if found.value is None or found.value != found.last_day:
            raise ValueError(text)
        return found.value
    if param.kind is ParamKind.LIST:
        names = [each.strip() for each in text.translate(_SEPARATORS).split(_BETWEEN_TYPED)]
        listed = dict.fromkeys(code for each in names if each for code in _codes(param, each))
        if not listed and not param.is_optional:
            raise ValueError(text)
        return tuple(listed)
    if not text:
        raise ValueError(text)
    return _amount_like(param, text)


def with_params(rule: Rule, values: Mapping[str, ParamValue]) -> str:
    """Return all parameters of a rule, these by their keys changed, as rule_def keeps them."""
    found: dict[str, Any] = {
        name: dict(value) if isinstance(value, Mapping) else value
        for name, value in rule.params.items()
    }
    for param in params_of(rule):
        value = values.get(param.key, param.value)
        if param.part:
            found[param.name][param.part] = value
        else:
            found[param.name] = value
    return json.dumps(found, ensure_ascii=False, default=str, sort_keys=True)


def whole_edit(rule: Rule) -> RuleEdit:
    """Return a version of a rule as an edit that says everything itself."""
    return RuleEdit(
        rule.id,
        rule.effective_from,
        rule.effective_to,
        rule.title,
        rule.text,
        rule.severity,
        with_params(rule, {}),
        rule.source,
        rule.article,
        rule.enabled,
    )


def differences(before: Rule, after: Rule) -> tuple[Difference, ...]:
    """Return what one version of a rule says otherwise than another, in words."""
    told = zip(_told(before), _told(after), strict=True)
    return tuple(Difference(label, old, new) for (label, old), (_, new) in told if old != new)


def says_the_same(one: Rule, other: Rule) -> bool:
    """Tell whether two versions differ in nothing but the day they begin."""
    return not any(each.label != word("from") for each in differences(one, other))


def loosened(shipped: Rule, after: Rule) -> bool:
    """Tell whether a version may let pass what the shipped rule bars."""
    if shipped.severity is not Severity.BLOCK:
        return False
    is_weaker = after.severity is not Severity.BLOCK or not after.enabled
    return is_weaker or dict(after.params) != dict(shipped.params)


def _told(rule: Rule) -> Sequence[tuple[str, str]]:
    params = [(param.label, f"{param.shown}{param.unit}") for param in params_of(rule)]
    return (
        *params,
        (word("severity"), labels_of("Severity")[rule.severity]),
        (word("enabled"), YES if rule.enabled else NO),
        (word("from"), _day(rule.effective_from)),
        (word("to"), _day(rule.effective_to)),
        (word("source"), rule.source),
        (word("article"), rule.article),
    )


def _day(known: date | None) -> str:
    return known.isoformat() if known else word("always")


def _params(rule: Rule, name: str) -> list[Param]:
    words = _source().get(rule.id, {}).get(name) or _source()["param"][name]
    label, unit, codes = [*words, ""][:3]
    value = rule.params[name]
    if codes.startswith(_FIXED):
        shown = unit if isinstance(value, int) else ""
        return [Param(name, "", label, shown, ParamKind.FIXED, _labels(codes[1:]), value)]
    if unit == _FLAG:
        flags = {"1": YES, "0": NO}
        return [Param(name, "", label, "", ParamKind.CHOICE, flags, value)]
    labels = _labels(codes)
    if isinstance(value, Mapping):
        return [
            Param(name, key, f"{label}（{labels.get(key, key)}）", unit, ParamKind.TEXT, {}, each)
            for key, each in value.items()
        ]
    is_optional = name in rule.optional
    return [Param(name, "", label, unit, _kind(value, labels), labels, value, is_optional)]


def _kind(value: ParamValue, labels: Mapping[str, str]) -> ParamKind:
    if isinstance(value, tuple):
        return ParamKind.LIST
    if isinstance(value, date):
        return ParamKind.DAY
    if isinstance(value, int):
        return ParamKind.NUMBER
    return ParamKind.CHOICE if labels else ParamKind.TEXT


def _codes(param: Param, words: str) -> list[str]:
    """Return the codes of a word, or of several between which stands 、; without codes the word."""
    if not param.codes:
        return [words]
    by_word = {label: code for code, label in param.codes.items()}
    if words in by_word:
        return [by_word[words]]
    # A word may hold 、 itself, so that it is only now taken for several.
    return [by_word[each.strip()] for each in words.split(_BETWEEN)]


def _amount_like(param: Param, text: str) -> ParamValue:
    """Return a choice or a text; what was a number must stay one."""
    if param.kind is ParamKind.CHOICE:
        return int(text) if isinstance(param.value, int) else text
    if _is_number(str(param.value)) and not _is_number(text):
        raise ValueError(text)
    return text


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal() and text.isascii()


def _labels(codes: str) -> Mapping[str, str]:
    if not codes:
        return {}
    own = _source()["codes"]
    return own[codes] if codes in own else code_labels(codes)


@cache
def _source() -> Mapping[str, Any]:
    return tomllib.loads(resource("rule_words.toml").read_text("utf-8"))
