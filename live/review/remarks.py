"""What reviewers note about questions, and which they flag for somebody to look at.

Touches the store; each remark and its entry in the audit log are one transaction.
"""

import secrets
from collections.abc import Iterable

from live.clock import now
from live.errors import UsageError
from live.records import Question, Remark
from live.workspace import Workspace

LONGEST = 10_000
"""Characters of a note."""


def note(workspace: Workspace, question: Question, reviewer: str, text: str, act: str = "") -> None:
    """Keeps a note. Raises UsageError where it is empty or over 10,000 characters.

    act: by which it is known again; sent twice, a note counts once.
    """
    text = text.strip()
    if not text:
        raise UsageError(f"{question.id}: the note is empty.")
    if len(text) > LONGEST:
        raise UsageError(
            f"{question.id}: the note has {len(text):,} characters. Write {LONGEST:,} at most."
        )
    keep(workspace, question, "note", reviewer, text, act)


def flag(
    workspace: Workspace, question: Question, reviewer: str, text: str = "", act: str = ""
) -> None:
    """Flags a question; one whom a reviewer has flagged already stays as it is."""
    if reviewer not in flaggers(remarks_of(workspace, question)):
        keep(workspace, question, "flag", reviewer, text, act)


def unflag(workspace: Workspace, question: Question, reviewer: str, act: str = "") -> None:
    """Takes back a reviewer's own flag, where there is one."""
    if reviewer in flaggers(remarks_of(workspace, question)):
        keep(workspace, question, "unflag", reviewer, "", act)


def remarks_of(workspace: Workspace, question: Question) -> list[Remark]:
    """Gives the remarks about all versions of a question, oldest first."""
    return workspace.store.all(Remark, question.month, parent=question.id)


def flagged(workspace: Workspace, month: str) -> set[str]:
    """Gives the ids of a month's questions that somebody has flagged."""
    about: dict[str, list[Remark]] = {}
    for each in workspace.store.all(Remark, month):
        about.setdefault(each.question_id, []).append(each)
    return {id for id, made in about.items() if flaggers(made)}


def flaggers(remarks: Iterable[Remark]) -> set[str]:
    """Gives the handles whose flag stands, of remarks about one question, oldest first."""
    newest = {each.reviewer: each.kind for each in remarks if each.kind != "note"}
    return {who for who, kind in newest.items() if kind == "flag"}


def keep(
    workspace: Workspace,
    question: Question,
    kind: str,
    reviewer: str,
    text: str,
    act: str,
    undoes: str = "",
) -> None:
    """Stores a remark and its entry in the log. undoes: the act that this takes back."""
    store = workspace.store
    remark = Remark.model_validate(
        {
            "month": question.month,
            "question_id": question.id,
            "version": question.version,
            "kind": kind,
            "reviewer": reviewer,
            "at": now(),
            "text": text,
            "act": act or f"alone {secrets.token_hex(8)}",
        }
    )
    told = remark.model_dump(mode="json", include={"version", "text", "act", "at"})
    with store.together():
        if act and not undoes and any(r.act == act for r in remarks_of(workspace, question)):
            return
        store.add(remark)
        after = told | ({"undoes": undoes} if undoes else {})
        store.audit.add(reviewer, kind, question.id, None, after)
