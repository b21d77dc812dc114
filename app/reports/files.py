"""An issued report as a file. What is written in it is data, never source text."""

import json
from collections.abc import Sequence
from typing import Any

from app.sheets import Dialect, Sheet, workbook
from app.web.pdf import paper

LONG = ("section", "table", "row", "column", "value")


def pdf(content: dict[str, Any], facts: Sequence[tuple[str, str]], language: str, foot: Sequence[str]) -> bytes:
    """A tagged PDF that says which standard of accessibility it keeps (PDF/UA-1). The compiler refuses what does not.

    `facts` stand under the title: who issued it, when, for what.
    """
    said = {
        "title": content["title"],
        "language": language,
        "facts": [list(one) for one in facts],
        "foot": list(foot),
        "sections": [_section(one) for one in content["sections"]],
    }
    return paper("paper.typ", said)


def _section(section: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": section["title"],
        "source": section["source"],
        "sentences": section["sentences"],
        "tables": [
            {
                "caption": table["caption"],
                "head": table["head"],
                "numeric": table["numeric"],
                "rows": [[cell["t"] for cell in row] for row in table["rows"]],
            }
            for table in section["tables"]
        ],
    }


def as_workbook(content: dict[str, Any], foot: Sequence[str]) -> bytes:
    """A sheet for each table, with numbers as numbers."""
    return workbook(
        [
            Sheet(table["caption"], table["head"], [[cell["v"] for cell in row] for row in table["rows"]], foot)
            for section in content["sections"]
            for table in section["tables"]
        ]
        or [Sheet(content["title"], [content["title"]], [], foot)]
    )


def as_csv(content: dict[str, Any], head: Sequence[str], dialect: Dialect, foot: Sequence[str]) -> bytes:
    """One row for each value: section, table, row, column, value. `head` are those five words."""
    rows = [
        (section["title"], table["caption"], row[0]["v"], table["head"][place], row[place]["v"])
        for section in content["sections"]
        for table in section["tables"]
        for row in table["rows"]
        for place in range(1, len(row))
    ]
    return Sheet(content["title"], head, rows, foot).csv(dialect)


def as_json(content: dict[str, Any], facts: Sequence[tuple[str, str]], foot: Sequence[str]) -> bytes:
    whole = {"facts": dict(facts), **content, "notes": list(foot)}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()
