"""Questions about a list, such as the most-read: an item, its place, all of them. Pure."""

import re

from live.lmm.readers.layout import Document, Listing
from live.lmm.readers.question import Question
from live.lmm.readers.words import keys, likeness

KINDS = {
    "popular": r"\b(?:most[- ]read|most popular|popular|trending|most viewed|meistgelesen\w*)\b",
    "event": r"\b(?:events?|calendar|termine|what's on|diary)\b",
}
MORE_STORIES = (
    r"\b(?:related|other|further|more|linked|recommended) "
    r"(?:stories|articles|headlines|links|news|story|article|headline)\b|\bsidebar\b"
)
PLACE = r"\b(?:place|position|rank|number|spot|how high)\b"
ITEMS = r"\b(?:headlines|stories|items|titles|articles|entries|links)\b"
ALL = r"\b(?:all|list|order|every|top to bottom)\b"
HEADING = r"\b(?:heading|title|header) (?:of|over|above) (?:the|this|that) (?:\S+ )?(?:list|box)\b"
SURE = 0.75


def from_listing(asked: Question, page: Document) -> str:
    """Answers from the list that a question is about; "" where it is about none."""
    listing = _listing(asked, page.listings)
    if listing is None:
        return ""
    items = listing.items
    if asked.has(HEADING):
        return listing.title
    if asked.has(r"\bhow many\b"):
        return str(len(items))
    if asked.quotes and len(asked.options()) < 2:
        place = max(range(len(items)), key=lambda n: likeness(asked.quotes[-1], items[n]))
        if likeness(asked.quotes[-1], items[place]) > SURE:
            return _beside(asked, items, place)
    if asked.has(ALL) and asked.has(ITEMS):
        return "; ".join(items)
    if asked.rank is None and not asked.has(ITEMS[:-2] + r"|headline|story|article|item)\b"):
        return ""
    place = (asked.rank or 1) - ((asked.rank or 1) > 0)
    return items[place] if -len(items) <= place < len(items) else ""


def _beside(asked: Question, items: tuple[str, ...], place: int) -> str:
    """The item after or before one, or its place."""
    if asked.has(r"\b(?:after|below|follows?|following|next|under)\b"):
        return "".join(items[place + 1 : place + 2])
    if asked.has(r"\b(?:before|above|over|precedes?)\b"):
        return "".join(items[max(place - 1, 0) : place])
    return str(place + 1) if asked.has(PLACE) or asked.has(r"\bwhere\b") else ""


def _listing(asked: Question, listings: tuple[Listing, ...]) -> Listing | None:
    """The list whose kind or heading a question names."""
    for meaning, pattern in KINDS.items():
        if asked.has(pattern):
            alike = [
                each
                for each in listings
                if meaning in keys(each.title) or re.search(pattern, each.title.lower())
            ]
            ranked = [each for each in listings if each.ranked and meaning == "popular"]
            if alike or ranked:
                return (alike or ranked)[0]
    for listing in listings:
        if any(likeness(quote, listing.title) > SURE for quote in asked.quotes):
            return listing
        if len(listing.title) > 5 and listing.title.lower() in asked.text.lower():
            return listing
    if asked.has(MORE_STORIES) or asked.has(HEADING):
        return listings[-1] if listings else None
    return None
