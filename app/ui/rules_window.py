"""规则: every rule with its numbers and its source, and the bureau's changes of it."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.base.errors import UserError
from app.domain.changes import Changes
from app.domain.rule_words import (
    chapter_of,
    differences,
    params_of,
    params_text,
    sentence_of,
)
from app.domain.rules import Rule
from app.domain.words import labels_of
from app.services import rule_versions
from app.services.rule_versions import RuleStand
from app.ui import messages
from app.ui.card_text import CardText, Fact, Group, Line
from app.ui.notice_bar import NoticeBar
from app.ui.page import PageTools
from app.ui.rule_dialog import RuleDialog
from app.ui.style import icon, primary
from app.ui.table import RecordTable, TableSetup
from app.ui.table_model import Column

_SIZE = (1240, 640)
_ALWAYS = "不限"
_CHANGED, _COMING, _REPEALED, _NOT_YET = (
    "本局已修改",
    "已定，未到施行日期",
    "现在不执行",
    "还没有施行",
)


_NO_RULE = [Group("没有选中规则", empty="点左边的一条规则，这里就显示它的内容和历次规定。")]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule in the list."""

    id: str
    stand: RuleStand

    @property
    def state(self) -> str:
        """What is special about the rule, "" for nothing."""
        rule, parts = self.stand.rule, []
        if self.stand.is_changed:
            parts.append(_CHANGED)
        elif self.stand.is_bureaus and self.stand.versions[-1].reason:
            parts.append(_COMING)
        if not rule.enabled:
            parts.append("已停用")
        if not self.stand.is_in_force:
            parts.append(_NOT_YET if self.stand.rule is self.stand.versions[0] else _REPEALED)
        return "，".join(parts)


@dataclass(frozen=True, slots=True)
class _Rows:
    rows: tuple[RuleRow, ...]


class RulesWindow(QDialog):
    """The list on the left, the rule and its versions on the right; Enter changes it."""

    def __init__(self, tools: PageTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.NonModal)
        self.setWindowTitle("规则")
        self._tools = tools
        self._rows: dict[str, RuleRow] = {}
        self.table: RecordTable[RuleRow] = RecordTable(_setup(tools))
        self.table.current_changed.connect(self._on_current_changed)
        self.table.opened.connect(self._on_opened)
        self.table.menu_opening.connect(self._on_menu_opening)
        self.card = CardText("规则内容")
        self.change_button = primary(QPushButton("修改(&E)…"))
        self.change_button.clicked.connect(self.change)
        self.restore_button = QPushButton(icon("undo"), "恢复为原规定(&R)…")
        self.restore_button.clicked.connect(self.ask_restore)
        self._place_parts()
        tools.changes.changed.connect(self._on_changed)
        QShortcut(QKeySequence.StandardKey.Undo, self, tools.writer.undo)
        room = self.screen().availableGeometry()
        self.resize(min(_SIZE[0], room.width() - 40), min(_SIZE[1], room.height() - 60))
        self.load()

    def load(self) -> None:
        """Read the rules in the background."""
        ledger = self._tools.ledger
        self._tools.tasks.read(
            lambda _: _Rows(
                tuple(
                    RuleRow(each.id, each) for each in rule_versions.stands(ledger, ledger.today())
                )
            ),
            self._on_read,
        )

    def change(self) -> None:
        """Open the form of the chosen rule."""
        row = self._rows.get(self.table.current_id())
        if row:
            RuleDialog(self._tools, row.stand, self).open()

    def ask_restore(self) -> None:
        """Show what would change back, then let the shipped rule hold again from today."""
        row = self._rows.get(self.table.current_id())
        if row is None:
            return
        stand = row.stand
        if not (stand.is_changed or stand.is_bureaus):
            messages.tell(self, f"“{stand.rule.title}”没有改过。")
            return
        back = differences(stand.rule, stand.shipped)
        told = [f"{one.label}：{one.before} → {one.after}" for one in back]
        told.append(
            "从今天起按原规定执行，还没到施行日期的修改一并取消；以前的事仍按当时的规定判断。"
        )
        notice = messages.Notice(
            messages.Kind.ASK,
            f"把“{stand.rule.title}”恢复为原规定？",
            "\n".join(told),
            ("恢复", "不恢复"),
            is_dangerous=True,
        )
        messages.show(self, notice, lambda number: self._on_restore_answered(number, stand))

    def _on_restore_answered(self, number: int, stand: RuleStand) -> None:
        if number:
            return
        ledger = self._tools.ledger
        self._tools.writer.run(
            lambda _: rule_versions.restore(ledger, stand.id, "恢复为原规定"),
            "恢复为原规定",
            failed=self._on_failed,
        )

    def _on_failed(self, error: UserError) -> None:
        messages.show_error(self, error)

    def _on_read(self, found: _Rows) -> None:
        chosen = self.table.current_id()
        self._rows = {row.id: row for row in found.rows}
        self.table.set_rows(found.rows)
        self.table.select([chosen or found.rows[0].id])
        self._on_current_changed(self.table.current_id())

    def _on_current_changed(self, rule_id: str) -> None:
        row = self._rows.get(rule_id)
        for button in (self.change_button, self.restore_button):
            button.setEnabled(row is not None)
        self.card.show_groups(_groups(row.stand) if row else _NO_RULE)

    def _on_opened(self, _: str) -> None:
        self.change()

    def _on_menu_opening(self, menu: QMenu) -> None:
        menu.addAction(icon("edit"), "修改…").triggered.connect(self.change)
        menu.addAction(icon("undo"), "恢复为原规定…").triggered.connect(self.ask_restore)

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches("rule_def"):
            self.load()

    def _place_parts(self) -> None:
        close = QPushButton("关闭")
        close.clicked.connect(self.close)
        row = QHBoxLayout()
        row.addWidget(self.change_button)
        row.addWidget(self.restore_button)
        row.addStretch()
        row.addWidget(close)
        for button in (self.change_button, self.restore_button, close):
            button.setAutoDefault(False)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.table)
        split.addWidget(self.card)
        split.setSizes([820, 400])
        split.setHandleWidth(8)
        layout = QVBoxLayout(self)
        layout.addWidget(split, 1)
        layout.addLayout(row)
        layout.addWidget(NoticeBar(self._tools.writer))


