"""Why a question is rejected: the nine reasons that the desk has keys for. Pure."""

from live.errors import UsageError

REASONS = (
    "The gold answer is wrong.",
    "The picture does not show the answer.",
    "It can be answered without the picture.",
    "More than one answer is right.",
    "The criteria do not fit the question.",
    "It is trivial.",
    "It repeats another question.",
    "It is unclear, or badly put.",
    "It is unsafe, or somebody's private matter.",
)
"""In the order of their numbers, from 1."""


def reason(number: int, more: str = "") -> str:
    """Gives a reason by its number, and what the reviewer adds to it.

    Raises UsageError where there is none of that number.
    """
    if not 1 <= number <= len(REASONS):
        raise UsageError(f"{number}: no reason of that number. Write 1 to {len(REASONS)}.")
    return f"{REASONS[number - 1]} {more}".strip()
