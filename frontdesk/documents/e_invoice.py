"""The e-invoice on paper: the folio as PDF/A-3 with its data inside (Factur-X / ZUGFeRD, profile EN 16931; FD-10)."""

import io
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from frontdesk.documents.cii import cii
from frontdesk.documents.folio import folio_pdf
from frontdesk.queries.e_invoice import EInvoice

EMBEDDED = "factur-x.xml"
_PRODUCER = "Front Desk"
_FX = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"


def e_invoice(invoice: EInvoice, style: str = "itemised", form: str = "pdf") -> bytes:
    """The invoice as a PDF/A-3 with its data inside, or as the data alone (``form`` "xml"). Same state, same bytes.

    Raises:
        Refusal: the sums differ (FD-3), or there is no such style.
    """
    return cii(invoice) if form == "xml" else _packed(folio_pdf(invoice.paper, style), cii(invoice), invoice)


def _packed(paper: bytes, data: bytes, invoice: EInvoice) -> bytes:
    """Put the data, its colour profile and its description into a finished folio."""
    made = invoice.paper.made_at.astimezone(UTC)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        title, subject = (str(pdf.docinfo[name]) for name in ("/Title", "/Subject"))
        _embed(pdf, data, made)
        _colours(pdf)
        _describe(pdf, _xmp((title, subject), invoice, made), made)
        pdf.save(out, min_version="1.7", deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
    return out.getvalue()


def _embed(pdf: pikepdf.Pdf, data: bytes, made: datetime) -> None:
    params = Dictionary(ModDate=String(f"D:{made:%Y%m%d%H%M%S}Z"), Size=len(data))
    stream = Stream(pdf, data, Type=Name.EmbeddedFile, Subtype=Name("/text/xml"), Params=params)
    embedded = pdf.make_indirect(stream)
    spec = pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(EMBEDDED),
            UF=String(EMBEDDED),
            Desc=String("Factur-X invoice"),
            AFRelationship=Name.Alternative,
            EF=Dictionary(F=embedded, UF=embedded),
        )
    )
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([String(EMBEDDED), spec])))
    pdf.Root.AF = Array([spec])


@cache
def _profile() -> bytes:
    return (files("resources") / "colour" / "sRGB.icc").read_bytes()


def _colours(pdf: pikepdf.Pdf) -> None:
    profile = pdf.make_indirect(Stream(pdf, _profile(), N=3))
    name = String("sRGB IEC61966-2.1")
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=name,
        Info=name,
        RegistryName=String("http://www.color.org"),
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


def _describe(pdf: pikepdf.Pdf, xmp: str, made: datetime) -> None:
    metadata = Stream(pdf, xmp.encode(), Type=Name.Metadata, Subtype=Name.XML)
    pdf.Root.Metadata = pdf.make_indirect(metadata)
    facts: Any = pdf.docinfo
    facts["/Producer"] = facts["/Creator"] = String(_PRODUCER)
    facts["/CreationDate"] = facts["/ModDate"] = String(f"D:{made:%Y%m%d%H%M%S}Z")


def _property(name: str, about: str) -> str:
    return (
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{name}</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType>"
        f"<pdfaProperty:category>external</pdfaProperty:category>"
        f"<pdfaProperty:description>{about}</pdfaProperty:description></rdf:li>"
    )


_PROPERTIES = "".join(
    _property(name, about)
    for name, about in (
        ("DocumentFileName", "name of the embedded XML file"),
        ("DocumentType", "kind of document"),
        ("Version", "version of the embedded data's standard"),
        ("ConformanceLevel", "profile of the embedded data"),
    )
)


def _xmp(titles: tuple[str, str], invoice: EInvoice, made: datetime) -> str:
    """What the file says of itself: PDF/A-3 level B, and which data it carries."""
    at = f"{made:%Y-%m-%dT%H:%M:%S}Z"
    title, subject = map(escape, titles)
    house, language = escape(invoice.paper.house.name), escape(invoice.paper.language)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        '<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">'
        "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>\n"
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>'
        f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>'
        f"<dc:creator><rdf:Seq><rdf:li>{house}</rdf:li></rdf:Seq></dc:creator>"
        f"<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language></rdf:Description>\n"
        '<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">'
        f"<pdf:Producer>{_PRODUCER}</pdf:Producer><xmp:CreatorTool>{_PRODUCER}</xmp:CreatorTool>"
        f"<xmp:CreateDate>{at}</xmp:CreateDate><xmp:ModifyDate>{at}</xmp:ModifyDate></rdf:Description>\n"
        f'<rdf:Description rdf:about="" xmlns:fx="{_FX}"><fx:DocumentType>INVOICE</fx:DocumentType>'
        f"<fx:DocumentFileName>{EMBEDDED}</fx:DocumentFileName><fx:Version>1.0</fx:Version>"
        "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel></rdf:Description>\n"
        f"{_SCHEMA}"
        '</rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
    )


_SCHEMA = (
    '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    "<pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>"
    f"<pdfaSchema:namespaceURI>{_FX}</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix>"
    f"<pdfaSchema:property><rdf:Seq>{_PROPERTIES}</rdf:Seq></pdfaSchema:property>"
    "</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>\n"
)
