"""The checker itself: samples that must pass do, samples that must fail name their rule."""

import pytest

from tests.documents.norm import broken_rules, shared

EXPECTED = {
    "hotel/folio_city_tax_E.cii.xml": [],
    "hotel/folio_city_tax_E_no_reason.cii.xml": ["BR-E-10"],
    "hotel/folio_city_tax_O.cii.xml": ["BR-O-02", "BR-O-11", "BR-O-12", "BR-O-13", "BR-O-14"],
    "hotel/folio_vat_off_by_one_unit.cii.xml": ["BR-CO-17", "BR-S-09"],
    "zugferd/EN16931_Einfach.cii.xml": [],
    "zugferd/EN16931_Rabatte.cii.xml": [],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_the_rules_find_what_they_must(name: str) -> None:
    file = shared("einvoice", *name.split("/"))
    if not file.exists():
        pytest.skip("the shared samples are not beside this project")
    found = broken_rules(file.read_bytes())
    assert [rule for rule in found if not rule.startswith("PEPPOL")] == EXPECTED[name]
