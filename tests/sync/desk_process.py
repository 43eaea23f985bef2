"""A desk in a process of its own that kills itself at the moment named by CRASH_AT."""

import json
import os
import signal
import sys
import time
from pathlib import Path

from frontdesk import commands as do
from frontdesk.desk import Desk
from frontdesk.identity import new_id
from frontdesk.sync import points
from frontdesk.sync.joined import Joined
from frontdesk.sync.worker import Reach, Worker


def die(name: str) -> None:
    if name == os.environ["CRASH_AT"]:
        sys.stdout.flush()
        os.kill(os.getpid(), signal.SIGKILL)


def main(folder: Path, job: str, stay: str, actor: str) -> None:
    if job != "charge":
        points.watch(die)
    if job == "anew":
        Worker._pull = lambda _own: None  # the news comes with the new copy, while the one of before knows the names
    desk = Desk.join(folder)
    joined: Joined = desk._house.joined  # type: ignore[attr-defined]
    if job == "rebuild":
        joined.desks.copy.drop()
        joined.worker.wake()
    elif job == "anew":
        joined.rebuild()
    elif job == "recover":
        joined.worker.reach = Reach()
        joined.worker._broken("asked for by a test")
    for number in range(20):
        if number == 2:
            points.watch(die)
        if job == "charge":
            command = do.PostCharge(
                id=new_id(), actor=actor, workstation=desk.workstation, made_at=desk.now(),
                stay=stay, code="3000", unit_price=100 + number,
            )  # fmt: skip
            desk.do(command)
            sys.stdout.write(json.dumps({"id": command.id}) + "\n")
            sys.stdout.flush()
        time.sleep(0.1)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
