"""The window for what stands around the figures: who reports to whom, and the year's words."""

from collections.abc import Mapping
from dataclasses import asdict

from PySide6.QtWidgets import QWidget

from app.domain.fields import Field, ValueKind
from app.services import report_parameters
from app.services.report_parameters import ReportParameters
from app.ui.draft_dialog import DraftDialog, DraftTask, Values
from app.ui.draft_form import FormPlan, Section
from app.ui.page import PageTools
from app.ui.writing import Work

_LABELS: Mapping[str, str] = {
    "org_name": "本级党组织全称",
    "superior": "主送机关",
    "context": "报告背景",
    "signed_on": "成文日期",
}
_NOTE = (
    "报告背景写在开头一段“围绕”的后面，例如“学习贯彻党的二十大精神”，可以不填。"
    "成文日期不填时，印统计截止的那一天。"
)
_SECTIONS = (Section("", tuple(_LABELS), wide=frozenset(_LABELS), note=_NOTE),)


def parameters_dialog(
    present: ReportParameters, year: int, tools: PageTools, parent: QWidget | None = None
) -> DraftDialog:
    """Return the window for the parameters of a year's report."""
    plan = FormPlan(
        _SECTIONS,
        lambda name: Field(name, _LABELS[name], ValueKind.TEXT),
        {},
        tools.ledger.today(),
        required=frozenset({"org_name"}),
    )

    def save(values: Values) -> Work:
        texts = {name: str(values[name] or "").strip() for name in _LABELS}
        ledger = tools.ledger
        return lambda _: report_parameters.keep(ledger, year, ReportParameters(**texts))

    task = DraftTask(
        f"{year}年汇报的抬头和背景", asdict(present), save, check=_missing, blocked=_missing
    )
    return DraftDialog(task, plan, tools.writer, parent)


def _missing(values: Values) -> dict[str, str]:
    return {} if values["org_name"] else {"org_name": "请填写本级党组织的全称"}
