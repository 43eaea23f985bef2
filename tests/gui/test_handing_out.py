"""Handing out in the real window: a batch with stop and go on, a folio by mail, an e-invoice."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from frontdesk import commands as do
from frontdesk.desk import Desk
from frontdesk.domain.batch import Form, Who
from frontdesk.domain.folio import PaymentMethod
from frontdesk.queries.batch import SeeBatches
from frontdesk.queries.folio import ReadFolioPaper, SeeFolio
from frontdesk.queries.journal import ReadJournal
from frontdesk.queries.mail import SeeMail
from frontdesk.queries.paper_settings import ReadPaperSettings
from frontdesk.store import tables
from tests.documents.papers import logo
from tests.documents.reading import text
from tests.gui import small_house
from tests.gui.small_house import PINS, SmallHouse
from ui import settings
from ui.dialogs.email import EmailForm
from ui.dialogs.payee import PayeeForm
from ui.screens.batch import BatchPage
from ui.screens.paper import PaperPage
from ui.screens.paper_preview import PaperPreview, night_papers, show_papers, slip
from ui.screens.print_preview import PrintPreview
from ui.screens.sign_in import SignInPage
from ui.workstation import Workstation

Typing = Callable[..., None]
MANY = 2
"""Folios with something on them in the small house."""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SmallHouse]:
    path = tmp_path_factory.mktemp("house") / "house.db"
    with Desk.open(path, clock=small_house.Clock(), durable=False) as desk:
        made = small_house.found(desk)
        small_house.fill(made)
        for key in made.stays:
            made.charge(key, "3000", 600)
    return path, made


@pytest.fixture
def house(tmp_path: Path, template: tuple[Path, SmallHouse]) -> Iterator[SmallHouse]:
    path, made = template
    shutil.copy(path, tmp_path / "house.db")
    with Desk.open(tmp_path / "house.db", clock=small_house.Clock(), durable=False) as desk:
        yield SmallHouse(desk, made.staff, made.stays)


@pytest.fixture
def station(qtbot: QtBot, house: SmallHouse, typing: Typing) -> Workstation:
    made = Workstation(house.desk, "desk-1", house.desk.now)
    qtbot.addWidget(made.window, before_close_func=lambda _window: made.close())
    made.window.resize(1440, 900)
    made.open()
    sign_in(qtbot, made, typing, "Ana")
    return made


def sign_in(qtbot: QtBot, station: Workstation, typing: Typing, name: str) -> None:
    page = station.window.page()
    assert isinstance(page, SignInPage)
    qtbot.waitUntil(lambda: page.model.rowCount() > 0)
    page.people.choose(next(row.staff for row in page.model.rows() if row.name == name))
    typing(page.pin, PINS[name])
    typing(page.pin, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: station.session.name == name)


@pytest.fixture
def page(qtbot: QtBot, station: Workstation, tmp_path: Path) -> BatchPage:
    station.window.deck.start("folios")
    made = station.window.page()
    assert isinstance(made, BatchPage)
    made.choice.who.setCurrentIndex(made.choice.who.findData(Who.IN_HOUSE))
    made.choice.form_choice.setCurrentIndex(made.choice.form_choice.findData(Form.FILES))
    made.choice.target.setText(str(tmp_path / "out"))
    qtbot.waitUntil(lambda: made.model.rowCount() == MANY)
    return made


def test_what_is_shown_is_handed_out(qtbot: QtBot, page: BatchPage, house: SmallHouse, tmp_path: Path) -> None:
    shown = [row.name for row in page.model.rows()]
    page.start_button.click()
    qtbot.waitUntil(lambda: page.words.whole() == "2 folios handed out")
    qtbot.waitUntil(lambda: [row.state for row in page.model.rows()] == ["made"] * MANY)
    assert [row.name for row in page.model.rows()] == shown
    assert len(list((tmp_path / "out").glob("*.pdf"))) == MANY
    assert page.bar.value() == page.bar.maximum()


def test_a_stopped_batch_is_offered_and_goes_on(
    qtbot: QtBot, page: BatchPage, house: SmallHouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = house.desk.print

    def slowly(document: object) -> bytes:
        page.stop()  # as if Esc were pressed while the first is drawn
        return honest(document)  # type: ignore[arg-type]

    monkeypatch.setattr(house.desk, "print", slowly)
    page.start_button.click()
    qtbot.waitUntil(lambda: not page.stop_button.isVisibleTo(page) and page.resume_button.isVisible())
    assert page.words.whole() == "1 folio handed out; stopped"
    monkeypatch.setattr(house.desk, "print", honest)
    page.resume_button.click()
    qtbot.waitUntil(lambda: page.words.whole() == "1 folio handed out")
    qtbot.waitUntil(lambda: not page.resume_button.isVisible())
    assert house.desk.ask(SeeBatches(open_only=True)) == ()
    assert len(list((tmp_path / "out").glob("*.pdf"))) == MANY


def test_a_choice_that_names_nobody_says_so(qtbot: QtBot, page: BatchPage) -> None:
    page.choice.who.setCurrentIndex(page.choice.who.findData(Who.COMPANY))
    qtbot.waitUntil(lambda: "Say which company." in page.answer.text())
    assert not page.start_button.isEnabled()
    page.choice.named.setText("nobody at all")
    qtbot.waitUntil(lambda: not page.answer.text())
    assert not page.start_button.isEnabled()


def test_closing_the_window_stops_a_batch(
    qtbot: QtBot, page: BatchPage, station: Workstation, house: SmallHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = house.desk.print
    begun, stopped = threading.Event(), threading.Event()

    def slowly(document: object) -> bytes:
        begun.set()
        stopped.wait(30)
        return honest(document)  # type: ignore[arg-type]

    monkeypatch.setattr(house.desk, "print", slowly)
    page.start_button.click()
    qtbot.waitUntil(begun.is_set)
    station.bus._stops.append(stopped.set)  # after the page's own: the first folio ends once the batch was told to stop
    station.close()
    (batch,) = house.desk.ask(SeeBatches(open_only=True))
    assert batch.done == 1


@pytest.fixture
def preview(qtbot: QtBot, station: Workstation, house: SmallHouse) -> PrintPreview:
    stay = house.stays["eleni"]
    made = PrintPreview(station.place, stay)
    qtbot.addWidget(made)
    station.window.cover(made)
    qtbot.waitUntil(lambda: bool(made.pdf))
    return made


def test_a_folio_is_put_in_the_queue_with_the_guests_address(
    qtbot: QtBot, preview: PrintPreview, station: Workstation, house: SmallHouse
) -> None:
    assert preview.act("email")
    form = station.window.findChild(EmailForm)
    assert form is not None
    qtbot.waitUntil(lambda: bool(form.subject.text()))
    form.to.setText("not an address")
    form.submit()
    assert "not an e-mail address" in form.form.field("to").complaint()
    form.to.setText("eleni@example.com")
    with qtbot.waitSignal(form.saved):
        form.submit()
    (row,) = house.desk.ask(SeeMail())
    assert (row.to, row.stay, row.state) == ("eleni@example.com", house.stays["eleni"], "waiting")


def test_a_settled_window_of_a_company_can_be_issued(
    qtbot: QtBot, station: Workstation, house: SmallHouse, tmp_path: Path
) -> None:
    stay = house.stays["eleni"]
    house.do(do.SetSeller, "Kostas", address=("Leoforos 1",), tax_number="EL000000000", country="GR")
    house.do(do.ChangeWindow, stay=stay, window=1, payee="Nordwerk", tax_number="DE123456789")
    house.do(do.TakePayment, stay=stay, method=PaymentMethod.BANK, amount=house.balance("eleni"))
    house.do(do.SettleWindow, stay=stay, window=1)
    made = PrintPreview(station.place, stay)
    qtbot.addWidget(made)
    station.window.cover(made)
    qtbot.waitUntil(made.issue_button.isVisible)
    for name, begins in (("one.pdf", b"%PDF-"), ("one.xml", b"<?xml")):
        made.issue_to(tmp_path / name)
        qtbot.waitUntil(lambda name=name: (tmp_path / name).is_file())
        qtbot.waitUntil(lambda name=name, begins=begins: (tmp_path / name).read_bytes()[:5] == begins)


def test_who_pays_a_window_is_typed_in_a_form(qtbot: QtBot, station: Workstation, house: SmallHouse) -> None:
    form = PayeeForm(station.place, house.stays["eleni"], 1)
    form.open()
    qtbot.waitUntil(lambda: bool(form.payee.text()))
    form.payee.setText("Nordwerk GmbH")
    form.tax_number.setText("DE123456789")
    with qtbot.waitSignal(form.saved):
        form.submit()
    with house.desk._house.reading() as connection:
        row = connection.execute(
            tables.folio_window.select().where(tables.folio_window.c.payee == "Nordwerk GmbH")
        ).one()
    assert row.tax_number == "DE123456789"


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, str]:
    """What the keyring took; the machine's state stands in a folder of its own."""
    taken: dict[str, str] = {}
    monkeypatch.setattr("ui.screens.paper.keep_password", lambda server, word: taken.update({server.user: word}))
    monkeypatch.setattr(settings, "machine_file", lambda: tmp_path / "machine.json")
    return taken


