"""What a window's paper says: in the guest's language, without what nobody saw, without what is not for paper."""

from base64 import b64encode
from pathlib import Path

import pytest

from frontdesk import commands as do
from frontdesk.desk import Desk
from frontdesk.queries.folio import STYLES, FolioPaper, ReadFolioPaper
from tests.documents.papers import logo
from tests.hotel import DAY, Hotel, found_hotel

LANGUAGES = ("en", "de", "fr", "es", "el", "ja", "ar")


def paper(hotel: Hotel, stay: str, language: str = "", **fields: object) -> FolioPaper:
    return hotel.desk.ask(ReadFolioPaper(stay, language=language, **fields))  # type: ignore[arg-type]


def texts(read: FolioPaper) -> list[str]:
    return [line.text for line in read.lines]


def test_lines_are_told_in_the_guests_language(hotel: Hotel) -> None:
    stay = hotel.arrive(rate_plan="Bed and breakfast", includes=("breakfast",))
    hotel.charge(stay, "3300", text="Parking, 2 days", reference="check 118")
    hotel.pay(stay, 1200)
    read = paper(hotel, stay, "de")
    assert texts(read) == ["Parken, 2 Tage", "Zahlung, Bar gezahlt"]
    assert (read.lines[0].department, read.lines[0].meaning) == ("Parken", "der Stellplatz für Ihr Auto")
    assert read.lines[0].reference == "Beleg 118"
    assert (read.rate_plan, read.includes) == ("Übernachtung mit Frühstück", ("Frühstück",))
    assert [tax.name for tax in read.taxes] == ["Umsatzsteuer"]
    assert texts(paper(hotel, stay, "ja"))[0] == "駐車場、2 日"


def test_what_somebody_typed_stays_as_it_is(hotel: Hotel) -> None:
    stay = hotel.arrive()
    hotel.charge(stay, "2100", text="Bar Kyma, gin of the day")
    assert texts(paper(hotel, stay, "fr")) == ["Bar Kyma, gin of the day"]


def test_paper_is_in_one_language_throughout(hotel: Hotel) -> None:
    stay = hotel.arrive()
    assert paper(hotel, stay, "pl").language == "en"
    assert paper(hotel, stay, "de-AT").language == "de-AT"


def test_a_film_is_never_named(hotel: Hotel) -> None:
    stay = hotel.arrive()
    hotel.charge(stay, "3600", text="Film, The Night Clerk")
    assert texts(paper(hotel, stay, "es")) == ["Película"]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_guest_who_has_just_arrived_has_a_paper(small_hotel: Hotel, style: str, language: str) -> None:
    stay = small_hotel.arrive()
    assert small_hotel.desk.print(ReadFolioPaper(stay, 1, language, style)).startswith(b"%PDF")


def test_a_line_taken_back_before_anybody_saw_it_is_not_printed(hotel: Hotel) -> None:
    stay = hotel.arrive()
    kept, wrong = hotel.charge(stay), hotel.charge(stay, "2100", 900)
    hotel.do(do.CorrectPosting, posting=wrong, reason="C-DUPL")
    assert [line.posting for line in paper(hotel, stay).lines] == [kept]


def test_a_line_the_guest_saw_stands_above_what_took_it_back(hotel: Hotel) -> None:
    stay = hotel.arrive()
    wrong = hotel.charge(stay, "2100", 900)
    hotel.do(do.PrintFolio, stay=stay)
    hotel.do(do.CorrectPosting, posting=wrong, reason="C-DUPL")
    hotel.do(do.PrintFolio, stay=stay)
    read = paper(hotel, stay)
    assert [(line.kind, line.amount) for line in read.lines] == [("charge", 1800), ("correction", -1800)]
    assert read.lines[1].text == "Taken back: Bar"
    assert read.total == 0


def test_foreign_cash_says_amount_and_rate(hotel: Hotel) -> None:
    stay = hotel.arrive()
    hotel.charge(stay, price=10_000)
    hotel.pay(stay, 0, foreign="USD", handed=5_000, rate="0.92")
    assert texts(paper(hotel, stay, "de"))[-1] == "Zahlung, Bar gezahlt, 50,00 USD zum Kurs 0.92"


def test_head_and_foot_come_from_the_settings(tmp_path: Path) -> None:
    settings = {"footer": "Miramar SA\nIBAN GR00", "legal": "Tax inside.", "logo": b64encode(logo()).decode()}
    with Desk.open(tmp_path / "house.db") as desk:
        hotel = found_hotel(desk, settings=tuple(settings.items()))
        read = paper(hotel, hotel.arrive())
    assert read.house.footer == ("Miramar SA", "IBAN GR00", "Tax inside.")
    assert read.house.logo == logo()


def test_another_workstation_prints_the_same_bytes(small_hotel: Hotel, sqlite_address: str) -> None:
    stay = small_hotel.arrive()
    small_hotel.charge(stay)
    with Desk.open(sqlite_address, workstation="desk-9") as other:
        assert other.print(ReadFolioPaper(stay)) == small_hotel.desk.print(ReadFolioPaper(stay))


def test_a_company_reads_nothing_of_the_guests_card_and_rate(hotel: Hotel) -> None:
    stay = hotel.arrive(includes=("breakfast",))
    hotel.do(do.PlaceHold, stay=stay, amount=60_000, brand="Visa", last_four="4242")
    hotel.do(do.OpenWindow, stay=stay, payee="Nordwerk GmbH")
    guest, company = paper(hotel, stay), paper(hotel, stay, window=2)
    assert ([card for _, card, _, _ in guest.holds], guest.includes) == (["Visa •••• 4242"], ("breakfast",))
    assert (company.holds, company.includes) == ((), ())


def test_a_settled_window_tells_its_day(hotel: Hotel) -> None:
    stay = hotel.arrive()
    hotel.charge(stay)
    assert (paper(hotel, stay).issued, paper(hotel, stay).as_of) == (None, DAY)
    hotel.pay(stay, 1200)
    hotel.settle(stay, 1)
    assert paper(hotel, stay).issued == DAY


def test_a_payment_taken_back_stands_among_the_payments(hotel: Hotel) -> None:
    stay = hotel.arrive()
    hotel.charge(stay)
    wrong = hotel.pay(stay, 5000)
    hotel.do(do.PrintFolio, stay=stay)
    hotel.do(do.CorrectPosting, posting=wrong, reason="C-DUPL")
    for language in LANGUAGES:
        read = paper(hotel, stay, language)
        assert (read.total, read.paid, read.balance) == (1200, 0, 1200)
        assert [line.money_in for line in read.lines] == [False, True, True]
