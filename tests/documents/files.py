"""Small real files."""

import zlib
from io import BytesIO
from struct import pack
from zipfile import ZipFile


def a_pdf(trailer: bytes = b"", text: bytes = b"Hej") -> bytes:
    """One empty page."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        b"(" + text + b")",
    ]
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % place for place in places)
    return content + b"trailer\n<< /Size 5 /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (trailer, start)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return pack(">I", len(body)) + kind + body + pack(">I", zlib.crc32(kind + body))


def a_png() -> bytes:
    """One black dot."""
    head = pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    dot = _chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + dot + _chunk(b"IEND", b"")


def a_jpg() -> bytes:
    """The frame of a picture: start, JFIF header, end."""
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + b"\xff\xd9"


def in_zip(entries: dict[str, str]) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, text in entries.items():
            archive.writestr(name, text)
    return packed.getvalue()


def an_office_file(document: str, extra: str = "") -> bytes:
    entries = {"[Content_Types].xml": "<Types/>", "_rels/.rels": "<Relationships/>", document: "<document/>"}
    return in_zip(entries | ({extra: "x"} if extra else {}))


def an_open_document(media_type: str, manifest: str = "") -> bytes:
    return in_zip({"mimetype": media_type, "META-INF/manifest.xml": manifest or "<manifest/>", "content.xml": "<x/>"})
