"""Mail through a real server of the tests: encrypted, signed in, tried again, and never twice."""

import socket
import ssl
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope

from frontdesk import commands as do
from frontdesk.desk import Desk
from frontdesk.dispatch.mail import Postman
from frontdesk.domain.mail import Security, Server, require_address, require_server
from frontdesk.errors import Refusal, Unavailable
from frontdesk.identity import new_id
from frontdesk.queries.mail import DraftMail, SeeMail
from frontdesk.store import tables
from tests.documents.reading import text
from tests.hotel import Hotel, found_hotel

NOON = datetime(2025, 11, 19, 12, tzinfo=UTC)


class Mailbox:
    """Keeps what it gets; says ``answer`` first if there is one."""

    def __init__(self) -> None:
        self.got: list[EmailMessage] = []
        self.answers: list[str] = []

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if address.startswith("nobody"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        if self.answers:
            return self.answers.pop(0)
        assert isinstance(envelope.content, bytes)
        self.got.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"


def auth(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=(data.login, data.password) == (b"desk", b"sesame"))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("tls")
    cert, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
        check=True, capture_output=True,
    )  # fmt: skip
    return cert, key


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def port(mailbox: Mailbox, certificate: tuple[Path, Path]) -> Iterator[int]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    server = Controller(
        mailbox,
        hostname="localhost",
        port=_free_port(),
        tls_context=context,
        require_starttls=True,
        authenticator=auth,
        auth_required=True,
    )
    server.start()
    yield server.port
    server.stop()


def _free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        number: int = tried.getsockname()[1]
        return number


@pytest.fixture
def house(sqlite_address: str) -> Iterator[Hotel]:
    with Desk.open(sqlite_address, clock=lambda: NOON) as desk:
        yield found_hotel(desk)


def postman(hotel: Hotel, certificate: tuple[Path, Path], later: timedelta = timedelta(0)) -> Postman:
    trust = ssl.create_default_context(cafile=str(certificate[0]))
    return Postman(
        hotel.desk,
        hotel.command,
        hotel.desk.workstation,
        lambda: NOON + later,
        lambda _server: "sesame",
        trust,  # type: ignore[arg-type]
    )


def set_server(hotel: Hotel, port: int, **fields: Any) -> None:
    given = {"host": "localhost", "sender": "desk@miramar.example.com", "user": "desk", **fields}
    hotel.do(do.SetMailServer, hotel.kostas, port=port, **given)


def queue(hotel: Hotel, stay: str, to: str = "jo@example.com", **fields: Any) -> None:
    draft = hotel.desk.ask(DraftMail(stay))
    hotel.do(do.QueueMail, mail=new_id(), stay=stay, to=to, subject=draft.subject, body=draft.body, **fields)


def occupied(hotel: Hotel) -> str:
    stay = hotel.arrive()
    hotel.charge(stay)
    return stay


def states(hotel: Hotel) -> list[tuple[str, int]]:
    return [(row.state, row.tries) for row in hotel.rows(tables.mail)]


def test_a_message_addresses_the_guest_as_a_letter_does(house: Hotel) -> None:
    stay = house.arrive(name="Παπαδοπούλου, Ελένη")
    assert "Dear Ελένη Παπαδοπούλου,\n" in house.desk.ask(DraftMail(stay)).body


def test_a_folio_arrives_with_its_paper_and_the_log_says_so(
    house: Hotel, port: int, mailbox: Mailbox, certificate: tuple[Path, Path]
) -> None:
    stay = house.arrive(name="Müller, Jürgen")
    house.charge(stay)
    set_server(house, port)
    queue(house, stay)
    assert postman(house, certificate).work() == 1
    (got,) = mailbox.got
    (row,) = house.desk.ask(SeeMail(stay=stay))
    assert (got["To"], got["From"], row.state) == ("jo@example.com", "desk@miramar.example.com", "sent")
    assert row.mail in got["Message-ID"]
    body, paper = got.iter_parts()
    assert "Dear Jürgen Müller," in body.get_content()
    assert "Müller" in text(paper.get_payload(decode=True))  # type: ignore[arg-type]
    assert [(logged.stay_id, logged.copy) for logged in house.rows(tables.print_log)] == [(stay, 0)]


def test_the_queue_survives_a_restart_and_sends_once(
    sqlite_address: str, port: int, mailbox: Mailbox, certificate: tuple[Path, Path]
) -> None:
    with Desk.open(sqlite_address, clock=lambda: NOON) as desk:
        house = found_hotel(desk)
        stay = occupied(house)
        set_server(house, port)
        queue(house, stay)
    with Desk.open(sqlite_address, clock=lambda: NOON) as desk:
        again = Hotel(desk, house.ana, house.kostas, house.maria)
        worker = postman(again, certificate)
        assert [worker.work(), worker.work()] == [1, 0]
    assert len(mailbox.got) == 1


