"""Who may not read a gated or private split is told why and what to do; who may, reads it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hub_double import READ_ONLY, STRANGER, TOKEN, HubDouble

from live.publish.hub import publish

pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=<...>':DeprecationWarning")
Build = Callable[[str], Path]
Run = Callable[..., subprocess.CompletedProcess[str]]
MONTH, WRONG = "2026-10", "hf_wrong"
LOADS = """
import json, os, sys, datasets, live
from live.errors import LiveError

datasets.disable_progress_bars()
told = []
for name, token in json.loads(sys.argv[1]):
    os.environ["HF_TOKEN"] = token
    try:
        told.append([0, f"{len(live.load(name))} rows"])
    except LiveError as error:
        told.append([error.exit_code, str(error)])
print(json.dumps(told))
"""
LATER = """
import sys
from huggingface_hub import HfApi
from live.publish.place import config_of, place_of, whole

place = place_of("hub:press/open")
HfApi(token=sys.argv[1]).update_repo_settings("press/open", repo_type="dataset", gated="auto")
try:
    whole(place, config_of(place, None))
except Exception as error:
    print(type(error).__name__, error)
"""
AGREE = "its owner asks for consent. Agree on "
REFUSED = (
    "the Hub refused the token ({}). Run `hf auth login`, or set HF_TOKEN to one that may read"
)


@pytest.fixture
def run(hub: HubDouble, tmp_path: Path) -> Run:
    """Runs Python in a process of its own, whose client knows the double and has read nothing."""

    def run(*words: str, token: str = "") -> subprocess.CompletedProcess[str]:
        given = {"HF_ENDPOINT": hub.url, "HF_HOME": str(tmp_path / "hf"), "HF_HUB_DISABLE_XET": "1"}
        return subprocess.run(
            [sys.executable, *words],
            env=os.environ | given | {"HF_TOKEN": token},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture
def held_back(hub: HubDouble, finished: Build) -> HubDouble:
    """A Hub with the month in press/gated, press/private, and press/open, which is neither."""
    for name in ("gated", "private", "open"):
        publish(finished(MONTH), f"hub:press/{name}", MONTH, endpoint=hub.url, pauses=())
    hub.repos["press/gated"].gated = "manual"
    hub.repos["press/private"].private = True
    return hub


def loaded(run: Run, *asked: tuple[str, str]) -> list[Any]:
    """Loads repositories with tokens, one after the other: how each ends, and what is said."""
    ended = run("-c", LOADS, json.dumps([(f"press/{name}", token) for name, token in asked]))
    assert ended.returncode == 0, ended.stderr
    return list(json.loads(ended.stdout))


def test_who_may_not_read_is_told_why_and_what_to_do(held_back: HubDouble, run: Run) -> None:
    asked = [
        (name, token) for token in ("", STRANGER, WRONG) for name in ("gated", "private", "no")
    ]
    told = loaded(run, *asked)
    page = f"{held_back.url}/datasets/press/gated"
    nobody, stranger = "or a private one. Check the name", "or none that this token may read."
    expected = [
        f"{AGREE}{page}, then run `hf auth login`, or set HF_TOKEN.",
        *[nobody] * 2,
        f"{AGREE}{page}, with the account of this token; where the owner decides, wait for that.",
        *[stranger] * 2,
        *[REFUSED.format(401)] * 3,
    ]
    for (name, _), (code, said), words in zip(asked, told, expected, strict=True):
        assert code == 2 and said.startswith(f"hub:press/{name}: ") and words in said
        assert "\n" not in said


def test_who_may_read_needs_not_be_able_to_write(held_back: HubDouble, run: Run) -> None:
    held_back.repos["press/gated"].agreed = {STRANGER}
    asked = [("gated", STRANGER), ("gated", READ_ONLY), ("private", READ_ONLY), ("private", TOKEN)]
    assert loaded(run, *asked) == [[0, "6 rows"]] * 4


def test_a_token_that_lacks_a_permission_is_told_in_the_words_of_the_hub(
    held_back: HubDouble, run: Run
) -> None:
    """As one that is fine-grained, and may not read gated repositories."""
    held_back.fails["resolve"] = [403]
    ((code, said),) = loaded(run, ("open", READ_ONLY))
    assert code == 2 and REFUSED.format(403) in said
    assert said.endswith("The Hub says: the double answers 403")


def test_what_is_held_back_after_its_card_was_read_is_not_called_broken(
    held_back: HubDouble, run: Run
) -> None:
    said = run("-c", LATER, TOKEN, token=STRANGER).stdout
    assert said.startswith(f"MissingError hub:press/open: {AGREE}")


@pytest.mark.parametrize(
    "words",
    [
        ["leaderboard", "--from", "hub:press/gated"],
        ["evaluate", "embedded/blind", "--judge", "embedded/rules", "--split", "hub:press/gated"],
    ],
)
def test_every_verb_that_reads_says_it_in_one_line(
    held_back: HubDouble, run: Run, words: list[str]
) -> None:
    ended = run("-m", "live", *words)
    assert (ended.returncode, ended.stdout) == (2, "")
    (line,) = ended.stderr.splitlines()
    assert line.startswith(f"hub:press/gated: {AGREE}")


def test_load_dataset_takes_the_double_for_a_hub_that_gates(held_back: HubDouble, run: Run) -> None:
    code = f"import datasets; datasets.load_dataset('press/gated', '{MONTH}')"
    assert "'press/gated' is a gated dataset on the Hub" in run("-c", code).stderr
    assert "'press/private' doesn't exist" in run("-c", code.replace("gated", "private")).stderr
