"""Windows without a screen, in our style, and a record of what the user would have read."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import shutil
from dataclasses import dataclass, field, replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from app.base.settings import FontSize, Theme
from app.services.practice.build import build
from app.ui import messages, style
from tests.services.small_county import entered
from tests.ui import workplace
from tests.ui.people import Person


@dataclass
class Said:
    """What was shown, and what the user answers next; the last button without an answer."""

    notices: list = field(default_factory=list)
    answers: list = field(default_factory=list)

    @property
    def texts(self):
        return [notice.text for notice in self.notices]


@pytest.fixture(scope="session")
def qapp(qapp):
    style.load_chinese(qapp)
    style.apply_style(qapp, Theme.RED, FontSize.STANDARD)
    yield qapp
    # Without a screen Qt keeps the clipboard in a C++ static, which outlives Python: a block left
    # there kills the process at its very end, after all tests have passed.
    qapp.clipboard().clear()


@pytest.fixture
def said(monkeypatch):
    """Record every notice; said.answers.append("删除") answers the next question."""
    record = Said()

    def show(parent, notice, chosen):
        record.notices.append(notice)
        answer = record.answers.pop(0) if record.answers else notice.buttons[-1]
        chosen(notice.buttons.index(answer))

    monkeypatch.setattr(messages, "show", show)
    return record


_HELD = []


@pytest.fixture(scope="session", autouse=True)
def _shown_windows_are_held():
    """Hold every window that a test shows: one without a parent that the test has dropped would
    be collected while it is still on the screen, which kills Qt's offscreen platform.
    """

    def holding(method):
        def call(self, *arguments):
            _HELD.append(self)
            return method(self, *arguments)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for kind, name in ((QWidget, "show"), (QDialog, "open")):
            patch.setattr(kind, name, holding(getattr(kind, name)))
        yield


@pytest.fixture(autouse=True)
def _no_window_is_left_open(qapp):
    """Delete what a test closed; fail when it left a window open."""
    yield
    left = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    for widget in left:
        widget.close()
        if isValid(widget):
            widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    _HELD.clear()
    assert QApplication.overrideCursor() is None


@pytest.fixture
def people():
    """Return five invented people."""
    return [
        Person("1", "张三", "529999198001010011", "2001-06", "30.00", "机关支部"),
        Person("2", "李四", "529999197501010022", "1999-07-01", "1,863.00", "一中支部"),
        Person("3", "王五", "52999919900101003X", "", "", "一中支部"),
        Person("4", "赵六", "529999196001010044", "2010-11-12", "9.50", "一中支部"),
        Person("5", "阿\t七", "529999196001010055", "2009", "0.50", ""),
    ]


@pytest.fixture(scope="session")
def county_file(tmp_path_factory):
    """Return a ledger file with the small county and who is who in it."""
    path = tmp_path_factory.mktemp("county") / "ledger.sqlite"
    ledger = workplace.open_ledger(path)
    county = entered(ledger)
    ledger.close()
    return path, county


@pytest.fixture
def county(county_file, tmp_path):
    """Return the small county in an open ledger of its own."""
    path = tmp_path / "ledger.sqlite"
    shutil.copy(county_file[0], path)
    ledger = workplace.open_ledger(path)
    yield replace(county_file[1], ledger=ledger)
    ledger.close()


@pytest.fixture
def tools(county):
    """Return what a page is handed, on the small county."""
    with workplace.tools_on(county.ledger) as found:
        yield found


@pytest.fixture(scope="session")
def practice_file(tmp_path_factory):
    """Return a ledger file with the practice county."""
    path = tmp_path_factory.mktemp("practice") / "ledger.sqlite"
    ledger = workplace.open_ledger(path)
    build(ledger)
    ledger.close()
    return path


@pytest.fixture
def practice(practice_file, tmp_path):
    """Return what a page is handed, on a practice county of its own."""
    path = tmp_path / "practice.sqlite"
    shutil.copy(practice_file, path)
    ledger = workplace.open_ledger(path)
    with workplace.tools_on(ledger) as found:
        yield found
    ledger.close()
