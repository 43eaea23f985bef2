"""Text to ink: which face draws a character, in which order, and how wide it is.

The faces are Noto's (resources/fonts/README.md). A text is cut into runs of one face each; Arabic letters are joined
and right-to-left text is put into the order in which it is drawn. What no face can draw becomes "?" and is reported.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple
from unicodedata import bidirectional, category, combining, normalize

from frontdesk.documents.pdf import Face, escaped, literal

MISSING = "?"
SLACK = 0.01  # points: a column measured to fit a text fits it
FILES = {"L": "DeskSans", "A": "DeskSansArabic", "H": "DeskSansHebrew", "T": "DeskSansThai", "C": "DeskSansCJK"}
EAST_ASIAN = "C"
# From which code on which script's face is asked first.
SCRIPTS = (
    (0x0000, "L"), (0x0590, "H"), (0x0600, "A"), (0x0780, "L"), (0x0E00, "T"), (0x0E80, "L"), (0x1100, "C"),
    (0x1200, "L"), (0x2190, "L"), (0x2460, "C"), (0x27C0, "L"), (0x2E80, "C"), (0xA4D0, "L"), (0xA960, "C"),
    (0xA980, "L"), (0xAC00, "C"), (0xD800, "L"), (0xF900, "C"), (0xFB00, "L"), (0xFB1D, "H"), (0xFB50, "A"),
    (0xFE00, "L"), (0xFE30, "C"), (0xFE70, "A"), (0xFEFF, "L"), (0xFF00, "C"), (0xFFF0, "L"),
)  # fmt: skip
_STARTS = [start for start, _ in SCRIPTS]
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe]")
_LEFT_TO_RIGHT = re.compile("[+−-]?[A-Za-z0-9]+(?:(?: •••• |[ .,:/-])[A-Za-z0-9]+)*%?")  # 2025-0012, DE 123 456
_ARABIC = re.compile("[\u0600-\u077f]")
# Characters that are embedded together, so that the folios of one language share one finished font.
ALPHABETS = {
    "ascii": [*range(0x20, 0x7F), *map(ord, "€£·×–—‘’“”…•→↳−\xa0" + MISSING)],
    "latin": [*range(0xA1, 0x100)],
    "central": [*range(0x100, 0x180), *range(0x218, 0x21C)],
    "greek": [*range(0x370, 0x400)],
    "cyrillic": [*range(0x400, 0x500)],
    "arabic": [0x60C, 0x61B, 0x61F, *range(0x660, 0x66D), *range(0xFE80, 0xFEFD)],
    "hebrew": [*range(0x590, 0x600)],
    "thai": [*range(0xE00, 0xE80)],
    "kana": [*range(0x3000, 0x3100)],
}
_ALPHABET_OF = {code: name for name, codes in reversed(ALPHABETS.items()) for code in codes}
Need = tuple[str, str | int]  # a face's key and an alphabet's name or one character's code
Needs = frozenset[frozenset[Need]]  # of several texts


class Ink(NamedTuple):
    """A text ready to be drawn at one size: its operators, its width in points, and what its font must hold.

    ``code`` begins and ends in the text's own face, which whoever draws it has set.
    """

    code: bytes
    width: float
    needs: frozenset[Need]
    missing: str = ""


class Inks(NamedTuple):
    """Many texts as ink, side by side: a table places a column at once. ``missing`` is empty where none is."""

    codes: Sequence[bytes]
    widths: Sequence[float]
    needs: Needs
    missing: Sequence[str] = ()

    def one(self, number: int) -> Ink:
        """Return one of them; its font holds what all of them need."""
        missing = self.missing[number] if self.missing else ""
        return Ink(self.codes[number], self.widths[number], frozenset().union(*self.needs), missing)


@lru_cache(maxsize=16)
def face(key: str) -> Face:
    """Return the face called ``key``: a letter of FILES, with B behind it for the bold one."""
    return Face(key, f"{FILES[key[0]]}-{'Bold' if key.endswith('B') else 'Regular'}.ttf")


@lru_cache(maxsize=2048)
def ink(text: str, size: float, bold: bool = False) -> Ink:
    """Return ``text`` as ink at ``size`` points. Most words return from line to line and from folio to folio."""
    base = "LB" if bold else "L"
    plainly = _plain_needs(text, base)
    if plainly is not None:
        return Ink(literal(text) + b" Tj", _width(text, base) * size / 1000, plainly)
    text = _in_drawing_order(_printable(text))
    keys = _faces_of(text, "B" if bold else "")
    missing = "".join(dict.fromkeys(char for char, key in zip(text, keys, strict=True) if not key))
    pairs = [(char, key) if key else (MISSING, base) for char, key in zip(text, keys, strict=True)]
    code, width = [], 0.0
    for key, run in groupby(pairs, itemgetter(1)):
        part = "".join(char for char, _ in run)
        width += _width(part, key)
        code.append(_shown(part, key, base, size))
    needs = frozenset((key, _ALPHABET_OF.get(ord(char), ord(char))) for char, key in pairs)
    return Ink(b" ".join(code), width * size / 1000, needs, missing)


def inks(texts: Sequence[str], size: float) -> Inks:
    """Return many texts as ink: encoded in one go where all are drawn as they come, which is nearly always.

    The line ends between them cannot be mistaken: no such character has 0x0A as its first byte.
    """
    whole = "\n".join(texts)
    plainly = _plain_needs(whole.replace("\n", ""), "L")
    if plainly is None or whole.count("\n") != len(texts) - 1:
        codes, widths, needs, missing = zip(*[ink(text, size) for text in texts], strict=True)
        return Inks(codes, widths, frozenset(needs), missing)
    width_of = face("L").widths.__getitem__
    shown = [b"(%b) Tj" % code for code in escaped(whole).split(b"\0\n")]
    width = {text: sum(map(width_of, text)) * size / 1000 for text in set(texts)}  # rooms and dates return
    return Inks(shown, [width[text] for text in texts], frozenset({plainly}))


def _plain_needs(text: str, base: str) -> frozenset[Need] | None:
    """Return what a text needs that is drawn as it comes: no accents to compose, no order to find; else None."""
    if text.isascii() and text.isprintable():
        return _ASCII[base]
    plainly = frozenset(map(_plain(base).get, set(text)))
    return None if None in plainly else _same(plainly)


_ASCII = {base: frozenset({(base, "ascii")}) for base in ("L", "LB")}


@lru_cache(maxsize=256)
def _same(needs: frozenset[Any]) -> frozenset[Need]:
    """Return one object for equal sets: thousands of texts share a dozen of them."""
    return needs


@lru_cache(maxsize=2)
def _plain(base: str) -> dict[str, Need]:
    """Return the characters that are drawn as they come, and what each needs."""
    return {
        chr(code): (base, _ALPHABET_OF[code])
        for name in ("ascii", "latin", "central", "greek", "cyrillic")
        for code in ALPHABETS[name]
        if code in face(base).glyphs and not combining(chr(code))
    }


def _shown(part: str, key: str, base: str, size: float) -> bytes:
    """Return the operators for a run in face ``key`` that leave face ``base`` set."""
    show = literal(part) + b" Tj"
    if key == base:
        return show
    if key == EAST_ASIAN and base == "LB":  # this face has one weight; a thin edge makes it bold
        show = b"2 Tr %g w %b 0 Tr" % (size / 30, show)
    return b"/%b %g Tf %b /%b %g Tf" % (key.encode(), size, show, base.encode(), size)


def _printable(text: str) -> str:
    """Compose accents, and turn line ends and tabs into spaces."""
    spaced = "".join(" " if char.isspace() and char not in _HARD_SPACES else char for char in normalize("NFC", text))
    return "".join(char for char in spaced.translate(_HARD) if category(char) != "Cc")


_HARD_SPACES = "\xa0\u202f"
_HARD = str.maketrans("\u202f", "\xa0")


def _in_drawing_order(text: str) -> str:
    """Join Arabic letters, put right-to-left text in the order of the page, and drop marks without a shape."""
    if _RIGHT_TO_LEFT.search(text):
        from bidi import get_display  # most folios need neither

        if _ARABIC.search(text):
            from arabic_reshaper import reshape

            text = reshape(text)
        begins = next((kind for kind in map(bidirectional, text) if kind in {"L", "R", "AL"}), "L")
        base = "L" if begins == "L" else "R"
        text = str(get_display(_LEFT_TO_RIGHT.sub(_isolated, text), base_dir=base))
    return "".join(char for char in text if category(char) != "Cf")


def _isolated(found: re.Match[str]) -> str:
    """Keep a number together: behind Arabic letters its parts would change places."""
    part = found[0]
    return f"\u2066{part}\u2069" if any(char.isdigit() for char in part) else part


def _faces_of(text: str, weight: str) -> list[str]:
    """Return the face of each character; "" where there is none. Spaces stay with what stands before them."""
    keys: list[str] = []
    for char in text:
        code = ord(char)
        first = SCRIPTS[bisect_right(_STARTS, code) - 1][1]
        order = dict.fromkeys([first, "L", EAST_ASIAN])
        if char == " " and keys and keys[-1]:
            order = dict.fromkeys([keys[-1][0], *order])
        weighted = [key if key == EAST_ASIAN else key + weight for key in order]
        keys.append(next((key for key in weighted if code <= 0xFFFF and code in face(key).glyphs), ""))
    return keys


def _width(text: str, key: str) -> float:
    widths = face(key).widths
    return sum(map(widths.__getitem__, text))


def wrap(text: str, size: float, width: float, bold: bool = False) -> tuple[Ink, ...]:
    """Break ``text`` into lines no wider than ``width`` points; a word that is wider alone is broken inside."""
    whole = ink(text, size, bold)
    return (whole,) if whole.width <= width + SLACK else _wrapped(text, size, width, bold)


_IDEOGRAPHS = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"  # a line may end behind each of them
_PIECES = re.compile(f"[{_IDEOGRAPHS}]|[^ {_IDEOGRAPHS}]+| +")
_NEVER_FIRST = "、。，・：；？！）」』】〉》ー々ァィゥェォャュョッぁぃぅぇぉゃゅょっ"


@lru_cache(maxsize=8192)
def _wrapped(text: str, size: float, width: float, bold: bool) -> tuple[Ink, ...]:
    lines = [""]
    for piece in _PIECES.findall(_printable(text)):
        if ink((lines[-1] + piece).rstrip(), size, bold).width <= width + SLACK or piece in _NEVER_FIRST:
            lines[-1] += piece
        elif not piece.isspace():
            if lines[-1]:
                lines.append("")
            *full, lines[-1] = _broken(piece, size, width, bold)
            lines[-1:-1] = full
    return tuple(ink(line.strip(), size, bold) for line in lines)


def _broken(word: str, size: float, width: float, bold: bool) -> list[str]:
    parts = [""]
    for char in word:
        if parts[-1] and not combining(char) and ink(parts[-1] + char, size, bold).width > width:
            parts.append("")
        parts[-1] += char
    return parts


@lru_cache(maxsize=64)
def codes_of(needs: frozenset[Need]) -> dict[Face, tuple[int, ...]]:
    """Return the characters each face must hold to draw ``needs``, in an order that does not depend on the run."""
    found: dict[str, set[int]] = {}
    for key, need in needs:
        found.setdefault(key, {0x20}).update([need] if isinstance(need, int) else ALPHABETS[need])
    return {face(key): tuple(sorted(found[key] & face(key).glyphs.keys())) for key in sorted(found)}
