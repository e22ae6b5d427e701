"""What a page says of itself."""

import pytest

from live.crawl.read.extract import extract
from live.crawl.read.markup import read

URL = "http://paper.example/town/old-bridge-is-mended"
BODY = "".join(f"<p>Paragraph {n} of the story, long enough to be one.</p>" for n in range(8))


def article_of(head="", h1="<h1>The old bridge is mended</h1>", lang='lang="de-AT"', body=BODY):
    html = f"<html {lang}><head>{head}</head><body><article>{h1}{body}</article></body></html>"
    return extract(read(html), URL)


def test_the_body_is_paragraphs_with_blank_lines_between():
    paragraphs = article_of().body.split("\n\n")
    assert paragraphs[-1] == "Paragraph 7 of the story, long enough to be one."


def test_the_title_is_the_headline_that_a_reader_sees():
    head = '<meta property="og:title" content="The old bridge">'
    assert article_of(head).title == "The old bridge is mended"
    named = '<meta property="og:title" content="The bridge, at last - The Paper">'
    named += '<meta property="og:site_name" content="The Paper">'
    assert article_of(named).title == "The old bridge is mended"
    second = '<meta property="og:title" content="The bridge, at last">'
    second += '<meta name="twitter:title" content="The old bridge is mended">'
    assert article_of(second).title == "The old bridge is mended"


def test_where_headlines_differ_the_one_that_people_wrote_for_sharing_counts():
    head = '<meta property="og:title" content="In Oldtown, a bridge is mended">'
    assert article_of(head).title == "In Oldtown, a bridge is mended"


def test_a_kicker_is_set_apart_from_the_headline_and_a_colon_is_not():
    kicker = "<h1><span>Bridges</span><span hidden>: </span><span>The old one is mended</span></h1>"
    assert article_of(h1=kicker).title == "Bridges: The old one is mended"
    boxes = "<h1><span>Bridges</span><div>The <em>old</em> one</div></h1>"
    assert article_of(h1=boxes).title == "Bridges The old one"


def test_without_one_headline_the_machines_title_counts_less_the_name_of_the_paper():
    head = "<title>The old bridge is mended | The Paper</title>"
    assert article_of(head, h1="").title == "The old bridge is mended"
    twice = "<h1>The name of the paper</h1><h1>Another headline of it</h1>"
    assert article_of(head, h1=twice).title == "The old bridge is mended"


@pytest.mark.parametrize(
    ("author", "byline"),
    [
        ('{"@type": "Person", "name": "Ada Bell"}', "Ada Bell"),
        ('[{"name": "Ada Bell"}, {"name": "Cy Dorn"}, {"name": "Ada Bell"}]', "Ada Bell, Cy Dorn"),
        ('"Ada Bell"', "Ada Bell"),
        ('{"name": "https://paper.example/ada"}', ""),
    ],
)
def test_the_byline_names_each_author_once_and_no_address(author, byline):
    ld = f'{{"@type": "NewsArticle", "author": {author}, "articleSection": ["Town", "Life"]}}'
    article = article_of(f'<script type="application/ld+json">{ld}</script>')
    assert (article.byline, article.section) == (byline, "Town")


def test_a_short_text_has_the_declared_language():
    short = "<p>The bridge is mended, said the mayor, and everybody in the town is glad.</p>"
    assert article_of(body=short).language == "de"
    assert (
        article_of('<meta property="og:locale" content="pt_BR">', lang="", body=short).language
        == "pt"
    )
    assert article_of(lang="", body="").language == ""


def test_a_long_text_speaks_for_itself_and_neighbours_are_as_declared():
    assert article_of(lang='lang="de-AT"').language == "en"
    norwegian = "<p>Byen har bestemt seg for å reparere den gamle broen over elven.</p>" * 1
    norwegian += "<p>Ordføreren sier at arbeidet begynner til våren og varer i to år, og at alle "
    norwegian += "som bor i nærheten, må regne med støy om dagen. Skolen får en ny vei.</p>"
    assert article_of(lang='lang="nb"', body=norwegian).language == "no"
    assert article_of(lang="", body=norwegian).language == "no"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "市议会周二决定修复河上的旧桥。市长表示，工程将于春季开始，预计持续两年，费用由国家承担。"
            * 2,
            "zh",
        ),
        ("The council met and agreed to mend the old bridge over the river, said the mayor.", "en"),
    ],
)
def test_some_sentences_of_a_page_that_declares_nothing_speak_for_themselves(text, language):
    assert article_of(lang="", body=f"<p>{text}</p>").language == language


@pytest.mark.parametrize(
    ("canonical", "url"),
    [
        ("/town/the-bridge?utm_source=x#top", "http://paper.example/town/the-bridge"),
        ("http://other.example/town/the-bridge", URL),
        ("http://paper.example/", URL),
        ("", URL),
    ],
)
def test_the_canonical_address_is_believed_only_for_a_page_of_the_same_site(canonical, url):
    assert article_of(f'<link rel="canonical" href="{canonical}">').url == url


