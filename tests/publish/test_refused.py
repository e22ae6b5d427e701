"""What must not be published, and those who may not: a line each, and nothing is written."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hub_double import READ_ONLY, STRANGER, HubDouble

from live.blobs import Blobs
from live.errors import LiveError, MissingError
from live.publish.edition import Edition
from live.publish.folder import build, split_path
from live.publish.hub import publish

# The client itself passes `data=` where httpx2 wants `content=`.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=<...>':DeprecationWarning")

TO, MONTH = "hub:press/live", "2026-10"


def rewritten(folder: Path, change: Callable[[list[dict[str, Any]]], Any]) -> Path:
    """Changes the rows of a built month's file, as bytes of pictures and all."""
    table = pq.read_table(folder / split_path(MONTH))
    rows = table.to_pylist()
    change(rows)
    pq.write_table(type(table).from_pylist(rows, schema=table.schema), folder / split_path(MONTH))
    return folder


def refusal(hub: HubDouble, folder: Path) -> str:
    """Gives the line that publishing ends with."""
    with pytest.raises(LiveError) as stop:
        publish(folder, TO, MONTH, endpoint=hub.url, pauses=())
    assert "\n" not in str(stop.value)
    return str(stop.value)


def test_a_split_of_no_rows(hub: HubDouble, folder: Callable[[str], Path]) -> None:
    built = rewritten(folder(MONTH), list.clear)
    manifest = built / "manifest" / f"{MONTH}.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"rows": []}))
    assert refusal(hub, built) == f"{MONTH} has 0 rows: there is nothing to publish."
    assert hub.asked == []


def test_an_id_that_is_there_twice(hub: HubDouble, folder: Callable[[str], Path]) -> None:
    built = rewritten(folder(MONTH), lambda rows: rows[3].update(id=26100001))
    assert "id 26100001 is there twice" in refusal(hub, built)
    assert hub.asked == []


@pytest.mark.parametrize("picture", ["no bytes", "none"])
def test_a_row_without_its_picture(
    hub: HubDouble, folder: Callable[[str], Path], picture: str
) -> None:
    gone: list[Any] = [{"bytes": None, "path": "a.png"}] if picture == "no bytes" else []
    built = rewritten(folder(MONTH), lambda rows: rows[2].update(images=gone))
    assert "row 26100003 lacks a picture" in refusal(hub, built)
    assert hub.asked == []


def test_a_picture_that_is_not_among_the_blobs(
    edition: Callable[[str], Edition], blobs: Blobs, tmp_path: Path
) -> None:
    made = edition(MONTH)
    with pytest.raises(LiveError):
        build(made, Blobs(str(tmp_path / "others")), tmp_path / "hub")
    assert not (tmp_path / "hub").exists()


def test_a_repository_of_another_owner(hub: HubDouble, folder: Callable[[str], Path]) -> None:
    hub.foreign = {"press"}
    assert "the Hub refused the token (403: You don't have the rights" in refusal(
        hub, folder(MONTH)
    )
    assert hub.repos == {}
    hub.new_repo("press/live")
    assert "the Hub refused the token (403: Forbidden" in refusal(hub, folder(MONTH))
    assert len(hub.repos["press/live"].commits) == 1


@pytest.mark.parametrize("exists", [False, True])
@pytest.mark.parametrize("token", [READ_ONLY, STRANGER, "hf_wrong"])
def test_a_token_that_is_not_enough(
    hub: HubDouble,
    folder: Callable[[str], Path],
    monkeypatch: pytest.MonkeyPatch,
    token: str,
    exists: bool,
) -> None:
    monkeypatch.setenv("HF_TOKEN", token)
    hub.foreign = {"press"} if token == STRANGER else set()
    if exists:
        hub.new_repo("press/live")
    said = refusal(hub, folder(MONTH))
    assert "refused the token" in said and "hf auth login" in said and token not in said
    assert all(len(repo.commits) == 1 for repo in hub.repos.values())
    assert exists or hub.repos == {}


def test_offline_is_said(
    hub: HubDouble, folder: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    import huggingface_hub.constants
    from huggingface_hub.utils._http import close_session

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    close_session()
    assert refusal(hub, folder(MONTH)).endswith("HF_HUB_OFFLINE is set. Unset it to publish.")
    close_session()


def test_access_is_seen_to_before_anything_can_be_read(
    hub: HubDouble, folder: Callable[[str], Path]
) -> None:
    hub.fails["settings"] = [403]
    with pytest.raises(MissingError):
        publish(folder(MONTH), TO, MONTH, endpoint=hub.url, pauses=(), private=True, gated=True)
    repo = hub.repos["press/live"]
    assert (repo.private, len(repo.commits)) == (True, 1)


@pytest.mark.parametrize("had", [False, True])
@pytest.mark.parametrize("asked", [False, True])
def test_access_changes_only_where_that_is_asked(
    hub: HubDouble, folder: Callable[[str], Path], had: bool, asked: bool
) -> None:
    repo = hub.new_repo("press/live")
    repo.private, repo.gated = had, "manual" if had else False
    options = {"private": asked, "gated": asked}
    said = publish(folder(MONTH), TO, MONTH, endpoint=hub.url, pauses=(), **options).said
    assert (repo.private, repo.gated) == (had or asked, "manual" if had else asked and "auto")
    verb = "is" if had else "is now"
    assert said.endswith(f" The repository {verb} private and gated.") == (had or asked)
    assert any("/settings" in request for request in hub.asked) == (asked and not had)
