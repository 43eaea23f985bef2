"""The slips are filled from the record and reach the guest through the desk; a second one is a copy."""

import pytest

from frontdesk import commands as do
from frontdesk.commands.room_move import Tick
from frontdesk.domain.room_move import MoveReason
from frontdesk.errors import Refusal
from frontdesk.queries.room_move import MovesOf, PreviewMove
from frontdesk.queries.slip import AnySlip, CreditSlip, MoveSlip, ReadSlip, Receipt
from frontdesk.queries.task import SeeTasks
from frontdesk.store import tables
from tests.documents.reading import pages, text
from tests.hotel import DAY, KOSTAS_PIN, Hotel
from tests.services.moves import BEFORE_DONE, finish, plan, start


def read(hotel: Hotel, of: str, **fields: object) -> AnySlip:
    return hotel.desk.ask(ReadSlip(of, **fields))  # type: ignore[arg-type]


def moved(hotel: Hotel) -> tuple[str, str]:
    """A stay that moved, and the number of the move."""
    stay = hotel.arrive("305")
    shown = hotel.desk.ask(PreviewMove(stay, "106", MoveReason.NOISE_BUILDING))
    given = {"decision": shown.decision, "difference": shown.difference, "words": "They drill above me"}
    hotel.do(do.MoveRoom, stay=stay, to_room="106", from_night=DAY, reason=MoveReason.NOISE_BUILDING, **given)
    return stay, hotel.desk.ask(MovesOf(stay))[0].number


def credited(hotel: Hotel) -> str:
    """The number of a credit over a night and a drink."""
    stay = hotel.arrive()
    first, second = hotel.charge(stay, price=1_000), hotel.charge(stay, "2100", 900)
    number: str = hotel.give(stay, first, second, percent=100_000).facts["number"]
    return number


def test_a_move_slip_says_what_was_agreed(hotel: Hotel) -> None:
    slip = read(hotel, moved(hotel)[1], language="de")
    assert isinstance(slip, MoveSlip)
    assert (slip.from_room, slip.to_room, slip.from_night) == ("305", "106", DAY)
    assert slip.reason == "Lärm, Bauarbeiten oder Maschinen: “They drill above me”"
    assert (slip.asked_by, slip.consent) == ("Der Gast", "am Empfang")
    said = "\n".join(pages(hotel.desk.print(ReadSlip(slip.number, "de"))))
    assert "Zimmerwechsel RMV-2025-00001" in said
    assert "________" in said, "luggage and keys are left for a pen"


def test_a_credit_slip_adds_up_and_names_both_people(hotel: Hotel) -> None:
    slip = read(hotel, credited(hotel), language="el")
    assert isinstance(slip, CreditSlip)
    assert slip.credit == sum(line.amount for line in slip.lines) == slip.net + slip.tax == -380
    assert [line.text for line in slip.lines] == ["Μίνι μπαρ", "Μπαρ"]
    assert (slip.given_by, slip.approved_by, slip.to_guest) == ("Ana", "", "We are sorry for the noise.")
    assert slip.balance == 3_800 - 380
    line = next(row.id for row in hotel.rows(tables.posting) if row.credit_id)
    assert read(hotel, line, language="el") == slip
    assert "They drill above me" not in text(hotel.desk.print(ReadSlip(slip.number)))


def test_a_credit_that_waits_has_no_slip(hotel: Hotel) -> None:
    stay = hotel.arrive()
    number = hotel.give(stay, hotel.charge(stay, price=50_000), amount=90_000).facts["number"]
    with pytest.raises(Refusal, match="is pending"):
        hotel.do(do.PrintSlip, of=number)
    assert hotel.rows(tables.print_log) == []


