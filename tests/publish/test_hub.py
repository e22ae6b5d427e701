"""Publishing to the Hub: the real client against a double that can misbehave."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hub_double import READ_ONLY, HubDouble, Repo

from live.errors import LiveError, MissingError, UsageError
from live.publish.card import card
from live.publish.croissant import CROISSANT, croissant
from live.publish.folder import split_path
from live.publish.hub import publish

# The client itself passes `data=` where httpx2 wants `content=`.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=<...>':DeprecationWarning")

Build = Callable[[str], Path]
TO = "hub:press/live"
NO_PAUSES = (0.0, 0.0, 0.0)


@pytest.fixture
def push(hub: HubDouble, finished: Build) -> Callable[[str], str]:
    """Publishes a month to the double, without pauses, and gives the line that says so."""
    options = {"endpoint": hub.url, "pauses": NO_PAUSES}
    return lambda month: publish(finished(month), TO, month, **options).said


def files(folder: Path) -> dict[str, bytes]:
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def repo(hub: HubDouble) -> Repo:
    return hub.repos["press/live"]


def published(hub: HubDouble) -> dict[str, bytes]:
    held = repo(hub).head.files
    return {path: held[path] for path in held if path != ".gitattributes"}


def at_home(folder: Path) -> dict[str, bytes]:
    """The files of a month of 2026-10 as they are in the repository, which two of them name."""
    manifests = {"2026-10": json.loads((folder / "manifest/2026-10.json").read_bytes())}
    named = {"README.md": card, CROISSANT: croissant}
    return files(folder) | {
        path: write(manifests, "press/live").encode() for path, write in named.items()
    }


def configs(readme: bytes) -> list[tuple[str, str]]:
    from huggingface_hub import DatasetCard

    found = DatasetCard(readme.decode()).data.configs
    return [(config["config_name"], config["data_files"][0]["path"]) for config in found]


def test_a_month_arrives_as_it_is_by_one_commit_and_one_tag(
    hub: HubDouble, push: Callable[[str], str], finished: Build
) -> None:
    said = push("2026-10")
    assert published(hub) == at_home(finished("2026-10"))
    assert [commit.title for commit in repo(hub).commits] == ["initial commit", "Publish 2026-10"]
    assert repo(hub).tags == dict.fromkeys(["2026-10", "2026-10.r1"], repo(hub).head.oid)
    assert said == (f"2026-10 published to {TO}, commit {repo(hub).head.oid[:7]}, tag 2026-10.")


def test_load_dataset_opens_what_was_published(
    hub: HubDouble, push: Callable[[str], str], tmp_path: Path
) -> None:
    push("2026-10")
    push("2026-11")
    script = (
        "import json, datasets\n"
        "load = lambda config, **k: datasets.load_dataset("
        "'press/live', config, split='test', **k)\n"
        "months = {c: load(c)['id'] for c in ('2026-10', '2026-11', 'latest', 'all')}\n"
        "months['tag'] = load('latest', revision='2026-10')['id']\n"
        "for c in ('2026-10', 'latest', 'all'):\n"
        "    months[c + ' streamed'] = [row['id'] for row in load(c, streaming=True)]\n"
        "row = load('2026-10')[0]\n"
        "print(json.dumps([{c: list(ids) for c, ids in months.items()}, row['images'][0].size]))\n"
    )
    environment = os.environ | {
        "HF_ENDPOINT": hub.url,
        "HF_HOME": str(tmp_path / "hf"),
        "HF_HUB_DISABLE_XET": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    october, november = list(range(26100001, 26100007)), list(range(26110001, 26110007))
    months, size = json.loads(done.stdout)
    assert months == {
        "2026-10": october,
        "2026-11": november,
        "latest": november,
        "all": october + november,
        "tag": october,
        "2026-10 streamed": october,
        "latest streamed": november,
        "all streamed": october + november,
    }
    assert size == [320, 200]


def test_by_xet_the_split_is_uploaded_and_committed_by_its_sha256(
    hub: HubDouble,
    finished: Build,
    push: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    import huggingface_hub.constants

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_DISABLE_XET", False)
    hub.xet = f"local://{tmp_path / 'cas'}"
    split = (finished("2026-10") / split_path("2026-10")).read_bytes()
    for path in finished("2026-10").rglob("*.parquet"):  # what the Hub finds in its storage
        hub.objects[hashlib.sha256(path.read_bytes()).hexdigest()] = path.read_bytes()
    push("2026-10")
    assert published(hub) == at_home(finished("2026-10"))
    assert sum(f.stat().st_size for f in tmp_path.joinpath("cas").rglob("*")) > len(split)
    assert not [asked for asked in hub.asked if "lfs" in asked]


def test_a_second_month_keeps_the_first_and_moves_latest(
    hub: HubDouble, push: Callable[[str], str]
) -> None:
    push("2026-10")
    first = published(hub)
    push("2026-11")
    second = published(hub)
    of_all = ("README.md", "croissant.json")
    assert {path: second[path] for path in first if path not in of_all} == {
        path: first[path] for path in first if path not in of_all
    }
    assert configs(second["README.md"])[:4] == [
        ("latest", "data/2026-11/test-*.parquet"),
        ("all", "data/*/test-*.parquet"),
        ("2026-11", "data/2026-11/test-*.parquet"),
        ("2026-10", "data/2026-10/test-*.parquet"),
    ]
    assert "| 2026-10 | 6 |" in second["README.md"].decode()
    assert sorted(repo(hub).tags) == ["2026-10", "2026-10.r1", "2026-11", "2026-11.r1"]


def test_an_older_month_published_later_leaves_latest_alone(
    hub: HubDouble, push: Callable[[str], str]
) -> None:
    push("2026-11")
    push("2026-10")
    assert configs(published(hub)["README.md"])[0] == ("latest", "data/2026-11/test-*.parquet")


def test_the_order_of_months_leaves_no_trace_in_the_files(
    hub: HubDouble, push: Callable[[str], str]
) -> None:
    push("2026-10")
    push("2026-11")
    forth = published(hub)
    hub.reset()
    push("2026-11")
    push("2026-10")
    assert published(hub) == forth


def test_a_month_that_others_put_there_keeps_its_config(
    hub: HubDouble, push: Callable[[str], str]
) -> None:
    hub.new_repo("press/live").add("by hand", {"data/2024-06/test-00000-of-00001.parquet": b"x"})
    push("2026-10")
    assert ("2024-06", "data/2024-06/test-*.parquet") in configs(published(hub)["README.md"])


def test_publishing_again_changes_nothing(hub: HubDouble, push: Callable[[str], str]) -> None:
    push("2026-10")
    commits = list(repo(hub).commits)
    hub.asked.clear()
    assert push("2026-10").endswith("no change.")
    assert repo(hub).commits == commits
    assert not [asked for asked in hub.asked if "/commit/" in asked or "/tag/" in asked]


@pytest.mark.parametrize("fault", [412, 429, 500])
def test_a_fault_that_stays_stops_with_a_line_and_a_later_run_finishes(
    hub: HubDouble, push: Callable[[str], str], fault: int
) -> None:
    hub.fails["tag"] = [fault] * 4
    hub.fails["commit"] = [500]
    with pytest.raises(LiveError) as stopped:
        push("2026-10")
    assert stopped.value.exit_code == 1
    assert "\n" not in str(stopped.value) and str(stopped.value).startswith(f"{TO}: ")
    push("2026-10")
    assert [commit.title for commit in repo(hub).commits] == ["initial commit", "Publish 2026-10"]
    assert repo(hub).tags == dict.fromkeys(["2026-10", "2026-10.r1"], repo(hub).commits[1].oid)


def test_a_month_that_lands_meanwhile_is_kept(
    hub: HubDouble, push: Callable[[str], str], finished: Build
) -> None:
    """The real 412: the head moves between reading and committing."""
    other = files(finished("2026-09"))
    hub.new_repo("press/live")
    hub.before_commit = lambda: repo(hub).add("Publish 2026-09", other)
    push("2026-10")
    names = [name for name, _ in configs(published(hub)["README.md"])]
    assert names[:4] == ["latest", "all", "2026-10", "2026-09"]
    assert sum("/commit/" in asked for asked in hub.asked) == 2


def test_a_tag_lost_in_a_kill_names_the_months_own_commit_later(
    hub: HubDouble, push: Callable[[str], str]
) -> None:
    push("2026-10")
    push("2026-11")
    oid = repo(hub).tags.pop("2026-10")
    push("2026-10")
    assert repo(hub).tags["2026-10"] == oid


@pytest.mark.parametrize(
    "path", [split_path("2026-10"), "manifest/2026-10.json", "scoreboard/2026-10.json"]
)
def test_a_published_month_is_never_changed(
    hub: HubDouble, push: Callable[[str], str], path: str
) -> None:
    push("2026-10")
    repo(hub).add("by hand", {path: b"{}"})
    before = list(repo(hub).commits)
    with pytest.raises(LiveError, match=f"published already, and differs in {path}") as stopped:
        push("2026-10")
    assert stopped.value.exit_code == 1
    assert repo(hub).commits == before


def test_a_second_file_beside_the_split_stops_too(
    hub: HubDouble, push: Callable[[str], str]
) -> None:
    push("2026-10")
    repo(hub).add("by hand", {"data/2026-10/test-00001-of-00002.parquet": b"x"})
    with pytest.raises(LiveError, match="differs in data/2026-10/test-00001"):
        push("2026-10")


def test_a_manifest_that_is_none_stops(hub: HubDouble, push: Callable[[str], str]) -> None:
    push("2026-10")
    repo(hub).add("by hand", {"manifest/2026-10.json": b"[]"})
    with pytest.raises(LiveError, match="manifest/2026-10.json in the repository is not"):
        push("2026-11")


@pytest.mark.parametrize("token", ["hf_wrong", READ_ONLY])
def test_a_refused_token_is_one_line(
    hub: HubDouble, push: Callable[[str], str], monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    hub.new_repo("press/live")
    monkeypatch.setenv("HF_TOKEN", token)
    with pytest.raises(MissingError) as stopped:
        push("2026-10")
    assert "hf auth login" in str(stopped.value) and "\n" not in str(stopped.value)
    assert token not in str(stopped.value)
    assert len(repo(hub).commits) == 1


@pytest.mark.parametrize("fault", ["stranger", 401, 403])
def test_a_refusal_never_makes_a_repository(
    hub: HubDouble, push: Callable[[str], str], fault: str | int
) -> None:
    """The client calls a 401 "not found" too; only a 404 means new."""
    hub.fails["info"] = [fault]
    with pytest.raises(MissingError):
        push("2026-10")
    assert not [asked for asked in hub.asked if "create" in asked]


@pytest.mark.parametrize("damage", ["truncate", "other rows", "no manifest"])
def test_a_folder_that_differs_from_its_manifest_is_not_published(
    hub: HubDouble, finished: Build, tmp_path: Path, damage: str
) -> None:
    folder = tmp_path / "hub"
    shutil.copytree(finished("2026-10"), folder)
    split = folder / split_path("2026-10")
    if damage == "truncate":
        split.write_bytes(split.read_bytes()[:-100])
    elif damage == "no manifest":
        (folder / "manifest" / "2026-10.json").write_text("{")
    else:
        shutil.copyfile(finished("2026-11") / split_path("2026-11"), split)
    with pytest.raises(LiveError, match="is not what its manifest says. Delete"):
        publish(folder, TO, "2026-10", endpoint=hub.url, pauses=())
    assert hub.asked == []


def test_no_token_is_one_line_before_anything_is_asked(
    hub: HubDouble,
    push: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    import huggingface_hub.constants

    monkeypatch.delenv("HF_TOKEN")
    monkeypatch.setattr(huggingface_hub.constants, "HF_TOKEN_PATH", str(tmp_path / "none"))
    with pytest.raises(MissingError, match="no token. Run `hf auth login`, or set HF_TOKEN"):
        push("2026-10")
    assert hub.asked == []


def test_an_error_that_is_not_not_found_never_makes_a_repository(
    hub: HubDouble, push: Callable[[str], str]
) -> None:
    hub.fails["info"] = [500] * 4
    with pytest.raises(LiveError, match="the Hub answered 500"):
        push("2026-10")
    assert hub.repos == {}


def test_a_repository_that_cannot_be_seen_is_not_written_to(
    hub: HubDouble, push: Callable[[str], str]
) -> None:
    hub.new_repo("press/live")
    hub.fails["info"] = ["hidden", "hidden"]
    with pytest.raises(MissingError, match="not to be seen with this token"):
        push("2026-10")
    assert len(repo(hub).commits) == 1


def test_no_hub_at_all_is_one_line(hub: HubDouble, finished: Build) -> None:
    with pytest.raises(LiveError, match=r"hub:press/live: no reply \(.*\). Publish again later"):
        publish(finished("2026-10"), TO, "2026-10", endpoint="http://127.0.0.1:9", pauses=())


@pytest.mark.parametrize("to", ["hub:live", "hub:a/b/c", "hub:", "hub:a/b c", "hub:a/b--c"])
def test_a_name_that_is_no_repository_is_refused(hub: HubDouble, finished: Build, to: str) -> None:
    with pytest.raises(UsageError) as stopped:
        publish(finished("2026-10"), to, "2026-10", endpoint=hub.url, pauses=())
    assert "\n" not in str(stopped.value) and "hub:org/name" in str(stopped.value)


def test_a_month_that_was_not_built_is_refused(hub: HubDouble, finished: Build) -> None:
    with pytest.raises(UsageError, match="holds no 2026-11. Run `live run --month 2026-11` first"):
        publish(finished("2026-10"), TO, "2026-11", endpoint=hub.url)
