"""The audit finds whatever was changed past the log: decisions, texts, remarks, people."""

import re
from collections.abc import Callable
from datetime import timedelta

import factory
import pytest
import sqlalchemy as sa
from reviewed import MONTH, reviewed

from live.outcomes import Done
from live.publish.cut import cut
from live.records import Decision, Question, Release, Remark
from live.review.auditing import audit
from live.review.decisions import decide, edit, settle
from live.review.remarks import flag, note
from live.review.undo import undo
from live.workspace import Workspace

ONE, TWO, THREE = (factory.question(n) for n in (1, 2, 3))


@pytest.fixture
def month(workspace: Workspace):  # type: ignore[no-untyped-def]
    with reviewed(workspace.path, held=3) as opened:
        yield opened


def worked(month: Workspace) -> Workspace:
    """A month in which much was done."""
    store = month.store
    for name, handle in (("Kim Lee", "kim"), ("Lee Kim", "lee")):
        with store.together():
            invited, _ = store.reviewers.invite(name, "review", timedelta(days=1))
            store.audit.add("maintainer", "invite", invited.id)
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
    assert audit(month) == (0, "0" * 64, 0, [])
    assert audit(worked(month)).faults == []
    settle(month, MONTH)
    audited = audit(month)
    assert (audited.faults, audited.entries, audited.before) == ([], 10, 0)
    assert audited.head == month.store.audit.head()[1]


def forged(**fields: object) -> Decision:
    values = {"month": MONTH, "question_id": ONE.id, "version": 1, "verdict": "accept"}
    values |= {"reviewer": "lee", "at": "2099-01-01T00:00:00Z"}
    return Decision.model_validate(values | fields)


def sql(statement: str) -> Callable[[Workspace], None]:
    def change(month: Workspace) -> None:
        with month.store._begin() as connection:
            connection.execute(sa.text(statement))

    return change


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


def test_a_row_that_others_accepted_than_it_says_is_found(month: Workspace) -> None:
    worked(month)
    month.store.save(MONTH, "gates", TWO.id, Done())
    month.store.save(MONTH, "review", TWO.id, Done())
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
