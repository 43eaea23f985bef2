"""A window as an EN 16931 invoice: every figure is a sum of posted rows, none is worked out anew (E1 to E5, R4)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from frontdesk.domain.money import PPM, plain_percent
from frontdesk.errors import Refusal

VALUE_ADDED = frozenset({"S", "Z", "AE", "G"})
"""Categories of taxes that are VAT; a tax of another category is passed on and stands on a line of its own (E2)."""

OUTSIDE = "O"
UNTAXED = "Not subject to VAT"
_ALWAYS_WHY = {"AE": "Reverse charge", "G": "Export outside the European Union", "O": UNTAXED}
_NO_RATE = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a tax rule says for e-invoices: category, reason, and the taxes that belong to its base."""

    category: str
    reason: str = ""
    plus: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tax:
    """One tax inside a posting; ``rate`` in parts per million, None for a fixed amount."""

    code: str
    rate: int | None
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One posting as the invoice sees it, in minor units; ``quantity`` in thousandths.

    ``role`` is line, gift (a goodwill credit), paid (money that came or went), waived (given up like a payment: E4)
    or rounding. ``parent`` is the charge an added tax belongs to, ``names`` the line that this one takes back.
    """

    id: str
    role: str
    text: str
    quantity: int
    amount: int
    net: int
    taxes: tuple[Tax, ...]
    service_date: date
    parent: str = ""
    names: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One invoice line: ``net`` has the sign of ``quantity``, so that no price is negative (E4, BR-27)."""

    text: str
    quantity: int
    net: int
    category: str
    rate: int
    service_date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What was given on the whole document in one category and rate; ``net`` is positive (BG-20)."""

    net: int
    category: str
    rate: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One row of the VAT breakdown (BG-23)."""

    category: str
    rate: int
    taxable: int
    tax: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """The figures of one document: ``total`` = ``taxable`` + ``tax``; ``due`` = ``total`` - ``paid`` + ``rounding``."""

    lines: tuple[Line, ...]
    allowances: tuple[Allowance, ...]
    groups: tuple[Group, ...]
    line_total: int
    allowance_total: int
    taxable: int
    tax: int
    total: int
    paid: int
    rounding: int
    due: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A part of a row that bears one category and rate."""

    row: Row
    net: int
    tax: int
    category: str
    rate: int
    reason: str


def invoice_of(
    rows: Sequence[Row], rules: Mapping[str, Rule], *, known: Iterable[Row] = (), credit_note: bool = False, unit: int
) -> Invoice:
    """The figures of a document from its rows; ``unit`` is how many minor units make one (100 for euros).

    ``known`` are further rows of the same stay, where a taken-back line may have its taxes on top. A credit note turns
    every sign (E5).

    Raises:
        Refusal: a tax without a category, two value-added taxes on one line, or sums of posted tax that are a whole
            unit or more away from what the norm expects (E3).
    """
    if credit_note:
        rows = [_turned(row) for row in rows]
    gifts = "line" if credit_note else "gift"
    on_top = _on_top([*rows, *known], rules)
    pieces = [piece for row in rows if row.role in {"line", "gift"} for piece in _pieces(row, rules, on_top)]
    pieces = _beside_each_other(pieces)
    given = [piece for piece in pieces if piece.row.role == "gift" and gifts == "gift"]
    sold = [piece for piece in pieces if piece not in given]
    groups = _groups(pieces)
    _require_close(groups, unit)
    lines, allowances = [_line(piece) for piece in sold if piece.net], _allowances(given)
    line_total, allowance_total = sum(line.net for line in lines), sum(gift.net for gift in allowances)
    taxable, tax = line_total - allowance_total, sum(group.tax for group in groups)
    paid = -sum(row.amount for row in rows if row.role in {"paid", "waived"})
    rounding = sum(row.amount for row in rows if row.role == "rounding")
    total = taxable + tax
    return Invoice(
        lines=tuple(lines),
        allowances=tuple(allowances),
        groups=groups,
        line_total=line_total,
        allowance_total=allowance_total,
        taxable=taxable,
        tax=tax,
        total=total,
        paid=paid,
        rounding=rounding,
        due=total - paid + rounding,
    )


def _turned(row: Row) -> Row:
    taxes = tuple(replace(tax, amount=-tax.amount) for tax in row.taxes)
    return replace(row, amount=-row.amount, net=-row.net, taxes=taxes)


def _of(rules: Mapping[str, Rule], tax: Tax) -> Rule:
    found = rules.get(tax.code)
    if found is None or not found.category:
        raise Refusal(
            f"The tax rules name no e-invoice category for {tax.code}.", help="Add einvoice = { category = … } to it."
        )
    return found


def _category(rule: Rule, tax: Tax) -> str:
    """The rule's category; a standard rule at zero percent is the zero rate (E1)."""
    return "Z" if rule.category == "S" and tax.rate == _NO_RATE else rule.category


def _alone(row: Row) -> bool:
    """Whether a row is nothing but a tax that was posted on top of a charge."""
    return bool(row.taxes) and row.net == 0 and sum(tax.amount for tax in row.taxes) == row.amount


