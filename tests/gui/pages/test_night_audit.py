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


def late(house: House, count: int) -> list[str]:
    """So many arrivals that are not in."""
    stays = [new_id() for _ in range(count)]
    for n, stay in enumerate(stays):
        house.do(
            c.TakeReservation, house.ana, stay=stay, guest_id=new_id(), guest=GuestSpec(name=f"Late, Lena {n}"),
            room_type="STD", arrival=DUE, departure=DUE + timedelta(2), adults=1, prices=(12900 + n, 12900),
        )  # fmt: skip
    return stays


def test_all_who_did_not_come_pay_their_first_night_by_keyboard(open_desk: OpenDesk, kostas: Person, house: House):
    stays = late(house, 3)
    desktop = opened(open_desk, kostas)
    page = desktop.page
    page.list.choose(next(row.key for row in page.list.table().rows() if row.stay))
    page.arrival.charge.setFocus()
    desktop.press(Qt.Key.Key_Down)
    assert page.arrival.charge_field.edit.currentText() == "The first night"
    desktop.press(Qt.Key.Key_A, alt=True)
    desktop.press(Qt.Key.Key_N, alt=True)
    desktop.until(page.close_button.isEnabled)
    fees = [line.amount for stay in stays for line in house.lines(stay, "fee")]
    assert fees == [12900, 12901, 12902]


def test_one_of_two_who_did_not_come_is_cancelled_and_the_other_stays_to_be_decided(
    open_desk: OpenDesk, kostas: Person, house: House
):
    first, second = late(house, 2)
    desktop = opened(open_desk, kostas)
    page = desktop.page
    page.list.choose(next(row.key for row in page.list.table().rows() if row.stay == first))
    desktop.press(Qt.Key.Key_C, alt=True)
    desktop.until(lambda: [row.stay for row in page.list.table().rows() if row.stay] == [second])
    assert house.lines(first, "fee") == []
    assert not page.close_button.isEnabled()


def test_what_was_posted_stands_there_until_somebody_leaves_it(open_desk: OpenDesk, kostas: Person, house: House):
    desktop = opened(open_desk, kostas)
    page = desktop.page
    desktop.until(lambda: page.codes.table().rows()[-1:] and page.codes.table().rows()[-1].name == "To be posted")
    meant = [(row.name, row.amount) for row in page.codes.table().rows()][:-1]
    desktop.press(Qt.Key.Key_Return, control=True)
    assert "at work" in page.steps.text("nights")
    desktop.until(lambda: page.steps.text("nights") == "Nights and date: 3 stays, 6 postings")
    assert [(row.name, row.amount) for row in page.codes.table().rows()][:-1] == meant
    assert page.close_button.isHidden()
    assert "Thu 20 Nov is closed" in page.foot.text()
    assert page.act("back")
    desktop.until(lambda: page.steps.text("nights").endswith("then Sat 22 Nov"))
    assert not page.close_button.isHidden()


def test_saving_stops_between_two_papers_and_goes_on_where_it_was(
    open_desk: OpenDesk, kostas: Person, house: House, tmp_path: Path
):
    desktop = opened(open_desk, kostas)
    page, folder = desktop.page, tmp_path / "papers"
    folder.mkdir()
    desktop.until(lambda: page.save_button.isEnabled() and page._audit.last is not None)
    for made in range(1, 8):
        page.save_into(folder)
        assert page.papers.running
        assert page.act("back"), "Esc stops it"
        desktop.until(lambda: not page.papers.running)
        assert len(list(folder.iterdir())) == made, "one at a time, none twice"
        done = house.desk.ask(ReadClosedDay()).steps
        desktop.until(lambda done=done: page._audit.last.steps == done)
    assert house.desk.ask(ReadClosedDay()).complete
    assert not list(folder.glob("*.part"))
    assert not page.papers.running


def test_the_one_step_that_closes_says_how_far_it_is(open_desk: OpenDesk, kostas: Person):
    page = opened(open_desk, kostas).page
    page._busy = True
    page._posting(120, 313)
    assert page.foot._more.whole().endswith("Posting 120 of 313 rooms; all of it counts, or nothing.")
    assert (page.steps.bar.value(), page.steps.bar.maximum(), page.steps.bar.isVisible()) == (120, 313, True)
    page._posting(313, 313)
    assert "313 rooms posted; writing the day down" in page.foot._more.whole()


def test_every_room_is_told_of_while_the_day_is_closed(open_desk: OpenDesk, kostas: Person):
    desktop = opened(open_desk, kostas)
    told: list[tuple[int, int]] = []
    posting = desktop.page._posting
    desktop.page._posting = lambda done, total: (told.append((done, total)), posting(done, total))  # type: ignore[method-assign]
    desktop.press(Qt.Key.Key_Return, control=True)
    desktop.until(lambda: desktop.results)
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]
