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
    head = '<meta property="og:title" content="You will not believe this bridge">'
    assert article_of(head).title == "The old bridge is mended"


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


def test_the_language_is_a_code_of_two_or_three_letters():
    assert article_of().language == "de"
    assert article_of(lang="").language == ""
    assert article_of('<meta property="og:locale" content="pt_BR">', lang="").language == "pt"


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
