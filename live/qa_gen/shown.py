"""A Page -> what the models that write about it are told of its words, in a fence. Pure.

Where the text that lies in the pictures is known, it is that: what a page hides is not quoted.
"""

import re

from live.lmm.fence import fence
from live.records import Page

MAX_TEXT = 20_000
"""Characters of the page's text that are shown."""
MAX_LINE = 300
"""Characters of its title and the other lines above the text."""
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u061c\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Control characters, marks of direction, halves of emoji, letters that no font draws."""


def shown_text(page: Page) -> str:
    """Gives a page's head and text in a fence."""
    seen = "\n".join(shot.text for shot in page.shots if shot.text.strip())
    head = {
        "Site": page.site,
        "Title": page.title,
        "Section": page.section,
        "By": page.byline,
        "Published": f"{page.published_at:%Y-%m-%d %H:%M} UTC",
    }
    lines = [f"{name}: {line(value)}" for name, value in head.items()]
    return fence("\n".join([*lines, "", readable(seen or page.text, MAX_TEXT)]), "page")


def readable(text: str, limit: int) -> str:
    """Gives a text without what nobody sees, `limit` characters at most."""
    return _UNSEEN.sub("", text.replace("\r", "\n"))[:limit].strip()


def line(text: str, limit: int = MAX_LINE) -> str:
    """Gives a text as one readable line."""
    return " ".join(readable(text, limit).split())


def language_of(page: Page, asked: str) -> str:
    """Gives the code of the language to write in. asked: a code, or `page` for the page's own.

    A page names its language itself, so only what is a code is taken; else English.
    """
    if asked != "page":
        return asked
    code = re.split("[-_]", page.language)[0].lower()
    return code if re.fullmatch("[a-z]{2,3}", code) else "en"
