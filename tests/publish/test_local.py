"""Publishing to a local folder follows the rules of the Hub."""

from collections.abc import Callable
from pathlib import Path

import pytest

from live.errors import LiveError, UsageError
from live.publish import local
from live.publish.folder import split_path
from live.publish.hub import publish

Build = Callable[[str], Path]


def files(folder: Path) -> dict[str, bytes]:
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def test_a_month_in_an_empty_folder_equals_what_was_built(finished: Build, tmp_path: Path) -> None:
    source, target = finished("2026-10"), tmp_path / "deep" / "target"
    assert publish(source, str(target), "2026-10").said == f"2026-10 published to {target}."
    assert files(target) == files(source)
    assert publish(source, str(target), "2026-10").said == f"2026-10 was in {target}: no change."


def test_months_add_up_and_load(finished: Build, tmp_path: Path) -> None:
    from datasets import load_dataset

    target = tmp_path / "target"
    for month in ("2026-11", "2026-10"):
        publish(finished(month), str(target), month)
    ids = {
        config: load_dataset(str(target), config, split="test", cache_dir=str(tmp_path / "c"))["id"]
        for config in ("latest", "all", "2026-10", "2026-11")
    }
    assert list(ids["latest"]) == list(ids["2026-11"]) == list(range(26110001, 26110007))
    assert list(ids["all"]) == list(ids["2026-10"]) + list(ids["2026-11"])


@pytest.mark.parametrize("path", [split_path("2026-10"), "manifest/2026-10.json"])
def test_a_published_month_is_never_changed(finished: Build, tmp_path: Path, path: str) -> None:
    target = tmp_path / "target"
    publish(finished("2026-10"), str(target), "2026-10")
    (target / path).write_bytes(b"{}")
    before = files(target)
    with pytest.raises(LiveError, match=f"differs in {path}"):
        publish(finished("2026-10"), str(target), "2026-10")
    assert files(target) == before


@pytest.mark.parametrize("nth", [1, 2, 3, 4])
def test_after_a_kill_the_same_again_finishes(
    finished: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    source, target = finished("2026-10"), tmp_path / "target"
    put, count = local._put, iter(range(1, 9))

    def killed(path: Path, content: bytes) -> None:
        if next(count) == nth:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.with_name(f".{path.name}.part").write_bytes(content[:10])
            raise KeyboardInterrupt
        put(path, content)

    with monkeypatch.context() as patch:
        patch.setattr(local, "_put", killed)
        with pytest.raises(KeyboardInterrupt):
            publish(source, str(target), "2026-10")
    assert not (target / "README.md").exists(), "nothing is listed before all is there"
    publish(source, str(target), "2026-10")
    assert files(target) == files(source)


def test_a_folder_with_somebody_elses_readme_is_refused(finished: Build, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine")
    with pytest.raises(UsageError, match="holds a README.md that is not a benchmark's"):
        publish(finished("2026-10"), str(tmp_path), "2026-10")
    assert (tmp_path / "README.md").read_text() == "mine"


def test_a_file_is_no_target(finished: Build, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="not a folder. Name one, or hub:org/name"):
        publish(finished("2026-10"), str(tmp_path / "file"), "2026-10")
