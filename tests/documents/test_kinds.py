"""What a file is, by its content. Small but real files, made here."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from app.documents.kinds import (
    DOCX,
    EMPTY,
    JPG,
    LARGEST,
    LOCKED,
    ODS,
    ODT,
    PDF,
    PNG,
    TOO_LARGE,
    WRONG_KIND,
    XLSX,
    cleaned_name,
    kind_of,
)
from app.refusals import Refused
from tests.documents.files import a_jpg, a_pdf, a_png, an_office_file, an_open_document, in_zip


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (a_pdf(), PDF),
        (a_png(), PNG),
        (a_jpg(), JPG),
        (an_office_file("word/document.xml"), DOCX),
        (an_office_file("xl/workbook.xml"), XLSX),
        (an_open_document(ODT.media_type), ODT),
        (an_open_document(ODS.media_type), ODS),
    ],
    ids=["pdf", "png", "jpg", "docx", "xlsx", "odt", "ods"],
)
def test_a_file_is_what_it_contains(content, kind):
    assert kind_of(content) is kind


def why_not(content):
    with pytest.raises(Refused) as refused:
        kind_of(content)
    return refused.value.reasons[0].text


def test_each_fault_has_its_own_sentence():
    assert why_not(b"") == EMPTY
    assert why_not(a_pdf(b"/Encrypt 5 0 R")) == LOCKED
    assert why_not(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")) == LOCKED
    assert why_not(an_open_document(ODT.media_type, manifest="<manifest:encryption-data/>")) == LOCKED
    assert why_not(b"%PDF-" + b"x" * LARGEST) == TOO_LARGE


@pytest.mark.parametrize(
    "content",
    [
        b"<!doctype html><script>alert(1)</script>",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old Word file",
        b"MZ\x90\x00 a program",
        b"GIF89a\x01\x00\x01\x00",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"PK\x03\x04 half a zip",
        in_zip({"readme.txt": "not an office file"}),
        an_office_file("word/document.xml", extra="word/vbaProject.bin"),
        an_open_document("application/vnd.oasis.opendocument.presentation"),
        a_png()[:40],
    ],
    ids=["html", "doc", "exe", "gif", "svg", "half zip", "zip", "macros", "odp", "half png"],
)
def test_other_kinds_are_refused_whatever_they_are_called(content):
    assert why_not(content) == WRONG_KIND


def test_a_zip_with_a_password_is_locked():
    content = bytearray(an_office_file("word/document.xml"))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(sign)
        while place >= 0:
            content[place + offset] |= 1
            place = content.find(sign, place + 1)
    assert why_not(bytes(content)) == LOCKED


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("Datablad.PDF", "Datablad.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Kim\\Avtal.docx", "Avtal.pdf"),
        ("rapport.pdf.exe", "rapport.pdf.exe.pdf"),
        ("\u202efdp.exe", "fdp.exe.pdf"),
        ("en\r\nrad: <b>.pdf", "enrad b.pdf"),
        ("...", "bilaga.pdf"),
        ("å" * 300 + ".pdf", "å" * 116 + ".pdf"),
    ],
)
def test_names_are_cleaned_and_end_as_what_the_file_is(name, cleaned):
    assert cleaned_name(name, PDF) == cleaned


def test_a_small_archive_that_unpacks_to_something_huge_is_not_unpacked():
    packed = BytesIO()
    with ZipFile(packed, "w", compression=8) as archive:
        archive.writestr("mimetype", b"\0" * 50_000_000)
    assert why_not(packed.getvalue()) == WRONG_KIND