def test_a_server_that_says_not_now_is_asked_later(
    house: Hotel, port: int, mailbox: Mailbox, certificate: tuple[Path, Path]
) -> None:
    stay = occupied(house)
    set_server(house, port)
    queue(house, stay)
    mailbox.answers = ["451 try again"]
    assert postman(house, certificate).work() == 0
    assert states(house) == [("waiting", 1)]
    assert postman(house, certificate, timedelta(minutes=1)).work() == 0
    assert postman(house, certificate, timedelta(minutes=2)).work() == 1
    assert states(house) == [("sent", 2)]
    assert len(mailbox.got) == 1


def test_an_address_that_is_not_there_fails_and_stops_no_other(
    house: Hotel, port: int, mailbox: Mailbox, certificate: tuple[Path, Path]
) -> None:
    stay = occupied(house)
    set_server(house, port)
    queue(house, stay, "nobody@example.com")
    queue(house, stay)
    assert postman(house, certificate).work() == 1
    assert sorted(states(house)) == [("failed", 1), ("sent", 1)]
    failed = next(row for row in house.rows(tables.mail) if row.state == "failed")
    assert "550 no such mailbox" in failed.reason


def test_a_certificate_nobody_knows_is_not_talked_to(
    house: Hotel, port: int, mailbox: Mailbox, certificate: tuple[Path, Path]
) -> None:
    stay = occupied(house)
    set_server(house, port)
    queue(house, stay)
    worker = postman(house, certificate)
    worker.trust = None
    assert worker.work() == 0
    assert states(house) == [("waiting", 1)]
    assert mailbox.got == []


def test_a_server_out_of_reach_leaves_the_message_waiting(house: Hotel, certificate: tuple[Path, Path]) -> None:
    stay = occupied(house)
    set_server(house, 1)
    queue(house, stay)
    assert postman(house, certificate).work() == 0
    (row,) = house.rows(tables.mail)
    assert (row.state, "out of reach" in row.reason) == ("waiting", True)


def test_what_was_sent_is_not_sent_again_when_noting_failed(
    house: Hotel, port: int, mailbox: Mailbox, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    stay = occupied(house)
    set_server(house, port)
    queue(house, stay)
    worker = postman(house, certificate)
    with monkeypatch.context() as broken:
        broken.setattr(house.desk, "do", _out_of_reach)
        with pytest.raises(Unavailable):
            worker.work()
    assert states(house) == [("waiting", 0)]
    assert worker.work() == 0
    assert len(mailbox.got) == 1


def _out_of_reach(_command: object) -> None:
    raise Unavailable("The database is out of reach.")


def test_without_a_server_it_is_said(house: Hotel, certificate: tuple[Path, Path]) -> None:
    queue(house, house.arrive())
    with pytest.raises(Refusal, match="No mail server is set up"):
        postman(house, certificate).work()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"host": "smtp.example.com", "security": Security.NONE}, "only through TLS"),
        ({"host": "bad host"}, "not the name of a mail server"),
        ({"port": 0}, "no port"),
        ({"sender": "desk"}, "not an e-mail address"),
    ],
)
def test_a_server_that_cannot_be_is_refused(fields: dict[str, Any], said: str) -> None:
    given = {"host": "localhost", "port": 25, "security": Security.NONE, "sender": "a@example.com", **fields}
    with pytest.raises(Refusal, match=said):
        require_server(Server(**given))


@pytest.mark.parametrize(
    "address",
    [
        "",
        "jo",
        "jo@",
        "a@b.c d",
        "a@example.com, b@example.com",
        "a@x\nBcc: b@example.com",
        "<a@example.com>",
        "a@-x.com",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(Refusal, match="not an e-mail address"):
        require_address(address)


@pytest.mark.parametrize("address", ["jo@example.com", " jo.doe+x@mail.example.co.uk ", "μαρία@παράδειγμα.gr"])
def test_an_address_is_taken(address: str) -> None:
    assert require_address(address) == address.strip()


def test_only_a_manager_sets_the_server(house: Hotel) -> None:
    with pytest.raises(Refusal, match="a manager's to change"):
        house.do(do.SetMailServer, host="localhost", sender="a@example.com")


def test_the_queue_works_on_both_databases(hotel: Hotel) -> None:
    stay = occupied(hotel)
    queue(hotel, stay, language="de")
    (row,) = hotel.desk.ask(SeeMail(waiting=hotel.desk.workstation))
    assert (row.to, row.copy, row.state) == ("jo@example.com", 0, "waiting")
