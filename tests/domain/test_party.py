"""Heads of a night after changes, and who of them is exempt."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from frontdesk.domain.party import Exempt, Heads, earlier_heads, exempt_from, exempt_rows, heads_on, persons_on

FIRST = date(2026, 3, 2)
NIGHTS = [FIRST + timedelta(days=n) for n in range(10)]


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 6), st.lists(st.integers(0, 17), max_size=3)), max_size=8))
def test_each_change_holds_from_its_night_on_and_leaves_the_nights_before(changes: list[tuple[int, int, list[int]]]):
    now, earlier = Heads(2), []
    expected = dict.fromkeys(NIGHTS, Heads(2))
    for offset, adults, children in changes:
        on, fresh = NIGHTS[offset], Heads(adults, tuple(children))
        earlier = earlier_heads(on, now, earlier)
        now = fresh
        expected.update({night: fresh for night in NIGHTS if night >= on})
    assert {night: heads_on(night, now, earlier) for night in NIGHTS} == expected


def exempt(guest: str, reason: str = "resident", first: date = FIRST, last: date = FIRST) -> Exempt:
    return Exempt(guest=guest, reason=reason, evidence="card", first=first, last=last)


def test_exempt_guests_stand_first_among_the_adults():
    who = persons_on(FIRST, Heads(2, (7,)), [exempt("Jo"), exempt("Jo", "patient"), exempt("Al", last=FIRST)])
    assert [(person.age, person.exempt) for person in who] == [
        (18, ("resident", "patient")),
        (18, ("resident",)),
        (7, ()),
    ]


def test_an_exemption_ends_with_its_last_night():
    who = persons_on(FIRST + timedelta(days=1), Heads(2), [exempt("Jo")])
    assert [person.exempt for person in who] == [(), ()]


def test_exemptions_come_back_as_they_were_stored():
    given = (exempt("Jo"), exempt("Al", last=FIRST + timedelta(days=3)))
    assert exempt_from(exempt_rows(given)) == given
