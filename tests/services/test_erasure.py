"""A guest is erased: nobody can be read out of the house any more, the accounts stand, the chain still verifies."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text, update

from frontdesk import commands as do
from frontdesk.commands.blanking import GONE
from frontdesk.commands.stay import GuestSpec
from frontdesk.desk import Desk
from frontdesk.domain.room_move import MoveReason, RateDecision
from frontdesk.errors import Refusal
from frontdesk.identity import new_id
from frontdesk.queries.erasure import SeeGuestToErase
from frontdesk.queries.finding import Find
from frontdesk.queries.journal import ReadJournal
from frontdesk.store import sharing, tables
from tests.hotel import DAY, Hotel

WORDS = ("Xylander", "Qaplaquin", "qaplaquin@example.com", "600555777")
GUEST = GuestSpec(name="Xylander, Qaplaquin", email=WORDS[2], phone="+30 600555777", wishes=("Quiet",))
REASON = "Asked by letter of 3 May"


def lived(hotel: Hotel, room: str = "305", *, settle: bool = True) -> str:
    """A guest who did a good deal and left; gives the guest's id."""
    stay, guest = new_id(), new_id()
    hotel.do(
        do.TakeReservation, stay=stay, guest_id=guest, guest=GUEST, arrival=DAY, departure=DAY.replace(day=DAY.day + 1),
        adults=1, room_type="DLX", room=room, prices=(18900,), note="Mr Xylander likes it quiet",
    )  # fmt: skip
    hotel.do(do.CheckIn, stay=stay)
    given = {"from_night": DAY, "reason": MoveReason.ASKED, "decision": RateDecision.SAME, "difference": 0}
    hotel.do(do.MoveRoom, stay=stay, to_room="306", words="Xylander, Qaplaquin asked for it", **given)
    case = hotel.case(stay)
    hotel.do(do.AddNote, case=case, to_guest="Dear Qaplaquin Xylander, we are on it")
    hotel.do(do.AddNote, case=case, staff_only="Call Qaplaquin Xylander on +30 600555777")
    hotel.give(stay, hotel.charge(stay), amount=100, case=case)
    hotel.do(do.LeaveWord, words="Xylander, Qaplaquin leaves at six; see that a taxi is there")
    hotel.do(do.OpenWindow, stay=stay, payee="Xylander, Qaplaquin")
    hotel.close_day()
    hotel.pay(stay, sum(line.amount for line in hotel.lines(stay)))
    if settle:
        hotel.settle(stay)
    hotel.do(do.CheckOut, stay=stay)
    return guest


def erase(hotel: Hotel, guest: str, **given: Any) -> Any:
    return hotel.do(do.EraseGuest, hotel.maria, **{"guest_id": guest, "reason": REASON, **given})


def found(hotel: Hotel) -> set[str]:
    """The tables in which the guest can still be read."""
    every = (*tables.metadata.sorted_tables, *sharing.metadata.sorted_tables)
    return {
        table.name
        for table in every
        for row in hotel.rows(table)
        if any(word.lower() in str(row).lower() for word in WORDS)
    }


def test_nothing_but_the_invoice_names_the_guest(hotel: Hotel) -> None:
    guest = lived(hotel)
    assert {"guest", "journal", "case_said", "case_staff_note", "room_move", "search_word", "hand_over_note"} <= found(
        hotel
    )
    ledger = hotel.rows(tables.posting)
    done = erase(hotel, guest)
    assert done.facts["stays"] == 1
    assert found(hotel) == {"folio_window"}
    (named,) = [row for row in hotel.rows(tables.folio_window) if "Xylander" in row.payee]
    assert named.settled
    assert hotel.rows(tables.posting) == ledger
    assert hotel.faults() == ()
    assert hotel.desk.unfindable() == 0
    assert not any(hotel.desk.ask(Find(word)) for word in ("Xylander", "Qaplaquin", "600555777"))


def test_the_journal_can_still_be_read(hotel: Hotel) -> None:
    guest = lived(hotel)
    erase(hotel, guest)
    rows = hotel.desk.ask(ReadJournal())
    assert rows[0].sentence == f"Erased a guest with 1 stays: {REASON}"
    (taken,) = [row for row in rows if row.kind == "TakeReservation"]
    assert GONE in taken.sentence


