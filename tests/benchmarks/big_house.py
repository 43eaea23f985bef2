"""A synthetic hotel with a long past: a million guests with names of many countries, made the same way each time."""

from __future__ import annotations

import json
import random
import re
from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import import_module
from itertools import accumulate, islice
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert

from frontdesk.domain.search_match import GuestText
from frontdesk.services.search_index import rebuild
from frontdesk.store import schema, tables
from frontdesk.store.engine import Store
from frontdesk.store.reader import Reader

TODAY = date(2025, 11, 21)
ROOMS = 300
DUE_IN = 150
TO_COME = 5_000
BATCH = 20_000

LANDS = {
    "en_US": 25, "de_DE": 14, "es_ES": 10, "fr_FR": 9, "it_IT": 8, "el_GR": 7, "ja_JP": 6, "zh_CN": 6, "pl_PL": 4,
    "ru_RU": 4, "ko_KR": 3, "tr_TR": 2, "he_IL": 1, "ar_AA": 1,
}  # fmt: skip
SYLLABLES = re.findall(
    "..",
    "babeboborocasadadedenelafagagrahahalanininjakakokulalinilonamamemonanenolopapequirarerosasaseteteratoruvavevivawizazen",
)
COMPANIES = (
    "Aegean Shipping SA",
    "Siemens AG",
    "Nordwind Reisen GmbH",
    "Acme Airlines",
    "Toyota 自動車",
    "Smith & Sons",
)
MAILS = ("gmail.com", "gmail.com", "outlook.com", "yahoo.co.uk", "web.de", "otenet.gr", "siemens.com")


@dataclass(frozen=True)
class Names:
    """Family and given names of a country, the first much more common than the last."""

    family: Sequence[str]
    given: Sequence[str]


def draw(chance: random.Random, items: Sequence[str]) -> str:
    """An item, the n-th about 1/n as likely as the first."""
    weights = _weights(len(items))
    return items[bisect(weights, chance.random() * weights[-1])]


_known_weights: dict[int, list[float]] = {}


def _weights(count: int) -> list[float]:
    if count not in _known_weights:
        _known_weights[count] = list(accumulate(1 / (n + 8) for n in range(count)))
    return _known_weights[count]


def names_of(land: str, chance: random.Random) -> Names:
    """The library's lists of a country, and made-up rare names so that a million guests have as many words as real ones."""
    provider: Any = import_module(f"faker.providers.person.{land}").Provider

    def listed(*attributes: str) -> list[str]:
        found: dict[str, None] = {}
        for attribute in attributes:
            found.update(dict.fromkeys(getattr(provider, attribute, ())))
        return [name if isinstance(name, str) else name[0] for name in found]

    family = listed("last_names", "last_names_male", "last_names_female")
    given = listed("first_names", "first_names_male", "first_names_female", "first_romanized_names")
    rare = ["".join(chance.choices(SYLLABLES, k=chance.choice((2, 3, 3, 4)))).title() for _ in range(6_000)]
    latin = land in {"en_US", "de_DE", "es_ES", "fr_FR", "it_IT", "pl_PL", "tr_TR"}
    return Names(family + rare if latin else family, given)


def guests(count: int, seed: int = 7) -> Iterator[dict[str, Any]]:
    """Rows of ``guest``."""
    chance = random.Random(seed)
    lands = {land: names_of(land, chance) for land in LANDS}
    choices = chance.choices(list(LANDS), list(LANDS.values()), k=count)
    for n, land in enumerate(choices):
        names = lands[land]
        yield _guest(n, land, f"{draw(chance, names.family)}, {draw(chance, names.given)}", chance)


def _guest(n: int, land: str, name: str, chance: random.Random) -> dict[str, Any]:
    ascii_name = GuestText.of(name=name, latin="", company="", email="", phone="").name.split()
    local = ".".join(ascii_name[:2]) if name.isascii() else f"guest{chance.randrange(10**6)}"
    return {
        "id": made_id(n, 1),
        "name": name,
        "latin": "" if name.isascii() else f"{''.join(chance.choices(SYLLABLES, k=3)).title()}, {chance.choice(('Eleni', 'Taro', 'Ivan', 'Wei'))}",
        "country": land[3:],
        "language": land[:2],
        "phone": f"+{chance.choice((1, 30, 44, 49, 81, 86))} {chance.randrange(10**8, 10**10)}",
        "email": f"{local}{chance.randrange(100)}@{chance.choice(MAILS)}" if chance.random() < 0.8 else "",
        "company": chance.choice(COMPANIES) if chance.random() < 0.2 else "",
        "vip": chance.random() < 0.02,
        "wishes": [],
        "address": [],
        "tax_number": "",
        "version": 1,
    }  # fmt: skip


