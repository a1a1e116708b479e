"""党费核定: the base sheet of one person, with what it makes a month in plain words below."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.base.errors import UserError
from app.domain.amounts import read_amount
from app.domain.dues_views import SheetDraft, WaivedDues
from app.domain.fields import Value, field_of
from app.domain.words import problem_text
from app.services import dues, record_book
from app.services.ledger import Ledger
from app.services.overrides import Override
from app.ui.draft_dialog import DraftDialog, DraftTask, Values
from app.ui.draft_form import FormPlan, Section, code_choices, columns_of
from app.ui.page import PageTools
from app.ui.writing import Work

if TYPE_CHECKING:
    from app.domain.dates import PartialDate

_TABLE = "dues_assess"
_PLUS = tuple(name for name in dues.ITEMS if not name.startswith(("minus_", "retired_")))
_MINUS = tuple(name for name in dues.ITEMS if name.startswith("minus_"))
_RETIRED = tuple(name for name in dues.ITEMS if name.startswith("retired_"))
_WAIVER = (
    "waiver_due", "waiver_reason", "waiver_study_on", "waiver_approved_by", "waiver_approved_on",
)  # fmt: skip
_SECTIONS = (
    Section("", ("dues_category", "from_on")),
    Section(
        "在职：每月工资（元）", _PLUS, note="奖励性绩效和改革性补贴可以填，不列入基数的程序会说明。"
    ),
    Section("在职：减去的部分（元）", _MINUS),
    Section("离退休：每月（元）", _RETIRED),
    Section("没有工资表时直接填基数", ("base",)),
    Section("减免（支部研究、上级党委批准）", _WAIVER),
)
_MONEY = frozenset({*dues.ITEMS, "base", "waiver_due"})
_SIZE = (900, 640)


@dataclass(frozen=True, slots=True)
class _Loaded:
    name: str
    values: Mapping[str, Value]


class SheetDialog(DraftDialog):
    """The form of one sheet; below it the sentences of the slip follow every change."""

    def __init__(
        self,
        tools: PageTools,
        who: tuple[str, int],
        loaded: _Loaded,
        parent: QWidget | None = None,
    ) -> None:
        self._ledger, self._who = tools.ledger, who
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setAccessibleName("核定结果")
        plan = FormPlan(
            _SECTIONS,
            columns_of(_TABLE),
            {"dues_category": code_choices("dues_category")},
            tools.ledger.today(),
            required=frozenset({"dues_category"}),
            labels={"from_on": "从哪个月起（全年不填）"},
        )
        shown = {name: _as_text(value) for name, value in loaded.values.items() if name in _MONEY}
        task = DraftTask(
            f"核定{who[1]}年党费：{loaded.name}",
            {**loaded.values, **shown},
            lambda values: _save(tools.ledger, who, values),
            check=_problems,
            blocked=_problems,
            overridden=lambda values, override: _save(tools.ledger, who, values, override),
            is_new=not loaded.values.get("month_due"),
        )
        super().__init__(task, plan, tools.writer, parent)
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(1, self.words)
        room = self.screen().availableGeometry()
        self.resize(min(_SIZE[0], room.width() - 40), min(_SIZE[1], room.height() - 60))

    def show_checks(self) -> None:
        """Show the problems and, without any, what the sheet comes to."""
        super().show_checks()
        values = self.values()
        if _problems(values):
            self.words.setText("")
            return
        try:
            found = dues.preview(self._ledger, draft_of(self._who, values))
        except UserError as error:
            self.words.setText(str(error))
            return
        self.words.setText("\n".join((*found.words, *found.doubts)))


def open_sheet(tools: PageTools, person_id: str, year: int, parent: QWidget) -> None:
    """Open the sheet of a person and year, with what is on record for that year or before it."""

    def loaded(found: _Loaded) -> None:
        if isValid(parent):
            SheetDialog(tools, (person_id, year), found, parent).open()

    tools.tasks.read(lambda _: _load(tools.ledger, person_id, year), loaded)


def draft_of(who: tuple[str, int], values: Values) -> SheetDraft:
    """Return the draft that the texts and dates of the form mean."""
    items = {name: amount for name in dues.ITEMS if (amount := _amount(values[name])) is not None}
    draft = SheetDraft(
        person_id=who[0],
        year=who[1],
        category=str(values["dues_category"]),
        items=items,
        base=_amount(values["base"]),
        from_on=cast("PartialDate | None", values["from_on"]),
    )
    waived_due = _amount(values["waiver_due"])
    if waived_due is None:
        return draft
    waived = WaivedDues(
        due=waived_due,
        reason=str(values["waiver_reason"]),
        study_on=cast("PartialDate | None", values["waiver_study_on"]),
        approved_by=str(values["waiver_approved_by"]),
        approved_on=cast("PartialDate | None", values["waiver_approved_on"]),
    )
    return replace(draft, waived=waived)


def _load(ledger: Ledger, person_id: str, year: int) -> _Loaded:
    sheets = [
        row.raw
        for row in record_book.rows(ledger, _TABLE)
        if row.raw["person_id"] == person_id and int(str(row.raw["year"] or 0)) <= year
    ]
    person = record_book.card(ledger, "person", person_id).row
    empty: dict[str, Value] = {name: None for section in _SECTIONS for name in section.names}
    category = dues.category_of(str(person.raw["category"]))
    start = {**empty, "dues_category": category, "waiver_reason": "", "waiver_approved_by": ""}
    if sheets:
        newest = max(sheets, key=lambda row: (int(str(row["year"] or 0)), str(row["id"])))
        start |= {name: newest[name] for name in (*dues.ITEMS, "dues_category", "base")}
        start["base"] = None if any(newest[name] for name in dues.ITEMS) else newest["base"]
        if newest["year"] == year:
            start |= {name: newest[name] for name in (*_WAIVER, "from_on", "month_due")}
    return _Loaded(person.shown["name"], start)


def _as_text(value: Value) -> str:
    return "" if value is None else f"{value:.2f}"


def _amount(value: object) -> Decimal | None:
    if isinstance(value, Decimal):
        return value
    text = str(value or "").strip()
    return read_amount(text).value if text else None


def _problems(values: Values) -> dict[str, str]:
    found = {}
    for name in _MONEY:
        text = str(values.get(name) or "").strip()
        problems = read_amount(text).problems if text else ()
        if text and read_amount(text).value is None:
            found[name] = "；".join(map(problem_text, problems))
    if not values["dues_category"]:
        found["dues_category"] = f"请选择{field_of(_TABLE, 'dues_category').label}"
    return found


def _save(
    ledger: Ledger, who: tuple[str, int], values: Values, override: Override | None = None
) -> Work:
    draft = draft_of(who, values)
    return lambda _: dues.enter(ledger, [draft], override)
