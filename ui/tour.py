"""The main job, walked through in the real windows by keyboard, with a picture of every step in light and dark."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from frontdesk.errors import Refusal
from ui import tour_house

if TYPE_CHECKING:
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication, QComboBox, QWidget

    from frontdesk.desk import Desk
    from frontdesk.queries.folio import FolioLine
    from ui.screens.stay import StayPage
    from ui.widgets.approver import ApproverPanel
    from ui.workstation import Workstation

WIDTH, HEIGHT = 1440, 900
PATIENCE_MS = 10_000
TURN_MS = 10
SENTENCES = 5
COMPLAINT_ROOM, APOLOGY_ROOM = "306", "412"
Found = TypeVar("Found")
Page = TypeVar("Page", bound="QWidget")


class StepMissed(Exception):  # noqa: N818 - the tour's word for it
    """A step of the tour did not happen."""


def run_tour(out: Path, database: str = "") -> int:
    """Walk through the tour; 1 if a step did not happen, with what was waited for.

    ``out`` gets numbered pictures in ``light`` and ``dark`` and the folio. Without a database a fresh demo hotel is
    made for the walk and thrown away afterwards.
    """
    if out.exists() and not out.is_dir():
        raise Refusal(f"{out} is a file.", help="Name a folder for the pictures.")
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory(prefix="frontdesk-tour-") as folder:
        return _walk(out, database or _fresh_demo(Path(folder) / "tour.db"))


def _fresh_demo(path: Path) -> str:
    from frontdesk.desk import Desk
    from frontdesk.intake.demo import make_demo

    make_demo(path, open_desk=Desk.open)
    return str(path)


def _walk(out: Path, database: str) -> int:
    from PySide6.QtCore import qInstallMessageHandler

    from frontdesk.desk import Desk
    from ui.settings import Choices
    from ui.start import application
    from ui.workstation import Workstation

    qInstallMessageHandler(_only_faults)
    app = application(Choices())
    with Desk.open(database, workstation="tour") as desk:
        station = Workstation(desk, desk.workstation, desk.now)
        guide = Guide(app, station, desk, out)
        try:
            for step in STEPS:
                step(guide)
        except StepMissed as missed:
            window = out / "stopped.png"
            station.window.grab().save(str(window))
            sys.stderr.write(f"The tour stopped: {missed}. What the window shows there is in {window}.\n")
            return 1
        finally:
            station.window.hide()
            station.close()
    sys.stdout.write(f"{guide.taken} pictures and the folio are in {out}\n")
    return 0


def _only_faults(_kind: object, _context: object, said: str) -> None:
    """What Qt says, but for the sentence that a place without a screen repeats for every window."""
    if "propagateSizeHints" not in said:
        sys.stderr.write(said + "\n")


@dataclass
class Guide:
    """Hands on the keyboard, eyes on the window."""

    app: QApplication
    station: Workstation
    desk: Desk
    out: Path
    taken: int = 0
    moved_to: str = ""
    """The room the complaint was moved to."""

    @property
    def window(self) -> QWidget:
        """The window of the workstation."""
        return self.station.window

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
        """One key, sent to whatever has the keyboard."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        target = self.app.focusWidget() or self.window
        QTest.keyClick(target, key, held or Qt.KeyboardModifier.NoModifier)
        self.rest()

    def write(self, text: str) -> None:
        """Text in any script, letter by letter."""
        from PySide6.QtCore import QCoreApplication, QEvent, Qt
        from PySide6.QtGui import QKeyEvent

        for letter in text:
            target = self.app.focusWidget() or self.window
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                QCoreApplication.sendEvent(target, event)
        self.rest()

    def rest(self) -> None:
        """Let the window breathe."""
        from PySide6.QtTest import QTest

        QTest.qWait(TURN_MS)

    def until(self, what: str, look: Callable[[], Found | None]) -> Found:
        """Wait until something is there, and give it.

        Raises:
            StepMissed: it did not come; says what was waited for.
        """
        for _ in range(PATIENCE_MS // TURN_MS):
            with suppress(AttributeError, IndexError, StopIteration):
                found = look()
                if found:
                    return found
            self.rest()
        raise StepMissed(what)

    def picture(self, name: str, of: QWidget | None = None) -> None:
        """The window or a form over it as it is now, in light and in dark."""
        from ui import theme

        self.taken += 1
        for colours in ("dark", "light"):
            theme.apply(self.app, colours)
            for _ in range(5):
                self.rest()
            folder = self.out / colours
            folder.mkdir(parents=True, exist_ok=True)
            file = folder / f"{self.taken:02d}-{name}.png"
            if not (of or self.window).grab().save(str(file)):
                raise StepMissed(f"the picture {file} could not be written")

    def choose(self, box: QComboBox, value: object) -> None:
        """Choose an entry of a list by what it stands for."""
        index = box.findData(value)
        if index < 0:
            raise StepMissed(f"{value} is not offered")
        box.setCurrentIndex(index)
        self.rest()

    def page(self, kind: type[Page]) -> Page:
        """The page of a kind that covers the window, once it is there."""

        def look() -> Page | None:
            shown = self.station.window.page()
            return shown if isinstance(shown, kind) else None

        return self.until(f"the page {kind.__name__}", look)

    @property
    def stay(self) -> StayPage:
        """The page of the stay."""
        return self.station.house().stay

    def balance(self) -> int:
        """The balance that the stay page shows, in minor units."""
        folio = self.stay.folio
        assert folio is not None, "a stay is open"
        return folio.balance

    def line(self, look: Callable[[FolioLine], bool]) -> str:
        """The first line on window 1 that fits, chosen on the bill."""
        folio = self.stay.folio
        assert folio is not None, "a stay is open"
        found = self.until("the line on the bill", lambda: next(line for line in folio.windows[0].lines if look(line)))
        self.stay.bill.lines.choose(found.posting)
        self.stay.bill.lines.setFocus()
        return found.posting

    def room(self) -> str:
        """The room of the stay that is shown, empty while there is none."""
        shown = self.stay.stay
        return shown.room if shown is not None and self.stay.folio is not None else ""

    def prove(self, panel: ApproverPanel) -> None:
        """The duty manager comes to the desk and types the own PIN."""
        from frontdesk.queries.staff import SeeStaff

        manager = next(person for person in self.desk.ask(SeeStaff()) if person.role == "duty_manager")
        self.choose(panel.who, manager.staff)
        panel.pin_edit.setFocus()
        self.write(manager.shown_pin)

    def find(self, text: str, room: str) -> None:
        """Ctrl+K, type, Enter: the stay in this room is open."""
        from PySide6.QtCore import Qt

        from ui.palette import Finder

        self.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        self.write(text)
        finder = self.until("the finder", lambda: self.station.window.findChild(Finder))
        self.until(f"a hit for {text}", lambda: finder.model.rowCount() > 0)
        self.picture(f"find-{room}")
        self.press(Qt.Key.Key_Return)
        self.until(f"the stay in room {room}", lambda: self.room() == room)


def _sign_in(guide: Guide) -> None:
    from PySide6.QtCore import Qt

    from frontdesk.queries.staff import SeeStaff
    from ui.screens.sign_in import SignInPage

    guide.window.resize(WIDTH, HEIGHT)
    guide.station.open()
    page = guide.page(SignInPage)
    guide.until("the people of the house", page.people.current)
    guide.picture("sign-in")
    ana = next(person for person in guide.desk.ask(SeeStaff()) if person.role == "associate")
    page.people.choose(ana.staff)
    page.pin.setFocus()
    guide.write(ana.shown_pin)
    guide.press(Qt.Key.Key_Return)
    guide.until("Ana at the desk", lambda: guide.station.session.name == ana.name)
    guide.until("the house list", lambda: guide.station.house().isVisible())


def _house(guide: Guide) -> None:
    guide.picture("house")


def _see(guide: Guide) -> None:
    guide.find("papad", APOLOGY_ROOM)
    guide.picture("stay")


def _explain(guide: Guide) -> None:
    from PySide6.QtCore import Qt

    guide.line(lambda line: line.state == "question")
    guide.press(Qt.Key.Key_F2)
    story = guide.until("the story of the line", lambda: guide.stay.explain)
    guide.until("five sentences", lambda: len(story.sentences()) == SENTENCES)
    guide.picture("explain")
    guide.press(Qt.Key.Key_Escape)
    guide.until("the bill again", lambda: guide.stay.explain is None)


def _move(guide: Guide) -> None:
    from PySide6.QtCore import Qt

    from frontdesk.domain.room_move import MoveReason
    from ui.screens.room_move import RoomMovePage

    guide.find(COMPLAINT_ROOM, COMPLAINT_ROOM)
    guide.press(Qt.Key.Key_F3)
    page = guide.page(RoomMovePage)
    guide.choose(page.why.reason_box, MoveReason.NOISE_BUILDING.value)
    page.why.repair_box.setCurrentIndex(0)
    page.why.words_edit.setFocus()
    guide.write("They drill above me since seven in the morning.")
    page.consent.agreed.setFocus()
    guide.press(Qt.Key.Key_Space)
    guide.until("rooms that are free", lambda: page.rooms.list.model().rowCount() > 0)
    page.rooms.list.setFocus()
    guide.press(Qt.Key.Key_1)
    room = guide.until("a preview of the move", page.rooms.room)
    if not page.price.told.isHidden():
        page.price.told.setFocus()
        guide.press(Qt.Key.Key_Space)
    guide.picture("move")
    if page.approval.isVisible():
        guide.prove(page.approval)
    page.rooms.list.setFocus()
    guide.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    guide.until(f"the guest in room {room}", lambda: guide.room() == room)
    guide.moved_to = room
    guide.picture("moved")


def _credit(guide: Guide) -> None:
    from PySide6.QtCore import Qt

    from ui.screens.credit import CreditPage

    guide.find("Παπαδοπ", APOLOGY_ROOM)
    before = guide.balance()
    guide.line(lambda line: line.code == "1000")
    guide.press(Qt.Key.Key_F4)
    page = guide.page(CreditPage)
    guide.until("the lines of the bill", lambda: page.lines.list.model().rowCount() > 0)
    page.right.yes.setFocus()
    guide.press(Qt.Key.Key_Space)
    shown = guide.stay.stay
    assert shown is not None, "the stay is open"
    guide.choose(page.story.case_box, next(case.case for case in shown.cases if case.kind == "complaint"))
    guide.choose(page.story.reason_box, "G-NOIB")
    page.amount.edit.setFocus()
    guide.write("25")
    page.letter.edit.setFocus()
    guide.write("With our apologies for the noise in the night of 19 November.")
    guide.until("an approver to be asked for", page.approval.isVisible)
    guide.picture("credit")
    guide.prove(page.approval)
    guide.press(Qt.Key.Key_Return)
    guide.until("the credit on the bill", lambda: guide.balance() < before)
    guide.picture("credited")


def _print(guide: Guide) -> None:
    from PySide6.QtCore import Qt

    from frontdesk.queries.folio import ReadFolioPaper
    from ui.screens.print_preview import PrintPreview

    guide.press(Qt.Key.Key_F5)
    page = guide.page(PrintPreview)
    guide.until("the first page of the folio", lambda: not page.sheets.pages[0].pixmap().isNull())
    guide.picture("print")
    stay = guide.stay.stay
    assert stay is not None, "the stay is open"
    pdf = guide.desk.print(ReadFolioPaper(stay.stay))
    (guide.out / f"folio-{stay.room}.pdf").write_bytes(pdf)
    guide.press(Qt.Key.Key_Escape)


def _queue(guide: Guide) -> None:
    from PySide6.QtCore import Qt

    from ui.screens.journal import JournalPage

    guide.press(Qt.Key.Key_7, Qt.KeyboardModifier.ControlModifier)
    page = guide.page(JournalPage)
    guide.until("what was done", lambda: page.model.rowCount() > 0)
    guide.picture("journal")


STEPS: tuple[Callable[[Guide], None], ...] = (
    *(_sign_in, _house, _see, _explain, _move, _credit, _print),
    *(_queue, *tour_house.STEPS),
)
"""The main job in order: sign in, find, see, move, explain, give, print; what the journal says; the house on screen."""
