"""Who may know what others said of a question: nobody who is still to decide it blind. Pure."""

from collections.abc import Container


def is_blind(said: Container[str], viewer: str, *, twice: bool, frozen: bool) -> bool:
    """Whether a viewer may not know yet what others decided and remarked.

    So it is of a question that two people decide, until the viewer has decided its newest version
    or the month is frozen. said: the handles of those whose decisions stand. viewer: a handle; ''
    is the maintainer at the command line, who may know all.
    """
    return twice and not frozen and viewer != "" and viewer not in said
