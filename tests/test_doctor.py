"""`live doctor` says of a workspace what is missing in it."""

import factory
import pytest

from live import doctor
from live.doctor import Finding, examine


@pytest.mark.parametrize("contact", ["", "contact: https://me.example/crawler\n"])
def test_that_nobody_can_be_reached_is_said(tmp_path, monkeypatch, contact) -> None:
    monkeypatch.setattr(doctor, "_browser", lambda: Finding("browser", "ok", "not started"))
    (tmp_path / "live.yaml").write_text(factory.CONFIG + contact)
    found = [each for each in examine(tmp_path) if each.what == "contact"]
    assert [each.state for each in found] == ([] if contact else ["missing"])
    assert contact or "Write contact: in live.yaml" in found[0].fact