def open_rules(tools: PageTools, parent: QWidget) -> None:
    """Open the window of the rules."""
    RulesWindow(tools, parent).show()


def _groups(stand: RuleStand) -> list[Group]:
    rule = stand.rule
    facts = [
        Fact("内容", sentence_of(rule)),
        *(Fact(param.label, f"{param.shown}{param.unit}") for param in params_of(rule)),
        Fact("严格程度", labels_of("Severity")[rule.severity]),
        Fact("依据", f"{rule.source}{rule.article}"),
        Fact("施行日期", _day(rule.effective_from)),
        Fact("废止日期", _day(rule.effective_to)),
    ]
    lines = [Line(_day(each.effective_from), _version(each)) for each in reversed(stand.versions)]
    return [Group(f"{rule.id} {rule.title}", facts), Group("历次规定", lines=lines)]


def _version(rule: Rule) -> str:
    parts = [
        f"到{rule.effective_to}" if rule.effective_to else "",
        labels_of("Severity")[rule.severity] if rule.enabled else "停用",
        params_text(rule),
        f"本局修改，理由：{rule.reason}" if rule.reason else "程序自带",
    ]
    return "；".join(part for part in parts if part)


def _day(known: date | None) -> str:
    return known.isoformat() if known else _ALWAYS


def _setup(tools: PageTools) -> TableSetup[RuleRow]:
    return TableSetup(
        name="rules",
        columns=[
            Column("title", "名称", lambda row: row.stand.rule.title, width=18),
            Column("chapter", "章节", lambda row: chapter_of(row.id), width=10),
            Column("id", "编号", lambda row: row.id, width=7),
            Column("params", "数字", lambda row: params_text(row.stand.rule), width=20),
            Column("state", "状态", lambda row: row.state, width=10),
            Column(
                "severity",
                "严格程度",
                lambda row: labels_of("Severity")[row.stand.rule.severity],
                width=12,
            ),
            Column("text", "内容", lambda row: sentence_of(row.stand.rule), width=30),
            Column(
                "source",
                "依据",
                lambda row: row.stand.rule.source + row.stand.rule.article,
                width=24,
            ),
            Column("from", "施行日期", lambda row: _day(row.stand.rule.effective_from), width=11),
            Column("to", "废止日期", lambda row: _day(row.stand.rule.effective_to), width=11),
        ],
        unit="条",
        search_hint="查找名称、编号、内容、依据",
        memory=tools.memory,
    )
