"""What a page declares, and its text -> its language. Pure.

A template often declares one language for a paper that writes in two. A long text speaks for
itself; a short one is believed only where nothing is declared.
"""

import re
from functools import cache
from threading import Lock
from typing import Any

LOADING = Lock()
SHORT, LONG = 50, 200
"""From how many letters on a text is asked, where no language is declared, and where one is."""
SURE, LIKELY = 0.9, 0.5
"""What a language must be where another is declared, and where none is."""
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
STANDARDS = {"nb": "no", "nn": "no"}
"""The written standards of a language; papers change between them within one page."""
MOST = 5000


def language_of(text: str, declared: str) -> str:
    """Gives a code of ISO 639 in small letters, or ''. declared: such as `de-AT` or `pt_BR`.

    All Norwegian is `no`.
    """
    code = re.split(r"[-_]", declared.strip())[0].lower()
    code = STANDARDS.get(code, code) if re.fullmatch(r"[a-z]{2,3}", code) else ""
    if len(text.strip()) < (LONG if code else SHORT):
        return code
    found, certainty = identify(text)
    found = STANDARDS.get(found, found)
    if certainty < (SURE if code else LIKELY) or any(
        {code, found} <= group for group in NEIGHBOURS
    ):
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
