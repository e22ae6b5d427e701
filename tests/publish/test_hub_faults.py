"""Whatever breaks at whichever endpoint: the repository is as it was or as it should be."""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hub_double import TOKEN, HubDouble, Repo

from live.errors import LiveError
from live.publish.hub import publish

# The client itself passes `data=` where httpx2 wants `content=`.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=<...>':DeprecationWarning")

Build = Callable[[str], Path]
TO = "hub:press/live"


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that would have been waited, by us and by the client."""
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    return waited


class Scene:
    """A Hub before a month is published, and what it should be after.

    The first month into no repository, and the second into one that has a month: together they
    ask every endpoint that publishing can ask.
    """

    def __init__(self, hub: HubDouble, finished: Build) -> None:
        self.hub, self.finished = hub, finished
        self.before: dict[str, Repo] = {}
        self.known: set[str] = set()
        self.month = "2026-10"

    def push(self, pauses: tuple[float, ...] = ()) -> None:
        folder, hub = self.finished(self.month), self.hub
        options: dict[str, Any] = {"private": True, "gated": True, "pauses": pauses}
        publish(folder, TO, self.month, endpoint=hub.url, **options)

    def begin(self) -> None:
        self.hub.reset()
        self.hub.repos = deepcopy(self.before)

    def learn(self) -> list[str]:
        """Publishes undisturbed, and gives the endpoints to disturb: all that were asked.

        The second month leaves out those that it asks as the first one does.
        """
        self.begin()
        self.push()
        self.after, self.sizes = deepcopy(self.hub.repos["press/live"]), dict(self.hub.sizes)
        return [name for name in self.sizes if name not in self.known]

    def refuse_between(self) -> None:
        """The old state or the new one, whatever happened."""
        held = self.hub.repos.get("press/live")
        if held is None:
            return
        old = self.before.get("press/live", Repo([]))
        files = [commit.files for commit in held.commits]
        olds = [commit.files for commit in old.commits] or files[:1]
        assert files in (olds, [commit.files for commit in self.after.commits])
        assert held.tags.items() <= self.after.tags.items()

    def refuse_unfinished(self) -> None:
        """All of it is there, once, and seen by nobody who should not."""
        assert self.hub.repos["press/live"] == self.after


@pytest.fixture(params=["the first month", "the second month"])
def scene(request: Any, hub: HubDouble, finished: Build) -> Scene:
    """A Hub before a month."""
    made = Scene(hub, finished)
    if request.param == "the second month":
        made.push()
        made.before, made.month = deepcopy(hub.repos), "2026-11"
        made.known = set(hub.sizes) - {"commit", "tag", "settings"}
        made.before["press/live"].gated = False
    return made


@pytest.mark.parametrize("fault", [429, 502, "lost", "dropped"])
def test_a_fault_that_stays_leaves_the_old_state_or_the_new_and_a_later_run_completes_it(
    scene: Scene, waits: list[float], fault: int | str
) -> None:
    for where in scene.learn():
        scene.begin()
        scene.hub.fails[where] = [fault] * 99
        try:
            scene.push()
        except LiveError as stop:
            assert str(stop).startswith(f"{TO}: "), where
            assert "\n" not in str(stop), where
        scene.refuse_between()
        scene.hub.fails.clear()
        scene.push()
        scene.refuse_unfinished()


@pytest.mark.parametrize("fault", [412, 429, 500, 502, "lost", "dropped"])
def test_a_fault_that_passes_is_overcome_at_any_endpoint_and_nothing_lands_twice(
    scene: Scene, waits: list[float], fault: int | str
) -> None:
    for where in scene.learn():
        scene.begin()
        scene.hub.fails[where] = [fault]
        scene.push(pauses=(0.0, 0.0))
        assert scene.hub.fails[where] == [], where
        scene.refuse_unfinished()


@pytest.mark.parametrize("stays", [False, True])
@pytest.mark.parametrize("upload", ["lfs_put", "commit"])
def test_an_upload_cut_at_any_offset_lands_whole_or_not_at_all(
    hub: HubDouble, finished: Build, waits: list[float], upload: str, stays: bool
) -> None:
    """Cut once, it is sent anew; cut each time, nothing lands, and a later run completes it."""
    scene = Scene(hub, finished)
    scene.learn()
    size = min(scene.sizes[upload])
    offsets = [*Random(upload).sample(range(1, size), 49), size]
    for offset in offsets[::10] if stays else offsets:
        scene.begin()
        hub.cuts[upload] = [offset] * (99 if stays else 1)
        if stays:
            with pytest.raises(LiveError, match="Publish again|try again"):
                scene.push()
            scene.refuse_between()
            hub.cuts.clear()
        scene.push(pauses=(0.0,))
        scene.refuse_unfinished()


def test_what_is_uploaded_is_not_uploaded_again(hub: HubDouble, finished: Build) -> None:
    scene = Scene(hub, finished)
    scene.learn()
    scene.begin()
    hub.fails["commit"] = [500]
    with pytest.raises(LiveError):
        scene.push()
    sent = len(hub.sizes["lfs_put"])
    scene.push()
    scene.refuse_unfinished()
    assert len(hub.sizes["lfs_put"]) == sent == len(scene.sizes["lfs_put"])


@pytest.mark.parametrize("status", [429, 503])
def test_the_hub_is_waited_for_as_long_as_it_asks(
    hub: HubDouble, finished: Build, waits: list[float], status: int
) -> None:
    hub.retry_after, hub.fails["commit"] = "47", [status]
    Scene(hub, finished).push(pauses=(2.0,))
    assert waits == [47]


def test_a_wait_that_is_too_long_is_left_to_people(
    hub: HubDouble, finished: Build, waits: list[float]
) -> None:
    hub.retry_after, hub.fails["commit"] = "3600", [429]
    with pytest.raises(LiveError, match="the Hub answered 429 .*it asks for 3600 s"):
        Scene(hub, finished).push(pauses=(2.0,))
    assert waits == []


def test_by_xet_too(
    hub: HubDouble,
    finished: Build,
    waits: list[float],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """Its storage is the real client's, in a folder; the Hub is asked for the way to it."""
    import huggingface_hub.constants

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_DISABLE_XET", False)
    scene = Scene(hub, finished)
    scene.begin()
    stored = {file.read_bytes() for file in finished("2026-10").rglob("*.parquet")}

    def begin(fault: int | str | None = None, times: int = 99) -> None:
        scene.begin()
        hub.xet = f"local://{tmp_path / 'cas'}"
        hub.objects = {hashlib.sha256(content).hexdigest(): content for content in stored}
        hub.fails["xet_token"] = [fault] * times if fault else []

    begin()
    scene.push()
    scene.after = deepcopy(hub.repos["press/live"])
    assert "xet_token" in hub.sizes and "lfs_put" not in hub.sizes
    begin("dropped", times=2)
    scene.push(pauses=(0.0,))
    scene.refuse_unfinished()
    for fault in (429, 500, "dropped"):
        begin(fault)
        with pytest.raises(LiveError, match="^hub:press/live: [^\n]*$"):
            scene.push()
        scene.refuse_between()
        hub.fails.clear()
        scene.push()
        scene.refuse_unfinished()


def test_two_processes_at_once_make_one_commit(
    hub: HubDouble, finished: Build, tmp_path: Path
) -> None:
    """Both have read the same head before either commits."""
    script = (
        "import sys; from pathlib import Path; from live.publish.hub import publish\n"
        "print(publish(Path(sys.argv[1]), sys.argv[2], '2026-10', pauses=(0, 0, 0)).said)"
    )
    hub.together = {"create": 2, "commit": 2}
    environment = os.environ | {"HF_ENDPOINT": hub.url, "HF_HOME": str(tmp_path)}
    environment |= {"HF_HUB_DISABLE_XET": "1", "HF_TOKEN": TOKEN}
    command = [sys.executable, "-W", "ignore", "-c", script, str(finished("2026-10")), TO]
    running = [
        subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    said = [process.communicate(timeout=60) for process in running]
    assert [process.returncode for process in running] == [0, 0], said
    held = hub.repos["press/live"]
    assert [commit.title for commit in held.commits] == ["initial commit", "Publish 2026-10"]
    assert set(held.tags.values()) == {held.head.oid}
    assert sum("/commit/" in asked for asked in hub.asked) == 2
