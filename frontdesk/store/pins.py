"""PINs are kept as argon2id verifiers only (RFC 9106), never as themselves."""

import hashlib
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from frontdesk.errors import Refusal

if TYPE_CHECKING:
    from argon2 import PasswordHasher

_SHAPE = re.compile(r"[0-9]{6,12}")
_MEMORY_KIB = 46 * 1024


@lru_cache(maxsize=1)
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=1, memory_cost=_MEMORY_KIB, parallelism=1)


def require_shape(pin: str) -> None:
    """A PIN is 6 to 12 digits and not one digit all along.

    Raises:
        Refusal: it is not.
    """
    if not _SHAPE.fullmatch(pin):
        raise Refusal("A PIN is 6 to 12 digits.", help="Type digits only.")
    if len(set(pin)) == 1:
        raise Refusal("A PIN of one repeated digit is too easy to guess.", help="Choose another PIN.")


def verifier(pin: str, *, salt_of: str) -> str:
    """The argon2id verifier of a PIN; the salt is the digest of the person's id, unique by itself."""
    return _hasher().hash(pin, salt=hashlib.sha256(salt_of.encode()).digest()[:16])


def fits(stored: str, pin: str) -> bool:
    """True if the PIN belongs to the verifier."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(stored, pin)
    except (VerificationError, InvalidHashError):
        return False


def guess(pin: str, *, salt_of: str) -> str:
    """What a workstation says instead of a PIN: the SHA-256 of the verifier it would have."""
    return hashlib.sha256(verifier(pin, salt_of=salt_of).encode()).hexdigest()
