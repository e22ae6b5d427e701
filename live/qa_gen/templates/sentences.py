"""Paragraphs -> whole sentences, and quotes with the name of who said them. Pure."""

import re
from collections.abc import Iterator

from live.qa_gen.templates.facts import Quote

END = re.compile(r'(?<=[.!?])\s+(?=[“„"«]?[A-ZÀ-Þ0-9])')
SHORT = re.compile(r"\b(Dr|Mr|Mrs|Ms|St|Prof|No|Nr|ca|bzw|Mio|Mrd|vs|[A-Z])\.$")
ORDINAL = re.compile(r"\b\d{1,2}\.$")
QUOTATION = re.compile(r"[“”„\"«»]")
NAME = r"[A-ZÀ-Þ][\w’'-]+(?:\s[A-ZÀ-Þ][\w’'-]+){0,2}"
SAID = r"(?:said|says|added|sagte|sagt)"
SPOKEN = re.compile(
    rf"[“„](?P<text>[^“”„]{{20,250}})[”“],?\s(?:"
    rf"{SAID}\s(?:[a-zà-ÿ]+\s){{0,3}}(?:[a-zà-ÿ]+,\s)?(?P<after>{NAME})"
    rf"|(?P<before>{NAME})\s{SAID})\b"
)


def sentences_in(text: str, language: str) -> Iterator[str]:
    """Splits a paragraph; sentences with quotation marks are left out, they may be cut in two.

    Outside of English, `1.` is taken for a first and not for an end.
    """
    parts: list[str] = []
    for part in END.split(text):
        parts.append(part)
        if SHORT.search(part) or (language != "en" and ORDINAL.search(part)):
            continue
        whole, parts = " ".join(parts).strip(), []
        if whole.endswith((".", "!", "?")) and not QUOTATION.search(whole):
            yield whole


def quotes_in(paragraphs: list[str]) -> Iterator[Quote]:
    """Finds what is quoted with the speaker's name right behind it."""
    for text in paragraphs:
        for match in SPOKEN.finditer(text):
            name = match["after"] or match["before"]
            if not name.endswith(("’s", "'s", "’", "'")):
                yield Quote(match["text"].rstrip(",. "), name, "")
