"""Make the font files of this folder from Debian's Noto packages; README.md says how to run it and why it exists."""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

LATIN = [*range(0x20, 0x590), *range(0x1D00, 0x2070), *range(0x20A0, 0x20C1), 0x2116, 0x2122, 0xFFFD]
ARABIC = [0x20, *range(0x600, 0x700), *range(0x750, 0x780), *range(0xFB50, 0xFE00), *range(0xFE70, 0xFF00)]
HEBREW = [0x20, *range(0x590, 0x600), *range(0xFB1D, 0xFB50)]
THAI = [0x20, *range(0xE00, 0xE80)]
BORROWED = (0x2190, 0x2191, 0x2192, 0x2193, 0x21B3)  # arrows, which Noto Sans lacks
MINUS, PLUS = 0x2212, 0x2B  # and the minus sign: the bar of its own plus, in the weight and width of the plus
ENCODINGS = ("gb2312", "shift_jis", "big5")  # with the 2,350 syllables of KS X 1001 (euc_kr in its strict form)
SPACE, PLANE, HANGUL = 0x20, range(0x2000, 0x10000), range(0xAC00, 0xD7A4)
UNITS = 500  # half of the source: coordinates fit in one byte, still 0.02 pt at 10 pt
ERROR = 0.6  # how far a quadratic curve may leave the cubic one, in UNITS


def rename(font: TTFont, family: str, style: str) -> None:
    """Give the changed font its own name; keep copyright and licence."""
    names = font["name"]
    kept = {record.nameID: record.toUnicode() for record in names.names if record.nameID in {0, 13, 14}}
    names.names = []
    own = {1: family, 2: style, 3: f"{family} {style}", 4: f"{family} {style}", 5: "Version 1.000"}
    own[6] = f"{family}-{style}".replace(" ", "")
    for number, text in sorted({**kept, **own}.items()):
        names.setName(text, number, 3, 1, 0x409)


def borrow(font: TTFont, source: TTFont) -> None:
    """Copy the glyphs of BORROWED and draw the minus sign; both fonts have 1000 units."""
    for code in BORROWED:
        name = source.getBestCmap()[code]
        add(font, code, source["glyf"][name], source["hmtx"][name])
    plus = font.getBestCmap()[PLUS]
    add(font, MINUS, bar(font["glyf"][plus]), font["hmtx"][plus])


def add(font: TTFont, code: int, glyph: object, metrics: tuple[int, int]) -> None:
    """Give the font one more character."""
    name = f"uni{code:04X}"
    font["glyf"][name], font["hmtx"][name] = glyph, metrics
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[code] = name


def bar(plus: object) -> object:
    """Return the horizontal bar of a plus sign."""
    points = plus.coordinates
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    heights = sorted({y for x, y in points if x == left})
    pen = TTGlyphPen(None)
    pen.moveTo((left, heights[0]))
    for corner in ((left, heights[-1]), (right, heights[-1]), (right, heights[0])):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()


def cut(source: Path, target: Path, codes: list[int], lend: Path | None = None) -> None:
    """Keep the characters of ``codes`` and their shaping, drop the hints."""
    font = TTFont(source, recalcTimestamp=False)
    if lend:
        borrow(font, TTFont(lend))
    kept = {"name_IDs": ["*"], "layout_features": ["*"], "notdef_outline": True}
    options = subset.Options(hinting=False, glyph_names=False, **kept)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[*codes, *((*BORROWED, MINUS) if lend else ())])
    cutter.subset(font)
    family, style = target.stem.rsplit("-", 1)
    rename(font, family.replace("Sans", " Sans ").strip().replace("  ", " "), style)
    font.save(target)


def wanted(available: dict[int, str]) -> list[int]:
    """Return the characters of the national standards that the source draws, without Latin and Greek."""
    return [code for code in sorted(available) if code == SPACE or (code in PLANE and _in_a_standard(chr(code)))]


def _in_a_standard(char: str) -> bool:
    if ord(char) in HANGUL:  # a syllable of the standard is two bytes; the codec spells others out in eight
        return len(char.encode("euc_kr")) == len("\0\0")
    return any(_encodes(char, encoding) for encoding in ENCODINGS)


def _encodes(char: str, encoding: str) -> bool:
    try:
        return bool(char.encode(encoding))
    except UnicodeEncodeError:
        return False


def outline(glyphs: object, name: str) -> object:
    """Return one glyph with quadratic curves at UNITS."""
    pen = TTGlyphPen(None)
    half = UNITS / 1000
    glyphs[name].draw(TransformPen(Cu2QuPen(pen, ERROR, reverse_direction=True), (half, 0, 0, half, 0, 0)))
    return pen.glyph()


def convert(source: Path, target: Path) -> None:
    """Turn the cubic outlines of Noto Sans CJK JP into TrueType outlines."""
    cubic = TTFont(source, fontNumber=0)
    glyphs, cmap = cubic.getGlyphSet(), cubic.getBestCmap()
    codes = {code: cmap[code] for code in wanted(cmap)}
    order = [".notdef", *dict.fromkeys(codes.values())]
    widths = {name: round(cubic["hmtx"][name][0] * UNITS / 1000) for name in order}
    build = FontBuilder(UNITS, isTTF=True)
    build.setupGlyphOrder(order)
    build.setupCharacterMap(codes)
    drawn = {name: outline(glyphs, name) for name in order}
    build.setupGlyf(drawn)
    build.setupHorizontalMetrics({name: (widths[name], getattr(drawn[name], "xMin", 0)) for name in order})
    build.setupHorizontalHeader(ascent=round(0.88 * UNITS), descent=round(-0.12 * UNITS))
    heights = {"sTypoAscender": 0.88, "sTypoDescender": -0.12, "sCapHeight": 0.733}
    build.setupOS2(**{name: round(height * UNITS) for name, height in heights.items()})
    build.setupPost(keepGlyphNames=False)
    build.setupNameTable({})
    for number in (0, 13, 14):
        build.font["name"].setName(cubic["name"].getDebugName(number), number, 3, 1, 0x409)
    rename(build.font, "Desk Sans CJK", "Regular")
    build.font["head"].created = build.font["head"].modified = cubic["head"].modified
    build.font.recalcTimestamp = False
    build.font.save(target)


def main(noto: Path, cjk: Path, here: Path) -> None:
    """Make all files."""
    for style in ("Regular", "Bold"):
        cut(noto / f"NotoSans-{style}.ttf", here / f"DeskSans-{style}.ttf", LATIN, noto / "NotoSansMath-Regular.ttf")
        for script, codes in (("Arabic", ARABIC), ("Hebrew", HEBREW), ("Thai", THAI)):
            cut(noto / f"NotoSans{script}-{style}.ttf", here / f"DeskSans{script}-{style}.ttf", codes)
    convert(cjk, here / "DeskSansCJK-Regular.ttf")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(__file__).parent)
