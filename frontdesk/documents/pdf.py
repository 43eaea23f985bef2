"""The file: objects, fonts and pages as bytes. The one module that leans on ReportLab's internals; tests pin each use.

Text is written as UTF-16: a character's own code is its number in the font, and the font carries a map from that
number to its glyph. So a page needs no table of its own to be encoded, and text copied out of the file is right.
"""

import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from threading import Lock
from unicodedata import normalize

from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.ttfonts import TTFontFace

rl_config.useA85 = 0  # streams stay binary: a fifth smaller, and quicker to write
PRESENTATION_FORMS = range(0xFB50, 0xFF00)  # Arabic letters as they are drawn; they are read back as letters


@dataclass(frozen=True, slots=True)
class Facts:
    """What the file says of itself. ``made_at`` stands in for the clock, so the same state gives the same bytes."""

    title: str
    author: str
    subject: str
    language: str
    made_at: datetime


class _Raw(pdfdoc.PDFObject):  # type: ignore[misc]  # ReportLab has no types
    """An object whose bytes are final."""

    __RefOnly__ = 1
    ready = 1  # what the document asks of an outline

    def __init__(self, body: bytes) -> None:
        self.body = body

    def format(self, _document: object) -> bytes:
        return self.body

    def prepare(self, _document: object, _canvas: object) -> None:
        """An outline that is final needs no preparing."""


class Face:
    """One font file, parsed when it is first needed and once per process. Widths are in thousandths of the size."""

    def __init__(self, key: str, file: str) -> None:
        self.key = key
        self._lock = Lock()  # ReportLab's reader keeps its place in the font file
        with (files("resources") / "fonts" / file).open("rb") as stream:
            self._font = TTFontFace(stream)
        self.glyphs: dict[int, int] = {code: glyph for code, glyph in self._font.charToGlyph.items() if glyph}
        self.widths: dict[str, float] = {chr(code): width for code, width in self._font.charWidths.items()}

    def subset(self, codes: tuple[int, ...]) -> "Subset":
        """Cut out the glyphs of ``codes``; ReportLab numbers them in this order, glyph 0 first."""
        order = dict.fromkeys([0, *(self.glyphs[code] for code in codes)])
        number = {glyph: new for new, glyph in enumerate(order)}
        font = self._font
        with self._lock:
            program = font.makeSubset(list(codes))
        name = f"AAAAAA+{font.name.decode()}".replace(" ", "")
        descriptor = (
            f"/Type /FontDescriptor /FontName /{name} /Flags 4 /ItalicAngle 0 /StemV {font.stemV:.0f}"
            f" /Ascent {font.ascent:.0f} /Descent {font.descent:.0f} /CapHeight {font.capHeight:.0f}"
            f" /FontBBox [{' '.join(f'{edge:.0f}' for edge in font.bbox)}]"
        )
        return Subset(
            name=name,
            program=program,
            glyph_map=_glyph_map({code: number[self.glyphs[code]] for code in codes}),
            unicode_map=_unicode_map(codes),
            widths=_widths({code: self.widths[chr(code)] for code in codes}),
            descriptor=descriptor,
        )


@dataclass(frozen=True, slots=True)
class Subset:
    """The parts of an embedded font."""

    name: str
    program: bytes
    glyph_map: bytes
    unicode_map: bytes
    widths: str
    descriptor: str


def stream(body: bytes, facts: str = "", level: int = 6) -> bytes:
    """Wrap ``body`` as a compressed stream object with the dictionary entries ``facts``."""
    packed = zlib.compress(body, level)
    return b"<< %b /Filter /FlateDecode /Length %d >>\nstream\n%b\nendstream" % (facts.encode(), len(packed), packed)


def _glyph_map(numbers: dict[int, int]) -> bytes:
    table = bytearray(2 * (max(numbers, default=0) + 1))
    for code, number in numbers.items():
        table[2 * code : 2 * code + 2] = number.to_bytes(2, "big")
    return bytes(table)


def _reading(code: int) -> str:
    char = chr(code)
    return normalize("NFKC", char) if code in PRESENTATION_FORMS else char


