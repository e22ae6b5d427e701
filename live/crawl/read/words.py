"""A text as a page has it -> on one line, and as letters to compare by. Pure."""

import re
from html import unescape
from typing import Any

MOST_TEXT = 1000


def words(text: str) -> str:
    """Gives text on one line."""
    return " ".join(text.split())


def letters(text: str) -> str:
    """Gives the letters and digits of a text in small letters, to compare by."""
    return re.sub(r"\W+", "", text).casefold()


def text_of(value: Any) -> str:
    """Gives a text of JSON-LD on one line, the first of several, or ''."""
    if isinstance(value, list):
        value = next((each for each in value if isinstance(each, str)), "")
    return words(unescape(value[:MOST_TEXT])) if isinstance(value, str) else ""
