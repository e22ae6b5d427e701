"""Progress counts what was decided and is left; its time is that of the decisions alone."""

from datetime import UTC, datetime, timedelta

import factory
import pytest
from reviewed import MONTH, reviewed

from live.review import decision
from live.review.bulk import decide_all
from live.review.decisions import decide
from live.review.progress import progress
from live.workspace import Workspace

Q = [factory.question(n) for n in range(9)]
BEGIN = datetime(2026, 11, 2, 9, tzinfo=UTC)


def at(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    monkeypatch.setattr(decision, "now", lambda: BEGIN + timedelta(seconds=seconds))


def rows(told: dict) -> dict[str, tuple]:  # type: ignore[type-arg]
    return {
        each["handle"]: (each["decided"], each["left"], each["pace"], each["finish"])
        for each in told["reviewers"]
    }


def test_pace_is_of_sittings_and_the_rest_takes_as_long(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reviewed(workspace.path, 8) as month:
        for n, seconds in enumerate((0, 10, 30, 5000, 5020), 1):
            at(monkeypatch, seconds)
            decide(month, Q[n], "accept", "kim", act=str(n))
        told = progress(month, MONTH)
        assert (told["questions"], told["decided"], told["left"]) == (8, 5, 3)
        assert (told["pace"], told["finish"]) == (20, 60)
        assert rows(told) == {"kim": (5, 3, 20, 60)}
        at(monkeypatch, 900_000)
        assert progress(month, MONTH) == told


def test_what_is_decided_at_once_counts_once_in_the_pace(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reviewed(workspace.path, 8) as month:
        at(monkeypatch, 0)
        decide(month, Q[1], "accept", "kim", act="a")
        at(monkeypatch, 40)
        decide_all(month, Q[2:6], "accept", "kim", act="all")
        assert rows(progress(month, MONTH)) == {"kim": (5, 3, 40, 120)}


def test_two_decisions_are_left_of_what_two_decide(workspace: Workspace) -> None:
    with reviewed(workspace.path, 4, twice=True) as month:
        month.store.reviewers.invite("Kim Lee", "review", timedelta(days=1))
        assert (progress(month, MONTH)["left"], progress(month, MONTH)["reviewers"]) == (8, [])
        decide(month, Q[1], "accept", "kim", act="a")
        decide(month, Q[2], "accept", "kim", act="b")
        decide(month, Q[2], "reject", "lee", "no", act="c")
        told = progress(month, MONTH)
        assert told["left"] == 1 + 1 + 2 * 2 and told["decided"] == 0
        assert {who: row[:2] for who, row in rows(told).items()} == {"kim": (2, 2), "lee": (1, 3)}


def test_names_are_not_told(workspace: Workspace) -> None:
    with reviewed(workspace.path, 4) as month:
        invited, _ = month.store.reviewers.invite("Kim Lee", "review", timedelta(days=1))
        month.store.reviewers.choose_handle(invited.id, "kim")
        assert rows(progress(month, MONTH)) == {"kim": (0, 4, None, None)}
        assert "Kim Lee" not in str(progress(month, MONTH))
