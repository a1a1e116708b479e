"""修改规则: what can be set in a rule, from which day, why; old and new are shown before saving."""

from collections.abc import Mapping
from datetime import date
from typing import cast

from PySide6.QtWidgets import QWidget

from app.base.errors import UserError
from app.domain.date_reading import read_date
from app.domain.dates import PartialDate, day
from app.domain.readings import Severity
from app.domain.rule_params import ParamValue
from app.domain.rule_words import (
    Param,
    ParamKind,
    differences,
    loosened,
    params_of,
    read_param,
    sentence_of,
    with_params,
)
from app.domain.rules import Rule, RuleEdit, earliest, latest
from app.domain.words import labels_of
from app.services import rule_versions
from app.services.ledger import Outcome
from app.services.rule_versions import RuleStand
from app.ui import messages
from app.ui.draft_fields import FlagField
from app.ui.fields import Choice, CodeBox, DateEdit, TextField
from app.ui.fields import Field as FormField
from app.ui.form import Form
from app.ui.form_dialog import FormDialog
from app.ui.messages import Kind, Notice
from app.ui.page import PageTools

_SIZE = (760, 620)
_WIDE = frozenset({ParamKind.LIST, ParamKind.TEXT})
_SAVE, _BACK = "保存", "返回修改"
_SEVERITY, _ENABLED, _FROM, _TO = "=severity", "=enabled", "=from", "=to"
_SOURCE, _ARTICLE, _REASON = "=source", "=article", "=reason"
_WHOLE_DAY = "请填到某一天，例如 2026-01-01"
_NEEDED = {
    _SEVERITY: "请选一项",
    _FROM: "请填写从哪天起按新的执行",
    _REASON: "请写明为什么改，例如上级哪份文件",
}
_NOT_EMPTY = "不能空着；这条规定不执行的，请取消“启用”"
_DATES = (
    "从施行日期起按新的执行，以前的事仍按以前的规定判断。"
    "废止日期不填就一直有效，填了的，到期后恢复以前的规定。"
)
_BARRING = "这是{rule.source}{rule.article}的强制规定，放宽以后，不合规定的事也能办。"
_LOOSE = (
    "注意：这是{rule.source}{rule.article}的强制规定。按新的执行，原来办不了的事可能就能办了。"
    "没有上级文件，请不要放宽。"
)
_PAST = "注意：从{day}起执行，这一天以后已经办过的事也按新的重新判断。"


