"""The queue of mail: stored before anything is sent, so that it survives a restart."""

from frontdesk.commands.mail import NoteMail, QueueMail, SetMailServer
from frontdesk.domain.mail import MailState, Server, require_address, require_server
from frontdesk.errors import Refusal
from frontdesk.queries.folio import STYLES
from frontdesk.queries.mail import KEYS
from frontdesk.queries.stay import stay_of
from frontdesk.queries.window import numbered
from frontdesk.services.house import require_manager
from frontdesk.services.printing import log_print
from frontdesk.store import tables
from frontdesk.store.types import Fetched
from frontdesk.store.unit_of_work import UnitOfWork


def queue_mail(command: QueueMail, work: UnitOfWork) -> None:
    """Put a message into the queue."""
    stay = stay_of(work, command.stay)
    window = numbered(work, stay.id, command.window)
    if command.style not in STYLES:
        raise Refusal(f"There is no folio style {command.style!r}.", help="Styles: " + ", ".join(STYLES) + ".")
    if command.form not in {"folio", "e_invoice"}:
        raise Refusal("Mail carries a folio or an e-invoice.", help="Choose one of the two.")
    if not command.subject.strip() or "\n" in command.subject:
        raise Refusal("A message needs a subject in one line.", help="Such as: Your folio.")
    to = require_address(command.to)
    plain = ("style", "language", "form", "body", "made_at", "workstation")
    work.add(
        tables.mail,
        {
            "id": command.mail,
            "stay_id": stay.id,
            "window": window.number,
            **{name: getattr(command, name) for name in plain},
            "to": to,
            "subject": command.subject.strip(),
            "state": MailState.WAITING.value,
            "tries": 0,
            "reason": "",
            "made_by": command.actor,
            "tried_at": None,
            "version": 1,
        },
    )
    work.facts.update(to=to, window=window.number)
    work.touch("mail", f"stay:{stay.id}")


def note_mail(command: NoteMail, work: UnitOfWork) -> None:
    """Note what became of a message; one that was sent goes into the print log."""
    found = _mail(work, command.mail)
    if found.state != MailState.WAITING.value:
        raise Refusal(f"That message is {found.state} already.", help="Look at the messages again.")
    values = {
        "state": command.state.value,
        "tries": found.tries + 1,
        "reason": command.reason,
        "tried_at": command.made_at,
    }
    work.change(tables.mail, {"id": found.id}, values)
    if command.state is MailState.SENT:
        log_print(work, found, command.copy)
    work.facts.update(to=found.to, state=command.state.value)
    work.touch("mail", f"stay:{found.stay_id}")


def _mail(work: UnitOfWork, mail: str) -> Fetched:
    found = work.row(tables.mail, mail)
    if found is None:
        raise Refusal("There is no such message.", help="Look at the messages again.")
    return found


def set_mail_server(command: SetMailServer, work: UnitOfWork) -> None:
    """Note the server among the settings of the house. A manager's work."""
    require_manager(work)
    server = Server(
        host=command.host.strip(),
        port=command.port,
        security=command.security,
        sender=command.sender.strip(),
        user=command.user.strip(),
    )
    require_server(server)
    values = {f"{KEYS}{name}": str(getattr(server, name)) for name in ("host", "port", "security", "sender", "user")}
    work.change(tables.house, {"id": 1}, {"settings": {**work.house.settings, **values}})
    work.facts.update(host=server.host, sender=server.sender)
    work.touch("house", "mail")
