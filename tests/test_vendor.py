"""What others wrote is all there, each with its licence, and its lock names no place."""

import json
from pathlib import Path

import pytest

from live import vendor
from live.errors import MissingError

ROOT = Path(__file__).parent.parent
PACKAGE = json.loads((ROOT / "package.json").read_text())


def test_every_file_that_the_package_names_can_be_read_and_has_its_licence_beside_it():
    notes = (ROOT / "THIRD_PARTY.md").read_text()
    for name in PACKAGE["vendored"]:
        assert vendor.text(name)
        assert name.endswith(".LICENSE") or f"`{name}`" in notes
    assert json.loads(vendor.text("versions.json")) == PACKAGE["dependencies"]
    sources = {
        "/".join(s.split("/")[: 1 + s.startswith("@")]) for s in PACKAGE["vendored"].values()
    }
    licensed = {s.removesuffix("/LICENSE") for s in PACKAGE["vendored"].values() if "LICENSE" in s}
    assert sources == licensed == set(PACKAGE["dependencies"])


def test_the_lock_pins_what_is_named_and_holds_no_address():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert packages[""]["dependencies"] == PACKAGE["dependencies"]
    for name, version in PACKAGE["dependencies"].items():
        assert packages[f"node_modules/{name}"]["version"] == version
    assert all("integrity" in each for name, each in packages.items() if name)
    assert not any("resolved" in each for each in packages.values())


def test_an_installation_without_the_files_says_what_to_do():
    with pytest.raises(MissingError, match="missing.js: .*python tools/vendor.py"):
        vendor.text("missing.js")
