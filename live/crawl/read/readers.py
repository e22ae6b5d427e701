"""The libraries that read pages, without their warnings about what a news site may well send."""

import re
import warnings

from bs4 import BeautifulSoup
from bs4.filter import SoupStrainer

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message="SOCKS support in urllib3")
    from htmldate import find_date
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

__all__ = ["Document", "bare_extraction", "find_date", "soup"]

XML = re.compile(r"^\s*<\?xml[^>]*>")


def soup(html: str, only: list[str] | None = None) -> BeautifulSoup:
    """Parses HTML, or what was sent in its place. only: the names of the elements to keep.

    The line's end keeps a page of a few words from being taken for the name of a file.
    """
    keep = SoupStrainer(only) if only else None
    return BeautifulSoup(XML.sub("", html, count=1) + "\n", "lxml", parse_only=keep)
