from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.models.table import Column, Role, TableModel
from ui.widgets.table_view import TableView


@dataclass(frozen=True)
class Line:
    id: int
    what: str
    cents: int


COLUMNS = [
    Column(title="What", text=lambda line: line.what, icon=lambda _line: "card", tone=lambda _line: "quiet"),
    Column(title="Amount", text=lambda line: f"{line.cents / 100:.2f}", sort=lambda line: line.cents, numeric=True,
           spoken=lambda line: f"{line.cents / 100:.2f} euros"),
]  # fmt: skip
LINES = [Line(1, "Room", 18900), Line(2, "City tax", 400), Line(3, "Minibar", 1200), Line(4, "Laundry", 3450)]


def by_id(line: Line) -> int:
    return line.id


@pytest.fixture
def model(qapp: QApplication):
    made = TableModel(COLUMNS, key=by_id)
    made.tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    made.show(LINES)
    return made


@pytest.fixture
def view(qtbot: QtBot, model: TableModel[Line]):
    made = TableView(model, "Lines", empty="Nothing on this bill yet.")
    qtbot.addWidget(made)
    return made


def ids(model: TableModel[Line]) -> list[int]:
    return [line.id for line in model.rows()]


def test_it_answers_what_a_cell_shows_and_says(model: TableModel[Line]):
    cell = model.index(0, 1)
    assert cell.data() == "189.00"
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == "189.00 euros"
    assert cell.data(Role.ROW) is LINES[0]
    assert cell.data(Role.SORT) == 18900
    assert model.index(0, 0).data(Role.TONE) == "quiet"
    assert not model.index(0, 0).data(Qt.ItemDataRole.DecorationRole).isNull()


def test_a_head_stands_over_its_column_as_the_cells_do(model: TableModel[Line]):
    for column in range(model.columnCount()):
        head = model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        assert head == model.index(0, column).data(Qt.ItemDataRole.TextAlignmentRole)


def test_the_current_row_and_selection_follow_through_a_sort(model: TableModel[Line], view: TableView):
    view.choose(3)
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert ids(model) == [1, 4, 3, 2]
    assert view.current().id == 3
    assert [index.row() for index in view.selectionModel().selectedRows()] == [2]


def test_new_content_touches_only_the_row_that_differs(model: TableModel[Line], view: TableView):
    view.choose(2)
    changed, reset = QSignalSpy(model.dataChanged), QSignalSpy(model.modelReset)
    model.show([replace(line, cents=999) if line.id == 3 else line for line in LINES])
    assert reset.count() == 0
    assert changed.count() == 1
    assert (changed.at(0)[0].row(), changed.at(0)[1].row()) == (2, 2)
    assert view.current().id == 2


def test_rows_that_come_and_go_leave_the_current_row_alone(model: TableModel[Line], view: TableView):
    view.choose(3)
    model.show([Line(9, "Taxi", 5000), LINES[3], LINES[2]])
    assert ids(model) == [9, 4, 3]
    assert view.current().id == 3


def test_the_order_chosen_by_a_head_outlives_new_rows(model: TableModel[Line], view: TableView):
    model.sort(1)
    model.show([*LINES, Line(5, "Water", 600)])
    assert ids(model) == [2, 5, 3, 4, 1]


@pytest.mark.parametrize("seed", range(40))
def test_any_change_of_rows_ends_with_exactly_those_rows(model: TableModel[Line], view: TableView, seed: int):
    chance = random.Random(seed)
    for _ in range(10):
        wanted = [Line(n, f"line {n}", chance.randrange(5)) for n in chance.sample(range(12), chance.randrange(12))]
        before = view.current()
        model.show(wanted)
        assert list(model.rows()) == wanted
        if before is not None and before.id in ids(model) and view.current() is not None:
            assert view.current().id == before.id
        if wanted:
            view.choose(chance.choice(wanted).id)


def test_a_long_list_asks_for_its_next_page_once(qapp: QApplication):
    model, asked = TableModel(COLUMNS, key=by_id), []
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.page(LINES[:2], more=True, pager=asked.append)
    before = len(asked)
    if model.canFetchMore(QModelIndex()):
        model.fetchMore(QModelIndex())
    assert asked[before:] in ([LINES[1]], [])
    assert asked[-1] == LINES[1]
    assert not model.canFetchMore(QModelIndex())
    model.append(LINES[2:], more=False)
    assert ids(model) == [1, 2, 3, 4]
    assert not model.canFetchMore(QModelIndex())
    assert tester is not None


def test_a_list_of_which_only_a_part_is_here_does_not_sort_itself(qapp: QApplication):
    model, asked = TableModel(COLUMNS, key=by_id), []
    model.page(LINES[:2], more=True, pager=lambda _row: None)
    model.sort_asked.connect(lambda column, order: asked.append((column, order)))
    model.sort(1, Qt.SortOrder.AscendingOrder)
    assert asked == [(1, Qt.SortOrder.AscendingOrder)]
    assert ids(model) == [1, 2]


def test_arrows_choose_and_enter_opens(qtbot: QtBot, view: TableView, typing: Callable[..., None]):
    chosen, opened = [], []
    view.chosen.connect(chosen.append)
    view.opened.connect(opened.append)
    view.choose_first()
    typing(view, Qt.Key.Key_Down)
    typing(view, Qt.Key.Key_Return)
    assert [line.id for line in chosen] == [1, 2]
    assert [line.id for line in opened] == [2]


def test_an_empty_list_says_so(qtbot: QtBot, view: TableView, model: TableModel[Line]):
    view.resize(400, 200)
    view.show()
    full = view.grab().toImage()
    model.show([])
    assert view.grab().toImage() != full
    assert view.current() is None
