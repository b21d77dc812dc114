"""Papers: a template of typst, and what it says as data, never as source text.

Tagged by PDF/UA-1, which typst itself refuses to write where something is missing (a title, a language, the text of a
drawing). What stands in them is what the page says, so that they cannot differ. The compiler is read with the first.
"""

import json
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from fastapi import Response

from app.clock import now
from app.late import late
from app.web.templating import TEMPLATES

if TYPE_CHECKING:
    import typst
else:
    typst = late("typst")

ACCESSIBLE: Literal["ua-1"] = "ua-1"


@cache
def _fonts() -> "typst.Fonts":
    """Those that come with typst: the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def paper(template: str, said: Mapping[str, Any]) -> bytes:
    """The paper as PDF. In the template, `#let said = json(bytes(sys.inputs.said))` is what it says."""
    source = (TEMPLATES / template).read_bytes()
    compiler = typst.Compiler(font_paths=_fonts(), ignore_system_fonts=True)
    written = compiler.compile(
        input=source,
        format="pdf",
        sys_inputs={"said": json.dumps(said, ensure_ascii=False)},
        pdf_standards=[ACCESSIBLE],
        timestamp=now().replace(microsecond=0),
    )
    if not isinstance(written, bytes):
        raise TypeError(f"{template} is not one paper")
    return written


def paper_file(name: str, content: bytes) -> Response:
    """The paper as a file that opens in the browser, under a name of its own when it is saved."""
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "no-store"}
    return Response(content, media_type="application/pdf", headers=headers)