def _on_top(rows: Iterable[Row], rules: Mapping[str, Rule]) -> dict[str, Tax]:
    """The value-added tax that was posted on top of a charge, by the charge and by what takes it back."""
    rows = list(rows)
    found = {
        row.parent: row.taxes[0]
        for row in rows
        if row.parent and _alone(row) and _of(rules, row.taxes[0]).category in VALUE_ADDED
    }
    while further := {row.id: found[row.names] for row in rows if row.names in found and row.id not in found}:
        found.update(further)
    return found


def _pieces(row: Row, rules: Mapping[str, Rule], on_top: Mapping[str, Tax]) -> list[_Piece]:
    """A row taken apart by category: what is sold with its VAT, and each tax that is only passed on."""
    added = [tax for tax in row.taxes if _of(rules, tax).category in VALUE_ADDED]
    if len(added) > 1:
        raise Refusal(
            f"{row.text} bears two value-added taxes at once; an e-invoice knows one.",
            help="Such a folio is handed out on paper.",
        )
    within = _of(rules, added[0]).plus if added else ()
    passed = [tax for tax in row.taxes if tax not in added and tax.code not in within]
    pieces = [_passed_on(row, tax, _of(rules, tax)) for tax in passed]
    rest = row.amount - sum(tax.amount for tax in passed)
    if added:
        rule = _of(rules, added[0])
        net = 0 if _alone(row) else rest - added[0].amount
        pieces.insert(0, _piece(row, (net, added[0].amount), _category(rule, added[0]), added[0].rate, rule.reason))
    elif rest and row.id in on_top:
        tax = on_top[row.id]
        rule = _of(rules, tax)
        pieces.insert(0, _piece(row, (rest, 0), _category(rule, tax), tax.rate, rule.reason))
    elif rest:
        pieces.insert(0, _piece(row, (rest, 0), OUTSIDE, None, UNTAXED))
    return pieces


def _passed_on(row: Row, tax: Tax, rule: Rule) -> _Piece:
    return _piece(row, (tax.amount, 0), rule.category, None, rule.reason)


def _piece(row: Row, sums: tuple[int, int], category: str, rate: int | None, reason: str) -> _Piece:
    why = reason or _ALWAYS_WHY.get(category, "")
    return _Piece(row=row, net=sums[0], tax=sums[1], category=category, rate=rate or _NO_RATE, reason=why)


def _beside_each_other(pieces: list[_Piece]) -> list[_Piece]:
    """What is outside VAT may stand alone only; beside anything else it is exempt, with its reason (E2)."""
    if all(piece.category == OUTSIDE for piece in pieces):
        return pieces
    return [replace(piece, category="E") if piece.category == OUTSIDE else piece for piece in pieces]


def _line(piece: _Piece) -> Line:
    quantity = abs(piece.row.quantity) or 1000
    return Line(
        text=piece.row.text,
        quantity=quantity if piece.net > 0 else -quantity,
        net=piece.net,
        category=piece.category,
        rate=piece.rate,
        service_date=piece.row.service_date,
    )


def _allowances(given: Iterable[_Piece]) -> list[Allowance]:
    sums: dict[tuple[str, int, str], int] = defaultdict(int)
    for piece in given:
        sums[piece.category, piece.rate, piece.row.text] -= piece.net
    return [
        Allowance(net=net, category=category, rate=rate, reason=reason)
        for (category, rate, reason), net in sums.items()
        if net
    ]


def _groups(pieces: Iterable[_Piece]) -> tuple[Group, ...]:
    """The breakdown: Σ posted net and Σ posted tax of each category and rate, with every reason once."""
    gathered: dict[tuple[str, int], list[_Piece]] = defaultdict(list)
    for piece in pieces:
        gathered[piece.category, piece.rate].append(piece)
    return tuple(
        Group(
            category=category,
            rate=rate,
            taxable=sum(piece.net for piece in found),
            tax=sum(piece.tax for piece in found),
            reason="" if category in {"S", "Z"} else "; ".join(dict.fromkeys(piece.reason for piece in found)),
        )
        for (category, rate), found in gathered.items()
    )


def _require_close(groups: Iterable[Group], unit: int) -> None:
    for group in groups:
        if abs(group.tax * PPM - group.taxable * group.rate) >= unit * PPM:
            raise Refusal(
                "The posted VAT is too far from its rate for an e-invoice.",
                f"It is {plain_percent(group.rate)} %, in category {group.category}.",
                "Settle a long stay in parts.",
            )


def country_of(tax_number: str) -> str:
    """The country that a VAT identifier begins with as ISO 3166-1 alpha-2; nothing for a local tax number."""
    prefix = compact(tax_number)[:2]
    return {"EL": "GR", "XI": "GB"}.get(prefix, prefix) if prefix in VAT_PREFIXES else ""


def compact(tax_number: str) -> str:
    """A tax number as data carries it: no blanks, dots or hyphens."""
    return "".join(sign for sign in tax_number if sign.isalnum() or sign == "/").upper()


_PREFIXES = "AT BE BG CH CY CZ DE DK EE EL ES FI FR GB HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK XI"
VAT_PREFIXES = frozenset(_PREFIXES.split())
"""What VAT identifiers begin with: ISO 3166-1 codes, but EL for Greece and XI for Northern Ireland."""
