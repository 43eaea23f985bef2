"""Sending what waits in the queue of mail. A message keeps its id, so that one sent twice can be told by the server."""

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from frontdesk.commands.mail import NoteMail
from frontdesk.dispatch.door import Door, Make
from frontdesk.dispatch.drawing import drawn
from frontdesk.domain.mail import MOST_TRIES, MailState, Security, Server, due
from frontdesk.errors import Refusal, Unavailable
from frontdesk.queries.e_invoice import ReadEInvoice
from frontdesk.queries.folio import ReadFolioPaper
from frontdesk.queries.mail import MailRow, ReadMailServer, SeeMail

LONGEST = 20.0
"""Seconds in which a mail server answers, or is taken to be out of reach."""
_FOR_GOOD = 500


@dataclass(slots=True)
class Postman:
    """Works the queue of one workstation. What it has sent it never sends again, even if that could not be noted."""

    door: Door
    make: Make
    workstation: str
    now: Callable[[], datetime]
    password: Callable[[Server], str]
    trust: ssl.SSLContext | None = None
    sent: set[str] = field(default_factory=set)

    def work(self) -> int:
        """Send everything that is due; gives how many messages went out.

        Raises:
            Refusal: no mail server is set up, though something waits.
            Unavailable: the database or the keyring is out of reach.
        """
        waiting = [row for row in self.door.ask(SeeMail(waiting=self.workstation)) if row.mail not in self.sent]
        waiting = [row for row in waiting if due(row.tries, row.tried_at, self.now())]
        if not waiting:
            return 0
        server = self.door.ask(ReadMailServer())
        password = self.password(server)
        return sum(self._deliver(row, server, password) for row in waiting)

    def _deliver(self, row: MailRow, server: Server, password: str) -> bool:
        try:
            send(message(row, server, self._paper(row)), server, password, self.trust)
        except Refusal as refusal:
            self._note(row, MailState.FAILED, str(refusal))
        except Unavailable as error:
            state = MailState.FAILED if row.tries + 1 >= MOST_TRIES else MailState.WAITING
            self._note(row, state, str(error))
        else:
            self.sent.add(row.mail)
            self._note(row, MailState.SENT, "")
            return True
        return False

    def _paper(self, row: MailRow) -> bytes:
        if row.form == "e_invoice":
            return drawn(self.door, ReadEInvoice(row.stay, row.window, row.language, row.style))
        return drawn(self.door, ReadFolioPaper(row.stay, row.window, row.language, row.style, row.copy))

    def _note(self, row: MailRow, state: MailState, reason: str) -> None:
        self.door.do(self.make(NoteMail, mail=row.mail, state=state, reason=reason[:1000], copy=row.copy))


def message(row: MailRow, server: Server, pdf: bytes) -> EmailMessage:
    """The message with its folio attached."""
    made = EmailMessage()
    made["Message-ID"] = f"<{row.mail}@{server.sender.rpartition('@')[2]}>"
    made["Date"] = format_datetime(row.made_at)
    made["From"], made["To"], made["Subject"] = server.sender, row.to, row.subject
    made.set_content(row.body + "\n")
    made.add_attachment(pdf, maintype="application", subtype="pdf", filename="folio.pdf")
    return made


def send(letter: EmailMessage, server: Server, password: str, trust: ssl.SSLContext | None = None) -> None:
    """Give one message to the server.

    Raises:
        Refusal: the server will never take it, such as for an address that is not there.
        Unavailable: the server is out of reach, or said not now.
    """
    try:
        with _connected(server, trust or ssl.create_default_context()) as smtp:
            if server.user:
                smtp.login(server.user, password)
            smtp.send_message(letter)
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        raise _translated(server, code, said) from error
    except smtplib.SMTPNotSupportedError as error:
        raise Refusal(f"The mail server {server.host} cannot do what this message needs.", str(error)) from error
    except smtplib.SMTPAuthenticationError as error:
        raise Unavailable(
            f"The mail server {server.host} did not accept the password.", help="Type it again: frontdesk mail server"
        ) from error
    except smtplib.SMTPResponseException as error:
        raise _translated(server, error.smtp_code, error.smtp_error) from error
    except (OSError, smtplib.SMTPException) as error:
        raise Unavailable(
            f"The mail server {server.host} is out of reach.", str(error), "It is tried again."
        ) from error


def _connected(server: Server, trust: ssl.SSLContext) -> smtplib.SMTP:
    if server.security is Security.TLS:
        return smtplib.SMTP_SSL(server.host, server.port, timeout=LONGEST, context=trust)
    smtp = smtplib.SMTP(server.host, server.port, timeout=LONGEST)
    if server.security is Security.STARTTLS:
        try:
            smtp.starttls(context=trust)
        except BaseException:
            smtp.close()
            raise
    return smtp


def _translated(server: Server, code: int, said: bytes | str) -> Refusal | Unavailable:
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    if code >= _FOR_GOOD:
        return Refusal(f"The mail server {server.host} refused the message.", f"{code} {words}", "Check the address.")
    return Unavailable(
        f"The mail server {server.host} cannot take the message now.", f"{code} {words}", "It is tried again."
    )
