"""What a preview plans with in place of a command that was given: nobody does it, at no moment."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

from frontdesk.identity import child_id
from frontdesk.queries.window import NameIt

NOBODY = "00000000-0000-7000-8000-000000000000"
"""The id that names what is planned and never written."""

PLANNED: dict[str, Any] = {
    "id": NOBODY,
    "actor": "",
    "workstation": "",
    "made_at": datetime.min.replace(tzinfo=UTC),  # a plan has no moment
}
"""What every command carries, for one that is only tried."""

name_it: NameIt = partial(child_id, NOBODY)
"""The ids of what is planned."""
