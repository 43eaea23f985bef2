"""What a form would do, in words: the taxes before and after, and the other windows it reaches."""

from __future__ import annotations

from collections.abc import Sequence

from frontdesk.domain.money import plain_percent
from frontdesk.queries.posting_preview import Effect, TaxEffect
from ui import wording

ARROW = "→"


def taxes(effect: Effect, currency: str) -> str:
    """Each tax that changes, such as "VAT 7 % 8.44 → 0.00"; nothing where none does."""
    return ", ".join(_tax(tax, currency) for tax in effect.taxes if tax.before != tax.after)


def fixed(taxes: Sequence[TaxEffect], currency: str) -> str:
    """Taxes as they stand, such as "VAT 7 % 8.44"."""
    return ", ".join(f"{_named(tax)} {wording.money(tax.after, currency)}" for tax in taxes)


def windows(effect: Effect, currency: str) -> str:
    """Each window that changes, such as "Window 2, Nomos AG 0.00 → 129.00"."""
    return ", ".join(
        f"Window {window.window}, {window.payee} {wording.money(window.before, currency)} {ARROW} "
        f"{wording.money(window.after, currency)}"
        for window in effect.windows
    )


def sentence(*parts: str) -> str:
    """The parts that say something, one after the other."""
    return " ".join(f"{part}." if part[-1] not in ".:!?" else part for part in parts if part)


def _tax(tax: TaxEffect, currency: str) -> str:
    return f"{_named(tax)} {wording.money(tax.before, currency)} {ARROW} {wording.money(tax.after, currency)}"


def _named(tax: TaxEffect) -> str:
    return f"{tax.name} {plain_percent(tax.rate)} %" if tax.rate is not None else tax.name
