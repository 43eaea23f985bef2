"""How a letter addresses a guest: "Harriet Bennett", where the register says "Bennett, Harriet"."""

import unicodedata

FAMILY_FIRST = frozenset(
    {"JPN", "CHN", "TWN", "HKG", "MAC", "KOR", "PRK", "HUN", "VNM", "KHM"}
    | {"JP", "CN", "TW", "HK", "MO", "KR", "KP", "HU", "VN", "KH"}
)
"""Countries whose people write the family's name first, on letters too (ISO 3166-1, three letters or two)."""
FAMILY_FIRST_SPOKEN = frozenset({"ja", "zh", "ko", "hu", "vi", "km"})
TURNED = ("LATIN ", "GREEK ", "CYRILLIC ")
"""Scripts in which a comma stands between the family's and the given name."""
NOT_GIVEN = frozenset(
    {"jr", "sr", "ii", "iii", "iv", "phd", "md", "dr", "mba", "esq", "gmbh", "inc", "ltd", "llc", "sa"}
)
"""What follows a comma without being a given name."""


def addressed(name: str, country: str = "", language: str = "") -> str:
    """A guest's name as an address has it: "Family, Given" is turned, what is not surely that stays as it is."""
    family, _, given = (part.strip() for part in name.partition(","))
    sure = family and given and "," not in given and _plain(given) not in NOT_GIVEN
    turned = sure and _turned_script(name) and not _family_first(country, language)
    return f"{given} {family}" if turned else name


def _family_first(country: str, language: str) -> bool:
    return country.upper() in FAMILY_FIRST or language.replace("_", "-").split("-")[0].lower() in FAMILY_FIRST_SPOKEN


def _turned_script(name: str) -> bool:
    return all(unicodedata.name(sign, "").startswith(TURNED) for sign in name if sign.isalpha())


def _plain(words: str) -> str:
    return words.replace(".", "").replace(" ", "").casefold()
