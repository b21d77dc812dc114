"""The catalogue as programs read it: DCAT-AP-SE 3.0.1 (ux.md 5, row 10).

Sveriges dataportal fetches it every night as RDF/XML from one address. All addresses are whole, nothing of importance
is without one, titles say neither who publishes nor when, and the publisher is known by its organisation number.
Read when the catalogue is asked for: the library of this graph is needed nowhere else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from rdflib import DCAT, DCTERMS, FOAF, RDF, XSD, Graph, Literal, Namespace, URIRef

from app.language import N_
from app.open_data.datasets import DATASETS, LICENCE, Dataset
from app.open_data.formats import DESCRIBED, FORMS

VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
DCATAP = Namespace("http://data.europa.eu/r5r/")
EU = "http://publications.europa.eu/resource/authority/"
LANGUAGES = {"sv": URIRef(f"{EU}language/SWE"), "en": URIRef(f"{EU}language/ENG")}
THEME = Namespace(f"{EU}data-theme/")
FREE = URIRef(LICENCE)
PUBLIC = URIRef(f"{EU}access-right/PUBLIC")
SWEDEN = URIRef(f"{EU}country/SWE")
ALWAYS = URIRef(f"{EU}frequency/UPDATE_CONT")
STABLE = URIRef(f"{EU}planned-availability/STABLE")
REGION = URIRef("http://purl.org/adms/publishertype/RegionalAuthority")
TITLE = N_("Test of welfare technology")
DESCRIPTION = N_(
    "Needs, pilots, results and figures of a testbed where municipalities and companies try things together."
)


@dataclass(frozen=True)
class Source:
    """Who publishes, where and since when. `say` translates into a language; `page`, `about` and `file` are whole
    addresses, of all data sets, of one, and of one in one form. `since` is the portal's first day, and `years` the
    first years of data sets that tell of what was before it."""

    publisher: str
    organisation_number: str
    contact: str
    email: str
    origin: str
    page: str
    since: date
    years: Mapping[str, int]
    say: Callable[[str, str], str]
    about: Callable[[str], str]
    file: Callable[[str, str], str]

    @property
    def publisher_iri(self) -> URIRef:
        digits = "".join(sign for sign in self.organisation_number if sign.isdigit())
        return URIRef(f"http://dataportal.se/organisation/SE{digits}" if digits else f"{self.page}#publisher")


def catalogue(source: Source) -> Graph:
    graph = Graph()
    for prefix, namespace in (
        ("dcat", DCAT),
        ("dcterms", DCTERMS),
        ("foaf", FOAF),
        ("vcard", VCARD),
        ("dcatap", DCATAP),
    ):
        graph.bind(prefix, namespace)
    whole = URIRef(f"{source.origin}/datasets/dcat")
    graph.add((whole, RDF.type, DCAT.Catalog))
    _say(graph, source, whole, DCTERMS.title, TITLE)
    _say(graph, source, whole, DCTERMS.description, DESCRIPTION)
    graph.add((whole, DCTERMS.publisher, source.publisher_iri))
    graph.add((whole, DCTERMS.license, FREE))
    graph.add((whole, FOAF.homepage, URIRef(source.page)))
    graph.add((whole, DCTERMS.spatial, SWEDEN))
    graph.add((whole, DCTERMS.issued, Literal(source.since)))
    graph.add((whole, DCAT.themeTaxonomy, URIRef(str(THEME).rstrip("/"))))
    for language in LANGUAGES.values():
        graph.add((whole, DCTERMS.language, language))
    _publisher(graph, source)
    contact = _contact(graph, source)
    for one in DATASETS:
        graph.add((whole, DCAT.dataset, _dataset(graph, source, one, contact)))
    return graph


def _say(graph: Graph, source: Source, thing: URIRef, what: URIRef, text: str) -> None:
    for language in LANGUAGES:
        graph.add((thing, what, Literal(source.say(text, language), lang=language)))


def _publisher(graph: Graph, source: Source) -> None:
    graph.add((source.publisher_iri, RDF.type, FOAF.Agent))
    graph.add((source.publisher_iri, FOAF.name, Literal(source.publisher)))
    graph.add((source.publisher_iri, DCTERMS.type, REGION))


def _contact(graph: Graph, source: Source) -> URIRef:
    """Whom to ask; never the same thing as the publisher."""
    contact = URIRef(f"{source.page}#contact")
    graph.add((contact, RDF.type, VCARD.Organization))
    graph.add((contact, VCARD.fn, Literal(source.contact)))
    graph.add((contact, VCARD.hasEmail, URIRef(f"mailto:{quote(source.email, safe='@+')}")))
    return contact


def _dataset(graph: Graph, source: Source, one: Dataset, contact: URIRef) -> URIRef:
    thing = URIRef(f"{source.page}#{one.slug}")
    graph.add((thing, RDF.type, DCAT.Dataset))
    _say(graph, source, thing, DCTERMS.title, one.title)
    _say(graph, source, thing, DCTERMS.description, one.description)
    for word in one.keywords:
        _say(graph, source, thing, DCAT.keyword, word)
    for theme in one.themes:
        graph.add((thing, DCAT.theme, THEME[theme]))
    for what, value in (
        (DCTERMS.publisher, source.publisher_iri),
        (DCAT.contactPoint, contact),
        (DCTERMS.accessRights, PUBLIC),
        (DCTERMS.spatial, SWEDEN),
        (DCTERMS.accrualPeriodicity, ALWAYS),
        (DCTERMS.language, LANGUAGES["sv"]),
        (DCAT.landingPage, URIRef(source.about(one.slug))),
        (DCTERMS.identifier, Literal(str(thing))),
        (DCTERMS.issued, Literal(source.since)),
        (DCTERMS.temporal, _time(graph, source, one)),
    ):
        graph.add((thing, what, value))
    for form, (label, kind) in FORMS.items():
        graph.add((thing, DCAT.distribution, _distribution(graph, source, one, form, label, kind)))
    return thing


def _time(graph: Graph, source: Source, one: Dataset) -> URIRef:
    """Which time the data tell of. It has no end: they go on growing."""
    time = URIRef(f"{source.page}#{one.slug}-time")
    graph.add((time, RDF.type, DCTERMS.PeriodOfTime))
    year = source.years.get(one.slug)
    graph.add((time, DCAT.startDate, Literal(str(year), datatype=XSD.gYear) if year else Literal(source.since)))
    return time


def _distribution(graph: Graph, source: Source, one: Dataset, form: str, label: str, kind: str) -> URIRef:
    thing, address = URIRef(f"{source.page}#{one.slug}-{form}"), URIRef(source.file(one.slug, form))
    graph.add((thing, RDF.type, DCAT.Distribution))
    _say(graph, source, thing, DCTERMS.title, label)
    _say(graph, source, thing, DCTERMS.description, DESCRIBED[form])
    graph.add((thing, DCAT.accessURL, address))
    graph.add((thing, DCAT.downloadURL, address))
    graph.add((thing, DCTERMS.license, FREE))
    graph.add((thing, DCTERMS["format"], Literal(kind)))
    graph.add((thing, DCATAP.availability, STABLE))
    return thing
