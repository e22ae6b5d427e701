"""A name -> somebody invited to review or to answer, and the token of their link, once.

Touches the store; each invitation and its entry in the audit log are one transaction. Who reviews
does not answer, and who answers does not review: the desk shows gold answers. A role stays.
"""

from datetime import timedelta

from live.errors import UsageError
from live.store_reviewers import Reviewer, Role
from live.workspace import Workspace

MAINTAINER = "maintainer"
"""Who the log says invited and revoked at the command line."""
LONGEST = 100
"""Characters of a name."""
OTHERWISE = {
    "review": "Who reviews does not answer: the desk shows gold answers.",
    "answer": "Who answers does not review: the desk shows gold answers.",
}


def invite(workspace: Workspace, name: str, role: Role, lasts: timedelta) -> tuple[Reviewer, str]:
    """Invites somebody, or anew: an older link of theirs and their sessions end.

    Gives the token of the link, which is not kept. Raises UsageError where the name is none, or
    was invited to something else.
    """
    with workspace.store.together():
        name = _name(name)
        refuse_other(workspace, name, role)
        invited, token = workspace.store.reviewers.invite(name, role, lasts)
        _log(workspace, "invite", invited)
    return invited, token


def link(workspace: Workspace, name: str, role: Role, lasts: timedelta) -> tuple[Reviewer, str]:
    """Gives somebody a new link: to the invitation that holds, so that their sessions go on.

    An older link ends. The invitation holds for `lasts` from now at least. Who has none that holds
    is invited, as `invite` does.
    """
    with workspace.store.together():
        name = _name(name)
        refuse_other(workspace, name, role)
        before = workspace.store.reviewers.by_name(name)
        if before is None or not before.may_enter:
            return invite(workspace, name, role, lasts)
        invited, token = workspace.store.reviewers.renew(before.id, lasts)
        _log(workspace, "link", invited)
    return invited, token


def refuse_other(workspace: Workspace, name: str, role: Role) -> None:
    """Raises UsageError where somebody of this name was invited to something else."""
    before = workspace.store.reviewers.by_name(name)
    if before and before.role != role:
        raise UsageError(f"{name}: invited to {before.role}. {OTHERWISE[before.role]}")


def told(invited: Reviewer, token_sha256: str) -> dict[str, str]:
    """Gives what the log keeps of an invitation."""
    return {
        "role": invited.role,
        "invited_at": invited.invited_at.isoformat(),
        "expires_at": invited.expires_at.isoformat(),
        "token_sha256": token_sha256,
    }


def _name(name: str) -> str:
    if not name.strip() or len(name) > LONGEST:
        raise UsageError(f"NAME: write 1 to {LONGEST} characters.")
    return name.strip()


def _log(workspace: Workspace, what: str, invited: Reviewer) -> None:
    digest = workspace.store.reviewers.digests()[invited.id]
    workspace.store.audit.add(MAINTAINER, what, invited.id, None, told(invited, digest))
