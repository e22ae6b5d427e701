"""Wherever a published month is named, the same words name it; and a Hub that stumbles is read."""

import json
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hub_double import HubDouble

from live.errors import LiveError, UsageError
from live.publish import place
from live.publish.hub import publish
from live.publish.place import config_of, place_and_month, place_of, whole

pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=<...>':DeprecationWarning")
Build = Callable[[str], Path]
MONTH, NAME = "2026-10", "press/live"
PAGE = f"https://huggingface.co/datasets/{NAME}"
FAULTS = (408, 429, 500, 502, 503, "dropped", "lost")
"""What passes by itself, mostly."""


@pytest.fixture
def read(
    hub: HubDouble, finished: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> HubDouble:
    """A Hub with the month in press/live, which the client of this process reads anew."""
    import datasets
    from huggingface_hub import HfFileSystem, constants

    HfFileSystem.clear_instance_cache()  # it remembers what a commit holds, and ours are alike
    publish(finished(MONTH), f"hub:{NAME}", MONTH, endpoint=hub.url, pauses=())
    hub.asked.clear()
    monkeypatch.setattr(constants, "ENDPOINT", hub.url)
    template = hub.url + "/{repo_id}/resolve/{revision}/{filename}"
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub-cache"))
    monkeypatch.setattr(datasets.config, "HF_ENDPOINT", hub.url)
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")
    datasets.disable_progress_bars()
    return hub


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that would have been waited, by us and by the client."""
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    return waited


@pytest.mark.parametrize(
    "named", [NAME, f"hub:{NAME}", f"{NAME}/", f"hub:{NAME}/", PAGE, f"{PAGE}/"]
)
@pytest.mark.parametrize(
    ("behind", "month"), [("", None), (":latest", None), (":2026-10", "2026-10")]
)
def test_a_repository_is_named_in_every_way_that_people_write_it(
    named: str, behind: str, month: str | None
) -> None:
    assert place_and_month(named + behind) == (f"hub:{NAME}", month)


def test_a_folder_of_that_name_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path(NAME).mkdir(parents=True)
    assert place_and_month(NAME) == (NAME, None)
    assert place_and_month(f"{NAME}/") == (f"{NAME}/", None)
    assert place_and_month(f"{NAME}:2026-10") == (NAME, "2026-10")
    assert place_and_month(f"{NAME}:latest") == (NAME, None)
    for named in (f"hub:{NAME}", PAGE):
        assert place_and_month(named) == (f"hub:{NAME}", None)
    Path("odd:2026-10").mkdir()
    assert place_and_month("odd:2026-10") == ("odd:2026-10", None)


@pytest.mark.parametrize("said", ["nowhere", "./press/live", "/press/live", "~/live", "a/b/c"])
def test_what_can_be_no_name_is_a_folder(said: str) -> None:
    assert place_and_month(f"{said}:2026-10") == (said, "2026-10")
    with pytest.raises(UsageError, match="no such folder. Write FOLDER, or org/name of the Hub"):
        place_of(said)


@pytest.mark.parametrize("named", [NAME, f"hub:{NAME}", "."])
@pytest.mark.parametrize(
    ("behind", "said"),
    [
        ("2026-10.r1", "2026-10.r1 is a revision. Write {}:2026-10 with `--revision 2026-10.r1`"),
        ("all", "`all` is every month, and one is read here. Write {}:2026-10"),
        ("typo", "'typo' is no month. Write {}:2026-10, or {} for the newest; a tag"),
        ("", "'' is no month."),
    ],
)
def test_what_stands_behind_the_colon_and_is_no_month_is_said_with_what_to_write(
    named: str, behind: str, said: str
) -> None:
    whole_name = f"hub:{NAME}" if named != "." else "."
    with pytest.raises(UsageError) as stop:
        place_and_month(f"{named}:{behind}")
    assert str(stop.value).startswith(f"{named}:{behind}: {said.format(whole_name, whole_name)}")
    assert "\n" not in str(stop.value)


@pytest.mark.parametrize(
    "target", [f"{PAGE}/tree/main", "https://example.org/datasets/press/live", f"hub:{PAGE}/viewer"]
)
def test_an_address_of_something_else_is_refused(target: str) -> None:
    with pytest.raises(UsageError, match="not the address of a dataset, such as https://hugg"):
        place_and_month(target)


@pytest.mark.parametrize("target", ["", " "])
def test_nothing_is_no_place(target: str) -> None:
    with pytest.raises(UsageError, match="is no place. Write FOLDER, or org/name of the Hub"):
        place_and_month(target)


@pytest.mark.parametrize("revision", ["", " "])
@pytest.mark.parametrize("said", [".", f"hub:{NAME}"])
def test_an_empty_revision_is_refused_before_anything_is_asked(said: str, revision: str) -> None:
    with pytest.raises(UsageError, match="the revision is empty. Write a tag or commit"):
        place_of(said, revision)


@pytest.mark.parametrize(
    "words",
    [
        ["leaderboard", "--json", "--from"],
        ["evaluate", "embedded/blind", "--judge", "embedded/rules", "--json", "--split"],
        ["export", "inspect", "task", "--split"],
    ],
)
def test_every_verb_that_reads_takes_the_bare_name(
    hub: HubDouble,
    scored: tuple[Path, Any],
    python: Callable[..., str],
    tmp_path: Path,
    words: list[str],
) -> None:
    publish(scored[0], f"hub:{NAME}", MONTH, endpoint=hub.url, pauses=())
    said = python("-m", "live", *words, NAME)
    if words[0] != "export":
        assert json.loads(said)["month"] == MONTH
    else:
        assert f"hub:{NAME}" in "".join(each.read_text() for each in tmp_path.glob("task/*.md"))


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("route", ["info", "resolve"])
def test_a_hub_that_stumbles_once_is_read(
    read: HubDouble, waited: list[float], route: str, fault: int | str
) -> None:
    read.fails[route] = [fault]
    assert place_of(f"hub:{NAME}").months == [MONTH]
    assert sum(waited) <= 3


@pytest.mark.parametrize("fault", [429, 503, "dropped", "lost"])
@pytest.mark.parametrize(("route", "nth"), [("info", 0), *(("resolve", nth) for nth in range(5))])
def test_a_month_is_read_though_the_hub_stumbles_once_over_any_of_its_files(
    read: HubDouble, waited: list[float], route: str, nth: int, fault: Any
) -> None:
    here = place_of(f"hub:{NAME}", pauses=())
    read.fails[route] = [*["none"] * nth, fault]
    assert len(whole(here, config_of(here, None))) == 6
    assert not read.fails[route]


@pytest.mark.parametrize("fault", [502, 503, "dropped"])
def test_a_hub_that_is_down_is_told_within_seconds(
    read: HubDouble, waited: list[float], fault: int | str
) -> None:
    read.fails["info"] = [fault] * 99
    said = r"answered 50\d. Try again later" if isinstance(fault, int) else "was not reached"
    with pytest.raises(LiveError, match=said) as stop:
        place_of(f"hub:{NAME}")
    assert sum(waited) <= 5 and len(read.asked) == len(place.READ_PAUSES) + 1
    assert "\n" not in str(stop.value)


def test_a_hub_that_says_nothing_is_not_waited_for_for_ever(
    waited: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    from huggingface_hub import constants

    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setattr(constants, "ENDPOINT", f"http://127.0.0.1:{silent.getsockname()[1]}")
        monkeypatch.setattr(place, "SECONDS", 0.05)
        with pytest.raises(LiveError, match="was not reached.*there is no folder press/live here"):
            place_of(f"hub:{NAME}")


@pytest.mark.parametrize(("asks", "seconds"), [("4", 4), ("600", 0)])
def test_a_pause_that_the_hub_asks_for_is_kept_within_reason(
    read: HubDouble, waited: list[float], asks: str, seconds: int
) -> None:
    read.retry_after, read.fails["info"] = asks, [429]
    if seconds:
        assert place_of(f"hub:{NAME}", pauses=(0,)).months == [MONTH]
    else:
        with pytest.raises(LiveError, match="answered 429 and asks for 600 s. Try again later"):
            place_of(f"hub:{NAME}", pauses=(0, 0))
    assert sum(waited) == seconds


def test_what_no_second_try_would_mend_is_asked_once(read: HubDouble, waited: list[float]) -> None:
    read.fails["info"] = ["hidden", "hidden"]
    with pytest.raises(UsageError, match="no such dataset.*There is no folder press/live here"):
        place_of(f"hub:{NAME}")
    assert len(read.asked) == 1 and not waited


def test_a_repository_without_a_month_says_what_to_do(read: HubDouble) -> None:
    read.new_repo("press/other")
    with pytest.raises(UsageError, match="lists no month.*Check the name; what others publish"):
        config_of(place_of("hub:press/other"), None)
