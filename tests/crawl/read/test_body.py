"""The body that is read from the markup alone, without a second opinion, and with one."""

import pytest

from live.crawl.read.body import read_body
from live.crawl.read.readers import tree

WORDS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
STORY = [f"In its {word} part the council speaks at length about the old bridge." for word in WORDS]
MAYOR = [
    f"The new mayor said his {word} word, and it was a long one, on schools." for word in WORDS
]
HEAD = "The old bridge is mended"


def ps(texts, kind=""):
    return "".join(f"<p{kind}>{text}</p>" for text in texts)


def body(html, second=()):
    return list(read_body(tree(html), HEAD, list(second)).paragraphs)


@pytest.mark.parametrize("mark", ["related", "articleTeaser", "newsletter-box", "photo_caption"])
def test_a_marked_paragraph_among_the_others_is_left_out(mark):
    one = f'<p class="{mark}">{MAYOR[0]}</p>'
    assert body(f"<article><h1>{HEAD}</h1>{ps(STORY[:4])}{one}{ps(STORY[4:])}</article>") == STORY


@pytest.mark.parametrize("mark", ["sidebar-grid", "with-comments", "gdpr-applies"])
def test_a_mark_is_not_believed_of_what_holds_the_text(mark):
    assert body(f'<div class="{mark}"><h1>{HEAD}</h1>{ps(STORY)}</div>') == STORY


def test_parts_that_look_alike_are_weighed_together():
    """Each holds little of the article, all of them hold it."""
    parts = "".join(f'<div class="sidebar-part">{ps([text])}</div>' for text in STORY)
    assert body(f"<article><h1>{HEAD}</h1>{parts}</article>") == STORY


def test_the_next_article_of_an_endless_page_is_another():
    after = f"<article><h1>The new mayor</h1>{ps(MAYOR)}</article>"
    assert body(f"<article><h1>{HEAD}</h1>{ps(STORY)}</article>{after}") == STORY
    assert body(f"<article><h1>Old</h1>{ps(MAYOR)}</article><h1>{HEAD}</h1>{ps(STORY)}") == STORY


def test_a_heading_of_the_first_rank_within_the_article_does_not_end_it():
    inside = f"{ps(STORY[:4])}<h1>What comes next</h1>{ps(STORY[4:])}"
    assert body(f"<article><h1>{HEAD}</h1>{inside}</article>") == STORY


def test_what_is_said_twice_is_read_once_and_what_is_said_again_and_again_not_at_all():
    notice = "This content of another site is not shown, for you did not agree to be followed."
    texts = [STORY[0], notice, *STORY[1:], notice, STORY[2], notice]
    assert body(f"<h1>{HEAD}</h1><div>{ps(texts)}</div>") == STORY


def test_where_most_is_in_paragraphs_other_boxes_are_no_text():
    boxes = "<div>Photo: somebody, in a box of its own, and with a long enough description</div>"
    assert body(f"<h1>{HEAD}</h1><div>{ps(STORY[:4])}{boxes}{ps(STORY[4:])}</div>") == STORY


def test_a_quotation_belongs_to_the_article():
    quote = f"<blockquote>{ps(MAYOR[:1])}</blockquote>"
    said = body(f"<h1>{HEAD}</h1><div>{ps(STORY)}{quote}</div>")
    assert said == [*STORY, MAYOR[0]]


def test_the_second_opinion_takes_out_what_it_does_not_know():
    html = f"<h1>{HEAD}</h1><div>{ps([*STORY, MAYOR[0]])}</div>"
    assert body(html, STORY) == STORY


def test_the_second_opinion_is_taken_where_nothing_was_found_and_not_where_it_found_little():
    assert body("<ul><li>x</li></ul>", STORY) == STORY
    assert body(f"<h1>{HEAD}</h1><div>{ps(STORY)}</div>", STORY[:2]) == STORY
