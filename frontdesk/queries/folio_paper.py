"""What one window's paper says. Staff-only tables and names of staff are not selected here (FD-1, GL-20)."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import select

from frontdesk.errors import Refusal
from frontdesk.queries.explanation import meaning_of
from frontdesk.queries.folio import FolioPaper, PaperHouse, PaperLine, PaperTax, ReadFolioPaper, TaxLine
from frontdesk.queries.folio_view import in_order, taxes_of
from frontdesk.queries.stay import SeeStay, StayView
from frontdesk.queries.stay_view import see_stay
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched


def read_paper(reader: Reader, question: ReadFolioPaper) -> FolioPaper:
    """Everything the folio of a window prints, in the guest's language if none is named."""
    stay = see_stay(reader, SeeStay(question.stay))
    window = _window(reader, question)
    rows = _rows(reader, window.id)
    language = question.language or stay.language or reader.house.language
    taxes = taxes_of(reader, question.stay)
    lines = tuple(_line(row, taxes[row.id], language) for row in rows)
    charged = [line for line in lines if not line.money_in]
    block = _tax_block(charged)
    total = sum(line.amount for line in charged)
    paid = -sum(line.amount for line in lines if line.money_in)
    return FolioPaper(
        house=_house(reader),
        title=_title(window, stay.status),
        number=window.settled or "",
        window=window.number,
        copy=question.copy,
        copied_at=question.copied_at,
        language=language,
        currency=stay.currency,
        payee=window.payee,
        payee_address=tuple(window.address) or _guest_address(reader, stay, window),
        payee_tax_number=window.tax_number,
        guest=stay.name,
        confirmation=stay.confirmation,
        arrival=stay.arrival,
        departure=stay.departure,
        persons=(stay.adults, len(stay.children)),
        rooms=tuple((span.room, span.from_date, span.to_date) for span in stay.rooms),
        rate_plan=stay.rate_plan,
        includes=stay.includes,
        lines=lines,
        taxes=block,
        untaxed=total - sum(row.gross for row in block),
        total=total,
        paid=paid,
        balance=total - paid,
        apology=_apology(rows),
        holds=tuple((hold.amount, hold.card, hold.placed_at) for hold in stay.holds if hold.state == "active"),
        made_at=max((row.made_at for row in rows), default=_opened(reader)),
        corrects=window.corrects,
        payee_country=window.country or "",
    )


def _title(window: Fetched, status: str) -> str:
    if window.kind == "credit_note":
        return "credit_note"
    if window.settled and window.kind == "guest":
        return "invoice"
    return "information" if status == "in_house" else "folio"


def _house(reader: Reader) -> PaperHouse:
    house = reader.house
    footer = house.settings.get("footer", "")
    return PaperHouse(
        name=house.name,
        address=tuple(house.address),
        contact=tuple(house.contact),
        tax_number=house.tax_number,
        footer=tuple(footer.split("\n")) if footer else (),
    )


def _opened(reader: Reader) -> datetime:
    journal = tables.journal
    found = reader.first(select(journal.c.made_at).order_by(journal.c.seq).limit(1))
    assert found is not None, "a house was founded"
    made_at: datetime = found.made_at
    return made_at


def _window(reader: Reader, question: ReadFolioPaper) -> Fetched:
    window, folio = tables.folio_window, tables.folio
    found = reader.first(
        select(window)
        .join(folio, folio.c.id == window.c.folio_id)
        .where(folio.c.stay_id == question.stay, window.c.number == question.window)
    )
    if found is None:
        raise Refusal(f"This folio has no window {question.window}.", help="Choose a window that is there.")
    return found


def _rows(reader: Reader, window_id: str) -> list[Fetched]:
    posting, code, credit = tables.posting, tables.transaction_code, tables.credit
    columns = (column for column in posting.c if column.name not in {"actor", "workstation", "remark", "making"})
    rows = reader.all(
        select(*columns, posting.c.remark.label("said"), code.c.department, credit.c.treatment)
        .join(code, code.c.code == posting.c.code)
        .outerjoin(credit, credit.c.id == posting.c.credit_id)
        .where(posting.c.window_id == window_id)
        .order_by(posting.c.seq, posting.c.n)
    )
    against: dict[str, list[Fetched]] = defaultdict(list)
    for row in rows:
        if row.reverses or row.reduces:
            against[row.reverses or row.reduces].append(row)
    return list(in_order(rows, against))


def _apology(rows: list[Fetched]) -> tuple[str, ...]:
    """The sentences that goodwill credits say to the guest, each once. Other remarks are for staff."""
    said = [row.said for row in rows if row.kind == "goodwill" and row.said]
    return tuple(dict.fromkeys(said))


def _guest_address(reader: Reader, stay: StayView, window: Fetched) -> tuple[str, ...]:
    if window.payee != stay.name:
        return ()
    found = reader.first(select(tables.guest.c.address).where(tables.guest.c.id == stay.guest))
    return tuple(found.address) if found else ()


def _line(row: Fetched, taxes: list[TaxLine], language: str) -> PaperLine:
    return PaperLine(
        posting=row.id,
        names=row.reverses or row.reduces or "",
        business_date=row.business_date,
        service_date=row.service_date,
        room=row.room,
        kind=row.kind,
        code=row.code,
        department=row.department,
        text=row.text,
        meaning=meaning_of(row.code, language),
        reference=row.reference,
        quantity=row.quantity,
        unit_price=row.unit_price,
        amount=row.amount,
        net=row.net,
        taxes=tuple(taxes),
        method=row.method,
        card=row.card,
        gift_as_payment=row.kind == "goodwill" and row.treatment == "house_expense",
    )


def _tax_block(lines: list[PaperLine]) -> tuple[PaperTax, ...]:
    """Sums of posted rows by tax and rate, never computed anew (R4).

    A tax posted on its own has no net of its own here: its charge's net stands with the tax inside that charge.
    """
    sums: dict[tuple[str, str, int | None], list[int]] = {}
    for line in lines:
        for n, tax in enumerate(line.taxes):
            entry = sums.setdefault((tax.code, tax.name, tax.rate), [0, 0, 0])
            net = line.net if n == 0 else 0
            entry[0] += net
            entry[1] += tax.amount
            entry[2] += net + tax.amount
    return tuple(
        PaperTax(code=code, name=name, rate=rate, net=net, tax=tax, gross=gross)
        for (code, name, rate), (net, tax, gross) in sums.items()
        if net or tax or gross
    )
