"""The command line: one line and the right exit code for whatever a user can mend."""

import io
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import factory
import pytest

from live.cli import main
from live.clock import now
from live.config import Config
from live.crawl.discover import _declared
from live.outcomes import Done, Dropped, Failed
from live.workspace import hold, open_workspace


def live(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Runs the command line in this process, as `python -m live` does in its own."""
    command = ["live", *map(str, arguments)]
    out, err = io.StringIO(), io.StringIO()
    code: object = 0
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", command)
        try:
            main()
        except SystemExit as ended:
            code = ended.code
    assert code is None or isinstance(code, int)
    return subprocess.CompletedProcess(command, code or 0, out.getvalue(), err.getvalue())


def one_line(ended: subprocess.CompletedProcess[str]) -> str:
    assert ended.stdout == ""
    (line,) = ended.stderr.splitlines()
    return line


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "live.yaml").write_text(factory.CONFIG)
    return tmp_path


def test_a_wrong_live_yaml_is_one_line_and_exit_2(folder: Path) -> None:
    (folder / "live.yaml").write_text(factory.CONFIG + "nonsense: 1\n")
    for verb in ("run", "status", "crawl"):
        ended = live("-C", folder, verb)
        assert ended.returncode == 2
        assert one_line(ended).startswith("live.yaml: nonsense: unknown key.")


def test_a_bad_month_is_one_line_and_exit_2(folder: Path) -> None:
    for month in ("2026-13", "october", "202610", "2026-10\n"):
        ended = live("-C", folder, "run", "--month", month)
        assert ended.returncode == 2
        assert f"{month!r} is not a month. Write it as 2026-10." in one_line(ended)


def test_a_site_that_is_no_address_of_the_web_is_one_line_and_exit_2(folder: Path) -> None:
    for site in ("ftp://paper.example/", "http://"):
        ended = live("-C", folder, "crawl", "--site", site)
        assert ended.returncode == 2
        assert one_line(ended) == f"--site: {site!r} is no address. Write http(s)://host/."


def test_an_amount_that_is_none_is_one_line_and_exit_2(folder: Path) -> None:
    for amount in ("nan", "inf", "-1", "lots"):
        ended = live("-C", folder, "run", "--max-usd", amount)
        assert ended.returncode == 2
        assert one_line(ended) == f"--max-usd: {amount!r} is not an amount. Write USD, 0 or more."


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["extract", "x.html"], "Missing option '--url'. See `live extract --help`."),
        (["crawl", "--nonsense"], "No such option '--nonsense'. See `live crawl --help`."),
        (["nonsense"], "No such command 'nonsense'. See `live --help`."),
    ],
)
def test_a_wrong_word_on_the_command_line_is_one_line_and_exit_2(
    words: list[str], line: str
) -> None:
    ended = live(*words)
    assert (ended.returncode, one_line(ended)) == (2, line)


@pytest.mark.parametrize(
    ("line", "fact"),
    [
        ("database: nonsense://x", "live.yaml: database: nonsense://x cannot be used"),
        ("database: no url", "live.yaml: database: Could not parse SQLAlchemy URL"),
        ("blobs: nonsense://x", "live.yaml: blobs: nonsense://x cannot be used"),
    ],
)
def test_stores_that_cannot_be_opened_are_one_line(folder: Path, line: str, fact: str) -> None:
    (folder / "live.yaml").write_text(f"{factory.CONFIG}{line}\n")
    ended = live("-C", folder, "status")
    assert ended.returncode == 2
    assert one_line(ended).startswith(fact)


def test_everything_stays_in_the_workspace_whatever_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "q" / "ü ?x#y"
    folder.mkdir(parents=True)
    stores = "database: sqlite:///my.db\nblobs: my-blobs\n"
    for text in ("", stores):
        (folder / "live.yaml").write_text(factory.CONFIG + text)
        assert live("-C", folder, "status").returncode == 0
    assert {path.name for path in folder.iterdir()} >= {"live.yaml", "live.db", "my.db"}
    assert [path.name for path in (tmp_path / "q").iterdir()] == [folder.name]


def test_a_taxonomy_or_subtask_that_is_none_is_told_by_every_verb(folder: Path) -> None:
    (folder / "live.yaml").write_text(
        factory.CONFIG.replace("templates", "templates, subtasks: [Nope]")
    )
    ended = live("-C", folder, "status")
    assert ended.returncode == 2
    assert one_line(ended).startswith("live.yaml: write.subtasks.0: 'Nope' is not in taxonomy 2406")


def test_a_stage_that_lost_too_much_ends_with_exit_3(folder: Path) -> None:
    """A site that does not resolve: nothing was crawled, and cron is told."""
    ended = live("-C", folder, "crawl", "--month", "2026-10")
    assert ended.returncode == 3
    assert "discover lost 1 of 1 (1 robots_unreachable)" in ended.stderr
    shown = live("-C", folder, "status", "--why")
    assert "http://herald.example/" in shown.stdout


def test_a_site_that_was_asked_for_and_failed_is_exit_1(folder: Path) -> None:
    ended = live("-C", folder, "crawl", "--month", "2026-10", "--site", "http://a.example/")
    assert ended.returncode == 1
    assert "a.example listed nothing: http://a.example/robots.txt could not" in ended.stdout


def test_what_earlier_runs_lost_is_no_fault_of_a_run_that_loses_nothing(folder: Path) -> None:
    with open_workspace(folder) as workspace:
        day = f"{now():%Y-%m-%d}"
        workspace.store.save("2026-10", "discover", "Old on 2026-10-01 (a)", Failed("timeout", "x"))
        workspace.store.save("2026-10", "crawl", "x", Dropped("stale", "x"))
        item = f"Herald on {day} ({_declared(workspace, workspace.config.sites[0])})"
        workspace.store.save("2026-10", "discover", item, Done())
    ended = live("-C", folder, "crawl", "--month", "2026-10")
    assert (ended.returncode, "lost" in ended.stderr) == (0, False)


def test_a_crawl_says_in_one_line_that_nobody_can_be_reached(folder: Path) -> None:
    told = "live.yaml: contact: missing, so that sites cannot reach you."
    assert live("-C", folder, "crawl", "--month", "2026-10").stderr.count(told) == 1
    (folder / "live.yaml").write_text(factory.CONFIG + "contact: https://me.example/\n")
    assert told not in live("-C", folder, "crawl", "--month", "2026-10").stderr


def test_a_month_that_has_not_begun_is_one_line_and_exit_2(folder: Path) -> None:
    for verb in ("crawl", "run"):
        ended = live("-C", folder, verb, "--month", "2098-12")
        assert (ended.returncode, "2098-12 has not begun." in one_line(ended)) == (2, True)


def test_a_folder_without_a_workspace_is_one_line_and_exit_2(tmp_path: Path) -> None:
    assert live("-C", tmp_path / "nowhere", "status").returncode == 2
    ended = live("-C", tmp_path, "status")
    assert (ended.returncode, "live.yaml: no such file" in one_line(ended)) == (2, True)
    assert live("-C", tmp_path, "crawl").returncode == 2
    assert list(tmp_path.iterdir()) == [], "not even a lock is left"


def test_the_second_run_on_a_workspace_says_who_holds_it_and_exits_2(folder: Path) -> None:
    with hold(folder, "run"):
        ended = live("-C", folder, "run", "--month", "2026-10")
        assert ended.returncode == 2
        assert "in use by `live run` (process" in one_line(ended)
        assert live("-C", folder, "status").returncode == 0


def test_verbs_that_need_a_cut_say_so(folder: Path) -> None:
    for verb in ("answer", "judge", "publish --to x"):
        ended = live("-C", folder, *verb.split(), "--month", "2026-10")
        assert ended.returncode == 2
        assert "2026-10 is not cut yet. Run `live cut --month 2026-10` first." in one_line(ended)


def test_an_empty_month_cannot_be_cut(folder: Path) -> None:
    ended = live("-C", folder, "cut", "--month", "2026-10")
    assert ended.returncode == 1
    assert "2026-10 has no accepted question." in one_line(ended)


def test_a_month_is_not_cut_before_its_day(folder: Path) -> None:
    ended = live("-C", folder, "cut", "--month", "2098-12")
    assert ended.returncode == 2
    assert "2098-12 is cut on 2099-01-03." in one_line(ended)


def test_status_of_an_empty_workspace_is_an_empty_list(folder: Path) -> None:
    assert live("-C", folder, "status", "--json").stdout == '{\n  "months": []\n}\n'


def test_the_docs_show_every_help_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """`make docs` mends this."""
    monkeypatch.syspath_prepend(Path(__file__).parent.parent / "tools")
    import cli_docs

    assert cli_docs.TARGET.read_text() == cli_docs.text()


def test_the_docs_show_every_key_of_live_yaml_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """`make docs` mends this. No key is left without a word of what to write."""
    monkeypatch.syspath_prepend(Path(__file__).parent.parent / "tools")
    import settings_docs

    assert settings_docs.TARGET.read_text() == settings_docs.text()
    for path, kind in settings_docs.sections(Config):
        for name, field in kind.model_fields.items():
            told = field.description or settings_docs.model_in(field.annotation) or name == "shots"
            assert told, f"{path}.{name}"


def test_the_version_and_unknown_verbs() -> None:
    assert live("--version").stdout.startswith("live, version ")
    assert live("conjure").returncode == 2
