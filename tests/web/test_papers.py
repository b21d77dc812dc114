"""Every paper keeps to PDF/UA-1 by a reading of our own, which finds the faults that are planted."""

import io

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject, TextStringObject

from app.web.pdf import paper
from tests.papers import _nodes, faults

TABLE = {"caption": "Kronor", "head": ["Vad", "Summa"], "numeric": [1], "rows": [["Löner", "12"], ["Resor", "3"]] * 40}
SAID = {
    "title": "Nämndöversikt",
    "language": "sv",
    "facts": [["Period", "2026"]],
    "foot": ["Region Örebro län medfinansierar projektet."],
    "sections": [{"title": "I korthet", "sentences": ["Allt går som det ska."], "tables": [TABLE]}],
}


@pytest.fixture(scope="module")
def written():
    return paper("paper.typ", SAID)


def test_a_paper_of_several_pages_keeps_to_the_standard(written):
    reader = PdfReader(io.BytesIO(written))
    assert len(reader.pages) > 1
    assert faults(reader) == []


def tree_of(writer):
    return writer._root_object["/StructTreeRoot"].get_object()


def first(writer, kind):
    return next(node for node, _ in _nodes(tree_of(writer), ()) if node["/S"] == kind)


def drawn_untagged(writer):
    stream = DecodedStreamObject()
    stream.set_data(b"BT (x) Tj ET")
    writer.pages[0][NameObject("/Contents")] = stream


PLANTED = {
    "it has no language": lambda writer: writer._root_object.pop("/Lang"),
    "it does not say that it is tagged": lambda writer: writer._root_object.pop("/MarkInfo"),
    "it does not say which standard it keeps": lambda writer: writer._root_object.pop("/Metadata"),
    "it has no tree": lambda writer: writer._root_object.pop("/StructTreeRoot"),
    "a reader shows the name of the file": lambda writer: writer._root_object.pop("/ViewerPreferences"),
    "what is drawn does not lead back": lambda writer: tree_of(writer).pop("/ParentTree"),
    "neither tagged nor set aside": drawn_untagged,
    "is not tied to the tree": lambda writer: writer.pages[0].pop("/StructParents"),
    "does not say what it heads": lambda writer: first(writer, "/TH").pop("/A"),
    "the first heading is not of the first level": lambda writer: first(writer, "/H1").update(
        {NameObject("/S"): NameObject("/H2")}
    ),
    "does not say what it shows": lambda writer: first(writer, "/P").update({NameObject("/S"): NameObject("/Figure")}),
    "is no kind there is": lambda writer: first(writer, "/P").update({NameObject("/S"): NameObject("/Stycke")}),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_the_reading_finds_what_is_planted(fault, written):
    writer = PdfWriter(clone_from=io.BytesIO(written))
    writer._root_object[NameObject("/Note")] = TextStringObject("planted")
    PLANTED[fault](writer)
    spoiled = io.BytesIO()
    writer.write(spoiled)
    assert any(fault in found for found in faults(PdfReader(spoiled)))
