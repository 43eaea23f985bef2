"""What the house's papers and its mail go by, for the form that changes it."""

from dataclasses import dataclass

from frontdesk.domain.mail import Server
from frontdesk.queries.base import Question
from frontdesk.queries.mail import KEYS, ReadMailServer, read_mail_server
from frontdesk.store.reader import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSettings:
    """The seller on invoices, head and foot of papers, and the mail server, if one is set up. ``logo`` is base64."""

    name: str
    address: tuple[str, ...]
    tax_number: str
    country: str
    payment_terms: str
    footer: str
    legal: str
    logo: str
    server: Server | None


@dataclass(frozen=True, slots=True)
class ReadPaperSettings(Question[PaperSettings]):
    """What the house's papers and its mail go by now."""


def read_paper_settings(reader: Reader, _question: ReadPaperSettings) -> PaperSettings:
    """The settings of the house that paper and mail use."""
    house = reader.house
    said = {name: house.settings.get(name, "") for name in ("payment_terms", "footer", "legal", "logo")}
    there = bool(house.settings.get(f"{KEYS}host"))
    return PaperSettings(
        name=house.name,
        address=tuple(house.address),
        tax_number=house.tax_number,
        country=house.country or "",
        server=read_mail_server(reader, ReadMailServer()) if there else None,
        **said,
    )
