"""One answer for each question."""

from collections.abc import Callable
from typing import Any

from frontdesk.queries import candidate, credit_preview, explaining, folio_paper, folio_view, move_preview, stay_view
from frontdesk.queries.check import CheckHouse, check_house
from frontdesk.queries.credit import CreditReasons, PreviewCredit, WaitingCredits
from frontdesk.queries.explanation import ExplainLine
from frontdesk.queries.folio import ReadFolioPaper, SeeFolio
from frontdesk.queries.house import SeeHouse, see_house
from frontdesk.queries.journal import ReadJournal, read_journal
from frontdesk.queries.room_move import MovesOf, PreviewMove, WhichRooms
from frontdesk.queries.staff import SeeCodes, SeeStaff, see_codes, see_staff
from frontdesk.queries.stay import SeeStay
from frontdesk.queries.work_item import SeeWorkItems, see_work_items
from frontdesk.store.reader import Reader

ANSWERS: dict[type[Any], Callable[[Reader, Any], Any]] = {
    CheckHouse: check_house,
    CreditReasons: credit_preview.credit_reasons,
    ExplainLine: explaining.explain,
    MovesOf: move_preview.moves_of,
    PreviewCredit: credit_preview.preview_credit,
    PreviewMove: move_preview.preview,
    ReadFolioPaper: folio_paper.read_paper,
    ReadJournal: read_journal,
    SeeCodes: see_codes,
    SeeFolio: folio_view.see_folio,
    SeeHouse: see_house,
    SeeStaff: see_staff,
    SeeStay: stay_view.see_stay,
    SeeWorkItems: see_work_items,
    WaitingCredits: credit_preview.waiting_credits,
    WhichRooms: candidate.candidates,
}
"""What answers each question."""
