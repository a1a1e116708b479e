"""The window in which the status of membership changes, with its day and paper (党籍状态)."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from app.domain.dates import PartialDate
from app.domain.fields import Field, field_of
from app.domain.members import StatusChange
from app.services import members
from app.services.ledger import Ledger
from app.services.overrides import Override
from app.ui.draft_dialog import DraftDialog, DraftTask, Values
from app.ui.draft_form import FormPlan, Section, code_choices
from app.ui.page import PageTools
from app.ui.writing import Work

_SECTIONS = (
    Section("", ("status", "happened_on", "doc_no", "reason"), wide=frozenset({"reason"})),
)
_LABELS: Mapping[str, str] = {"happened_on": "从哪一天起"}


def status_dialog(
    ids: Sequence[str], name: str, tools: PageTools, parent: QWidget | None = None
) -> DraftDialog:
    """Return the window for these people; name: one person's, or how many they are."""
    ledger = tools.ledger
    plan = FormPlan(
        _SECTIONS,
        _column,
        {"Status": code_choices("Status")},
        ledger.today(),
        required=frozenset({"status", "happened_on"}),
        labels=_LABELS,
    )
    task = DraftTask(
        f"改党籍状态：{name}",
        {"status": "", "happened_on": None, "doc_no": "", "reason": ""},
        lambda values: _save(ledger, ids, values),
        check=_missing,
        blocked=_missing,
        overridden=lambda values, override: _save(ledger, ids, values, override),
    )
    return DraftDialog(task, plan, tools.writer, parent)


def _column(name: str) -> Field:
    return field_of("membership" if name == "status" else "membership_event", name)


def _missing(values: Values) -> dict[str, str]:
    found = {}
    if not values["status"]:
        found["status"] = "请选择党籍状态"
    if not values["happened_on"]:
        found["happened_on"] = "请填写从哪一天起"
    return found


def _save(
    ledger: Ledger, ids: Sequence[str], values: Values, override: Override | None = None
) -> Work:
    happened_on = values["happened_on"]
    if not isinstance(happened_on, PartialDate):
        raise TypeError(happened_on)
    change = StatusChange(
        status=str(values["status"]),
        happened_on=happened_on,
        doc_no=str(values["doc_no"]),
        reason=str(values["reason"]),
    )
    return lambda _: members.change_status(ledger, ids, change, override)
