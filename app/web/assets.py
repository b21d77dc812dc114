"""Static files: read once at start, compressed once, addressed by what they hold, kept for a year.

`asset("css/portal.css")` is `/static/css/portal.5f2c….css`. A file that changes gets a new address, so nothing has to
be asked for twice. Nothing outside app/static can be reached: a request is looked up, never opened.
"""

import base64
import gzip
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

import brotli
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

STATIC = Path(__file__).parents[1] / "static"
PREFIX = "/static/"

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
    ".json": "application/json",
}
PACKED = frozenset({".woff2", ".png"})  # compressed already
CSS_ADDRESS = re.compile(r"url\((?P<quote>[\"']?)(?P<path>[^)\"':]+)(?P=quote)\)")


@dataclass(frozen=True)
class File:
    """One file as it is sent. `bodies` holds it by content coding; "" is the file itself."""

    address: str
    media_type: str
    digest: str
    bodies: Mapping[str, bytes]

    def chosen(self, accepted: str) -> str:
        """The smallest coding that the reader takes."""
        taken = _accepted(accepted)
        return min(
            (coding for coding in self.bodies if not coding or coding in taken), key=lambda c: len(self.bodies[c])
        )


def _accepted(header: str) -> set[str]:
    """The codings of an Accept-Encoding, without those weighed to nothing (RFC 9110 12.5.3)."""
    parts = (part.replace(" ", "").lower().partition(";q=") for part in header.split(","))
    return {name for name, _, weight in parts if name and not re.fullmatch(r"0(\.0*)?", weight)}


class Assets:
    """All static files, and the application that answers for them."""

    def __init__(self, folder: Path = STATIC) -> None:
        self.files = _read(folder)
        self.by_address = {file.address: file for file in self.files.values()}

    def address(self, path: str) -> str:
        """The address of a file, for templates.

        Raises:
            KeyError: there is no such file; a template that names one does not render.
        """
        return self.files[path].address

    def integrity(self, path: str) -> str:
        """The file's hash as pages and manifests write it."""
        return integrity(self.files[path].bodies[""])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._answer(scope)(scope, receive, send)

    def _answer(self, scope: Scope) -> Response:
        if scope["method"] not in ("GET", "HEAD"):
            return PlainTextResponse("405", 405, headers={"Allow": "GET, HEAD"})
        found = self.by_address.get(PREFIX + scope["path"].rpartition(PREFIX)[2])
        if found is None:
            return PlainTextResponse("404", 404, headers={"Cache-Control": "no-store"})
        asked = {name: value.decode("latin-1") for name, value in scope["headers"]}
        coding = found.chosen(asked.get(b"accept-encoding", ""))
        headers = {
            "Cache-Control": "public, max-age=31536000, immutable",
            "ETag": f'"{found.digest}{"-" if coding else ""}{coding}"',
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Vary": "Accept-Encoding",
        }
        if coding:
            headers["Content-Encoding"] = coding
        if headers["ETag"] in [tag.strip().removeprefix("W/") for tag in asked.get(b"if-none-match", "").split(",")]:
            return Response(status_code=304, headers=headers)
        return Response(found.bodies[coding], headers=headers, media_type=found.media_type)


def integrity(content: bytes) -> str:
    """sha384 as in Subresource Integrity."""
    return "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()


@cache
def _read(folder: Path) -> dict[str, File]:
    """Every file that may be served; stylesheets last, since they name the others."""
    paths = sorted((path for path in folder.rglob("*") if path.suffix in TYPES), key=lambda path: path.suffix == ".css")
    files: dict[str, File] = {}
    for path in paths:
        name = path.relative_to(folder).as_posix()
        content = path.read_bytes()
        files[name] = _file(name, _with_addresses(name, content, files) if path.suffix == ".css" else content)
    return files


def _with_addresses(name: str, css: bytes, files: Mapping[str, File]) -> bytes:
    """The stylesheet naming other files by their addresses."""

    def addressed(found: re.Match[str]) -> str:
        steps: list[str] = []
        for step in (PurePosixPath(name).parent / found["path"]).parts:
            steps = steps[:-1] if step == ".." else [*steps, step]
        return f"url({files['/'.join(steps)].address})"

    return CSS_ADDRESS.sub(addressed, css.decode()).encode()


def _file(name: str, content: bytes) -> File:
    digest = hashlib.sha256(content).hexdigest()[:16]
    stem, dot, ending = name.rpartition(".")
    bodies = {"": content}
    if dot + ending not in PACKED:
        bodies |= {"gzip": gzip.compress(content, 9, mtime=0), "br": brotli.compress(content)}
    return File(f"{PREFIX}{stem}.{digest}.{ending}", TYPES[dot + ending], digest, bodies)
