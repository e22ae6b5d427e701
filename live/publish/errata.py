"""A frozen row that is wrong -> a new revision of its month: without it, or with it put right.

Touches the store. Nothing is taken out of it: older revisions stay, with their questions, answers
and verdicts. What a revision brings is published as an erratum: what, why, by whom, when.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from live import __version__
from live.clock import now
from live.errors import UsageError
from live.judge.answer import carry
from live.lmm.models import Models
from live.publish.cut import frozen
from live.publish.errata_told import erratum_line
from live.qa_gen.gates.verdict import Context, Dropped
from live.qa_gen.gates.well_formed import well_formed
from live.records import Erratum, Page, Question, Release, Row
from live.review.decision import TEXTS
from live.workspace import Workspace

FIELDS: tuple[Literal["question", "answer", "criteria"], ...] = ("question", "answer", "criteria")
"""What of a frozen question can be corrected, in the order in which it is told."""


def withdraw(workspace: Workspace, month: str, row_id: int, by: str, reason: str) -> Release:
    """Takes a row out of a month's split. Gives the new revision.

    No other row takes its number. All scores are computed from the verdicts that there are.
    Raises UsageError where the month is not cut, or has no such row, or no other.
    """
    with workspace.store.together():
        release, row = _row(workspace, month, row_id)
        if len(release.rows) == 1:
            raise UsageError(
                f"row {row_id}: it is the only one of {month}, and a split of no rows cannot be "
                f"published. Correct it: `live correct --month {month} --row {row_id} …`."
            )
        erratum = _erratum(release, row, "withdrawn", (), by, reason)
        revised = _revised(release, [each for each in release.rows if each != row], erratum)
        workspace.store.add(revised)
        workspace.store.audit.add(by, "withdraw row", row.question_id, None, _told(erratum))
    return revised


def correct(
    workspace: Workspace,
    month: str,
    row_id: int,
    by: str,
    reason: str,
    changes: Mapping[str, Any],
) -> Release:
    """Puts a row's question right, in a new version of it. Gives the new revision.

    changes: any of question, answer and criteria (Criterion, ...). The row's verdicts, and the
    comparisons of its answers, count no more. Its answers stay where the question stays: they are
    to be judged anew. Where the question changes, they count no more either.
    Raises UsageError where the month is not cut, or has no such row, where nothing changes, and
    where the question could not be asked or judged as it would be.
    """
    store = workspace.store
    with store.together():
        release, row = _row(workspace, month, row_id)
        versions = store.versions(Question, row.question_id)
        before = next(each for each in versions if each.version == row.version)
        fields = [name for name in FIELDS if name in changes and _differs(before, name, changes)]
        if not fields:
            raise UsageError(
                f"row {row_id}: nothing changes. Write --question, --answer or --criteria, "
                "other than it is."
            )
        after = _corrected(before, {name: changes[name] for name in fields}, by, versions)
        _refuse_unfit(workspace, row, after)
        new = row.model_copy(update={"version": after.version, "reviewed_by": by})
        erratum = _erratum(release, row, "corrected", fields, by, reason)
        rows = [new if each == row else each for each in release.rows]
        revised = _revised(release, rows, erratum)
        store.add(after, revised)
        if "question" not in fields:
            carry(workspace, month, row, new)
        told = _texts(after) | _told(erratum) | {"version": after.version}
        store.audit.add(by, "correct row", row.question_id, _texts(before), told)
    return revised


def _row(workspace: Workspace, month: str, row_id: int) -> tuple[Release, Row]:
    release = frozen(workspace, month)
    if release is None:
        raise UsageError(f"{month} is not cut yet. Its questions are reviewed: `live review`.")
    for row in release.rows:
        if row.row_id == row_id:
            return release, row
    gone = [each for each in release.errata if each.row_id == row_id]
    if gone:
        raise UsageError(f"row {row_id}: {erratum_line(gone[-1])}")
    first, last = release.row_ids[0], release.row_ids[-1]
    raise UsageError(
        f"row {row_id}: {month} has none of that number. Its rows are {first} to {last}."
    )


def _corrected(
    before: Question, changes: Mapping[str, Any], by: str, versions: Sequence[Question]
) -> Question:
    """The new version. What a scorer thought of the old one, or a checker found, is not of it."""
    kept = {} if set(changes) == {"criteria"} else {"checked_by": None}
    new = {"version": versions[-1].version + 1, "edited_by": by, "grades": None}
    return Question.model_validate({**dict(before), **kept, **new, **changes})


def _refuse_unfit(workspace: Workspace, row: Row, question: Question) -> None:
    config, store, blobs = workspace.config, workspace.store, workspace.blobs
    page = store.versions(Page, row.page_id)[-1]
    models = Models(config, store, blobs, question.month, None)
    context = Context(config, models, blobs, labels=(question.subtask,))
    found = well_formed(question, page, context)
    if isinstance(found, Dropped):
        raise UsageError(f"row {row.row_id}: it cannot be asked so. {found.detail}")


def _erratum(
    release: Release,
    row: Row,
    what: Literal["withdrawn", "corrected"],
    fields: Sequence[Literal["question", "answer", "criteria"]],
    by: str,
    reason: str,
) -> Erratum:
    return Erratum(
        revision=release.revision + 1,
        row_id=row.row_id,
        question_id=row.question_id,
        version=row.version,
        what=what,
        fields=tuple(fields),
        reason=" ".join(reason.split()),
        by=by,
        at=now(),
    )


def _revised(release: Release, rows: Sequence[Row], erratum: Erratum) -> Release:
    return release.model_copy(
        update={
            "revision": erratum.revision,
            "rows": tuple(rows),
            "errata": (*release.errata, erratum),
            "version": __version__,
        }
    )


def _differs(question: Question, name: str, changes: Mapping[str, Any]) -> bool:
    return bool(getattr(question, name) != changes[name])


def _texts(question: Question) -> dict[str, Any]:
    return question.model_dump(mode="json", include={"version", *TEXTS})


def _told(erratum: Erratum) -> dict[str, Any]:
    """What the log keeps of an erratum besides the texts."""
    return erratum.model_dump(mode="json", exclude={"question_id"})
