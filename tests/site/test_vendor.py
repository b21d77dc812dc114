"""What others made is exactly what they published, with their licence beside it."""

import json
import re

from app.web.assets import STATIC, integrity

VENDOR = STATIC / "vendor"
MANIFEST = json.loads((VENDOR / "manifest.json").read_text())["files"]


def test_every_file_is_the_one_in_the_manifest():
    for entry in MANIFEST:
        assert integrity((VENDOR / entry["file"]).read_bytes()) == entry["integrity"], entry["file"]
        assert entry["version"] in entry["file"]
        assert (VENDOR / entry["licence_file"]).stat().st_size > 100


def test_nothing_else_lies_among_them():
    known = {entry["file"] for entry in MANIFEST} | {entry["licence_file"] for entry in MANIFEST} | {"manifest.json"}
    assert {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()} == known


def test_each_font_has_its_licence_beside_it():
    fonts = STATIC / "fonts"
    assert {path.name for path in fonts.iterdir()} == {
        "ahn.woff2",
        "ss4.woff2",
        "OFL-atkinson.txt",
        "OFL-source-serif.txt",
    }
    for licence in fonts.glob("OFL-*.txt"):
        assert "SIL OPEN FONT LICENSE" in licence.read_text()


def test_nothing_of_ours_asks_another_site_for_anything():
    for path in [*STATIC.glob("css/*"), *STATIC.glob("js/*")]:
        assert re.findall(r"https?://|//[a-z0-9-]+\.[a-z]", path.read_text()) == [], path.name
