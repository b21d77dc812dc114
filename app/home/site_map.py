"""What the open pages are called, in groups. A test sees to it that every open page of the portal stands here."""

from dataclasses import dataclass

from app.language import N_


@dataclass(frozen=True)
class Group:
    title: str
    pages: dict[str, str]  # route: what it is called


GROUPS = (
    Group(
        N_("Needs, solutions and pilots"),
        {
            "home": N_("Start page"),
            "challenges": N_("The municipalities' needs"),
            "solutions": N_("Solutions"),
            "pilots": N_("Pilots"),
            "earlier_tests": N_("Earlier tests"),
            "news": N_("News from the testbed"),
            "calendar": N_("Days to remember"),
            "watch": N_("Watch by letter"),
            "search": N_("Search"),
        },
    ),
    Group(
        N_("About the testbed"),
        {
            "about": N_("About the testbed"),
            "how_it_works": N_("How it works"),
            "equal_terms": N_("Equal terms"),
            "open_data": N_("Statistics and open data"),
            "glossary": N_("Words we use"),
            "for_companies": N_("For companies"),
            "does_it_fit": N_("Is the testbed for you?"),
            "for_municipalities": N_("For municipalities"),
            "for_researchers": N_("For researchers"),
        },
    ),
    Group(
        N_("Sign-in and help"),
        {
            "sign_in": N_("Sign in"),
            "sign_in_alone": N_("Sign in without a sign-in service of your own"),
            "help": N_("Help and contact"),
            "status": N_("Operating status"),
            "report_fault": N_("Report a fault in accessibility"),
            "site_map": N_("Site map"),
        },
    ),
    Group(
        N_("Rules and information"),
        {
            "accessibility_statement": N_("Accessibility statement"),
            "personal_data": N_("Personal data"),
            "cookies": N_("Cookies"),
            "public_documents": N_("Public documents"),
            "terms": N_("Terms"),
        },
    ),
)

LEFT_OUT = frozenset(
    {
        "sign_out",
        "signed_out",
        "link_sent",
        "open_set_up",
        "access_asked",
        "guest_thanked",
        "emergency",
        "agree_to_emergency",
        "enrol_emergency_key",
        "watch_asked",
        "demo_post",
    }
)
"""Open pages that are steps of something and lead nowhere by themselves, are only for those who run
the portal, or are there only in a demonstration."""
