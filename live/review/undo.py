"""A reviewer's last act -> taken back, whole. The audit log says what it was.

Touches the store; all of an act is taken back in one transaction, or nothing of it.
"""

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


def undo(workspace: Workspace, month: str, reviewer: str, act: str = "") -> list[str]:
    """Takes back the last act of a reviewer in a month that is not taken back yet.

    What they said before stands again, a flag is as it was, and of an edit the texts before come
    back as a new version. Notes stay. act: by which this undoing is known; sent twice, it counts
    once. Gives the ids of the questions, none where there is nothing to undo. Raises UsageError
    where the month is frozen, or somebody else has edited one of them since.
    """
    store = workspace.store
    with store.together():
        if acted(workspace, month, act):
            return []
        if frozen(workspace, month):
            raise UsageError(f"{month} is frozen: what was decided stays.")
        last = _last(workspace, month, reviewer)
        _take_back(workspace, month, reviewer, last, act)
    return list(dict.fromkeys(entry.item for entry in reversed(last)))


def _last(workspace: Workspace, month: str, reviewer: str) -> list[Entry]:
    """The entries of the last act that is not taken back, newest first."""
    ids = {id for (id,) in workspace.store.fields(Question, "id", month=month)}
    undone: set[str] = set()
    found: list[Entry] = []
    for entry in workspace.store.audit.newest(reviewer):
        if entry.item not in ids or entry.what not in UNDONE:
            continue
        if undoes := entry.after.get("undoes"):
            undone.add(undoes)
        elif found and key_of(entry) != key_of(found[0]):
            break
        elif key_of(entry) not in undone:
            found.append(entry)
    return found


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