def test_an_empty_page_has_no_article():
    assert extract(read(""), URL).body == ""


STORY = [
    f"In the {word} part of the story the council speaks at length about the old bridge."
    for word in ("first", "second", "third", "fourth", "fifth", "sixth")
]


def paged(inside="", *, before="", after="", story=STORY):
    text = "".join(f"<p>{each}</p>" for each in story[:3]) + inside
    text += "".join(f"<p>{each}</p>" for each in story[3:])
    html = f"{before}<article><h1>The old bridge is mended</h1><div>{text}</div></article>{after}"
    return extract(read(f"<html><body>{html}</body></html>", URL), URL)


@pytest.mark.parametrize(
    "foreign",
    [
        "<aside><p>Readers also liked our long story about the new mayor of the town.</p></aside>",
        '<div class="related-articles"><p>The new mayor has moved into the old hall.</p></div>',
        '<div id="newsletterBox"><p>Get our best stories into your letter box each day.</p></div>',
        '<figure><img src="a.jpg"><figcaption>The bridge in about 1910.</figcaption></figure>',
        "<p>Read also: <a href='/b'>The new mayor of the town has moved in</a></p>",
        "<h2>What the council said about the bridge</h2>",
        "<ul><li>A list of links and other things that nobody wrote as prose</li></ul>",
        "<div>Advertisement</div>",
    ],
)
def test_what_is_not_the_article_is_left_out(foreign):
    assert paged(foreign).body.split("\n\n") == STORY


def test_a_mark_is_not_believed_of_what_holds_the_text():
    """A wrapper named `sidebar-grid` or `with-comments` is the article all the same."""
    assert paged(before='<div class="sidebar-layout">', after="</div>").body.split("\n\n") == STORY


def test_cookies_and_comments_longer_than_the_article_are_not_the_article():
    cookies = "".join(
        f"<p>This cookie, number {n}, is set by a plug-in of ours.</p>" for n in range(9)
    )
    said = paged(after=f'<div class="cookie-consent">{cookies}</div>').body
    assert said.split("\n\n") == STORY


def test_the_next_article_of_an_endless_page_is_another():
    other = "".join(f"<p>{each}</p>".replace("bridge", "mayor") for each in STORY * 3)
    said = paged(after=f"<article><h1>The new mayor</h1>{other}</article>").body
    assert said.split("\n\n") == STORY


def test_line_breaks_make_paragraphs_where_there_are_no_others():
    text = "<br><br>".join(STORY)
    html = f"<h1>The old bridge is mended</h1><div class=text>{text}</div>"
    assert extract(read(html, URL), URL).body.split("\n\n") == STORY


def test_the_links_of_the_article_are_absolute_and_canonical():
    inside = "<p>The council met on Tuesday in the <a href='/hall?utm_source=x#a'>old hall</a>.</p>"
    assert paged(inside, before="<a href='/home'>Home</a>").links == ("http://paper.example/hall",)


@pytest.mark.parametrize(
    ("head", "figure", "url", "caption"),
    [
        (
            "",
            '<figure><img src="/a.jpg"><figcaption>A  bridge</figcaption></figure>',
            "a.jpg",
            "A bridge",
        ),
        ("", '<figure><img src="data:x" data-src="/b.jpg"></figure>', "b.jpg", ""),
        ("", '<figure><img srcset="/c.jpg 1x, /d.jpg 2x"></figure>', "c.jpg", ""),
        ('<meta property="og:image" content="/e.jpg">', "", "e.jpg", ""),
        (
            '<meta property="og:image" content="/big/old-bridge-1200x800.jpg">',
            '<figure><img src="/other.jpg"></figure>'
            '<figure><img src="/old-bridge-300x200.webp"><figcaption>It</figcaption></figure>',
            "old-bridge-300x200.webp",
            "It",
        ),
        (
            '<meta property="og:image" content="/e.jpg">',
            '<aside><figure><img src="/x.jpg"></figure></aside>',
            "e.jpg",
            "",
        ),
        (
            "",
            '<figure><a rel="author" href="/ada"><img src="/ada.jpg"></a>'
            "<figcaption>By Ada Bell</figcaption></figure>"
            '<figure><img src="/f.jpg"><figcaption>A bridge</figcaption></figure>',
            "f.jpg",
            "A bridge",
        ),
    ],
)
def test_the_lead_picture_is_the_one_above_the_text_with_its_caption(head, figure, url, caption):
    lead = article_of(head, h1=f"<h1>The old bridge is mended</h1>{figure}").lead
    assert lead is not None
    assert (lead.url, lead.caption) == (f"http://paper.example/{url}", caption)


def test_without_a_picture_there_is_none():
    assert article_of().lead is None
    assert article_of('<meta property="og:image" content="javascript:x">').lead is None
