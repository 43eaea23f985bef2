"""From a price to posted lines; the words, taxes and windows are planned in ``queries.charging``."""

from frontdesk.queries.charging import Plan, added_lines, amount_of, charge_lines
from frontdesk.queries.window import MOST_WINDOWS, Window, open_window
from frontdesk.services.ledger import open_windows
from frontdesk.store.unit_of_work import UnitOfWork

__all__ = ["MOST_WINDOWS", "added_lines", "amount_of", "charge_lines", "window_for"]


def window_for(work: UnitOfWork, stay_id: str, number: int = 1) -> Window:
    """The open window that takes a line meant for a number, opened if need be.

    Raises:
        Refusal: the stay has no such window, or all eight are settled.
    """
    window = open_window(work, stay_id, number, work.child)
    if window.fresh:
        open_windows(work, Plan((), (window,)))
    return window
