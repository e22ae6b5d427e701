"""`live sites list`: anywhere, for people and for scripts."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from live.cli import live
from live.errors import UsageError


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(live, ["-C", str(folder), "sites", "list", *words])


def test_a_script_gets_an_array_with_a_row_an_outlet_and_needs_no_workspace(tmp_path: Path) -> None:
    rows = json.loads(run(tmp_path, "--json").stdout)
    assert len(rows) >= 80
    wanted = {"name", "url", "country", "language", "subjects", "source", "last_checked"}
    assert all(wanted <= set(row) for row in rows)
    assert all(isinstance(row["subjects"], list) for row in rows)
    assert {row["last_checked"] for row in rows} == {"never"}


def test_filters_narrow_the_list_together(tmp_path: Path) -> None:
    words = ["--country", "CH", "--language", "fr", "--subject", "Sports", "--json"]
    rows = json.loads(run(tmp_path, *words).stdout)
    assert rows
    assert all(row["country"] == "ch" and row["language"] == "fr" for row in rows)
    assert all("sports" in row["subjects"] for row in rows)


def test_people_get_a_line_an_outlet_and_the_count_apart(tmp_path: Path) -> None:
    ended = run(tmp_path, "--country", "nz")
    header, *lines = ended.stdout.splitlines()
    assert header.split() == ["in", "lang", "name", "url", "subjects"]
    assert f"{len(lines)} outlets." in ended.stderr
    assert any("RNZ" in line and "https://www.rnz.co.nz/" in line for line in lines)
    assert not any(line.endswith("…") for line in lines), "cut though there is no terminal"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--subject", "sport"], "--subject: no outlet has 'sport'. Did you mean 'sports'?"),
        (["--country", "germany"], "--country: no outlet has 'germany'. Write one of: ar, at,"),
    ],
)
def test_a_word_that_no_outlet_has_is_bad_input(
    tmp_path: Path, words: list[str], told: str
) -> None:
    ended = run(tmp_path, *words)
    assert isinstance(ended.exception, UsageError)
    assert str(ended.exception).startswith(told)
    assert ended.stdout == ""


def test_filters_that_meet_nowhere_list_nothing(tmp_path: Path) -> None:
    assert json.loads(run(tmp_path, "--country", "ch", "--language", "ja", "--json").stdout) == []


def test_a_broken_live_yaml_does_not_matter_to_the_list(tmp_path: Path) -> None:
    (tmp_path / "live.yaml").write_text("nonsense")
    assert run(tmp_path).exit_code == 0