def made_id(n: int, kind: int) -> str:
    """An id that rises with ``n``, as ids made at a workstation do."""
    return str(UUID(int=(1_600_000_000_000 + n * 60) << 80 | 7 << 76 | kind << 64 | 2 << 62 | n))


def stays(count: int) -> Iterator[tuple[dict[str, Any], dict[str, Any] | None]]:
    """Rows of ``stay`` and ``room_night``: one past stay each, and a full house today of some of the same guests."""
    for n in range(count):
        night = TODAY - timedelta(days=2 + (count - n - 1) // ROOMS)
        yield _stay(n, n, "checked_out", night), _night(n, n % ROOMS, night)
    step = max(1, count // (ROOMS + DUE_IN + TO_COME))
    for n in range(ROOMS + DUE_IN + TO_COME):
        stay, guest = count + n, n * step % count
        if n < ROOMS:
            yield _stay(stay, guest, "in_house", TODAY - timedelta(days=1), 4), _night(stay, n, TODAY)
        else:
            arrival = TODAY if n < ROOMS + DUE_IN else TODAY + timedelta(days=1 + n % 200)
            yield _stay(stay, guest, "due_in", arrival), None


def _stay(n: int, guest: int, status: str, arrival: date, nights: int = 1) -> dict[str, Any]:
    return {
        "id": made_id(n, 2),
        "confirmation": f"R-{arrival.year}-{n:06d}",
        "guest_id": made_id(guest, 1),
        "status": status,
        "arrival": arrival,
        "departure": arrival + timedelta(days=nights),
        "room_type": "STD",
        "adults": 1,
        "children": [],
        "rate_plan": "Flexible",
        "includes": [],
        "channel": "direct",
        "note": "",
        "flags": [],
        "do_not_move": "",
        "party": [],
        "exempt": [],
        "booked_on": arrival,
        "version": 1,
    }


def _night(stay: int, room: int, night: date) -> dict[str, Any]:
    return {"room": f"{room // 30 + 1}{room % 30 + 1:02d}", "night": night, "stay_id": made_id(stay, 2)}


def build(store: Store, count: int, said: Callable[[str], None]) -> None:
    """Make the house in an empty database, with its search index."""
    schema.upgrade(store)
    with store.write.begin() as connection:
        if store.dialect == "sqlite":
            connection.exec_driver_sql("PRAGMA cache_size=-1000000")
        _founded(connection)
        _in_batches(connection, tables.guest, guests(count))
        said("guests written")
        _in_batches(connection, tables.stay, (stay for stay, _ in stays(count)))
        _in_batches(connection, tables.room_night, (night for _, night in stays(count) if night is not None))
        said("stays written")
    with store.write.begin() as connection:
        rebuild(Reader(connection))
        said("search index written")
    if store.dialect == "postgresql":
        with store.write.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM (ANALYZE)")
        said("vacuumed, as the server does by itself within minutes")


def _founded(connection: Connection) -> None:
    connection.execute(insert(tables.tax_file), {"sha": "0", "jurisdiction": "demo", "text": "", "adopted_on": TODAY})
    connection.execute(
        insert(tables.house),
        {
            "id": 1, "name": "Miramar", "address": [], "contact": {}, "tax_number": "", "currency": "EUR",
            "language": "en", "timezone": "Europe/Athens", "jurisdiction": "demo", "category": "4*", "zone": "",
            "business_date": TODAY, "typical_night": 10_000, "tax_sha": "0", "settings": {},
        },
    )  # fmt: skip
    connection.execute(
        insert(tables.room_type), {"code": "STD", "name": "Standard", "rank": 1, "sleeps": 2, "price": 10_000}
    )
    rooms = [
        {
            "number": f"{n // 30 + 1}{n % 30 + 1:02d}", "type": "STD", "floor": n // 30 + 1, "side": "sea", "beds": "",
            "features": [], "state": "clean", "out_of_order": "", "version": 1,
        }
        for n in range(ROOMS)
    ]  # fmt: skip
    connection.execute(insert(tables.room), rooms)


def _in_batches(connection: Connection, table: Any, rows: Iterator[dict[str, Any]]) -> None:
    write = _copied if connection.dialect.name == "postgresql" else _inserted
    while some := list(islice(rows, BATCH)):
        write(connection, table, some)


def _inserted(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    connection.execute(insert(table), rows)


def _copied(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    columns = ", ".join(rows[0])
    with connection.connection.cursor() as cursor, cursor.copy(f"COPY {table.name} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([json.dumps(value) if isinstance(value, list) else value for value in row.values()])
