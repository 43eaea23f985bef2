"""Signing in while the shared database is out of reach: who has signed in here lately is known by this computer.

Kept is an argon2id hash over the PIN and a pepper that lies in the keyring. Wrong PINs are counted here, for each
person; five lock for a quarter of an hour.
"""

import hmac
import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from frontdesk.errors import Refusal, Unavailable
from frontdesk.store import pins
from frontdesk.sync.outbox import Outbox

KNOWN_FOR = timedelta(days=30)
TRIES = 5
LOCKED_FOR = timedelta(minutes=15)
_NAME = "known:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is kept of a person who signed in here. Instants are ISO text in UTC."""

    proof: str
    at: str
    name: str
    role: str
    wrong: int = 0
    locked_until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """Somebody at the form: who, with which PIN, when by this computer's clock, and the pepper of the keyring."""

    person: str
    pin: str
    now: datetime
    pepper: bytes


def remember(outbox: Outbox, signing: Signing, name: str, role: str) -> None:
    """The house has found the PIN right just now."""
    known = Known(proof=_proof(signing), at=signing.now.isoformat(), name=name, role=role)
    _write(outbox, signing.person, known)


def forget(outbox: Outbox, person: str) -> None:
    """The house has found that the person does not work here, or has another PIN."""
    outbox.write(_NAME + person, "")


def prove(outbox: Outbox, signing: Signing) -> Known:
    """Look at a PIN without the shared database.

    Raises:
        Unavailable: the person has not signed in here for 30 days.
        Refusal: the PIN is wrong, or locked.
    """
    found = outbox.read(_NAME + signing.person)
    known = Known(**json.loads(found)) if found else None
    if known is None or not timedelta(0) <= signing.now - datetime.fromisoformat(known.at) <= KNOWN_FOR:
        raise Unavailable(
            "The shared database is out of reach, and this computer does not know you.",
            "Who has signed in here within 30 days can go on meanwhile.",
            "Sign in as soon as the connection is back.",
        )
    _require_unlocked(known, signing.now)
    if hmac.compare_digest(known.proof, _proof(signing)):
        known = replace(known, wrong=0, locked_until="")
        _write(outbox, signing.person, known)
        return known
    wrong = known.wrong + 1
    until = (signing.now + LOCKED_FOR).isoformat() if wrong >= TRIES else ""
    _write(outbox, signing.person, replace(known, wrong=0 if until else wrong, locked_until=until))
    raise Refusal(
        f"That is not the PIN of {known.name}.",
        "It is locked at this computer for 15 minutes now." if until else f"{TRIES - wrong} more tries.",
    )


def _require_unlocked(known: Known, now: datetime) -> None:
    if known.locked_until and now < datetime.fromisoformat(known.locked_until):
        raise Refusal(f"The PIN of {known.name} is locked at this computer.", help="Wait a quarter of an hour.")


def _proof(signing: Signing) -> str:
    peppered = hmac.new(signing.pepper, signing.pin.encode(), "sha256").hexdigest()
    return hmac.new(signing.pepper, pins.verifier(peppered, salt_of=signing.person).encode(), "sha256").hexdigest()


def _write(outbox: Outbox, person: str, known: Known) -> None:
    outbox.write(_NAME + person, json.dumps(asdict(known)))
