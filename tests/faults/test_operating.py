"""The operating steps of the README, done with the program's own command line on a server with passwords."""

from pathlib import Path

import psycopg
import pytest

from frontdesk import commands as do
from frontdesk.cli import run
from frontdesk.desk import Desk
from tests.faults.cluster import Cluster
from tests.hotel import ANA_PIN, Hotel, found_hotel
from tests.sync.shared import joined, until

pytestmark = pytest.mark.postgres


class House:
    """A server whose owner of the house is no superuser, and one workstation."""

    def __init__(self, cluster: Cluster, folder: Path) -> None:
        self.cluster = cluster
        self.folder = folder
        self.address = f"postgresql://hotel:opensesame@127.0.0.1:{cluster.port}/hotel"

    def server(self, *statements: str) -> None:
        with psycopg.connect(self.cluster.address, autocommit=True) as admin:
            for statement in statements:
                admin.execute(statement)

    def join(self, name: str, code: str) -> int:
        way = f"postgresql://127.0.0.1:{self.cluster.port}/hotel"
        return run(["share", "join", way, "--workstation", name, "--code", code, "--folder", str(self.folder / name)])


def test_from_an_empty_server_to_a_removed_workstation(
    cluster: Cluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    house = House(cluster, tmp_path)
    with Desk.open(tmp_path / "hotel.db") as desk:
        people = found_hotel(desk)
    # install
    house.server("CREATE ROLE hotel LOGIN CREATEROLE PASSWORD 'opensesame'", "CREATE DATABASE hotel OWNER hotel")
    # init, with the house that was in a file
    assert run(["share", "init", house.address, "--from", str(tmp_path / "hotel.db")]) == 0
    assert run(["check", "-d", house.address]) == 0
    # join
    capsys.readouterr()
    assert run(["share", "code", house.address]) == 0
    code = capsys.readouterr().out.split()[0]
    assert house.join("desk-1", code) == 0
    assert house.join("desk-2", code) == 2
    assert run(["share", "status", "--folder", str(tmp_path / "desk-1")]) == 0
    one = Hotel(Desk.join(tmp_path / "desk-1"), people.ana, people.kostas, people.maria)
    try:
        assert one.do(do.SignIn, one.ana, pin=ANA_PIN).outcome == "applied"
        stay = one.arrive("305")
        _backed_up_and_restored(house, one, stay)
        # remove
        assert run(["share", "remove", house.address, "desk-1"]) == 0
        one.do(do.PostCharge, stay=stay, code="3000", unit_price=100)
        until(lambda: one.desk.status().state == "stopped", what="the desk says that it was removed")
    finally:
        one.desk.close()


def _backed_up_and_restored(house: House, one: Hotel, stay: str) -> None:
    """Back up, work on, lose the database, restore: the desk brings what the backup lacks."""
    cluster, backup = house.cluster, house.cluster.home / "hotel.dump"
    way = ("-h", str(cluster.home), "-p", str(cluster.port), "-U", "postgres")
    cluster.run("pg_dump", *way, "-Fc", "-f", str(backup), "hotel")
    cluster.run("pg_dumpall", *way, "--roles-only", "-f", str(cluster.home / "roles.sql"))
    one.charge(stay, price=500)
    house.server("DROP DATABASE hotel WITH (FORCE)", "CREATE DATABASE hotel OWNER hotel")
    cluster.run("pg_restore", *way, "-d", "hotel", str(backup))
    assert run(["share", "restored", house.address]) == 0
    until(lambda: "sent again" in str(_incidents(one)), what="the desk found out by itself")
    in_step_alone(one)
    assert run(["check", "-d", house.address]) == 0
    with psycopg.connect(cluster.named("hotel")) as look:
        assert look.execute("SELECT count(*) FROM posting WHERE code = '3000'").fetchone() == (1,)
    # upgrade: opening the house with a newer program brings the schema and the guard up; the desks follow
    assert run(["ask", "SeeHouse", "--database", house.address]) == 0


def _incidents(one: Hotel) -> list[tuple[str, str]]:
    return joined(one).desks.outbox.incidents()


def in_step_alone(one: Hotel) -> None:
    until(lambda: one.desk.status().state == "in_step", what="in step")
