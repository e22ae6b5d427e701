"""A run of a verb that did or tried anything leaves a page that says so."""

from pathlib import Path

import factory
import pytest
from due_months import Clock
from lmm_month import make_workspace
from scripted_models import ScriptedServer, Status
from test_cli import live as command
from test_run_report import words

import live.clock
import live.pipeline
from live.cli_parts import reported
from live.outcomes import Done, Dropped, Failed
from live.run import begin
from live.run_report import keep_run
from live.workspace import Workspace

MONTH = factory.MONTH


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock("2026-11-04T02:10")
    monkeypatch.setattr(live.clock, "datetime", clock)
    return clock


@pytest.fixture
def folder(tmp_path: Path, scripted: ScriptedServer) -> Path:
    return make_workspace(tmp_path, scripted)


def run(folder: Path, *verb: object) -> tuple[int, list[str]]:
    """Runs a verb on the month, and gives its exit code and what the new reports say."""
    before = set(folder.glob("runs/*"))
    ended = command("-C", folder, *verb, "--month", MONTH)
    new = sorted(set(folder.glob("runs/*")) - before)
    assert all(path.name.startswith(f"2026-11-04T021000-{verb[0]}") for path in new)
    return ended.returncode, [words(path.read_text(encoding="utf-8")) for path in new]


def test_verbs_say_what_they_did_and_where_the_month_stands(folder: Path) -> None:
    code, (said,) = run(folder, "crawl")
    assert code == 0
    assert "live crawl from 2026-11-04 02:10 to 02:10 UTC" in said
    assert f"Crawl of {MONTH} is done The month is at write." in said
    assert "What this run did discover 1 done 1 site crawl 3 done 3 links" in said
    assert "pages 3 written 0" in said
    code, (said,) = run(folder, "write")
    assert f"Write of {MONTH} is done The month is at cut." in said
    assert (
        "did write 3 done 3 pages check 6 done 6 questions gates 6 done 6 questions It cost $"
        in (said)
    )
    code, (said,) = run(folder, "run")
    assert f"Run of {MONTH} is done" in said and "in the split 6" in said
    assert "did cut 6 frozen 6 rows answer 12 done 12 answers judge 12 done 12 verdicts" in said


def test_a_run_that_finds_nothing_to_do_leaves_none(folder: Path) -> None:
    assert run(folder, "run")[1]
    for verb in ("run", "crawl", "write"):
        assert run(folder, verb) == (0, [])


def test_a_run_that_finds_nothing_to_do_leaves_none_before_the_cut(folder: Path) -> None:
    run(folder, "crawl")
    assert run(folder, "crawl") == (0, [])
    run(folder, "write")
    assert run(folder, "write") == (0, [])


def test_answer_judge_and_publish_say_what_they_did_where_they_did_anything(
    folder: Path, clock: Clock
) -> None:
    for verb in ("crawl", "write"):
        run(folder, verb)
    code, (said,) = run(folder, "answer")
    assert code == 2 and f"Answer of {MONTH} failed {MONTH} is not cut yet." in said
    command("-C", folder, "cut", "--month", MONTH)
    code, (said,) = run(folder, "answer")
    assert (code, "did answer 12 done 12 answers" in said) == (0, True)
    code, (said,) = run(folder, "judge")
    assert (code, "did judge 12 done 12 verdicts" in said) == (0, True)
    code, (said,) = run(folder, "publish", "--to", folder / "out")
    assert (code, f"{MONTH} is out " in said, str(folder / "out") in said) == (0, True, True)
    clock.set("2026-11-04T02:11")
    for verb_again in (["answer"], ["judge"], ["publish", "--to", folder / "out"]):
        assert run(folder, *verb_again) == (0, [])
    clock.set("2026-11-04T02:10")
    (folder / "file").touch()
    code, (said,) = run(folder, "publish", "--to", folder / "file")
    assert code == 2 and f"Publish of {MONTH} failed" in said


def test_a_run_that_waits_says_for_what(folder: Path, clock: Clock) -> None:
    clock.set("2026-11-01T02:10")
    command("-C", folder, "run", "--month", MONTH)
    (report,) = folder.glob("runs/*")
    said = words(report.read_text())
    assert f"Run of {MONTH} waits Not cut: {MONTH} is cut on 2026-11-03, or now with --early." in (
        said
    )


