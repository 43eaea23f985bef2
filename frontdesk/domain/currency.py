"""ISO 4217: how many decimals the minor unit of each currency has (M1). A fixed table, not a guess."""

from frontdesk.errors import Refusal, quoted

_BY_EXPONENT = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: """
        AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD
        CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS
        GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD
        LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB
        PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP
        SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW
        ZWG
        ANG BGN
    """,  # the last line: withdrawn in 2025 and 2026, kept because older folios are still read
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}

EXPONENTS: dict[str, int] = {code: exponent for exponent, codes in _BY_EXPONENT.items() for code in codes.split()}


def exponent(currency: str) -> int:
    """The decimals of a currency's minor unit: JPY 0, EUR 2, KWD 3 (M1).

    Raises:
        Refusal: the code is not an ISO 4217 currency with a minor unit.
    """
    try:
        return EXPONENTS[currency]
    except KeyError:
        raise Refusal(
            f"{quoted(currency)} is not a currency this program knows.",
            "Currencies are the three capital letters of ISO 4217.",
            "Use a code such as EUR, USD or JPY.",
        ) from None