def test_a_manager_sets_seller_foot_logo_and_mail_in_one_form(
    qtbot: QtBot, station: Workstation, house: SmallHouse, typing: Typing, tmp_path: Path, kept: dict[str, str]
) -> None:
    station.switch_person()
    sign_in(qtbot, station, typing, "Kostas")
    station.window.deck.start("paper")
    page = station.window.page()
    assert isinstance(page, PaperPage)
    qtbot.waitUntil(lambda: bool(page.head.text()) and page._before is not None)
    (tmp_path / "logo.png").write_bytes(logo())
    page.address.setPlainText("Leoforos 1\n18000 Hydrousa")
    page.country.setText("gr")
    page.footer.setPlainText("Miramar SA · IBAN GR00")
    page.take_logo(tmp_path / "logo.png")
    for edit, typed in ((page.host, "smtp.example.com"), (page.sender_edit, "desk@example.com"), (page.user, "desk")):
        edit.setText(typed)
    page.password.setText("secret")
    page.save_button.click()
    qtbot.waitUntil(lambda: not page.password.text() and page.save_button.isEnabled())
    found = house.desk.ask(ReadPaperSettings())
    assert (found.address, found.country, found.footer) == (
        ("Leoforos 1", "18000 Hydrousa"),
        "GR",
        "Miramar SA · IBAN GR00",
    )
    assert found.server is not None
    assert (found.server.host, kept) == ("smtp.example.com", {"desk": "secret"})
    assert "Miramar SA" in text(house.desk.print(ReadFolioPaper(house.stays["eleni"])))
    before = len(house.desk.ask(ReadJournal()))
    page.save_button.click()
    qtbot.waitUntil(page.save_button.isEnabled)
    assert len(house.desk.ask(ReadJournal())) == before  # what is as it was is not sent again


