"""Who maintains a benchmark is told how a month fares: once a day, with its numbers, no secrets."""

import json
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import factory
import pytest
from due_months import Clock, add_month
from reviewed import reviewed
from structlog.testing import capture_logs
from test_cli import live as command

import live.clock
import live.release
from live import notices
from live.config import Config
from live.errors import ConfigError
from live.notices import send, tell
from live.publish.cut import frozen
from live.records import Notice, Published
from live.release import release_due
from live.workspace import Workspace
from live.yaml_file import load_yaml

pytest.importorskip("apprise")
MONTH = factory.MONTH
SECRET = "hunter2hunter2"


class Inbox:
    """A web server that takes what apprise sends. status: what it answers."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.status = 200
        inbox = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if inbox.status == 200:
                    inbox.got.append(json.loads(body))
                    inbox.paths.append(self.path)
                self.send_response(inbox.status)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"json://127.0.0.1:{self.server.server_port}/{SECRET}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    inbox = Inbox()
    yield inbox
    inbox.server.shutdown()
    inbox.server.server_close()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock("2026-11-03")
    monkeypatch.setattr(live.clock, "datetime", clock)
    return clock


def notified(workspace: Workspace, *addresses: str) -> Workspace:
    """The workspace, with these addresses in its live.yaml."""
    config = workspace.config.model_copy(update={"notify": addresses, "title": "News"})
    return replace(workspace, config=config)


@pytest.fixture
def publishing(
    workspace: Workspace, clock: Clock, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> Workspace:
    """A workspace with a due month, that tells the inbox and publishes to a Hub that takes all."""
    from live.publish.hub import Landed

    monkeypatch.setattr("live.publish.publish.push", lambda *_, **__: Landed("0abc", "there"))
    add_month(workspace)
    told = notified(workspace, inbox.address)
    return replace(told, config=told.config.model_copy(update={"publish_to": "hub:press/live"}))


def test_a_waiting_month_is_told_of_once_a_day_with_whom_it_waits_for(
    workspace: Workspace, clock: Clock, inbox: Inbox
) -> None:
    with reviewed(workspace.path) as opened:
        told = notified(opened, inbox.address)
        for day in ("2026-11-03T03:00", "2026-11-03T15:00", "2026-11-04T03:00"):
            clock.set(day)
            release_due(told)
    assert [(each["title"], each["type"]) for each in inbox.got] == [
        (f"News: {MONTH} is due", "info"),
        (f"News: {MONTH} waits for people", "warning"),
        (f"News: {MONTH} waits for people", "warning"),
    ]
    assert inbox.got[1]["message"] == (
        "It waits for 6 decisions of reviewers (nobody is invited).\n"
        f"Decide at the desk: `live review serve --month {MONTH}`.\n"
        "0 questions accepted so far.\nCost: $0.00."
    )


def test_a_month_that_is_out_is_told_with_its_numbers_its_link_and_the_report(
    publishing: Workspace, inbox: Inbox
) -> None:
    release_due(publishing)
    out = inbox.got[-1]
    assert (out["title"], out["type"]) == (f"News: {MONTH} is out", "success")
    first, best, unscored, cost, link = out["message"].splitlines()
    assert first == "3 questions, 1 model."
    assert best.startswith("Best: embedded/blind, ") and unscored == "Unscored: 0."
    assert (cost, link) == (
        "Cost: $0.00.",
        "https://huggingface.co/datasets/press/live/tree/0abc",
    )
    (attached,) = out["attachments"]
    name = "2026-11-03T000000-release.html"
    assert (attached["filename"], attached["mimetype"]) == (name, "text/html")


def titles(inbox: Inbox) -> list[str]:
    return [each["title"].removeprefix(f"News: {MONTH} ") for each in inbox.got]


def test_what_a_killed_run_did_not_tell_the_next_one_tells_once(
    publishing: Workspace, inbox: Inbox, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(live.release, "_tell", killed)
        release_due(publishing)
    assert publishing.store.all(Published, MONTH) and titles(inbox) == ["is due"]
    clock.set("2026-11-04")
    (taken,), report = release_due(publishing)
    assert (taken.ended, taken.link[-4:]) == ("out", "0abc")
    assert report and titles(inbox) == ["is due", "is out"]
    assert inbox.got[-1]["message"].endswith("/press/live/tree/0abc")
    clock.set("2026-11-05")
    assert release_due(publishing) == ([], None)
    assert titles(inbox) == ["is due", "is out"]


def test_the_command_goes_on_where_a_killed_one_did_not_tell(
    publishing: Workspace, inbox: Inbox, clock: Clock
) -> None:
    publishing.store.add(
        Notice(month=MONTH, about="due", at=live.clock.now(), text="it is due"),
    )
    release_due(replace(publishing, config=publishing.config.model_copy(update={"notify": ()})))
    yaml = publishing.path / "live.yaml"
    to = f"publish_to: hub:press/live\nnotify: ['{inbox.address}']\n"
    yaml.write_text(f"{yaml.read_text()}title: News\n{to}")
    for _ in range(2):
        assert command("-C", publishing.path, "release", "--due").returncode == 0
        assert titles(inbox) == ["is out"]


def test_that_a_month_is_out_is_told_until_somebody_is_reached(
    publishing: Workspace, inbox: Inbox
) -> None:
    publishing.store.add(Notice(month=MONTH, about="waits", at=live.clock.now(), text="it waits"))
    inbox.status = 500
    release_due(publishing)
    inbox.status = 200
    release_due(publishing)
    assert release_due(publishing) == ([], None)
    assert titles(inbox) == ["is out"]


def test_of_months_that_nobody_was_told_of_before_nobody_is_told_late(
    publishing: Workspace, inbox: Inbox
) -> None:
    """They went out by hand, or before live.yaml had `notify`."""
    silent = replace(publishing, config=publishing.config.model_copy(update={"notify": ()}))
    release_due(silent)
    assert release_due(publishing) == ([], None)
    assert inbox.got == []


def test_where_nobody_is_to_be_told_any_more_nothing_is_left_to_do(
    publishing: Workspace, inbox: Inbox
) -> None:
    publishing.store.add(Notice(month=MONTH, about="due", at=live.clock.now(), text="it is due"))
    silent = replace(publishing, config=publishing.config.model_copy(update={"notify": ()}))
    assert len(release_due(silent)[0]) == 1
    assert release_due(silent) == ([], None)


def test_a_new_revision_is_told_of_like_the_first(
    publishing: Workspace, inbox: Inbox, clock: Clock
) -> None:
    release_due(publishing)
    release = frozen(publishing, MONTH)
    assert release
    publishing.store.add(release.model_copy(update={"revision": 2}))
    clock.set("2026-11-09")
    release_due(publishing)
    assert titles(inbox)[:2] == ["is due", "is out"]
    assert [each["title"] for each in inbox.got[2:]] == [
        f"News: {MONTH}, revision 2 is due",
        f"News: {MONTH}, revision 2 is out",
    ]
    assert inbox.got[2]["message"].startswith("Its revision 2 is not out yet.\n")


def test_what_cannot_be_sent_is_a_warning_without_secrets_and_tried_again(
    workspace: Workspace, inbox: Inbox
) -> None:
    told, inbox.status = notified(workspace, inbox.address, f"nonsense://{SECRET}"), 500
    notice = Notice(month=MONTH, about="failed", at=live.clock.now(), text="it failed\nwhy")
    with capture_logs() as logs:
        tell(told, notice)
    assert [each.told for each in told.store.all(Notice, MONTH)] == [False] and inbox.got == []
    said = json.dumps(logs)
    assert said.count("a notice was not sent") == 2
    assert "notify.0 (json)" in said and SECRET not in said and "127.0.0.1" not in said
    inbox.status = 200
    tell(told, notice)
    assert len(inbox.got) == 1
    assert [each.told for each in told.store.all(Notice, MONTH)] == [True]


def test_secrets_come_from_the_environment(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    address = inbox.address.replace(SECRET, "$TOKEN/${TOKEN}")
    monkeypatch.delenv("TOKEN", raising=False)
    (lacking,) = send([address], "title", "text")
    assert lacking.problem == "the environment has no TOKEN. Set it where live runs."
    monkeypatch.setenv("TOKEN", SECRET)
    assert send([address], "title", "text")[0].problem == ""
    assert inbox.paths == [f"/{SECRET}/{SECRET}/"] or inbox.paths == [f"/{SECRET}/{SECRET}"]


def test_without_apprise_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    assert send(["json://x"], "title", "text")[0].problem == notices.INSTALL


@pytest.mark.parametrize(
    ("yaml", "line"),
    [
        (f"[json://x, '{SECRET}']", "notify: entry 1 is no address. Write service://…, or $NAME."),
        (f"slack://{SECRET}", "notify: not a list. Write a list of apprise's URLs."),
        (f"[{{{SECRET}: 1}}]", "notify: entry 0 is no address. Write service://…, or $NAME."),
    ],
)
def test_a_wrong_address_is_refused_without_repeating_it(
    tmp_path: Path, yaml: str, line: str
) -> None:
    (tmp_path / "live.yaml").write_text(f"{factory.CONFIG}notify: {yaml}\n")
    with pytest.raises(ConfigError) as caught:
        load_yaml(tmp_path / "live.yaml", Config)
    assert str(caught.value) == f"live.yaml: {line}"


def test_doctor_says_which_addresses_can_be_used_and_sends_a_notice_when_asked(
    workspace: Workspace, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    from live import doctor
    from live.doctor import Finding

    monkeypatch.setattr(doctor, "_browser", lambda: Finding("browser", "ok", "not started"))
    yaml = workspace.path / "live.yaml"
    yaml.write_text(f"{yaml.read_text()}notify: ['{inbox.address}', 'nonsense://{SECRET}']\n")
    for words, got in ((["doctor"], 0), (["doctor", "--notify"], 1)):
        ended = command("-C", workspace.path, *words)
        states = [line.split()[:2] for line in ended.stdout.splitlines() if "notify" in line]
        assert [state for state, _ in states] == ["ok", "missing"]
        assert len(inbox.got) == got and SECRET not in ended.stdout + ended.stderr


def test_nothing_is_read_of_apprise_where_nobody_is_to_be_told(workspace: Workspace) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "apprise", None)
        tell(workspace, Notice(month=MONTH, about="due", at=live.clock.now(), text="it is due"))
    assert [each.told for each in workspace.store.all(Notice, MONTH)] == [False]
