"""A clerk who works on the page of development by keys only, and what the walk looks at."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from app.services import dev_board, figures
from app.store import records
from tests.ui.workplace import type_text

TODAY = date(2010, 12, 31)
"""The day of the practice county."""

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
ENTER, F3, ESC = Qt.Key.Key_Return, Qt.Key.Key_F3, Qt.Key.Key_Escape
WAY = {
    "first_talk_on": ["2007-03-20"],
    "activist_on": ["2007-06-10"],
    "activist_filed_on": ["2007-07-05"],
    "mentors": ["2007-07-06", 0, 1],
    "candidate_branch_on": ["2008-06-12"],
    "candidate_on": ["2008-07-01"],
    "introducers": ["2008-07-02", 0, 1],
    "political_review_on": ["2008-09-01"],
    "training_on": ["2008-10-15", "3", "24"],
    "committee_review_on": ["2008-11-10"],
    "pre_review_on": ["2008-12-01"],
    "form_filled_on": ["2008-12-05", "5200001"],
    "accept_meeting_on": ["2008-12-20"],
    "superior_talk_on": ["2009-01-05"],
    "committee_approved_on": ["2009-01-20"],
    "filed_on": ["2009-02-01"],
    "assigned_on": ["2009-02-01"],
    "oath_on": ["2009-07-01"],
    "conversion_applied_on": ["2009-12-16"],
    "convert_meeting_on": ["2009-12-20"],
    "convert_approved_on": ["2010-01-10"],
    "archived_on": ["2010-02-01"],
}


class Clerk:
    """Presses keys where the keyboard stands, and waits as a person waits."""

    def __init__(self, qtbot, workplace):
        self.qtbot, self.workplace, self.keys = qtbot, workplace, 0

    @property
    def page(self):
        return self.workplace.window.page("development").page()

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self.keys += 1
        self.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        QTest.keyClick(QApplication.focusWidget(), key, modifier)

    def type(self, text):
        self.keys += 1
        type_text(self.qtbot, QApplication.focusWidget(), text)

    def settle(self):
        runner = self.workplace._parts.runner
        for _ in range(2):
            self.qtbot.wait(60)
            self.qtbot.waitUntil(lambda: not runner._tasks)
        if QApplication.activeWindow() is None:
            # What a window manager does when a window in front has closed.
            (self.windows() or [self.workplace.window])[-1].activateWindow()
            self.qtbot.wait(30)

    def windows(self, kind=QDialog):
        shown = [one for one in QApplication.topLevelWidgets() if isinstance(one, kind)]
        return [one for one in shown if one.isVisible()]

    def wait_window(self, kind=QDialog):
        self.qtbot.waitUntil(lambda: bool(self.windows(kind)))
        window = self.windows(kind)[-1]
        window.activateWindow()
        self.qtbot.waitUntil(lambda: window.isAncestorOf(QApplication.focusWidget()))
        return window

    def save(self):
        self.press(Qt.Key.Key_S, CTRL)
        self.settle()

    def fill(self, values):
        """Type into one field after the other, Enter between; None leaves a field as it is."""
        for number, value in enumerate(values):
            if number:
                self.press(ENTER)
            if value is not None:
                self.type(value)

    def names(self):
        org = self.page.case.card.card.org_id
        ledger = self.workplace.desk.tools.ledger
        return [one.label for one in dev_board.full_members(ledger, org)]

    def step(self, values):
        """Do the step under the cursor: F3, its fields, Ctrl+S."""
        names = self.names()
        self.press(F3)
        self.wait_window()
        self.fill([names[one] if isinstance(one, int) else one for one in values])
        self.save()

    def done(self, key):
        return self.page.case.card.facts.dates.get(key)

    def history(self):
        tree = self.page.case.history.tree
        tops = [tree.topLevelItem(n) for n in range(tree.topLevelItemCount())]
        lines = [top.child(n) for top in tops for n in range(top.childCount())]
        texts = [top.text(0) for top in tops]
        return texts + [line.text(column) for line in lines for column in range(3)]


def begin(clerk, name, category):
    clerk.press(Qt.Key.Key_N, CTRL)
    clerk.wait_window()
    clerk.fill([name, "县一中", category, "2007-03-01"])
    clerk.save()
    clerk.settle()
    assert clerk.page.case.card.card.name == name


def counted(clerk):
    """Return the records behind N05 to N10 of the years of the walk."""
    ledger = clerk.workplace.desk.tools.ledger
    return {
        (id_, year): {one.id for one in figures.count(ledger, id_, year).evidence}
        for id_ in ("N05", "N06", "N07", "N08", "N09", "N10")
        for year in (2009, 2010)
    }


def followed(clerk, before, name):
    """Return which figures have grown, each by the event of one person and by nothing else."""
    (person,) = rows(clerk, "person", name=name)
    events = {row["id"]: row["kind"] for row in rows(clerk, "membership_event",
                                                     person_id=person["id"])}  # fmt: skip
    grown = {key: now - before[key] for key, now in counted(clerk).items() if now != before[key]}
    assert all(len(records_) == 1 for records_ in grown.values())
    return {key: events[records_.pop()] for key, records_ in grown.items()}


def rows(clerk, table, **equal):
    with clerk.workplace.desk.tools.ledger.reading() as tx:
        return records.find(tx, table, **equal)
