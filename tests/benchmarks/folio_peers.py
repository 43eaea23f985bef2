"""Other engines that make the benchmark's folio, each as its own guide shows it; none is needed to run the program.

Each entry of ``PEERS`` loads its engine and gives a function from contents to one PDF. ImportError or OSError says that
an engine is not installed. Debian's wkhtmltopdf cannot print a foot, so its pages lack one; PyMuPDF does not repeat
the head of a table.
"""

import atexit
import base64
import io
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from html import escape
from pathlib import Path

from tests.benchmarks.folio_content import BESIDE, FAMILY, LOGO, PAID, ROWS, TAXES, TOTAL, Cells, Content

Render = Callable[[Sequence[Content]], bytes]
FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"
REGULAR, BOLD = FONTS / "DeskSans-Regular.ttf", FONTS / "DeskSans-Bold.ttf"
PT = 72 / 25.4  # points of a millimetre
ENDS = {BESIDE: 9, ROWS: 4, TAXES: 2, PAID: 3, TOTAL: 1}  # from which column on texts are flush right


@cache
def own_fonts() -> None:
    """Let fontconfig find the house's fonts by name, in this process and those it starts."""
    folder = Path(tempfile.mkdtemp(prefix="folio-fonts-"))
    atexit.register(shutil.rmtree, folder)
    told = folder / "fonts.conf"
    told.write_text(f"<fontconfig><dir>{FONTS}</dir><cachedir>{folder}</cachedir></fontconfig>", encoding="utf-8")
    os.environ["FONTCONFIG_FILE"] = str(told)


# HTML, for three of them


def html(given: Sequence[Content], style: str) -> str:
    folios = "".join(f'<div class="folio">{_folio(each)}</div>' for each in given)
    return f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><style>{style}</style></head><body>{folios}</body></html>'


def _folio(given: Content) -> str:
    picture = base64.b64encode(LOGO).decode()
    head = "<br>".join(map(escape, given.head))
    return (
        f'<table class="plain"><tr><td style="width:85mm"><img src="data:image/png;base64,{picture}"></td><td>{head}</td></tr></table>'
        + _html_table(given.beside, BESIDE, "plain")
        + f"<h1>{escape(given.title)}</h1>"
        + _html_table(given.rows, ROWS, "grid", head=True)
        + _html_table([given.total], TOTAL, "sum")
        + _html_table(given.taxes, TAXES, "grid", head=True)
        + _html_table(given.paid, PAID, "plain")
        + _html_table([given.balance], TOTAL, "sum")
    )


def _html_table(rows: Sequence[Cells], widths: tuple[int, ...], kind: str, *, head: bool = False) -> str:
    ends = ENDS[widths]

    def row(cells: Cells, tag: str) -> str:
        made = (
            f'<{tag} style="width:{width}mm"{" class=end" * (n >= ends)}>{escape(cell)}</{tag}>'
            for n, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        return f"<tr>{''.join(made)}</tr>"

    top = f"<thead>{row(rows[0], 'th')}</thead>" if head else ""
    body = "".join(row(each, "td") for each in rows[head:])
    return f'<table class="{kind}">{top}<tbody>{body}</tbody></table>'


STYLE = f"""
body {{ font-family: '{FAMILY}'; font-size: 8.5pt; margin: 0; }}
h1 {{ font-size: 17pt; margin: 8mm 0 3mm; }}
img {{ width: 15mm; height: 15mm; }}
table {{ border-collapse: collapse; width: 166mm; margin-bottom: 6mm; }}
td, th {{ text-align: left; font-weight: normal; vertical-align: top; }}
.grid td, .grid th {{ border-bottom: 0.4pt solid lightgrey; padding: 3pt 2pt; }}
.grid th {{ font-size: 7.5pt; }}
.sum td {{ font-weight: bold; }}
.end {{ text-align: right; }}
.folio {{ page-break-after: always; }}
"""


def weasyprint() -> Render:
    """HTML and paged CSS, counters for the pages."""
    own_fonts()
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()

    def render(given: Sequence[Content]) -> bytes:
        foot = "\\A ".join(given[0].foot)
        page = (
            "@page { size: A4; margin: 13mm 22mm 20mm; "
            f"@bottom-left {{ content: '{foot}'; white-space: pre; font: 6.5pt '{FAMILY}'; }} "
            f"@bottom-right {{ content: 'Page ' counter(page) ' of ' counter(pages); font: 6.5pt '{FAMILY}'; }} }}"
        )
        return HTML(string=html(given, page + STYLE)).write_pdf(font_config=fonts)

    return render


def wkhtmltopdf() -> Render:
    """The program once a file, HTML by a pipe."""
    own_fonts()
    program = shutil.which("wkhtmltopdf")
    if program is None:
        raise ImportError("no such program here")
    margins = ["-T", "13mm", "-B", "20mm", "-L", "22mm", "-R", "22mm", "-s", "A4"]
    quiet = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}

    def render(given: Sequence[Content]) -> bytes:
        words = html(given, STYLE).encode()
        return subprocess.run(
            [program, "-q", *margins, "-", "-"], input=words, capture_output=True, check=True, env=quiet
        ).stdout

    return render


