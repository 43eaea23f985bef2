"""The mail server and the queue from the command line."""

from dataclasses import dataclass

from frontdesk.cli.acting import Maker, person_of
from frontdesk.cli.opening import open_desk
from frontdesk.commands.mail import SetMailServer
from frontdesk.dispatch.mail import Postman
from frontdesk.dispatch.password import keep_password, password_of
from frontdesk.domain.mail import Server
from frontdesk.queries.mail import ReadMailServer, SeeMail


@dataclass(frozen=True, slots=True)
class Typed:
    """A server as typed, with the password for this computer's keyring."""

    server: Server
    password: str


def set_server(typed: Typed, person: str, database: str) -> int:
    """Note the server in the house, the password in this computer's keyring."""
    server = typed.server
    with open_desk(database) as desk:
        make = Maker(desk, person_of(desk, person, "Say who sets the mail server."))
        desk.do(
            make(
                SetMailServer,
                host=server.host,
                port=server.port,
                security=server.security,
                sender=server.sender,
                user=server.user,
            )
        )
        if server.user:
            keep_password(desk.ask(ReadMailServer()), typed.password)
    print(f"Mail goes through {server.host} from {server.sender}.")
    return 0


def send(person: str, database: str, workstation: str) -> int:
    """Send what waits at this workstation."""
    with open_desk(database, workstation) as desk:
        make = Maker(desk, person_of(desk, person, "Say who sends the mail."))
        sent = Postman(desk, make, desk.workstation, desk.now, password_of).work()
        waiting = len(desk.ask(SeeMail(waiting=desk.workstation)))
    print(f"{sent} sent, {waiting} waiting.")
    return 0


def listed(database: str) -> int:
    """Show the newest messages and what became of them."""
    with open_desk(database) as desk:
        rows = desk.ask(SeeMail())
        for row in rows:
            why = f" ({row.reason})" if row.reason else ""
            print(f"{row.made_at.astimezone():%Y-%m-%d %H:%M}  {row.state:<8} {row.to}  {row.subject}{why}")
    if not rows:
        print("No message has been written yet.")
    return 0
