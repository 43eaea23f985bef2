from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt

from frontdesk import commands as c
from frontdesk.commands.stay import GuestSpec
from frontdesk.domain.night_audit import State, Step
from frontdesk.identity import new_id
from frontdesk.queries.night_audit import ReadClosedDay, ReadNightAudit
from tests.gui.pages.conftest import Desktop, OpenDesk, Person, nameless
from tests.gui.pages.house import ARRIVAL, House
from ui.screens.night_audit import NightAuditPage

DUE = ARRIVAL + timedelta(1)


def opened(open_desk: OpenDesk, person: Person) -> Desktop:
    made = open_desk(person)
    page = made.open(NightAuditPage)
    made.until(page.list.table().rows)
    return made


def test_every_check_stands_in_its_order_and_all_can_be_read_aloud(open_desk: OpenDesk, kostas: Person, house: House):
    page = opened(open_desk, kostas).page
    heads = [row.check for row in page.list.table().rows() if row.head]
    assert heads == [check.name for check in house.desk.ask(ReadNightAudit()).checks]
    assert nameless(page) == []
    assert page.codes.table().rows()[-1].name == "To be posted"


def test_the_day_is_closed_with_one_key_and_its_papers_are_saved(
    open_desk: OpenDesk, kostas: Person, house: House, tmp_path: Path
):
    desktop = opened(open_desk, kostas)
    page = desktop.page
    before = house.desk.ask(ReadNightAudit())
    assert not before.blocked, [check.sentence for check in before.checks if check.state is State.BLOCKER]
    desktop.press(Qt.Key.Key_Return, control=True)
    desktop.until(lambda: desktop.results)
    desktop.until(lambda: page.head.text() != "" and page._audit.business_date > before.business_date)
    page.save_into(tmp_path)
    desktop.until(lambda: len(house.desk.ask(ReadClosedDay()).steps) == len(Step))
    day = before.business_date
    assert {path.name for path in tmp_path.glob(f"{day}-*")} == {
        *(f"{day}-{name}.csv" for name in ("figures", "trial-balance", "postings-by-code", "checks", "done")),
        f"{day}-audit-pack.pdf",
        f"{day}-hand-over.pdf",
    }


def test_what_blocks_keeps_the_button_off_until_it_is_put_right(open_desk: OpenDesk, kostas: Person, house: House):
    stay = new_id()
    house.do(
        c.TakeReservation, house.ana, stay=stay, guest_id=new_id(), guest=GuestSpec(name="Late, Lena"), room_type="STD",
        arrival=DUE, departure=DUE + timedelta(2), adults=1, prices=(12900, 12900),
    )  # fmt: skip
    desktop = opened(open_desk, kostas)
    page = desktop.page
    assert not page.close_button.isEnabled()
    asked: list[str] = []
    page.stay_asked.connect(asked.append)
    page.list.choose(next(row.key for row in page.list.table().rows() if row.stay == stay))
    page.list.setFocus()
    desktop.press(Qt.Key.Key_Return)
    assert asked == [stay]
    assert page.arrival.isVisible()
    desktop.press(Qt.Key.Key_N, alt=True)
    desktop.until(page.close_button.isEnabled)
    assert not page.arrival.isVisible()
