"""The command line: one line and the right exit code for whatever a user can mend."""

import io
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import factory
import pytest

from live.cli import main
from live.workspace import hold


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
    for month in ("2026-13", "october", "202610"):
        ended = live("-C", folder, "run", "--month", month)
        assert ended.returncode == 2
        assert f"{month!r} is not a month. Write it as 2026-10." in one_line(ended)


def test_a_folder_without_a_workspace_is_one_line_and_exit_2(tmp_path: Path) -> None:
    assert live("-C", tmp_path / "nowhere", "status").returncode == 2
    ended = live("-C", tmp_path, "status")
    assert (ended.returncode, "live.yaml: no such file" in one_line(ended)) == (2, True)
    assert not (tmp_path / "live.db").exists()


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
        assert "2026-10 is not cut yet. Run `live cut` first." in one_line(ended)


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


def test_the_version_and_unknown_verbs() -> None:
    assert live("--version").stdout.startswith("live, version ")
    assert live("conjure").returncode == 2
