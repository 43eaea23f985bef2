"""What may happen on a folio."""

from enum import StrEnum


class PaymentMethod(StrEnum):
    """How money came in."""

    CASH = "cash"
    CARD = "card"
    BANK = "bank"
    INVOICE = "invoice"


PAYMENT_CODES = {
    PaymentMethod.CASH: "9000",
    PaymentMethod.CARD: "9100",
    PaymentMethod.BANK: "9200",
    PaymentMethod.INVOICE: "9300",
}
"""The transaction code of each way to pay."""
