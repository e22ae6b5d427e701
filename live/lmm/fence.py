"""Untrusted text -> the same text between two fence lines that it cannot imitate. Pure.

Page text and candidates' answers are data, and some of them will try to be instructions. A prompt
tells the model that what stands between the fences is data; that only helps while nothing inside
can close the fence. Two things see to it. The fence lines carry a mark computed from the text,
which the text cannot contain: it would have to contain its own hash. And every run of three or more
angle brackets inside is cut to two, lookalikes and hidden characters between them included.
"""

import hashlib
import re

OPEN, CLOSE = "<<<", ">>>"
_HIDDEN = (
    "[\u00ad\u0300-\u036f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u20d0-\u20f0\ufe00-\ufe0f\ufe20-\ufe2f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e01ef]*"
)
_LESS = (
    "<\u02c2\u1438\u2039\u2329\u27e8\u276e\u2770\u3008\ufe64\uff1c\u226a\u22d8\u00ab\u27ea\u300a"
)
_MORE = (
    ">\u02c3\u1433\u203a\u232a\u27e9\u276f\u2771\u3009\ufe65\uff1e\u226b\u22d9\u00bb\u27eb\u300b"
)
_RUNS = (
    (re.compile(f"[{_LESS}](?:{_HIDDEN}[{_LESS}])*"), "<<"),
    (re.compile(f"[{_MORE}](?:{_HIDDEN}[{_MORE}])*"), ">>"),
)
_TRIPLE = ("\u22d8", "\u22d9")
"""Characters that are three brackets by themselves."""


def fence(text: str, label: str) -> str:
    """Puts untrusted text between fence lines, with imitations of the fence made harmless.

    label: what the text is, a word or two; letters, digits, spaces and hyphens are kept of it.
    """
    label = re.sub(r"[^\w -]", "", label).strip() or "text"
    mark = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]
    inside = text
    for run, harmless in _RUNS:
        inside = run.sub(lambda found, cut=harmless: _shortened(found[0], cut), inside)  # type: ignore[misc]
    return f"{OPEN} {label} {mark}\n{inside}\n{CLOSE} {label} {mark}"


def _shortened(run: str, harmless: str) -> str:
    brackets = re.sub(_HIDDEN, "", run)
    return harmless if len(brackets) > 2 or any(each in brackets for each in _TRIPLE) else run
