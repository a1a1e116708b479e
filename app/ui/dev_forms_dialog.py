"""入党志愿书管理台账: the numbered forms of a year, giving out, their states, the account."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.changes import Changes
from app.domain.dates import PartialDate, day
from app.domain.dev_entry import FormAccount, FormDraft
from app.domain.fields import Field, ValueKind, field_of
from app.domain.kinds import FormState
from app.domain.record_rows import RecordRow
from app.domain.words import labels_of
from app.services import application_forms, dev_board, record_book
from app.services.overrides import Override
from app.ui import messages
from app.ui.dev_step_form import offered
from app.ui.draft_dialog import DraftDialog, DraftTask, Values
from app.ui.draft_form import FormPlan, Section, code_choices
from app.ui.empty_state import EmptyText
from app.ui.notice_bar import NoticeBar
from app.ui.page import PageTools
from app.ui.table import RecordTable, TableSetup
from app.ui.table_model import Column, ColumnKind
from app.ui.writing import Work

_YEARS = 8
_SIZE = (900, 520)
_SHOWN = ("form_no", "state", "person_id", "org_id", "issued_on", "issued_by", "received_by",
          "remark")  # fmt: skip
_NOTHING = EmptyText("这一年还没有发放入党志愿书", "点“发放志愿书”登记编号和本数。", "发放志愿书")


@dataclass(frozen=True, slots=True)
class _Loaded:
    rows: tuple[RecordRow, ...]
    account: FormAccount


class FormsDialog(QDialog):
    """The forms of one year; beside it the program stays usable."""

    def __init__(self, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("入党志愿书管理台账")
        self.resize(*_SIZE)
        self._tools = tools
        self.year = QComboBox()
        self.year.setAccessibleName("年度")
        first = tools.ledger.today().year
        for number in range(first, first - _YEARS, -1):
            self.year.addItem(f"{number}年", number)
        self.year.currentIndexChanged.connect(self.load)
        self.account = QLabel()
        self.account.setWordWrap(True)
        self.table = RecordTable(_setup())
        self.table.add_button("发放志愿书", "add", self.issue, is_main=True)
        self.table.add_button("改状态", "edit", self.change_state)
        self.table.empty_action.connect(self.issue)
        self.table.opened.connect(self._on_opened)
        row = QHBoxLayout()
        row.addWidget(self.year)
        row.addWidget(self.account, 1)
        layout = QVBoxLayout(self)
        layout.addLayout(row)
        layout.addWidget(self.table, 1)
        layout.addWidget(NoticeBar(tools.writer))
        tools.changes.changed.connect(self._on_changed)
        self.load()

    def show_year(self, year: int) -> None:
        """Show the forms of a year."""
        self.year.setCurrentIndex(max(self.year.findData(year), 0))

    def load(self) -> None:
        """Read the forms of the year."""
        ledger, year = self._tools.ledger, int(self.year.currentData())

        def read(_: object) -> _Loaded:
            rows = record_book.rows(ledger, "application_form", year)
            return _Loaded(tuple(rows), application_forms.account(ledger, year))

        self._tools.tasks.read(read, self._on_loaded)

    def issue(self) -> None:
        """Open the window that gives out a run of forms."""
        ledger, year = self._tools.ledger, int(self.year.currentData())
        committees = dev_board.committees(ledger)
        plan = FormPlan(
            (Section("", tuple(_ISSUED)),),
            lambda name: _ISSUED[name],
            {"org_unit": offered([*committees, *dev_board.branches_of(ledger)])},
            ledger.today(),
            required=frozenset({"form_no", "number", "org_id"}),
        )
        org = committees[0].value if committees else None
        values = {"form_no": "", "number": 1, "org_id": org, "issued_on": day(ledger.today())}

        def save(typed: Values, override: Override | None = None) -> Work:
            draft, number = _draft(typed, year), cast("int", typed["number"])
            return lambda _: application_forms.issue(ledger, draft, number, override)

        task = DraftTask(f"发放{year}年入党志愿书", values, save, blocked=_missing, overridden=save)
        DraftDialog(task, plan, self._tools.writer, self).open()

    def change_state(self) -> None:
        """Open the window that writes what became of a form."""
        rows = self.table.selected_rows()
        if not rows:
            messages.tell(self, "先选好一本志愿书。")
            return
        ledger, row = self._tools.ledger, rows[0]
        columns = {name: field_of("application_form", name) for name in ("state", "remark")}
        plan = FormPlan(
            (Section("", tuple(columns)),),
            lambda name: columns[name],
            {"FormState": code_choices("FormState")},
            ledger.today(),
            one_line=frozenset({"remark"}),
        )

        def save(typed: Values) -> Work:
            state = FormState(str(typed["state"]))
            words = str(typed["remark"])
            return lambda _: application_forms.change_state(ledger, row.id, state, words)

        values: Mapping[str, object] = {name: row.raw[name] for name in columns}
        title = f"第{row.shown['form_no']}号入党志愿书"
        DraftDialog(DraftTask(title, values, save), plan, self._tools.writer, self).open()

    def _on_loaded(self, loaded: _Loaded) -> None:
        found = loaded.account
        labels = labels_of("FormState")
        states = "、".join(f"{labels[state]} {n}" for state, n in found.states.items())
        verdict = "两者相等。" if found.is_balanced else "两者应当相等，请核对。"
        self.account.setText(
            f"发放 {found.issued} 本：{states}。已填写使用 {found.used} 本，"
            f"当年接收预备党员 {found.accepted} 名，{verdict}"
        )
        self.table.set_rows(loaded.rows)

    def _on_opened(self, _: str) -> None:
        self.change_state()

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches("application_form", "membership_event"):
            self.load()


_ISSUED: Mapping[str, Field] = {
    "form_no": Field("form_no", "起始编号", ValueKind.TEXT),
    "number": Field("number", "本数", ValueKind.COUNT),
    "org_id": field_of("application_form", "org_id"),
    "issued_on": field_of("application_form", "issued_on"),
    "issued_by": field_of("application_form", "issued_by"),
    "received_by": field_of("application_form", "received_by"),
}


def _draft(values: Values, year: int) -> FormDraft:
    return FormDraft(
        str(values["form_no"]),
        year,
        cast("str | None", values["org_id"]),
        cast("PartialDate | None", values["issued_on"]),
        str(values["issued_by"]),
        str(values["received_by"]),
    )


def _missing(values: Values) -> dict[str, str]:
    found = {}
    if not values["form_no"]:
        found["form_no"] = "请填写起始编号"
    if not values["number"]:
        found["number"] = "请填写本数"
    if not values["org_id"]:
        found["org_id"] = "请选择领用党组织"
    return found


def _setup() -> TableSetup[RecordRow]:
    columns = []
    for name in _SHOWN:
        field = field_of("application_form", name)
        kind = ColumnKind.DATE if field.kind is ValueKind.DATE else ColumnKind.TEXT

        def text(row: RecordRow, name: str = name) -> str:
            return row.shown.get(name, "")

        columns.append(Column(name, field.label, text, kind=kind))
    return TableSetup(name="forms", columns=columns, unit="本", empty=_NOTHING)
