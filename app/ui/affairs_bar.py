"""What can be handled from the page 党员事务 beside its lists, by button and by function key."""

from PySide6.QtWidgets import QWidget

from app.ui.dues_window import open_dues
from app.ui.page import PageTools
from app.ui.page_bar import PageBar
from app.ui.procedures_window import open_procedures, open_transfer
from app.ui.records_tab import RecordsPage


class AffairsBar(PageBar):
    """Buttons for the daily procedures; the key of each is written on it."""

    def __init__(self, tools: PageTools, page: QWidget) -> None:
        super().__init__(page)
        self._tools = tools
        self.add("党费收缴", "F6", "一个支部、十二个月，收一个月、几个月或全支部", self.dues)
        self.add("组织关系接转", "F7", "系统内、转出、转入一名党员", self.transfer)
        self.add("正在办理", "F8", "接转、失联、退党、处置、流动，办下一步", self.procedures)

    def transfer(self) -> None:
        """Open the form of a new transfer."""
        open_transfer(self._tools, self.window())

    def procedures(self) -> None:
        """Open the list of what is under way."""
        open_procedures(self._tools, self.window())

    def dues(self) -> None:
        """Open the dues of a branch."""
        open_dues(self._tools, self.window())


def with_bar(page: RecordsPage, tools: PageTools) -> RecordsPage:
    """Put the bar on top of the page and return the page."""
    page.body.insertWidget(0, AffairsBar(tools, page))
    return page
