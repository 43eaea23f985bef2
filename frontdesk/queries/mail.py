"""Mail as the desk sees it: a draft for a guest, the queue, and the server."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from frontdesk.domain.addressee import addressed
from frontdesk.domain.mail import MailState, Security, Server
from frontdesk.errors import Refusal
from frontdesk.queries.base import Question
from frontdesk.queries.batch_rows import next_copies
from frontdesk.queries.stay import SeeStay
from frontdesk.queries.stay_view import see_stay
from frontdesk.queries.window import numbered
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.words import say

KEYS = "mail_"
"""What the names of a mail server's settings begin with among those of the house."""
NEWEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRow:
    """A message with its folio. ``copy`` is the copy number its paper would carry if it were sent now."""

    mail: str
    stay: str
    window: int
    style: str
    language: str
    form: str
    to: str
    subject: str
    body: str
    state: str
    tries: int
    reason: str
    made_at: datetime
    tried_at: datetime | None
    workstation: str
    copy: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MailDraft:
    """What a message to a guest would say, in the guest's language. ``settled``: an e-invoice can be asked for."""

    to: str
    language: str
    subject: str
    body: str
    settled: bool
    server: bool


@dataclass(frozen=True, slots=True)
class DraftMail(Question[MailDraft]):
    """A message with the folio of a window, addressed to the guest."""

    stay: str
    window: int = 1


@dataclass(frozen=True, slots=True)
class SeeMail(Question[tuple[MailRow, ...]]):
    """Messages, newest first; ``waiting`` gives those that wait to be sent from a workstation, oldest first."""

    waiting: str = ""
    stay: str = ""


@dataclass(frozen=True, slots=True)
class ReadMailServer(Question[Server]):
    """The house's mail server; refused if none is set up."""


def draft_mail(reader: Reader, question: DraftMail) -> MailDraft:
    """The message as it would go out unchanged."""
    stay = see_stay(reader, SeeStay(question.stay))
    window = numbered(reader, question.stay, question.window)
    guest = reader.first(
        select(tables.guest.c.email)
        .join(tables.stay, tables.stay.c.guest_id == tables.guest.c.id)
        .where(tables.stay.c.id == question.stay)
    )
    language = stay.language or reader.house.language
    house = reader.house.name
    return MailDraft(
        to=guest.email if guest else "",
        language=language,
        subject=say(language, "mail.subject", house=house, number=window.settled or stay.confirmation),
        body=say(language, "mail.body", guest=addressed(stay.name, stay.country, stay.language), house=house),
        settled=window.settled is not None,
        server=bool(reader.house.settings.get(f"{KEYS}host")),
    )


def see_mail(reader: Reader, question: SeeMail) -> tuple[MailRow, ...]:
    """Messages of the house."""
    mail = tables.mail
    wanted = select(mail).order_by(mail.c.made_at.desc(), mail.c.id.desc()).limit(NEWEST)
    if question.waiting:
        wanted = (
            select(mail)
            .where(mail.c.state == MailState.WAITING.value, mail.c.workstation == question.waiting)
            .order_by(mail.c.made_at, mail.c.id)
        )
    if question.stay:
        wanted = wanted.where(mail.c.stay_id == question.stay)
    rows = reader.all(wanted)
    copies = next_copies(reader, {row.stay_id for row in rows})
    names = (
        "window", "style", "language", "form", "to", "subject", "body", "state", "tries", "reason",
        "made_at", "tried_at", "workstation",
    )  # fmt: skip
    return tuple(
        MailRow(
            mail=row.id,
            stay=row.stay_id,
            copy=copies.get((row.stay_id, row.window), 0),
            **{name: getattr(row, name) for name in names},
        )
        for row in rows
    )


def read_mail_server(reader: Reader, _question: ReadMailServer) -> Server:
    """The server from the settings of the house.

    Raises:
        Refusal: none is set up.
    """
    settings = reader.house.settings
    if not settings.get(f"{KEYS}host"):
        raise Refusal(
            "No mail server is set up for this house.",
            help="A manager sets it up under Paper and mail settings, or with: frontdesk mail server",
        )
    return Server(
        host=settings[f"{KEYS}host"],
        port=int(settings[f"{KEYS}port"]),
        security=Security(settings[f"{KEYS}security"]),
        sender=settings[f"{KEYS}sender"],
        user=settings.get(f"{KEYS}user", ""),
    )
