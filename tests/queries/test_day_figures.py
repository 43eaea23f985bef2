"""The manager's figures of a closed day, each against one worked out by hand under the demo rules.

Demo rules: 13 % on lodging and food, 24 % on drinks and services, both inside the price; city tax 2.00 a head and night.
"""

import csv
import io
from datetime import timedelta

from sqlalchemy import update

from frontdesk import commands as do
from frontdesk.domain.room import BlockKind
from frontdesk.identity import new_id
from frontdesk.queries.audit_pack import AuditPack, AuditTable, ReadAuditPack
from frontdesk.queries.day_figures import DayFigures, Earned, GivenBack, Rooms, Taken
from frontdesk.store import tables
from tests.documents.reading import text as text_of
from tests.hotel import DAY, KOSTAS_PIN, Hotel


def a_day(hotel: Hotel) -> AuditPack:
    """Five rooms' guests and everything a manager asks about; then the night audit."""
    deluxe = hotel.arrive("305", adults=2, children=(4,))
    greek = hotel.arrive("101", adults=1, prices=(12900,) * 5, name="Παπαδοπούλου, Ελένη")
    hotel.arrive("102", 2, prices=(0, 9900), name="山田 太郎")
    hotel.arrive("103", 1, prices=(10000,), name="سلمى الحداد")
    hotel.charge(deluxe)
    hotel.do(do.CorrectPosting, posting=hotel.charge(deluxe, "2000", 1800), reason="C-DUPL")
    hotel.give(deluxe, hotel.charge(deluxe, "3400", 5000, 1000), amount=1240, actor=hotel.kostas)
    paid = hotel.pay(greek, 5000)
    hotel.do(do.RefundPayment, payment=paid, amount=2000, reason="Paid twice", approver=hotel.kostas, pin=KOSTAS_PIN)
    hotel.pay(deluxe, 10000, "card")
    hotel.do(do.MarkNoShow, stay=hotel.reserve("306"), fee=18900, reason="No call")
    block = {"first": DAY, "until": DAY + timedelta(2), "reason": "Leak", "kind": BlockKind.OUT_OF_ORDER}
    hotel.do(do.BlockRoom, room="207", block=new_id(), **block)
    hotel.close_day()
    return hotel.desk.ask(ReadAuditPack(DAY))


def test_each_figure_is_the_one_worked_out_by_hand(hotel: Hotel) -> None:
    pack = a_day(hotel)
    found: DayFigures = pack.figures
    assert found.rooms == Rooms(
        rooms=28, out_of_order=1, sold=3, free=1, guests=3 + 1 + 2 + 2, arrived=4, left=0, no_shows=1
    )
    nights = 16726 + 11416 + 8850  # 189.00, 129.00 and 100.00 without 13 %
    assert (found.room_revenue, found.rate, found.yield_) == (nights, 12331, 1370)  # by 3 rooms, by 27 rooms
    assert found.rooms is not None
    assert found.rooms.occupancy == 148148  # 4 of 27
    assert found.earned == (
        Earned(department="rooms", charged=nights + 16726, taken_back=0),
        Earned(department="restaurant", charged=3186, taken_back=-3186),
        Earned(department="minibar", charged=968, taken_back=0),
        Earned(department="spa", charged=4032, taken_back=-1000),
    )
    assert [(row.code, row.base, row.amount) for row in found.taxes] == [
        ("CITY", 0, 200 + 400 + 400),
        ("VAT_DRINK", 968, 232),
        ("VAT_FOOD", 0, 0),
        ("VAT_LODGING", nights + 16726, 12900 + 10000 + 2 * 18900 - nights - 16726),
        ("VAT_STD", 4032 - 1000, 968 - 240),
    ]
    assert found.taken == (
        Taken(method="card", count=1, came_in=-10000, went_back=0),
        Taken(method="cash", count=2, came_in=-5000, went_back=2000),
    )
    assert found.given_back == (
        GivenBack(person="Ana", kind="correction", count=1, amount=-3600),
        GivenBack(person="Ana", kind="refund", count=1, amount=2000),
        GivenBack(person="Kostas", kind="goodwill", count=1, amount=-1240),
    )
    whole = 12900 + 10000 + 2 * 18900 + 1000 + 1200 + 5000 - 1240 - 15000 + 2000
    assert found.total == pack.trial.total == sum(row.change for row in pack.trial.ledgers) == whole


def test_the_paper_and_the_table_say_the_same(hotel: Hotel) -> None:
    a_day(hotel)
    told = text_of(hotel.desk.print(ReadAuditPack(DAY)))
    for words in ("14.8%", "4 of 27 rooms", "1 of them free of charge", "123.31 EUR", "13.70 EUR", "Kostas"):
        assert words in told, words
    content = hotel.desk.print(AuditTable(DAY, "figures")).decode("utf-8-sig")
    rows = {tuple(row[:3]): row[3] for row in csv.reader(io.StringIO(content, newline=""))}
    assert rows["house", "revpar", ""] == "13.70"
    assert rows["revenue", "spa", "net"] == "30.32"
    assert rows["money", "cash", "went_back"] == "20.00"
    assert rows["given back", "Kostas", "goodwill"] == "-12.40"


def test_a_line_that_was_a_mistake_or_was_moved_counts_as_it_stands(small_hotel: Hotel) -> None:
    stay, other = small_hotel.arrive("305"), small_hotel.arrive("306")
    small_hotel.do(do.CorrectPosting, posting=small_hotel.pay(stay, 4000), reason="C-DUPL")
    paid, spa = small_hotel.pay(stay, 7000, "card"), small_hotel.charge(stay, "3400", 5000, 1000)
    for posting in (paid, spa):
        small_hotel.do(do.TransferPosting, posting=posting, to_stay=other, to_window=1, reason="Other guest")
    back = {"reason": "Paid twice", "approver": small_hotel.kostas, "pin": KOSTAS_PIN}
    small_hotel.do(do.RefundPayment, payment=small_hotel.pay(other, 900, "bank"), amount=900, **back)
    small_hotel.do(do.CorrectPosting, posting=small_hotel.lines(other)[-1].posting, reason="C-DUPL")
    small_hotel.close_day()
    pack = small_hotel.desk.ask(ReadAuditPack(DAY))
    assert pack.figures.taken == (
        Taken(method="bank", count=1, came_in=-900, went_back=0),
        Taken(method="card", count=1, came_in=-7000, went_back=0),
    )
    assert pack.figures.other == 0
    assert Earned(department="spa", charged=4032, taken_back=0) in pack.figures.earned
    assert pack.figures.total == pack.trial.total


def test_a_day_closed_before_rooms_were_counted_has_its_money_all_the_same(small_hotel: Hotel) -> None:
    small_hotel.arrive("305")
    small_hotel.close_day()
    run = tables.night_audit_run
    with small_hotel.desk._house.store.write.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER night_audit_run_no_update")
        connection.execute(update(run).values(house=None))
    found = small_hotel.desk.ask(ReadAuditPack(DAY)).figures
    assert (found.rooms, found.rate, found.yield_, found.room_revenue) == (None, 0, 0, 16726)
    assert "Rooms were not counted yet" in text_of(small_hotel.desk.print(ReadAuditPack(DAY)))
