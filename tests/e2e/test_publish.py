"""`live publish`: the demo's month reaches a folder and the Hub as it is, once."""

import os
from pathlib import Path
from typing import Any

import pytest
from hub_double import TOKEN, HubDouble, served

pytestmark = [pytest.mark.e2e, pytest.mark.browser]
MONTH = "2026-10"


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_folder_gets_the_release_and_a_second_time_changes_nothing(
    demo: Any, live: Any, tmp_path: Path
) -> None:
    for _ in range(2):
        ended = live("-C", demo.folder, "publish", "--month", MONTH, "--to", tmp_path / "out")
        assert ended.returncode == 0, ended.stderr
        assert files_of(tmp_path / "out") == files_of(demo.hub)


def test_the_hub_gets_one_commit_and_a_tag_and_a_second_time_none(
    demo: Any, live: Any, tmp_path: Path
) -> None:
    with served(HubDouble()) as hub:
        environment = os.environ | {
            "HF_ENDPOINT": hub.url,
            "HF_TOKEN": TOKEN,
            "HF_HOME": str(tmp_path),
            "HF_HUB_DISABLE_XET": "1",
        }
        for _ in range(2):
            command = ["-C", demo.folder, "publish", "--month", MONTH, "--to", "hub:org/live"]
            ended = live(*command, env=environment)
            assert ended.returncode == 0, ended.stderr
        repo = hub.repos["org/live"]
        assert repo.tags == dict.fromkeys([MONTH, f"{MONTH}.r1"], repo.head.oid)
        assert len([c for c in repo.commits if c.title == f"Publish {MONTH}"]) == 1
        ours = files_of(demo.hub)
        for named in ("README.md", "croissant.json"):  # they name the repository
            del ours[named]
        assert {name: repo.head.files[name] for name in ours} == ours


def test_a_dry_run_shows_rows_and_files_and_writes_nothing(
    demo: Any, live: Any, tmp_path: Path
) -> None:
    command = ("-C", demo.folder, "publish", "--month", MONTH, "--to", tmp_path / "out")
    ended = live(*command, "--dry-run")
    assert ended.returncode == 0, ended.stderr
    lines = ended.stdout.splitlines()
    assert lines[1].startswith("rows: ") and lines[1].endswith("added, 0 changed, 0 removed")
    assert "  + README.md" in lines and lines[-1] == "Nothing was written."
    assert not (tmp_path / "out").exists()


def test_a_wrong_token_is_one_line(demo: Any, live: Any, tmp_path: Path) -> None:
    with served(HubDouble()) as hub:
        environment = os.environ | {
            "HF_ENDPOINT": hub.url,
            "HF_TOKEN": "hf_wrong",
            "HF_HOME": str(tmp_path),
        }
        ended = live("-C", demo.folder, "publish", "--to", "hub:org/live", env=environment)
        assert ended.returncode == 2
        (line,) = ended.stderr.splitlines()
        assert "token" in line
        assert hub.repos == {}
