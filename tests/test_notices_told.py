"""What was told already: each cause of a failure, each revision and each place, once a day."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import factory
import pytest
from due_months import Clock
from test_notices import Inbox, clock, inbox, notified, publishing

import live.clock
from live.errors import LiveError
from live.notices import last_failure, last_notice, tell
from live.publish.cut import cut, frozen
from live.records import Erratum, Notice, Published, content_id
from live.release import release_due
from live.workspace import Workspace

MONTH = factory.MONTH
__all__ = ["clock", "inbox", "publishing"]  # fixtures


def titles(inbox: Inbox) -> list[str]:
    return [each["title"].removeprefix("News: ") for each in inbox.got]


def fails(monkeypatch: pytest.MonkeyPatch, why: str) -> None:
    """Has publishing fail from now on."""

    def push(*_: Any, **__: Any) -> None:
        raise LiveError(why)

    monkeypatch.setattr("live.release.publish", push)


def corrected(workspace: Workspace) -> None:
    """Adds a second revision of the month, with a row withdrawn."""
    release = frozen(workspace, MONTH)
    assert release
    erratum = Erratum(
        revision=2,
        row_id=release.rows[0].row_id,
        question_id=release.rows[0].question_id,
        version=1,
        what="withdrawn",
        reason="wrong",
        by="kim",
        at=live.clock.now(),
    )
    workspace.store.add(release.model_copy(update={"revision": 2, "errata": (erratum,)}))


def test_a_second_cause_is_told_the_same_day_and_the_same_one_is_not(
    publishing: Workspace, inbox: Inbox, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    causes = ("the Hub asks for 30 s.", "the Hub asks for 29 s.", "no token.", "no token.")
    for hour, why in enumerate(causes):
        clock.set(f"2026-11-03T0{hour}:00")
        fails(monkeypatch, why)
        release_due(publishing)
    assert titles(inbox) == [f"{MONTH} is due", f"{MONTH} failed", f"{MONTH} failed"]
    assert "no token." in inbox.got[-1]["message"]
    clock.set("2026-11-04")
    release_due(publishing)
    assert titles(inbox)[3:] == [f"{MONTH} failed"]


def test_a_revision_is_told_on_the_day_of_the_one_before_and_says_what_it_changed(
    publishing: Workspace, inbox: Inbox, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    release_due(publishing)
    corrected(publishing)
    clock.set("2026-11-03T05:00")
    with monkeypatch.context() as patch:
        fails(patch, "no token.")
        release_due(publishing)
    clock.set("2026-11-03T06:00")
    (taken,), _ = release_due(publishing)
    assert taken.headline == f"{MONTH}, revision 2 is out: 1 row withdrawn"
    assert titles(inbox)[1:] == [
        f"{MONTH} is out",
        f"{MONTH}, revision 2 failed",
        f"{MONTH}, revision 2 is out: 1 row withdrawn",
    ]
    assert release_due(publishing) == ([], None)


def test_that_it_is_out_at_another_place_is_told_the_same_day(
    publishing: Workspace, inbox: Inbox, clock: Clock
) -> None:
    release_due(publishing)
    clock.set("2026-11-03T05:00")
    config = publishing.config.model_copy(update={"publish_to": "hub:press/other"})
    moved = replace(publishing, config=config)
    release_due(moved)
    assert titles(inbox) == [f"{MONTH} is due", f"{MONTH} is out", f"{MONTH} is out"]
    assert "press/other" in inbox.got[-1]["message"]
    assert release_due(moved) == ([], None)


def test_what_went_out_by_hand_after_another_revision_was_told_is_told(
    publishing: Workspace, inbox: Inbox, clock: Clock
) -> None:
    release_due(publishing)
    corrected(publishing)
    clock.set("2026-11-09")
    publishing.store.add(
        Published(month=MONTH, revision=2, target="hub:press/live", oid="2", at=live.clock.now())
    )
    assert [each.ended for each in release_due(publishing)[0]] == ["out"]
    assert titles(inbox)[2:] == [f"{MONTH}, revision 2 is out: 1 row withdrawn"]
    assert release_due(publishing) == ([], None)


def test_a_notice_from_before_loads_is_the_same_and_says_that_it_was_told(
    publishing: Workspace, inbox: Inbox
) -> None:
    old = {"month": MONTH, "about": "out", "at": "2026-11-03T01:00:00Z", "text": f"{MONTH} is out"}
    notice = Notice.model_validate(old)
    assert notice.id == content_id("notice", MONTH, "out", "2026-11-03") and notice.told
    publishing.store.add(notice)
    cut(publishing, MONTH)
    publishing.store.add(
        Published(month=MONTH, revision=1, target="hub:press/live", oid="1", at=notice.at)
    )
    assert release_due(publishing) == ([], None) and inbox.got == []


def test_what_was_said_is_told_as_it_was_said(
    publishing: Workspace, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "hub:press/n1: no token. Run `hf auth login`"
    fails(monkeypatch, said)
    (taken,), report = release_due(publishing)
    assert taken.why == said
    assert inbox.got[-1]["message"].splitlines()[0] == said
    assert report and f"{said.replace('`hf auth login`', '<code>hf')}" in report.read_text()


def test_what_was_last_so_is_known_also_where_nobody_is_to_be_told(
    publishing: Workspace, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = notified(publishing)
    for hour, why in enumerate(("no token.", "no name.", "no token.")):
        clock.set(f"2026-11-03T0{hour}:00")
        fails(monkeypatch, why)
        release_due(silent)
        assert last_failure(silent, MONTH) == why
    assert last_notice(silent, MONTH, told=True) is None
    published = Published(
        month=MONTH, revision=1, target="hub:press/live", oid="1", at=live.clock.now()
    )
    silent.store.add(published.model_copy(update={"at": datetime(2026, 11, 3, 3, tzinfo=UTC)}))
    assert last_failure(silent, MONTH) == ""
    silent.store.add(published.model_copy(update={"at": datetime(2026, 11, 3, 1, tzinfo=UTC)}))
    assert last_failure(silent, MONTH) == "no token."
    clock.set("2026-11-03T04:00")
    waits = Notice(month=MONTH, about="waits", at=live.clock.now(), text="it waits")
    tell(silent, waits)
    assert last_failure(silent, MONTH) == ""
