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

if TYPE_CHECKING:
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication, QWidget

    from frontdesk.desk import Desk
    from ui.workstation import Workstation

WIDTH, HEIGHT = 1440, 900
PATIENCE_MS = 10_000
TURN_MS = 10
COMPLAINT_ROOM, APOLOGY_ROOM = "306", "412"
Found = TypeVar("Found")


class StepMissed(Exception):  # noqa: N818 - the tour's word for it
    """A step of the tour did not happen."""


def run_tour(out: Path, database: str = "") -> int:
    """Walk through the tour; 1 if a step did not happen, with what was waited for.

    ``out`` gets numbered pictures in ``light`` and ``dark`` and the folio. Without a database a fresh demo hotel is
    made for the walk and thrown away afterwards.
    """
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory(prefix="frontdesk-tour-") as folder:
        return _walk(out, database or _fresh_demo(Path(folder) / "tour.db"))


def _fresh_demo(path: Path) -> str:
    from frontdesk.intake.demo import make_demo

    from frontdesk.desk import Desk

    make_demo(path, open_desk=Desk.open)
    return str(path)


def _walk(out: Path, database: str) -> int:
    from frontdesk.desk import Desk
    from ui.settings import Choices
    from ui.start import application
    from ui.workstation import Workstation

    app = application(Choices())
    with Desk.open(database, workstation="tour") as desk:
        station = Workstation(desk, desk.workstation, desk.now)
        guide = Guide(app, station, desk, out)
        try:
            for step in STEPS:
                step(guide)
        except StepMissed as missed:
            sys.stderr.write(f"The tour stopped: {missed}\n")
            return 1
        finally:
            station.window.hide()
            station.close()
    sys.stdout.write(f"{guide.taken} pictures and the folio are in {out}\n")
    return 0


@dataclass
class Guide:
    """Hands on the keyboard, eyes on the window."""

    app: QApplication
    station: Workstation
    desk: Desk
    out: Path
    taken: int = 0

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

    def type(self, text: str) -> None:
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

    def until(self, what: str, look: Callable[[], Found]) -> Found:
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

    def picture(self, name: str) -> None:
        """The window as it is now, in light and in dark."""
        from ui import theme

        self.taken += 1
        for colours in ("dark", "light"):
            theme.apply(self.app, colours)
            for _ in range(5):
                self.rest()
            folder = self.out / colours
            folder.mkdir(parents=True, exist_ok=True)
            file = folder / f"{self.taken:02d}-{name}.png"
            if not self.window.grab().save(str(file)):
                raise StepMissed(f"the picture {file} could not be written")

    def choose(self, box: object, value: object) -> None:
        """Choose an entry of a list by what it stands for."""
        index = box.findData(value)  # type: ignore[attr-defined] - every chooser is a combo box
        if index < 0:
            raise StepMissed(f"{value} is not offered")
        box.setCurrentIndex(index)  # type: ignore[attr-defined] - as above
        self.rest()

    def page(self, kind: type[Found]) -> Found:
        """The page of a kind that covers the window, once it is there."""

        def look() -> Found | None:
            shown = self.station.window.page()
            return shown if isinstance(shown, kind) else None

        found = self.until(f"the page {kind.__name__}", look)
        assert found is not None, "until gives what is there"
        return found

    def find(self, text: str, room: str) -> None:
        """Ctrl+K, type, Enter: the stay in this room is open."""
        from PySide6.QtCore import Qt

        self.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        self.type(text)
        finder = self.station.window.findChild(_finder())
        self.until(f"a hit for {text}", lambda: finder.model.rowCount() > 0)
        self.picture(f"find-{room}")
        self.press(Qt.Key.Key_Return)
        stay = self.station.house().stay
        self.until(f"the stay in room {room}", lambda: stay.stay.room == room and stay.folio is not None)


def _finder() -> type:
    from ui.palette import Palette

    return Palette


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
    guide.type(ana.shown_pin)
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

    stay = guide.station.house().stay
    line = next(line for line in stay.folio.windows[0].lines if line.state == "question")
    stay.bill.lines.choose(line.posting)
    stay.bill.lines.setFocus()
    guide.press(Qt.Key.Key_F2)
    guide.until("five sentences", lambda: len(stay.explain.sentences()) == 5)
    guide.picture("explain")
    guide.press(Qt.Key.Key_Escape)
    guide.until("the bill again", lambda: stay.explain is None)


