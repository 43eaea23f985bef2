"""What one window's paper says. Staff-only tables and names of staff are not selected here (FD-1, GL-20)."""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select

from frontdesk.domain.posting import ROOM_CODE
from frontdesk.errors import Refusal
from frontdesk.queries.bill_bridge import bridge_on_paper
from frontdesk.queries.folio import FolioPaper, PaperHouse, PaperLine, PaperTax, ReadFolioPaper, TaxLine, is_money
from frontdesk.queries.folio_view import taxes_of
from frontdesk.queries.making import meant_by
from frontdesk.queries.printed_rows import printed_rows
from frontdesk.queries.printed_words import SAID, department, line_text, meaning, phrase, tax_words
from frontdesk.queries.stay import SeeStay, StayView
from frontdesk.queries.stay_view import see_stay
from frontdesk.queries.taxing import tax_rules
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched
from frontdesk.words import spoken


def read_paper(reader: Reader, question: ReadFolioPaper) -> FolioPaper:
    """Everything the folio of a window prints, in the guest's language if none is named."""
    stay = see_stay(reader, SeeStay(question.stay))
    window = _window(reader, question)
    rows = printed_rows(reader, window)
    language = spoken(question.language, stay.language, reader.house.language)
    names = tax_words(tax_rules(reader), language)
    found = taxes_of(reader, question.stay)
    taxes = {row.id: [_named(tax, names) for tax in found[row.id]] for row in rows}
    on_top = _on_top(rows, taxes)
    lines = tuple(_line(row, taxes[row.id], language, names, on_top=on_top.get(row.id)) for row in rows)
    charged = [line for line in lines if not line.money_in]
    block = _tax_block(charged)
    total = sum(line.amount for line in charged)
    paid = -sum(line.amount for line in lines if line.money_in)
    return FolioPaper(
        house=house_on_paper(reader),
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
        latin=_latin(reader, stay.guest),
        name_from=(stay.country, stay.language),
        confirmation=stay.confirmation,
        arrival=stay.arrival,
        departure=stay.departure,
        persons=(stay.adults, len(stay.children)),
        rooms=tuple((span.room, span.from_date, span.to_date) for span in stay.rooms),
        rate_plan=phrase(stay.rate_plan, language),
        includes=tuple(phrase(each, language) for each in stay.includes) if _lodges(window, rows) else (),
        lines=lines,
        taxes=block,
        untaxed=total - sum(row.gross for row in block),
        total=total,
        paid=paid,
        balance=total - paid,
        apology=_apology(rows),
        holds=_holds(reader, stay.stay) if window.payee == stay.name else (),
        made_at=max((row.made_at for row in rows), default=_opened(reader)),
        corrects=window.corrects,
        issued=window.settled_on,
        as_of=max((row.business_date for row in rows), default=None),
        payee_country=window.country or "",
        bridge=bridge_on_paper(reader, window, question.style, language),
    )


def _title(window: Fetched, status: str) -> str:
    if window.kind == "credit_note":
        return "credit_note"
    if window.settled and window.kind == "guest":
        return "invoice"
    return "information" if status == "in_house" else "folio"


def _lodges(window: Fetched, rows: list[Fetched]) -> bool:
    """Whether the rate stands on this window: what it includes is no news on a company's laundry or a credit note."""
    return window.kind == "guest" and (window.number == 1 or any(row.code == ROOM_CODE for row in rows))


