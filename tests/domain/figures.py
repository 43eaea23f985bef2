"""Small makers of figures for the tests of this folder: percentages as text, amounts in minor units."""

from datetime import date

from frontdesk.domain.figure import Figure, Mode, TaxPart, recipe_of
from frontdesk.domain.money import half_up, parse_amount, parse_percent
from frontdesk.domain.recipe import take_apart

FROM = date(2026, 1, 1)


def eur(text: str) -> int:
    """Minor units of an amount with two decimals."""
    return parse_amount(text, "EUR")


def percent(code: str, rate: str, amount: int = 0, **more: object) -> TaxPart:
    """A percentage tax part."""
    return TaxPart(
        code=code,
        rule=f"T/{code}",
        version_from=FROM,
        amount=amount,
        base=0,
        rate_ppm=parse_percent(rate),
        **more,
    )


def fixed(code: str, amount: int) -> TaxPart:
    """A fixed amount inside a price."""
    return TaxPart(
        code=code,
        rule=f"T/{code}",
        version_from=FROM,
        amount=amount,
        base=0,
        unit_amount=amount,
        follows_price=False,
    )


def inside(gross: int, *taxes: TaxPart) -> Figure:
    """A price taken apart into its included taxes (T6)."""
    amounts = take_apart(gross, recipe_of(taxes))
    parts = tuple(
        TaxPart(**{**{name: getattr(part, name) for name in part.__slots__}, "amount": amount})
        for part, amount in zip(taxes, amounts, strict=True)
    )
    return Figure(gross, gross - sum(amounts), parts)


def on_top(net: int, code: str, rate: str) -> Figure:
    """A price with one added percentage, as one figure (C5)."""
    tax = half_up(net * parse_percent(rate), 1_000_000)
    part = percent(code, rate, tax, mode=Mode.ADDED)
    return Figure(net + tax, net, (part,))


def sums(figure: Figure) -> tuple[int, ...]:
    """Gross, net and each tax: a figure as one row of numbers."""
    return (figure.gross, figure.net, *(part.amount for part in figure.taxes))
