"""Sharing an amount out so that nothing is lost and nothing appears (A1-A3)."""

from collections.abc import Sequence

from frontdesk.errors import Refusal


def allocate(amount: int, weights: Sequence[int]) -> list[int]:
    """The amount in shares proportional to the weights, to the minor unit.

    Every share is its exact share rounded down, in absolute terms; the units left over go one each to the
    largest remainders, ties to the earlier line (A1). The shares always add up to the amount (A2). Give the
    weights in ledger order, so that the result does not depend on any other order (A3).

    Raises:
        Refusal: a weight is negative, or there is an amount but no positive weight to carry it.
    """
    if any(weight < 0 for weight in weights):
        raise Refusal("An amount cannot be shared out by a negative weight.", f"Weights: {list(weights)}.")
    total = sum(weights)
    if not amount:
        return [0] * len(weights)
    if not total:
        raise Refusal("There is no line to carry this amount.", "", "Choose a line with something left.")
    shares, remainders = _whole_shares(abs(amount), weights, total)
    for index in _largest(remainders, abs(amount) - sum(shares)):
        shares[index] += 1
    return shares if amount > 0 else [-share for share in shares]


def _whole_shares(amount: int, weights: Sequence[int], total: int) -> tuple[list[int], list[int]]:
    pairs = [divmod(amount * weight, total) for weight in weights]
    return [whole for whole, _ in pairs], [rest for _, rest in pairs]


def _largest(remainders: Sequence[int], count: int) -> list[int]:
    """The places of the largest remainders; sorting is stable, so ties go to the earlier line."""
    order = sorted(range(len(remainders)), key=lambda index: -remainders[index])
    return order[:count]
