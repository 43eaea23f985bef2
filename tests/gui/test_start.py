"""Before there is a window: settings, what a system lacks, and the paper's pictures."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from frontdesk.desk import Desk
from frontdesk.domain.staff import Role
from frontdesk.queries.staff import StaffRow
from tests.gui import small_house
from ui import app, linux, printing, settings
from ui.app import FAILED, NO_SCREEN
from ui.settings import Choices, Machine
from ui.workstation import Workstation

ROOT = Path(__file__).parents[2]


def lacking(*missing: str) -> Callable[[str], object]:
    def load(library: str) -> object:
        if library in missing:
            raise OSError(f"{library}: cannot open shared object file: No such file or directory")
        return library

    return load


def test_a_missing_library_is_told_with_its_package():
    error = ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")
    said = linux.explain_import(error, lacking("libEGL.so.1", "libxkbcommon.so.0"))
    assert said.endswith("sudo apt install libegl1 libxkbcommon0")


def test_an_import_error_of_another_kind_is_not_explained_away():
    assert linux.explain_import(ImportError("No module named 'PySide6'"), lacking()) == ""


def test_without_a_screen_it_says_so(tmp_path: Path):
    assert "no screen here" in linux.explain_screen({}, tmp_path)
    assert linux.explain_screen({"QT_QPA_PLATFORM": "offscreen"}, tmp_path) == ""


def test_a_plugin_that_cannot_start_names_what_it_lacks(tmp_path: Path):
    plugin = tmp_path / "platforms" / "libqxcb.so"
    plugin.parent.mkdir()
    plugin.touch()

    def load(library: str) -> object:
        missing = "libxcb-cursor.so.0"
        if library in {str(plugin), missing}:
            raise OSError(f"{missing}: cannot open shared object file: No such file or directory")
        return library

    assert "sudo apt install libxcb-cursor0" in linux.explain_screen({"DISPLAY": ":0"}, tmp_path, load)


def test_started_without_a_screen_the_program_ends_with_one_sentence():
    kept = {name: value for name, value in os.environ.items() if name not in _SCREEN}
    ran = subprocess.run(
        [sys.executable, "-m", "ui"], cwd=ROOT, env=kept, capture_output=True, text=True, timeout=60, check=False
    )
    if not sys.platform.startswith("linux"):
        pytest.skip("other systems always have a screen")
    assert (ran.returncode, ran.stdout) == (NO_SCREEN, "")
    assert ran.stderr.startswith("The window cannot open: there is no screen here")


_SCREEN = frozenset({"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})


def test_a_house_that_cannot_be_opened_ends_the_program_with_one_sentence(tmp_path: Path):
    spoilt = tmp_path / "letter.db"
    spoilt.write_text("Dear guest, this is no hotel at all." * 100, encoding="utf-8")
    kept = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path)}
    command = [sys.executable, "-m", "ui", str(spoilt)]
    ran = subprocess.run(command, cwd=ROOT, env=kept, capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, ran.stdout) == (FAILED, "")
    said = [line for line in ran.stderr.splitlines() if "propagateSizeHints" not in line]
    assert len(said) == 1
    assert "letter.db" in said[0]


@pytest.fixture
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test's person keeps settings and hotels."""
    monkeypatch.setattr("ui.app.demo_file", lambda: tmp_path / "hotels" / "demo.db")
    monkeypatch.setattr(settings, "keep", lambda _kept: None)
    monkeypatch.setattr("ui.notices.install_hook", lambda _notices: None)
    return tmp_path


def program(qapp: QApplication, *argv: str) -> app.Program:
    return app.Program(qapp, app._parser().parse_args(argv), Choices(), Machine(workstation="desk-1"))


def watch(look: Callable[[], object]) -> QTimer:
    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(20)
    return timer


def test_the_demonstration_hotel_is_made_beside_the_window_and_opened(qapp: QApplication, at_home: Path):
    ran = program(qapp, "--demo")
    said: list[str] = []

    def look() -> None:
        if ran._opening.panel.isVisible():
            said.append(ran._opening._words.text())
        if ran.station is not None and ran.station.window.isVisible():
            ran.station.window.close()

    timer = watch(look)
    code = ran.run()
    timer.stop()
    assert code == 0
    assert said[0] == "Making the demonstration hotel. This happens once."
    assert len(said) > 10, "the window's thread goes on meanwhile"
    assert (at_home / "hotels" / "demo.db").exists()
    assert not ran._opening.panel.isVisible()


