"""The address of a shared database: which hosts, and that the way to them is encrypted and proved."""

import ipaddress
import os
import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from frontdesk.errors import Refusal

STRONG = "verify-full"
SYSTEM = "system"
_BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Ubuntu, Arch
    "/etc/pki/tls/certs/ca-bundle.crt",  # Fedora, Red Hat
    "/etc/ssl/ca-bundle.pem",  # SUSE
    "/etc/ssl/cert.pem",  # macOS, Alpine
)
"""Where systems keep the authorities they trust, each in one file."""

_MODES = ("disable", "allow", "prefer", "require", "verify-ca", STRONG)
_HELP = "Write it as postgresql://name@server/database; several servers as server1,server2."


def parameters_of(address: str, weaker_tls: str = "", *, as_named: bool = False) -> dict[str, Any]:
    """The parameters of an address for libpq.

    To another computer the way is encrypted and the server proves its name (sslmode=verify-full), unless ``weaker_tls``
    names the weaker mode in so many words; ``as_named`` takes what the address itself says for that. Of several hosts
    the first that can be written to is taken.

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
    return found if is_here(found) else _safe(found, found.get("sslmode", "") if as_named else weaker_tls)


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
        authority = found.get("sslrootcert", SYSTEM)  # a workstation is not always started in the same folder
        found["sslrootcert"] = SYSTEM if authority == SYSTEM else str(Path(authority).expanduser().absolute())
    return {**found, "sslmode": mode}


def with_authorities(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters with this system's authorities as a file where they say "system".

    The library that comes with the driver looks for them in a folder of its own, which no system has.
    """
    if parameters.get("sslrootcert") != SYSTEM or "SSL_CERT_FILE" in os.environ:
        return dict(parameters)
    there = (place for place in (ssl.get_default_verify_paths().cafile, *_BUNDLES) if place and Path(place).is_file())
    return {**parameters, "sslrootcert": next(there, SYSTEM)}


def without_secret(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters that may stand in a settings file."""
    return {name: value for name, value in parameters.items() if name not in {"password", "sslpassword"}}
