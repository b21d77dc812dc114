"""`python -m app <command>`: everything an installation is run with. Newcomers write `./portal <command>`."""

import argparse
import sys
from importlib import import_module

COMMANDS = {
    "demo": "try the portal: database, invented data, sign-in service, worker and web server, all in one",
    "test": "the whole gate: form, lint, types, imports, translations, tests",
    "serve": "answer requests",
    "work": "do what waits in the queue, and what the clock asks for",
    "migrate": "bring the database up to date",
    "seed": "fill an empty database with invented organisations, people and needs",
    "connection": "agree on a sign-in service with an organisation, or end that",
    "saml": "federations to believe, and the portal's own keys towards SAML identity providers",
    "receive": "take in one letter that came back, from standard input",
    "emergency": "name the two people who open the portal when nobody can sign in",
    "sso": "let an organisation in whose sign-in service is broken",
    "keys": "seal every secret anew with the first key, or change the key that signs",
    "settings": "show every setting, its meaning and its value",
    "check": "say whether the settings and the database are in order",
    "bench": "measure what pages cost, beside a bare server (for developers)",
    "devidp": "the development sign-in service",
    "migration": "write the first migration anew from the models (for developers)",
    "readme": "write the generated parts of README.md and .env.example (for developers)",
}


def main(words: list[str]) -> int:
    """Only the command that was asked for is imported: some need much of the portal, some nothing."""
    outer = argparse.ArgumentParser(prog="portal", description="The portal of a testbed for welfare technology.")
    listed = "\n".join(f"  {name:<12}{meaning}" for name, meaning in COMMANDS.items())
    outer.usage = f"portal <command> …\n\n{listed}"
    outer.add_argument("command", choices=COMMANDS)
    asked = outer.parse_args(words[:1])
    command = import_module(f"app.commands.{asked.command}")
    parser = argparse.ArgumentParser(prog=f"portal {asked.command}", description=command.__doc__)
    if asked.command == "test":  # its words are pytest's
        return int(command.run(words[1:]))
    command.arguments(parser)
    return int(command.run(parser.parse_args(words[1:])) or 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
