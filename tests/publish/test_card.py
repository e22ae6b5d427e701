"""What the card says can be run by copy and paste, and is true of where it stands."""

import json
import re
import shlex
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hub_double import HubDouble

from live.publish import dry_run as previewing
from live.publish import hub as publishing
from live.publish.card import card
from live.publish.dry_run import dry_run
from live.publish.hub import publish
from live.records import Scoreboard

pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=<...>':DeprecationWarning")
Build = Callable[[str], Path]
Told = dict[str, Any]
MONTH, NAME, TO = "2026-10", "press/live", "hub:press/live"


@pytest.fixture
def told(finished: Build) -> Told:
    """The manifest of a month whose live.yaml names no home."""
    found: Told = json.loads((finished(MONTH) / "manifest" / f"{MONTH}.json").read_bytes())
    assert found["home"] == ""
    return found


def blocks(text: str, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def entry(text: str) -> dict[str, str]:
    """The first BibTeX entry: its fields, and its key as `key`."""
    said = blocks(text, "bibtex")[0]
    fields = re.findall(r"^  (\w+) +?= \{(.*)\},?$", said, re.MULTILINE)
    return dict(fields) | {"key": re.findall(r"@misc\{(.*),", said)[0]}


def test_on_the_hub_every_snippet_runs_by_copy_and_paste(
    hub: HubDouble, scored: tuple[Path, Scoreboard], python: Callable[..., str]
) -> None:
    publish(scored[0], TO, MONTH, endpoint=hub.url, pauses=())
    text = hub.repos[NAME].head.files["README.md"].decode()
    assert "PATH" not in text
    shown = "\n".join(blocks(text, "python"))
    assert "60 60 60 4" in python(
        "-c", f"{shown}\nprint(len(month), len(rows), len(newest), len(table))"
    )
    lines = [line for block in blocks(text, "sh") for line in block.splitlines()]
    lines += re.findall(r"`(live leaderboard [^`]*)`", text)
    assert [line.split()[1] for line in lines] == ["evaluate", "export", "export", "leaderboard"]
    for line in lines:
        filled = line.replace("MODEL", "embedded/blind").replace("JUDGE", "embedded/rules")
        assert python("-m", *shlex.split(filled))


def test_a_dry_run_sees_the_very_bytes_that_publishing_writes(
    hub: HubDouble, finished: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Mapping[str, Any]] = []
    changes = publishing.changes

    def watched(*words: Any, **more: Any) -> Any:
        seen.append(changes(*words, **more))
        return seen[-1]

    for module in (previewing, publishing):
        monkeypatch.setattr(module, "changes", watched)
    for month in ("2026-10", "2026-11", "2026-11"):
        for act in (dry_run, publish):
            act(finished(month), TO, month, endpoint=hub.url, pauses=())
    assert seen[0::2] == seen[1::2] and seen[-1] == {}
    assert NAME.encode() in seen[0]["README.md"] and NAME.encode() in seen[0]["croissant.json"]


def test_where_it_goes_counts_more_than_where_it_was_meant_to(told: Told) -> None:
    meant = told | {"home": "press/old"}
    assert "press/old" not in card({MONTH: meant}, NAME) and NAME in card({MONTH: meant}, NAME)
    assert 'load_dataset("press/old"' in card({MONTH: meant})
    assert 'live.load("PATH", "2026-10")' in card({MONTH: told})


def test_it_says_what_live_is_how_to_get_it_and_how_to_score_a_model(told: Told) -> None:
    text = card({MONTH: told}, NAME)
    for said in (
        "pip install live-benchmark",
        f'import live\n\nrows = live.load("{NAME}", "{MONTH}")',
        f"live evaluate MODEL --judge JUDGE --split {NAME}:{MONTH}",
        f"live export lmms-eval TASK --split {NAME}:{MONTH}",
        f"live export inspect TASK --split {NAME}:{MONTH}",
    ):
        assert said in text


def test_what_is_by_reference_is_scored_once_it_is_fetched(told: Told) -> None:
    text = card({MONTH: told | {"pictures": "by_reference"}}, NAME)
    assert f"live rehydrate DIR --split {NAME}:{MONTH}" in text
    assert f"live evaluate MODEL --judge JUDGE --split DIR:{MONTH}" in text


def test_the_data_set_is_cited_by_org_title_month_and_tag(told: Told) -> None:
    text = card({MONTH: told | {"title": "News & views, 100% new_s"}}, "my_press/live")
    assert entry(text) == {
        "key": "my-press-live-2026-10",
        "title": r"News \& views, 100\% new\_s, 2026-10",
        "author": r"{my\_press}",
        "url": "https://huggingface.co/datasets/my_press/live",
        "year": "2026",
        "month": "10",
        "note": "Tag 2026-10",
    }
    assert "Tag 2026-10.r2" in card({MONTH: told | {"revision": 2}}, NAME)
    assert "zhang2024lmmseval" in text, "the method too"


def test_in_a_folder_nobody_is_made_its_author(told: Told) -> None:
    cited = entry(card({MONTH: told | {"title": "Ours"}}))
    assert cited["key"] == "ours-2026-10" and cited["url"] == "PATH" and "author" not in cited


def test_who_looked_at_rows_in_a_month_without_review_is_counted(told: Told) -> None:
    assert "No person has reviewed the questions" in card({MONTH: told})
    rows = [row | {"reviewed_by": "kim" * (n < 2)} for n, row in enumerate(told["rows"])]
    text = " ".join(card({MONTH: told | {"rows": rows}}).split())
    assert "2 of 6 questions carry the name of a person who accepted or corrected them;" in text
    assert "no person has reviewed the others" in text and "No person has" not in text
