"""The sheet of paper that one assessment is worked out on; it never leaves `engine.assess`."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from frontdesk.domain.allocation import allocate
from frontdesk.domain.figure import Figure, Mode, TaxPart
from frontdesk.domain.tax.assessment import AGE_UNKNOWN, AddedTax, Exempted
from frontdesk.domain.tax.exemptions import Payers
from frontdesk.domain.tax.in_force import Active
from frontdesk.domain.tax.rules import Charge, Context


@dataclass(slots=True)
class Work:
    """What is given and what has been worked out so far."""

    charges: Sequence[Charge]
    context: Context
    figures: dict[str, Figure] = field(default_factory=dict)
    added: list[AddedTax] = field(default_factory=list)
    exempted: list[Exempted] = field(default_factory=list)
    flags: dict[str, None] = field(default_factory=dict)  # a dict keeps their order

    def on(self, active: Active) -> list[Charge]:
        """The charges that a rule looks at (T4)."""
        tags = active.rule.on
        return [charge for charge in self.charges if charge.tag in tags]

    def add(self, part: TaxPart, parent: str | None) -> None:
        """Note a tax to be posted; a zero result makes no posting (T7), a zero rate stands inside its charge (E1)."""
        if part.amount:
            self.added.append(AddedTax(part.code, part.amount, part.base, parent, part))
        elif part.rate_ppm == 0 and parent in self.figures:
            figure = self.figures[parent]
            self.figures[parent] = replace(figure, taxes=(*figure.taxes, replace(part, mode=Mode.INCLUDED)))

    def exempt(self, code: str, reason: str, amount: int, persons: int = 0) -> None:
        """Note what was not charged (T7)."""
        if amount:
            self.exempted.append(Exempted(code, persons, 1, reason, amount))

    def exempt_heads(self, code: str, who: Payers, amount: int) -> None:
        """Note what the exempt heads did not pay, shared over their reasons."""
        if who.age_unknown:
            self.flags[AGE_UNKNOWN] = None
        if not who.exempt or not amount:
            return
        shares = allocate(amount, [count for _, count in who.exempt])
        for (reason, count), share in zip(who.exempt, shares, strict=True):
            self.exempt(code, reason, share, count)
