"""The slips: a goodwill credit (GC-55) and a room move (room-moves section 12) for both to sign, and a receipt."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO

from frontdesk.documents import letter
from frontdesk.documents.book import Facts
from frontdesk.documents.layout import Frame, Placed, Row, paginate, paragraph, put, stack
from frontdesk.documents.letter import grid, rule
from frontdesk.documents.page import (
    BALANCE,
    BODY,
    BODY_BOLD,
    LABEL,
    LEFT,
    MM,
    NOTE,
    RIGHT,
    RULE,
    STRONG,
    Sheets,
    open_sheets,
)
from frontdesk.errors import Refusal
from frontdesk.queries.slip import AnySlip, CreditSlip, MoveSlip, Receipt
from frontdesk.words import day, full_day, moment, money, percent, plain_amount, right_to_left, say

TOP = 46 * MM
PEN = "\N{LOW LINE}" * 8


def slip_pdf(slip: AnySlip) -> bytes:
    """Return any slip as a PDF: the guest's copy, then the house's. The same slip gives the same bytes.

    Raises:
        Refusal: its sums differ.
    """
    match slip:
        case CreditSlip():
            return credit_slip_pdf(slip)
        case MoveSlip():
            return move_slip_pdf(slip)
        case _:
            return receipt_pdf(slip)


def credit_slip_pdf(slip: CreditSlip) -> bytes:
    """Return the slip of a goodwill credit: the guest's copy and the house's, alike.

    Raises:
        Refusal: the lines, or net and tax, do not add up to the credit.
    """
    if slip.credit != sum(line.amount for line in slip.lines) or slip.credit != slip.net + slip.tax:
        raise Refusal(f"Slip {slip.number} is not printed: its sums differ.", help="Report it as a fault.")
    return _printed(slip, "slip.credit_title", [list(_credit(slip)), list(_credit(slip))])


def move_slip_pdf(slip: MoveSlip) -> bytes:
    """Return the slip of a room move: the guest's copy, then the house's with departments and names."""
    return _printed(slip, "slip.move_title", [list(_move(slip, guest=True)), list(_move(slip, guest=False))])


def receipt_pdf(receipt: Receipt) -> bytes:
    """Return the receipt of one payment or refund."""
    title = "slip.refund_title" if receipt.amount < 0 else "slip.receipt_title"
    return _printed(receipt, title, [list(_receipt(receipt)), list(_receipt(receipt))])


def _printed(slip: AnySlip, title: str, copies: Sequence[list[Row]]) -> bytes:
    name = f"{say(slip.language, title)} {slip.number}"
    facts = Facts(name, slip.house.name, slip.guest, slip.language, slip.made_at)
    sheets = open_sheets(made := BytesIO())
    for key, body in zip(("slip.for_guest", "slip.for_house"), copies, strict=True):
        kind = say(slip.language, key)
        sheets.book.begin_part(kind, f"{kind} ")
        _draw(sheets, slip, name, [*_top(slip, name, kind), *body])
    sheets.finish(facts)
    return made.getvalue()


def _draw(sheets: Sheets, slip: AnySlip, name: str, rows: list[Row]) -> None:
    house, language = slip.house, slip.language
    bottom = letter.FOOT - letter.foot_height(house, language)
    pages = paginate(rows, Frame(TOP, letter.NEXT_TOP, bottom - 4), None)
    head = letter.head(sheets, house, language)
    again = Placed(14 * MM, letter.next_head(house, name, _copy(slip.copy, slip.copied_at, language), language))
    for number, placed in enumerate(pages, start=1):
        foot = Placed(bottom, letter.foot(house, f"{name} · {slip.guest}", (number, len(pages)), language))
        first = number == 1
        sheets.page([head] if first else [], [*placed, foot] if first else [again, *placed, foot], name)


def _copy(number: int, at: datetime | None, language: str) -> str:
    words = say(language, "folio.copy", number=number) if number else ""
    return f"{words} · {moment(at, language)}" if words and at else words


def _top(slip: AnySlip, name: str, kind: str) -> Iterator[Row]:
    language = slip.language
    yield letter.title(name, _copy(slip.copy, slip.copied_at, language), language)
    same_day = slip.business_date == slip.made_at.date()
    dates = (
        [moment(slip.made_at, language)]
        if same_day
        else [full_day(slip.business_date, language), moment(slip.made_at, language)]
    )
    yield Row(20, (put(" · ".join([*dates, kind]), grid(language).whole, 8, NOTE),))


def _fact(language: str, label: str, value: str) -> Row:
    """Return a label and what it says, over the whole width."""
    columns = grid(language)
    said = paragraph(value, columns.column(LEFT + 46 * MM, RIGHT), 10, BODY)
    height = said[-1].y + 6.5
    named = put(say(language, f"slip.{label}"), columns.whole, 10, LABEL)
    return Row(height, (named, *said), (rule(height - 0.4, height=0.4),))


def _facts(language: str, pairs: Sequence[tuple[str, str]]) -> Iterator[Row]:
    return (_fact(language, label, value) for label, value in pairs if value)


def _stay(slip: AnySlip) -> str:
    return f"{full_day(slip.arrival, slip.language)} – {full_day(slip.departure, slip.language)}"


def _credit(slip: CreditSlip) -> Iterator[Row]:
    language, currency, columns = slip.language, slip.currency, grid(slip.language)
    said = stack([slip.to_guest], columns.column(LEFT, RIGHT - 20 * MM), 12, STRONG)
    yield Row(said[-1].y + 14, tuple(said))
    pairs = [("guest", slip.guest), ("room", slip.room), ("stay", _stay(slip)), ("case", slip.case)]
    kind = say(language, f"slip.kind_{slip.kind}", percent=percent(slip.percent, language))
    yield from _facts(language, [*pairs, ("kind", kind)])
    yield Row(14)
    for line in slip.lines:
        yield _sum(slip, f"{day(line.service_date, language)} · {line.text}", line.amount)
    yield _sum(slip, say(language, "slip.net"), slip.net, quiet=True)
    yield _sum(slip, say(language, "slip.tax"), slip.tax, quiet=True)
    said_total = (put(say(language, "slip.credit"), columns.whole, 14, STRONG),)
    end = columns.column(LEFT, RIGHT, end=True)
    yield Row(24, (*said_total, put(money(slip.credit, currency, language), end, 14, STRONG)), (rule(0, RULE, 0.7),))
    yield from _facts(language, [("balance", money(slip.balance, currency, language)), ("given_by", slip.given_by)])
    yield from _facts(language, [("approved_by", slip.approved_by)])
    yield _signatures(language, guest_present=slip.guest_present)


def _sum(slip: CreditSlip, words: str, minor: int, *, quiet: bool = False) -> Row:
    columns = grid(slip.language)
    said = paragraph(words, columns.column(LEFT, RIGHT - 35 * MM), 10, NOTE if quiet else BODY)
    amount = put(plain_amount(minor, slip.currency, slip.language), columns.end, 10, NOTE if quiet else BODY)
    height = said[-1].y + 6.5
    return Row(height, (*said, amount), (rule(height - 0.4, height=0.4),), keep=True)


def _move(slip: MoveSlip, *, guest: bool) -> Iterator[Row]:
    language, columns = slip.language, grid(slip.language)
    rooms = say(language, "folio.moved", before=slip.from_room, after=slip.to_room)
    yield Row(28, (put(rooms, columns.whole, 13, STRONG),))
    bags, keys = slip.luggage or 2 * (PEN,), slip.keys or 3 * (PEN,)
    nightly = say(language, "slip.nightly", amount=money(slip.difference, slip.currency, language))
    decision = f"{slip.decision} · {nightly}" if slip.difference else slip.decision
    pairs = [
        ("guest", slip.guest), ("persons", str(slip.persons)), ("stay", _stay(slip)),
        ("from", f"{slip.from_room} · {slip.from_type}"), ("to", f"{slip.to_room} · {slip.to_type}"),
        ("from_night", full_day(slip.from_night, language)), ("reason", slip.reason), ("asked_by", slip.asked_by),
        ("consent", slip.consent), ("decision", decision), ("payer", slip.payer),
        ("luggage", say(language, "slip.luggage_count", out=bags[0], into=bags[1])),
        ("keys", say(language, "slip.keys_count", back=keys[0], out=keys[1], missing=keys[2])),
    ]  # fmt: skip
    yield from _facts(language, pairs)
    if not guest:
        yield from _house_only(slip)
    yield _signatures(language, guest_present=True)


def _receipt(receipt: Receipt) -> Iterator[Row]:
    language, currency, columns = receipt.language, receipt.currency, grid(receipt.language)
    pairs = [
        ("guest", receipt.guest), ("payee", receipt.payee if receipt.payee != receipt.guest else ""),
        ("confirmation", receipt.confirmation), ("room", receipt.room), ("stay", _stay(receipt)),
        ("payment", receipt.text), ("reference", receipt.reference),
    ]  # fmt: skip
    yield from _facts(language, pairs)
    yield Row(14)
    words = say(language, "slip.amount_back" if receipt.amount < 0 else "slip.amount")
    end = columns.column(LEFT, RIGHT, end=True)
    said = put(money(abs(receipt.amount), currency, language), end, 16, BALANCE)
    yield Row(28, (put(words, columns.whole, 15, STRONG), said), (rule(0, RULE, 0.7),))
    yield from _facts(language, [("balance_then", money(receipt.balance, currency, language))])
    yield _signatures(language, guest_present=True)


def _house_only(slip: MoveSlip) -> Iterator[Row]:
    """Yield names, the old room and who was told: never on the guest's copy."""
    language = slip.language
    names = [("approved_by", slip.approved_by), ("moved_by", ", ".join(slip.moved_by)), ("old_room", slip.old_room)]
    yield from _facts(language, names)
    if slip.departments:
        yield Row(30, (put(say(language, "slip.departments"), grid(language).whole, 23, BODY_BOLD),), keep=True)
    for told in slip.departments:
        said = [told.department, moment(told.at, language), told.reader or say(language, "slip.unread"), told.remark]
        words = paragraph(_beside([part for part in said if part], language), grid(language).whole, 10, BODY)
        height = words[-1].y + 6.5
        yield Row(height, tuple(words), (rule(height - 0.4, height=0.4),))


def _beside(parts: Sequence[str], language: str) -> str:
    """Join parts on one line: they follow each other as the paper is written, and each is read in its own direction."""
    if not right_to_left(language):
        return " · ".join(parts)
    return "\u200f" + " · ".join(f"\u2068{part}\u2069" for part in parts)


def _signatures(language: str, *, guest_present: bool) -> Row:
    """Return two lines to sign on; signing is optional."""
    columns = grid(language)
    middle = (LEFT + RIGHT) / 2
    left, right = columns.column(LEFT, middle - 10), columns.column(middle + 10, RIGHT)
    guest = say(language, "slip.sign_guest" if guest_present else "slip.guest_absent")
    texts = (put(guest, left, 72, LABEL), put(say(language, "slip.sign_clerk"), right, 72, LABEL))
    lines = tuple(rule(60, RULE, 0.6)._replace(x=column.x, width=column.width) for column in (left, right))
    return Row(80, texts, lines)
