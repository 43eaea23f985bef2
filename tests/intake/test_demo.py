"""The demonstration hotel: the same bytes every time, every situation to be found, every sum a sum."""

import hashlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest

from frontdesk.commands.base import Command
from frontdesk.commands.house import SetHousekeeping
from frontdesk.desk import Desk
from frontdesk.domain.room import Housekeeping
from frontdesk.errors import Refusal, Unavailable
from frontdesk.identity import new_id
from frontdesk.intake.demo import DemoSummary, make_demo
from frontdesk.queries.balance import SeeBalances
from frontdesk.queries.check import CheckHouse
from frontdesk.queries.credit import WaitingCredits
from frontdesk.queries.e_invoice import FindSettled, ReadEInvoice
from frontdesk.queries.folio import SeeFolio
from frontdesk.queries.house import HouseView, SeeHouse, StayRow
from frontdesk.queries.room_move import MovesOf, WhichRooms
from frontdesk.queries.staff import SeeStaff
from frontdesk.queries.stay import SeeStay, StayView
from frontdesk.services.apply import Done
from frontdesk.store.pins import fits
from tests.documents.norm import broken_rules
from tests.hotel import Hotel

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, DemoSummary]:
    path = tmp_path_factory.mktemp("demo") / "miramar.db"
    return path, make_demo(path, open_desk=Desk.open)


@pytest.fixture(scope="module")
def desk(made: tuple[Path, DemoSummary]) -> Iterator[Desk]:
    with Desk.open(made[0]) as opened:
        yield opened


@pytest.fixture(scope="module")
def house(desk: Desk) -> HouseView:
    return desk.ask(SeeHouse())


def in_room(desk: Desk, room: str) -> StayView:
    return desk.ask(SeeStay(room=room))