def house_on_paper(reader: Reader) -> PaperHouse:
    """Head and foot of every paper. Settings: ``footer`` and ``legal`` texts, one a line; ``logo`` as base64."""
    house = reader.house
    foot = [house.settings.get(name, "") for name in ("footer", "legal")]
    return PaperHouse(
        name=house.name,
        address=tuple(house.address),
        contact=tuple(house.contact),
        tax_number=house.tax_number,
        logo=b64decode(house.settings.get("logo", "")),
        footer=tuple(line for text in foot for line in text.split("\n") if line),
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


def _apology(rows: list[Fetched]) -> tuple[str, ...]:
    """The sentences that goodwill credits say to the guest, each once. Other remarks are for staff."""
    said = [row.said for row in rows if row.kind == "goodwill" and row.said]
    return tuple(dict.fromkeys(said))


def _holds(reader: Reader, stay: str) -> tuple[tuple[int, str, datetime, date | None], ...]:
    hold = tables.hold
    active = select(hold).where(hold.c.stay_id == stay, hold.c.state == "active").order_by(hold.c.placed_at, hold.c.id)
    return tuple(
        (row.amount, f"{row.brand} •••• {row.last_four}".strip(), reader.local(row.placed_at), row.expires)
        for row in reader.all(active)
    )


def _latin(reader: Reader, guest: str) -> str:
    found = reader.first(select(tables.guest.c.latin).where(tables.guest.c.id == guest))
    return str(found.latin) if found else ""


def _guest_address(reader: Reader, stay: StayView, window: Fetched) -> tuple[str, ...]:
    if window.payee != stay.name:
        return ()
    found = reader.first(select(tables.guest.c.address).where(tables.guest.c.id == stay.guest))
    return tuple(found.address) if found else ()


def _named(tax: TaxLine, names: Mapping[str, str]) -> TaxLine:
    return replace(tax, name=names.get(tax.name, tax.name))


def _on_top(rows: list[Fetched], taxes: Mapping[str, list[TaxLine]]) -> dict[str, tuple[str, int | None]]:
    """The first percentage posted beside each line that bears no tax inside, and beside what takes such a line back."""
    bare = {row.id for row in rows if not taxes[row.id]}
    found: dict[str, tuple[str, int | None]] = {}
    for row in rows:
        if row.parent in bare and row.parent not in found and taxes[row.id] and taxes[row.id][0].rate is not None:
            found[row.parent] = (taxes[row.id][0].name, taxes[row.id][0].rate)
    for row in rows if found else ():
        named = row.reverses or row.reduces
        if named in found and row.id in bare and row.treatment != "house_expense":
            found[row.id] = found[named]
    return found


def _line(
    row: Fetched,
    taxes: list[TaxLine],
    language: str,
    names: Mapping[str, str],
    *,
    on_top: tuple[str, int | None] | None,
) -> PaperLine:
    return PaperLine(
        posting=row.id,
        names=row.reverses or row.reduces or "",
        business_date=row.business_date,
        service_date=row.service_date,
        room=row.room,
        kind=row.kind,
        code=row.code,
        department=department(row.department, language),
        text=line_text(row, language, names),
        meaning="" if row.kind in SAID else meaning(meant_by(row), language),
        reference=phrase(row.reference, language),
        quantity=row.quantity,
        unit_price=row.unit_price,
        amount=row.amount,
        net=row.net,
        taxes=tuple(taxes),
        money_in=is_money(row.kind, row.department),
        method=row.method,
        card=row.card,
        gift_as_payment=row.kind == "goodwill" and row.treatment == "house_expense",
        on_top=on_top,
    )


def _tax_block(lines: list[PaperLine]) -> tuple[PaperTax, ...]:
    """Sums of posted rows by tax and rate as the guest reads them, never computed anew (R4).

    A tax posted on its own has no net of its own: its charge's net stands with the tax inside that charge, or else
    with the first percentage on top of it. So each net is told once, however many taxes it bears.
    """
    sums: dict[tuple[str, int | None], list[int]] = {}
    codes: dict[tuple[str, int | None], str] = {}
    for line in lines:
        if line.on_top:
            entry = sums.setdefault(line.on_top, [0, 0, 0])
            entry[0] += line.amount
            entry[2] += line.amount
        for n, tax in enumerate(line.taxes):
            codes.setdefault((tax.name, tax.rate), tax.code)
            entry = sums.setdefault((tax.name, tax.rate), [0, 0, 0])
            net = line.net if n == 0 else 0
            entry[0] += net
            entry[1] += tax.amount
            entry[2] += net + tax.amount
    return tuple(
        PaperTax(code=codes[name, rate], name=name, rate=rate, net=net, tax=tax, gross=gross)
        for (name, rate), (net, tax, gross) in sums.items()
        if net or tax or gross
    )
