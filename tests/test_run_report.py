"""A run of `live release --due` leaves one page that says what came of it, and is all it needs."""

import re
from pathlib import Path

import factory
import pytest
from due_months import Clock, add_month
from reviewed import reviewed

import live.clock
from live.due import standing
from live.outcomes import Dropped, Failed
from live.release import release_due
from live.run import Taken
from live.run_report import KEPT, keep_report
from live.workspace import Workspace

MONTH = factory.MONTH


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock("2026-11-03T03:00")
    monkeypatch.setattr(live.clock, "datetime", clock)
    return clock


def report_of(workspace: Workspace) -> str:
    _, file = release_due(workspace)
    assert file
    return file.read_text(encoding="utf-8")


def report_of_nothing(workspace: Workspace) -> None:
    taken = Taken(standing(workspace, MONTH), "waits", "It waits.")
    keep_report(workspace, [taken], live.clock.now())


def words(html: str) -> str:
    """What a reader reads, its white space as one."""
    return " ".join(re.sub(r"<style>.*</style>|<[^>]+>", " ", html, flags=re.S).split())


def test_it_says_what_waits_for_whom_and_what_to_do(workspace: Workspace) -> None:
    with reviewed(workspace.path, dropped=2) as opened:
        said = words(report_of(opened))
    assert f"{MONTH} waits for people It waits for 5 decisions of reviewers" in said
    assert "What to do: Decide at the desk: live review serve --month 2026-10 ." in said
    assert "written 6" in said and "grounded 5 passed, 1 dropped" in said
    assert "waiting 5 at review: unreviewed" in said
    assert "dropped 1 at gates: unsure it is not there" in said


def test_it_says_the_scores_of_a_judged_month(workspace: Workspace) -> None:
    add_month(workspace)
    said = words(report_of(workspace))
    assert "questions 3 models 1 unscored 0 cost $0.00 best embedded/ blind, " in said
    assert "95% intervals embedded/ blind " in said and "in the split 3" in said
    assert "What to do: Write it in live.yaml, or publish by hand: live publish --month" in said


def test_what_others_wrote_is_escaped(workspace: Workspace) -> None:
    evil = "</li><script>alert(1)</script>"
    add_month(workspace)
    workspace.store.save(MONTH, "crawl", "x", Dropped(evil, evil))
    html = report_of(workspace)
    assert "<script" not in html and "&lt;script&gt;" in html


def test_it_needs_nothing_but_itself(workspace: Workspace) -> None:
    add_month(workspace)
    html = report_of(workspace)
    links = re.findall(r"(?:src|href|url)\s*[=(]\s*[\"']?([^\"')>\s]+)", html)
    assert links == [f"../releases/{MONTH}/leaderboard/index.html"]
    assert (workspace.path / "runs" / links[0]).is_file()


def test_a_run_has_one_file_however_many_months_it_takes(
    workspace: Workspace, clock: Clock
) -> None:
    for month in ("2026-08", "2026-09"):
        add_month(workspace, month)
        workspace.store.save(month, "write", "x", Failed("timeout", "x"))
    said = words(report_of(workspace))
    assert "2026-08 waits" in said and "2026-09 waits" in said
    assert [p.name for p in (workspace.path / "runs").iterdir()] == [
        "2026-11-03T030000-release.html"
    ]


def test_the_oldest_reports_go(workspace: Workspace) -> None:
    runs = workspace.path / "runs"
    runs.mkdir()
    for n in range(KEPT + 1):
        (runs / f"2026-10-03T{n // 60:02}{n % 60:02}00-crawl.html").touch()
    (runs / "notes.html").write_text("kept")
    report_of_nothing(workspace)
    kept = sorted(path.name for path in runs.iterdir())
    assert len(kept) == KEPT + 1
    assert kept[0] == "2026-10-03T000200-crawl.html"
    assert kept[-2:] == ["2026-11-03T030000-release.html", "notes.html"]


def test_a_page_is_whole_or_not_there(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "replace", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        report_of_nothing(workspace)
    assert not list((workspace.path / "runs").glob("*.html"))
