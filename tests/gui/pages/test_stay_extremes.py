"""The stay page at its edges: no lines, nine hundred, eight windows, long names in many scripts, other currencies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from frontdesk import commands as do
from frontdesk.commands.stay import GuestSpec
from frontdesk.desk import Desk
from frontdesk.domain.staff import Role
from frontdesk.queries.staff import StaffRow
from frontdesk.store import tables
from tests.gui import small_house
from tests.gui.fitting import misfits
from tests.gui.small_house import SmallHouse
from tests.ledgers import TWELVE, under_rules
from ui import theme
from ui.dialogs.charge import ChargeForm
from ui.screens.stay import StayPage
from ui.workstation import Workstation

SIZES = [(1440, 900, 1.0), (1280, 800, 1.0), (1280, 800, 1.5)]
NAMES = {
    "greek": ("Παπαδοπούλου-Χατζηκωνσταντίνου, Ελένη Μαρία Αναστασία Σοφίας", "Papadopoulou-Chatzikonstantinou, Eleni"),
    "japanese": ("勅使河原" * 15, "Teshigawara, Yamada"),
    "arabic": ("عبد الرحمن بن محمد بن عبد العزيز بن سعود آل الشيخ الحسيني", "Al-Sheikh, Abdulrahman"),
}
PAYEES = (
    "Nomos AG",
    "Αιγαίο Α.Ε.",
    "株式会社 国際観光",
    "شركة السفر",
    "Aegean Lines Holding GmbH & Co. KG",
    "Lou",
    "Süd",
)
Show = Callable[..., StayPage]


def in_currency(house: SmallHouse, currency: str) -> None:
    """The house before its first stay keeps its books in another currency."""
    under_rules(house, TWELVE, currency=currency)  # type: ignore[arg-type]
    with house.desk._house.store.write.begin() as connection:
        connection.execute(update(tables.house).values(currency=currency))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[SmallHouse]:
    with Desk.open(tmp_path / "house.db", clock=small_house.Clock(), durable=False) as desk:
        yield small_house.found(desk)


@pytest.fixture
def show(qtbot: QtBot, qapp: QApplication, house: SmallHouse) -> Iterator[Show]:
    made: list[Workstation] = []

    def open_at(stay: str, size: tuple[int, int, float] = SIZES[0]) -> StayPage:
        theme.apply(qapp, "light", size[2])
        station = Workstation(house.desk, "desk-1", house.desk.now)
        made.append(station)
        qtbot.addWidget(station.window)
        station.window.resize(*size[:2])
        station.open()
        qtbot.waitUntil(lambda: station.window.page().people.current() is not None)
        person = StaffRow(staff=house.staff["Kostas"], name="Kostas", role=Role.DUTY_MANAGER, approves=True)
        station.session.take_over(person)
        station.window.page().act("back")
        page = station.house().stay
        station.house().open_stay(house.stays[stay])
        qtbot.waitUntil(lambda: page.stay is not None and page.folio is not None)
        qtbot.waitUntil(partial(fits, station), timeout=3000)
        assert station.window.width() == size[0], "nothing pushes the window wider"
        return page

    yield open_at
    for station in made:
        station.close()
    theme.apply(qapp, "light")


def arrive(house: SmallHouse, key: str, name: str, latin: str = "") -> str:
    house.reserve(key, GuestSpec(name=name, latin=latin, language="en"), "104", 3)
    house.check_in(key)
    return house.stays[key]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("script", NAMES)
def test_a_long_name_in_any_script_and_a_bill_without_lines(
    house: SmallHouse, show: Show, script: str, size: tuple[int, int, float]
):
    arrive(house, script, *NAMES[script])
    page = show(script, size)
    assert page.bill.model.rowCount() == 0
    assert page.bill.line() is None
    page.act("explain")
    assert page.explain is None
    assert "0.00" in page.foot.balance.accessibleName()


@pytest.mark.parametrize("size", SIZES)
def test_eight_windows_leave_the_page_as_wide_as_the_window(
    qtbot: QtBot, house: SmallHouse, show: Show, size: tuple[int, int, float]
):
    stay = arrive(house, "lou", "Lou")
    for payee in PAYEES:
        house.do(do.OpenWindow, stay=stay, payee=payee)
    for window in range(1, 9):
        house.charge("lou", "3000", 123_456, window=window)
    page = show("lou", size)
    assert page.bill.windows.count() == 8
    for number in range(8):
        page.bill.windows.turn(number)
        shown = page.bill.windows.in_view()
        qtbot.waitUntil(lambda shown=shown: not shown.visibleRegion().isEmpty())
        assert page.bill.model.rowCount() == 1
    assert page.width() <= page.window().width()


def test_nine_hundred_lines_are_walked_to_the_end(qtbot: QtBot, house: SmallHouse, show: Show):
    stay = arrive(house, "lou", "Lou")
    common = {"actor": house.staff["Ana"], "workstation": "desk-1", "made_at": house.desk.now(), "stay": stay}
    house.desk.do_all(
        [do.PostCharge(id=do_id(n), code="3000", unit_price=600 + n, quantity=1000, **common) for n in range(900)]
    )
    page = show("lou")
    assert page.bill.model.rowCount() == 900
    assert page.bill.line().amount == 1499
    assert wording_of(944_550) in page.foot.balance.accessibleName()


def fits(station: Workstation) -> None:
    assert misfits(station.window) == []


def do_id(number: int) -> str:
    return f"01a00000-0000-7000-8000-{number:012}"


def wording_of(minor: int) -> str:
    return f"{minor // 100:,}.{minor % 100:02}"


@pytest.mark.parametrize(("currency", "price", "shown"), [("JPY", 18_900, "56,700"), ("KWD", 123_456, "370.368")])
def test_yen_without_and_dinars_with_three_decimals(
    house: SmallHouse, show: Show, currency: str, price: int, shown: str
):
    in_currency(house, currency)
    arrive(house, "lou", "Lou")
    house.charge("lou", "3000", price, 3)
    page = show("lou")
    assert page.foot.balance.accessibleName().endswith(shown)
    assert page.bill.model.index(0, 5).data() == shown


@pytest.mark.parametrize(
    ("currency", "typed", "shown"), [("JPY", "1500", "Together 1,500, "), ("KWD", "1.234", "Together 1.234, ")]
)
def test_a_charge_is_shown_before_it_is_posted_in_yen_and_dinars(
    qtbot: QtBot, house: SmallHouse, show: Show, currency: str, typed: str, shown: str
):
    in_currency(house, currency)
    arrive(house, "lou", "Lou")
    page = show("lou")
    page.place.deck.start("charge")
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), ChargeForm))
    made = QApplication.activeModalWidget()
    assert isinstance(made, ChargeForm)
    made.search.setText("3000")
    qtbot.waitUntil(lambda: made.model.rowCount() == 1)
    made.price.setText(typed)
    qtbot.waitUntil(lambda: shown in made.total.accessibleName())
    made.price.setText("1,5,x")
    qtbot.waitUntil(lambda: "Together" not in made.total.accessibleName())
    made.price.setText(typed)
    qtbot.waitUntil(lambda: shown in made.total.accessibleName())
    made.submit()
    qtbot.waitUntil(lambda: page.bill.model.rowCount() == 1)


def test_a_script_no_font_draws_is_shown_in_latin_letters(
    house: SmallHouse, show: Show, monkeypatch: pytest.MonkeyPatch
):
    arrive(house, "raj", "राजेश", "Sharma, Rajesh")
    theme._drawn.cache_clear()
    monkeypatch.setattr(QFontMetrics, "inFontUcs4", lambda _metrics, sign: not 0x900 <= sign < 0x980)
    page = show("raj")
    assert page.head._name.text() == "Sharma, Rajesh"
    theme._drawn.cache_clear()
    assert theme.readable("राजेश", "") == "राजेश", "without Latin letters there is nothing better"
    assert theme.readable("Ελένη", "Eleni") == "Ελένη"