def test_a_receipt_says_what_came_in_and_what_is_left(hotel: Hotel) -> None:
    stay = hotel.arrive()
    hotel.charge(stay, price=5_000)
    paid = hotel.pay(stay, 4_000, "card", brand="Visa", last_four="4242", approval="A1")
    hotel.charge(stay)
    slip = read(hotel, paid, language="fr")
    assert isinstance(slip, Receipt)
    assert (slip.text, slip.reference) == ("Paiement, Visa •••• 4242", "A1")
    assert (slip.amount, slip.balance) == (4_000, 6_000)
    assert "40,00" in text(hotel.desk.print(ReadSlip(paid, "fr")))


def test_a_refund_has_a_receipt_too(hotel: Hotel) -> None:
    stay = hotel.arrive()
    paid = hotel.pay(stay, 4_000)
    hotel.do(do.RefundPayment, payment=paid, amount=1_000, reason="too much", approver=hotel.kostas, pin=KOSTAS_PIN)
    back = next(line for line in hotel.lines(stay) if line.kind == "refund")
    said = text(hotel.desk.print(ReadSlip(back.posting, "en")))
    assert "Receipt for a refund" in said
    assert "Given back" in said


def test_the_second_slip_is_a_copy(hotel: Hotel) -> None:
    _, number = moved(hotel)
    first, second = (hotel.command(do.PrintSlip, of=number) for _ in range(2))
    assert "COPY" not in text(hotel.desk.print(first))
    assert "COPY 1" in text(hotel.desk.print(second))
    assert [row.style for row in hotel.rows(tables.print_log)] == ["slip move", "slip move"]


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "el", "ja", "ar"])
def test_every_language_has_every_slip(small_hotel: Hotel, language: str) -> None:
    stay, number = moved(small_hotel)
    for of in (number, small_hotel.pay(stay, 100)):
        assert small_hotel.desk.print(ReadSlip(of, language)).startswith(b"%PDF")


def test_what_is_not_there_has_no_slip(small_hotel: Hotel) -> None:
    with pytest.raises(Refusal, match="no slip of 'RMV-1'"):
        small_hotel.desk.print(ReadSlip("RMV-1"))
    charge = small_hotel.charge(small_hotel.arrive())
    with pytest.raises(Refusal, match="no slip of"):
        read(small_hotel, charge)


def test_a_move_slip_carries_what_the_checklist_and_the_departments_say(hotel: Hotel) -> None:
    stay = hotel.arrive("305")
    hotel.do(do.OpenWindow, stay=stay, payee="Acme Ltd")
    hotel.do(do.AddRouting, stay=stay, window=2, departments=("rooms",))
    planned = plan(hotel, stay, "106", old_room_state="pickup", work_order="Drip in the ceiling")
    start(hotel, planned)
    finish(hotel, planned)
    keys = next(task for task in hotel.desk.ask(SeeTasks(move=planned)) if task.topic == "housekeeping")
    hotel.do(do.FinishTask, hotel.kostas, task=keys.task, words="seen")
    slip = read(hotel, "RMV-2025-00001", language="de")
    assert isinstance(slip, MoveSlip)
    assert (slip.luggage, slip.keys, slip.moved_by, slip.payer) == ((2, 2), (2, 2, 0), ("Ana",), "Acme Ltd")
    assert slip.old_room == "aufzuräumen · Drip in the ceiling"
    told = {told.department: told.reader for told in slip.departments}
    assert (told["Etage"], told["Technik"]) == ("Kostas", "")
    both = pages(hotel.desk.print(ReadSlip(slip.number, "en")))
    assert ("Drip in the ceiling" in both[0], "Drip in the ceiling" in both[1]) == (False, True)
    assert "Returned: 2 · issued: 2 · missing: 0" in both[0]


def test_two_names_stand_for_a_guest_who_was_absent(hotel: Hotel) -> None:
    planned = plan(hotel, hotel.arrive("305"), "106")
    start(hotel, planned)
    finish(hotel, planned, ticks=(Tick(step=8, words="absent: A. Bell, C. Watch"), *BEFORE_DONE[1:]))
    slip = read(hotel, "RMV-2025-00001")
    assert isinstance(slip, MoveSlip)
    assert slip.moved_by == ("A. Bell", "C. Watch")
