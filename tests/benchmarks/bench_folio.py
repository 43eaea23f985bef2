"""Our folio against idiomatic ReportLab: the same two pages, 40 lines, logo, embedded fonts, one file each and one batch.

Run: python -m tests.benchmarks.bench_folio [--folios 300] [--json results.json] [--memory]

Both start from the same papers and use the same words. The reference is what ReportLab's guide shows: a ``Table`` with a
``TableStyle`` and repeated head, an ``Image``, page x of y by a counting canvas, fonts registered once. Blocks take turns,
so that a busy machine slows both alike; the ratio is the median over the pairs of blocks. Every block has fresh papers:
no text but the house's and the dishes' names has been seen before.
"""

import argparse
import gc
import io
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from importlib.resources import files
from itertools import count
from pathlib import Path
from statistics import median

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Image, PageBreak, SimpleDocTemplate, Spacer, Table, TableStyle

from frontdesk.documents.folio import folio_pdf
from frontdesk.documents.styles import payments
from frontdesk.queries.folio import FolioPaper
from frontdesk.words import day, full_day, money, percent, plain_amount, say
from tests.documents.papers import ARRIVAL, VAT7, VAT19, line, logo, one_file, paper, with_house

DISHES = (
    "Greek salad",
    "Ψητό ψάρι ημέρας",
    "Room service, late supper",
    "Καφές και γλυκό",
    "Minibar",
    "Παραλία, ομπρέλα",
)
LOGO = logo()
BLOCK = 50  # folios of one turn


