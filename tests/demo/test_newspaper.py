"""Holds the bundled newspaper to its laws, over HTTP and without a browser."""

import http.client
import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import etree, html

from live.config import load_config
from live.demo import press
from live.demo.newspaper import Newspaper, serve
from live.demo.outlets import Article, Outlet, load_all

OUTLETS = load_all()
ARTICLES = [(outlet, article) for outlet in OUTLETS for article in outlet.articles]
GOOD = [(outlet, article) for outlet, article in ARTICLES if article.kind == "good"]
START, END = datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)
MONTHS = "|".join(press.MONTHS["en"] + press.MONTHS["de"])
NAMESPACES = (
    "http://www.w3.org/",
    "https://schema.org",
    "http://www.sitemaps.org/",
    "http://www.google.com/schemas/",
)


@pytest.fixture(scope="module")
def paper() -> Iterator[Newspaper]:
    """Serves the newspaper once for all tests that only read."""
    with serve() as served:
        yield served


def get(paper: Newspaper, host: str, path: str) -> tuple[int, str, str]:
    """Fetches one page: (status, content type, text)."""
    link = http.client.HTTPConnection("127.0.0.1", paper.port, timeout=5)
    link.request("GET", path, headers={"Host": host})
    answer = link.getresponse()
    body = answer.read().decode()
    link.close()
    return answer.status, str(answer.getheader("Content-Type")), body


def evidence(outlet: Outlet, text: str) -> list[str]:
    """Finds the publication times that a page states for machines, where its outlet puts them."""
    if outlet.evidence == "json_ld":
        return re.findall(r'"datePublished": "([^"]+)"', text)
    if outlet.evidence == "meta":
        return re.findall(r'article:published_time" content="([^"]+)"', text)
    return re.findall(r'<time datetime="([^"]+)"', text)


def parse(text: str) -> Any:
    """Parses a page into an lxml tree, untyped as lxml's own queries are."""
    return html.fromstring(text)


def named(pair: tuple[Outlet, Article]) -> str:
    """Names a case by its article."""
    return pair[1].slug


@pytest.mark.parametrize("case", GOOD, ids=named)
def test_good_article(paper: Newspaper, case: tuple[Outlet, Article]) -> None:
    """A good article answers 200 with one October 2026 time, its zone and its headline."""
    outlet, article = case
    status, kind, text = get(paper, outlet.host, article.path)
    (stated,) = evidence(outlet, text)
    when = datetime.fromisoformat(stated)
    assert (status, kind) == (200, press.HTML)
    assert when.tzinfo is not None and START <= when < END
    page = parse(text)
    assert [h1.text_content() for h1 in page.iter("h1")] == [article.headline]
    assert article.author in page.text_content()
    assert page.xpath("//figure//img[@alt != ''] | //figure//svg[@aria-label]")


@pytest.mark.parametrize("case", GOOD, ids=named)
def test_length(case: tuple[Outlet, Article]) -> None:
    """A good article has 200 to 400 words of running text."""
    words = [len(part.split()) for part in case[1].body if isinstance(part, str)]
    assert 200 <= sum(words) <= 400, f"{case[1].slug}: {sum(words)} words; mend its content file"


def test_only_one_kind_of_evidence(paper: Newspaper) -> None:
    """JSON-LD stands at one outlet, the meta time at another, neither at the bare one."""
    for outlet, article in GOOD:
        text = get(paper, outlet.host, article.path)[2]
        assert ("ld+json" in text) == (outlet.evidence == "json_ld")
        assert ("published_time" in text) == (outlet.evidence == "meta")


def test_the_stale_article_is_honest(paper: Newspaper) -> None:
    """The stale article states a time before the month, on its page and in its feed."""
    ((outlet, article),) = [pair for pair in ARTICLES if pair[1].kind == "stale"]
    (stated,) = evidence(outlet, get(paper, outlet.host, article.path)[2])
    assert datetime.fromisoformat(stated) < START
    assert f"<published>{stated}</published>" in get(paper, outlet.host, "/feed.xml")[2]


def test_the_undated_article_has_no_date(paper: Newspaper) -> None:
    """The undated article has neither year, month nor time element, nor a date in its feed."""
    ((outlet, article),) = [pair for pair in ARTICLES if pair[1].kind == "undated"]
    text = get(paper, outlet.host, article.path)[2]
    assert not re.search(rf"\b(19|20)\d\d\b|\b({MONTHS})\b|<time|datePublished", text)
    feed = get(paper, outlet.host, "/feed.xml")[2]
    (item,) = [one for one in feed.split("<item>") if article.path in one]
    assert "pubDate" not in item


def test_each_planned_fault_is_there_once(paper: Newspaper) -> None:
    """One page is stale, one undated, one endless and one broken, each linked from its front."""
    faults = [(outlet, article) for outlet, article in ARTICLES if article.kind != "good"]
    kinds = sorted(article.kind for _, article in faults)
    assert kinds == ["broken", "endless", "stale", "undated"]
    for outlet, article in faults:
        assert f'href="{article.path}"' in get(paper, outlet.host, "/")[2]
        if article.kind == "broken":
            assert get(paper, outlet.host, article.path)[0] == 500


