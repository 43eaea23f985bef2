"""Making a house shared, moving one onto it, and joining."""

import hashlib
import json
import stat
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Connection, exc, select

from frontdesk import commands as do
from frontdesk.cli import checking, run
from frontdesk.clock import utc_now
from frontdesk.desk import Desk, sharing
from frontdesk.domain.folio import PaymentMethod
from frontdesk.domain.room import Housekeeping
from frontdesk.errors import Refusal, Unavailable
from frontdesk.queries.check import CheckHouse
from frontdesk.store import schema, tables
from frontdesk.store.address import parameters_of
from frontdesk.store.engine import Store
from frontdesk.store.reach import unreachable
from frontdesk.sync import enrolment, moving, secrets
from frontdesk.sync.authority import Authority
from tests.conftest import _create, _drop
from tests.hotel import DAY, Hotel, found_hotel
from tests.sync.shared import Shared, in_step, joined

pytestmark = pytest.mark.postgres


@pytest.fixture
def empty(postgres_server: str):
    address = _create(postgres_server, "empty_one", "template1")
    yield address
    _drop(postgres_server, "empty_one")


def lived_in(path: Path) -> None:
    """A house in a file with closed days and a settled window: what the guards would refuse today."""
    with Desk.open(path) as desk:
        hotel = found_hotel(desk)
        stay = hotel.arrive("305")
        for day in range(3):
            hotel.close_day(DAY + timedelta(day))
        line = hotel.charge(stay)
        hotel.do(do.CorrectPosting, posting=line, reason="C-DUPL", text="Twice.")
        owed = hotel.folio(stay).windows[0].balance
        hotel.do(do.TakePayment, stay=stay, method=PaymentMethod.CASH, amount=owed)
        hotel.do(do.SettleWindow, stay=stay, window=1)
        assert not desk.ask(CheckHouse())


def test_a_house_moves_resumes_and_stays_untouched(tmp_path: Path, empty: str, capsys: pytest.CaptureFixture[str]):
    source = tmp_path / "hotel.db"
    lived_in(source)
    before = hashlib.sha256(source.read_bytes()).hexdigest()
    seen: list[str] = []

    def stop_half_way(name: str, *_counts: int) -> None:
        seen.append(name)
        if name == "posting":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sharing.init(empty, source, clock=utc_now, progress=stop_half_way)
    with pytest.raises(Refusal, match="not shared"):
        sharing.code(empty, clock=utc_now)
    assert run(["share", "init", empty, "--from", str(source)]) == 0
    assert "28 rooms" in capsys.readouterr().out
    assert hashlib.sha256(source.read_bytes()).hexdigest() == before
    with Desk.open(empty) as moved, Desk.open(source) as old:
        assert not moved.ask(CheckHouse())
        with moved._house.reading() as there, old._house.reading() as here:
            wanted = select(tables.lane.c.seq, tables.lane.c.head)
            assert there.execute(wanted).one() == here.execute(wanted).one()
    with pytest.raises(Refusal, match="house in this database already"):
        sharing.init(empty, source, clock=utc_now, progress=lambda *_: None)


