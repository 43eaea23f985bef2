"""The file: objects, pages, bookmarks. What is finished goes to the target at once: memory does not grow with pages.

ReportLab's ``PDFFile`` and ``PDFTrailer`` frame the file; ``pdf`` makes the fonts. Objects are numbered in the order in
which they are asked for, and nothing in the file comes from a clock, so the same pages give the same bytes (FD-6).
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import md5
from itertools import pairwise
from typing import BinaryIO

from reportlab.pdfbase import pdfdoc

from frontdesk.documents.pdf import Face, font_parts, form, picture, stream

BRANCH = 64  # pages below one node of the page tree


@dataclass(frozen=True, slots=True)
class Facts:
    """What the file says of itself. ``made_at`` stands in for the clock, so the same state gives the same bytes."""

    title: str
    author: str
    subject: str
    language: str
    made_at: datetime


class _File(pdfdoc.PDFFile):  # type: ignore[misc]  # ReportLab has no types
    """ReportLab's file, but what is added goes to ``target`` at once."""

    def __init__(self, target: BinaryIO) -> None:
        super().__init__()
        target.writelines(self.strings)
        self.write = target.write


class Book:
    """A PDF being written to ``target``, which is only ever appended to."""

    def __init__(self, target: BinaryIO, width: float, height: float) -> None:
        self._file = _File(target)
        self._offsets = array("Q")
        self._identity = md5(b"Front Desk", usedforsecurity=False)
        self._box = f"[0 0 {width:.2f} {height:.2f}]".encode()
        self._pictures: dict[bytes, int] = {}
        self._forms: dict[bytes, int] = {}
        self._bookmarks: list[tuple[str, int]] = []
        self._labels: list[tuple[int, str]] = []
        self._pages = array("L")
        self._nodes: list[int] = []
        self._root = self._reserve()
        self._resources = self._reserve()

    def _reserve(self) -> int:
        """Return the number of an object that is added later."""
        self._offsets.append(0)
        return len(self._offsets)

    def add(self, body: bytes, number: int = 0) -> int:
        """Add a finished object and return its number."""
        number = number or self._reserve()
        self._offsets[number - 1] = self._file.add(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        return number

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
            number = self._forms[content] = self.add(form(content, facts))
        return f"H{number}"

    def add_page(self, content: bytes) -> None:
        """Add a page; pages share one set of fonts and pictures."""
        body = stream(content, level=1)  # 12 % more bytes than 6 on these pages, in 55 % of the time
        self._identity.update(body)
        if len(self._pages) % BRANCH == 0:
            self._nodes.append(self._reserve())
        page = b"<< /Type /Page /Parent %d 0 R /MediaBox %b /Resources %d 0 R /Contents %d 0 R >>"
        self._pages.append(self.add(page % (self._nodes[-1], self._box, self._resources, self.add(body))))

    def begin_part(self, title: str, label: str) -> None:
        """Begin a part with the next page: a bookmark, and page labels that count from 1 behind ``label``."""
        self._bookmarks.append((title, len(self._pages)))
        self._labels.append((len(self._pages), label))

    def finish(self, facts: Facts, used: dict[Face, tuple[int, ...]]) -> None:
        """Embed the fonts of the characters ``used`` and write the end of the file."""
        fonts = b" ".join(b"/%b %d 0 R" % (face.key.encode(), self._add_font(face, used[face])) for face in used)
        things = b" ".join(b"/I%d %d 0 R" % pair for pair in enumerate(self._pictures.values()))
        things += b"".join(b" /H%d %d 0 R" % (number, number) for number in self._forms.values())
        self.add(b"<< /Font << %b >> /XObject << %b >> >>" % (fonts, things), self._resources)
        self._add_page_tree()
        parts = b""
        if self._labels:
            labels = b" ".join(map(_label, self._labels))
            parts = b" /PageLabels << /Nums [%b] >> /Outlines %d 0 R /PageMode /UseOutlines" % (labels, self._outline())
        catalog = b"<< /Type /Catalog /Pages %d 0 R /Lang %b /ViewerPreferences << /DisplayDocTitle true >>%b >>"
        self._end(self.add(catalog % (self._root, _note(facts.language), parts)), self.add(self._info(facts)))

    def _info(self, facts: Facts) -> bytes:
        moment = facts.made_at.astimezone(UTC) if facts.made_at.tzinfo else facts.made_at
        texts = (facts.title, facts.author, facts.subject)
        made = (*map(_note, texts), *2 * [f"(D:{moment:%Y%m%d%H%M%S}Z)".encode()])
        info = b"/Title %b /Author %b /Subject %b /CreationDate %b /ModDate %b" % made
        self._identity.update(info)
        return b"<< %b /Creator (Front Desk) /Producer (Front Desk) >>" % info

    def _end(self, catalog: int, info: int) -> None:
        """Write the table of objects and the trailer."""
        table = [b"xref\n0 %d\n0000000000 65535 f \n" % (len(self._offsets) + 1)]
        table += [b"%010d 00000 n \n" % offset for offset in self._offsets]
        start = self._file.add(b"".join(table))
        mark = self._identity.hexdigest()
        ends = {"Root": f"{catalog} 0 R", "Info": f"{info} 0 R", "ID": f"[<{mark}> <{mark}>]"}
        self._file.add(pdfdoc.PDFTrailer(start, Size=len(self._offsets) + 1, **ends).format(None))

    def _add_page_tree(self) -> None:
        for at, node in enumerate(self._nodes):
            below = self._pages[at * BRANCH : (at + 1) * BRANCH]
            self.add(_node(below, len(below), b" /Parent %d 0 R" % self._root), node)
        self.add(_node(self._nodes, len(self._pages)), self._root)

    def _add_font(self, face: Face, codes: tuple[int, ...]) -> int:
        subset, program, glyph_map, unicode_map = font_parts(face, codes)
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

    def _outline(self) -> int:
        top = self._reserve()
        numbers = [self._reserve() for _ in self._bookmarks]
        beside = dict.fromkeys(numbers, b"")
        for left, right in pairwise(numbers):
            beside[left] += b" /Next %d 0 R" % right
            beside[right] += b" /Prev %d 0 R" % left
        for number, (title, page) in zip(numbers, self._bookmarks, strict=True):
            place = b"/Dest [%d 0 R /Fit]" % self._pages[page]
            self.add(b"<< /Title %b /Parent %d 0 R %b%b >>" % (_note(title), top, place, beside[number]), number)
        ends = (numbers[0], numbers[-1], len(numbers))
        return self.add(b"<< /Type /Outlines /First %d 0 R /Last %d 0 R /Count %d >>" % ends, top)


def _note(text: str) -> bytes:
    """Return ``text`` as a PDF text string for titles and bookmarks."""
    return b"<FEFF" + text.encode("utf-16-be").hex().encode() + b">"


def _node(kids: Sequence[int], count: int, parent: bytes = b"") -> bytes:
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    return b"<< /Type /Pages%b /Kids [%b] /Count %d >>" % (parent, listed, count)


def _label(start: tuple[int, str]) -> bytes:
    page, prefix = start
    return b"%d << /S /D /P %b /St 1 >>" % (page, _note(prefix))