def test_who_closes_the_panel_ends_the_program(qapp: QApplication, at_home: Path):
    ran = program(qapp, "--demo")
    timer = watch(lambda: ran._opening.panel.isVisible() and ran._opening.panel.close())
    assert ran.run() == 0
    timer.stop()
    assert ran.station is None
    assert (at_home / "hotels" / "demo.db").exists(), "what was begun is ended"


def test_a_fault_while_opening_is_not_swallowed(qapp: QApplication, at_home: Path, monkeypatch: pytest.MonkeyPatch):
    def broken(_address: str, _workstation: str) -> Desk:
        raise ZeroDivisionError(str(at_home))

    monkeypatch.setattr(app, "_open", broken)
    with pytest.raises(ZeroDivisionError):
        program(qapp, str(at_home / "house.db")).run()


def test_choices_are_kept_apart_from_the_machine(tmp_path: Path):
    choices, machine = tmp_path / "a" / "choices.json", tmp_path / "b" / "machine.json"
    settings.keep(Choices(theme="dark", scale=1.5), choices)
    settings.keep(Machine(workstation="desk-7", last_house="/houses/miramar.db"), machine)
    assert settings.read_choices(choices) == Choices(theme="dark", scale=1.5)
    assert settings.read_machine(machine).last_house == "/houses/miramar.db"


@pytest.mark.parametrize("text", ["", "no json", "[]", '{"scale": "large", "theme": 5}', '{"other": 1}'])
def test_a_spoilt_file_gives_the_usual_choices(tmp_path: Path, text: str):
    path = tmp_path / "choices.json"
    path.write_text(text, encoding="utf-8")
    assert settings.read_choices(path) == Choices()


def test_a_new_machine_has_a_name(tmp_path: Path):
    assert settings.read_machine(tmp_path / "none.json").workstation


@pytest.fixture
def paper() -> bytes:
    document = pypdfium2.PdfDocument.new()
    for width in (200, 300):
        document.new_page(width, 400)
    path = Path(os.environ.get("TMPDIR", "/tmp")) / f"paper-{os.getpid()}.pdf"
    document.save(path)
    document.close()
    data = path.read_bytes()
    path.unlink()
    return data


def test_pages_become_pictures_of_their_size(paper: bytes):
    assert printing.page_count(paper) == 2
    image = printing.page_image(paper, 1, 2.0)
    assert (image.width(), image.height()) == (600, 800)
    assert image.pixelColor(5, 5).name() == "#ffffff"


def test_the_first_page_comes_first(qtbot: QtBot, paper: bytes):
    painter = printing.PagePainter()
    seen: list[int] = []
    painter.painted.connect(lambda _job, number, _image: seen.append(number))
    painter.start(paper, 2, 1.0, 1.0)
    qtbot.waitUntil(lambda: len(seen) == 2)
    painter.stop()
    assert seen == [0, 1]


@pytest.fixture
def station(qtbot: QtBot, tmp_path: Path) -> Iterator[Workstation]:
    with Desk.open(tmp_path / "house.db", clock=small_house.Clock(), durable=False) as desk:
        house = small_house.found(desk)
        small_house.fill(house)
        made = Workstation(desk, "desk-1", desk.now)
        qtbot.addWidget(made.window, before_close_func=lambda _window: made.close())
        made.window.resize(1440, 900)
        made.open()
        made.session.take_over(StaffRow(staff=house.staff["Ana"], name="Ana", role=Role.ASSOCIATE, approves=False))
        qtbot.waitUntil(lambda: made.window.page() is not None)
        made.window.page().act("back")
        made.house().open_stay(house.stays["eleni"])
        qtbot.waitUntil(lambda: made.house().stay.folio is not None and made.house().stay.stay is not None)
        yield made


def test_f5_shows_the_paper_and_saving_hands_it_out(
    qtbot: QtBot, station: Workstation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    qtbot.keyClick(station.window, Qt.Key.Key_F5)
    preview = station.window.page()
    qtbot.waitUntil(lambda: bool(preview.sheets.pages) and not preview.sheets.pages[0].pixmap().isNull())
    assert preview.suggested_name() == "folio-412-papadopoulou-2025-11-24.pdf"
    target = tmp_path / "saved.pdf"
    monkeypatch.setattr("ui.handing.QFileDialog.getSaveFileName", lambda *_args: (str(target), "PDF (*.pdf)"))
    preview.save()
    qtbot.waitUntil(target.exists)
    qtbot.waitUntil(lambda: target.read_bytes().startswith(b"%PDF"))
    assert station.window.notices._toast.accessibleName() == "Saved as saved.pdf"
    qtbot.keyClick(station.window, Qt.Key.Key_Escape)
    assert station.window.page() is station.house()