def pymupdf() -> Render:
    """A Story of HTML placed page by page, then foots, then subsets of its fonts."""
    import pymupdf as mu

    faces = "".join(
        f"@font-face {{ font-family: '{FAMILY}'; font-weight: {weight}; src: url({file.name}); }}"
        for file, weight in ((REGULAR, "normal"), (BOLD, "bold"))
    )
    paper = mu.paper_rect("a4")
    inside = mu.Rect(22 * PT, 13 * PT, 199 * PT, 277 * PT)  # cells add their padding to their widths

    def placed(given: Sequence[Content]) -> io.BytesIO:
        out = io.BytesIO()
        writer = mu.DocumentWriter(out)
        for each in given:
            story = mu.Story(html([each], faces + STYLE), archive=mu.Archive(str(FONTS)))
            more = 1
            while more:
                device = writer.begin_page(paper)
                more, _filled = story.place(inside)
                story.draw(device)
                writer.end_page()
        writer.close()
        return out

    def render(given: Sequence[Content]) -> bytes:
        with mu.open("pdf", placed(given)) as document:
            for number, page in enumerate(document, start=1):
                page.insert_font("desk", str(REGULAR))
                foot = (f"Page {number} of {document.page_count}", *given[0].foot)
                for line, text in enumerate(foot):
                    page.insert_text((22 * PT, (279 + 3 * line) * PT), text, fontname="desk", fontsize=6.5)
            document.subset_fonts()
            return document.tobytes(garbage=3, deflate=True)

    return render