def test_an_associate_is_told_that_settings_are_a_managers(
    qtbot: QtBot, station: Workstation, house: SmallHouse, kept: dict[str, str]
) -> None:
    assert not station.window.deck["paper"].isEnabled()
    page = PaperPage(station.place)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page._before is not None)
    page.footer.setPlainText("Mine")
    page.save_button.click()
    qtbot.waitUntil(lambda: "manager" in page.answer.text())
    page.take_logo(Path(__file__))
    assert "is not a picture" in page.answer.text()


def test_a_receipt_is_looked_at_then_handed_out_as_original_and_copy(
    qtbot: QtBot, station: Workstation, house: SmallHouse, tmp_path: Path
) -> None:
    house.do(do.TakePayment, stay=house.stays["eleni"], method=PaymentMethod.CASH, amount=500)
    lines = house.desk.ask(SeeFolio(house.stays["eleni"])).windows[0].lines
    payment = next(line.posting for line in lines if line.kind == "payment")
    page = show_papers(station.place, slip(station.place, payment, "Receipt"))
    qtbot.waitUntil(lambda: bool(page.sheets.pdf))
    page.language.setCurrentIndex(page.language.findData("de"))
    qtbot.waitUntil(lambda: "Quittung" in text(page.sheets.pdf))
    for name, copy in (("one.pdf", False), ("two.pdf", True)):
        page.save_to(tmp_path / name)
        qtbot.waitUntil((tmp_path / name).is_file)
        qtbot.waitUntil(lambda name=name: (tmp_path / name).stat().st_size > 0)
        assert ("KOPIE 1" in text((tmp_path / name).read_bytes())) is copy
    assert page.act("back")
    assert station.window.page() is not page


def test_the_papers_of_the_night_are_looked_at_in_the_same_preview(
    qtbot: QtBot, station: Workstation, house: SmallHouse
) -> None:
    page = PaperPreview(station.place, night_papers(small_house.FIRST))
    qtbot.addWidget(page)
    page.paper_choice.setCurrentIndex(1)
    qtbot.waitUntil(lambda: bool(page.sheets.pdf) and "Hand-over" in text(page.sheets.pdf))
    assert not page.language.isVisibleTo(page)


def test_nothing_says_how_far_a_batch_is_before_it_runs(qtbot: QtBot, page: BatchPage) -> None:
    assert not page.bar.isVisible()
    page.start_button.click()
    qtbot.waitUntil(lambda: page.words.whole() == "2 folios handed out" and page.bar.isVisible())
    qtbot.waitUntil(lambda: not page.stop_button.isVisibleTo(page))
    page.choice.order.setCurrentIndex(1)
    qtbot.waitUntil(lambda: not page.bar.isVisible())  # another choice was not handed out yet
