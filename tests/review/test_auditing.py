"""The audit finds whatever was changed past the log: decisions, texts, remarks, people."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import factory
import pytest
from reviewed import MONTH, reviewed

from live.outcomes import Done
from live.publish.cut import cut
from live.records import Answer, Decision, Question, Release, Remark
from live.review.auditing import audit
from live.review.decisions import decide, edit, settle
from live.review.invitations import invite, link
from live.review.people import keep
from live.review.remarks import flag, note
from live.review.undo import undo
from live.store_audit import GUARDS, Entry
from live.workspace import Workspace, open_workspace

ONE, TWO, THREE = (factory.question(n) for n in (1, 2, 3))


@pytest.fixture
def month(workspace: Workspace):  # type: ignore[no-untyped-def]
    with reviewed(workspace.path, held=3) as opened:
        yield opened


def worked(month: Workspace) -> Workspace:
    """A month in which much was done."""
    store = month.store
    for name, handle in (("Kim Lee", "kim"), ("Lee Kim", "lee")):
        invited, _ = invite(month, name, "review", timedelta(days=1))
        with store.together():
            store.reviewers.choose_handle(invited.id, handle)
            store.audit.add(handle, "handle", invited.id, None, {"handle": handle})
    decide(month, ONE, "accept", "kim", "it is right", act="a")
    decide(month, THREE, "accept", "kim")
    edit(month, TWO, "lee", {"answer": "Ben Cole", "criteria": ((10, "names him"),)}, "wrong")
    note(month, TWO, "kim", "see the caption")
    flag(month, TWO, "kim")
    undo(month, MONTH, "kim")
    return month


def test_what_was_done_by_the_door_fits(month: Workspace) -> None:
    assert audit(month) == (0, "0" * 64, 0, [], True)
    assert audit(worked(month)).faults == []
    settle(month, MONTH)
    audited = audit(month)
    assert (audited.faults, audited.entries, audited.before) == ([], 10, 0)
    assert audited.head == month.store.audit.head()[1]


def forged(**fields: object) -> Decision:
    values = {"month": MONTH, "question_id": ONE.id, "version": 1, "verdict": "accept"}
    values |= {"reviewer": "lee", "at": "2099-01-01T00:00:00Z"}
    return Decision.model_validate(values | fields)


def sql(*statements: str) -> Callable[[Workspace], None]:
    def change(month: Workspace) -> None:
        with month.store._begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    return change


def log(statement: str) -> Callable[[Workspace], None]:
    """Changes the log as who can drop its triggers, and puts them back."""
    drop = (f"DROP TRIGGER {name}" for name in GUARDS)
    return sql(*drop, statement, *GUARDS.values())


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda month: month.store.add(forged()), "accept by lee at .* is not in the log"),
        (sql("DELETE FROM decisions WHERE parent LIKE '%1'"), "is in the log, and not stored"),
        (
            sql("UPDATE decisions SET body = json_set(body, '$.reviewer', 'lee')"),
            "accept by kim is in the log, and not stored",
        ),
        (
            sql("UPDATE decisions SET body = json_set(body, '$.reason', 'so')"),
            "accept by kim is in the log, and not stored",
        ),
        (
            sql("UPDATE questions SET body = json_set(body, '$.answer', 'X') WHERE version = 2"),
            "version 2 is not what entry",
        ),
        (
            sql("UPDATE questions SET body = json_set(body, '$.answer', 'X') WHERE version = 1"),
            "version 1 is not what entry",
        ),
        (sql("DELETE FROM remarks"), "flag by kim is in the log, and not stored"),
        (
            sql("UPDATE remarks SET body = json_set(body, '$.text', 'X')"),
            "note by kim at .* is not in the log",
        ),
        (
            lambda month: month.store.forget(MONTH, "review", ONE.id),
            "it is not settled at the review",
        ),
        (
            sql("UPDATE reviewers SET handle = 'sam' WHERE handle = 'kim'"),
            "'sam' is not in the log",
        ),
        (sql("UPDATE reviewers SET revoked_at = invited_at"), "revoked past the log"),
        (
            lambda month: month.store.reviewers.invite("Eve", "review", timedelta(days=9)),
            "invited past the log",
        ),
        (sql("DROP TRIGGER audit_no_update"), "trigger audit_no_update: missing"),
        (
            sql(
                "DROP TRIGGER audit_no_delete",
                "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT 1; END",
            ),
            "trigger audit_no_delete: not as live makes it",
        ),
        (
            sql("CREATE TRIGGER late AFTER INSERT ON audit BEGIN SELECT 1; END"),
            "trigger late: not as live makes it",
        ),
        (
            lambda month: month.store.add(
                ONE.model_copy(update={"version": 2, "edited_by": "kim", "answer": "X"})
            ),
            "version 2 by kim is not in the log",
        ),
        (
            sql(
                f"UPDATE questions SET body = json_set(body, '$.answer', 'X') WHERE id = '{ONE.id}'"
            ),
            f"{ONE.id}: version 1 is not what entry 5 says",
        ),
        (
            sql(
                "UPDATE decisions SET body = json_set(body, '$.at', '2026-10-01T00:00:00Z') "
                "WHERE body LIKE '%accept%'"
            ),
            "accept by kim is in the log, and not stored",
        ),
        (
            sql("UPDATE remarks SET body = json_set(body, '$.at', '2099-10-01T00:00:00Z')"),
            "note by kim at 2099.* is not in the log",
        ),
        (sql("UPDATE reviewers SET role = 'answer'"), "role is not what entry 1 says"),
        (
            sql("UPDATE reviewers SET expires_at = '2099-10-01T00:00:00+00:00'"),
            "expires_at is not what entry 1 says",
        ),
        (
            sql("UPDATE reviewers SET token_sha256 = 'ab' || id"),
            "token_sha256 is not what entry 1 says",
        ),
        (
            sql("UPDATE reviewers SET invited_at = '2026-10-01T00:00:00+00:00'"),
            "invited_at is not what entry 1 says",
        ),
        (sql("DELETE FROM reviewers WHERE handle = 'kim'"), "invited in the log, and not stored"),
        (sql("UPDATE decisions SET body = '{}'"), "stored as a decision, which it is not"),
        (sql("UPDATE decisions SET body = 'no JSON'"), "stored as a decision, which it is not"),
        (sql("UPDATE questions SET body = '[]'"), "stored as a question, which it is not"),
        (log("UPDATE audit SET after = '{}' WHERE seq = 5"), "entry 5: says nothing"),
        (log("UPDATE audit SET after = 'no JSON' WHERE seq = 5"), "entry 5: says nothing"),
        (log("UPDATE audit SET before = '7' WHERE what = 'edit'"), "entry 7: says nothing"),
    ],
)
def test_whatever_is_changed_past_the_log_is_found(
    month: Workspace, change: Callable[[Workspace], None], fault: str
) -> None:
    change(worked(month))
    assert any(re.search(fault, each) for each in audit(month).faults)


def test_who_is_let_in_again_past_the_log_is_found(month: Workspace) -> None:
    store = worked(month).store
    kim = store.reviewers.by_name("Kim Lee")
    assert kim
    store.reviewers.revoke("Kim Lee")
    store.audit.add("maintainer", "revoke", kim.id)
    assert audit(month).faults == []
    sql("UPDATE reviewers SET revoked_at = NULL")(month)
    assert audit(month).faults == [f"{kim.id}: let in again past the log."]


@pytest.mark.parametrize("state", ["done", "dropped"])
def test_what_nobody_decided_and_stands_decided_is_found(month: Workspace, state: str) -> None:
    worked(month)
    past = f"UPDATE outcomes SET state = '{state}', reason = '', detail = '' WHERE stage = 'review'"
    other = factory.question(5)
    sql(f"{past} AND item = '{other.id}'")(month)
    assert audit(month).faults == [f"{other.id}: it is {state} at the review, as nobody decided."]


def test_what_nobody_decided_and_is_in_the_split_is_found(month: Workspace) -> None:
    worked(month)
    month.store.save(MONTH, "review", factory.question(5).id, Done())
    cut(month, MONTH, partial=True)
    (fault,) = audit(month).faults
    assert re.match(r"row \d+: in the split, though people did not accept", fault)


def test_what_is_not_settled_yet_and_undecided_is_no_fault(month: Workspace) -> None:
    worked(month)
    month.store.forget(MONTH, "review", factory.question(5).id)
    month.store.forget(MONTH, "gates", factory.question(6).id)
    assert audit(month).faults == []


def test_without_review_a_split_holds_what_nobody_decided(workspace: Workspace) -> None:
    with reviewed(workspace.path):
        config = workspace.path / "live.yaml"
        config.write_text(config.read_text().replace("review: required", "review: none"))
    with open_workspace(workspace.path) as month:
        settle(month, MONTH)
        assert len(cut(month, MONTH).rows) == 6
        assert audit(month).faults == []


def test_a_row_that_others_accepted_than_it_says_is_found(month: Workspace) -> None:
    worked(month)
    release = cut(month, MONTH, partial=True)
    assert audit(month).faults == []
    rows = tuple(row.model_copy(update={"reviewed_by": "sam"}) for row in release.rows)
    month.store.add(release.model_copy(update={"rows": rows}))
    assert month.store.all(Release, MONTH)[0].rows == rows
    assert "reviewed by 'sam', accepted by 'kim'" in audit(month).faults[0]


def test_what_was_decided_before_there_was_a_log_is_counted_and_no_fault(month: Workspace) -> None:
    month.store.add(forged(at="2026-01-01T00:00:00Z"))
    settle(month, MONTH)
    decide(month, TWO, "accept", "kim")
    audited = audit(month)
    assert (audited.before, audited.faults) == (1, [])
    assert month.store.all(Remark, MONTH) == [] and month.store.all(Question, MONTH)


def written_anew(month: Workspace, change: Callable[[Entry], Any]) -> None:
    """Writes the whole log again, with other data after each entry and all hashes right."""
    entries = month.store.audit.entries()
    log("DELETE FROM audit")(month)
    for each in entries:
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("live.store_audit.now", lambda at=each.at: datetime.fromisoformat(at))
            month.store.audit.add(each.who, each.what, each.item, each.before, change(each))
    assert list(month.store.audit.faults()) == [] and len(month.store.audit.entries()) == 10


def test_an_entry_from_before_more_was_kept_still_fits(month: Workspace) -> None:
    """It is compared by what it holds."""
    newer = ("at", "texts_sha256", "token_sha256", "invited_at", "role", "expires_at")
    written_anew(
        worked(month), lambda e: {k: v for k, v in e.after.items() if k not in newer} or None
    )
    assert audit(month).faults == []
    sql("UPDATE questions SET body = json_set(body, '$.answer', 'X') WHERE version = 2")(month)
    assert "version 2 is not what entry" in audit(month).faults[0]


def test_the_last_entry_cut_off_is_found_where_it_was_an_invitation(month: Workspace) -> None:
    for again in (invite, link):
        again(worked(month) if again is invite else month, "Kim Lee", "review", timedelta(days=9))
        assert audit(month).faults == []
        last = month.store.audit.head()[0]
        log(f"DELETE FROM audit WHERE seq = {last}")(month)
        assert "is not what entry" in "".join(audit(month).faults)
        invite(month, "Kim Lee", "review", timedelta(days=9))


def test_a_log_written_anew_is_found_by_a_head_that_was_noted(month: Workspace) -> None:
    noted = audit(worked(month)).head
    assert audit(month, noted).faults == [] == audit(month, "0" * 64).faults
    sql("UPDATE remarks SET body = json_set(body, '$.text', 'X') WHERE body LIKE '%note%'")(month)
    written_anew(month, lambda e: e.after | ({"text": "X"} if e.what == "note" else {}))
    assert audit(month).faults == []
    assert audit(month, noted).faults == [
        f"head {noted}: noted, and not in the log. It was cut short or written anew."
    ]


def test_a_head_that_was_noted_stays_where_it_was_while_the_log_grows(month: Workspace) -> None:
    noted = audit(worked(month)).head
    note(month, ONE, "kim", "later")
    assert audit(month, noted).faults == []
    log(f"UPDATE audit SET hash = '{noted}' WHERE seq = 3")(month)
    log("UPDATE audit SET who = 'eve' WHERE seq = 2")(month)
    assert any("has the hash that was noted, but not" in e for e in audit(month, noted).faults)


def test_the_time_an_answer_took_is_the_one_in_the_log(workspace: Workspace) -> None:
    questions = [factory.question(1)]
    workspace.store.add(factory.page(), *questions, factory.release(questions))
    given = keep(workspace, MONTH, 26100001, "ann", "Mara", 12, "act")
    assert audit(workspace).faults == [] and workspace.store.all(Answer, MONTH) == [given]
    sql("UPDATE answers SET body = json_set(body, '$.made_by.parameters.seconds', 2)")(workspace)
    assert any("answer by ann at" in each for each in audit(workspace).faults)
