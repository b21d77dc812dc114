"""The lists of the forms on the open pages (ux.md 2.14)."""

from app.language import N_, Worded


class Wanted(Worded):
    report = "report", N_("Report the fault")
    other_form = "other_form", N_("Get the content in another form")


class Locale(Worded):
    """Languages by their own names, so that one finds one's own."""

    sv = "sv", "Svenska"
    en = "en", "English"