@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.host)
def test_links_resolve(paper: Newspaper, outlet: Outlet) -> None:
    """Every link and picture of front and section pages resolves, but for the planned faults."""
    faulty = {article.path for article in outlet.articles if article.kind in ("endless", "broken")}
    pages = ["/", *(f"/{section.slug}/" for section in outlet.sections)]
    found: set[str] = set()
    for path in pages:
        page = parse(get(paper, outlet.host, path)[2])
        found |= {str(link) for link in page.xpath("//a/@href | //img/@src | //iframe/@src")}
    assert {article.path for article in outlet.articles} <= found
    for link in sorted(found - faulty):
        target = urlsplit(urljoin(outlet.url + "/", link))
        assert get(paper, target.netloc, target.path)[0] == 200, link


def test_no_address_leaves_the_demo() -> None:
    """Every absolute address in every page is under `.example` or is the name of a namespace."""
    for pages in press.print_all().values():
        for path, page in pages.items():
            for address in re.findall(rb"https?://[^\s\"'<>)]+", page.body):
                inside = urlsplit(address.decode()).netloc.endswith(".example")
                assert inside or address.decode().startswith(NAMESPACES), (path, address)


def test_the_demos_live_yaml_matches_the_content(paper: Newspaper) -> None:
    """It declares just the outlets that are printed; all its addresses answer."""
    declared = load_config(Path(press.__file__).with_name("live.yaml")).sites
    assert tuple(urlsplit(site.url).netloc for site in declared) == paper.hosts
    for site, outlet in zip(declared, OUTLETS, strict=True):
        assert (site.name, site.language) == (outlet.name, outlet.language)
        assert (site.country, site.shots) == (outlet.country.lower(), outlet.shots)
        assert site.subjects == tuple(section.subject for section in outlet.sections)
        for url in (site.url, *site.sections, *site.feeds, *site.sitemaps):
            assert get(paper, urlsplit(url).netloc, urlsplit(url).path)[0] == 200, url


def test_feeds_and_sitemap_are_xml_and_complete(paper: Newspaper) -> None:
    """Every feed and the sitemap parse as XML and name every dated article of their outlet."""
    for outlet in OUTLETS:
        path = "/news-sitemap.xml" if outlet.feed is None else "/feed.xml"
        text = get(paper, outlet.host, path)[2]
        etree.fromstring(text.encode())
        dated = [article for article in outlet.articles if article.published is not None]
        assert all(outlet.url + article.path in text for article in dated)


def test_robots(paper: Newspaper) -> None:
    """Every outlet allows its pages and keeps /private/ to itself."""
    for host in paper.hosts:
        status, _, text = get(paper, host, "/robots.txt")
        assert status == 200 and "Disallow: /private/" in text and "Allow: /\n" in text


def test_same_bytes() -> None:
    """Printing twice gives the same bytes, whatever was printed before."""
    press._environment.cache_clear()
    first = press.print_all()
    press._environment.cache_clear()
    assert press.print_all() == first


def test_charts_print_what_they_tell(paper: Newspaper) -> None:
    """Every data point that a chart names for screen readers is also printed as text in it."""
    points = 0
    for outlet, article in GOOD:
        page = parse(get(paper, outlet.host, article.path)[2])
        for chart in page.xpath("//svg[@class='chart']"):
            texts = [text.text_content() for text in chart.iter("text")]
            assert chart.get("aria-label") in texts
            for label in chart.xpath(".//g/@aria-label"):
                name, _, rest = label.partition(", ")
                assert name in texts and rest.split(" ")[0] in texts
                points += 1
    assert points > 30


def test_unknown_is_404(paper: Newspaper) -> None:
    """An unknown host, an unknown path and a missing page are 404."""
    assert get(paper, "nobody.example", "/")[0] == 404
    assert get(paper, "127.0.0.1", "/")[0] == 404
    assert get(paper, paper.hosts[0], "/no-such-page")[0] == 404


def test_a_person_may_read_under_localhost(paper: Newspaper) -> None:
    """`<label>.localhost:PORT` is the same site, its advertisements at a name that resolves."""
    host = f"{paper.hosts[0].removesuffix('.example')}.localhost:{paper.port}"
    status, _, text = get(paper, host, "/")
    assert status == 200 and f"http://ads.localhost:{paper.port}/" in text
    assert "http://ads.example/" not in text


def test_stopping_is_quick_while_a_page_never_ends() -> None:
    """Leaving the block takes less than half a second with an endless response open."""
    ((outlet, article),) = [pair for pair in ARTICLES if pair[1].kind == "endless"]
    leave = threading.Event()
    ready = threading.Event()
    ports: list[int] = []

    def run() -> None:
        with serve() as paper:
            ports.append(paper.port)
            ready.set()
            leave.wait(10)

    server = threading.Thread(target=run, daemon=True)
    server.start()
    assert ready.wait(10)
    link = http.client.HTTPConnection("127.0.0.1", ports[0], timeout=5)
    link.request("GET", article.path, headers={"Host": outlet.host})
    answer = link.getresponse()
    assert article.headline.encode() in answer.read(800)
    assert answer.getheader("Content-Length") is None
    leave.set()
    server.join(0.5)
    assert not server.is_alive()
    link.close()


def test_a_taken_port_is_an_error(paper: Newspaper) -> None:
    """Asking for a port in use raises OSError."""
    with pytest.raises(OSError), serve(paper.port):
        raise AssertionError("a second server took the same port")


def test_rules(paper: Newspaper) -> None:
    """The rules map every `.example` name to the served port."""
    assert paper.rules == f"MAP *.example 127.0.0.1:{paper.port}"
