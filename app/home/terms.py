"""The terms of use. A change of the text is a new version: what companies declare names the version they read."""

from datetime import date

TERMS_VERSION = "1"
TERMS_VALID_FROM = date(2026, 11, 23)
