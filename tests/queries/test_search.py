"""Finding: who is found by what, who never is, and in which order."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, insert, select, update

from frontdesk.domain.search_match import GuestText
from frontdesk.domain.search_text import name_words
from frontdesk.queries.search import Find
from frontdesk.services.search_index import index_again, index_guest, missing, rebuild
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from tests.queries.conftest import TODAY, House

FOUND_BY = {
    "Müller, Jürgen": ("Muller", "MÜLLER", "mueller", "ulle", "jurgen müller", "Juergen", "muller, j", normalize("NFD", "Müller")),
    "Mueller, Ilse": ("Müller", "mueller i"),
    "Strauß, Änne": ("strauss", "STRAUSS", "strauß", "anne"),
    "Łukasiewicz, Jan": ("lukasiewicz", "Łuka", "kasie", "jan luk"),
    "Þórsdóttir, Björk": ("thor", "Þór", "dottir", "bjork"),
    "O'Brien, Seán": ("obrien", "brien", "o'brien", "O’Brien", "sean o", "rie"),
    "Jean-Pierre, Marie": ("jean-pierre", "jeanpierre", "pierre", "pier mar"),
    "Papadopoulou, Eleni": ("dopoul", "eleni papadopoulou", "papadopoulou eleni", "papa el", "len poul", "eleni,papa"),
    "Παπαδοπούλου, Ελένη": ("παπαδοπουλου", "ΕΛΈΝΗ", "πούλου", "ελεν παπα"),
    "Γεώργιος Ζήσης": ("γεωργιος", "ΖΗΣΗΣ", "ζησης"),
    "Ёлкина, Анна": ("елкина", "ЁЛК", "анна ёлкина", "кина"),
    "山田, 太郎": ("山田", "太郎", "山田太郎", "山田 太郎", "田", "田太", "郎"),
    "ヤマモト, カナ": ("やまもと", "ヤマ", "モト", "ﾔﾏﾓﾄ"),
    "李, 小龙": ("李小龙", "小龙", "龙"),
    "김, 민수": ("김민수", "민수", "김", "수"),
    "محمّد, أحمد": ("محمد", "احمد", "أحم", "مـحـمـد", "حمد"),
    "عبدالله, علی": ("عبد", "الله", "علي"),
    "כהן, דוד": ("כהן", "דוד", "דוד כהן", "כה"),
    "Nguyễn, Thị Hương": ("nguyen", "huong", "thi nguyen"),
    "สมชาย, ใจดี": ("สมชาย", "ชาย"),
    "Kaʻahumanu": ("kaahumanu", "ka'ahu", "humanu"),
}  # fmt: skip


@pytest.fixture
def crowd(house: House) -> House:
    for name in FOUND_BY:
        house.expect(name)
    return house


def test_names_of_every_script_are_found_by_what_people_type(crowd: House) -> None:
    missed = [(name, typed) for name, texts in FOUND_BY.items() for typed in texts if name not in crowd.names(typed)]
    assert missed == []


def test_others_are_not_found(crowd: House) -> None:
    assert crowd.names("lukas") == ["Łukasiewicz, Jan"]
    assert crowd.names("thor") == ["Þórsdóttir, Björk"]
    assert crowd.names("太") == ["山田, 太郎"]
    assert crowd.names("eleni brien") == []
    assert crowd.names("xqz") == []


def test_the_latin_spelling_finds_too(house: House) -> None:
    house.expect("Παπαδοπούλου, Ελένη", latin="Papadopoulou, Eleni")
    for typed in ("papadop", "eleni papa", "παπαδ", "Ελένη papa"):
        assert [row.latin for row in house.find(typed)] == ["Papadopoulou, Eleni"], typed
        assert house.find(typed)[0].why == ""


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        (
            "+30 210 123-4567",
            ("+30 210 123", "0030210", "30 2101234567", "210 1234", "0210 1234567", "4567", "123 4567"),
        ),
        ("+44 (0)20 7946 0018", ("+44 (0)20 79", "02079", "+44 20 7946 0018", "0018", "20 7946")),
        ("0171 / 23 45 678", ("0171 23", "171234", "5678", "0171/2345678")),
        ("+1 (212) 555-0199", ("212-555", "+1 212", "(212) 5", "550199")),
    ],
)
def test_phones(house: House, kept: str, typed: tuple[str, ...]) -> None:
    house.expect("Nobody, Else", phone="+81 3 9999 8888")
    house.expect("Caller, Ann", phone=kept)
    for text in (*typed, *(f"caller {text}" for text in typed)):
        assert [(row.name, row.why) for row in house.find(text)] == [("Caller, Ann", kept)], text


def test_email_by_its_start_and_its_parts(house: House) -> None:
    house.expect("Doe, Jo", email="Eleni.Papa84@Mail.Example.org")
    house.expect("Roe, Al", email="marie-claude7@example.com")
    for typed in ("eleni.papa84@mail.example.org", "eleni.papa8", "eleni.p", "papa84", "mail.ex", "doe eleni@"):
        assert [(row.name, row.why) for row in house.find(typed)] == [("Doe, Jo", "Eleni.Papa84@Mail.Example.org")], (
            typed
        )
    assert house.names("marie-claude7") == house.names("claude7@exa") == ["Roe, Al"]


def test_confirmation_numbers(house: House) -> None:
    first = house.expect("Stay, Twice")
    house.expect("Other, One", confirmation="HX 77/1234")
    owner = house.find("stay")[0].guest
    again = house.expect("", guest_id=owner, confirmation="R-9999-000042")
    for typed in ("R-9999-000042", "r9999", "R-9999-0000", "9999-0000", "9999000042", "0042", "stay r-9999"):
        assert [(row.stay, row.why) for row in house.find(typed)] == [(again, "R-9999-000042")], typed
    assert {row.stay for row in house.find("stay")} == {first, again}
    for typed in ("hx 77/1234", "HX77", "77/12", "1234"):
        assert house.names(typed) == ["Other, One"], typed


def test_two_confirmations_that_differ_in_signs_only(house: House) -> None:
    house.expect("Sign, Ann", confirmation="A-1234")
    owner = house.find("sign")[0].guest
    house.expect("", guest_id=owner, confirmation="A1234")
    assert len(house.find("a1234")) == 2


def test_company(house: House) -> None:
    house.expect("Employee, Jo", company="Smith & Söhne GmbH")
    assert [(row.name, row.why) for row in house.find("söhne")] == [("Employee, Jo", "Smith & Söhne GmbH")]
    assert house.names("ohn") == house.names("gmbh smi") == ["Employee, Jo"]


def test_rooms_name_only_who_is_in_house(house: House) -> None:
    house.expect("Later, Ann", room="411")
    house.lodge("Now, Bob", "412")
    house.lodge("Next, Cem", "413")
    house.lodge("Annex, Dee", "A-12")
    assert house.names("412") == ["Now, Bob"]
    assert sorted(house.names("41")) == ["Next, Cem", "Now, Bob"]
    assert house.names("a-12") == house.names("A12") == ["Annex, Dee"]
    assert house.names("412 bob") == house.names("bob 412") == ["Now, Bob"]
    assert [row.room for row in house.find("412")] == ["412"]


def test_order(house: House) -> None:
    house.expect("Berg, Later")
    house.expect("Lindberg, Later")
    house.expect("Zorn, Later", company="Berg AG")
    house.expect("Bergmann, Today", arrival=TODAY)
    house.lodge("Goldberg, Here", "411")
    house.lodge("Bergson, Here", "412")
    assert [(row.group, row.name) for row in house.find("berg")] == [
        ("in_house", "Bergson, Here"),
        ("in_house", "Goldberg, Here"),
        ("due_in", "Bergmann, Today"),
        ("other", "Berg, Later"),
        ("other", "Zorn, Later"),
        ("other", "Lindberg, Later"),
    ]


def test_exact_room_and_confirmation_come_first(house: House) -> None:
    house.lodge("Aaa, Phone", "411", phone="412 555 000")
    house.lodge("Zzz, Room", "412")
    house.lodge("Mmm, Number", "413", confirmation="412")
    assert house.names("412") == ["Zzz, Room", "Mmm, Number", "Aaa, Phone"]


def test_what_the_index_proposes_is_compared_whole(house: House) -> None:
    house.lodge("Scattered, Bob", "411", confirmation="X4Z1Y2")
    house.expect(f"{'a' * 40}b, Ann")
    house.expect(f"{'a' * 40}c, Ann")
    assert house.names("412") == []
    assert house.names("a" * 40 + "c") == [f"{'a' * 40}c, Ann"]
    assert house.names("ann " + "a" * 40 + "b") == [f"{'a' * 40}b, Ann"]


def test_limit(house: House) -> None:
    for number in range(30):
        house.expect(f"Smith, John{number}")
    house.lodge("Aaaasmith, Inner", "411")
    for typed in ("smith", "s", "smith john", "john smi", "mit ohn"):
        rows = house.find(typed, 7)
        assert len(rows) == 7
        assert rows[0].group == "in_house" or typed != "smith"
        assert rows == house.find(typed, 7)
    assert house.find("smith", 0) == house.find("smith", -1) == ()
    assert len(house.find("smith", 10**9)) == 31


def test_nothing_typed_gives_everybody_in_house(house: House) -> None:
    house.expect("Later, Ann")
    house.lodge("Now, Bob", "412")
    house.lodge("Also, Cem", "411")
    for typed in ("", "   ", "\u200f\u202e", "\n"):
        assert [row.room for row in house.find(typed)] == ["411", "412"]
    assert house.names("", 1) == ["Also, Cem"]


HOSTILE = ["a" * 1_000_000, "smith " * 200_000, "\x00", "smi\x00th", "\u202esmith\u202c", "%", "_", "sm_th", "%ith", "\\", "'",
    "'; drop table guest; --", "\ud800", "smith\udfff", "😀", "-", "- / .", "*?[a]", "1" * 500, "٤١٢", "\u0301", "ﷺ", "+", "@", "00"]  # fmt: skip

NOBODY = {
    "a" * 1_000_000,
    "%",
    "_",
    "\\",
    "'",
    "'; drop table guest; --",
    "😀",
    "-",
    "- / .",
    "1" * 500,
    "ﷺ",
    "+",
    "@",
    "00",
}


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_is_an_error(house: House, typed: str) -> None:
    house.lodge("Smith, Ann", "412")
    found = house.names(typed)
    assert found in ([], ["Smith, Ann"])
    assert (found == []) == (typed in NOBODY)


def test_rebuilding_gives_the_same_answers(crowd: House) -> None:
    crowd.lodge("In, House", "412", phone="+30 210 1234567", email="x.y@z.org", company="Acme")
    typed = ["", "412", "acme", "2101", "x.y@", "r-2025", *[text for texts in FOUND_BY.values() for text in texts]]
    before = {text: crowd.find(text) for text in typed}
    with crowd.desk._house.store.write.begin() as connection:
        reader = Reader(connection)
        assert missing(reader) == []
        kept = _contents(connection)
        assert rebuild(reader) == len(FOUND_BY) + 1
        assert _contents(connection) == kept
        assert missing(reader) == []
    assert {text: crowd.find(text) for text in typed} == before


def _contents(connection: Any) -> list[list[tuple[Any, ...]]]:
    """The index without the ids of words, which depend on the order of writing."""
    word, suffix, entry = tables.search_word, tables.search_suffix, tables.search_entry
    selects = (
        select(tables.search_guest),
        select(word.c.field, word.c.word),
        select(suffix.c.place, suffix.c.suffix, word.c.word).join(word, word.c.id == suffix.c.word_id),
        select(word.c.field, word.c.word, entry.c.no).join(word, word.c.id == entry.c.word_id),
        select(tables.search_key),
    )
    return [sorted(tuple(row) for row in connection.execute(statement)) for statement in selects]


def test_a_guest_without_words_is_missed(crowd: House) -> None:
    stay = crowd.expect("Lost, Ann")
    lost = next(row.guest for row in crowd.find("lost") if row.stay == stay)
    guests, entries = tables.search_guest, tables.search_entry
    with crowd.desk._house.store.write.begin() as connection:
        no = connection.execute(select(guests.c.no).where(guests.c.guest_id == lost)).scalar_one()
        connection.execute(delete(entries).where(entries.c.no == no))
        assert missing(Reader(connection)) == [lost]
        connection.execute(delete(guests).where(guests.c.no == no))
        assert missing(Reader(connection)) == [lost]
        rebuild(Reader(connection))
        assert missing(Reader(connection)) == []
    assert crowd.names("lost") == ["Lost, Ann"]


def test_a_changed_guest_is_found_by_the_new_name_only(house: House) -> None:
    stay = house.expect("Maiden, Ann", confirmation="R-77-0001")
    guest = house.find("maiden")[0].guest
    with house.desk._house.store.write.begin() as connection:
        connection.execute(update(tables.guest).where(tables.guest.c.id == guest).values(name="Married, Ann"))
        assert missing(Reader(connection)) == [guest]
        index_again(Reader(connection), guest)
        assert missing(Reader(connection)) == []
    assert house.names("maiden") == []
    assert house.names("married") == house.names("r-77") == ["Married, Ann"]
    assert [row.stay for row in house.find("ann")] == [stay]


def test_a_refused_reservation_leaves_nothing_to_find(house: House) -> None:
    from frontdesk.errors import Refusal

    house.expect("First, Ann", confirmation="TAKEN")
    with pytest.raises(Refusal):
        house.expect("Second, Bob", confirmation="TAKEN")
    assert house.names("second") == []
    with house.desk._house.store.read.connect() as connection:
        assert connection.execute(select(func.count()).select_from(tables.search_guest)).scalar() == 1


# --- any name -------------------------------------------------------------------------------------------------------

LETTERS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\x00")
ANY_NAME = st.one_of(
    st.text(LETTERS, min_size=1, max_size=24),
    st.lists(
        st.text(st.sampled_from("abcäßøłαάжй山田ヤ김مأכ'-. ,1"), min_size=1, max_size=8), min_size=1, max_size=4
    ).map(" ".join),
)


class Written:
    """Guests written straight into a house, in a transaction that is never kept.

    Each has one stay whose confirmation number is nothing but signs: they are found by their names only.
    """

    def __init__(self, house: House, names: list[str]) -> None:
        self.connection = house.desk._house.store.write.connect()
        self.work = self.connection.begin()
        self.reader = Reader(self.connection)
        for number, name in enumerate(names):
            self._add(f"guest-{number}", "#" * (number + 1), name)

    def _add(self, guest: str, stay: str, name: str) -> None:
        row = {
            "id": guest, "name": name, "latin": "", "country": "", "language": "", "phone": "", "email": "",
            "company": "", "vip": False, "wishes": [], "address": [], "tax_number": "", "version": 1,
        }  # fmt: skip
        self.connection.execute(insert(tables.guest), row)
        arrival = TODAY - timedelta(5)
        self.connection.execute(
            insert(tables.stay),
            {
                "id": stay, "confirmation": stay, "guest_id": guest, "status": "checked_out", "arrival": arrival,
                "departure": TODAY, "room_type": "STD", "adults": 1, "children": [], "rate_plan": "", "includes": [],
                "channel": "", "note": "", "flags": [], "do_not_move": "", "booked_on": arrival, "version": 1, "party": [], "exempt": [],
            },
        )  # fmt: skip
        found = self.reader.first(select(tables.guest).where(tables.guest.c.id == guest))
        assert found is not None
        index_guest(self.reader, guest, found)

    def find(self, typed: str) -> dict[str, str]:
        from frontdesk.queries.finding import find

        return {row.guest: row.name for row in find(self.reader, Find(typed, 500))}

    def close(self) -> None:
        self.work.rollback()
        self.connection.close()


def _holds(typed: str, name: str) -> bool:
    """Whether a guest with only a name answers to what was typed, said as plainly as can be."""
    from frontdesk.domain.search_match import readings

    text = GuestText.of(name=name, latin="", company="", email="", phone="").name
    return any(all(token.text in text for token in tokens) for tokens in readings(typed) if tokens)


SLOW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@SLOW
@given(names=st.lists(ANY_NAME, min_size=1, max_size=6), data=st.data())
def test_every_guest_is_found_by_any_part_of_each_word(house: House, names: list[str], data: st.DataObject) -> None:
    written = Written(house, names)
    try:
        for number, name in enumerate(names):
            for word in name_words(name):
                start = data.draw(st.integers(0, len(word) - 1))
                part = word[start : data.draw(st.integers(start + 1, len(word)))]
                assert f"guest-{number}" in written.find(part), (name, part)
    finally:
        written.close()


@SLOW
@given(names=st.lists(ANY_NAME, min_size=1, max_size=8), typed=ANY_NAME)
def test_nobody_is_found_who_does_not_answer(house: House, names: list[str], typed: str) -> None:
    written = Written(house, names)
    try:
        found = written.find(typed)
        expected = {f"guest-{n}": name for n, name in enumerate(names) if _holds(typed, name)}
        assert found == expected
    finally:
        written.close()


def test_no_statement_reads_a_whole_table(tmp_path: Any) -> None:
    """On a small house everything is quick: the plans tell whether it would be in a large one."""
    from sqlalchemy import event

    from frontdesk.desk import Desk

    with Desk.open(tmp_path / "house.sqlite", durable=False) as desk:
        house = House(desk).found()
        said: dict[str, Any] = {}

        def heard(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
            if "search_" in statement:
                said[statement] = values[0] if many else values

        for engine in (desk._house.store.read, desk._house.store.write):
            event.listen(engine, "before_cursor_execute", heard)
        stay = house.expect("Müller, Jürgen", email="a.b@c.de", phone="+49 171 1234567", company="Acme")
        house.expect("", guest_id=next(row.guest for row in house.find("müller") if row.stay == stay))
        for typed in ("m", "mül", "mül jür", "a b", "412", "+49 171", "a.b@c", "r-2025", "acme 12"):
            house.find(typed)
        with desk._house.store.read.connect() as connection:
            plans = {
                step.detail
                for statement, values in list(said.items())
                for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            }
    assert len(said) > 10
    assert {plan for plan in plans if plan.startswith(("SCAN search_", "SCAN stay", "SCAN guest"))} == set()
