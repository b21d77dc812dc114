"""What a file is, by its content: never by its name, and never by what the browser says it is."""

import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from unicodedata import category, normalize
from zipfile import BadZipFile, ZipFile

import puremagic

from app.language import N_
from app.refusals import Reason, Refused

LARGEST = 25 * 1024 * 1024  # bytes (ux.md 2.2)
LONGEST_NAME = 120

EMPTY = N_("The file is empty.")
LOCKED = N_("The file is password protected. Remove the protection and choose it again.")
WRONG_KIND = N_("The file must be a PDF, DOCX, XLSX, ODT, ODS, JPG or PNG.")
TOO_LARGE = N_("The file must be smaller than %(limit)s MB. Yours is %(size)s MB.")

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of encrypted Office files, and of the old formats
ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
ENCRYPTED_PDF = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
MACROS = ("vbaProject.bin", "Basic/", "Scripts/")
MOST_ENTRIES = 10_000
MOST_OF_AN_ENTRY = 1024 * 1024


@dataclass(frozen=True)
class Kind:
    media_type: str
    extension: str


PDF = Kind("application/pdf", ".pdf")
PNG = Kind("image/png", ".png")
JPG = Kind("image/jpeg", ".jpg")
DOCX = Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx")
XLSX = Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx")
ODT = Kind("application/vnd.oasis.opendocument.text", ".odt")
ODS = Kind("application/vnd.oasis.opendocument.spreadsheet", ".ods")
KINDS = (PDF, DOCX, XLSX, ODT, ODS, JPG, PNG)


def kind_of(content: bytes, field: str = "file") -> Kind:
    """Which of the kinds we take the content is.

    Raises:
        Refused: it is empty, too large, locked or of another kind; each with its own sentence.
    """
    if not content:
        raise Refused(Reason(EMPTY, field=field))
    if len(content) > LARGEST:
        values = {"limit": LARGEST // 1024**2, "size": -(-len(content) // 1024**2)}
        raise Refused(Reason(TOO_LARGE, field=field, values=values))
    if content.startswith(b"%PDF-"):
        if ENCRYPTED_PDF.search(content):
            raise Refused(Reason(LOCKED, field=field))
        return PDF
    if content.startswith(OLE):
        raise Refused(Reason(LOCKED if ENCRYPTED_OFFICE in content else WRONG_KIND, field=field))
    found = _in_zip(content, field) if content.startswith(b"PK\x03\x04") else _image(content)
    if found is None:
        raise Refused(Reason(WRONG_KIND, field=field))
    return found


def _image(content: bytes) -> Kind | None:
    try:
        media_type = puremagic.from_string(content, mime=True)
    except puremagic.PureError:
        return None
    ends = content.rstrip(b"\0")
    if media_type == PNG.media_type and b"IEND" in content[-64:]:
        return PNG
    if media_type in ("image/jpeg", "image/jpg") and b"\xff\xd9" in ends[-64:]:
        return JPG
    return None


def _in_zip(content: bytes, field: str) -> Kind | None:
    try:
        with ZipFile(BytesIO(content)) as archive:
            return _office(archive, field)
    except (BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return None


def _office(archive: ZipFile, field: str) -> Kind | None:
    entries = archive.infolist()
    names = {entry.filename for entry in entries[:MOST_ENTRIES]}
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused(Reason(LOCKED, field=field))
    if any(name.endswith(MACROS[0]) or name.startswith(MACROS[1:]) for name in names):
        return None
    if "[Content_Types].xml" in names:
        found = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
        return next((kind for name, kind in found.items() if name in names), None)
    if "mimetype" in names:
        if b"encryption-data" in _start(archive, "META-INF/manifest.xml", names):
            raise Refused(Reason(LOCKED, field=field))
        said = _start(archive, "mimetype", names).decode("ascii", "replace").strip()
        return next((kind for kind in (ODT, ODS) if kind.media_type == said), None)
    return None


def _start(archive: ZipFile, name: str, names: set[str]) -> bytes:
    """The beginning of an entry: a small archive can unpack to something very large."""
    if name not in names:
        return b""
    with archive.open(name) as entry:
        return entry.read(MOST_OF_AN_ENTRY)


def cleaned_name(name: str, kind: Kind) -> str:
    """A file name that is safe to show and to save: no folders, no control or direction signs, the right ending."""
    last = PurePosixPath(normalize("NFC", name).replace("\\", "/")).name
    visible = "".join(sign for sign in last if category(sign)[0] != "C" and sign not in '<>:"/|?*;%')
    stem = " ".join(visible.split()).strip(". ")
    known = (*(one.extension for one in KINDS), ".jpeg")
    while stem.lower().endswith(known):
        stem = stem[: stem.rindex(".")].rstrip(". ")
    return (stem[: LONGEST_NAME - len(kind.extension)].rstrip(". ") or "bilaga") + kind.extension
