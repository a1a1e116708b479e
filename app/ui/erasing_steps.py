"""依法清除, asked for with its basis: the one act of the program that nobody can undo."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QWidget

from app.services.exchange import erasing
from app.ui.page import PageTools

ERASE = "依法清除…"


def ask_erasing(parent: QWidget, tools: PageTools, persons: Sequence[str], who: str) -> None:
    """Ask for the basis and erase; who: "“张三”" or "这 3 人"."""
    box = QInputDialog(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle("依法清除个人信息")
    box.setLabelText(
        f"清除{who}的姓名、身份证号、电话等全部个人信息：\n"
        "本机立即清除，别的电脑收到下一个交换包后清除。不能撤销，也不能恢复。\n"
        "备份文件、U盘上和电脑里留底的旧包、打印件和定稿的报告不在其内，请另行处理。\n\n"
        "请写明依据，如 文号、决定日期，不要写姓名："
    )
    box.setOkButtonText("清除")
    box.setCancelButtonText("不清除")
    box.textValueSelected.connect(partial(_erase, tools, tuple(persons)))
    box.open()


def _erase(tools: PageTools, persons: Sequence[str], basis: str) -> None:
    ledger = tools.ledger
    tools.writer.run(lambda _: erasing.erase(ledger, persons, basis), "依法清除")