def fpdf2() -> Render:
    """Its own tables, foot and page count."""
    from fpdf import FPDF
    from fpdf.fonts import FontFace

    class Folios(FPDF):
        def __init__(self, foot: Sequence[str]) -> None:
            super().__init__(format="A4")
            self.foot = foot
            self.set_margins(22, 13, 22)
            self.set_auto_page_break(auto=True, margin=20)
            self.add_font("Desk", fname=REGULAR)
            self.add_font("Desk", style="B", fname=BOLD)

        def footer(self) -> None:
            self.set_y(-18)
            self.set_font("Desk", size=6.5)
            for text in self.foot:
                self.cell(text=text, new_x="LMARGIN", new_y="NEXT")
            self.cell(text=f"Page {self.page_no()} of {{nb}}")

        def rows(
            self, rows: Sequence[Cells], widths: tuple[int, ...], *, head: bool = False, bold: bool = False
        ) -> None:
            self.set_font("Desk", style="B" if bold else "", size=8.5)
            with self.table(
                col_widths=widths,
                width=sum(widths),
                align="LEFT",
                text_align=tuple("RIGHT" if n >= ENDS[widths] else "LEFT" for n in range(len(widths))),
                line_height=5,
                borders_layout="HORIZONTAL_LINES" if head else "NONE",
                first_row_as_headings=head,
                headings_style=FontFace(size_pt=7.5),
            ) as made:
                for row in rows:
                    made.row(row)
            self.ln(4)

        def folio(self, given: Content) -> None:
            self.add_page()
            self.image(LOGO, w=15, h=15)
            self.set_font("Desk", size=8.5)
            self.set_xy(107, 13)
            self.multi_cell(81, 4, "\n".join(given.head), new_x="LMARGIN", new_y="NEXT")
            self.rows(given.beside, BESIDE)
            self.set_font("Desk", style="B", size=17)
            self.cell(text=given.title, new_x="LMARGIN", new_y="NEXT")
            self.rows(given.rows, ROWS, head=True)
            self.rows([given.total], TOTAL, bold=True)
            self.rows(given.taxes, TAXES, head=True)
            self.rows(given.paid, PAID)
            self.rows([given.balance], TOTAL, bold=True)

    def render(given: Sequence[Content]) -> bytes:
        made = Folios(given[0].foot)
        for each in given:
            made.folio(each)
        return bytes(made.output())

    return render


TYPST = """
#let given = json(bytes(sys.inputs.given))
#set page(paper: "a4", margin: (x: 22mm, top: 13mm, bottom: 20mm), footer: context [
  #set text(6.5pt)
  #grid(columns: (1fr, auto), given.first().foot.join(linebreak()),
    [Page #counter(page).display() of #counter(page).final().first()])
])
#set text(font: "FAMILY", size: 8.5pt)
#let plain(widths, ends, rows) = grid(columns: widths.map(w => w * 1mm), row-gutter: 4pt,
  align: (x, y) => if x >= ends { right } else { left }, ..rows.flatten())
#let ruled(widths, ends, rows) = table(columns: widths.map(w => w * 1mm), inset: (x: 2pt, y: 4pt),
  stroke: (x: none, top: none, bottom: 0.4pt + luma(211)), align: (x, y) => if x >= ends { right } else { left },
  table.header(..rows.first()), ..rows.slice(1).flatten())
#for (n, folio) in given.enumerate() {
  if n > 0 { pagebreak() }
  grid(columns: (85mm, 81mm), image("logo.png", width: 15mm), folio.head.join(linebreak()))
  v(8mm)
  plain(BESIDE, folio.beside)
  v(8mm)
  text(17pt, weight: "bold", folio.title)
  ruled(ROWS, folio.rows)
  strong(plain(TOTAL, (folio.total,)))
  v(6mm)
  ruled(TAXES, folio.taxes)
  v(6mm)
  plain(PAID, folio.paid)
  strong(plain(TOTAL, (folio.balance,)))
}
"""


def typst() -> Render:
    """One compiler kept, the data handed in as JSON."""
    import typst as engine

    folder = Path(tempfile.mkdtemp(prefix="folio-typst-"))
    atexit.register(shutil.rmtree, folder)
    template = TYPST.replace("FAMILY", FAMILY)
    for name, widths in (("BESIDE", BESIDE), ("ROWS", ROWS), ("TAXES", TAXES), ("PAID", PAID), ("TOTAL", TOTAL)):
        template = template.replace(f"({name},", f"({widths}, {ENDS[widths]},")
    (folder / "folio.typ").write_text(template, encoding="utf-8")
    (folder / "logo.png").write_bytes(LOGO)
    compiler = engine.Compiler(
        str(folder / "folio.typ"), root=str(folder), font_paths=[str(FONTS)], ignore_system_fonts=True
    )
    fields = Content.__slots__

    def render(given: Sequence[Content]) -> bytes:
        told = json.dumps([{name: getattr(each, name) for name in fields} for each in given])
        made: bytes = compiler.compile(format="pdf", sys_inputs={"given": told})
        return made

    return render


