"""The window that takes a line; words, taxes and windows of a charge are planned in ``queries.charging``."""

from frontdesk.queries.charging import Plan
from frontdesk.queries.window import Window, open_window
from frontdesk.services.ledger import open_windows
from frontdesk.store.unit_of_work import UnitOfWork


def window_for(work: UnitOfWork, stay_id: str, number: int = 1) -> Window:
    """The open window that takes a line meant for a number, opened if need be.

    Raises:
        Refusal: the stay has no such window, or all eight are settled.
    """
    window = open_window(work, stay_id, number, work.child)
    if window.fresh:
        open_windows(work, Plan((), (window,)))
    return window
