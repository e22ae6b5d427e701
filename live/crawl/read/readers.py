"""The libraries that read pages, without their warnings about what a news site may well send."""

import re
import warnings

from bs4 import BeautifulSoup
from bs4.filter import SoupStrainer
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message="SOCKS support in urllib3")
    from htmldate import find_date
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

__all__ = ["Document", "bare_extraction", "find_date", "soup", "tree"]

XML = re.compile(r"^\s*<\?xml[^>]*>")


def soup(html: str, only: list[str] | None = None) -> BeautifulSoup:
    """Parses HTML, or what was sent in its place. only: the names of the elements to keep.

    The line's end keeps a page of a few words from being taken for the name of a file.
    """
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
