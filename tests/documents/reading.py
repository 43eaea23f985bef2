"""Reading a PDF back: its text, its facts, its glyphs."""

import io
import re

from pypdf import PdfReader
from pypdf.generic import DictionaryObject


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def pages(pdf: bytes) -> list[str]:
    """The text of each page in reading order, spaces at line ends removed."""
    return ["\n".join(line.rstrip() for line in page.extract_text().splitlines()) for page in reader(pdf).pages]


def text(pdf: bytes) -> str:
    return "\n".join(pages(pdf))


def fonts(pdf: bytes) -> dict[str, DictionaryObject]:
    """The font resources by name."""
    resources = reader(pdf).pages[0]["/Resources"].get_object()  # type: ignore[union-attr]
    return {name: font.get_object() for name, font in resources["/Font"].items()}


def drawn(pdf: bytes) -> list[tuple[str, int, int]]:
    """Each character drawn on the pages: font name, code, number of its glyph (0 is the empty box)."""
    maps = {
        name: font["/DescendantFonts"][0].get_object()["/CIDToGIDMap"].get_data() for name, font in fonts(pdf).items()
    }
    found = []
    for page in reader(pdf).pages:
        font = ""
        for name, string in re.findall(
            rb"/(\w+) [\d.]+ Tf|\(((?:[^\\()]|\\.)*)\) Tj", page.get_contents().get_data(), re.DOTALL
        ):  # type: ignore[union-attr]
            font = f"/{name.decode()}" if name else font
            codes = re.sub(rb"\\(.)", lambda m: b"\r" if m[1] == b"r" else m[1], string, flags=re.DOTALL)
            for at in range(0, len(codes), 2):
                code = int.from_bytes(codes[at : at + 2], "big")
                found.append((font, code, int.from_bytes(maps[font][2 * code : 2 * code + 2], "big")))
    return found


def shown(pdf: bytes) -> list[str]:
    """Each string the pages show, in the order of drawing: a cell of a table is one string."""
    found = []
    for page in reader(pdf).pages:
        content = page.get_contents()
        data = content.get_data() if content is not None else b""
        for string in re.findall(rb"\(((?:[^\\()]|\\.)*)\) Tj", data, re.DOTALL):
            codes = re.sub(rb"\\(.)", lambda m: b"\r" if m[1] == b"r" else m[1], string, flags=re.DOTALL)
            found.append(codes.decode("utf-16-be"))
    return found
