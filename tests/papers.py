"""Whether a PDF keeps to PDF/UA-1, as far as a machine can tell: our own reading of it, independent of what wrote it.

After the Matterhorn Protocol's checkpoints that need no eyes: it says what it is and in which language, everything that
is drawn is tagged or set aside, the tree is whole, tables have heads, figures say what they show, fonts come along.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject, NameObject

DRAWS = {b"Tj", b"TJ", b"'", b'"', b"f", b"F", b"f*", b"S", b"s", b"B", b"B*", b"b", b"b*", b"Do", b"sh"}
IN_A_ROW = {"/TH", "/TD"}
STANDARD = {
    *("/Document", "/Part", "/Art", "/Sect", "/Div", "/BlockQuote", "/Caption", "/TOC", "/TOCI", "/Index", "/P", "/H"),
    *("/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/L", "/LI", "/Lbl", "/LBody", "/Table", "/TR", "/TH", "/TD"),
    *("/THead", "/TBody", "/TFoot", "/Span", "/Quote", "/Note", "/Reference", "/Code", "/Link", "/Annot", "/Figure"),
    *("/Formula", "/Form", "/NonStruct", "/Private", "/BibEntry"),
}


def faults(reader: PdfReader) -> list[str]:
    root = reader.trailer["/Root"]
    return [
        *_of_the_document(reader, root),
        *_of_the_pages(reader),
        *_of_the_tree(reader, root),
        *_of_the_fonts(reader),
    ]


def _of_the_document(reader: PdfReader, root: Any) -> Iterator[str]:
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "it does not say that it is tagged"
    if not root.get("/Lang"):
        yield "it has no language"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "a reader shows the name of the file, not the title"
    told = root["/Metadata"].get_data() if "/Metadata" in root else b""
    if b"pdfuaid:part" not in told:
        yield "it does not say which standard it keeps"
    if b"dc:title" not in told:
        yield "it has no title"
    if reader.is_encrypted:
        yield "it is locked"


def _of_the_pages(reader: PdfReader) -> Iterator[str]:
    for number, page in enumerate(reader.pages, start=1):
        if "/StructParents" not in page:
            yield f"page {number} is not tied to the tree"
        if page.get("/Annots") and page.get("/Tabs") != "/S":
            yield f"page {number} is not walked in the order of the tree"
        for annotation in page.get("/Annots") or []:
            if not annotation.get_object().get("/Contents"):
                yield f"a link of page {number} does not say where it leads"
        within: list[bool] = []
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            if operator in (b"BDC", b"BMC"):
                marked = operator == b"BDC" and isinstance(operands[1], DictionaryObject) and "/MCID" in operands[1]
                within.append(marked or operands[0] == "/Artifact")
            elif operator == b"EMC":
                within.pop()
            elif operator in DRAWS and not any(within):
                yield f"page {number} draws something that is neither tagged nor set aside ({operator.decode()})"
                break


def _of_the_tree(reader: PdfReader, root: Any) -> Iterator[str]:
    tree = root.get("/StructTreeRoot")
    if tree is None:
        yield "it has no tree"
        return
    if "/ParentTree" not in tree:
        yield "what is drawn does not lead back to the tree"
    roles = tree.get("/RoleMap", {})
    headings = []
    for node, ancestors in _nodes(tree.get_object(), ()):
        kind = str(roles.get(node["/S"], node["/S"]))
        if kind not in STANDARD:
            yield f"{kind} is no kind there is"
        if kind in ("/Figure", "/Formula") and not (node.get("/Alt") or node.get("/ActualText")):
            yield "a figure does not say what it shows"
        if kind in IN_A_ROW and (not ancestors or ancestors[-1] != "/TR"):
            yield "a cell stands outside a row"
        if kind == "/TH" and not _scope(node):
            yield "a head of a table does not say what it heads"
        if kind == "/Table" and not any(str(inner["/S"]) == "/TH" for inner, _ in _nodes(node, ())):
            yield "a table has no heads"
        if kind in ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6"):
            headings.append(int(kind[2]))
    if headings[:1] not in ([1], []):
        yield "the first heading is not of the first level"
    if any(after > before + 1 for before, after in pairwise(headings)):
        yield "a level of headings is skipped"


def _scope(node: Any) -> bool:
    attributes = node.get("/A")
    if attributes is None:
        return False
    held = attributes.get_object()
    return any("/Scope" in one.get_object() for one in (held if isinstance(held, list) else [held]))


def _nodes(node: Any, ancestors: tuple[str, ...]) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Every element under one, with the kinds of those above it."""
    inner = node.get("/K", [])
    inner = inner.get_object() if hasattr(inner, "get_object") else inner
    for one in inner if isinstance(inner, list) else [inner]:
        found = one.get_object() if hasattr(one, "get_object") else one
        if isinstance(found, DictionaryObject) and "/S" in found:
            yield found, ancestors
            yield from _nodes(found, (*ancestors, str(found["/S"])))


def _of_the_fonts(reader: PdfReader) -> Iterator[str]:
    for page in reader.pages:
        for font in page.get("/Resources", {}).get("/Font", {}).values():
            held = font.get_object()
            if "/ToUnicode" not in held:
                yield "the letters of a font cannot be read out"
            inner = held.get("/DescendantFonts", [held])[0].get_object()
            descriptor = inner.get("/FontDescriptor", DictionaryObject())
            if not {NameObject(f"/FontFile{kind}") for kind in ("", "2", "3")} & set(descriptor):
                yield "a font does not come along"
