"""What working out a night's taxes gives: figures, taxes to post on top, and exemptions to record (T7)."""

from collections.abc import Mapping
from dataclasses import dataclass

from frontdesk.domain.figure import Figure, TaxPart

AGE_UNKNOWN = "age_unknown"


@dataclass(frozen=True, slots=True)
class AddedTax:
    """A tax posting to be made. `charge` is the key of its parent; None goes to window 1 (T9)."""

    code: str
    amount: int
    base: int
    charge: str | None
    part: TaxPart


@dataclass(frozen=True, slots=True)
class Exempted:
    """A tax that was not charged, for the tax report (T7): how many persons and nights, why, how much."""

    code: str
    persons: int
    nights: int
    reason: str
    amount: int


@dataclass(frozen=True, slots=True)
class Assessment:
    """The figures of the charges by key, the taxes on top, the exemptions, and what a person should check."""

    charges: Mapping[str, Figure]
    added: tuple[AddedTax, ...] = ()
    exempted: tuple[Exempted, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def price(self) -> int:
        """What the charges come to, with the taxes inside them."""
        return sum(figure.gross for figure in self.charges.values())

    @property
    def inside(self) -> int:
        """The taxes inside the charges."""
        return sum(figure.tax for figure in self.charges.values())

    @property
    def on_top(self) -> int:
        """The taxes on top of the charges."""
        return sum(tax.amount for tax in self.added)

    @property
    def total(self) -> int:
        """What the guest pays for all of it; a quote is a sum of these (R5)."""
        return self.price + self.on_top
