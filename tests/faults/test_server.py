"""The shared database's server loses its power, or gives way to its standby; the desks go on by themselves."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from frontdesk import commands as do
from frontdesk.clock import utc_now
from frontdesk.desk import sharing
from frontdesk.domain.room import Housekeeping
from frontdesk.errors import Refusal
from frontdesk.sync import enrolment
from tests.faults.cluster import Cluster
from tests.hotel import Hotel
from tests.sync.shared import Shared, in_step, joined, until

pytestmark = pytest.mark.postgres
ROUNDS = 4
MOST = 200
"""Charges of one desk: fewer than a desk may keep waiting."""


def busy(hotel: Hotel, stay: str, over: threading.Event, ticked: list[str]) -> None:
    for _ in range(MOST):
        if over.is_set():
            return
        command = hotel.command(do.PostCharge, stay=stay, code="3000", unit_price=100)
        hotel.desk.do(command)
        ticked.append(command.id)
        time.sleep(0.02)


@pytest.mark.timeout(240)
def test_the_server_is_stopped_and_killed_under_load(cluster: Cluster, house: Shared):
    desks = [house.desk("desk-1"), house.desk("desk-2")]
    stays = [desks[0].arrive("305"), desks[0].arrive("306")]
    in_step(house, *desks)
    over, ticked = threading.Event(), []
    threads = [
        threading.Thread(target=busy, args=(hotel, stay, over, ticked))
        for hotel, stay in zip(desks, stays, strict=True)
    ]
    for thread in threads:
        thread.start()
    try:
        for number in range(ROUNDS):
            time.sleep(0.8)
            if number % 2:
                cluster.kill()
                time.sleep(0.2)
            else:
                cluster.stop("immediate")
            time.sleep(0.4)
            cluster.start()
    finally:
        over.set()
        for thread in threads:
            thread.join()
    in_step(house, *desks)
    posted = {row.id for row in house.journal() if row.kind == "PostCharge"}
    assert len(ticked) > 50
    assert posted == set(ticked)
    house.require_invariants()


@pytest.fixture
def standby(cluster: Cluster) -> Iterator[Cluster]:
    """A server that follows the first one."""
    made = Cluster()
    try:
        yield made.standby_of(cluster)
    finally:
        made.destroy()


def join_both(house: Shared, name: str, *servers: Cluster) -> Hotel:
    """A workstation that knows both servers, and takes the one that can be written to."""
    code = sharing.code(house.address, clock=utc_now)
    hosts = ",".join(f"127.0.0.1:{server.port}" for server in servers)
    folder = house.folder / name
    enrolment.join(folder, f"postgresql://{hosts}/hotel", name, code, warn=lambda _words: None)
    house.sign_in(name)
    return house.desk(name)


def caught_up(primary: Cluster, standby: Cluster) -> bool:
    with psycopg.connect(primary.address) as one, psycopg.connect(standby.address) as two:
        (sent,) = one.execute("SELECT pg_current_wal_lsn()").fetchone()
        (there,) = two.execute("SELECT pg_last_wal_replay_lsn()").fetchone()
    return bool(sent == there)


def at(house: Shared, cluster: Cluster) -> None:
    """From now on the house is looked at on this server."""
    house.address = cluster.named("hotel")
    assert parse_qs(urlsplit(house.address).query)["port"] == [str(cluster.port)]


def test_a_standby_takes_over(cluster: Cluster, house: Shared, standby: Cluster):
    one = join_both(house, "desk-1", cluster, standby)
    stay = one.arrive("305")
    one.charge(stay)
    in_step(house, one)
    until(lambda: caught_up(cluster, standby), what="the standby has it all")
    cluster.kill()
    one.do(do.PostCharge, stay=stay, code="3000", unit_price=100)
    standby.promote()
    at(house, standby)
    in_step(house, one)
    assert len([row for row in house.journal() if row.kind == "PostCharge"]) == 2
    house.require_invariants()


def test_a_standby_that_had_not_heard_everything_gets_it_from_the_desks(
    cluster: Cluster, house: Shared, standby: Cluster
):
    one, two = (join_both(house, f"desk-{n}", cluster, standby) for n in (1, 2))
    stay = one.arrive("305")
    in_step(house, one, two)
    until(lambda: caught_up(cluster, standby), what="the standby has it all")
    standby.stop()
    told = [
        hotel.do(do.PostCharge, stay=stay, code="3000", unit_price=100 + n) for n in range(4) for hotel in (one, two)
    ]
    assert {done.outcome for done in told} == {"applied"}
    in_step(house, one, two)
    cluster.kill()
    standby.start()
    standby.promote()
    at(house, standby)
    in_step(house, one, two)
    posted = {row.id for row in house.journal() if row.kind == "PostCharge"}
    assert posted == {done.id for done in told}
    assert any(joined(hotel).desks.outbox.incidents() for hotel in (one, two))
    house.require_invariants()


def test_a_password_is_asked_for_and_the_codes_role_has_no_other(cluster: Cluster, house: Shared, tmp_path: Path):
    one = join_both(house, "desk-1", cluster)
    settings = enrolment.settings_of(house.folder / "desk-1")
    role = settings.parameters["user"]
    for word in ("", "guess"):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(host="127.0.0.1", port=cluster.port, user=role, dbname="hotel", password=word)
    with psycopg.connect(cluster.address) as owner:
        (kept,) = owner.execute("SELECT rolpassword FROM pg_authid WHERE rolname = %s", (role,)).fetchone()
    assert kept.startswith("SCRAM-SHA-256$")
    assert one.do(do.SetHousekeeping, room="305", state=Housekeeping.DIRTY).outcome == "recorded"
    with pytest.raises(Refusal, match="wrong, used or too old"):
        enrolment.join(
            tmp_path / "x", f"postgresql://127.0.0.1:{cluster.port}/hotel", "desk-9", "AAAA-BBBB-CCCC-DDDD-EEEE",
            warn=lambda _words: None,
        )  # fmt: skip