Mark = tuple[float, float, str, float, bool, bool]
"""A text to draw: x and baseline in points, text, size, bold, flush right."""


def cairo() -> Render:
    """A surface drawn by hand: rows are laid out first, so that page x of y is known."""
    own_fonts()
    import cairo as engine

    logo = engine.ImageSurface.create_from_png(io.BytesIO(LOGO))

    def page(pen: "engine.Context", marks: Sequence[Mark], *, first: bool) -> None:
        weight = None
        for x, y, text, size, bold, end in marks:
            if (size, bold) != weight:
                pen.select_font_face(
                    FAMILY, engine.FONT_SLANT_NORMAL, engine.FONT_WEIGHT_BOLD if bold else engine.FONT_WEIGHT_NORMAL
                )
                pen.set_font_size(size)
                weight = size, bold
            pen.move_to(x - pen.text_extents(text).x_advance if end else x, y)
            pen.show_text(text)
            if size == 8.5 and not bold and x <= 22 * PT:
                pen.move_to(22 * PT, y + 3)
                pen.line_to(188 * PT, y + 3)
        pen.set_line_width(0.4)
        pen.stroke()
        if first:
            pen.save()
            pen.translate(22 * PT, 13 * PT)
            pen.scale(15 * PT / logo.get_width(), 15 * PT / logo.get_height())
            pen.set_source_surface(logo)
            pen.paint()
            pen.restore()
        pen.show_page()

    def render(given: Sequence[Content]) -> bytes:
        out = io.BytesIO()
        surface = engine.PDFSurface(out, 210 * PT, 297 * PT)
        pen = engine.Context(surface)
        laid = [(page_number == 0, marks) for each in given for page_number, marks in enumerate(_pages(each))]
        for number, (first, marks) in enumerate(laid, start=1):
            count = (188 * PT, 282 * PT, f"Page {number} of {len(laid)}", 6.5, False, True)
            page(pen, [*marks, count], first=first)
        surface.finish()
        return out.getvalue()

    return render


def _pages(given: Content) -> Iterator[list[Mark]]:
    """The marks of each page; the head of the lines is repeated."""
    top, bottom, step = 13 * PT, 275 * PT, 15.5
    foot = [(22 * PT, (279 + 3 * n) * PT, text, 6.5, False, False) for n, text in enumerate(given.foot)]
    marks = [(107 * PT, top + 10 * n + 8, text, 8.5, False, False) for n, text in enumerate(given.head)]
    y = top + 10 * len(given.head) + 24
    blocks = (
        (given.beside, BESIDE, 8.5, False),
        ([(given.title, "")], TOTAL, 17.0, True),
        (given.rows, ROWS, 8.5, False),
        ([given.total], TOTAL, 8.5, True),
        (given.taxes, TAXES, 8.5, False),
        (given.paid, PAID, 8.5, False),
        ([given.balance], TOTAL, 8.5, True),
    )
    for rows, widths, size, bold in blocks:
        y += 16
        for row in rows:
            if y > bottom:
                yield [*marks, *foot]
                marks, y = [], top + step
                if widths is ROWS:
                    marks, y = list(_marks(rows[0], widths, y, (size, bold))), y + step
            marks += _marks(row, widths, y, (size, bold))
            y += 10 if widths in {BESIDE, PAID} else step
    yield [*marks, *foot]


def _marks(row: Cells, widths: tuple[int, ...], y: float, type_: tuple[float, bool]) -> Iterator[Mark]:
    left = 22.0
    for n, (cell, width) in enumerate(zip(row, widths, strict=True)):
        end = n >= ENDS[widths]
        if cell:
            yield ((left + width - 1 if end else left) * PT, y, cell, *type_, end)
        left += width


PEERS: dict[str, Callable[[], Render]] = {
    "pycairo": cairo,
    "Typst": typst,
    "PyMuPDF": pymupdf,
    "fpdf2": fpdf2,
    "wkhtmltopdf": wkhtmltopdf,
    "WeasyPrint": weasyprint,
}
