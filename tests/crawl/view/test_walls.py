"""A wall against robots, or an error page with status 200, is known; an article about it is not."""

import pytest

from live.crawl.view.walls import FEW, LONGEST, wall

STORY = "The council of the small town met on Tuesday and agreed to mend the old bridge. "


@pytest.mark.parametrize(
    ("title", "text", "html", "who"),
    [
        ("Just a moment...", "paper.example", "<script>window._cf_chl_opt={}", "Cloudflare"),
        ("paper.example", "", "<iframe src='https://geo.captcha-delivery.com/'>", "DataDome"),
        ("Access denied", "", '<div id="px-captcha">', "HUMAN"),
        ("Access Denied", "Reference #18.4f2d1602.1760000000.1a2b3c", "", "Akamai"),
        ("", "Request unsuccessful. Incapsula incident ID: 1-2", "", "Imperva"),
        ("", "Verify you are human by completing the action below.", "", "Verify"),
        ("", "Please enable JavaScript and cookies to continue", "", "enable"),
        ("", "Bitte bestätigen Sie, dass Sie kein Roboter sind", "", "Roboter"),
        ("", "Подтвердите, что вы не робот", "", "робот"),
    ],
)
def test_each_known_wall_is_named(title, text, html, who):
    found = wall(title, "", text, html)
    assert found and found.slug == "bot_wall" and who in found.what


@pytest.mark.parametrize(
    ("title", "headline", "text"),
    [
        ("404 Not Found", "", "nginx"),
        ("Page not found | The Paper", "", STORY * 40),
        ("The Paper", "Oops! Page not found", STORY * 40),
        ("Seite nicht gefunden - Tagblatt", "", ""),
        ("Error 500", "", ""),
        ("", "", "503 Service Temporarily Unavailable\nnginx"),
        ("", "", "Forbidden\nYou don't have permission to access this resource."),
        ("お探しのページ", "ページが見つかりませんでした", ""),
    ],
)
def test_an_error_page_is_known_also_with_menus_around_it(title, headline, text):
    found = wall(title, headline, text)
    assert found and found.slug == "error_page"


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("Why websites ask you to verify you are human", "Are you a robot?"),
        ("404 lost pages of a diary were found in an attic", "Page not found: a history of errors"),
        ("Forbidden | Film reviews", "Forbidden"),
        ("500 days of war", "500 days of war"),
        ("Peugeot 404 turns sixty", "Access denied to the archive, say historians"),
    ],
)
def test_an_article_about_walls_and_errors_is_none(title, headline):
    words = "The page asked: verify you are human. Access denied, it said, press and hold. "
    text = headline + "\n" + words + STORY * (LONGEST // len(STORY))
    html = "<script src='https://geo.captcha-delivery.com/captcha'></script>" + text
    assert wall(title, headline, text, html) is None


def test_a_brief_in_few_words_is_none_unless_it_speaks_to_a_robot():
    text = STORY * (FEW // len(STORY))
    assert wall("Bridge to be mended", "Bridge to be mended", text, text) is None
