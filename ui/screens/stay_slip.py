"""Which slip a person means who asks for one while a stay is in view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontdesk.queries.room_move import MoveRow, MovesOf
from ui.screens.paper_preview import show_papers, slip

if TYPE_CHECKING:
    from ui.screens.stay import StayPage

MOVE = "Room move"
TITLES = {"payment": "Receipt", "deposit": "Receipt", "refund": "Receipt", "goodwill": "Credit"}
"""Kinds of lines that have a slip of their own, and what it is called."""


def open_slip(page: StayPage) -> None:
    """Of the line chosen on the bill, else of the move chosen, else of the newest move."""

    def newest(moves: tuple[MoveRow, ...]) -> None:
        if moves:
            show_papers(page.place, slip(page.place, moves[-1].number, MOVE))
        else:
            page.place.notices.toast("Choose a payment or a credit on the bill; this stay has no move.")

    line = page.bill.line() if page.bill.isVisible() else None
    of = line.posting if line is not None and line.kind in TITLES else page.moves.number()
    if of:
        show_papers(page.place, slip(page.place, of, MOVE if line is None or of != line.posting else TITLES[line.kind]))
    elif page.stay is not None:
        page.place.bus.ask(MovesOf(page.stay.stay), owner=page, done=newest, slot="slip")
