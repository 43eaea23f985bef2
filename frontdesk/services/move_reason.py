"""The house's list of reasons for moves."""

from frontdesk.commands.move_reason import SetMoveReason
from frontdesk.domain.room_move import REASON_WORDS, MoveReason, require_code
from frontdesk.domain.staff import Role
from frontdesk.errors import Refusal
from frontdesk.queries.move_reason import reason_words
from frontdesk.services.staff import require_role
from frontdesk.store import tables
from frontdesk.store.unit_of_work import UnitOfWork

ALWAYS = frozenset({MoveReason.BACK, MoveReason.SAFETY})
"""Reasons that rules of their own hang on: taking a move back, and urgency."""


def set_move_reason(command: SetMoveReason, work: UnitOfWork) -> None:
    """Keep what the house says; a shipped code keeps what it makes of a move."""
    require_role(work, Role.DUTY_MANAGER)
    code, words = command.code.strip().upper(), command.words.strip()
    table = tables.move_reason
    known = work.row(table, code)
    if known is None and code not in REASON_WORDS:
        require_code(code)
        if not words:
            raise Refusal("A reason needs words.", help="Write what the desk reads, such as Television.")
    if command.retired and code in ALWAYS:
        raise Refusal(f"{code} is always needed.", help="Say it in other words, or retire another one.")
    values = {"words": words or reason_words(work).get(code, ""), "retired": command.retired}
    if known is None:
        work.add(table, {"code": code, "version": 1, **values})
    else:
        work.change(table, {"code": code}, values, version=known.version)
    work.facts.update(code=code, **values)
    work.touch("house", "reasons")
