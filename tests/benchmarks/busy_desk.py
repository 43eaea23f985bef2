"""A workstation in a process of its own that posts a charge now and then: ``python -m tests.benchmarks.busy_desk``."""

import argparse
import sys
import threading
from pathlib import Path

from frontdesk import commands as do
from frontdesk.desk import Desk
from frontdesk.identity import new_id


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    for name in ("folder", "stay", "actor"):
        arguments.add_argument(name)
    arguments.add_argument("--every", type=float, default=3.0, help="seconds between two charges")
    asked = arguments.parse_args()
    ended = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
    with Desk.join(Path(asked.folder)) as desk:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while not ended.wait(asked.every):
            who = {"id": new_id(), "actor": asked.actor, "workstation": desk.workstation, "made_at": desk.now()}
            desk.do(do.PostCharge(**who, stay=asked.stay, code="3000", unit_price=650))


if __name__ == "__main__":
    main()
