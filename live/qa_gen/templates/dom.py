"""HTML -> Facts: charts, tables, quotes, captions, lists, sentences, byline, date, section. Pure.

Only what the markup says by itself is read: a chart whose bars carry `aria-label="NAME, 12 UNIT."`,
a table with one header row, a blockquote with its speaker. What is unclear is left out.
"""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from live.qa_gen.templates.facts import (
    NUMBER,
    Chart,
    Facts,
    Figure,
    Point,
    Quote,
    Ranking,
    Table,
    number,
)
from live.qa_gen.templates.sentences import quotes_in, sentences_in
from live.records import Page

POINT = re.compile(rf"(?P<category>.+?), (?P<value>[-−]?(?:{NUMBER}))\s*(?P<unit>.*?)\.?")
CREDIT = "[class*=credit], [class*=source], small, cite"
BYLINE = '[rel~="author"], .byline, [itemprop="author"], [class*="author-name"]'
SIGN = re.compile(r"^(by|von|par|por|di|door)\s+", re.I)
DAY = re.compile(
    r"\b\d{1,2}\.?(?:\s+de)?\s+[^\W\d_]{3,12}\.?(?:\s+de)?,?\s+20\d\d\b"
    r"|\b[^\W\d_]{3,12}\.?\s+\d{1,2},\s+20\d\d\b"
    r"|\b20\d\d-\d\d-\d\d\b"
    r"|\b\d{1,2}\.\d{1,2}\.20\d\d\b"
)
MAX_ITEM = 120


def read(html: str, page: Page) -> Facts:
    """Reads what templates can ask about from the HTML of a page."""
    soup = BeautifulSoup(html, "lxml")
    article = _article(soup)
    paragraphs = [_text(p) for p in article.find_all("p") if not _is_frame(p)]
    return Facts(
        title=page.title,
        language=page.language,
        byline=_byline(article, page),
        date=_date(article, page),
        section=_section(soup),
        charts=tuple(_charts(article, page.language)),
        tables=tuple(_tables(article)),
        quotes=(*_blockquotes(article), *quotes_in(paragraphs)),
        figures=tuple(_figures(article)),
        rankings=tuple(_rankings(soup)),
        sentences=tuple(s for text in paragraphs for s in sentences_in(text, page.language)),
    )


def _article(soup: BeautifulSoup) -> Tag:
    """The element that holds the story: the <article> or <main> around the first heading."""
    heading = soup.find("h1")
    around = heading.find_parent(["article", "main"]) if heading else None
    return around or soup.find("article") or soup.body or soup


def _is_frame(paragraph: Tag) -> bool:
    """Whether a paragraph is no part of the story: a caption, an aside, the line of the author."""
    aside = paragraph.find_parent(["figure", "aside", "footer", "nav"])
    return bool(aside or paragraph.find("time") or paragraph.select_one(BYLINE))


def _text(tag: Tag) -> str:
    return " ".join(tag.get_text().split())


def _byline(article: Tag, page: Page) -> tuple[str, ...]:
    text = page.byline
    if not text and (found := article.select_one(BYLINE)):
        text = SIGN.sub("", _text(found))
    names = re.split(r",\s+|\s+(?:and|und|et|y)\s+", text)
    return tuple(name for name in names if 1 < len(name.split()) < 6)


def _date(article: Tag, page: Page) -> str:
    """The day of publication as the page prints it, above the story or in a <time>."""
    printed = [_text(tag) for tag in article.find_all("time")]
    printed += [_text(tag) for tag in article.select('[class*="when"], [class*="date"]')]
    printed += [_text(tag) for tag in article.select('[class*="sign"], [class*="byline"]')]
    days = {page.published_at.day + step for step in (-1, 0, 1)}
    for text in printed:
        for match in DAY.finditer(text):
            numbers = [int(digits) for digits in re.findall(r"\d+", match[0])]
            if page.published_at.year in numbers and days & set(numbers):
                return match[0]
    return ""


def _section(soup: BeautifulSoup) -> str:
    crumbs = soup.select('[aria-label="Breadcrumb" i] li, [class*="breadcrumb"] li')
    kicker = soup.select_one('[class*="kicker"]')
    found = _text(crumbs[-1]) if len(crumbs) > 1 else _text(kicker) if kicker else ""
    return found if len(found) < 40 else ""


def _charts(article: Tag, language: str) -> Iterator[Chart]:
    for svg in article.select('svg[role="img"][aria-label]'):
        points, units = [], set()
        for mark in svg.select('[role="img"][aria-label]'):
            match = POINT.fullmatch(str(mark["aria-label"]).strip())
            value = number(match["value"], language) if match else None
            if match and value is not None:
                points.append(Point(match["category"], match["value"], value))
                units.add(match["unit"])
        if len(points) > 2 and len({p.category for p in points}) == len(points):
            unit = units.pop() if len(units) == 1 else ""
            yield Chart(" ".join(str(svg["aria-label"]).split()), unit, tuple(points))


def _tables(article: Tag) -> Iterator[Table]:
    for table in article.find_all("table"):
        lines = [[_text(cell) for cell in row.find_all(["th", "td"])] for row in table("tr")]
        head = table.find("tr")
        spans = table.select("[rowspan], [colspan], table")
        if not head or head.find("td") or spans or len({len(line) for line in lines}) != 1:
            continue
        header, rows = tuple(lines[0]), tuple(tuple(line) for line in lines[1:])
        key = _key(rows, len(header))
        if len(rows) > 2 and key is not None and all(header) and len(set(header)) == len(header):
            caption = table.find("caption")
            yield Table(_text(caption) if caption else "", header, rows, key)


def _key(rows: tuple[tuple[str, ...], ...], width: int) -> int | None:
    """The first column whose cells are different words."""
    for n in range(width):
        cells = [row[n] for row in rows]
        if len(set(cells)) == len(rows) and all(re.match(r"[^\W\d_]", cell) for cell in cells):
            return n
    return None


def _blockquotes(article: Tag) -> Iterator[Quote]:
    for block in article.find_all("blockquote"):
        source = block.find(["footer", "cite"])
        if source is None:
            continue
        name, _, role = _text(source).lstrip("—–- ").partition(", ")
        said = " ".join(_text(p) for p in block.find_all("p") if p.find_parent("footer") is None)
        if said and 1 < len(name.split()) < 6:
            yield Quote(said.strip('“”„"«»‘’ '), name, role)


def _figures(article: Tag) -> Iterator[Figure]:
    for caption in article.find_all("figcaption"):
        credit = caption.select_one(CREDIT)
        credited = _text(credit) if credit else ""
        text = _text(caption)
        drawn = caption.parent is not None and caption.parent.find("svg")
        what = "graphic" if drawn else "picture"
        yield Figure(what, text.removesuffix(credited).strip(), credited.strip("() "))


def _rankings(soup: BeautifulSoup) -> Iterator[Ranking]:
    for ordered in soup.find_all("ol"):
        items = tuple(_text(item) for item in ordered.find_all("li", recursive=False))
        heading = ordered.find_previous(["h1", "h2", "h3", "h4"])
        if ordered.find_parent("nav") or heading is None or heading.name == "h1":
            continue
        if len(set(items)) == len(items) > 2 and all(0 < len(item) < MAX_ITEM for item in items):
            yield Ranking(_text(heading), items)
