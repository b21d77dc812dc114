"""Every cookie the portal sets. The page about cookies is made from this list, and code takes the names from here.

All are strictly necessary for what the visitor asked for (LEK 9 kap. 28 §), so nobody is asked to consent (ux.md 4.7).
"""

from dataclasses import dataclass

from app.language import N_


@dataclass(frozen=True)
class Cookie:
    """`only_if` says what the visitor has to do first; empty when signing in is enough. `life` may say %(hours)s,
    which is how long the installation lets a session last."""

    name: str
    purpose: str
    life: str
    only_if: str = ""


SESSION = Cookie(
    "__Host-sid",
    N_("Keeps you signed in. It can only be read by the portal."),
    N_("Until you sign out, at most two hours longer than the %(hours)s hours you can stay signed in"),
)
SIGNING_IN = Cookie(
    "__Host-pre",
    N_("Follows you to your organisation's sign-in and back, so that nobody else can use your sign-in."),
    N_("20 minutes"),
)
PARKED = Cookie(
    "__Host-parked",
    N_("Finds what you wrote again, if you were signed out before you sent it."),
    N_("2 hours"),
    N_("You send a form after having been signed out."),
)
ORGANISATION = Cookie(
    "org",
    N_("Remembers your organisation on the sign-in page."),
    N_("1 year"),
    N_("You tick “Remember” on the sign-in page."),
)

SETTING_UP = Cookie(
    "__Host-setup",
    N_("Lets you fill in and test an organisation's sign-in settings without an account."),
    N_("1 day"),
    N_("You open a link that an administrator has sent you."),
)

COOKIES = (SESSION, SIGNING_IN, PARKED, ORGANISATION, SETTING_UP)
