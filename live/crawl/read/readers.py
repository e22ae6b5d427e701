"""The libraries that read pages, without their warnings about what a news site may well send."""

import re
import warnings
from functools import cache
from typing import TYPE_CHECKING, Any

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from trafilatura.settings import Document

XML = re.compile(r"^\s*<\?xml[^>]*>")


def bare_extraction(document: Any, **options: Any) -> "Document | None":
    """Gives what trafilatura takes for the article; None where it finds none."""
    trafilatura, _ = _loaded()
    found: Document | None = trafilatura.bare_extraction(document, **options)
    return found


def find_date(document: Any, **options: Any) -> str | None:
    """Gives the day that htmldate finds; None where it finds none."""
    _, htmldate = _loaded()
    found: str | None = htmldate.find_date(document, **options)
    return found


@cache
def _loaded() -> tuple[Any, Any]:
    """Loads what is large, once something is read: who only looks at dates does without."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="SOCKS support in urllib3")
        import htmldate
        import trafilatura

        return trafilatura, htmldate


def soup(html: str, only: list[str] | None = None) -> "BeautifulSoup":
    """Parses HTML, or what was sent in its place. only: the names of the elements to keep.

    The line's end keeps a page of a few words from being taken for the name of a file.
    """
    from bs4 import BeautifulSoup
    from bs4.filter import SoupStrainer

    keep = SoupStrainer(only) if only else None
    return BeautifulSoup(XML.sub("", html, count=1) + "\n", "lxml", parse_only=keep)


def tree(html: str) -> HtmlElement | None:
    """Parses HTML into the tree of its elements. None for what has no element.

    What stands behind </html> is parsed into trees of its own, and put at the end of the first.
    """
    try:
        root = document_fromstring(XML.sub("", html, count=1), HTMLParser(huge_tree=True))
    except etree.ParserError:
        return None
    for behind in list(root.itersiblings(etree.Element)):
        body = root.find("body")
        (root if body is None else body).extend(list(behind))
    return root
