"""Our folio against idiomatic ReportLab and, where installed, other engines: the same two pages, 40 lines, logo, embedded
fonts, one file each and one batch.

Run: python -m tests.benchmarks.bench_folio [--folios 300] [--block 50] [--peers] [--json results.json] [--memory]

All start from the same papers and use the same words. The reference is what ReportLab's guide shows: a ``Table`` with a
``TableStyle`` and repeated head, an ``Image``, page x of y by a counting canvas, fonts registered once. Blocks take turns,
so that a busy machine slows all alike; a ratio is the median over the turns. Every block has fresh papers:
no text but the house's and the dishes' names has been seen before.
"""

import argparse
import gc
import io
import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
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
from frontdesk.queries.folio import FolioPaper
from tests.benchmarks.folio_content import BESIDE, LOGO, PAID, ROWS, TAXES, TOTAL, Content, content, make
from tests.benchmarks.folio_peers import PEERS
from tests.documents.papers import one_file


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
SUM = TableStyle([("FONT", (0, 0), (-1, -1), "BenchBold", 8.5), ("ALIGN", (1, 0), (1, 0), "RIGHT")])


def table(rows: Sequence[Sequence[object]], widths: Sequence[int], style: TableStyle, **facts: object) -> Table:
    return Table([list(row) for row in rows], [width * mm for width in widths], style=style, **facts)


def story(given: Content) -> list[object]:
    """The content as flowables."""
    head = [(Image(io.BytesIO(LOGO), 15 * mm, 15 * mm), "\n".join(given.head))]
    return [
        table(head, (85, 81), PLAIN),
        Spacer(1, 8 * mm),
        table(given.beside, BESIDE, PLAIN),
        Spacer(1, 8 * mm),
        table([[given.title]], (166,), TITLE),
        table(given.rows, ROWS, LINES, repeatRows=1),
        table([given.total], TOTAL, SUM),
        Spacer(1, 6 * mm),
        table(given.taxes, TAXES, SUMS),
        Spacer(1, 6 * mm),
        table(given.paid, PAID, PLAIN),
        table([given.balance], TOTAL, SUM),
    ]


def reference(given: Sequence[Content]) -> bytes:
    """Build with platypus."""
    out = io.BytesIO()

    def decorate(canvas: Canvas, _document: object) -> None:
        canvas.setFont("Bench", 6.5)
        for number, text in enumerate(given[0].foot):
            canvas.drawString(22 * mm, (18 - 3 * number) * mm, text)

    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=22 * mm,
        rightMargin=22 * mm,
        topMargin=13 * mm,
        bottomMargin=20 * mm,
        pageCompression=1,
    )
    flowables = [each for part in given for each in [*story(part), PageBreak()]][:-1]
    document.build(flowables, onFirstPage=decorate, onLaterPages=decorate, canvasmaker=CountingCanvas)
    return out.getvalue()


Render = Callable[[Sequence[Content]], bytes]
Engine = Callable[[Sequence[FolioPaper]], int]
OURS, PLATYPUS = "ours", "platypus"


def each_alone(papers: Sequence[FolioPaper]) -> int:
    return sum(len(folio_pdf(each)) for each in papers)


def as_batch(papers: Sequence[FolioPaper]) -> int:
    return len(one_file(papers))


def theirs(render: Render, *, batch: bool) -> Engine:
    """Another engine for papers: one file for all of them, or one each."""
    if batch:
        return lambda papers: len(render([content(each) for each in papers]))
    return lambda papers: sum(len(render([content(each)])) for each in papers)


def cases(renders: Mapping[str, Render]) -> dict[str, dict[str, Engine]]:
    """The engines of each case by name."""
    return {
        "own file": {OURS: each_alone, **{name: theirs(render, batch=False) for name, render in renders.items()}},
        "batch": {OURS: as_batch, **{name: theirs(render, batch=True) for name, render in renders.items()}},
    }