def _move(guide: Guide) -> None:
    from PySide6.QtCore import Qt

    from frontdesk.domain.room_move import MoveReason
    from ui.screens.room_move import RoomMovePage

    guide.find(COMPLAINT_ROOM, COMPLAINT_ROOM)
    guide.press(Qt.Key.Key_F3)
    page = guide.page(RoomMovePage)
    guide.choose(page.why.reason_box, MoveReason.NOISE_BUILDING.value)
    page.why.words_edit.setFocus()
    guide.type("They drill above me since seven in the morning.")
    page.consent.agreed.setFocus()
    guide.press(Qt.Key.Key_Space)
    guide.until("rooms that are free", lambda: page.rooms.list.model().rowCount() > 0)
    page.rooms.list.setFocus()
    guide.press(Qt.Key.Key_1)
    room = guide.until("a preview of the move", page.rooms.room)
    guide.until(
        "the price before and after", page.move_button.isEnabled if page.price.told.isHidden() else lambda: True
    )
    if not page.price.told.isHidden():
        page.price.told.setFocus()
        guide.press(Qt.Key.Key_Space)
    guide.picture("move")
    page.rooms.list.setFocus()
    guide.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    stay = guide.station.house().stay
    guide.until(f"the guest in room {room}", lambda: stay.stay.room == room)
    guide.picture("moved")


def _credit(guide: Guide) -> None:
    from PySide6.QtCore import Qt

    from frontdesk.queries.staff import SeeStaff
    from ui.screens.credit import CreditPage

    guide.find("Παπαδοπ", APOLOGY_ROOM)
    stay = guide.station.house().stay
    before = stay.folio.balance
    line = next(line for line in stay.folio.windows[0].lines if line.code == "1000")
    stay.bill.lines.choose(line.posting)
    stay.bill.lines.setFocus()
    guide.press(Qt.Key.Key_F4)
    page = guide.page(CreditPage)
    guide.until("the lines of the bill", lambda: page.lines.list.model().rowCount() > 0)
    page.right.yes.setFocus()
    guide.press(Qt.Key.Key_Space)
    guide.choose(page.story.reason_box, "G-NOIB")
    page.amount.edit.setFocus()
    guide.type("25")
    page.letter.edit.setFocus()
    guide.type("With our apologies for the noise in the night of 19 November.")
    manager = next(person for person in guide.desk.ask(SeeStaff()) if person.role == "duty_manager")
    guide.until("an approver to be asked for", page.approval.isVisible)
    guide.choose(page.approval.approver_box, manager.staff)
    page.approval.pin_edit.setFocus()
    guide.picture("credit")
    guide.type(manager.shown_pin)
    guide.press(Qt.Key.Key_Return)
    guide.until("the credit on the bill", lambda: stay.folio.balance < before)
    guide.picture("credited")


def _print(guide: Guide) -> None:
    from PySide6.QtCore import Qt

    from frontdesk.queries.folio import ReadFolioPaper
    from ui.screens.print_preview import PrintPreview

    guide.press(Qt.Key.Key_F5)
    page = guide.page(PrintPreview)
    guide.until("the first page of the folio", lambda: page.pages_shown() > 0)
    guide.picture("print")
    stay = guide.station.house().stay.stay
    assert stay is not None, "the stay is open"
    pdf = guide.desk.print(ReadFolioPaper(stay.stay))
    (guide.out / f"folio-{stay.room}.pdf").write_bytes(pdf)
    guide.press(Qt.Key.Key_Escape)


def _queue(guide: Guide) -> None:
    from PySide6.QtCore import Qt

    from ui.screens.journal import JournalPage

    guide.press(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    page = guide.page(JournalPage)
    guide.until("what was done", lambda: page.model.rowCount() > 0)
    guide.picture("journal")


STEPS: tuple[Callable[[Guide], None], ...] = (_sign_in, _house, _see, _explain, _move, _credit, _print, _queue)
"""The main job in order: sign in, find, see, move, explain, give, print, and what the journal says of it."""


def refuse_without_pictures(out: Path) -> None:
    """The folder for the pictures must be one.

    Raises:
        Refusal: there is a file of that name.
    """
    if out.exists() and not out.is_dir():
        raise Refusal(f"{out} is a file.", help="Name a folder for the pictures.")
