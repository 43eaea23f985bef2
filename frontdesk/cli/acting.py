"""Who acts on the command line, and the commands that person makes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from frontdesk.commands.base import Command
from frontdesk.desk import Desk
from frontdesk.errors import Refusal
from frontdesk.identity import new_id
from frontdesk.queries.staff import SeeStaff, StaffRow

Kind = TypeVar("Kind", bound=Command)


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes commands of one person at this desk."""

    desk: Desk
    actor: str

    def __call__(self, kind: type[Kind], /, **fields: Any) -> Kind:
        """Make it, with a new id, now."""
        common: dict[str, Any] = {"actor": self.actor, "workstation": self.desk.workstation, "made_at": self.desk.now()}
        return kind(id=new_id(), **common, **fields)


def person_of(
    desk: Desk, named: str, question: str, *, option: str = "--person", fits: Callable[[StaffRow], bool] | None = None
) -> str:
    """The id of the person who is named by name or id; the only one who works here need not be.

    ``question`` is the sentence that asks who is meant, ``option`` is where to say it, ``fits`` says whose job it is.

    Raises:
        Refusal: nobody who fits is named so, or several are.
    """
    staff = desk.ask(SeeStaff())
    fit = [row for row in staff if fits is None or fits(row)]
    found = [row.staff for row in fit if named in {row.staff, row.name} or (not named and len(staff) == 1)]
    if len(found) != 1:
        raise Refusal(question, help=f"Use {option} with one of: {', '.join(row.name for row in fit)}.")
    return found[0]
