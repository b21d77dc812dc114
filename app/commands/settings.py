"""Show every setting with its meaning and its present value. Secrets are not shown."""

import argparse
from textwrap import fill

from app.commands import starting
from app.settings import Settings, example, markdown

EXAMPLE = {
    "PORTAL_ENVIRONMENT": "production",
    "PORTAL_BASE_URL": "https://testbed.example",
    "DATABASE_URL": "postgresql://portal:password@database/portal",
    "PORTAL_ENCRYPTION_KEYS": "",
    "PORTAL_SMTP_HOST": "mail.testbed.example",
    "PORTAL_MAIL_FROM": "portal@testbed.example",
    "PORTAL_DOCUMENTS": "/var/lib/portal/documents",
    "PORTAL_HOST": "0.0.0.0",  # noqa: S104 - inside its container
}
HEAD = """\
# What an installation decides. Copy to .env and fill in; deploy/compose.yaml reads it.
# Make a key with: openssl rand -base64 32 | sed "s/^/2026-01:/"

# The password in DATABASE_URL, for the database that deploy/compose.yaml starts.
# DATABASE_PASSWORD=

"""


def arguments(parser: argparse.ArgumentParser) -> None:
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--markdown", action="store_true", help="as the table of the README")
    form.add_argument("--example", action="store_true", help="as .env.example")


def run(asked: argparse.Namespace) -> None:
    if asked.markdown:
        print(readme_table())
    elif asked.example:
        print(env_example(), end="")
    else:
        for row in starting.settings().table():
            print(f"{row.name}={row.value}\n{fill(row.meaning, 100, initial_indent='    ', subsequent_indent='    ')}")


def readme_table() -> str:
    return "\n".join(markdown(_unset().table()))


def env_example() -> str:
    return HEAD + "\n".join(example(_unset().table(), EXAMPLE))


def _unset() -> Settings:
    """The defaults, whatever the environment holds."""
    return Settings.model_construct()