def renders(*, peers: bool) -> dict[str, Render]:
    """ReportLab's platypus, and the other engines that are installed; what is missing is said."""
    found: dict[str, Render] = {PLATYPUS: reference}
    for name, load in PEERS.items() if peers else ():
        try:
            found[name] = load()
        except (ImportError, OSError) as error:
            sys.stderr.write(f"{name} is left out: {error}\n")
    return found


def timed(engine: Engine, papers: Sequence[FolioPaper]) -> tuple[float, float, float]:
    """Milliseconds by the clock and of the processor, and kilobytes, per folio. What a block before has left is cleared away first."""
    gc.collect()
    began, worked = time.perf_counter(), time.process_time()
    size = engine(papers)
    clock, cpu = time.perf_counter() - began, time.process_time() - worked
    return clock * 1000 / len(papers), cpu * 1000 / len(papers), size / 1024 / len(papers)


def measure(engines: Mapping[str, Engine], folios: int, block: int) -> dict[str, dict[str, float]]:
    """All engines block by block in turn, each block with papers of its own."""
    seeds = count(1)
    for engine in engines.values():
        engine([make(0)])
    turns = [
        {name: timed(engine, [make(next(seeds)) for _ in range(block)]) for name, engine in engines.items()}
        for _ in range(max(1, folios // block))
    ]
    return {
        name: {
            "ms": median(turn[name][0] for turn in turns),
            "ratio": median(turn[name][0] / turn[OURS][0] for turn in turns),
            "cpu_ms": median(turn[name][1] for turn in turns),
            "cpu_ratio": median(turn[name][1] / turn[OURS][1] for turn in turns),
            "kb": turns[-1][name][2],
        }
        for name in engines
    }


def memory(counts: Sequence[int] = (300, 3_000)) -> dict[int, float]:
    """Peak memory in MB of one batch each, written to a file by a process of its own; no two folios are alike."""
    found = {}
    for folios in counts:
        code = (
            "import resource, tempfile; from tests.benchmarks.folio_content import make; "
            "from frontdesk.documents.batch import merged\n"
            "with tempfile.TemporaryFile() as out:\n"
            f"    merged(((make(seed), 'itemised') for seed in range({folios})), out, done=lambda _: None)\n"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        )
        told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
        found[folios] = int(told.stdout) / 1024
    return found


def table_of(found: Mapping[str, Mapping[str, Mapping[str, float]]]) -> str:
    """The figures for reading: milliseconds a folio (CPU of this process only), how many times as fast ours is, KB."""
    lines = [f"{'':25}{'ms':>9}{'ours ×':>8}{'CPU ms':>9}{'ours ×':>8}{'KB':>8}"]
    for case, rows in found.items():
        lines += [
            f"{case:10}{name:15}{row['ms']:9.2f}{row['ratio']:8.1f}{row['cpu_ms']:9.2f}{row['cpu_ratio']:8.1f}{row['kb']:8.1f}"
            for name, row in rows.items()
        ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, print a table, write JSON where asked."""
    asked = argparse.ArgumentParser(description="Our folio against other engines.")
    asked.add_argument("--folios", type=int, default=300)
    asked.add_argument("--block", type=int, default=50, help="folios of one turn, and of one batch")
    asked.add_argument("--peers", action="store_true", help="also the other engines that are installed")
    asked.add_argument("--json", type=Path)
    asked.add_argument(
        "--memory", action="store_true", help="peak memory of a batch of 300 and of 3,000 folios instead"
    )
    options = asked.parse_args()
    if options.memory:
        sys.stdout.write("\n".join(f"{count:6} folios: {peak:6.1f} MB" for count, peak in memory().items()) + "\n")
        return
    register()
    chosen = cases(renders(peers=options.peers))
    found = {case: measure(engines, options.folios, options.block) for case, engines in chosen.items()}
    sys.stdout.write(f"{options.folios} folios of 2 pages in blocks of {options.block}, in turn; medians per folio\n")
    sys.stdout.write(table_of(found))
    if options.json:
        facts = {"python": sys.version.split()[0], "folios": options.folios, "block": options.block, "cases": found}
        options.json.write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
