"""What a page declares -> the headline of its article. Pure.

Headings, sharing cards, JSON-LD and <title> often differ: by the name of the paper, by a kicker,
or because the paper writes one headline for readers and one for machines. The one it shares is
taken, for it is written by people and names the subject without the page around it; the reader's
is taken where the shared one is a mere product of the machine (it carries the paper's name) or
where another declaration for people agrees with the reader's.
"""

import re
from collections.abc import Sequence

from live.crawl.read.markup import Markup
from live.crawl.read.words import letters, text_of

ENDING = re.compile(r"\s+[|–—·•»-]\s+[^|–—·•»]{2,40}$|\s*[|｜][^|｜]{2,40}$")
SEPARATED = re.compile(r"\s*[|｜:：–—·•»-]")
OTHER_TITLES = ("title", "headline", "dc.title", "parsely-title", "sailthru.title")
MOST_ENDINGS = 3


def headline(page: Markup) -> str:
    """Gives the headline, without the paper's name, or ''."""
    machine = text_of(page.article.get("headline")) or text_of(page.article.get("name"))
    shared, seen = page.meta("og:title"), reader_headline(page)
    named = _endless(shared, [seen, machine, page.title], page)
    if seen and shared and not _alike(seen, shared):
        witnesses = (page.meta("twitter:title"), page.meta(*OTHER_TITLES))
        if named != shared or any(_alike(seen, witness) for witness in witnesses):
            return seen
    other = machine or page.meta("twitter:title") or page.title
    return _fullest(named, seen) or seen or _endless(other, [], page)


def reader_headline(page: Markup) -> str:
    """Gives the <h1> of the article, or ''. Of several it is the one that is declared elsewhere."""
    declared = (page.meta("og:title"), text_of(page.article.get("headline")), page.title)
    known = [h1 for h1 in page.headings if any(_alike(h1, text) for text in declared)]
    long = [h1 for h1 in page.headings if len(h1) > 15]
    only = long if len(long) == 1 else page.headings if len(page.headings) == 1 else ()
    return max(known, key=len, default="") or next(iter(only), "")


def _alike(one: str, other: str) -> bool:
    """Whether one holds the other, by their letters."""
    a, b = letters(one), letters(other)
    return bool(a and b) and (a in b or b in a)


def _fullest(shared: str, seen: str) -> str:
    """Of two that begin alike the longer one, for cards are cut; else the first that there is."""
    longer = letters(seen).startswith(letters(shared)) and len(seen) > len(shared)
    return seen if seen and longer else shared


def _endless(title: str, others: Sequence[str], page: Markup) -> str:
    """A title without the names of paper and section at its end, as far as these are known."""
    for other in filter(None, others):
        if title.startswith(other) and SEPARATED.match(title, len(other)):
            return other
    paper = {letters(page.meta("og:site_name")), _host(page.url)} - {""}
    wanted = {letters(other) for other in others} - {""}
    for _ in range(MOST_ENDINGS):
        shorter = ENDING.sub("", title)
        ending = letters(title[len(shorter) :])
        if shorter == title or len(shorter) < 8:
            break
        is_paper = any(name in ending or ending in name for name in paper)
        if not (is_paper or letters(shorter) in wanted or not wanted):
            break
        title = shorter
    return title


def _host(url: str) -> str:
    host = re.sub(r"^https?://(www\.)?", "", url).partition("/")[0]
    return letters(host.rpartition(".")[0])
