"""A shared house on a server with a name and a certificate: proved, or refused in one sentence."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from frontdesk import commands as do
from frontdesk.cli import run
from frontdesk.desk import Desk
from frontdesk.domain.room import Housekeeping
from frontdesk.store import address as addresses
from tests.faults.cluster import Cluster
from tests.faults.tls import Authority, TlsLine
from tests.hotel import ANA_PIN, Hotel, found_hotel
from tests.sync.shared import until

pytestmark = pytest.mark.postgres

NAME = "hotel-server.example"


@dataclass(frozen=True)
class Server:
    """A server whose owner of the house is no superuser, behind a line that shows a certificate."""

    cluster: Cluster
    line: TlsLine
    own: Authority
    people: Hotel

    def address(self, *more: str, name: str = NAME, password: str = ":opensesame", user: str = "hotel") -> str:
        """The house's address by a name; the number in it stands in for the network's own list of names."""
        query = "&".join(("hostaddr=127.0.0.1", *more))
        return f"postgresql://{user}{password}@{name}:{self.line.port}/hotel?{query}"

    @property
    def trusted(self) -> str:
        return f"sslrootcert={self.own.file}"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("tls")
    own = Authority(folder / "own")
    cluster = Cluster()
    try:
        cluster.make()
        line = TlsLine(cluster.port, own.serving(NAME))
        with psycopg.connect(cluster.address, autocommit=True) as admin:
            admin.execute("CREATE ROLE hotel LOGIN CREATEROLE PASSWORD 'opensesame'")
            admin.execute("CREATE ROLE plain LOGIN PASSWORD 'opensesame'")
            admin.execute("CREATE DATABASE hotel OWNER hotel")
        with Desk.open(folder / "hotel.db") as desk:
            people = found_hotel(desk)
        made = Server(cluster, line, own, people)
        assert run(["share", "init", made.address(made.trusted), "--from", str(folder / "hotel.db")]) == 0
        yield made
        line.close()
    finally:
        cluster.destroy()


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRONTDESK_NO_KEYRING", "1")


def join(server: Server, folder: Path, capsys: pytest.CaptureFixture[str]) -> Hotel:
    capsys.readouterr()
    assert run(["share", "code", server.address(server.trusted)]) == 0
    code = capsys.readouterr().out.split()[0]
    way = server.address(server.trusted, user="", password="").replace("//@", "//")
    arguments = ["share", "join", way, "--workstation", folder.name, "--code", code, "--folder", str(folder)]
    assert run(arguments) == 0
    people = server.people
    one = Hotel(Desk.join(folder), people.ana, people.kostas, people.maria)
    assert one.do(do.SignIn, one.ana, pin=ANA_PIN).outcome == "applied"
    return one


def test_a_desk_works_over_tls_and_goes_on_while_the_certificate_is_wrong(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    good, other = server.line.shown, Authority(tmp_path / "other")
    one = join(server, tmp_path / "desk-1", capsys)
    kept = json.loads((tmp_path / "desk-1" / "sharing.json").read_text())["parameters"]
    assert (kept["sslmode"], kept["sslrootcert"]) == ("verify-full", str(server.own.file))
    try:
        assert one.do(do.SetHousekeeping, room="305", state=Housekeeping.DIRTY).outcome == "recorded"
        server.line.shown = other.serving(NAME)
        server.cluster.stop()
        server.cluster.start()
        until(lambda: "no authority that this computer trusts" in one.desk.status().words, what="it says why")
        assert one.do(do.SetHousekeeping, room="306", state=Housekeeping.DIRTY).outcome == "waiting"
        server.line.shown = good
        until(lambda: one.desk.status().state == "in_step", what="the right certificate is back")
    finally:
        server.line.shown = good
        one.desk.close()


def test_the_systems_own_authorities_are_found(
    server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    assert run(["share", "stations", server.address()]) == 2
    assert "from no authority that this computer trusts" in capsys.readouterr().err
    monkeypatch.setattr(addresses.ssl, "get_default_verify_paths", lambda: _Paths(str(server.own.file)))
    for command in (["share", "stations", server.address()], ["check", "-d", server.address()]):
        assert run(command) == 0


@dataclass(frozen=True)
class _Paths:
    cafile: str


@pytest.mark.parametrize("job", [["share", "stations"], ["share", "code"], ["check", "-d"]])
def test_a_server_that_proves_nothing_is_refused(
    server: Server, job: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    good = server.line.shown
    strange = f"sslrootcert={Authority(tmp_path / 'other').file}"
    cases = (
        (good, server.address(server.trusted, name="other.example"), "certificate is made out to another name."),
        (good, server.address(strange), "from no authority that this computer trusts"),
        (good, server.address("sslrootcert=/no/ca.crt"), "authority of the server's certificate cannot be read."),
        (None, server.address(server.trusted), "offers no encryption, so nothing was sent"),
    )
    try:
        for shown, address, said in cases:
            server.line.shown = shown
            assert run([*job, address]) == 2
            told = capsys.readouterr()
            assert said in told.err
            assert told.err.count("\n") == 1
            assert not told.out
    finally:
        server.line.shown = good


def test_a_weaker_way_has_to_be_meant(server: Server, capsys: pytest.CaptureFixture[str]):
    weak = server.address("sslmode=require", name="other.example")
    assert run(["share", "stations", weak]) == 2
    assert "--allow-weaker-tls require" in capsys.readouterr().err
    assert run(["share", "stations", weak, "--allow-weaker-tls", "require"]) == 0
    assert run(["check", "-d", weak]) == 0, "where there is no such option, the address says it"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"password": ":wrong"}, "The server does not take this name and password."),
        ({"password": ""}, "The server asks for a password."),
        ({"user": "nobody"}, "The server does not take this name and password."),
        ({"user": "plain"}, "This name may not do that in this database."),
    ],
)
@pytest.mark.parametrize("job", [["share", "code"], ["share", "stations"], ["share", "restored"], ["check", "-d"]])
def test_who_is_not_let_in_is_told_why(
    server: Server, job: list[str], changed: dict[str, str], said: str, capsys: pytest.CaptureFixture[str]
):
    assert run([*job, server.address(server.trusted, **changed)]) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert (told.err.count("\n"), told.out) == (1, "")


def test_a_database_that_holds_no_house(server: Server, capsys: pytest.CaptureFixture[str]):
    def at(database: str) -> str:
        return server.address(server.trusted).replace("/hotel?", f"/{database}?")

    with psycopg.connect(server.cluster.address, autocommit=True) as admin:
        admin.execute("CREATE DATABASE bare OWNER hotel")
    for job in (["code"], ["stations"], ["restored"], ["remove", "desk-1"]):
        assert run(["share", job[0], at("bare"), *job[1:]]) == 2
        assert "There is no house in this database." in capsys.readouterr().err
        assert run(["share", job[0], at("none"), *job[1:]]) == 2
        assert "The server gives no such database." in capsys.readouterr().err
    assert run(["ask", "SeeHouse", "-d", at("none")]) == 2


def test_several_servers_in_one_address(server: Server, capsys: pytest.CaptureFixture[str]):
    both = f"postgresql://hotel:opensesame@{NAME}:1,{NAME}:{server.line.port}/hotel"
    query = f"?hostaddr=127.0.0.1,127.0.0.1&{server.trusted}"
    assert run(["check", "-d", both + query]) == 0
    assert run(["check", "-d", both.replace("opensesame", "wrong") + query]) == 2
    assert "does not take this name and password" in capsys.readouterr().err
