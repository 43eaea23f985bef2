"""Fonts, pictures and strings as the bytes of PDF objects. Leans on ReportLab's internals; tests pin each use.

Text is written as UTF-16: a character's own code is its number in the font, and the font carries a map from that
number to its glyph. So a page needs no table of its own to be encoded, and text copied out of the file is right.
"""

import re
import zlib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from threading import Lock
from unicodedata import normalize

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.ttfonts import TTFontFace

_ESCAPED = re.compile(rb"[()\\\r]")
PRESENTATION_FORMS = range(0xFB50, 0xFF00)  # Arabic letters as they are drawn; they are read back as letters


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
def font_parts(face: Face, codes: tuple[int, ...]) -> tuple[Subset, bytes, bytes, bytes]:
    """Return a subset, and its program and two maps as objects; folios of one language share them."""
    subset = face.subset(codes)
    program = stream(subset.program, f"/Length1 {len(subset.program)}", 9)
    return subset, program, stream(subset.glyph_map, level=9), stream(subset.unicode_map, level=9)


@lru_cache(maxsize=16)
def form(content: bytes, facts: str) -> bytes:
    """Return a piece of page that returns on many pages as an object, packed once."""
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
    facts = f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceRGB /BitsPerComponent 8"
    return stream(flat.tobytes(), facts, 9), width, height


def escaped(text: str) -> bytes:
    """Return ``text`` (no character above U+FFFF) as the inside of a PDF string, two bytes a character."""
    body = text.encode("utf-16-be")
    if _ESCAPED.search(body):
        body = body.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)").replace(b"\r", b"\\r")
    return body


def literal(text: str) -> bytes:
    """Return ``text`` as a PDF string."""
    return b"(%b)" % escaped(text)
