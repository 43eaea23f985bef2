"""Why a database could not be reached, or let nobody in: one sentence, and what would help.

What a server says while somebody connects carries no code, only words; they are known in English. In any other
language (lc_messages) the words of the server are shown as they are; a workstation's role is named in all of them.
"""

import re

from frontdesk.errors import Unavailable

_FIRST = "connection failed: "
_SEVERAL = "Multiple connection attempts failed"
_AUTHORITY = "Name the file of the house's own authority at the end of the address: ?sslrootcert=/etc/hotel-ca.crt"
_ADDRESS = "Check the address; in a password other signs than letters and digits are written as %40 for @."

_IN_THE_WAY = "Somebody else's work was in the way, so nothing was changed."
_AGAIN = "Do it again."
_JOIN = "Join again with a new code: frontdesk share join"

_SIGNS = (
    (
        "does not match host name",
        "The server's certificate is made out to another name.",
        "Write a name that the certificate bears in the address, or give the server a certificate for this one.",
    ),
    (
        "certificate verify failed",
        "The server's certificate is from no authority that this computer trusts, or is not valid now.",
        _AUTHORITY,
    ),
    ("root certificate file", "The file with the authority of the server's certificate cannot be read.", _AUTHORITY),
    (
        "does not support SSL",
        "The server offers no encryption, so nothing was sent to it.",
        "Let the server's administrator set ssl = on in postgresql.conf.",
    ),
    (
        "no pg_hba.conf entry",
        "The server lets nobody in this way.",
        "Let the server's administrator add to pg_hba.conf: hostssl DATABASE all NETWORK scram-sha-256",
    ),
    (
        "password authentication failed",
        "The server does not take this name and password.",
        "Check them; a workstation that the server does not know joins again with a new code: frontdesk share join",
    ),
    ("not permitted to log in", "This workstation was removed from the house.", _JOIN),
    (
        "no password supplied",
        "The server asks for a password.",
        "Write it in the address: postgresql://name:password@server/database",
    ),
    ('database "', "The server gives no such database.", "Check the name at the end of the address, or make it."),
    ("resolve host", "There is no server of that name in this network.", _ADDRESS),
    ("translate host name", "There is no server of that name in this network.", _ADDRESS),
    (
        "read-only",
        "Only a standby was found, which takes no changes.",
        "Bring the main server back, or promote the standby.",
    ),
    ("deadlock detected", _IN_THE_WAY, _AGAIN),
    ("lock timeout", _IN_THE_WAY, _AGAIN),
    ("No space left on device", "The disk of the server is full, so nothing was changed.", "Make room there."),
)


_ROLE = re.compile(r"fd_[0-9a-f]{8}_[0-9a-f]{12}")


def is_turned_away(error: BaseException) -> bool:
    """True if the server, in whatever language, does not take a workstation's role or its password."""
    said = _said(error)
    return bool(_ROLE.search(said)) and "pg_hba.conf" not in said


def unreachable(error: BaseException, title: str, help: str) -> Unavailable:  # noqa: A002 - the reader's word
    """What a person is told when the database does not answer; ``title`` and ``help`` where the reason is not known."""
    said = _said(error)
    for sign, known, helps in _SIGNS:
        if sign in said:
            return Unavailable(known, said, helps)
    if is_turned_away(error):
        return Unavailable("The server does not let this workstation in.", said, _JOIN)
    return Unavailable(title, said, help)


def _said(error: BaseException) -> str:
    """What the driver reported, in one line: of several hosts, what each of them answered."""
    lines = str(getattr(error, "orig", error)).strip().splitlines()
    if lines and lines[0].startswith(_SEVERAL):
        lines = ["; ".join(line.strip("- ") for line in lines[1:])]
    return lines[0].removeprefix(_FIRST) if lines else ""
