"""How a text is made comparable: accents, case and ways of writing fall away, in every script.

Stored texts and what is typed go through the same functions, so a hit never depends on who typed what how.
"""

import re
import unicodedata

LONGEST = 400
"""Letters of a text that are looked at; what comes after is not searched."""

_KEPT_MARKS = 10
"""Marks below this combining class are part of the letter (Indic vowels, kana voicing); those above are accents."""

_APOSTROPHES = "’‘ʼʻ′`ʹ"
_DASHES = "‐‑‒–—―−־"
_BY_ITSELF = {"ŋ": "ng", "þ": "th", "æ": "ae", "œ": "oe", "ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ـ": ""}
_LIKE_LETTERS = str.maketrans("ıłøđðħŧəךםןףץ", "iloddhteכמנפצ") | str.maketrans(
    {
        **_BY_ITSELF,
        **dict.fromkeys(_APOSTROPHES, "'"),
        **dict.fromkeys(_DASHES, "-"),
        **{chr(letter): chr(letter - 0x60) for letter in range(0x30A1, 0x30F7)},  # katakana as hiragana
    }
)
"""Letters that no decomposition brings together, and that people type one for the other."""

_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_WORD = re.compile(r"[^\x00-/:-@\[-`{-\x7f]+")
_BETWEEN = re.compile(r"[\s,;/|]+")
_NOT_LATIN = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]")


def fold(text: str) -> str:
    """Only comparable letters, digits and ASCII signs: NFKD, no case, no accents, no invisible marks.

    ``Łukasiewicz`` gives ``lukasiewicz``, ``Straße`` ``strasse``, ``محمّد`` ``محمد``, ``ヤマダ`` ``やまだ``.
    """
    text = text[:LONGEST]
    if text.isascii():
        return text.lower()
    loose = unicodedata.normalize("NFKD", text.replace("´", "'")).casefold()
    loose = unicodedata.normalize("NFKD", loose)
    return unicodedata.normalize("NFC", "".join(map(_kept, loose)).translate(_LIKE_LETTERS))


def _kept(letter: str) -> str:
    """What stays of one letter: itself, nothing for a mark, a space for a sign outside ASCII."""
    if letter.isascii() or letter in _APOSTROPHES or letter in _DASHES:
        return letter
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    if letter.isalnum():
        return letter
    kind = unicodedata.category(letter)
    if kind[0] == "M":
        return letter if unicodedata.combining(letter) < _KEPT_MARKS else ""
    return "" if kind == "Cf" else " "


def words(folded: str) -> list[str]:
    """The words of a folded text: runs of letters and digits."""
    return _WORD.findall(folded)


def solid(text: str) -> str:
    """Letters and digits only, such as ``r2025000042`` for ``R-2025-000042``."""
    return "".join(words(fold(text)))


def spelled_out(text: str) -> str:
    """The text with ä, ö, ü, ø, å written as two letters, as passports do; the same text if it has none."""
    plain = unicodedata.normalize("NFC", text[:LONGEST]).casefold()
    return plain.translate(_SPELLED_OUT)


def name_words(name: str) -> tuple[str, ...]:
    """Every word a name is found by, each once, in the order of the name.

    A word with an inner sign counts whole and in parts (``obrien, brien``; ``jeanpierre, jean, pierre``), letters that
    have a longer spelling count both ways (``muller, mueller``), and a name in Chinese, Japanese or Korean letters
    counts once more in one piece, because it is typed without a space.
    """
    folded = fold(name)
    found = _split_words(folded)
    if not name.isascii():
        found += _split_words(fold(spelled_out(name)))
        if _NOT_LATIN.search(folded):
            found.append("".join(words(folded)))
    # A mark without a letter to stand on is no word: nobody types it.
    return tuple(word for word in dict.fromkeys(found) if any(map(str.isalnum, word)))


def _split_words(folded: str) -> list[str]:
    found: list[str] = []
    for chunk in _BETWEEN.split(folded):
        parts = words(chunk)
        if len(parts) > 1:
            found.append("".join(parts))
            parts = [part for part in parts if len(part) > 1 or not part.isascii()]
        found += parts
    return found


def full_names(name: str) -> tuple[str, ...]:
    """The name in one line, family first and given first, as it is typed by those who know it whole."""
    before, comma, after = fold(name).partition(",")
    family, given = words(before), words(after)
    if not comma:
        family, given = family[-1:], family[:-1]
    if not family or not given:
        return ()
    return (" ".join(family + given), " ".join(given + family))


def email_words(email: str) -> tuple[str, ...]:
    """The parts of an e-mail address between its signs, and those with a hyphen in one piece too."""
    folded = fold(email)
    whole = ("".join(words(piece)) for piece in re.split(r"[^\w-]+|_", folded) if "-" in piece)
    return tuple(dict.fromkeys((*words(folded), *filter(None, whole))))


def phone_forms(phone: str) -> tuple[str, ...]:
    """The digits of a number as it may be typed from its start: with the country code and without it.

    Leading zeros never count, so ``00``, ``+`` and a trunk ``0`` all read the same. Country codes: ITU-T E.164.
    """
    folded = fold(phone).replace("(0)", "")
    digits = "".join(letter for letter in folded if letter.isdigit())
    start = digits.lstrip("0")
    if not start:
        return ()
    if not (folded.lstrip().startswith("+") or digits.startswith("00")):
        return (start,)
    national = start[_code_length(start) :].lstrip("0")
    return (start, national) if national else (start,)


_TWO_DIGIT_CODES = re.compile("2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]")


def _code_length(digits: str) -> int:
    if digits[0] in "17":
        return 1
    return 2 if _TWO_DIGIT_CODES.match(digits) else 3