def test_a_run_that_its_budget_stops_says_so_and_what_it_did_before(folder: Path) -> None:
    run(folder, "crawl")
    code, (said,) = run(folder, "write", "--max-usd", "0.02")
    assert code == 1
    assert f"Write of {MONTH} was stopped by its budget The next call of " in said
    assert "Run again with a higher --max-usd to go on." in said
    assert "did write 1 done, 2 waiting 3 pages It cost $0.0003." in said


def test_a_run_that_lost_too_much_says_how_much(folder: Path, scripted: ScriptedServer) -> None:
    run(folder, "crawl")
    scripted.answer = lambda asked: Status(400)
    code, (said,) = run(folder, "write")
    assert code == 3
    assert f"Write of {MONTH} is done, but too much was lost Write lost 3 of 3 (3 " in said
    assert "did write 3 failed 3 pages" in said


def test_what_ends_as_an_earlier_run_left_it_is_as_before(workspace: Workspace) -> None:
    workspace.store.save(MONTH, "crawl", "a", Failed("timeout", "x"))
    heard = begin(workspace, MONTH, "crawl")
    heard("crawl", 0, 3)
    for n, (item, ending) in enumerate(
        {"a": Failed("timeout", "y"), "b": Done(), "c": Dropped("stale", "z")}.items(), 1
    ):
        workspace.store.save(MONTH, "crawl", item, ending)
        heard("crawl", n, 3)
    (did,) = heard.did()
    assert (did.items, dict(did.ended)) == ("3 links", {"done": 1, "dropped": 1, "as before": 1})


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ZeroDivisionError("<b>"), f"Write of {MONTH} failed ZeroDivisionError: &lt;b&gt;."),
        (OSError(28, "No space left"), f"Write of {MONTH} failed [Errno 28] No space left."),
        (KeyboardInterrupt(), f"Write of {MONTH} was stopped What was finished is kept, and the "),
    ],
)
def test_what_breaks_a_run_is_told_and_goes_its_way(
    workspace: Workspace, error: BaseException, said: str
) -> None:
    with pytest.raises(type(error)), reported(workspace, MONTH, "write") as heard:
        heard("write", 0, 2)
        workspace.store.save(MONTH, "write", "a", Done())
        heard("write", 1, 2)
        raise error
    (report,) = (workspace.path / "runs").iterdir()
    assert said in words(report.read_text())
    assert "What this run did write 1 done 1 page" in words(report.read_text())


def test_an_error_of_live_is_one_line_as_ever_and_a_report(folder: Path) -> None:
    ended = command("-C", folder, "crawl", "--month", "2027-01")
    assert (ended.returncode, ended.stderr) == (
        2,
        "2027-01 has not begun. Crawl it from 2027-01-01 (UTC) on.\n",
    )
    (report,) = folder.glob("runs/*")
    said = words(report.read_text())
    assert "Crawl of 2027-01 failed 2027-01 has not begun. Crawl it from 2027-01-01 (UTC) on." in (
        said
    )


def test_a_run_stopped_before_it_did_anything_leaves_none(workspace: Workspace) -> None:
    with pytest.raises(KeyboardInterrupt), reported(workspace, MONTH, "write"):
        raise KeyboardInterrupt
    assert not (workspace.path / "runs").exists()


def test_a_report_that_cannot_be_kept_is_a_warning(folder: Path) -> None:
    (folder / "runs").write_text("in the way")
    ended = command("-C", folder, "crawl", "--month", MONTH)
    assert ended.returncode == 0 and f"{MONTH}  3 pages" in ended.stdout
    assert "event='the report of this run was not kept'" in ended.stderr


def test_two_runs_of_one_second_leave_two_reports(workspace: Workspace) -> None:
    for _ in range(2):
        heard = begin(workspace, MONTH, "crawl")
        heard.ends("failed", "the network is down")
        assert keep_run(heard)
    names = sorted(path.name for path in (workspace.path / "runs").iterdir())
    assert names == ["2026-11-04T021000-crawl-2.html", "2026-11-04T021000-crawl.html"]


def test_a_report_stays_small_whatever_was_lost(workspace: Workspace) -> None:
    for n in range(300):
        lost = Dropped(f"reason_{n}" * 90, f"<{n}>" * 900)
        workspace.store.save(MONTH, "crawl", str(n), lost)
        workspace.store.save(f"{1700 + n}-01", "crawl", str(n), lost)
    heard = begin(workspace, MONTH, "crawl")
    heard.ends("failed", "<why>" * 9000)
    file = keep_run(heard)
    assert file and file.stat().st_size < 100_000
    assert "260 more kinds are not shown." in words(file.read_text())
