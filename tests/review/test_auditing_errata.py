"""The audit finds revisions of a frozen month that are not what the log says was put right."""

from collections.abc import Callable
from typing import Any

import factory
import pytest

from live.publish.errata import correct, withdraw
from live.records import Criterion, Release
from live.review.auditing import audit
from live.workspace import Workspace

MONTH = factory.MONTH
RUBRIC = (
    Criterion(points=4, text='the answer names "Quill".'),
    Criterion(points=6, text='the answer names "Mara".'),
)


@pytest.fixture
def month(workspace: Workspace) -> Workspace:
    """A month in its fourth revision: rows 1 and 3 corrected, row 2 withdrawn, row 4 as it was."""
    asked = [factory.question(n) for n in range(1, 5)]
    workspace.store.add(factory.page(), *asked, factory.release(asked))
    correct(workspace, MONTH, 26100001, "kim", "one point too few", {"criteria": RUBRIC})
    withdraw(workspace, MONTH, 26100002, "lee", "nobody can read it")
    correct(workspace, MONTH, 26100003, "lee", "half a name", {"answer": "Mara Q. Quill"})
    return workspace


def changed(workspace: Workspace, revision: int, **fields: Any) -> None:
    """Stores a revision otherwise, past the log."""
    each = next(r for r in workspace.store.all(Release, MONTH) if r.revision == revision)
    workspace.store.add(each.model_copy(update=fields))


def rows(workspace: Workspace, revision: int, id: int, **fields: Any) -> tuple[Any, ...]:
    each = next(r for r in workspace.store.all(Release, MONTH) if r.revision == revision)
    return tuple(r.model_copy(update=fields if r.row_id == id else {}) for r in each.rows)


def gone(workspace: Workspace, revision: int) -> None:
    """Takes a revision out of the database, past the log."""
    where = f"json_extract(body, '$.revision') = {revision}"
    with workspace.store._begin() as connection:
        connection.exec_driver_sql(f"DELETE FROM releases WHERE {where}")


def test_what_was_put_right_by_the_door_fits(month: Workspace) -> None:
    found = audit(month)
    assert (found.faults, found.entries) == ([], 3)


@pytest.mark.parametrize(
    ("revision", "row", "fields", "fault"),
    [
        (
            2,
            26100001,
            {"reviewed_by": "sam"},
            "reviewed_by is 'sam' in revision 2, by the log 'kim'",
        ),
        (3, 26100001, {"reviewed_by": ""}, "reviewed_by is '' in revision 3, by the log 'kim'"),
        (4, 26100004, {"reviewed_by": "sam"}, "reviewed_by is 'sam' in revision 4, by the log ''"),
        (4, 26100003, {"version": 1}, "version is 1 in revision 4, by the log 2"),
        (3, 26100004, {"page_id": "other"}, "page_id is 'other' in revision 3, by the log "),
    ],
)
def test_a_row_of_a_later_revision_that_is_otherwise_than_the_log_says_is_found(
    month: Workspace, revision: int, row: int, fields: dict[str, Any], fault: str
) -> None:
    changed(month, revision, rows=rows(month, revision, row, **fields))
    (found,) = audit(month).faults
    assert found.startswith(f"row {row}: {fault}"), "and the other revisions are as they were"


def back(month: Workspace) -> None:
    """Puts the withdrawn row back into the split."""
    (first, *_, last) = month.store.all(Release, MONTH)
    changed(month, 4, rows=(last.rows[0], first.rows[1], *last.rows[1:]))


def reworded(month: Workspace) -> None:
    newest = month.store.all(Release, MONTH)[-1]
    told = [each.model_copy(update={"reason": "a mistake"}) for each in newest.errata]
    changed(month, 4, errata=tuple(told))


def added(month: Workspace) -> None:
    newest = month.store.all(Release, MONTH)[-1]
    month.store.add(newest.model_copy(update={"revision": 5, "rows": newest.rows[1:]}))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (back, "row 26100002: in revision 4, which by the log it is not."),
        (
            lambda month: changed(month, 3, rows=rows(month, 3, 26100004, row_id=26100009)),
            "row 26100004: not in revision 3, which by the log it is.",
        ),
        (reworded, "2026-10: the errata of revision 4 are not what the log says."),
        (added, "2026-10: revision 5 is not in the log."),
        (
            lambda month: gone(month, 4),
            "2026-10: revision 4 is in the log, by entry 3, and not stored.",
        ),
        (
            lambda month: gone(month, 1),
            "2026-10: revision 1 is not stored.",
        ),
        (
            lambda month: month.store.audit.add("sam", "withdraw row", "nothing", None, {}),
            "nothing: withdraw row by sam is in the log, and not stored.",
        ),
        (
            lambda month: month.store.audit.add(
                "sam", "withdraw row", factory.question(4).id, None, {"revision": 4}
            ),
            "entry 4: 2026-10 has its revision 4 by entry 3.",
        ),
        (
            lambda month: month.store.audit.add(
                "sam", "withdraw row", factory.question(4).id, None, {"revision": 5}
            ),
            "entry 4: cannot have made revision 5 of 2026-10.",
        ),
    ],
)
def test_a_revision_past_the_log_is_found(
    month: Workspace, change: Callable[[Workspace], None], fault: str
) -> None:
    change(month)
    assert fault in audit(month).faults


def test_a_revision_made_again_after_it_was_taken_out_is_found(month: Workspace) -> None:
    gone(month, 4)
    withdraw(month, MONTH, 26100004, "lee", "it is a joke")
    assert "entry 4: 2026-10 has its revision 4 by entry 3." in audit(month).faults