def _unicode_map(codes: tuple[int, ...]) -> bytes:
    pairs = [f"<{code:04X}> <{_reading(code).encode('utf-16-be').hex().upper()}>" for code in codes]
    parts = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    body = "\n".join("\n".join([f"{len(part)} beginbfchar", *part, "endbfchar"]) for part in parts)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{body}\nendcmap\n"
        "CMapName currentdict /CMap defineresource pop end end"
    ).encode()


def _widths(widths: dict[int, float]) -> str:
    parts: list[str] = []
    before = -2
    for code in sorted(widths):
        parts.append(f"{widths[code]:.0f}" if code == before + 1 else f"] {code} [{widths[code]:.0f}")
        before = code
    return " ".join([*parts, "]"]).removeprefix("] ")


@lru_cache(maxsize=96)
def _font_parts(face: Face, codes: tuple[int, ...]) -> tuple[Subset, bytes, bytes, bytes]:
    """Compress the big parts of a subset once; folios of one language share them."""
    subset = face.subset(codes)
    program = stream(subset.program, f"/Length1 {len(subset.program)}", 9)
    return subset, program, stream(subset.glyph_map, level=9), stream(subset.unicode_map, level=9)


@lru_cache(maxsize=16)
def _form(content: bytes, facts: str) -> bytes:
    return stream(content, facts, 9)


@lru_cache(maxsize=16)
def picture(data: bytes) -> tuple[bytes, int, int]:
    """Return a PNG or JPEG as a finished object on white, with its width and height in pixels.

    Raises:
        OSError: the bytes are no picture.
    """
    from io import BytesIO  # a house without a logo needs neither

    from PIL import Image

    opened = Image.open(BytesIO(data))
    flat = Image.new("RGB", opened.size, "white")
    layer = opened.convert("RGBA")
    flat.paste(layer, mask=layer.getchannel("A"))
    width, height = ImageReader(flat).getSize()
    facts = (
        f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceRGB /BitsPerComponent 8"
    )
    return stream(flat.tobytes(), facts, 9), width, height


def literal(text: str) -> bytes:
    """Return ``text`` (no character above U+FFFF) as a PDF string of two bytes a character."""
    body = text.encode("utf-16-be").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"(" + body.replace(b"\r", b"\\r") + b")"


def _note(text: str) -> bytes:
    """Return ``text`` as a PDF text string for titles and bookmarks."""
    return b"<FEFF" + text.encode("utf-16-be").hex().encode() + b">"


