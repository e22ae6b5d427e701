"""What a page declares, and its text -> its language. Pure.

A template often declares one language for a paper that writes in two. A long text speaks for
itself; a short one is believed only where nothing is declared.
"""

import re
from functools import cache
from threading import Lock
from typing import Any

LOADING = Lock()
LONG = 200
SURE = 0.9
NEIGHBOURS = (
    {"no", "nb", "nn", "da"},
    {"hr", "sr", "bs", "sl"},
    {"id", "ms"},
    {"cs", "sk"},
    {"af", "nl"},
    {"xh", "zu", "nr", "ss"},
    {"es", "gl", "ca"},
    {"ru", "uk", "be", "bg"},
)
"""Languages that are taken for each other; between them the declaration decides."""
MOST = 5000


def language_of(text: str, declared: str) -> str:
    """Gives a code of ISO 639 in small letters, or ''. declared: such as `de-AT` or `pt_BR`."""
    code = re.split(r"[-_]", declared.strip())[0].lower()
    code = code if re.fullmatch(r"[a-z]{2,3}", code) else ""
    if not text.strip() or (code and len(text) < LONG):
        return code
    found, certainty = identify(text)
    if certainty < SURE or any({code, found} <= group for group in NEIGHBOURS):
        return code
    return found


def identify(text: str) -> tuple[str, float]:
    """Gives the language that a text reads as, a code, and how certain that is, 0..1."""
    found, certainty = _identifier().classify(text[:MOST])
    return str(found), float(certainty)


def likelihood(text: str, code: str) -> float:
    """Gives how likely a text is in a language, or in one that is taken for it, 0..1."""
    alike = {code}.union(*(group for group in NEIGHBOURS if code in group))
    return float(sum(p for found, p in _identifier().rank(text[:MOST]) if found in alike))


def _identifier() -> Any:
    """The model, read once though several threads ask for it at the same time."""
    with LOADING:
        return _load()


@cache
def _load() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
