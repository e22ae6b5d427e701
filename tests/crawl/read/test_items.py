"""Of all that a page describes to machines only its own article, or itself, dates it."""

import json
from datetime import UTC, datetime

import pytest

from live.crawl.read.date import against, date_page
from live.crawl.read.markup import read

URL = "http://paper.example/town/old-bridge-is-mended"
FETCHED = datetime(2026, 11, 3, 12, tzinfo=UTC)
CUTOFF = datetime(2026, 10, 1, tzinfo=UTC)
NEW, OLD = "2026-10-20T07:15:00Z", "2023-05-01T07:15:00Z"
H1 = "<h1>The old bridge is mended</h1>"


def ld(*things):
    return f'<script type="application/ld+json">{json.dumps(things)}</script>'


def thing(kind="NewsArticle", published=NEW, **more):
    return {"@type": kind, "datePublished": published, **more}


def verdict(html, url=URL):
    page = read(f"<html><head><title>The old bridge is mended | Paper</title>{html}", url)
    evidence = date_page(page, url, listed_at="", listed_in="feed", fetched_at=FETCHED)
    return against(evidence, CUTOFF, FETCHED)


@pytest.mark.parametrize(
    "kind",
    "NewsArticle ReportageNewsArticle OpinionNewsArticle AnalysisNewsArticle Article BlogPosting "
    "LiveBlogPosting Report TechArticle SatiricalArticle https://schema.org/NewsArticle "
    "schema:Article WebPage ItemPage".split(),
)
def test_an_article_or_the_page_itself_dates_it(kind):
    assert verdict(ld(thing(kind)) + H1) == "fresh"
    assert verdict(ld(thing([kind])) + H1) == "fresh"


@pytest.mark.parametrize(
    "kind",
    "Comment UserComments Review UserReview ImageObject MediaObject VideoObject Event Product "
    "Movie Book ItemList CollectionPage WebSite Thing Question CreativeWork Dataset "
    "SocialMediaPosting PodcastEpisode CreditReport ClaimReview".split(),
)
def test_nothing_else_dates_a_page(kind):
    assert verdict(ld(thing(kind)) + H1) == "unknown"
    old = f"{H1}<time datetime='{OLD}'>x</time>"
    assert verdict(ld(thing(kind)) + old) == "stale"


def test_a_list_of_pages_is_no_page():
    assert verdict(ld(thing(["WebPage", "CollectionPage"])) + H1) == "unknown"


@pytest.mark.parametrize(
    "named",
    [
        {"headline": "A new mayor is elected"},
        {"url": "/town/new-mayor"},
        {"mainEntityOfPage": "http://paper.example/town/new-mayor"},
        {"mainEntityOfPage": {"@type": "WebPage", "@id": "/town/new-mayor", "datePublished": NEW}},
        {"@id": "/town/new-mayor#article"},
    ],
)
def test_an_article_with_anothers_headline_or_address_is_anothers(named):
    assert verdict(ld(thing(**named)) + H1) == "unknown"
    assert verdict(ld(thing(**named), thing(published=OLD)) + H1) == "stale"


@pytest.mark.parametrize(
    "named",
    [
        {},
        {"headline": "The old bridge"},
        {"headline": "The old bridge is mended – Paper, the daily"},
        {"url": f"{URL}/?utm_source=x#top", "headline": "How we mended it"},
        {"url": "/a/other-place", "headline": "The Old Bridge is mended!"},
        {"url": "http://paper.example/"},
        {"mainEntityOfPage": {"@type": "WebPage", "@id": URL}},
    ],
)
def test_an_article_is_the_pages_own_by_address_or_headline_or_where_it_names_none(named):
    assert verdict(ld(thing(**named)) + H1) == "fresh"


def test_a_query_tells_articles_apart_where_both_name_one():
    assert verdict(ld(thing(url="/read.php?id=2")), "http://p.example/read.php?id=1") == "unknown"
    assert verdict(ld(thing(url="/read.php?id=1")), "http://p.example/read.php?id=1") == "fresh"
    assert verdict(ld(thing(url="/read.php")), "http://p.example/read.php?id=1") == "fresh"


