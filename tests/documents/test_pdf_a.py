"""What ISO 19005-3 (PDF/A-3, level B) asks and pikepdf can read off an e-invoice. No validator: clauses, one by one."""

import io
import re
from collections.abc import Callable, Iterator

import pikepdf
import pytest

from frontdesk import commands as do
from frontdesk.desk import Desk
from frontdesk.queries.e_invoice import ReadEInvoice
from tests.documents.test_e_invoice import BUYER, SELLER, close
from tests.hotel import found_hotel

DEVICE_OPERATORS = {"rg", "RG", "k", "K", "g", "G"}
KNOWN = {"BT", "ET", "Tf", "Td", "Tm", "Tj", "Tr", "w", "g", "G", "re", "f", "q", "Q", "cm", "Do"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An e-invoice with a Greek and a Japanese name, on file."""
    with Desk.open(tmp_path_factory.mktemp("pdf_a") / "hotel.db") as desk:
        house = found_hotel(desk, **SELLER)
        stay = house.arrive(name="Παπαδοπούλου 山田")
        house.do(do.ChangeWindow, stay=stay, window=1, **BUYER)
        house.charge(stay)
        close(house, stay)
        return desk.print(ReadEInvoice(stay, 1))


@pytest.fixture
def pdf(made: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(made)) as opened:
        yield opened


def dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    return (each for each in pdf.objects if isinstance(each, (pikepdf.Dictionary, pikepdf.Stream)))


def test_6_1_2_the_header_names_a_version_and_marks_the_file_as_binary(made: bytes) -> None:
    assert re.match(rb"%PDF-1\.[0-7]\n%[\x80-\xff]{4}", made)


def test_6_1_3_the_trailer_has_an_identity_and_nothing_is_encrypted_or_behind_the_end(
    made: bytes, pdf: pikepdf.Pdf
) -> None:
    assert len(pdf.trailer.ID) == 2
    assert "/Encrypt" not in pdf.trailer
    assert made.rstrip(b"\r\n").endswith(b"%%EOF")


def test_6_1_7_streams_are_inside_the_file_and_packed_by_allowed_filters(pdf: pikepdf.Pdf) -> None:
    for each in dictionaries(pdf):
        if isinstance(each, pikepdf.Stream):
            assert {"/F", "/FFilter", "/FDecodeParms"}.isdisjoint(each.keys())
            assert str(each.get("/Filter", "/FlateDecode")) == "/FlateDecode"


def test_6_2_2_pages_use_only_operators_of_the_standard(pdf: pikepdf.Pdf) -> None:
    used = {str(operator) for page in pdf.pages for _, operator in pikepdf.parse_content_stream(page)}
    assert used <= KNOWN


def test_6_2_3_and_6_2_4_one_output_intent_covers_the_colours_used(pdf: pikepdf.Pdf) -> None:
    (intent,) = pdf.Root.OutputIntents
    profile = intent.DestOutputProfile
    data = profile.read_bytes()
    assert str(intent.S) == "/GTS_PDFA1"
    assert (int(profile.N), data[16:20], data[36:40]) == (3, b"RGB ", b"acsp")
    assert data[8] <= 4, "an ICC profile of version 4 at most"
    used = {str(operator) for page in pdf.pages for _, operator in pikepdf.parse_content_stream(page)}
    assert used & DEVICE_OPERATORS <= {"g", "G"}, "grey is covered by an RGB intent"


def test_6_2_5_to_6_2_10_no_transparency_halftones_or_postscript(pdf: pikepdf.Pdf) -> None:
    for each in dictionaries(pdf):
        assert {"/SMask", "/HTP", "/TR", "/TR2", "/OPI", "/Alternates", "/PS", "/Ref"}.isdisjoint(each.keys())
        assert str(each.get("/Subtype2", "")) != "/PS"
        assert "/ca" not in each
        assert "/CA" not in each
        assert not bool(each.get("/Interpolate", False))


def test_6_2_11_fonts_are_embedded_and_every_code_has_a_glyph_a_width_and_a_reading(pdf: pikepdf.Pdf) -> None:
    found = [each for each in dictionaries(pdf) if str(each.get("/Type", "")) == "/Font"]
    composite = [font for font in found if str(font.Subtype) == "/Type0"]
    assert composite
    for font in composite:
        (below,) = font.DescendantFonts
        assert str(font.Encoding) == "/Identity-H"
        assert str(font.BaseFont) == str(below.BaseFont) == str(below.FontDescriptor.FontName)
        assert str(below.Subtype) == "/CIDFontType2"
        assert "/FontFile2" in below.FontDescriptor
        assert isinstance(below.CIDToGIDMap, pikepdf.Stream)
        assert b"beginbfchar" in font.ToUnicode.read_bytes()
    assert {str(font.Subtype) for font in found} == {"/Type0", "/CIDFontType2"}


def test_6_3_to_6_5_no_annotations_forms_actions_or_scripts(pdf: pikepdf.Pdf) -> None:
    assert {"/AA", "/OpenAction", "/AcroForm", "/Requirements", "/OCProperties"}.isdisjoint(pdf.Root.keys())
    assert {"/JavaScript", "/AlternatePresentations"}.isdisjoint(pdf.Root.Names.keys())
    assert all({"/Annots", "/AA", "/PresSteps"}.isdisjoint(page.obj.keys()) for page in pdf.pages)
    assert all("/JS" not in each for each in dictionaries(pdf))


FACTS: tuple[tuple[str, str, Callable[[str], str]], ...] = (
    ("/Title", "dc:title", str),
    ("/Producer", "pdf:Producer", str),
    ("/Creator", "xmp:CreatorTool", str),
    ("/CreationDate", "xmp:CreateDate", lambda date: re.sub(r"\D", "", date)),
    ("/ModDate", "xmp:ModifyDate", lambda date: re.sub(r"\D", "", date)),
)


def test_6_6_the_description_is_plain_names_the_part_and_agrees_with_the_old_one(pdf: pikepdf.Pdf) -> None:
    metadata = pdf.Root.Metadata
    assert {"/Filter", "/DecodeParms"}.isdisjoint(metadata.keys())
    assert (str(metadata.Type), str(metadata.Subtype)) == ("/Metadata", "/XML")
    assert b"bytes=" not in metadata.read_bytes()
    with pdf.open_metadata() as told:
        assert told.pdfa_status == "3B"
        for old, new, same in FACTS:
            assert same(str(pdf.docinfo[old])) == same(str(told[new])), old
        assert list(told["dc:creator"]) == [str(pdf.docinfo["/Author"])]
        assert str(pdf.docinfo["/Subject"]) == told["dc:description"]


def test_6_6_2_3_the_schema_of_the_embedded_data_is_described(pdf: pikepdf.Pdf) -> None:
    xmp = pdf.Root.Metadata.read_bytes().decode()
    declared = set(re.findall(r"<pdfaProperty:name>(\w+)</pdfaProperty:name>", xmp))
    assert declared == set(re.findall(r"<fx:(\w+)>", xmp))


def test_6_8_the_embedded_file_has_a_name_a_kind_a_date_and_a_relationship(pdf: pikepdf.Pdf) -> None:
    (spec,) = pdf.Root.AF
    name, listed = pdf.Root.Names.EmbeddedFiles.Names
    assert spec.objgen == listed.objgen
    assert str(name) == str(spec.F) == str(spec.UF) == "factur-x.xml"
    assert str(spec.AFRelationship) == "/Alternative"
    assert str(spec.EF.F.Subtype) == "/text/xml"
    assert re.match(r"D:\d{14}", str(spec.EF.F.Params.ModDate))
