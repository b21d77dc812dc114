"""The lock files name packages and hashes, and nothing of the machine they were written on."""

import re
import tomllib

import pytest

from app.schema import ROOT

LOCKS = sorted((ROOT / "deploy" / "lock").glob("*.txt"))
LINE = re.compile(r"[a-z0-9-]+==[a-z0-9.]+(?: ; [A-Za-z_0-9'.<>=!* ()]+)? \\|    --hash=sha256:[0-9a-f]{64}(?: \\)?")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_holds_versions_and_hashes_only(lock):
    odd = [line for line in lock.read_text().splitlines() if not LINE.fullmatch(line)]
    assert odd == []


def test_the_development_lock_holds_the_other_one():
    runtime, dev = (pinned(ROOT / "deploy" / "lock" / f"{name}.txt") for name in ("runtime", "dev"))
    assert runtime.items() <= dev.items()


@pytest.mark.parametrize("name", ["runtime", "dev"])
def test_what_the_project_asks_for_is_locked(name):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = project["project"]["dependencies"] + (project["dependency-groups"]["dev"] if name == "dev" else [])
    asked = {re.split(r"[\[<>=]", one)[0] for one in asked}
    assert asked <= set(pinned(ROOT / "deploy" / "lock" / f"{name}.txt"))


def pinned(lock):
    return dict(re.findall(r"^([a-z0-9-]+)==([a-z0-9.]+)", lock.read_text(), re.MULTILINE))
