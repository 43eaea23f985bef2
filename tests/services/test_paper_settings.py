"""Head and foot of the papers: a manager's to set, and never a picture that paper cannot show."""

from base64 import b64encode

import pytest

from frontdesk import commands as do
from frontdesk.errors import Refusal
from frontdesk.queries.folio import ReadFolioPaper
from frontdesk.queries.paper_settings import ReadPaperSettings
from tests.documents.papers import logo
from tests.hotel import Hotel


def test_foot_and_logo_stand_on_the_next_paper(hotel: Hotel) -> None:
    picture = b64encode(logo()).decode()
    hotel.do(do.SetPaper, hotel.kostas, footer=" Miramar SA \n\nIBAN GR00 ", legal="Tax inside.", logo=picture)
    house = hotel.desk.ask(ReadFolioPaper(hotel.arrive())).house
    assert house.footer == ("Miramar SA", "IBAN GR00", "Tax inside.")
    assert house.logo == logo()
    hotel.do(do.SetPaper, hotel.kostas)
    found = hotel.desk.ask(ReadPaperSettings())
    assert (found.footer, found.legal, found.logo, found.server) == ("", "", "", None)


def test_what_others_set_stays(hotel: Hotel) -> None:
    hotel.do(
        do.SetSeller, hotel.kostas, address=("Harbour 1",), tax_number="EL1", country="GR", payment_terms="14 days"
    )
    hotel.do(do.SetMailServer, hotel.kostas, host="smtp.example.com", sender="desk@example.com")
    hotel.do(do.SetPaper, hotel.kostas, footer="Miramar SA")
    found = hotel.desk.ask(ReadPaperSettings())
    assert (found.address, found.payment_terms, found.footer) == (("Harbour 1",), "14 days", "Miramar SA")
    assert found.server is not None
    assert found.server.host == "smtp.example.com"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"logo": "not base64!"}, "not a picture"),
        ({"logo": b64encode(logo()[:-9]).decode()}, "not a picture"),
        ({"logo": b64encode(logo()[:-8] + bytes(150_000) + logo()[-8:]).decode()}, "too large"),
        ({"footer": "x" * 201}, "too long"),
        ({"legal": "x\n" * 7}, "too long"),
    ],
)
def test_what_paper_cannot_show_is_refused(small_hotel: Hotel, fields: dict[str, str], said: str) -> None:
    with pytest.raises(Refusal, match=said):
        small_hotel.do(do.SetPaper, small_hotel.kostas, **fields)
    with pytest.raises(Refusal, match="manager"):
        small_hotel.do(do.SetPaper, footer="Mine")