def test_a_namesake_and_everybody_else_stay(hotel: Hotel) -> None:
    guest = lived(hotel)
    other = hotel.reserve(
        "101", name="Xylander, Qaplaquin", arrival=DAY + timedelta(1), departure=DAY + timedelta(3), prices=(1, 1)
    )
    erase(hotel, guest)
    assert {"guest", "journal"} <= found(hotel)
    assert len(hotel.desk.ask(Find("Xylander"))) == 1
    (row,) = [row for row in hotel.rows(tables.stay) if row.id == other]
    assert hotel.desk.ask(SeeGuestToErase(row.confirmation)).name == "Xylander, Qaplaquin"
    assert hotel.faults() == ()
    assert hotel.desk.unfindable() == 0


def test_what_an_erasure_left_is_vouched_for(hotel: Hotel) -> None:
    erase(hotel, lived(hotel))
    store = hotel.desk._house.store
    with store.write.begin() as connection:
        (row,) = [row for row in hotel.rows(tables.journal) if row.kind == "TakeReservation"]
        if store.dialect == "sqlite":
            connection.execute(text("DROP TRIGGER journal_no_update"))
        else:
            connection.execute(text("ALTER TABLE journal DISABLE TRIGGER journal_no_change"))
        connection.execute(update(tables.journal).where(tables.journal.c.seq == row.seq).values(facts={"name": "X"}))
    said = [str(fault) for fault in hotel.faults()]
    assert any(f"number {row.seq} was altered" in words for words in said), said


def test_an_erased_command_sent_again_has_the_outcome_it_had(hotel: Hotel) -> None:
    lived(hotel)
    row = next(row for row in hotel.rows(tables.journal) if row.kind == "OpenCase")
    from frontdesk.commands.codec import restore

    command = restore(row.kind, row.payload)
    (guest,) = [one.id for one in hotel.rows(tables.guest)]
    erase(hotel, guest)
    again = hotel.desk.do(command)
    assert (again.again, again.seq) == (True, row.seq)


def test_what_is_refused(hotel: Hotel) -> None:
    with pytest.raises(Refusal, match="no such guest"):
        erase(hotel, new_id())
    stay = hotel.arrive("305", name="Xylander, Qaplaquin")
    (guest,) = [row.id for row in hotel.rows(tables.guest)]
    with pytest.raises(Refusal, match="is not over"):
        erase(hotel, guest)
    hotel.charge(stay)
    hotel.do(do.ChangeDeparture, stay=stay, departure=DAY)
    hotel.pay(stay, sum(line.amount for line in hotel.lines(stay)))
    hotel.do(do.CheckOut, stay=stay)
    with pytest.raises(Refusal, match="manager"):
        hotel.do(do.EraseGuest, hotel.ana, guest_id=guest, reason=REASON)
    with pytest.raises(Refusal, match="names the guest"):
        erase(hotel, guest, reason="Qaplaquin Xylander asked")
    with pytest.raises(Refusal, match="needs a reason"):
        erase(hotel, guest, reason=" ")
    erase(hotel, guest)
    with pytest.raises(Refusal, match="erased before"):
        erase(hotel, guest)
    assert hotel.faults() == ()


def test_no_byte_of_the_file_names_the_guest_and_a_backup_does_not_bring_one_back(sqlite_address: str) -> None:
    from tests.hotel import found_hotel

    path = Path(sqlite_address)
    with Desk.open(path) as desk:
        hotel = found_hotel(desk)
        guest = lived(hotel, settle=False)
    backup = path.with_name("backup.db")
    shutil.copy(path, backup)
    assert b"Qaplaquin" in backup.read_bytes()
    with Desk.open(path) as desk:
        erase(Hotel(desk, hotel.ana, hotel.kostas, hotel.maria), guest)
        assert not _names(path)
    shutil.copy(backup, path)
    with Desk.open(path) as desk:
        again = Hotel(desk, hotel.ana, hotel.kostas, hotel.maria)
        assert found(again) == set()
        assert len(again.rows(tables.erasure)) == 1
        assert again.faults() == ()
        assert not _names(path)
    path.with_name(f"{path.name}.erased").unlink()
    with Desk.open(path):
        assert path.with_name(f"{path.name}.erased").read_text().count("EraseGuest") == 1


def _names(path: Path) -> list[str]:
    return [
        f"{file.name}: {word}"
        for file in path.parent.glob(f"{path.name}*")
        for word in WORDS
        if word.lower().encode() in file.read_bytes().lower()
    ]
