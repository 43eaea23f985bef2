"""Rows on pages: nothing overlaps, groups hold together, totals are carried."""

from hypothesis import given
from hypothesis import strategies as st

from frontdesk.documents.layout import Box, Column, Frame, Row, Table, keep_ends_together, paginate, put, side_by_side
from frontdesk.documents.page import BODY

FRAME = Frame(300, 60, 400)
HEAD = Row(14, keep=True)


def table() -> Table:
    return Table(
        HEAD, lambda total: Row(10, (), (Box(0, 0, 0, 0, total),)), lambda total: Row(10, (), (Box(1, 0, 0, 0, total),))
    )


rows = st.lists(st.tuples(st.integers(5, 60), st.booleans(), st.sampled_from([None, 1, 2])), max_size=40).map(
    lambda drawn: [Row(float(height), keep=keep, running=running) for height, keep, running in drawn]
)


@given(rows)
def test_rows_keep_their_order_and_never_overlap(given_rows: list[Row]):
    pages = paginate(given_rows, FRAME, table())
    placed = [row for page in pages for _, row in page]
    assert [row for row in placed if any(row is each for each in given_rows)] == given_rows
    for number, page in enumerate(pages):
        y = FRAME.first if number == 0 else FRAME.top
        for top, row in page:
            assert top >= y - 0.01
            y = top + row.height
        assert y <= FRAME.bottom + 0.01


def test_kept_rows_share_a_page():
    group = [Row(30, keep=True), Row(30, keep=True), Row(30)]
    pages = paginate([Row(50), *group], FRAME, None)
    assert [len(page) for page in pages] == [1, 3]


def test_group_higher_than_a_page_is_taken_apart():
    pages = paginate([Row(30, keep=True) for _ in range(40)], FRAME, None)
    assert sum(len(page) for page in pages) == 40


def test_total_is_carried_and_the_head_repeats():
    given_rows = [Row(30, running=10 * n) for n in range(6)]
    first, second, *_ = paginate(given_rows, FRAME, table())
    assert first[-1].row.boxes == (Box(0, 0, 0, 0, 20),)
    assert second[0].row is HEAD
    assert second[1].row.boxes == (Box(1, 0, 0, 0, 20),)


def test_the_heads_of_a_part_return_on_the_next_page_until_it_ends():
    name, columns, end = Row(20, keep=True, opens=True), Row(14, keep=True, opens=True), Row(20, opens=False)
    pages = paginate([name, columns, *(Row(100) for _ in range(5)), end, Row(300)], FRAME, None)
    assert [[row.row for row in page[:2]] for page in pages[1:3]] == [[name, columns], [name, columns]]
    assert pages[3][0].row.height == 300, "the part has ended"


def test_the_name_of_a_group_returns_below_what_is_brought_forward():
    name = Row(20, keep=True, running=0, opens=True)
    pages = paginate([name, *(Row(30, running=10 * n) for n in range(6))], FRAME, table())
    assert [row for _, row in pages[1][:3]] == [HEAD, table().brought(10), name]


def test_last_two_rows_hold_together():
    held = keep_ends_together([Row(10) for _ in range(5)])
    assert [row.keep for row in held] == [True, False, False, True, False]


def test_columns_fill_the_width():
    places = side_by_side([50, None, 30], 60, 540, 10)
    assert places[0] == (60, 50)
    assert places[-1] == (510, 30)
    assert places[1] == (120, 380)


def test_mirrored_column_lies_on_the_other_side_and_numbers_stay_right():
    words, amounts = Column(60, 100), Column(400, 80, right=True, number=True)
    assert words.mirrored(600) == Column(440, 100, right=True)
    assert amounts.mirrored(600) == Column(120, 80, right=True, number=True)


def test_numbers_end_at_the_columns_edge():
    column = Column(400, 80, right=True, number=True)
    for text in ("1.00", "−1,234.50"):
        placed = put(text, column, 0, BODY)
        assert abs(placed.x + placed.ink.width - 480) < 0.01
