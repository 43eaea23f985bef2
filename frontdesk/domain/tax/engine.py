"""One night's charges in, their taxes out (T1-T7, T9). The engine is this function and what it calls."""

from collections.abc import Sequence

from frontdesk.domain.figure import Kind
from frontdesk.domain.tax.assessment import Assessment
from frontdesk.domain.tax.fixed import add_fixed
from frontdesk.domain.tax.in_force import day_of, refuse_uncovered
from frontdesk.domain.tax.included import taken_out
from frontdesk.domain.tax.percent import add_percent
from frontdesk.domain.tax.rules import Charge, Context, Jurisdiction
from frontdesk.domain.tax.work import Work
from frontdesk.errors import Refusal


def assess(jurisdiction: Jurisdiction, charges: Sequence[Charge], context: Context) -> Assessment:
    """The figures of these charges and the taxes to post on top of them.

    Call it once per service date, with all the charges that belong to the night; or with a single charge
    posted on its own. Taxes by night look only for the tags they name, so a minibar posting never brings a
    second city tax. A free night is `complimentary`, with a lodging charge of 0 or with no charges at all.

    Raises:
        Refusal: a tag that nothing covers on this date (T3), a negative charge (C6), two charges with one
            key, or a tax by head or by category without heads or category.
    """
    day = day_of(jurisdiction, context)
    work = Work(charges, context)
    for charge in charges:
        refuse_uncovered(day, jurisdiction, charge.tag, context.service_date)
        _refuse_odd(charge, work)
        work.figures[charge.key] = taken_out(charge, day.inside[charge.tag], work)
    for active in day.on_top:
        if active.version.kind in (Kind.AMOUNT, Kind.TIER):
            add_fixed(active, work)
        else:
            add_percent(active, work)
    return Assessment(work.figures, tuple(work.added), tuple(work.exempted), tuple(work.flags))


def _refuse_odd(charge: Charge, work: Work) -> None:
    if charge.amount < 0:
        raise Refusal(
            "A charge cannot be negative.",
            f"It is the charge {charge.key}.",
            "Take money back with a correction, an allowance or a goodwill credit.",
        )
    if charge.key in work.figures:
        raise Refusal("Two charges have the same key.", charge.key, "Report it as a fault; nothing was changed.")
