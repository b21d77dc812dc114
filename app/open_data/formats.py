"""In which forms a data set can be had, and in which ways the catalogue can be written."""

from collections.abc import Mapping

from app.language import N_

CSV, JSON = "text/csv", "application/json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS: Mapping[str, tuple[str, str]] = {
    "csv-int": (N_("CSV for programs"), CSV),
    "json": (N_("JSON"), JSON),
    "csv": (N_("CSV for Excel"), CSV),
    "xlsx": (N_("Excel"), XLSX),
}
WITH_NAMES = N_("Names of columns for programs, which never change, and addresses of pages.")
WITH_WORDS = N_("Columns and stages in words, as they are read on the pages.")
DESCRIBED: Mapping[str, str] = {"csv-int": WITH_NAMES, "json": WITH_NAMES, "csv": WITH_WORDS, "xlsx": WITH_WORDS}
"""Each form a data set can be had in: what it is called, and its kind."""
SYNTAXES: Mapping[str, tuple[str, str]] = {
    "rdf": ("application/rdf+xml", "pretty-xml"),
    "ttl": ("text/turtle", "turtle"),
    "jsonld": ("application/ld+json", "json-ld"),
}
"""Each way the catalogue can be written, by the ending of its address; the first is what the harvester asks for."""
