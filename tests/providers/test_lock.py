"""What the sign-in tests install is pinned, and comes from wherever the machine gets its packages."""

import json

from tests.providers import HERE


def test_every_package_is_pinned_by_its_content_and_none_by_a_place():
    lock = json.loads((HERE / "package-lock.json").read_text())
    for name, package in lock["packages"].items():
        if name:
            assert package["integrity"].startswith("sha512-")
            assert "resolved" not in package
            assert not package.get("hasInstallScript")


def test_the_versions_asked_for_are_exact():
    wanted = json.loads((HERE / "package.json").read_text())["dependencies"]
    lock = json.loads((HERE / "package-lock.json").read_text())["packages"]
    assert {name: lock[f"node_modules/{name}"]["version"] for name in wanted} == wanted
