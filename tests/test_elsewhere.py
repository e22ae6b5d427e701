"""Who is sent to a month finds it, and who finds nothing is told where something waits."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from due_months import Clock, add_month
from reviewed import MONTH, reviewed
from test_cli import live as command
from test_run_report import words

import live.clock
from live.cli import live as verbs
from live.due import elsewhere, standing
from live.outcomes import Done
from live.publish.cut import cut
from live.workspace import Workspace


@pytest.fixture
def month(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """October waits for people, it is November, and live.yaml names no month."""
    monkeypatch.setattr(live.clock, "datetime", Clock("2026-11-03"))
    with reviewed(workspace.path) as opened:
        yield opened


def test_every_verb_that_is_named_works_on_the_month_that_waits(month: Workspace) -> None:
    ended = command("-C", month.path, "release", "--due")
    (report,) = (month.path / "runs").iterdir()
    serve = f"live review serve --month {MONTH}"
    assert f"`{serve}`" in ended.stdout and serve in words(report.read_text())
    stands = command("-C", month.path, "status").stdout
    (found,) = re.findall(r"`live (review list .*?)`", stands)
    assert command("-C", month.path, *found.split()).stdout.count("waiting") == 6


def test_who_is_to_rate_is_sent_to_the_month_too(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_month(workspace)
    cut(workspace, MONTH)
    monkeypatch.setattr("live.due._split", lambda workspace, release: 2)
    for stage in ("answer", "judge"):
        monkeypatch.setattr(f"live.due.{stage}.to_come", lambda *_: Counter())
    assert standing(workspace, MONTH).todo == (
        f"Have them rate at the desk: `live review serve --month {MONTH}`."
    )
    workspace.store.save("2026-11", "crawl", "x", Done())
    assert elsewhere(workspace, "2026-11") == [MONTH]
    assert elsewhere(workspace, "2026-11", rated=False) == []


@pytest.mark.parametrize("verb", ["list", "progress"])
def test_who_finds_nothing_is_told_of_which_month_and_where_something_waits(
    month: Workspace, verb: str
) -> None:
    ended = command("-C", month.path, "review", verb)
    assert (ended.returncode, ended.stderr) == (
        0,
        "No question of 2026-11 waits for a decision. "
        f"Elsewhere some do: `live review {verb} --month {MONTH}`.\n",
    )
    assert command("-C", month.path, "review", verb, "--month", MONTH).stderr == ""


def test_a_desk_of_an_empty_month_says_at_its_start_where_something_waits(
    month: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("live.review.web.server.serve", lambda *_: None)
    serve = ["-C", str(month.path), "review", "serve", "--port", "0"]
    line = "The desk serves 2026-11. People are awaited elsewhere: `live review serve --month"
    assert f"{line} {MONTH}`." in CliRunner().invoke(verbs, serve).stderr
    assert "elsewhere" not in CliRunner().invoke(verbs, [*serve, "--month", MONTH]).stderr
