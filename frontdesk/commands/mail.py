"""Mail to guests: a folio to send, what became of it, and the server it goes through."""

from dataclasses import dataclass

from frontdesk.commands.base import Command, fresh
from frontdesk.domain.mail import MailState, Security


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueMail(Command):
    """Send the paper of a window to somebody, as soon as the mail server takes it. ``form``: folio or e_invoice."""

    mail: str = fresh()
    stay: str
    window: int = 1
    style: str = "itemised"
    language: str = ""
    form: str = "folio"
    to: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteMail(Command):
    """Say what became of a message: sent, waiting after a try, or failed for good; ``copy`` is what it carried."""

    mail: str
    state: MailState
    reason: str = ""
    copy: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SetMailServer(Command):
    """Say through which server mail goes. Its password stays in the keyring of each workstation that sends."""

    host: str
    port: int = 587
    security: Security = Security.STARTTLS
    sender: str
    user: str = ""