def test_the_headline_of_a_teaser_is_not_the_pages():
    teaser = "<aside><h1>A new mayor is elected</h1></aside>"
    assert verdict(ld(thing(headline="A new mayor is elected")) + H1 + teaser) == "unknown"


def test_a_video_dates_only_the_page_that_is_about_it():
    video = {"@type": "VideoObject", "uploadDate": NEW}
    assert verdict(ld(video | {"url": URL}) + H1) == "unknown"
    assert verdict(ld(video | {"mainEntityOfPage": URL}) + H1) == "fresh"
    assert verdict(ld({"@type": "WebPage", "url": URL, "mainEntity": video}) + H1) == "fresh"
    assert verdict(ld({"@type": "WebPage", "url": "/b", "mainEntity": video}) + H1) == "unknown"
    assert verdict(ld(video | {"mainEntityOfPage": URL}, thing(published=OLD)) + H1) == "stale"
    article = {"@type": "NewsArticle", "url": URL}
    assert verdict(ld(video | {"mainEntityOfPage": URL}, article) + H1) == "unknown"


def test_a_fact_check_dates_the_page_whose_address_it_bears():
    assert verdict(ld(thing("ClaimReview", url=URL)) + H1) == "fresh"
    assert verdict(ld(thing("ClaimReview", url="/town/new-mayor")) + H1) == "unknown"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f'{{"@type": "NewsArticle", "datePublished": "{NEW}", oops }}', "fresh"),
        (f'{{"@type": "Comment", "datePublished": "{NEW}", oops }}', "unknown"),
        (
            f'{{"@type": "Article", "headline": "A mayor", "datePublished": "{NEW}", oops }}',
            "unknown",
        ),
        (
            f'[{{"@type": "Article", "datePublished": "{NEW}"}},'
            f'{{"@type": "Comment", "datePublished": "{OLD}"}}, oops',
            "unknown",
        ),
    ],
)
def test_json_ld_that_is_not_json_counts_where_it_can_be_of_one_article_only(text, said):
    assert verdict(f'<script type="application/ld+json">{text}</script>{H1}') == said


def item(inside, kind="https://schema.org/NewsArticle", tag="div"):
    return f"<{tag} itemscope itemtype='{kind}'>{inside}</{tag}>"


STATED = f"<meta itemprop=datePublished content='{NEW}'>"


@pytest.mark.parametrize(
    "html",
    [
        item(STATED + H1),
        item(STATED + "<h2 itemprop=headline>The old bridge is mended</h2>"),
        item(f"{STATED}<link itemprop=url href='{URL}'>"),
        item(f"{STATED}<meta itemprop=mainEntityOfPage content='{URL}'>"),
        item(f"{STATED}<link itemprop=url href='{URL}'>", "http://schema.org/WebPage"),
        f"</head><body>{H1}{item(STATED + H1, tag='article')}",
    ],
)
def test_microdata_date_a_page_where_they_bear_its_headline_or_address(html):
    assert verdict(f"</head><body>{html}") == "fresh"


@pytest.mark.parametrize(
    "html",
    [
        f"<aside>{item('<a href=/b>x</a>' + STATED)}</aside>",
        item("<a itemprop=url href=/b>x</a>" + STATED),
        item("<h2 itemprop=headline>A new mayor is elected</h2>" + STATED),
        item("x" + item(STATED, "http://schema.org/UserComments")),
        item(H1 + item(STATED, "http://schema.org/Comment")),
        item(H1 + item(STATED)),
        f"<aside>{STATED}</aside>",
        item(STATED + H1, "http://schema.org/Product"),
    ],
)
def test_microdata_of_anything_else_do_not(html):
    assert verdict(f"</head><body>{H1}{html}") == "unknown"


def test_what_the_head_says_is_of_the_page():
    assert verdict(f"{STATED}</head><body>{H1}") == "fresh"
