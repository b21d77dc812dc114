"""What a process reads before it has done anything: every worker holds it, and every start waits for it."""

import subprocess
import sys

from app.schema import ROOT

LATE = ("alembic", "icalendar", "python_calamine", "rdflib", "saml2", "typst", "xlsxwriter")
"""Libraries of papers, workbooks, calendars, catalogues, SAML and migrations: read by the first who needs them."""


def test_the_web_server_starts_without_what_few_pages_need():
    asked = f"import sys, app.main; print(*sorted(set(sys.modules) & {set(LATE)!r}))"
    process = [sys.executable, "-P", "-c", asked]
    said = subprocess.run(process, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True)
    assert said.stdout.split() == []
