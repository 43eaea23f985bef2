"""Every table of the house, once, for SQLite and PostgreSQL.

Rows of ``posting``, ``tax_part``, ``journal``, ``journal_topic``, ``room_move``, ``move_state`` and the texts of a
case are only ever added (see ``guards``). Rows that change carry a ``version``.
"""

from frontdesk.store.tables.base import metadata
from frontdesk.store.tables.batch import batch, batch_item
from frontdesk.store.tables.case import case_said, case_staff_note, credit, credit_line, guest_case
from frontdesk.store.tables.erasure import erased, erasure
from frontdesk.store.tables.house import counter, house, journal, journal_topic, lane, staff, tax_file, transaction_code
from frontdesk.store.tables.ledger import folio, folio_window, hold, posting, print_log, routing, tax_exempt, tax_part
from frontdesk.store.tables.mail import mail
from frontdesk.store.tables.move_reason import move_reason
from frontdesk.store.tables.night_audit import hand_over_note, night_audit_run, night_audit_step
from frontdesk.store.tables.room import room, room_block, room_type
from frontdesk.store.tables.room_move import move_gate, move_order, move_state
from frontdesk.store.tables.search import search_entry, search_guest, search_key, search_suffix, search_word
from frontdesk.store.tables.stay import guest, room_move, room_night, stay, stay_night
from frontdesk.store.tables.task import task

__all__ = [
    "batch",
    "batch_item",
    "case_said",
    "case_staff_note",
    "counter",
    "credit",
    "credit_line",
    "erased",
    "erasure",
    "folio",
    "folio_window",
    "guest",
    "guest_case",
    "hand_over_note",
    "hold",
    "house",
    "journal",
    "journal_topic",
    "lane",
    "mail",
    "metadata",
    "move_gate",
    "move_order",
    "move_reason",
    "move_state",
    "night_audit_run",
    "night_audit_step",
    "posting",
    "print_log",
    "room",
    "room_block",
    "room_move",
    "room_night",
    "room_type",
    "routing",
    "search_entry",
    "search_guest",
    "search_key",
    "search_suffix",
    "search_word",
    "staff",
    "stay",
    "stay_night",
    "task",
    "tax_exempt",
    "tax_file",
    "tax_part",
    "transaction_code",
]