def test_a_file_that_changed_in_between_is_not_mixed(tmp_path: Path, empty: str):
    source = tmp_path / "hotel.db"
    lived_in(source)
    authority = Authority.at(parameters_of(empty))
    enrolment.prepare(authority)

    def stop(name: str, *_counts: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        moving.move(source, authority, stop)
    with Desk.open(source) as desk:
        found = desk.ask(CheckHouse())
        assert not found
        hotel = Hotel(desk, *_people(desk))
        hotel.reserve("306")
    with pytest.raises(Refusal, match="changed since the move began"):
        moving.move(source, authority, lambda *_: None)
    authority.close()


def _people(desk: Desk) -> tuple[str, str, str]:
    with desk._house.reading() as connection:
        rows = connection.execute(select(tables.staff.c.name, tables.staff.c.id)).all()
    named = {row.name: row.id for row in rows}
    return named["Ana"], named["Kostas"], named["Maria"]


def test_joining_by_the_command_line(shared: Shared, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["share", "code", shared.address]) == 0
    code = capsys.readouterr().out.split()[0]
    folder = tmp_path / "here"
    with_word = shared.over_the_line.replace("postgres@", "postgres:opensesame@")
    arguments = ["share", "join", with_word, "--workstation", "desk-7", "--code", code, "--folder", str(folder)]
    assert run(arguments) == 0
    assert "readable by you alone" in capsys.readouterr().err
    settings = (folder / "sharing.json").read_text()
    assert "opensesame" not in settings
    assert json.loads(settings)["workstation"] == "desk-7"
    secret = folder / "secret.json"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert "opensesame" not in secret.read_text(), "a workstation has a role and a password of its own"
    assert '"user": "fd_' in settings
    assert run(["share", "status", "--folder", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "desk-7: in step" in said
    assert run(["share", "rebuild", "--folder", str(folder)]) == 0
    assert run(["ask", "SeeHouse", "--database", str(folder)]) == 0
    assert "Hotel Miramar" in capsys.readouterr().out
    assert run([*arguments[:-1], str(tmp_path / "again")]) == 2
    assert "wrong, used or too old" in capsys.readouterr().err


def test_the_doctor_says_how_a_workstation_stands(
    shared: Shared, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    folder = shared.enrol("desk-1")
    monkeypatch.setattr(checking, "joined_folder", lambda: folder)
    run(["doctor"])
    said = capsys.readouterr().out
    assert "fine  workstation desk-1: in step, copy at change" in said
    assert "fine  0 waiting to be sent, 0 put aside" in said
    shared.line.cut()
    assert run(["doctor", "-d", str(folder)]) == 1
    assert "NOT   workstation desk-1: out of reach, copy at change" in capsys.readouterr().out
    assert run(["share", "status", "-d", str(folder)]) == 1
    assert "desk-1: out of reach" in capsys.readouterr().out


def test_a_code_is_good_once_and_for_one_name(shared: Shared, tmp_path: Path):
    shared.enrol("desk-1")
    code = sharing.code(shared.address, clock=utc_now)
    with pytest.raises(Refusal, match="a workstation desk-1 already"):
        sharing.join(tmp_path / "x", shared.over_the_line, "desk-1", code, warn=lambda _: None)
    sharing.join(tmp_path / "x", shared.over_the_line, "desk-2", code, warn=lambda _: None)
    with pytest.raises(Refusal, match="used"):
        sharing.join(tmp_path / "y", shared.over_the_line, "desk-3", code, warn=lambda _: None)
    old = sharing.code(shared.address, clock=lambda: utc_now() - timedelta(days=2))
    with pytest.raises(Refusal, match="too old"):
        sharing.join(tmp_path / "z", shared.over_the_line, "desk-4", old, warn=lambda _: None)


def test_a_secret_goes_to_the_keyring(shared: Shared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    kept: dict[str, str] = {}

    class Ring:
        def set_password(self, service: str, name: str, value: str) -> None:
            kept[service + name] = value

        def get_password(self, service: str, name: str) -> str | None:
            return kept.get(service + name)

    monkeypatch.setattr(secrets, "_keyring", Ring)
    warned: list[str] = []
    code = sharing.code(shared.address, clock=utc_now)
    sharing.join(tmp_path / "x", shared.over_the_line, "desk-1", code, warn=warned.append)
    assert not warned
    assert len(kept) == 1
    assert not (tmp_path / "x" / "secret.json").exists()
    with Desk.join(tmp_path / "x") as desk:
        assert desk.workstation == "desk-1"
    kept.clear()
    with pytest.raises(Unavailable, match="secret for the shared database is gone"):
        Desk.join(tmp_path / "x")


def test_a_desk_with_another_secret_is_not_let_in(shared: Shared):
    folder = shared.enrol("desk-1")
    secret = json.loads((folder / "secret.json").read_text())
    (folder / "secret.json").write_text(json.dumps({**secret, "token": "another"}))
    one = shared.desk("desk-1")
    one.do(do.SetHousekeeping, room="305", state=Housekeeping.DIRTY)
    assert one.desk.status().state in {"stopped", "waiting"}
    joined(one).worker.wake()
    assert "not enrolled" in str(joined(one).worker.reach.stopped)


def test_a_shared_house_still_opens_for_jobs(shared: Shared):
    one, office = shared.desk("desk-1"), shared.office()
    stay = office.arrive("305")
    in_step(shared, one)
    assert one.folio(stay)
    shared.require_invariants()


@pytest.mark.parametrize(
    ("address", "weaker", "mode"),
    [
        ("postgresql://a@localhost/h", "", None),
        ("postgresql://a@127.0.0.1:5/h", "", None),
        ("postgresql://a@/h?host=/var/run", "", None),
        ("postgresql://a@db.example/h", "", "verify-full"),
        ("postgresql://a@localhost,db.example/h", "", "verify-full"),
        ("postgresql://a@db.example/h?sslmode=require", "require", "require"),
        ("postgresql://a@db.example/h", "disable", "disable"),
    ],
)
def test_the_way_to_another_computer_is_proved(address: str, weaker: str, mode: str | None):
    found = parameters_of(address, weaker)
    assert found.get("sslmode") == mode
    assert found["target_session_attrs"] == "read-write"


@pytest.mark.parametrize(
    ("address", "weaker", "said"),
    [
        ("postgresql://a@db.example/h?sslmode=require", "", "pose as the server"),
        ("postgresql://a@db.example/h?sslmode=prefer", "require", "pose as the server"),
        ("postgresql://a@db.example/h", "nonsense", "no TLS mode"),
        ("hotel.db", "", "address"),
        ("postgresql://db.example", "", "names no database"),
    ],
)
def test_a_weak_way_is_refused(address: str, weaker: str, said: str):
    with pytest.raises(Refusal, match=said):
        parameters_of(address, weaker)


@pytest.mark.parametrize(("name", "text"), [("sharing.json", "{"), ("sharing.json", "{}"), ("secret.json", "{")])
def test_a_workstation_whose_files_are_damaged_is_told_to_join_again(
    shared: Shared, name: str, text: str, capsys: pytest.CaptureFixture[str]
):
    folder = shared.enrol("desk-1")
    (folder / name).write_text(text)
    for job in (["share", "status", "-d"], ["share", "rebuild", "-d"], ["ask", "SeeHouse", "-d"]):
        assert run([*job, str(folder)]) == 2
        assert "frontdesk share join" in capsys.readouterr().err
    assert run(["doctor", "-d", str(folder)]) == 1
    assert "frontdesk share join" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("FATAL:  Rolle »fd_0123abcd_0123456789ab« hat keine Berechtigung zum Einloggen", "not let this workstation in"),
        ("FATAL:  kein pg_hba.conf-Eintrag für Host »::1«, Benutzer »fd_0123abcd_0123456789ab«", "out of reach"),
        ("FATAL:  Datenbank »hotel« existiert nicht", "out of reach"),
        ("Multiple connection attempts failed. All failures were:\n- host: a: refused\n- host: b: session is read-only",
         "Only a standby was found, which takes no changes. host: a: refused; host: b: session is read-only."),
    ],
)  # fmt: skip
def test_a_server_that_speaks_another_language(said: str, told: str):
    assert told in str(unreachable(OSError(said), "The shared database is out of reach.", "Wait."))


def test_a_job_of_the_office_gives_way_to_a_desk_and_is_done_again(shared: Shared):
    tries: list[str] = []
    with psycopg.connect(shared.address) as desk:
        desk.execute("LOCK TABLE stay IN ACCESS SHARE MODE")

        def job(connection: Connection) -> str:
            tries.append("tried")
            if len(tries) == 2:
                desk.rollback()
            connection.exec_driver_sql("SET LOCAL lock_timeout = '50ms'")
            connection.exec_driver_sql("LOCK TABLE stay IN ACCESS EXCLUSIVE MODE")
            return "done"

        authority = Authority.at(parameters_of(shared.address))
        assert authority.patient(job) == "done"
        authority.close()
    assert len(tries) == 2


def test_an_upgrade_gives_way_to_desks_and_is_done_again(empty: str, monkeypatch: pytest.MonkeyPatch):
    upgrade, tries = schema._upgrade, []

    def in_the_way(store: Store) -> None:
        tries.append("tried")
        if len(tries) == 1:
            raise exc.OperationalError("CREATE", {}, psycopg.errors.DeadlockDetected("deadlock detected"))
        upgrade(store)

    monkeypatch.setattr(schema, "_upgrade", in_the_way)
    Desk.open(empty).close()
    assert len(tries) == 2
