"""Every line keeps what made it: explaining it later tells the same, whatever the house's rules say by then (BE-3)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from frontdesk import commands as do
from frontdesk.commands.credit import CreditKind
from frontdesk.domain.case import CaseKind
from frontdesk.domain.folio import PaymentMethod
from frontdesk.identity import new_id
from frontdesk.queries.credit import PreviewCredit
from frontdesk.queries.explanation import ExplainLine
from frontdesk.store import tables
from tests.domain.jurisdictions import added, included
from tests.hotel import DAY, KOSTAS_PIN, Hotel
from tests.ledgers import CITY, balance, done, nights, pay, rows, settled, under_rules

EVERY = {
    "charge", "tax", "payment", "refund", "correction", "allowance", "goodwill", "transfer", "split", "write_off",
    "deposit",
}  # fmt: skip


@pytest.fixture
def told(small_hotel: Hotel) -> tuple[Hotel, list[str]]:
    """A house with a line of every kind; the stays."""
    hotel = small_hotel
    under_rules(
        hotel, added("OCC", "7.5"), included("VAT", "13", '"lodging", "food", "drink", "services", "fee"'), CITY
    )
    other = hotel.arrive("306")
    stay = hotel.reserve()
    pay(hotel, stay, 1000, deposit=True)
    hotel.do(do.CheckIn, stay=stay)
    nights(hotel, 2)
    rooms = [line.posting for line in hotel.lines(stay) if line.code == "1000"]
    hotel.do(do.PostAllowance, posting=rooms[0], amount=3333, reason="C-RATE", approver=hotel.kostas, pin=KOSTAS_PIN)
    hotel.do(do.CorrectPosting, posting=hotel.charge(stay), reason="C-QTY")
    hotel.do(do.SplitPosting, posting=hotel.charge(stay), weights=(1, 2))
    hotel.do(do.TransferPosting, posting=rooms[1], to_stay=other, to_window=1)
    hotel.do(do.ChangeParty, stay=stay, adults=1)
    give(hotel, stay, hotel.charge(stay))
    hotel.do(do.TakePayment, stay=stay, method=PaymentMethod.CASH, foreign="USD", handed=900, rate="0.9", change=10)
    hotel.do(do.WriteOff, hotel.kostas, stay=stay, amount=3, text="Three cents")
    pay(hotel, stay, balance(hotel, stay))
    settled(hotel, stay)
    return hotel, [stay, other]


def give(hotel: Hotel, stay: str, line: str) -> None:
    case = new_id()
    done(hotel, do.OpenCase, hotel.ana, case=case, stay=stay, kind=CaseKind.COMPLAINT, words="Noise")
    total = hotel.desk.ask(PreviewCredit(stay, hotel.kostas, (line,), CreditKind.PERCENT, percent=100_000)).total
    fields = {"kind": CreditKind.PERCENT, "percent": 100_000, "total": total, "reason": "G-NOIB", "to_guest": "Sorry."}
    done(hotel, do.GiveCredit, hotel.kostas, stay=stay, case=case, lines=(line,), **fields)


def explained(hotel: Hotel, stays: list[str]) -> dict[str, object]:
    lines = [line for stay in stays for view in hotel.folio(stay).windows for line in view.lines]
    stories = {line.posting: hotel.desk.ask(ExplainLine(line.posting)) for line in lines}
    return {each: (story.title, story.sentences[:4], story.steps) for each, story in stories.items()}


def test_a_later_change_of_rules_prices_and_names_changes_no_story(told: tuple[Hotel, list[str]]) -> None:
    hotel, stays = told
    kinds = {line.kind for stay in stays for view in hotel.folio(stay).windows for line in view.lines}
    assert kinds == EVERY
    before = explained(hotel, stays)
    under_rules(
        hotel,
        added("OCC", "9", more='name = { en = "Another name" }'),
        included("VAT", "24", '"lodging", "food", "drink", "services", "fee"', more='name = { en = "New VAT" }'),
        CITY.replace("4.00", "9.00"),
    )
    with hotel.desk._house.store.write.begin() as connection:
        connection.execute(tables.transaction_code.update().values(price=99, name="Renamed"))
        connection.execute(tables.stay_night.update().values(price=1))
    hotel.close_day(DAY + timedelta(days=2))
    after = explained(hotel, stays)
    assert {posting: after[posting] for posting in before} == before


def test_a_line_made_of_another_one_keeps_of_which(told: tuple[Hotel, list[str]]) -> None:
    hotel, _ = told
    posting = tables.posting
    for row in rows(hotel, select(posting.c.kind, posting.c.code, posting.c.making)):
        if row.kind in {"correction", "allowance", "goodwill"}:
            assert {"of", "left"} <= set(row.making)
        if row.kind in {"transfer", "split"}:
            assert "of" in row.making
        if row.kind == "tax":
            assert {"base"} & set(row.making)
    parts = rows(hotel, select(tables.tax_part.c.how, tables.tax_part.c.name))
    assert all({"rule", "version_from", "base"} <= set(row.how) and row.name for row in parts)
    sentences = [story[1][3] for story in explained(hotel, told[1]).values()]  # type: ignore[index]
    for said in (
        "It is -31.00 out of 189.00; 158.00 is left of that line.",
        "It is -12.00 out of 12.00; 0.00 is left of that line.",
        "It is -12.00 here, and 12.00 stands in 2 parts instead.",
        "It is 4.00 out of 12.00.",
        "It is -189.00 here, and 189.00 stands on the window of Doe, Jo instead.",
        "The amount is -8.10: 9.00 USD at 0.9; a payment carries no tax.",
    ):
        assert said in sentences, said


def test_parts_of_a_tax_keep_the_rate_and_version_of_the_whole(told: tuple[Hotel, list[str]]) -> None:
    hotel, (stay, _) = told
    rates = {tax.rate for line in hotel.lines(stay) for tax in line.taxes if tax.code == "VAT"}
    assert rates == {130_000}
    assert {tax.name for line in hotel.lines(stay) for tax in line.taxes} == {"OCC", "VAT", "CITY"}
