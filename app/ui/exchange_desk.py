"""插盘即办 in a window: sticks are noticed, looked at, worked off, and conflicts are counted."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from app.base.errors import UserError
from app.base.progress import Progress
from app.domain.changes import Changes
from app.domain.nodes import Role
from app.services.exchange import disputes, errands, receivers
from app.services.exchange.errands import Done, Errand
from app.services.exchange.receivers import Receiver
from app.ui import messages, pickers
from app.ui.main_window import MainWindow
from app.ui.page import PageTools
from app.ui.receivers_dialog import ReceiversDialog
from app.ui.stick_card import StickCard
from app.ui.stick_watch import StickWatch

_COUNT_AFTER_MS = 800
_FEWEST_TO_CHOOSE = 2
_NO_STICK = "没有看到U盘。"
_PLUG_IN = "请插上U盘等几秒钟；也可以点“从文件夹收…”“写到文件夹…”。"


class ExchangeDesk(QObject):
    """Stands behind the card and the page U盘交换 of a window; lives as long as the window.

    join_wanted: there is a 开户包 and this ledger takes no part yet. place_wanted: carries which
    list of the page is to be shown, "received" or "disputes". places: asked for sticks instead of
    the system. arrived: the packages that the last errand has brought.
    """

    join_wanted = Signal()
    place_wanted = Signal(object)

    def __init__(
        self,
        window: MainWindow,
        tools: PageTools,
        backups: Path,
        places: Callable[[], Sequence[Path]] | None = None,
    ) -> None:
        super().__init__(window)
        self._window, self._tools, self._backups = window, tools, backups
        self._errand: Errand | None = None
        self._place: Path | None = None
        self._chosen: Path | None = None
        self._looked_at: Path | None = None
        self.arrived: tuple[str, ...] = ()
        self.card = StickCard()
        window.add_band(self.card)
        self.card.agreed.connect(self.carry_out)
        self.card.choice_wanted.connect(self.ask_receivers)
        self.card.receipts_wanted.connect(partial(self.place_wanted.emit, "received"))
        self.card.settling_wanted.connect(partial(self.place_wanted.emit, "disputes"))
        self.card.stick_chosen.connect(self._on_chosen)
        self.card.closed.connect(self._on_closed)
        self.watch = StickWatch(window, tools.tasks, places)
        self.watch.arrived.connect(self._on_arrived)
        self.watch.gone.connect(self._on_gone)
        self._count_timer = QTimer(self, singleShot=True, interval=_COUNT_AFTER_MS)
        self._count_timer.timeout.connect(self.count)
        tools.changes.changed.connect(self._count_timer.start)
        self._count_timer.start()
        if not window.is_practice:
            self.watch.start()

    def look(self, place: Path, *, is_asked: bool = True) -> None:
        """Look at a stick, a folder or a file, and say on the card what is there.

        is_asked: False for a stick that only was plugged in; one that is of no use is not told.
        """
        ledger = self._tools.ledger
        self._looked_at = place

        def found(errand: Errand) -> None:
            if not is_asked and place not in self.watch.sticks:
                return
            if not is_asked and self._is_result_of_stick():
                # What was done there, and that it may be pulled out, is to be read first.
                self._offer_sticks()
                return
            self._errand, self._place = errand, place
            if is_asked or errand.standing.role or errand.verb:
                self.card.show_errand(errand)
                self._offer_sticks()

        def failed(error: UserError) -> None:
            self.card.show_problem("U盘没有读成", str(error))

        def ended() -> None:
            self._looked_at = None

        self._tools.tasks.run(
            lambda progress: errands.look(ledger, place, progress),
            found,
            failed,
            "查看交换包",
            ended=ended,
        )

    def carry_out(self, nodes: Sequence[str] = ()) -> None:
        """Do what the card says; nodes: who gets packages, the usual ones when none is named."""
        errand = self._errand
        if errand is None:
            return
        if errand.standing.role is None:
            self.join_wanted.emit()
            return
        ledger, backups = self._tools.ledger, self._backups
        self._run(lambda progress: errands.carry_out(ledger, errand, backups, progress, nodes))

    def ask_receivers(self) -> None:
        """Let the user choose for whom packages are left on the stick that is told about."""
        errand = self._errand
        if errand:
            self._choose_receivers(errand.verb, self.carry_out)

    def report(self, role: Role | None) -> None:
        """Look at the stick that is plugged in; a school's is worked off at once.

        Of several it is the one that the user has chosen on the card; until then none is written.
        """
        sticks = self.watch.sticks
        if not sticks:
            messages.tell(self._window, _NO_STICK, _PLUG_IN)
            return
        place = self._chosen or (self._place if self._place in sticks else None) or sticks[0]
        if role is Role.SCHOOL and (len(sticks) == 1 or self._chosen):
            ledger, backups = self._tools.ledger, self._backups
            self._place = place
            self._run(
                lambda progress: errands.carry_out(
                    ledger, errands.look(ledger, place, progress), backups, progress
                )
            )
        else:
            self.look(place)

    def ask_receive(self) -> None:
        """Let the user choose the folder to receive from."""
        pickers.pick_folder(self._window, "从哪个文件夹收", self.look)

    def ask_leave(self, role: Role | None = Role.SCHOOL) -> None:
        """Let the user choose the folder to write the packages to; the bureau also for whom."""

        def ask_folder(nodes: Sequence[str] = ()) -> None:
            pickers.pick_folder(
                self._window, "写到哪个文件夹", lambda folder: self.leave(folder, nodes)
            )

        if role is Role.BUREAU:
            self._choose_receivers("写到文件夹…", ask_folder)
        else:
            ask_folder()

    def leave(self, folder: Path, nodes: Sequence[str] = ()) -> None:
        """Write the packages for the usual receivers, or those named, to a folder."""
        ledger = self._tools.ledger
        self._place = folder
        self._run(lambda progress: errands.leave(ledger, folder, progress, nodes=nodes))

    def _choose_receivers(self, verb: str, chosen: Callable[[Sequence[str]], None]) -> None:
        ledger = self._tools.ledger

        def show(found: Sequence[Receiver]) -> None:
            if len(found) < _FEWEST_TO_CHOOSE:
                chosen(())
                return
            dialog = ReceiversDialog(found, verb, self._window)
            dialog.chosen.connect(chosen)
            dialog.open()

        self._tools.tasks.read(lambda _: receivers.receivers(ledger), show)

    def count(self) -> None:
        """Count what is to be settled and show it beside U盘交换."""
        ledger = self._tools.ledger
        if not self._tools.tasks.is_closed:  # the timer may outlive the ledger by a moment
            self._tools.tasks.read(lambda _: disputes.number(ledger), self._show_count)

    def _run(self, work: Callable[[Progress], Done]) -> None:
        self.card.set_busy()
        self._tools.tasks.run(
            work, self._on_done, self._on_failed, "收发交换包", ended=self._on_ended
        )

    def _on_done(self, done: Done) -> None:
        self._errand, self.arrived = None, done.packages
        self._tools.changes.changed.emit(Changes.everything())
        self.card.show_done(done)
        self._offer_sticks()

    def _on_failed(self, error: UserError) -> None:
        verb = self._errand.verb if self._errand else ""
        self.card.show_problem("没有办成", str(error), verb)
        self._offer_sticks()

    def _on_ended(self) -> None:
        """Put the card back after the user gave up before anything was done."""
        if self._errand:
            self.card.show_errand(self._errand)
        else:
            self.card.hide()

    def _on_arrived(self, place: Path) -> None:
        if place != self._looked_at:
            self.look(place, is_asked=False)

    def _on_gone(self, place: Path) -> None:
        if place == self._chosen:
            self._chosen = None
        if place == self._place:
            self._errand = self._place = None
            if self.card.is_to_be_read:  # what was done, or why not, is read after pulling it out
                self.card.button.hide()
            else:
                self.card.hide()
                self._look_at_next()
        self._offer_sticks()

    def _on_closed(self) -> None:
        if self._place is None:
            self._look_at_next()

    def _look_at_next(self) -> None:
        for other in self.watch.sticks[:1]:
            self.look(other, is_asked=False)

    def _on_chosen(self, place: Path) -> None:
        self._chosen = place
        self.look(place)

    def _is_result_of_stick(self) -> bool:
        return self.card.is_to_be_read and self._place in self.watch.sticks

    def _offer_sticks(self) -> None:
        self.card.show_sticks(self.watch.sticks, self._place)

    def _show_count(self, number: int) -> None:
        self._window.set_count("exchange", number or None)
