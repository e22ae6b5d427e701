"""What people wrote into a card stays, and what live wrote is written anew."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hub_double import HubDouble

from live.errors import LiveError
from live.publish.handwritten import BEGIN, END, with_theirs
from live.publish.hub import publish

# The client itself passes `data=` where httpx2 wants `content=`.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=<...>':DeprecationWarning")

Build = Callable[[str], Path]
OURS = f"""---
license: other
tags:
- news
configs:
- config_name: latest
---

{BEGIN}
# Live

{END}
"""


def front(card: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(card.split("---\n")[1])
    return data


def test_a_card_that_nobody_touched_is_ours_to_the_letter() -> None:
    assert with_theirs(OURS, OURS.encode()) == OURS
    assert with_theirs(OURS, OURS.replace("# Live", "# Old").encode()) == OURS


def test_text_above_and_below_the_marks_stays() -> None:
    theirs = OURS.replace(BEGIN, f"Read me first.\n\n{BEGIN}").replace("# Live", "# Old")
    made = with_theirs(OURS, f"{theirs}\nAsk Ada.\n".encode())
    assert made.index("Read me first.") < made.index(BEGIN) < made.index("# Live")
    assert made.index(END) < made.index("Ask Ada.") and "# Old" not in made
    assert with_theirs(OURS, made.encode()) == made


def test_marks_of_another_version_are_marks() -> None:
    theirs = OURS.replace(BEGIN, "Mine.\n<!-- live begin, in other words -->")
    made = with_theirs(OURS, theirs.encode())
    assert made.count("live begin") == 1 and "Mine." in made


@pytest.mark.parametrize("card", ["# Our data\n\nBy us.\n", "---\nlicense: mit\n---\n# Our data\n"])
def test_a_card_that_is_not_ours_stays_below(card: str) -> None:
    made = with_theirs(OURS, card.encode())
    assert made.index(END) < made.index("# Our data")
    assert front(made)["license"] == "other"
    assert with_theirs(OURS, made.encode()) == made


def test_keys_tags_and_configs_that_people_added_stay_behind_ours() -> None:
    theirs = OURS.replace("license: other", "license: mit\narxiv: '2407.12772'")
    theirs = theirs.replace("- news\n", "- news\n- ours\n")
    theirs = theirs.replace("latest\n", "latest\n- config_name: 2024-01\n- config_name: extra\n")
    made = front(with_theirs(OURS, theirs.encode()))
    assert made == {
        "license": "other",
        "tags": ["news", "ours"],
        "configs": [{"config_name": "latest"}, {"config_name": "extra"}],
        "arxiv": "2407.12772",
    }


@pytest.mark.parametrize(
    ("card", "fact"),
    [
        (OURS.replace(END, ""), "are not a pair"),
        (OURS + OURS.split("---\n")[2], "are not a pair"),
        ("---\nlicense: [\n---\n", "its front matter is not YAML"),
        ("---\n- a\n---\n", "its front matter is not a mapping"),
        ("\udcff", "codec can't decode"),
    ],
)
def test_a_card_that_cannot_be_told_apart_stops_with_the_next_step(card: str, fact: str) -> None:
    with pytest.raises(LiveError, match=f"README.md in the repository: .*{fact}.*Mend it") as stop:
        with_theirs(OURS, card.encode(errors="surrogateescape"))
    assert "\n" not in str(stop.value)


def test_on_the_hub_a_card_edited_by_hand_and_foreign_files_outlive_a_month(
    hub: HubDouble, finished: Build
) -> None:
    publish(finished("2026-10"), "hub:press/live", "2026-10", endpoint=hub.url, pauses=())
    repo = hub.repos["press/live"]
    edited = repo.head.files["README.md"].replace(b"license:", b"arxiv: '1'\nlicense:", 1)
    repo.add("by hand", {"README.md": edited + b"\nAsk Ada.\n", "notes/ada.md": b"Hello"})
    publish(finished("2026-11"), "hub:press/live", "2026-11", endpoint=hub.url, pauses=())
    card = repo.head.files["README.md"].decode()
    assert "Ask Ada." in card and "| 2026-11 |" in card and front(card)["arxiv"] == "1"
    assert repo.head.files["notes/ada.md"] == b"Hello"
    commits = len(repo.commits)
    publish(finished("2026-11"), "hub:press/live", "2026-11", endpoint=hub.url, pauses=())
    assert len(repo.commits) == commits


def test_in_a_folder_too(finished: Build, tmp_path: Path) -> None:
    publish(finished("2026-10"), str(tmp_path), "2026-10")
    with (tmp_path / "README.md").open("a") as card:
        card.write("\nAsk Ada.\n")
    publish(finished("2026-11"), str(tmp_path), "2026-11")
    assert "Ask Ada." in (tmp_path / "README.md").read_text()
