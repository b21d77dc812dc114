"""Starting the development sign-in service, where it may be started."""

from ipaddress import ip_address
from pathlib import Path

import uvicorn

from app.devidp.site import create_site
from app.sign_in.personas import read_roster


class NotHere(Exception):
    """The development sign-in service does not run in such a place."""


def check_place(environment: str, host: str) -> None:
    """The first lock (sso.md 7.6).

    Raises:
        NotHere: this is not development, or somebody else's machine could reach us.
    """
    if environment != "development":
        raise NotHere("the development sign-in service only runs with PORTAL_ENVIRONMENT=development")
    try:
        is_ours = ip_address(host).is_loopback
    except ValueError:
        is_ours = False
    if not is_ours:
        raise NotHere("the development sign-in service only listens on a loopback address, such as 127.0.0.1")


def serve(environment: str, host: str, port: int, roster: Path) -> None:
    """Run until told to stop.

    Raises:
        NotHere: it may not run here.
        ValueError: the roster cannot be read.
    """
    check_place(environment, host)
    origin = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    uvicorn.run(create_site(read_roster(roster), origin), host=host, port=port, log_level="warning", access_log=False)
