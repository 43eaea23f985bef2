"""Ids that order by time, never repeat, and are made again from their parent."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from frontdesk.identity import child_id, new_id

TIMES, NOISE = st.integers(0, 2**48 - 1), st.integers(0, 2**74 - 1)


@given(TIMES, NOISE)
def test_an_id_is_a_version_7_uuid_of_its_time(milliseconds: int, noise: int) -> None:
    found = UUID(new_id(milliseconds, noise))
    assert (found.version, found.variant) == (7, "specified in RFC 4122")
    assert found.int >> 80 == milliseconds
    assert new_id(milliseconds, noise) == str(found)


@given(TIMES, NOISE, NOISE)
def test_other_randomness_makes_another_id(milliseconds: int, one: int, other: int) -> None:
    assert (new_id(milliseconds, one) == new_id(milliseconds, other)) == (one == other)


@given(TIMES, TIMES, NOISE, NOISE)
def test_ids_order_by_time(one: int, other: int, first: int, second: int) -> None:
    if one < other:
        assert new_id(one, first) < new_id(other, second)


def test_ids_of_a_moment_differ() -> None:
    assert len({new_id() for _ in range(10_000)}) == 10_000


@given(TIMES, NOISE, st.text(), st.text())
def test_a_child_is_always_the_same_and_keeps_its_parents_time(
    milliseconds: int, noise: int, name: str, other: str
) -> None:
    parent = new_id(milliseconds, noise)
    child = UUID(child_id(parent, name))
    assert (child.version, child.variant, child.int >> 80) == (8, "specified in RFC 4122", milliseconds)
    assert child_id(parent, name) == str(child) != parent
    assert (child_id(parent, other) == str(child)) == (name == other)


def test_children_of_two_parents_differ() -> None:
    assert child_id(new_id(), "folio") != child_id(new_id(), "folio")