def rows(path: Path, statement: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(path) as connection:
        found = connection.execute(statement).fetchall()
    connection.close()
    return found


def test_the_same_seed_makes_the_same_bytes_in_every_process(tmp_path: Path):
    program = (
        "import sys; from frontdesk.desk import Desk; from frontdesk.intake.demo import make_demo; "
        "make_demo(sys.argv[1], open_desk=Desk.open, seed=int(sys.argv[2]))"
    )
    digests = []
    for name, seed, hashing in (("a", "5", "1"), ("b", "5", "2"), ("c", "6", "1")):
        path = tmp_path / f"{name}.db"
        subprocess.run(
            [sys.executable, "-c", program, str(path), seed],
            check=True,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": hashing, "TZ": f"UTC+{hashing}"},
        )
        digests.append(hashlib.sha256(path.read_bytes()).hexdigest())
    assert digests[0] == digests[1] != digests[2]


def test_summary_says_what_the_house_holds(made: tuple[Path, DemoSummary], house: HouseView):
    path, summary = made
    assert summary.address == str(path)
    assert summary.business_date == house.business_date == date(2025, 11, 21)
    assert (summary.in_house, summary.due_in) == (len(house.in_house), len(house.due_in))
    assert 45 <= summary.in_house <= 48
    assert summary.due_in >= 3
    assert summary.due_out >= 2
    assert 55 <= summary.rooms <= 65


def test_nobody_shares_a_room(house: HouseView):
    rooms = [row.room for row in house.in_house]
    assert len(rooms) == len(set(rooms))
    assert "512" not in rooms


def test_a_file_is_never_replaced_unless_told(made: tuple[Path, DemoSummary]):
    path = made[0]
    before = path.stat().st_mtime_ns
    with pytest.raises(Refusal, match="exists already"):
        make_demo(path, open_desk=Desk.open)
    assert path.stat().st_mtime_ns == before


def test_told_so_it_replaces_the_demo_and_what_lay_beside_it(tmp_path: Path, made: tuple[Path, DemoSummary]):
    path = tmp_path / "miramar.db"
    shutil.copy(made[0], path)
    with Desk.open(path) as opened:
        ana = next(person for person in opened.ask(SeeStaff()) if person.name == "Ana")
        common = {"id": new_id(), "actor": ana.staff, "workstation": "desk-1", "made_at": opened.now()}
        opened.do(SetHousekeeping(room="412", state=Housekeeping.DIRTY, **common))
        changed = opened.ask(SeeHouse()).seq
    make_demo(path, open_desk=Desk.open, overwrite=True)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["miramar.db"]
    with Desk.open(path) as opened:
        assert opened.ask(SeeHouse()).seq < changed


@pytest.mark.parametrize("there", ["a letter", "a hotel"])
def test_only_a_demo_is_ever_replaced(tmp_path: Path, small_hotel: Hotel, there: str):
    path = tmp_path / "hotel.db"  # where the small hotel lies
    if there == "a letter":
        path = tmp_path / "letter.db"
        path.write_bytes(b"Dear guest" * 100)
    before = path.read_bytes()
    with pytest.raises(Refusal, match="no demonstration hotel" if there == "a hotel" else "not a Front Desk database"):
        make_demo(path, open_desk=Desk.open, overwrite=True)
    assert path.read_bytes() == before
    assert small_hotel.faults() == ()


def test_what_fails_half_way_leaves_nothing_behind(tmp_path: Path):
    class Broken(Desk):
        def do_all(self, commands: Iterable[Command]) -> list[Done]:
            done = super().do_all(commands)
            if self.now().day == 5:
                raise Unavailable("The disk is full.")
            return done

    path = tmp_path / "miramar.db"
    with pytest.raises(Unavailable, match="disk is full"):
        make_demo(path, open_desk=Broken.open)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_said(tmp_path: Path):
    with pytest.raises(Unavailable, match="does not exist"):
        make_demo(tmp_path / "none" / "miramar.db", open_desk=Desk.open)


def test_it_is_built_straight_into_an_empty_database_too(address: str, made: tuple[Path, DemoSummary]):
    if not address.startswith("postgresql"):
        pytest.skip("a file is built by the other tests")
    summary = make_demo(address, open_desk=Desk.open)
    assert (summary.in_house, summary.commands) == (made[1].in_house, made[1].commands)
    with Desk.open(address) as there, Desk.open(made[0]) as here:
        assert there.ask(SeeHouse()) == here.ask(SeeHouse())
        stay = in_room(there, "412").stay
        assert there.ask(SeeFolio(stay)) == here.ask(SeeFolio(stay))
    with pytest.raises(Refusal, match="house in this database already"):
        make_demo(address, open_desk=Desk.open)


def test_papadopoulous_bill_is_the_one_in_the_pictures(desk: Desk):
    stay = in_room(desk, "412")
    folio = desk.ask(SeeFolio(stay.stay))
    assert (stay.name, stay.latin, stay.vip) == ("Παπαδοπούλου, Ελένη", "Papadopoulou, Eleni", True)
    assert sorted((line.business_date.day, line.room, line.text, line.amount) for line in folio.windows[0].lines) == [
        (19, "305", "City tax, 2 persons", 400),
        (19, "305", "Deposit, Visa •••• 4242", -20_000),
        (19, "305", "Room, Deluxe", 18_900),
        (20, "305", "Laundry, express, 5 pieces", 3_450),
        (20, "412", "City tax, 2 persons", 400),
        (20, "412", "Restaurant Meltemi, drinks", 1_900),
        (20, "412", "Restaurant Meltemi, food", 6_740),
        (20, "412", "Room, Deluxe", 18_900),
        (21, "412", "Breakfast, 2 persons", -3_600),
        (21, "412", "Breakfast, 2 persons", 3_600),
        (21, "412", "Minibar, still water", 1_200),
    ]
    assert (folio.balance, folio.held) == (31_890, 60_000)
    assert [(window.number, window.balance) for window in folio.windows] == [(1, 31_890), (2, 0)]
    (corrected,) = [line for line in folio.windows[0].lines if line.amount == -3_600]
    assert corrected.reason == "C-INCL"
    (minibar,) = [line for line in folio.windows[0].lines if line.code == "3000"]
    assert minibar.state == "question"


def test_papadopoulou_has_been_moved_for_noise_and_disputed_a_minibar_before(desk: Desk, made: tuple[Path, object]):
    stay = in_room(desk, "412")
    (move,) = desk.ask(MovesOf(stay.stay))
    assert (move.from_room, move.to_room, move.night, move.difference) == ("305", "412", date(2025, 11, 20), 0)
    assert move.approved_by == "Kostas M."
    visits = rows(made[0], f"SELECT status FROM stay WHERE guest_id = '{stay.guest}' ORDER BY arrival")
    assert visits == [("checked_out",), ("in_house",)]


def test_a_noise_complaint_is_open_and_not_yet_moved(desk: Desk):
    stay = in_room(desk, "306")
    assert [(case.kind, case.status) for case in stay.cases] == [("complaint", "open")]
    assert "Noise" in stay.cases[0].nature
    assert desk.ask(MovesOf(stay.stay)) == ()


def test_a_breakfast_is_charged_although_the_rate_includes_it(desk: Desk):
    stay = in_room(desk, "402")
    assert "breakfast" in stay.includes
    (breakfast,) = [line for line in desk.ask(SeeFolio(stay.stay)).windows[0].lines if line.code == "2000"]
    assert (breakfast.left, breakfast.business_date) == (3_600, date(2025, 11, 21))


def test_the_same_check_is_posted_twice(desk: Desk):
    lines = desk.ask(SeeFolio(in_room(desk, "404").stay)).windows[0].lines
    assert [line.amount for line in lines if line.reference == "check 112"] == [5_820, 5_820]


def test_a_company_pays_the_room_and_the_guest_the_extras(desk: Desk):
    guest, company = desk.ask(SeeFolio(in_room(desk, "221").stay)).windows
    assert company.payee == "Nordwerk Anlagen GmbH"
    assert {line.code for line in company.lines} == {"1000", "CITY"}
    assert {line.code for line in guest.lines} == {"2010", "2100"}


def test_a_guest_has_moved_once_and_stays(desk: Desk):
    (move,) = desk.ask(MovesOf(in_room(desk, "316").stay))
    assert (move.from_room, move.reason) == ("312", "Door lock")


def test_a_vip_leaves_early(desk: Desk):
    stay = in_room(desk, "503")
    assert (stay.vip, stay.departure) == (True, date(2025, 11, 27))


def test_credits_wait_for_a_manager(desk: Desk):
    waiting = desk.ask(WaitingCredits())
    assert sorted(credit.amount for credit in waiting) == [3_500, 12_000]


def test_a_hold_is_larger_than_the_balance(desk: Desk):
    stay = in_room(desk, "609")
    assert stay.held > stay.balance


def test_yamada_may_go_to_the_rooms_of_the_picture(desk: Desk):
    stay = in_room(desk, "207")
    found = {room.room: room.difference for room in desk.ask(WhichRooms(stay.stay)).rooms}
    assert {"508": 4_500, "410": 4_500, "603": 9_500}.items() <= found.items()
    assert {"209", "311"} <= found.keys()
    assert "512" not in found
    assert [night.price for night in stay.nights] == [12_900, 12_900, 14_900, 12_900]


def test_limits_of_the_associate_are_those_of_the_picture(made: tuple[Path, DemoSummary]):
    assert rows(made[0], "SELECT typical_night FROM house") == [(14_900,)]


def _scripts(text: str) -> set[str]:
    return {unicodedata.name(sign).split()[0] for sign in text if sign.isalpha()}


def test_every_script_is_there_with_a_latin_form_for_each(made: tuple[Path, DemoSummary]):
    guests = rows(made[0], "SELECT name, latin, country FROM guest")
    found: set[str] = set()
    for name, latin, _ in guests:
        scripts = _scripts(str(name))
        found |= scripts
        assert bool(latin) == (scripts != {"LATIN"})
        assert _scripts(str(latin)) <= {"LATIN"} | _scripts("’")
    assert {"LATIN", "GREEK", "CYRILLIC", "CJK", "HANGUL", "ARABIC", "HEBREW"} <= found
    assert len({country for _, _, country in guests}) >= 12


def test_no_guest_could_be_reached(made: tuple[Path, DemoSummary]):
    for phone, email in rows(made[0], "SELECT phone, email FROM guest"):
        assert re.fullmatch(r"(\+44 7700 900\d{3}|\+1 202 555 01\d\d)?", str(phone))
        assert re.fullmatch(r"([a-z.\-]+@example\.com)?", str(email))


def test_balances_are_sums_and_whoever_left_owes_nothing(desk: Desk, made: tuple[Path, DemoSummary]):
    sums = {
        str(stay): int(str(amount))
        for stay, amount in rows(made[0], "SELECT stay_id, sum(amount) FROM posting GROUP BY 1")
    }
    for (stay,) in rows(made[0], "SELECT id FROM stay"):
        assert desk.ask(SeeFolio(str(stay))).balance == sums.get(str(stay), 0)
    gone = rows(made[0], "SELECT id FROM stay WHERE status = 'checked_out'")
    assert len(gone) > 50
    assert {sums[str(stay)] for (stay,) in gone} == {0}
    open_windows = rows(
        made[0],
        "SELECT count(*) FROM folio_window w JOIN folio f ON f.id = w.folio_id JOIN stay s ON s.id = f.stay_id "
        "WHERE s.status = 'checked_out' AND w.settled IS NULL",
    )
    assert open_windows == [(0,)]


def test_the_whole_house_is_sound(desk: Desk):
    assert desk.ask(CheckHouse()) == ()


def test_open_windows_of_several_stays_are_answered_at_once(desk: Desk):
    muller, ivanov = in_room(desk, "221").stay, in_room(desk, "306").stay
    found = {(row.stay, row.window): row.balance for row in desk.ask(SeeBalances((muller, ivanov)))}
    assert set(found) == {(muller, 1), (muller, 2), (ivanov, 1)}
    for stay in (muller, ivanov):
        balance = desk.ask(SeeFolio(stay)).balance
        assert sum(amount for (of, _), amount in found.items() if of == stay) == balance


def test_the_sign_in_screen_shows_pins_that_fit(desk: Desk, made: tuple[Path, DemoSummary]):
    shown = {person.staff: person.shown_pin for person in desk.ask(SeeStaff())}
    assert len(shown) == 4
    for staff, verifier in rows(made[0], "SELECT id, verifier FROM staff"):
        assert fits(str(verifier), shown[str(staff)])


def test_due_in_today_have_a_room_that_is_free(house: HouseView):
    due: tuple[StayRow, ...] = house.due_in
    occupied = {row.room for row in house.in_house if not row.due_out}
    assert due
    assert all(row.room and row.room not in occupied for row in due if row.arrival == house.business_date)


def test_a_company_of_the_demo_can_have_its_e_invoice(made: tuple[Path, DemoSummary], desk: Desk):
    ((number,),) = rows(made[0], "SELECT settled FROM folio_window WHERE tax_number <> '' AND settled IS NOT NULL")
    stay, window = desk.ask(FindSettled(str(number)))
    invoice = desk.ask(ReadEInvoice(stay, window, form="xml"))
    assert (invoice.buyer.name, invoice.buyer.country) == ("Aegean Charts", "GR")
    assert broken_rules(desk.print(ReadEInvoice(stay, window, form="xml"))) == []
    assert desk.print(ReadEInvoice(stay, window)).startswith(b"%PDF")
