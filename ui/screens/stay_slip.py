"""Which slip a person means who asks for one while a stay is in view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontdesk.queries.room_move import MoveRow, MovesOf

if TYPE_CHECKING:
    from ui.screens.stay import StayPage

SLIPS = frozenset({"payment", "deposit", "refund", "goodwill"})
"""Kinds of lines that have a slip of their own."""


def open_slip(page: StayPage) -> None:
    """Of the line chosen on the bill, else of the move chosen, else of the newest move."""

    def newest(moves: tuple[MoveRow, ...]) -> None:
        if moves:
            page.open_page("slip", (moves[-1].number,))
        else:
            page.place.notices.toast("Choose a payment or a credit on the bill; this stay has no move.")

    line = page.bill.line() if page.bill.isVisible() else None
    of = line.posting if line is not None and line.kind in SLIPS else page.moves.number()
    if of:
        page.open_page("slip", (of,))
    elif page.stay is not None:
        page.place.bus.ask(MovesOf(page.stay.stay), owner=page, done=newest, slot="slip")
