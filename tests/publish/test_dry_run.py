"""What publishing would change is shown, and nothing is changed."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest
from hub_double import READ_ONLY, STRANGER, HubDouble

from live.errors import LiveError, MissingError, UsageError
from live.publish.dry_run import Preview, dry_run
from live.publish.folder import split_path
from live.publish.hub import publish

# The client itself passes `data=` where httpx2 wants `content=`.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=<...>':DeprecationWarning")

Build = Callable[[str], Path]
TO = "hub:press/live"


@pytest.fixture
def show(hub: HubDouble, finished: Build) -> Callable[..., Preview]:
    """Shows what publishing a month would change on the double, and sees that nothing does."""

    def shown(month: str = "2026-10", **options: bool) -> Preview:
        before = deepcopy(hub.repos)
        hub.asked.clear()
        preview = dry_run(finished(month), TO, month, endpoint=hub.url, pauses=(), **options)
        assert hub.repos == before
        assert {asked.split()[0] for asked in hub.asked} <= {"GET", "HEAD"}
        return preview

    return shown


@pytest.fixture
def out(hub: HubDouble, finished: Build) -> HubDouble:
    """A Hub on which 2026-10 is published."""
    publish(finished("2026-10"), TO, "2026-10", endpoint=hub.url, pauses=())
    return hub


def no_token(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import huggingface_hub.constants

    monkeypatch.delenv("HF_TOKEN")
    monkeypatch.setattr(huggingface_hub.constants, "HF_TOKEN_PATH", str(tmp_path / "none"))


def test_a_new_repository_is_not_made(show: Callable[..., Preview]) -> None:
    head, rows, *lines = show(private=True, gated=True).lines
    assert head == f"{TO}: new, it would be made. The repository would be private and gated."
    assert rows == "rows: 6 added, 0 changed, 0 removed"
    assert lines[0] == "  + 26100001 to 26100006"
    assert f"  + {split_path('2026-10')}" in lines and "  + README.md" in lines
    assert lines[-1] == "Nothing was written."


@pytest.mark.parametrize("token", [READ_ONLY, STRANGER, None])
def test_no_token_that_may_write_is_needed(
    out: HubDouble,
    show: Callable[..., Preview],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    token: str | None,
) -> None:
    no_token(monkeypatch, tmp_path)
    if token:
        monkeypatch.setenv("HF_TOKEN", token)
    lines = show("2026-11").lines
    assert lines[0] == f"{TO}: at commit {out.repos['press/live'].head.oid[:7]}."
    assert "  ~ README.md" in lines and not [line for line in lines if "2026-10" in line]


def test_the_same_month_again_has_nothing_to_write(
    out: HubDouble, show: Callable[..., Preview]
) -> None:
    assert show().lines[1:] == [
        "rows: 0 added, 0 changed, 0 removed",
        "files: 0 added, 0 changed, 0 removed",
        "Nothing was written: there is nothing to write.",
    ]


def test_rows_are_told_apart_by_id_and_content_and_a_refusal_is_known_before(
    out: HubDouble, show: Callable[..., Preview]
) -> None:
    """The other version is on the Hub; the one here would be refused."""
    path, repo = "manifest/2026-10.json", out.repos["press/live"]
    manifest = json.loads(repo.head.files[path])
    manifest["rows"][0]["content_sha256"] = "0" * 64
    manifest["rows"][1]["id"] = 26100099
    repo.add("by hand", {path: json.dumps(manifest).encode()})
    lines, stop = show()
    assert lines[1:] == [
        "rows: 1 added, 1 changed, 1 removed",
        "  ~ 26100001",
        "  + 26100002",
        "  - 26100099",
        "files: 0 added, 1 changed, 0 removed",
        f"  ~ {path}",
        "Nothing was written.",
    ]
    assert isinstance(stop, LiveError) and "2026-10 is published already" in str(stop)


@pytest.mark.parametrize(
    ("private", "gated", "said"),
    [
        (False, False, " The repository is private."),
        (True, False, " The repository is private."),
        (False, True, " The repository is private. The repository would be gated."),
    ],
)
def test_who_may_read_is_said(
    out: HubDouble, show: Callable[..., Preview], private: bool, gated: bool, said: str
) -> None:
    out.repos["press/live"].private = True
    assert show(private=private, gated=gated).lines[0].endswith(f".{said}")


def test_without_a_token_a_hidden_repository_is_not_called_new(
    show: Callable[..., Preview], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    no_token(monkeypatch, tmp_path)
    with pytest.raises(MissingError, match="new, or not for everybody. Set HF_TOKEN"):
        show()


def test_a_load_that_fails_otherwise_stops(hub: HubDouble, show: Callable[..., Preview]) -> None:
    hub.fails["info"] = [503]
    with pytest.raises(LiveError, match="the Hub answered 503"):
        show()


def test_a_folder_is_compared_too(finished: Build, tmp_path: Path) -> None:
    target = tmp_path / "out"
    assert dry_run(finished("2026-10"), str(target), "2026-10").lines[0] == f"{target}: new."
    assert not target.exists()
    publish(finished("2026-10"), str(target), "2026-10")
    assert dry_run(finished("2026-10"), str(target), "2026-10").lines[-1].endswith("to write.")


def test_a_folder_is_neither_private_nor_gated(finished: Build, tmp_path: Path) -> None:
    for act in (dry_run, publish):
        with pytest.raises(UsageError, match="is a folder. They are for hub:org/name"):
            act(finished("2026-10"), str(tmp_path), "2026-10", gated=True)
