"""The address of a shared database: which hosts, and that the way to them is encrypted and proved."""

import ipaddress
from collections.abc import Mapping
from typing import Any

from frontdesk.errors import Refusal

STRONG = "verify-full"
_MODES = ("disable", "allow", "prefer", "require", "verify-ca", STRONG)
_HELP = "Write it as postgresql://name@server/database; several servers as server1,server2."


def parameters_of(address: str, weaker_tls: str = "") -> dict[str, Any]:
    """The parameters of an address for libpq.

    To another computer the way is encrypted and the server proves its name (sslmode=verify-full), unless ``weaker_tls``
    names the weaker mode in so many words. Of several hosts the first that can be written to is taken.

    Raises:
        Refusal: the address is none, or its way is not safe.
    """
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    try:
        found: dict[str, Any] = dict(conninfo_to_dict(address.replace("postgresql+psycopg://", "postgresql://")))
    except ProgrammingError as error:
        raise Refusal("That is not the address of a PostgreSQL database.", str(error).strip(), _HELP) from None
    if not found.get("dbname") or "://" not in address:
        raise Refusal("The address names no database.", help=_HELP)
    found.setdefault("target_session_attrs", "read-write")
    return found if is_here(found) else _safe(found, weaker_tls)


def is_here(parameters: Mapping[str, Any]) -> bool:
    """True if every host is this computer."""
    named = f"{parameters.get('host') or ''},{parameters.get('hostaddr') or ''}"
    return all(_is_here(host) for host in named.split(",") if host)


def _is_here(host: str) -> bool:
    if host.startswith(("/", "@")) or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _safe(found: dict[str, Any], weaker_tls: str) -> dict[str, Any]:
    mode = found.get("sslmode") or weaker_tls or STRONG
    if mode not in _MODES:
        raise Refusal(f"There is no TLS mode {mode!r}.", help="Modes: " + ", ".join(_MODES) + ".")
    if mode not in {STRONG, weaker_tls}:
        raise Refusal(
            f"sslmode={mode} lets somebody on the way pose as the server.",
            help=f"Leave it out for {STRONG}, or say that you mean it: --allow-weaker-tls {mode}",
        )
    if mode == STRONG:
        found.setdefault("sslrootcert", "system")
    return {**found, "sslmode": mode}


def without_secret(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters that may stand in a settings file."""
    return {name: value for name, value in parameters.items() if name not in {"password", "sslpassword"}}
