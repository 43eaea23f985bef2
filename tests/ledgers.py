"""Reading a house's ledger in tests, and giving a house its own tax rules."""

import hashlib
from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, insert, select, update

from frontdesk import commands as do
from frontdesk.commands.base import Command
from frontdesk.domain.folio import PaymentMethod
from frontdesk.domain.tax.parse import parse_jurisdiction
from frontdesk.identity import new_id
from frontdesk.services.apply import Done
from frontdesk.store import tables
from tests.domain.jurisdictions import amount, included
from tests.hotel import DAY, Hotel

posting, part = tables.posting, tables.tax_part


def rows(hotel: Hotel, statement: Any) -> list[Any]:
    """What a select gives, straight from the database."""
    with hotel.desk._house.store.read.connect() as connection:
        return list(connection.execute(statement))


def balance(hotel: Hotel, stay: str) -> int:
    """The sum of a stay's postings as the database adds it up."""
    found = rows(hotel, select(func.coalesce(func.sum(posting.c.amount), 0)).where(posting.c.stay_id == stay))
    return int(found[0][0])


def taxes(hotel: Hotel, *stays: str) -> dict[str, int]:
    """Every tax of these stays, or of the house, by code."""
    wanted = select(part.c.code, func.sum(part.c.amount)).join(posting, posting.c.id == part.c.posting_id)
    if stays:
        wanted = wanted.where(posting.c.stay_id.in_(stays))
    return {code: int(total) for code, total in rows(hotel, wanted.group_by(part.c.code)) if total}


def revenue(hotel: Hotel) -> dict[str, int]:
    """The net of every code of the house."""
    found: dict[str, int] = defaultdict(int)
    for code, net in rows(hotel, select(posting.c.code, posting.c.net)):
        found[code] += net
    return {code: net for code, net in found.items() if net}


def shown(hotel: Hotel, stay: str, window: int = 1) -> list[tuple[str, int, int]]:
    """Kind, amount and tax of each line of a window."""
    return [(line.kind, line.amount, sum(tax.amount for tax in line.taxes)) for line in hotel.lines(stay, window)]


def pay(hotel: Hotel, stay: str, minor: int, method: str = "card", **fields: Any) -> str:
    """A payment; gives its id."""
    before = {line.posting for view in hotel.folio(stay).windows for line in view.lines}
    hotel.do(do.TakePayment, stay=stay, method=PaymentMethod(method), amount=minor, **fields)
    new = [line for view in hotel.folio(stay).windows for line in view.lines if line.posting not in before]
    return next(line.posting for line in new if line.kind in {"payment", "deposit"})


def done(hotel: Hotel, command: type[Command], actor: str, /, **fields: Any) -> Done:
    """Do a command that has a field named kind of its own."""
    now, at = hotel.desk.now(), hotel.desk.workstation
    return hotel.desk.do(command(id=new_id(), actor=actor, workstation=at, made_at=now, **fields))


def settled(hotel: Hotel, stay: str, window: int = 1) -> str:
    """Settle a window; gives its number."""
    number: str = hotel.do(do.SettleWindow, stay=stay, window=window).facts["number"]
    return number


def nights(hotel: Hotel, count: int, first: date = DAY) -> None:
    """So many night audits."""
    for number in range(count):
        hotel.close_day(first + timedelta(days=number))


def under_rules(hotel: Hotel, *rules: str, currency: str = "EUR") -> None:
    """Give the house these tax rules, as a later version of the program may."""
    head = (
        f'schema = 1\njurisdiction = "T"\ncurrency = "{currency}"\nuntaxed = ["paid_out"]\nchecked_on = 2026-03-01\n\n'
    )
    text = head + "\n".join(rules)
    parsed = parse_jurisdiction(text, file="test.toml").jurisdiction
    sha = hashlib.sha256(text.encode()).hexdigest()
    with hotel.desk._house.store.write.begin() as connection:
        known = {code for (code,) in connection.execute(select(tables.transaction_code.c.code))}
        connection.execute(insert(tables.tax_file).values(sha=sha, jurisdiction="T", text=text, adopted_on=DAY))
        connection.execute(update(tables.house).values(tax_sha=sha))
        for rule in parsed.taxes:
            if rule.code not in known:
                values = {"code": rule.code, "name": rule.code, "department": "tax", "tag": "", "price": 0}
                connection.execute(insert(tables.transaction_code).values(**values, by_hand=False, creditable=False))


TWELVE = included("VAT", "12", '"lodging", "food", "drink", "services", "fee", "other"')
"""12 % inside every price."""

CITY = amount(
    "CITY",
    'per = "person_night"\namount = "4.00"\nexempt = [ { kind = "reason", codes = ["resident"], evidence = true } ]',
)
"""4.00 a person and night on top; residents do not pay."""