class RuleDialog(FormDialog):
    """The form of one rule; it is saved as a new dated version after a look at what changes."""

    def __init__(self, tools: PageTools, stand: RuleStand, parent: QWidget | None = None) -> None:
        self._tools, self._stand = tools, stand
        self._params = [p for p in params_of(stand.rule) if p.kind is not ParamKind.FIXED]
        super().__init__(f"修改规则：{stand.rule.title}", self._form(), parent)
        room = self.screen().availableGeometry()
        self.resize(min(_SIZE[0], room.width() - 40), min(_SIZE[1], room.height() - 60))
        self.save_requested.connect(self._on_save_requested)

    def _form(self) -> Form:
        rule, form = self._stand.rule, Form(2)
        form.add_section(f"{rule.id} {rule.title}", _about(self._stand))
        for param in self._params:
            label = f"{param.label}（{param.unit}）" if param.unit else param.label
            form.add(param.key, label, _field(param), is_wide=param.kind in _WIDE)
        levels = [Choice(code, label) for code, label in labels_of("Severity").items()]
        form.add(_SEVERITY, "严格程度", CodeBox(levels))
        form.add(_ENABLED, "启用", FlagField())
        form.add_section("从哪天起，依据什么", _DATES)
        form.add(_FROM, "施行日期", _date_field(), is_required=True)
        form.add(_TO, "废止日期", _date_field())
        form.add(_SOURCE, "依据文件", TextField(), is_wide=True)
        form.add(_ARTICLE, "条款", TextField())
        form.add(_REASON, "修改理由", TextField(), is_required=True, is_wide=True)
        form.finish()
        first = max(self._tools.ledger.today(), self._stand.versions[0].effective_from or date.min)
        form.set_values(
            {
                **{param.key: _value(param) for param in self._params},
                _SEVERITY: rule.severity.value,
                _ENABLED: rule.enabled,
                _FROM: day(first),
                _SOURCE: rule.source,
                _ARTICLE: rule.article,
            }
        )
        return form

    def _on_save_requested(self) -> None:
        problems = self._problems()
        if problems:
            self.form.show_problems(problems)
            self.form.focus_first_problem()
            self.not_saved()
            return
        self.form.show_problems({})
        change = self._change()
        try:
            after = rule_versions.revised(self._stand, change)
        except UserError as error:
            self._on_failed(error)
            return
        self._ask(change, after)

    def _ask(self, change: RuleEdit, after: Rule) -> None:
        changed = differences(self._stand.rule, after)
        is_loose = loosened(self._stand.shipped, after)
        is_past = after.effective_from and after.effective_from < self._tools.ledger.today()
        lines = [f"{each.label}：{each.before} → {each.after}" for each in changed]
        lines += [_LOOSE.format(rule=self._stand.shipped)] if is_loose else []
        lines += [_PAST.format(day=after.effective_from)] if is_past else []
        question = (
            "这是强制规定，确定要改吗？" if is_loose else "请核对修改，保存后马上按新的执行。"
        )
        notice = Notice(
            Kind.WARN if is_loose else Kind.ASK,
            question,
            "\n".join(lines),
            (_SAVE, _BACK),
            is_dangerous=is_loose,
        )
        messages.show(self, notice, lambda number: self._on_answered(number, change))

    def _on_answered(self, number: int, change: RuleEdit) -> None:
        if number:
            self.not_saved()
            return
        ledger = self._tools.ledger
        self._tools.writer.run(
            lambda _: rule_versions.revise(ledger, change),
            f"修改规则：{self._stand.rule.title}",
            self._on_saved,
            self._on_failed,
        )

    def _on_saved(self, _: Outcome) -> None:
        self.finish()

    def _on_failed(self, error: UserError) -> None:
        self.not_saved()
        messages.show_error(self, error)

    def _change(self) -> RuleEdit:
        values = self.form.values()
        params = {param.key: self._read(param) for param in self._params}
        return RuleEdit(
            rule_id=self._stand.id,
            effective_from=earliest(self._date(_FROM)),
            effective_to=latest(self._date(_TO)),
            title=self._stand.rule.title,
            text=self._stand.rule.text,
            severity=str(values[_SEVERITY]),
            params=with_params(self._stand.rule, params),
            source=str(values[_SOURCE] or self._stand.rule.source),
            article=str(values[_ARTICLE] or self._stand.rule.article),
            enabled=bool(values[_ENABLED]),
            reason=str(values[_REASON] or "").strip(),
        )

    def _date(self, key: str) -> PartialDate | None:
        return cast("DateEdit", self.form.field(key)).value()

    def _read(self, param: Param) -> ParamValue:
        return read_param(param, self.form.texts()[param.key])

    def _problems(self) -> Mapping[str, str]:
        values, found = self.form.values(), {}
        for param in self._params:
            try:
                self._read(param)
            except (ValueError, KeyError):
                is_empty = not self.form.texts()[param.key].strip()
                found[param.key] = _NOT_EMPTY if is_empty else _wanted(param)
        found |= {key: text for key, text in _NEEDED.items() if not values[key]}
        for key in (_FROM, _TO):
            if cast("DateEdit", self.form.field(key)).problems():
                found[key] = _WHOLE_DAY
        return found


def _about(stand: RuleStand) -> str:
    rule, lines = stand.rule, [sentence_of(stand.rule)]
    lines.append(f"依据：{rule.source}{rule.article}")
    if stand.shipped.severity is Severity.BLOCK:
        lines.append(_BARRING.format(rule=stand.shipped))
    return "\n".join(lines)


def _field(param: Param) -> FormField:
    if param.kind is ParamKind.DAY:
        return _date_field()
    if param.kind is ParamKind.CHOICE:
        return CodeBox([Choice(code, label) for code, label in param.codes.items()])
    return TextField()


def _value(param: Param) -> object:
    if param.kind is ParamKind.DAY and isinstance(param.value, date):
        return day(param.value)
    return param.typed


def _date_field() -> DateEdit:
    return DateEdit(lambda text: read_date(text, today=date.max))


def _wanted(param: Param) -> str:
    if param.kind is ParamKind.NUMBER:
        return "请填写整数，只写数字"
    if param.kind is ParamKind.DAY:
        return _WHOLE_DAY
    if param.codes:
        return f"只能填：{'、'.join(param.codes.values())}；几项之间用分号隔开"
    return "请按原来的样子填写，例如" + param.typed
