"""Questions about a page's own parts: headline, byline, date, section, captions, paper. Pure."""

import re

from live.lmm.readers import dates
from live.lmm.readers.layout import Caption, Document
from live.lmm.readers.question import Question
from live.lmm.readers.words import keys

DATA = r"\b(?:chart|graph|diagram|table|bars?|timetable|axis|list|listed|box|most[- ]read)\b"
PICTURE = r"(?:picture|photo\w*|image|chart|graph|map|graphic|drawing|illustration)"
CAPTION = (
    r"\bcaptions?\b|\bcredit\w*\b|\bphoto\w*|\billustration\b"
    rf"|\b(?:under|below|beneath|underneath) (?:the|its|this|that) (?:\w+ )?{PICTURE}"
)
CREDIT = r"\b(?:credit\w*|source|made|drew|drawn|took|taken|illustrator|photographer)\b"
FACT = r"\bhow (?:many|much|long|far|old)\b|\bwho\b|\bwhere\b|\bwhen\b|\baccording to\b"
AUTHOR = (
    r"\b(?:authors?|by-?line|journalists?|reporters?|correspondent|penned|columnist)\b"
    r"|\b(?:who|whose)\b.*\b(?:wrote|written|writes|writer|reported|filed|signed)\b"
    r"|\bwritten by\b|\bby whom\b|\bwriter(?:'s|’s)? (?:name|of)\b"
)
SECTION = r"(?:section|category|rubric|department|desk|kicker|breadcrumb|(?:topic|subject) label)"
STANDFIRST = (
    r"\b(?:sub-?head\w*|standfirst|deck|sub-?title|strapline|intro\w*|teaser)\b"
    r"|\b(?:under|below|beneath|following|after) the (?:main )?(?:headline|title)\b"
)
PAPER = r"\b(?:newspaper|outlet|publication|masthead|news ?site|website|paper|publisher|brand)\b"
WHEN = r"\b(?:when|date|day|weekday|time|clock|timestamp|dateline)\b"
PUBLISHED = (
    r"\b(?:publish\w*|publication|posted|dated?|dateline|printed|issued|appear\w*|updated|"
    r"(?:go|goes|went|put) (?:up|live|online)|timestamp|c[oa]me out|released|byline|headline)\b"
)
OWN_WORDS = frozenset(
    keys(
        "publish publication post posted date dated dateline print printed issue issued appear day "
        "weekday week month year hour minute time clock online live byline headline exact exactly "
        "full calendar release released timestamp site website newspaper paper item put come came "
        "go went carry run ran write wrote next beside below above local stand stands line main "
        "author writer journalist reporter piece given visible bear bears original top update last "
        "first web"
    )
)
"""What a question about the page's own date may say besides the headline."""


def from_parts(asked: Question, page: Document) -> str:
    """Answers what is asked about a part of the page itself; "" where it asks for nothing such."""
    author = asked.has(AUTHOR)
    if asked.has(CAPTION) and not author and (found := _caption(asked, page)):
        return found
    if asked.has(DATA):
        return ""
    if asked.has(WHEN) and asked.has(PUBLISHED) and _is_about_the_page(asked, page):
        return _date(asked, page)
    if author:
        return page.author
    if asked.has(rf"(?:which|what|name|give|under the|the) (?:\w+ )?{SECTION}"):
        return page.section
    if asked.has(STANDFIRST):
        return page.standfirst
    if asked.has(r"\b(?:headline|title|titled|heading|headed|entitled)\b"):
        return page.headline
    if asked.has(rf"\b{SECTION}\b|\bfiled under\b"):
        return page.section
    if asked.has(PAPER) and asked.has(r"\b(?:name|called|which|what|who)\b"):
        return page.masthead
    return ""


def _is_about_the_page(asked: Question, page: Document) -> bool:
    """Whether a question for a date names little beyond the page itself."""
    known = OWN_WORDS | set(keys(page.headline))
    return sum(each not in known for each in asked.keys) <= 1


def _date(asked: Question, page: Document) -> str:
    day, clock = dates.day(page.dateline), dates.clock(page.dateline)
    if asked.has(r"\b(?:weekday|day of the week)\b"):
        return dates.weekday(page.dateline) or day
    if asked.has(r"\b(?:time|clock|hour)\b"):
        both = clock and asked.has(r"\bwhen\b|\b(?:day|date) and\b|\band (?:the )?(?:date|day)\b")
        return f"{day}, {clock}" if both else clock or day
    return day


def _caption(asked: Question, page: Document) -> str:
    """The words under a picture, or who is credited; "" where a fact in them is asked for."""
    if not page.captions:
        return ""
    chosen = _chosen(asked, page)
    if asked.has(CREDIT):
        return re.sub(r"^(?:©|\(c\))\s*", "", chosen.credit)
    if asked.has(r"\bcaptions?\b"):
        return "" if asked.has(FACT) else chosen.text
    words = r"\b(?:texts?|words|lines?|sentence|written|printed|says?|reads?)\b"
    return chosen.text if asked.has(words) else ""


def _chosen(asked: Question, page: Document) -> Caption:
    """The caption at the place asked for, that of the chart, or the one most like the question."""
    captions = sorted(page.captions, key=lambda caption: caption.y)
    rank = asked.rank
    if rank is not None and abs(rank) <= len(captions):
        return captions[rank - (rank > 0)]
    if asked.has(r"\b(?:chart|graph|diagram)\b"):
        drawn = r"illustration|photo|foto|art:"
        of_data = [c for c in captions if not re.search(drawn, c.credit, re.I)]
        captions = of_data or captions
    wanted = set(asked.keys)
    return max(captions, key=lambda caption: len(wanted & set(keys(caption.text))))
