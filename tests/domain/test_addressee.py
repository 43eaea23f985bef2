"""Names in the address: turned where that is sure, and only there."""

import pytest

from frontdesk.domain.addressee import addressed


@pytest.mark.parametrize(
    ("name", "country", "language", "said"),
    [
        ("Bennett, Harriet", "GBR", "en", "Harriet Bennett"),
        ("Παπαδοπούλου, Ελένη", "GRC", "el", "Ελένη Παπαδοπούλου"),
        ("Иванова, Анна", "", "", "Анна Иванова"),
        ("van der Berg, Jan-Willem J.", "NLD", "nl", "Jan-Willem J. van der Berg"),
        ("O’Brien ,  Máire", "IRL", "", "Máire O’Brien"),
        ("Eleni Papadopoulou", "GRC", "el", "Eleni Papadopoulou"),
        ("Lopez, Garcia, Ana", "ESP", "es", "Lopez, Garcia, Ana"),
        ("Bennett,", "GBR", "en", "Bennett,"),
        ("King, Jr.", "USA", "en", "King, Jr."),
        ("Nordwerk Anlagen, GmbH", "DEU", "de", "Nordwerk Anlagen, GmbH"),
        ("Sato, Yuki", "JPN", "en", "Sato, Yuki"),
        ("Sato, Yuki", "jp", "", "Sato, Yuki"),
        ("Nagy, János", "HUN", "", "Nagy, János"),
        ("Nagy, János", "", "hu_HU", "Nagy, János"),
        ("Wang, Wei", "", "zh-Hant", "Wang, Wei"),
        ("山田, 花子", "", "en", "山田, 花子"),
        ("김, 민준", "USA", "en", "김, 민준"),
        ("سعيد, ليلى", "", "ar", "سعيد, ليلى"),
        ("Yamada, 花子", "", "en", "Yamada, 花子"),
    ],
)
def test_only_a_sure_family_name_goes_behind(name: str, country: str, language: str, said: str) -> None:
    assert addressed(name, country, language) == said
