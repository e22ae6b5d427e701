"""Addresses: their canonical form, whose they are, and whether they look like an article. Pure."""

import re
from urllib.parse import urljoin, urlsplit

from courlan import normalize_url

NO_ARTICLE = re.compile(
    r"^/?(tags?|topics?|authors?|autor(en)?|search|suche|login|register|subscri\w+|abo|newsletters?|"
    r"about|impressum|imprint|contact|kontakt|privacy|datenschutz|terms|agb|cookies?|help|hilfe|faq|"
    r"shop|jobs|rss|feeds?|podcasts?|videos?|archives?|archiv|wp-\w+|static|assets|pictures)(/|$)",
    re.I,
)
FILE = re.compile(r"\.(?!(s?html?|php|aspx?|jsp|ece|cms|story)$)[a-z0-9]{2,5}$", re.I)


def canonical_url(url: str) -> str:
    """Gives an address without fragment, tracking parameters, default port and dots.

    What is no address of the web is ''.
    """
    try:
        parts = urlsplit(url.strip())
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return ""
        address: str = normalize_url(parts._replace(fragment="").geturl())
    except ValueError:
        return ""
    return address if urlsplit(address).path else address + "/"


def absolute(base: str, href: str) -> str:
    """Gives the canonical form of an address as written on a page, or ''."""
    return canonical_url(joined(base, href))


def joined(base: str, href: str) -> str:
    """Gives an address as written on a page with all that the page's own adds to it, or ''."""
    try:
        whole = urljoin(base, href.strip())
        parts = urlsplit(whole)
        of_the_web = href.strip() and parts.scheme in ("http", "https") and parts.hostname
    except ValueError:
        return ""
    return whole if of_the_web else ""


def same_site(one: str, other: str) -> bool:
    """Tells whether two addresses are of one host, `www.` or not."""
    return _host(one) == _host(other) != ""


def like_article(url: str) -> bool:
    """Tells whether an address looks like one article: a long slug, an id or a date below a path.

    Sections, tags, files and pages of the house do not.
    """
    path = urlsplit(url).path.rstrip("/")
    if NO_ARTICLE.match(path) or FILE.search(path) or not path:
        return False
    *above, slug = path.strip("/").split("/")
    return slug.count("-") + slug.count("_") >= 2 or bool(
        re.search(r"\d{5,}", slug) or (above and re.search(r"\d{4}/\d\d", path))
    )


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
