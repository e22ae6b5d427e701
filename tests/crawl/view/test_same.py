"""A page shows the story that was read while its headline and the start of its text are there."""

from dataclasses import replace

import pytest

from live.crawl.view.same import Mark, Story

URL = "http://paper.example/bridge"
BODY = " ".join(f"{n * n * 7919:x} met {n * 104729:x} at {n**3:x}." for n in range(11, 120))
WAS = Mark(URL, 1.0, ("The Paper", "Old bridge to be mended at last"))
STORY = Story(WAS, "Old bridge to be mended at last | The Paper", BODY)


@pytest.mark.parametrize(
    ("now", "text"),
    [
        (WAS, BODY),
        (WAS, BODY.upper().replace(" ", "  \n")),
        (WAS, BODY[:1500]),
        (WAS, "Live: 3 to 2. " + BODY + "Read on"),
        (replace(WAS, headings=(*WAS.headings, "Next story")), BODY),
        (replace(WAS, headings=("Old bridge to be mended at last (3)",)), BODY),
        (replace(WAS, address="http://paper.example/next"), BODY),
        (replace(WAS, address=f"{URL}?consent=1", began=2.0), BODY),
    ],
)
def test_what_changes_around_a_story_costs_nothing(now, text):
    assert STORY.gone(now, text) == ""


@pytest.mark.parametrize(
    ("now", "text", "told"),
    [
        (replace(WAS, address="http://paper.example/next", began=2.0), BODY, "went on to http"),
        (replace(WAS, headings=("The Paper", "Market opens in the rain")), BODY, "its headline"),
        (replace(WAS, headings=("The Paper",)), BODY, "its headline"),
        (WAS, "Fish was cheap on the market. " * 99, "0% of its text"),
        (WAS, BODY[:200], "10% of its text"),
        (WAS, "", "0% of its text"),
    ],
)
def test_a_story_that_went_is_told_by_what_went_first(now, text, told):
    assert told in STORY.gone(now, text)


def test_a_page_without_a_headline_is_known_by_its_text():
    bare = Story(replace(WAS, headings=()), "Old bridge", BODY)
    assert bare.gone(replace(WAS, headings=("Ad",)), BODY) == ""
    assert "of its text" in bare.gone(WAS, "Fish was cheap on the market. " * 99)
    logo = Story(replace(WAS, headings=("The Paper", "Weather")), "Old bridge", BODY)
    assert logo.gone(replace(WAS, headings=()), BODY) == ""
