"""What Ctrl+K finds: guests of the house, and the actions that can be started."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from frontdesk.queries.search import Find, FoundRow
from ui import wording
from ui.actions import Action
from ui.palette import Finding, Hit
from ui.session import Session

GROUPS = {"in_house": "In house", "due_in": "Due in"}
OTHERS = "Other stays"
STAY = "stay"


def finding(session: Session, ready: Callable[[], Sequence[Action]]) -> Finding:
    """How the finder of a window asks; it shows no guest while nobody is signed in."""

    def hits(found: tuple[FoundRow, ...]) -> list[Hit]:
        return [_hit(row) for row in found] if session.staff else []

    return Finding(question=Find, hits=hits, actions=ready)


def _hit(row: FoundRow) -> Hit:
    title = f"{row.name}  {row.latin}" if row.latin and row.latin != row.name else row.name
    return Hit(
        section=GROUPS.get(row.group, OTHERS),
        title=f"{title}, {row.why}" if row.why else title,
        target=(STAY, row.stay),
        lead=row.room,
        aside=wording.span(row.arrival, row.departure),
        icon="star" if row.vip else "user",
    )
