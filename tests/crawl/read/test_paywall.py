"""What is sold, or asks for an account, is not taken; what is given away is."""

import json
from datetime import UTC, datetime

import pytest

from live.crawl.read.admit import admit
from live.crawl.view.browse import Visited
from live.outcomes import Dropped
from live.records import Link

URL = "http://paper.example/town/old-bridge"
LINK = Link(month="2026-10", site="Paper", url=URL, found_in="front")
FETCHED = datetime(2026, 11, 3, tzinfo=UTC)
DATED = {"@type": "NewsArticle", "datePublished": "2026-10-14T10:00:00Z"}
STORY = "".join(
    f"<p>Part {n} of what the council said of the old bridge, of its arches, and of the river.</p>"
    for n in range(5)
)
LONG = "".join(
    f"<p>Part {n} of what the council said of the old bridge, of its arches, and of the river.</p>"
    for n in range(60)
)


def end(body=STORY, after="", head="", **said):
    stated = f'<script type="application/ld+json">{json.dumps(DATED | said)}</script>'
    html = f"<html><head>{stated}{head}</head><body><article><h1>The old bridge</h1>{body}{after}"
    return admit(Visited(URL, f"{html}</article></body></html>"), LINK, FETCHED).refusal


def is_paywall(refusal):
    return isinstance(refusal, Dropped) and refusal.reason == "paywall"


@pytest.mark.parametrize("no", [False, "False", "false", "http://schema.org/False", 0])
def test_an_article_that_its_own_markup_calls_not_free_is_dropped_whatever_is_seen_of_it(no):
    refusal = end(LONG, isAccessibleForFree=no)
    assert is_paywall(refusal)
    said = "behind a paywall, as its own markup says: isAccessibleForFree is false"
    assert refusal.detail == f"{URL}: it is {said}."


@pytest.mark.parametrize(
    "said",
    [
        {"hasPart": {"@type": "WebPageElement", "isAccessibleForFree": False}},
        {"hasPart": [{"@type": "WebPageElement", "isAccessibleForFree": "False"}]},
    ],
)
def test_so_is_one_of_which_a_part_is_not_free(said):
    assert is_paywall(end(**said))
    assert end(**said, isAccessibleForFree=True) is None


def test_so_is_one_that_is_locked():
    assert is_paywall(end(head='<meta property="article:content_tier" content="locked">'))
    assert end(head='<meta property="article:content_tier" content="metered">') is None


@pytest.mark.parametrize(
    "yes", [{"isAccessibleForFree": True}, {"isAccessibleForFree": "true"}, {}, {"hasPart": "x"}]
)
def test_an_article_that_is_free_is_taken(yes):
    assert end(**yes) is None


def test_that_another_article_is_not_free_says_nothing_of_this_one():
    other = {"@type": "NewsArticle", "url": "/b", "isAccessibleForFree": False}
    head = f'<script type="application/ld+json">{json.dumps(other)}</script>'
    assert end(head=head, url=URL) is None


def test_microdata_say_it_too():
    item = "<div itemscope itemtype='https://schema.org/NewsArticle'><h1>The old bridge</h1>"
    item += "<meta itemprop=isAccessibleForFree content=false></div>"
    stated = '<meta property="article:published_time" content="2026-10-14T10:00:00Z">'
    html = f"<html><head>{stated}</head><body>{item}{STORY}"
    assert is_paywall(admit(Visited(URL, html), LINK, FETCHED).refusal)


WALLS = [
    "Subscribe to continue reading",
    "Create a free account to continue reading",
    "Register to read on",
    "To read the full story, become a member.",
    "This article is for subscribers only.",
    "This article is for registered users. Sign in or register.",
    "Jetzt mit Abo weiterlesen",
    "Melden Sie sich an und lesen Sie weiter: mit Konto weiterlesen",
    "Dieser Artikel ist nur für Abonnenten lesbar.",
    "Il vous reste 57.09% de cet article à lire. La suite est réservée aux abonnés.",
    "Abonnez-vous pour lire la suite",
    "Suscríbete para seguir leyendo",
    "Contenido exclusivo para suscriptores",
    "Assine para continuar lendo",
    "Abbonati per continuare a leggere",
    "Neem een abonnement om verder te lezen",
    "Logga in för att läsa vidare",
    "Logg inn for å lese videre",
    "Zaloguj się, aby czytać dalej",
    "Оформите подписку, чтобы читать дальше",
    "Okumaya devam etmek için abone olun",
    "この記事は会員限定です。",
    "続きを読むには会員登録が必要です",
    "登录后继续阅读",
    "로그인하고 계속 읽기",
]


@pytest.mark.parametrize("wall", WALLS)
def test_a_text_that_ends_in_a_wall_is_dropped(wall):
    refusal = end(after=f"<div><h2>{wall}</h2><p>Only one coin a month.</p></div>")
    assert is_paywall(refusal) and "cut by a wall: " in refusal.detail


@pytest.mark.parametrize("wall", WALLS[:3])
def test_a_wall_says_more_than_that_there_is_no_text_or_no_date(wall):
    assert is_paywall(end("<p>The bridge.</p>", after=f"<h2>{wall}</h2>"))
    assert is_paywall(end(after=f"<h2>{wall}</h2>", datePublished=""))


def test_what_is_stale_is_said_to_be_stale():
    refusal = end(datePublished="2023-10-14T10:00:00Z", isAccessibleForFree=False)
    assert isinstance(refusal, Dropped) and refusal.reason == "stale"


@pytest.mark.parametrize(
    "box",
    [
        "Subscribe to our newsletter",
        "Sign up to our newsletter to read the news of the day in your inbox",
        "Subscribe now",
        "Already a subscriber? Log in",
        "You must be logged in to join the discussion or read more comments.",
        "Support our journalism: become a member",
        "Read more",
        "Continue reading: the mayor's answer",
        "Register for the talk on Monday",
        "Newsletter abonnieren",
        "Jetzt anmelden",
        "Get full access to premium articles, exclusive features and member rewards.",
        "有料会員になると会員限定の有料記事もお読みいただけます。",
        "記事に『リアクション』ができます。ご利用には会員登録が必要です。",
        "MOST READ BY SUBSCRIBERS",
    ],
)
def test_an_article_with_a_box_that_sells_something_else_is_taken(box):
    assert end(after=f"<div><h2>{box}</h2><p>Every day.</p></div>") is None


def test_a_wall_that_is_kept_beside_a_whole_article_is_not_believed():
    wall = "<div><h2>Create a free account to continue reading</h2></div>"
    assert end(LONG, after=wall) is None
    teasers = "".join(f"<p>Another story, which is number {n} of many.</p>" for n in range(9))
    assert end(after=f"</article><aside>{teasers}</aside>{wall}") is None
    assert (
        end(f"{wall}{'<p>An introduction of some length, said the mayor.</p>' * 1}{STORY}") is None
    )
