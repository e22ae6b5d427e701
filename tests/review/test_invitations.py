"""One name has one role; a new link of an invitation that holds ends nobody's session."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from web_desk import MONTH, client, stored

from live.cli import live
from live.errors import UsageError
from live.review.auditing import audit
from live.review.invitations import invite, link
from live.workspace import Workspace

HOURS = timedelta(hours=12)


def test_who_reviews_does_not_answer_and_the_other_way_round(workspace: Workspace) -> None:
    invite(workspace, "Hugh Human", "answer", 2 * HOURS)
    invite(workspace, "Kim Lee", "review", HOURS)
    workspace.store.reviewers.revoke("Kim Lee")
    before = workspace.store.reviewers.all()
    for give in (invite, link):
        with pytest.raises(UsageError, match="Hugh Human: invited to answer. Who answers"):
            give(workspace, " Hugh Human ", "review", HOURS)
        with pytest.raises(UsageError, match="Kim Lee: invited to review. Who reviews"):
            give(workspace, "Kim Lee", "answer", HOURS)
        with pytest.raises(UsageError, match="NAME: write 1 to 100"):
            give(workspace, " ", "answer", HOURS)
    assert workspace.store.reviewers.all() == before
    assert len(workspace.store.audit.entries()) == 2


def test_a_session_outlives_a_new_link_of_the_same_invitation(workspace: Workspace) -> None:
    """So it is where `live review serve` was killed, and is started again."""
    stored(workspace, 1)
    _, first = link(workspace, "Max", "review", HOURS)
    browser = client(workspace).enter(first, "max")
    invited, second = link(workspace, "Max", "review", HOURS)
    assert browser.get("/review").status_code == 200
    assert workspace.store.reviewers.by_token(first) is None
    assert workspace.store.reviewers.by_token(second) == invited
    assert [each.what for each in workspace.store.audit.entries()] == ["invite", "handle", "link"]
    assert audit(workspace).faults == []
    _, third = invite(workspace, "Max", "review", HOURS)
    assert browser.get("/review").status_code == 401


def test_a_link_does_not_shorten_an_invitation_and_lets_nobody_in_again(
    workspace: Workspace,
) -> None:
    long, _ = invite(workspace, "Max", "review", timedelta(days=14))
    assert link(workspace, "Max", "review", HOURS)[0] == long
    workspace.store.reviewers.revoke("Max")
    workspace.store.audit.add("maintainer", "revoke", long.id)
    again, _ = link(workspace, "Max", "review", HOURS)
    assert again.may_enter and again.expires_at < long.expires_at
    assert workspace.store.audit.entries()[-1].what == "invite"
    assert audit(workspace).faults == []


@pytest.fixture
def serving(workspace: Workspace, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Runs `live review serve` with these words up to where it would serve."""
    monkeypatch.setattr("live.review.web.server.serve", lambda *_: None)
    monkeypatch.setattr("live.publish.cut.frozen", lambda *_: True)
    monkeypatch.setattr("getpass.getuser", lambda: "max")
    serve = ["-C", str(workspace.path), "review", "serve", "--month", MONTH, "--port", "0"]
    return lambda *words: CliRunner().invoke(live, [*serve, *words])


def test_the_printed_link_is_for_what_is_served(workspace: Workspace, serving) -> None:  # type: ignore[no-untyped-def]
    token = serving("--answer").stdout.strip().rpartition("/join/")[2]
    invited = workspace.store.reviewers.by_token(token)
    assert invited and (invited.name, invited.role) == ("max", "answer")
    desk = serving()
    assert desk.exit_code == 0 and "/join/" not in desk.stdout
    assert "max: invited to answer. Who answers does not review" in desk.stderr
    assert "max: invited to answer" in str(serving("--by", "max").exception)
    assert "/join/" in serving("--by", "Max at the desk").stdout
    assert [each.role for each in workspace.store.reviewers.all()] == ["review", "answer"]


def test_beyond_this_machine_plain_http_is_warned_of(workspace: Workspace, serving) -> None:  # type: ignore[no-untyped-def]
    invite(workspace, "Kim", "review", HOURS)
    ended = serving("--host", "0.0.0.0")
    assert ended.exit_code == 0 and "This is plain http" in ended.stderr
    assert "plain http" not in serving().stderr
    refused = serving("--host", "0.0.0.0", "--answer")
    assert "live review invite NAME --answer" in str(refused.exception)
