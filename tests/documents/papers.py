"""Papers for tests: a whole folio made from a few facts, always in balance."""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from PIL import Image, ImageDraw

from frontdesk.documents.batch import merged
from frontdesk.queries.folio import (
    MONEY_IN,
    BillBridge,
    BridgeRow,
    FolioPaper,
    PaperHouse,
    PaperLine,
    PaperTax,
    TaxLine,
)
from frontdesk.words import say

ARRIVAL = date(2025, 11, 18)
MADE_AT = datetime(2025, 11, 23, 9, 41, tzinfo=UTC)
VAT7, VAT19 = ("VAT7", "VAT lodging", 70_000), ("VAT19", "VAT standard", 190_000)
PAYMENTS = MONEY_IN


def logo() -> bytes:
    """A small house mark, drawn."""
    image = Image.new("RGBA", (240, 240), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((0, 0, 239, 239), 40, fill=(23, 58, 94, 255))
    pen.polygon([(120, 40), (200, 120), (40, 120)], fill="white")
    pen.rectangle((64, 120, 176, 196), fill="white")
    pen.rectangle((104, 146, 136, 196), fill=(23, 58, 94, 255))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


HOUSE = PaperHouse(
    name="Hotel Seeblick",
    address=("Uferpromenade 12", "88131 Lindau"),
    contact=("+49 8382 5550100", "desk@seeblick.example"),
    tax_number="DE 123 456 789",
    footer=(
        "Hotel Seeblick GmbH · Register court Kempten HRB 0000 · Managing director: on file",
        "IBAN DE00 0000 0000 0000 0000 00 · BIC XXXXDEXX",
    ),
)


def line(number: int, text: str, amount: int, **facts: object) -> PaperLine:
    """A posting with its included tax, if ``tax`` names one."""
    tax = facts.pop("tax", None)
    taxes: tuple[TaxLine, ...] = ()
    net = amount
    if tax:
        code, name, rate = tax  # type: ignore[misc]
        net = round(amount * 1_000_000 / (1_000_000 + rate))
        taxes = (TaxLine(code=code, name=name, rate=rate, base=net, amount=amount - net),)
    when = facts.pop("on", ARRIVAL)
    shape = {
        "posting": f"p{number}", "names": "", "business_date": when, "service_date": when, "room": "305", "kind": "charge",
        "code": text[:8].upper(), "department": "Extras", "text": text, "meaning": "", "reference": "", "quantity": 1000,
        "unit_price": amount, "amount": amount, "net": net, "taxes": taxes, "money_in": facts.get("kind") in PAYMENTS,
    }  # fmt: skip
    return PaperLine(**{**shape, **facts})  # type: ignore[arg-type]


def tax_rows(lines: Sequence[PaperLine]) -> tuple[tuple[PaperTax, ...], int]:
    """Sum the taxes of posted lines; what carries none is untaxed."""
    rows: dict[tuple[str, str, int | None], list[int]] = {}
    untaxed = 0
    for each in lines:
        if each.kind in PAYMENTS:
            continue
        if not each.taxes:
            untaxed += each.amount
        for number, tax in enumerate(each.taxes):
            row = rows.setdefault((tax.code, tax.name, tax.rate), [0, 0])
            row[0] += each.net if number == 0 else 0
            row[1] += tax.amount
    return tuple(
        PaperTax(code=c, name=n, rate=r, net=net, tax=tax, gross=net + tax) for (c, n, r), (net, tax) in rows.items()
    ), untaxed


def paper(lines: Sequence[PaperLine], **facts: object) -> FolioPaper:
    """A paper whose totals are the sums of its lines."""
    taxes, untaxed = tax_rows(lines)
    total = sum(each.amount for each in lines if each.kind not in PAYMENTS)
    paid = -sum(each.amount for each in lines if each.kind in PAYMENTS)
    shape = {
        "house": HOUSE, "title": "invoice", "number": "2025-004711", "window": 1, "copy": 0, "copied_at": None, "language": "en",
        "currency": "EUR", "payee": "Eleni Papadopoulou", "payee_address": ("Οδός Ερμού 14", "105 63 Αθήνα", "Greece"),
        "payee_tax_number": "", "guest": "Eleni Papadopoulou", "confirmation": "SB-48213", "arrival": ARRIVAL,
        "departure": date(2025, 11, 23), "persons": (2, 0), "rooms": (("305", ARRIVAL, date(2025, 11, 21)), ("412", date(2025, 11, 21), date(2025, 11, 23))),
        "rate_plan": "Flexible rate", "includes": ("Breakfast", "Wi-Fi", "Sauna"), "lines": tuple(lines), "taxes": taxes, "untaxed": untaxed,
        "total": total, "paid": paid, "balance": total - paid,
        "apology": (), "holds": (), "made_at": MADE_AT,
    }  # fmt: skip
    return FolioPaper(**{**shape, **facts})  # type: ignore[arg-type]


def stay_bridge(language: str) -> BillBridge:
    """The bill bridge of ``whole_stay``."""

    def row(key: str, detail: str, amount: int) -> BridgeRow:
        return BridgeRow(cause=say(language, f"bridge.{key}"), detail=detail, amount=amount)

    pair = say(language, "bridge.pair", up="11.50", down="−11.50")
    causes = (
        row("extras", "Restaurant Kombüse", 8_740),
        row("extras", f"Minibar · {pair}", 0),
        row("extras", "Laundry", 2_400),
        row("extras", "Parking, covered garage", 1_200),
        row("credits", "", -3_870),
    )
    rest = (row("money", "Deposit, bank transfer", -20_000), row("money", "Visa •••• 4242", -30_000))
    return BillBridge(quoted=67_000, quoted_by="SB-20251102", causes=causes, total=75_470, rest=rest, due=25_470)


def whole_stay(**facts: object) -> FolioPaper:
    """Five nights with a move, a correction, an allowance, a goodwill credit, payments and a hold."""
    lines = []
    for night in range(5):
        when, room = ARRIVAL + timedelta(days=night), "305" if night < 3 else "412"
        where = {"on": when, "room": room}
        lines.append(
            line(
                10 * night,
                "Room, double with lake view",
                12_900,
                tax=VAT7,
                department="Rooms",
                meaning="The night in your room, as booked.",
                **where,
            )
        )
        lines.append(
            line(
                10 * night + 1,
                "City tax",
                500,
                quantity=2000,
                unit_price=250,
                department="Fees",
                meaning="The city sets this for each person and night; we pass it on.",
                **where,
            )
        )
    lines.append(
        line(
            60,
            "Restaurant Kombüse, dinner",
            8_740,
            tax=VAT19,
            on=date(2025, 11, 19),
            reference="Check 1181",
            department="Restaurant",
            meaning="Food and drink signed to your room.",
        )
    )
    lines.append(
        line(
            61,
            "Minibar: water, mixed nuts",
            1_150,
            tax=VAT19,
            on=date(2025, 11, 20),
            reference="MB-305-20",
            department="Restaurant",
        )
    )
    lines.append(
        line(
            62,
            "Minibar: not taken",
            -1_150,
            tax=VAT19,
            on=date(2025, 11, 20),
            kind="correction",
            names="p61",
            department="Restaurant",
        )
    )
    lines.append(
        line(
            63,
            "Laundry",
            2_400,
            tax=VAT19,
            on=date(2025, 11, 21),
            room="412",
            quantity=6000,
            unit_price=400,
            reference="L-2207",
            department="House",
        )
    )
    lines.append(line(64, "Breakfast", 0, tax=VAT7, on=date(2025, 11, 19), department="Restaurant"))
    lines.append(line(65, "Parking, covered garage", 1_800, tax=VAT19, on=date(2025, 11, 19), department="House"))
    lines.append(
        line(
            66,
            "Parking: one night less",
            -600,
            tax=VAT19,
            on=date(2025, 11, 22),
            kind="allowance",
            names="p65",
            department="House",
            room="412",
        )
    )
    lines.append(
        line(
            67,
            "Night of 20 Nov, heating out of order",
            -3_870,
            tax=VAT7,
            on=date(2025, 11, 20),
            kind="goodwill",
            names="p20",
            department="Rooms",
        )
    )
    lines.append(line(70, "Deposit, bank transfer", -20_000, on=date(2025, 11, 2), kind="deposit", method="bank"))
    lines.append(
        line(
            71,
            "Payment, Visa •••• 4242",
            -30_000,
            on=date(2025, 11, 23),
            kind="payment",
            method="card",
            card="Visa •••• 4242",
        )
    )
    shape = {
        "bridge": stay_bridge(str(facts.get("language", "en"))),
        "apology": (
            "We are sorry that the heating in room 305 failed on the night of 20 November and took until morning to mend.",
        ),
        "holds": ((60_000, "Visa •••• 4242", datetime(2025, 11, 18, 15, 12, tzinfo=UTC), date(2025, 11, 28)),),
    }
    return paper(sorted(lines, key=lambda each: (each.kind in PAYMENTS, each.business_date)), **{**shape, **facts})


def many(count: int, **facts: object) -> FolioPaper:
    """A paper of ``count`` charges."""
    words = ("Café Παραλία, lunch", "Room service, late supper for two", "Spa", "Minibar", "Bicycle hire")
    lines = [
        line(n, words[n % 5], 1_000 + 37 * n, tax=VAT19, on=ARRIVAL + timedelta(days=n % 5), reference=f"C-{n:05d}")
        for n in range(count)
    ]
    return paper(lines, **facts)


def with_house(given: FolioPaper, **facts: object) -> FolioPaper:
    """The same paper from a changed house."""
    return replace(given, house=replace(given.house, **facts))  # type: ignore[arg-type]


def one_file(papers: Sequence[FolioPaper], style: str = "itemised") -> bytes:
    """Many folios as one PDF."""
    made = io.BytesIO()
    merged([(each, style) for each in papers], made, done=lambda _count: None)
    return made.getvalue()