def make(seed: int) -> FolioPaper:
    """A folio of 40 lines whose texts, amounts and names no other folio has."""
    lines = []
    for number in range(38):
        when = ARRIVAL + timedelta(days=number // 8)
        amount = 400 + (seed * 7919 + number * 104_729) % 19_000
        tax = VAT7 if number % 8 == 0 else VAT19
        text = f"{DISHES[(seed + number) % 6]} {seed % 1000:03d}-{number}"
        lines.append(
            line(
                number,
                text,
                amount,
                tax=tax,
                on=when,
                reference=f"C{seed:05d}{number:02d}",
                quantity=2000,
                unit_price=amount // 2,
            )
        )
    lines.append(line(38, "Deposit", -10_000 - seed, kind="deposit", method="Bank transfer", on=date(2025, 11, 2)))
    lines.append(
        line(
            39, "Visa", -20_000 - seed, kind="payment", method="Visa", card=f"{seed % 10000:04d}", on=date(2025, 11, 23)
        )
    )
    guest = f"Ελένη Παπαδοπούλου {seed}"
    facts = {"guest": guest, "payee": guest, "number": f"2025-{seed:06d}", "confirmation": f"SB-{seed}"}
    return with_house(paper(lines, **facts), logo=LOGO)


class CountingCanvas(Canvas):
    """Page x of y as ReportLab's users do it: pages are kept and finished when their number is known."""

    def __init__(self, *args: object, **facts: object) -> None:
        super().__init__(*args, **facts)
        self.kept: list[dict[str, object]] = []

    def showPage(self) -> None:  # noqa: N802 - ReportLab's name
        self.kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for number, page in enumerate(self.kept, start=1):
            self.__dict__.update(page)
            self.setFont("Bench", 6.5)
            self.drawRightString(188 * mm, 15 * mm, f"Page {number} of {len(self.kept)}")
            super().showPage()
        super().save()


def register() -> None:
    """Parse and register the fonts once, as a service would."""
    for name, file in (("Bench", "DeskSans-Regular.ttf"), ("BenchBold", "DeskSans-Bold.ttf")):
        with (files("resources") / "fonts" / file).open("rb") as stream:
            pdfmetrics.registerFont(TTFont(name, io.BytesIO(stream.read())))


GRID = [
    ("FONT", (0, 0), (-1, -1), "Bench", 8.5),
    ("FONT", (0, 0), (-1, 0), "Bench", 7.5),
    ("LINEBELOW", (0, 0), (-1, -1), 0.4, colors.lightgrey),
]
GRID += [("TOPPADDING", (0, 0), (-1, -1), 3), ("BOTTOMPADDING", (0, 0), (-1, -1), 3)]
LINES = TableStyle([*GRID, ("ALIGN", (4, 0), (6, -1), "RIGHT")])
SUMS = TableStyle([*GRID, ("ALIGN", (2, 0), (-1, -1), "RIGHT")])
PLAIN = TableStyle(
    [
        ("FONT", (0, 0), (-1, -1), "Bench", 8.5),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
    ]
)
TITLE = TableStyle([("FONT", (0, 0), (-1, -1), "BenchBold", 17)])
TOTAL = TableStyle([("FONT", (0, 0), (-1, -1), "BenchBold", 8.5), ("ALIGN", (1, 0), (1, 0), "RIGHT")])


def story(given: FolioPaper) -> list[object]:
    """The same content as flowables."""
    language, currency = given.language, given.currency

    def amount(minor: int) -> str:
        return plain_amount(minor, currency, language)

    letters = {tax.code: chr(65 + number) for number, tax in enumerate(given.taxes)}
    head = [
        [
            Image(io.BytesIO(LOGO), 15 * mm, 15 * mm),
            "\n".join([given.house.name, *given.house.address, *given.house.contact, given.house.tax_number]),
        ]
    ]
    stay = [
        ("Confirmation", given.confirmation),
        ("Arrival", full_day(given.arrival, language)),
        ("Departure", full_day(given.departure, language)),
        ("Nights", "5"),
        ("Persons", "Adults: 2"),
        ("Room", "305 until Fri 21 Nov"),
        ("", "412 from Fri 21 Nov"),
        ("Rate", given.rate_plan),
        ("Included", ", ".join(given.includes)),
    ]
    address = [given.payee, *given.payee_address]
    beside = [(address[n] if n < len(address) else "", *pair) for n, pair in enumerate(stay)]
    heads = ["Date", "Description", "Reference", "Room", "Qty", "Price", f"Amount {currency}", "Tax"]
    charged = [each for each in given.lines if each.kind == "charge"]
    rows = [heads] + [
        [
            day(each.service_date, language),
            each.text,
            each.reference,
            each.room,
            str(each.quantity // 1000),
            amount(each.unit_price),
            amount(each.amount),
            letters.get(each.taxes[0].code, ""),
        ]
        for each in charged
    ]
    rows.append(
        ["", say(language, "folio.in_your_rate_are", things=", ".join(given.includes)), "", "", "", "", amount(0), ""]
    )
    taxes = [["", "Tax", "Rate", "Net", "Tax", "With tax"]] + [
        [
            letters[tax.code],
            tax.name,
            percent(tax.rate or 0, language),
            amount(tax.net),
            amount(tax.tax),
            amount(tax.gross),
        ]
        for tax in given.taxes
    ]
    paid = [
        [day(each.business_date, language), f"{each.text} {each.method}", each.card, amount(each.amount)]
        for each in payments(given)
    ]
    return [
        Table(head, [85 * mm, 81 * mm], style=PLAIN), Spacer(1, 8 * mm), Table(beside, [90 * mm, 24 * mm, 52 * mm], style=PLAIN), Spacer(1, 8 * mm),
        Table([[f"Invoice {given.number}"]], [166 * mm], style=TITLE), Table(rows, [19 * mm, 56 * mm, 24 * mm, 11 * mm, 9 * mm, 17 * mm, 22 * mm, 8 * mm], repeatRows=1, style=LINES),
        Table([[say(language, "folio.total"), amount(given.total)]], [136 * mm, 30 * mm], style=TOTAL), Spacer(1, 6 * mm),
        Table(taxes, [8 * mm, 50 * mm, 27 * mm, 27 * mm, 27 * mm, 27 * mm], style=SUMS), Spacer(1, 6 * mm), Table(paid, [26 * mm, 80 * mm, 30 * mm, 30 * mm], style=PLAIN),
        Table([[say(language, "folio.balance_due"), money(given.balance, currency, language)]], [136 * mm, 30 * mm], style=TOTAL),
    ]  # fmt: skip


def decorate(canvas: Canvas, _document: object) -> None:
    """The foot of each page."""
    canvas.setFont("Bench", 6.5)
    canvas.drawString(
        22 * mm, 18 * mm, "Hotel Seeblick GmbH · Register court Kempten HRB 0000 · Managing director: on file"
    )
    canvas.drawString(22 * mm, 15 * mm, "IBAN DE00 0000 0000 0000 0000 00 · BIC XXXXDEXX")


def reference(stories: Sequence[list[object]]) -> bytes:
    """Build with platypus."""
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=22 * mm,
        rightMargin=22 * mm,
        topMargin=13 * mm,
        bottomMargin=20 * mm,
        pageCompression=1,
    )
    flowables = [each for part in stories for each in [*part, PageBreak()]][:-1]
    document.build(flowables, onFirstPage=decorate, onLaterPages=decorate, canvasmaker=CountingCanvas)
    return out.getvalue()


def each_alone(papers: Sequence[FolioPaper]) -> int:
    return sum(len(folio_pdf(each)) for each in papers)


def each_alone_reference(papers: Sequence[FolioPaper]) -> int:
    return sum(len(reference([story(each)])) for each in papers)


def as_batch(papers: Sequence[FolioPaper]) -> int:
    return len(one_file(papers))


def as_batch_reference(papers: Sequence[FolioPaper]) -> int:
    return len(reference([story(each) for each in papers]))


Engine = Callable[[Sequence[FolioPaper]], int]
CASES: dict[str, tuple[Engine, Engine]] = {
    "own file": (each_alone, each_alone_reference),
    "batch": (as_batch, as_batch_reference),
}


def timed(engine: Engine, papers: Sequence[FolioPaper]) -> tuple[float, float, float]:
    """Milliseconds by the clock and of the processor, and kilobytes, per folio. What a block before has left is cleared away first."""
    gc.collect()
    began, worked = time.perf_counter(), time.process_time()
    size = engine(papers)
    clock, cpu = time.perf_counter() - began, time.process_time() - worked
    return clock * 1000 / len(papers), cpu * 1000 / len(papers), size / 1024 / len(papers)


def measure(folios: int) -> dict[str, dict[str, float]]:
    """Ours and theirs block by block in turn, each block with papers of its own."""
    register()
    seeds = count(1)
    found: dict[str, dict[str, float]] = {}
    for name, engines in CASES.items():
        for engine in engines:
            engine([make(0)])
        pairs = [
            [timed(engine, [make(next(seeds)) for _ in range(BLOCK)]) for engine in engines]
            for _ in range(max(1, folios // BLOCK))
        ]
        ours, theirs = ([pair[which] for pair in pairs] for which in (0, 1))
        found[name] = {
            "ms": median(clock for clock, _, _ in ours),
            "reference_ms": median(clock for clock, _, _ in theirs),
            "ratio": median(their[0] / our[0] for our, their in zip(ours, theirs, strict=True)),
            "cpu_ms": median(cpu for _, cpu, _ in ours),
            "reference_cpu_ms": median(cpu for _, cpu, _ in theirs),
            "cpu_ratio": median(their[1] / our[1] for our, their in zip(ours, theirs, strict=True)),
            "kb": ours[-1][2],
            "reference_kb": theirs[-1][2],
        }
    return found


def memory(counts: Sequence[int] = (300, 3_000)) -> dict[int, float]:
    """Peak memory in MB of one batch each, written to a file by a process of its own; no two folios are alike."""
    found = {}
    for folios in counts:
        code = (
            "import resource, tempfile; from tests.benchmarks.bench_folio import make; "
            "from frontdesk.documents.batch import merged\n"
            "with tempfile.TemporaryFile() as out:\n"
            f"    merged(((make(seed), 'itemised') for seed in range({folios})), out, done=lambda _: None)\n"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        )
        told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
        found[folios] = int(told.stdout) / 1024
    return found


def main() -> None:
    """Measure, print a table, write JSON where asked."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--folios", type=int, default=300)
    asked.add_argument("--json", type=Path)
    asked.add_argument(
        "--memory", action="store_true", help="peak memory of a batch of 300 and of 3,000 folios instead"
    )
    options = asked.parse_args()
    if options.memory:
        sys.stdout.write("\n".join(f"{count:6} folios: {peak:6.1f} MB" for count, peak in memory().items()) + "\n")
        return
    found = measure(options.folios)
    table = [
        f"{options.folios} folios of 2 pages in blocks of {BLOCK}, in turn; milliseconds (median) and KB per folio"
    ]
    table.append(
        f"{'':10}{'ours':>8}{'platypus':>10}{'ratio':>8}{'CPU':>8}{'platypus':>10}{'ratio':>8}{'KB':>8}{'':>10}"
    )
    for name, row in found.items():
        table.append(
            f"{name:10}{row['ms']:8.2f}{row['reference_ms']:10.2f}{row['ratio']:8.1f}"
            f"{row['cpu_ms']:8.2f}{row['reference_cpu_ms']:10.2f}{row['cpu_ratio']:8.1f}"
            f"{row['kb']:8.1f}{row['reference_kb']:10.1f}"
        )
    sys.stdout.write("\n".join(table) + "\n")
    if options.json:
        facts = {"python": sys.version.split()[0], "folios": options.folios, "block": BLOCK, "cases": found}
        options.json.write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
