"""Three PCs of a small county in real windows, and one stick that goes from one to the other."""

import shutil
from contextlib import ExitStack, contextmanager

from PySide6.QtCore import Qt
from shiboken6 import isValid

from app import bootstrap
from app.base.paths import DataFolder
from app.services.exchange import enrolment, packing, receiving, setup
from app.services.ledger import Ledger
from app.store import records
from app.ui import mounted_sticks
from app.ui.exchange_page import ExchangePage

NAMES = ("县教育局", "第一小学", "第二小学")


class Pc:
    """A data folder and its window."""

    def __init__(self, root):
        self.folder = DataFolder(root)
        self.folder.create()

    def open(self, stack):
        self.stack = ExitStack()
        stack.callback(self.stack.close)
        self.take_over(self.stack.enter_context(bootstrap.window_on(self.folder)))

    def take_over(self, workplace):
        """Go on with a window, such as the one that stands after a backup was put back."""
        self.workplace = workplace
        self.desk = self.workplace.desk
        self.ledger = self.desk.tools.ledger
        self.card = self.desk.exchange.card

    def show(self, qtbot):
        self.workplace.window.resize(1366, 768)
        self.workplace.window.show()
        self.workplace.window.show_page("exchange")
        self.settle(qtbot)
        return self.page

    @property
    def page(self):
        page = self.workplace.window.page("exchange").page()
        assert isinstance(page, ExchangePage)
        return page

    def settle(self, qtbot):
        for _ in range(2):
            qtbot.wait(60)
            qtbot.waitUntil(lambda: not self.workplace.is_busy(), timeout=20_000)

    def edit(self, person, **values):
        with self.ledger.writing("登记联系电话") as tx:
            records.change(tx, "person", person, values)

    def person(self, person):
        with self.ledger.reading() as tx:
            return records.get(tx, "person", person)


class County:
    """The bureau, two schools, and one stick that is plugged into one PC at a time."""

    def __init__(self, root, monkeypatch):
        self.pcs = [Pc(root / name) for name in ("bureau", "a", "b")]
        self.bureau, self.a, self.b = self.pcs
        self.stick = root / "stick"
        self.stick.mkdir()
        ledgers = [Ledger.open(pc.folder.database, author="李文书") for pc in self.pcs]
        setup.found_bureau(ledgers[0], NAMES[0])
        with ledgers[0].writing("起步") as tx:
            self.orgs = [
                records.add(tx, "org_unit", {"full_name": f"{name}党支部", "kind": "BRANCH"})
                for name in NAMES[1:]
            ]
            self.persons = [records.add(tx, "person", {"name": name}) for name in ("张三", "李四")]
            self.memberships = [
                records.add(
                    tx,
                    "membership",
                    {"person_id": person, "org_id": org, "status": "NORMAL", "member_type": "FULL"},
                )
                for person, org in zip(self.persons, self.orgs, strict=True)
            ]
        self.ids = [setup.status(ledgers[0]).node]
        for number in (1, 2):
            made = enrolment.make(ledgers[0], NAMES[number], (self.orgs[number - 1],))
            enrolment.join(ledgers[number], made.data, made.code)
            self.ids.append(setup.status(ledgers[number]).node)
            (word,) = packing.make(ledgers[number], self.ids[:1])
            receiving.take(ledgers[0], word.data)
        for made in packing.make(ledgers[0]):
            receiving.take(ledgers[self.ids.index(made.node)], made.data)
        for ledger in ledgers:
            ledger.close()
        monkeypatch.setattr(mounted_sticks, "mounted", tuple)

    def plug(self, qtbot, pc):
        """Plug the stick in, and wait for the card."""
        desk = pc.desk.exchange
        desk.watch._places = lambda: (self.stick,)
        desk.watch.ask()
        qtbot.waitUntil(lambda: bool(desk.watch.sticks), timeout=20_000)
        pc.settle(qtbot)
        assert pc.card.isVisible()

    def pull(self, qtbot, pc):
        """Pull the stick out: the card goes with it, unless it says what was done."""
        desk, stays = pc.desk.exchange, pc.card.is_to_be_read
        desk.watch._places = tuple
        desk.watch.ask()
        qtbot.waitUntil(lambda: not desk.watch.sticks, timeout=20_000)
        assert pc.card.isVisible() == stays
        pc.card.close_button.click()
        assert not pc.card.isVisible()

    def trip(self, qtbot, pc):
        """Plug in, press the one button, and pull out when told to."""
        self.plug(qtbot, pc)
        qtbot.mouseClick(pc.card.button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: pc.card.heading.text() != "" and not pc.card.button.isVisible())
        pc.settle(qtbot)
        told = pc.card.text.text()
        assert told.endswith("可以拔出U盘了。")
        self.pull(qtbot, pc)
        return told

    def lose(self):
        """Lose the stick and buy a new one."""
        shutil.rmtree(self.stick)
        self.stick.mkdir()


@contextmanager
def windows(qtbot, folder, monkeypatch):
    """Open the windows of all three PCs."""
    made = County(folder, monkeypatch)
    with ExitStack() as stack:
        for pc in made.pcs:
            pc.open(stack)
            pc.show(qtbot)
        yield made
        for pc in made.pcs:
            if isValid(pc.workplace.window):
                pc.settle(qtbot)


def reloaded(qtbot, pc):
    """Read the page of a PC again."""
    pc.page.load()
    pc.settle(qtbot)
    return pc.page