class Book:
    """A PDF being written. Objects get their numbers in the order in which they come, so bytes repeat."""

    def __init__(self, facts: Facts, width: float, height: float) -> None:
        self._document = pdfdoc.PDFDocument(invariant=1, compression=1, lang=facts.language)
        self._box = f"[0 0 {width:.2f} {height:.2f}]".encode()
        self._pictures: dict[bytes, int] = {}
        self._forms: dict[bytes, int] = {}
        self._bookmarks: list[tuple[str, int]] = []
        self._labels: list[tuple[int, str]] = []
        self._pages: list[int] = []
        self._parent = self._number(self._document.Pages)
        self._resources_body = _Raw(b"")
        self._resources = self._number(self._resources_body)
        self._describe(facts)

    def _describe(self, facts: Facts) -> None:
        info = self._document.info
        info.title, info.author, info.subject = facts.title, facts.author, facts.subject
        info.creator = info.producer = "Front Desk"
        moment = facts.made_at.astimezone(UTC) if facts.made_at.tzinfo else facts.made_at
        info._dateFormatter = lambda *_: f"D:{moment:%Y%m%d%H%M%S}Z"  # noqa: SLF001 - ReportLab offers no other way
        self._document.Catalog.ViewerPreferences = _Raw(b"<< /DisplayDocTitle true >>")

    def _number(self, thing: pdfdoc.PDFObject) -> int:
        name = self._document.Reference(thing).name
        number: int = self._document.idToObjectNumberAndVersion[name][0]
        return number

    def add(self, body: bytes) -> int:
        """Add a finished object and return its number."""
        return self._number(_Raw(body))

    def add_picture(self, data: bytes) -> tuple[str, int, int]:
        """Add a picture once; return the name that pages call it by, and its size in pixels."""
        body, width, height = picture(data)
        if data not in self._pictures:
            self._pictures[data] = self.add(body)
        return f"I{list(self._pictures).index(data)}", width, height

    def add_form(self, content: bytes) -> str:
        """Add a piece of page that returns on many pages, once; return its name."""
        number = self._forms.get(content)
        if number is None:
            facts = f"/Type /XObject /Subtype /Form /BBox {self._box.decode()} /Resources {self._resources} 0 R"
            number = self._forms[content] = self.add(_form(content, facts))
        return f"H{number}"

    def add_page(self, content: bytes) -> None:
        """Add a page; pages share one set of fonts and pictures."""
        body = stream(content, level=1)  # 12 % more bytes than 6 on these pages, in 55 % of the time
        self._document.updateSignature(body)
        page = b"<< /Type /Page /Parent %d 0 R /MediaBox %b /Resources %d 0 R /Contents %d 0 R >>"
        number = self.add(page % (self._parent, self._box, self._resources, self.add(body)))
        self._pages.append(number)

    def begin_part(self, title: str, label: str) -> None:
        """Begin a part with the next page: a bookmark, and page labels that count from 1 behind ``label``."""
        self._bookmarks.append((title, len(self._pages)))
        self._labels.append((len(self._pages), label))

    def finish(self, used: dict[Face, tuple[int, ...]]) -> bytes:
        """Embed the fonts of the characters ``used`` and return the file."""
        document = self._document
        fonts = b" ".join(b"/%b %d 0 R" % (face.key.encode(), self._add_font(face, used[face])) for face in used)
        things = b" ".join(b"/I%d %d 0 R" % pair for pair in enumerate(self._pictures.values()))
        things += b"".join(b" /H%d %d 0 R" % (number, number) for number in self._forms.values())
        self._resources_body.body = b"<< /Font << %b >> /XObject << %b >> >>" % (fonts, things)
        document.Pages.pages = [pdfdoc.PDFObjectReference(document.numberToId[number]) for number in self._pages]
        if self._labels:
            document.Catalog.PageLabels = _Raw(b"<< /Nums [%b] >>" % b" ".join(map(_label, self._labels)))
            document.Outlines = document.Catalog.Outlines = self._outline()
        return bytes(document.GetPDFData(None))

    def _add_font(self, face: Face, codes: tuple[int, ...]) -> int:
        subset, program, glyph_map, unicode_map = _font_parts(face, codes)
        descriptor = self.add(f"<< {subset.descriptor} /FontFile2 {self.add(program)} 0 R >>".encode())
        drawn = self.add(
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{subset.name} /FontDescriptor {descriptor} 0 R"
            " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
            f" /CIDToGIDMap {self.add(glyph_map)} 0 R /DW 1000 /W [{subset.widths}] >>".encode()
        )
        return self.add(
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{subset.name} /Encoding /Identity-H"
            f" /DescendantFonts [{drawn} 0 R] /ToUnicode {self.add(unicode_map)} 0 R >>".encode()
        )

    def _outline(self) -> _Raw:
        root = _Raw(b"")
        top = self._number(root)
        items = [_Raw(b"") for _ in self._bookmarks]
        numbers = [self._number(item) for item in items]
        beside = dict.fromkeys(numbers, b"")
        for left, right in pairwise(numbers):
            beside[left] += b" /Next %d 0 R" % right
            beside[right] += b" /Prev %d 0 R" % left
        for item, number, (title, page) in zip(items, numbers, self._bookmarks, strict=True):
            place = b"/Dest [%d 0 R /Fit]" % self._pages[page]
            item.body = b"<< /Title %b /Parent %d 0 R %b%b >>" % (_note(title), top, place, beside[number])
        ends = (numbers[0], numbers[-1], len(numbers))
        root.body = b"<< /Type /Outlines /First %d 0 R /Last %d 0 R /Count %d >>" % ends
        return root


def _label(start: tuple[int, str]) -> bytes:
    page, prefix = start
    return b"%d << /S /D /P %b /St 1 >>" % (page, _note(prefix))
