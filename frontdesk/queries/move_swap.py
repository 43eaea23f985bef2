"""What exchanging two rooms would do: both previews side by side, and the night that stands in the way."""

from sqlalchemy import select

from frontdesk.errors import dated
from frontdesk.queries.move_preview import Remaining, preview_of, remaining_nights
from frontdesk.queries.room_move import PreviewMove, PreviewSwap, SwapPreview
from frontdesk.store import tables
from frontdesk.store.reader import Reader


def preview_swap(reader: Reader, question: PreviewSwap) -> SwapPreview:
    """Both halves; nights after the earlier departure must be free in the room the longer stay goes to (RM-30)."""
    on = question.from_night
    first, second = remaining_nights(reader, question.stay, on), remaining_nights(reader, question.other, on)
    own = PreviewMove(question.stay, second.room, question.reason, question.decision, on)
    other = PreviewMove(question.other, first.room, question.other_reason, question.other_decision, on)
    return SwapPreview(
        first=preview_of(reader, own, first),
        second=preview_of(reader, other, second),
        clash=_clash(reader, first, second) or _clash(reader, second, first),
    )


def _clash(reader: Reader, stay: Remaining, other: Remaining) -> str:
    """The first night on which somebody else has the room a stay goes to, in words."""
    nights = tables.room_night
    wanted = stay.slept
    found = reader.first(
        select(nights.c.night)
        .where(nights.c.room == other.room, nights.c.night.in_(wanted))
        .where(nights.c.stay_id.is_distinct_from(other.stay.id))
        .order_by(nights.c.night)
        .limit(1)
    )
    return f"room {other.room} is not free on {dated(found.night)}" if found else ""
