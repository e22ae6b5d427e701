"""A reviewer's last act -> taken back, whole. The audit log says what it was. Notes stay.

Touches the store; all of an act is taken back in one transaction, or nothing of it.
"""

from typing import NamedTuple

from live.errors import UsageError
from live.publish.cut import frozen
from live.records import Question
from live.review.bulk import Say, keep_all
from live.review.decisions import TEXTS, acted, keep_version
from live.review.remarks import keep as keep_remark
from live.store_audit import Entry
from live.workspace import Workspace

MANY = 100
"""Questions that take as long to be read one by one as a month at once."""
UNDONE = ("accept", "reject", "withdraw", "edit", "flag", "unflag")
"""What is taken back. A note stays."""


class Undone(NamedTuple):
    """An act that was taken back.

    ids: of its questions, none where there was nothing to take back. what: one of UNDONE, or ''.
    noted: whether the reviewer has made a note since, which stays.
    """

    ids: list[str]
    what: str = ""
    noted: bool = False


def undo(workspace: Workspace, month: str, reviewer: str, act: str = "") -> list[str]:
    """Takes back the last act of a reviewer, as `take_back` does, and gives the questions' ids."""
    return take_back(workspace, month, reviewer, act).ids


def take_back(workspace: Workspace, month: str, reviewer: str, act: str = "") -> Undone:
    """Takes back the last act of a reviewer in a month that is not taken back yet.

    What they said before stands again, a flag is as it was, and of an edit the texts before come
    back as a new version. Notes stay. act: by which this undoing is known; sent twice, it counts
    once. Raises UsageError where the month is frozen, or somebody else has edited one of them
    since.
    """
    store = workspace.store
    with store.together():
        if acted(workspace, month, act):
            return Undone([])
        if frozen(workspace, month):
            raise UsageError(f"{month} is frozen: what was decided stays.")
        last, noted = _last(workspace, month, reviewer)
        _take_back(workspace, month, reviewer, last, act)
    ids = list(dict.fromkeys(entry.item for entry in reversed(last)))
    return Undone(ids, last[0].what if last else "", noted)


def _last(workspace: Workspace, month: str, reviewer: str) -> tuple[list[Entry], bool]:
    """The entries of the last act that is not taken back, newest first; whether a note came since.

    A note from before the last undoing is not counted: it was told then.
    """
    ids = {id for (id,) in workspace.store.fields(Question, "id", month=month)}
    undone: set[str] = set()
    found: list[Entry] = []
    noted = False
    for entry in workspace.store.audit.newest(reviewer):
        if entry.item not in ids:
            continue
        noted = noted or (entry.what == "note" and not found and not undone)
        if entry.what not in UNDONE:
            continue
        if undoes := entry.after.get("undoes"):
            undone.add(undoes)
        elif found and key_of(entry) != key_of(found[0]):
            break
        elif key_of(entry) not in undone:
            found.append(entry)
    return found, noted


def key_of(entry: Entry) -> str:
    """Gives what an act is known by in the log: its id; without one, the entry's number."""
    return entry.after["act"] or f"entry {entry.seq}"


def _take_back(workspace: Workspace, month: str, who: str, last: list[Entry], act: str) -> None:
    said = []
    for entry, versions in zip(last, _versions(workspace, month, last), strict=True):
        number = entry.after["version"]
        about = next(each for each in versions if each.version == number)
        if entry.what in ("flag", "unflag"):
            other = "unflag" if entry.what == "flag" else "flag"
            keep_remark(workspace, about, other, who, "", act, key_of(entry))
        elif entry.what == "edit":
            _texts_back(workspace, entry, versions[-1], act)
        else:
            before = entry.before or {"verdict": "withdraw", "reason": ""}
            newest = about is versions[-1]
            said.append(Say(about, before["verdict"], before["reason"], newest))
    if said:
        keep_all(workspace, month, said, who, act, key_of(last[0]))


def _versions(workspace: Workspace, month: str, last: list[Entry]) -> list[list[Question]]:
    """All versions of the question of each entry, oldest first."""
    if len(last) < MANY:
        return [workspace.store.versions(Question, entry.item) for entry in last]
    of: dict[str, list[Question]] = {entry.item: [] for entry in last}
    for question in workspace.store.each(Question, month):
        if question.id in of:
            of[question.id].append(question)
    return [of[entry.item] for entry in last]


def _texts_back(workspace: Workspace, entry: Entry, newest: Question, act: str) -> None:
    """Stores a new version with the texts before an edit; refused where there is a newer one."""
    if newest.version != entry.after["version"]:
        raise UsageError(
            f"{entry.item}: {newest.edited_by or 'the check'} has made version {newest.version} "
            "of it meanwhile. Edit that one."
        )
    texts = {name: entry.before[name] for name in TEXTS}
    update = {**texts, "version": newest.version + 1, "edited_by": entry.who}
    edited = Question.model_validate({**dict(newest), **update})
    keep_version(workspace, newest, edited, "taken back", act, key_of(entry))
