"""The whole gate, the same for a developer and for CI. Stops at the first step that fails."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from app.schema import ROOT

BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
PYTHON = (sys.executable, "-m")
STEPS: dict[str, tuple[str, ...]] = {
    "formatting": (*PYTHON, "ruff", "format", "--check", "--quiet", "."),
    "lint": (*PYTHON, "ruff", "check", "--quiet", "."),
    "types": (*PYTHON, "mypy"),
    "imports": (str(Path(sys.executable).with_name("lint-imports")), "--no-cache"),
    "translations": (*PYTHON, "app.web.catalogue", "check"),
}
TESTS = (*PYTHON, "pytest", "-q", "-rs", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")
PROGRAMS = {"xmlsec1": "xmlsec1", "php": "php-cli", "simplesamlphp": "simplesamlphp"}
"""What tests of SAML run, and the package each is in: an identity provider that none of us wrote."""

MODULES = ("php-xml", "php-mbstring", "php-curl", "php-sqlite3")
SIMPLESAMLPHP = Path("/usr/share/simplesamlphp")
APT = ("apt-get", "-qq", "-y", "--no-install-recommends")
NO_BROWSER = "The tests need a browser: install Chromium, or run `.venv/bin/playwright install chromium`."


def run(words: list[str]) -> int:
    """`words` are pytest's own arguments."""
    browser = find_browser() or _install_browser()
    if browser is None:
        print(NO_BROWSER, file=sys.stderr)
        return 1
    install_programs()
    environment = _own_environment() | {"PORTAL_BROWSER": str(browser)}
    for name, command in (STEPS | {"tests": (*TESTS, *words)}).items():
        print(f"── {name}", flush=True)
        done = subprocess.run(command, cwd=ROOT, env=environment, check=False)  # noqa: S603
        if done.returncode != 0:
            print(f"The gate stops here: {name}.", file=sys.stderr)
            return done.returncode
    print("The gate is open.")
    return 0


def find_browser() -> Path | None:
    """The machine's own Chromium, or else the one that the browser tool has fetched."""
    for name in BROWSERS:
        if found := shutil.which(name):
            return Path(found)
    asked = subprocess.run(
        [
            sys.executable,
            "-c",
            "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    fetched = Path(asked.stdout.strip() or "/nowhere")
    return fetched if fetched.exists() else None


def _install_browser() -> Path | None:
    """The way the machine allows: a system package for root, else the browser tool's own download."""
    print("── installing a browser", flush=True)
    ways: list[list[tuple[str, ...]]] = [[(*PYTHON, "playwright", "install", "chromium")]]
    if _may_install():
        ways.insert(0, [(*APT, "update"), (*APT, "install", "chromium")])
    for way in ways:
        if all(subprocess.run(step, check=False).returncode == 0 for step in way):  # noqa: S603
            return find_browser()
    return None


def _may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_programs() -> None:
    """What the machine lacks, where it may be installed. Elsewhere the tests that need it are skipped and say so."""
    there = {"simplesamlphp"} if SIMPLESAMLPHP.is_dir() else set()
    missing = [package for name, package in PROGRAMS.items() if name not in there and not shutil.which(name)]
    if missing and _may_install():
        print(f"── installing {', '.join(missing)}", flush=True)
        for step in ((*APT, "update"), (*APT, "install", *missing, *MODULES)):
            subprocess.run(step, check=False)  # noqa: S603


def _own_environment() -> dict[str, str]:
    """Without settings of an installation, which would change what the tests see. DATABASE_URL is meant for them."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
