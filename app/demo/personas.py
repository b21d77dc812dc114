"""Whom to sign in as first: a few of the cast who between them meet all that can be done."""

from dataclasses import dataclass

from app.demo.people import CAST


@dataclass(frozen=True)
class Suggestion:
    """Someone in the cast, and what waits for them."""

    name: str
    organisation: str
    sees: str


SUGGESTED = {
    "hanna": "leads a testbed: questions to answer, a pilot to evaluate, open calls",
    "gun": "decides in a small municipality: needs, agreements, what happens after a test",
    "marianne": "decides where nobody leads the testbed: a need that waits for her",
    "amir": "assesses: one request left to score",
    "miriam": "leads a testbed: a pilot at its halfway point, a researcher to answer",
    "leila": "heads the unit where a pilot runs: status reports",
    "sofia": "leads a testbed and leaves in ten days",
    "erik": "represents a company: a running pilot, requests that wait, one declined",
    "zara": "represents a company and reads English: two questions to answer",
    "eva": "does research: a study that is going on",
    "ylva": "leads the process in the region: a need to check, a proposal to distribute",
    "joakim": "case officer in the region: overview and what has stopped",
    "kerstin": "administers an organisation",
    "tove": "administers the platform",
}


def personas() -> tuple[Suggestion, ...]:
    """The suggestions, in an order that tells a story."""
    cast = {one.key: one for one in CAST}
    return tuple(Suggestion(cast[key].name, cast[key].organisation, sees) for key, sees in SUGGESTED.items())
