"""Text that a request brings -> a number, or none. Pure."""

import re

DIGITS = re.compile("[0-9]{1,4}")


def whole(text: str | None) -> int | None:
    """Reads a whole number of four digits at most; None for all else, such as `²` or `-1`."""
    return int(text) if text and DIGITS.fullmatch(text) else None
