"""The operating steps of the README, done with the program's own command line on a server with passwords."""

from pathlib import Path

import psycopg
import pytest
from alembic import command

from frontdesk import commands as do
from frontdesk.cli import run
from frontdesk.desk import Desk
from frontdesk.store import schema
from frontdesk.store.engine import open_store
from frontdesk.sync import enrolment
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
    cluster = house.cluster
    _dump(cluster)
    cluster.run("pg_dumpall", *_way(cluster), "--roles-only", "-f", str(cluster.home / "roles.sql"))
    one.charge(stay, price=500)
    _restore(house)
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


def test_a_desk_that_joined_after_the_backup_joins_again_and_loses_nothing(
    cluster: Cluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    house, people = founded(cluster, tmp_path)
    _dump(cluster)
    assert house.join("desk-1", code_of(house, capsys)) == 0
    one = Hotel(Desk.join(tmp_path / "desk-1"), people.ana, people.kostas, people.maria)
    one.do(do.SignIn, one.ana, pin=ANA_PIN)
    stay = one.arrive("305")
    _restore(house)
    assert run(["share", "restored", house.address]) == 0
    until(lambda: one.desk.status().state == "stopped", what="the house does not know this desk")
    assert "Join again with a new code" in one.desk.status().words or "then join again" in one.desk.status().words
    one.desk.close()
    assert house.join("desk-1", code_of(house, capsys)) == 0
    one = Hotel(Desk.join(tmp_path / "desk-1"), people.ana, people.kostas, people.maria)
    try:
        until(lambda: one.desk.status().fresh_at is not None, what="let in")
        one.do(do.SignIn, one.ana, pin=ANA_PIN)
        until(lambda: _arrived(house, stay), what="what the backup lacks is sent by the new workstation")
    finally:
        one.desk.close()


def test_a_folder_is_joined_once_and_to_one_house(cluster: Cluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    house, _ = founded(cluster, tmp_path)
    assert house.join("desk-1", code_of(house, capsys)) == 0
    kept = {path.name: path.read_bytes() for path in (tmp_path / "desk-1").iterdir()}
    code = code_of(house, capsys)

    def again(name: str, folder: str = "desk-1", database: str = "hotel", typed: str = code) -> str:
        way = f"postgresql://127.0.0.1:{cluster.port}/{database}"
        at = str(tmp_path / folder)
        assert run(["share", "join", way, "--workstation", name, "--code", typed, "--folder", at]) == 2
        assert {path.name: path.read_bytes() for path in (tmp_path / "desk-1").iterdir()} == kept
        return capsys.readouterr().err

    assert "This computer is desk-1 of this house already." in again("desk-2")
    (tmp_path / "a-file").write_text("")
    assert "a-file cannot be written." in again("desk-2", folder="a-file")
    house.server("CREATE DATABASE other OWNER hotel")
    other = house.address.replace("/hotel", "/other").replace("//other:", "//hotel:")
    assert run(["share", "init", other]) == 0
    capsys.readouterr()
    assert run(["share", "code", other]) == 0
    of_other = capsys.readouterr().out.split()[0]
    assert "belongs to a workstation of another house" in again("desk-2", database="other", typed=of_other)
    assert run(["share", "remove", house.address, "desk-1"]) == 0
    way = f"postgresql://127.0.0.1:{cluster.port}/hotel"
    at = str(tmp_path / "desk-1")
    assert run(["share", "join", way, "--workstation", "desk-2", "--code", code, "--folder", at]) == 0


def test_roles_that_came_from_an_older_server(cluster: Cluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Roles of PostgreSQL 15 come to 16 without anybody who may give them, and without what they were given."""
    house, _ = founded(cluster, tmp_path)
    assert house.join("desk-1", code_of(house, capsys)) == 0
    with psycopg.connect(cluster.named("hotel"), autocommit=True) as admin:
        given = admin.execute(
            "SELECT format('REVOKE %s FROM %s CASCADE', roleid::regrole, member::regrole) FROM pg_auth_members "
            "WHERE roleid::regrole::text LIKE 'fd%'"
        ).fetchall()
        for (statement,) in given:
            admin.execute(statement)
        for job in (["code", house.address], ["remove", house.address, "desk-1"], ["restored", house.address]):
            assert run(["share", *job]) == 2
            said = capsys.readouterr().err
            assert "may not change the roles of this house's workstations" in said
        for (statement,) in admin.execute(said[said.index("SELECT") : said.index(" \\gexec")]).fetchall():
            admin.execute(statement)
    assert run(["share", "restored", house.address]) == 0
    with Desk.join(tmp_path / "desk-1") as desk:
        until(lambda: desk.status().fresh_at is not None, what="let in again")
    assert house.join("desk-2", code_of(house, capsys)) == 0
    assert run(["share", "remove", house.address, "desk-1"]) == 0


def test_a_database_of_an_older_program_begins_no_new_life(
    cluster: Cluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    house, _ = founded(cluster, tmp_path)
    assert house.join("desk-1", code_of(house, capsys)) == 0
    assert run(["share", "status", "-d", str(tmp_path / "desk-1")]) == 0
    store = open_store(house.address)
    with store.write.begin() as connection:
        config = schema._config()
        config.attributes["connection"] = connection
        command.downgrade(config, "0016")
    store.close()
    assert run(["share", "restored", house.address]) == 2
    assert "frontdesk check -d" in capsys.readouterr().err
    assert run(["share", "status", "-d", str(tmp_path / "desk-1")]) == 1
    assert "this workstation only reads" in capsys.readouterr().out
    assert run(["check", "-d", house.address]) == 0
    assert run(["share", "status", "-d", str(tmp_path / "desk-1")]) == 0
    assert run(["share", "restored", house.address]) == 0


def test_who_may_make_no_roles_moves_nothing_and_goes_on_later(
    cluster: Cluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    house = House(cluster, tmp_path)
    with Desk.open(tmp_path / "hotel.db") as desk:
        found_hotel(desk)
    house.server("CREATE ROLE hotel LOGIN PASSWORD 'opensesame'", "CREATE DATABASE hotel OWNER hotel")
    moving = ["share", "init", house.address, "--from", str(tmp_path / "hotel.db")]
    assert run(moving) == 2
    assert 'ALTER ROLE "hotel" CREATEROLE' in capsys.readouterr().err
    with psycopg.connect(cluster.named("hotel")) as look:
        assert look.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)
    house.server("ALTER ROLE hotel CREATEROLE")
    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(enrolment, "share", _no_power)
        assert run(moving) == 130
    assert run(moving) == 0, "what was moved and not yet shared is gone on with"


def _no_power(*_: object) -> None:
    raise KeyboardInterrupt


def _arrived(house: House, stay: str) -> bool:
    with psycopg.connect(house.cluster.named("hotel")) as look:
        return look.execute("SELECT status FROM stay WHERE id = %s", (stay,)).fetchone() == ("in_house",)


def founded(cluster: Cluster, folder: Path) -> tuple[House, Hotel]:
    """A shared house that was in a file before."""
    house = House(cluster, folder)
    with Desk.open(folder / "hotel.db") as desk:
        people = found_hotel(desk)
    house.server("CREATE ROLE hotel LOGIN CREATEROLE PASSWORD 'opensesame'", "CREATE DATABASE hotel OWNER hotel")
    assert run(["share", "init", house.address, "--from", str(folder / "hotel.db")]) == 0
    return house, people


def code_of(house: House, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert run(["share", "code", house.address]) == 0
    return capsys.readouterr().out.split()[0]


def _dump(cluster: Cluster) -> None:
    cluster.run("pg_dump", *_way(cluster), "-Fc", "-f", str(cluster.home / "hotel.dump"), "hotel")


def _restore(house: House) -> None:
    cluster = house.cluster
    house.server("DROP DATABASE hotel WITH (FORCE)", "CREATE DATABASE hotel OWNER hotel")
    cluster.run("pg_restore", *_way(cluster), "-1", "-d", "hotel", str(cluster.home / "hotel.dump"))


def _way(cluster: Cluster) -> tuple[str, ...]:
    return ("-h", str(cluster.home), "-p", str(cluster.port), "-U", "postgres")
