"""A frozen month -> out at a target, and noted as published there.

Touches the store, the release's folder and, through hub.py, the target.
"""

from pathlib import Path

from live.clock import now
from live.engine import NOT_BEGUN
from live.errors import LiveError
from live.judge.answer import untried
from live.judge.judge import to_come
from live.publish.dry_run import Preview, dry_run
from live.publish.hub import publish as push
from live.publish.release import write_release
from live.records import Published, Release
from live.workspace import Workspace


def publish(
    workspace: Workspace,
    release: Release,
    target: str,
    *,
    private: bool = False,
    gated: bool = False,
) -> tuple[Published, str]:
    """Publishes a month to `hub:org/name` or a folder. Gives the note of it, and a line.

    The same again changes nothing. private, gated: have the repository so; without them it stays
    as it is. Raises LiveError where answers or verdicts were never asked for, and what hub.publish
    does.
    """
    folder = _written(workspace, release)
    landed = push(folder, target, release.month, private=private, gated=gated)
    note = published(workspace, release, target)
    if note is None:
        note = Published(
            month=release.month,
            revision=release.revision,
            target=_whole(target),
            oid=landed.oid,
            at=now(),
        )
        workspace.store.add(note)
    return note, landed.said


def preview(
    workspace: Workspace,
    release: Release,
    target: str,
    *,
    private: bool = False,
    gated: bool = False,
) -> Preview:
    """Tells what publishing would change at a target, and changes nothing there."""
    folder = _written(workspace, release)
    return dry_run(folder, target, release.month, private=private, gated=gated)


def _written(workspace: Workspace, release: Release) -> Path:
    month = release.month
    if missing := untried(workspace, release):
        raise LiveError(
            f"{month}: {missing} answers are missing. Run `live run --month {month}` first."
        )
    if missing := to_come(workspace, release)[NOT_BEGUN]:
        raise LiveError(
            f"{month}: {missing} verdicts are missing. Run `live judge --month {month}` first."
        )
    write_release(workspace, release)
    return workspace.release(release.month) / "hub"


def published(workspace: Workspace, release: Release, target: str) -> Published | None:
    """Gives the note that this revision of a month is out at a target, or None."""
    for note in workspace.store.all(Published, release.month):
        if (note.revision, note.target) == (release.revision, _whole(target)):
            return note
    return None


def _whole(target: str) -> str:
    return target if target.startswith("hub:") else str(Path(target).absolute())
