"""Does a folio open as fast beside years of other people's postings as in an empty house?

Run: python -m tests.benchmarks.bench_history [--postings 200000] [--rounds 30] [--json results.json] [--only sqlite]

The same guest with 40 lines in an empty house, then in one with a history beside it (5 million postings are about
twenty years of a house with 100 rooms). The ratio of the best times is to stay at or below 1.2.
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path

from frontdesk import commands as do
from frontdesk.queries.explanation import ExplainLine
from frontdesk.queries.folio import SeeFolio
from frontdesk.queries.stay import SeeStay
from tests.benchmarks.bench_posting import KINDS, timed
from tests.benchmarks.houses import fill, fill_history, founded, say, write_json
from tests.hotel import Hotel

LINES = 40


def works(hotel: Hotel) -> dict[str, Callable[[], object]]:
    """What a clerk does with a guest of 40 lines."""
    stay = hotel.arrive("301")
    fill(hotel, stay, LINES)
    line = hotel.folio(stay).windows[0].lines[0].posting
    return {
        "folio": lambda: hotel.desk.ask(SeeFolio(stay)),
        "stay": lambda: hotel.desk.ask(SeeStay(stay)),
        "explain": lambda: hotel.desk.ask(ExplainLine(line)),
        "charge": lambda: hotel.do(do.PostCharge, stay=stay, code="3000", unit_price=600),
    }


def measure(kind: str, postings: int, rounds: int) -> dict[str, dict[str, float]]:
    """Milliseconds in the empty house and beside the history, their ratio, and the seconds to fill it.

    The two houses take turns, and the best of the rounds counts: other work on the machine slows both alike.
    """
    with founded(kind) as empty, founded(kind) as full:
        began = time.perf_counter()
        fill_history(full, postings)
        filled = time.perf_counter() - began
        here, beside = works(empty), works(full)
        best: dict[str, tuple[float, float]] = {}
        for name in here:
            times = [(timed(here[name]), timed(beside[name])) for _ in range(rounds)]
            best[name] = (min(one for one, _ in times) * 1000, min(other for _, other in times) * 1000)
    return {
        "empty_ms": {name: one for name, (one, _) in best.items()},
        "beside_ms": {name: other for name, (_, other) in best.items()},
        "ratio": {name: other / one for name, (one, other) in best.items()},
        "fill": {"seconds": filled},
    }


def main() -> None:
    """Measure, print a table, write JSON where asked."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--postings", type=int, default=200_000)
    asked.add_argument("--rounds", type=int, default=30)
    asked.add_argument("--only", choices=KINDS)
    asked.add_argument("--json", type=Path)
    options = asked.parse_args()
    found = {}
    for kind in (options.only,) if options.only else KINDS:
        found[kind] = measure(kind, options.postings, options.rounds)
        filled = found[kind]["fill"]["seconds"]
        say(f"{kind}: {options.postings:,} postings beside it, filled in {filled:.0f} s")
        say(f"{'':4}{'':10}{'empty':>10}{'beside':>10}{'ratio':>8}")
        for name, ratio in found[kind]["ratio"].items():
            empty, beside = found[kind]["empty_ms"][name], found[kind]["beside_ms"][name]
            say(f"{'':4}{name:10}{empty:8.2f}ms{beside:8.2f}ms{ratio:8.2f}")
    write_json(options.json, found)


if __name__ == "__main__":
    main()
