"""What the browser says of a page that went wrong is known for what it is, and told so."""

import pytest
from playwright.async_api import Error

from live.crawl.view.trouble import crashed, trouble


@pytest.mark.parametrize(
    ("message", "again"),
    [
        ("Page crashed", True),
        ("Page.screenshot: Target crashed", True),
        ("Page.goto: Target page, context or browser has been closed", True),
        ("Connection closed while reading from the driver", True),
        ("The browser has been closed", True),
        ("Page.goto: net::ERR_NAME_NOT_RESOLVED at http://paper.example/", False),
        ("Page.content: Execution context was destroyed", False),
        ("Page.screenshot: Protocol error: Unable to capture screenshot", False),
    ],
)
def test_a_death_is_known_by_its_message(message, again):
    assert crashed(Exception(message)) == again


@pytest.mark.parametrize(
    ("message", "reason", "detail"),
    [
        ("Page crashed", "crashed", "its tab died (page crashed)"),
        (
            "Page.evaluate: Execution context was destroyed, most likely because of a navigation.",
            "moved",
            "it went elsewhere by itself while it was looked at",
        ),
        (
            "Page.screenshot: Protocol error (Page.captureScreenshot): Unable to capture",
            "broken",
            "Chromium could draw no picture of it. Is memory short?",
        ),
        (
            "Page.evaluate: TypeError: document.images is not iterable\n    at tidy (<anonymous>)",
            "broken",
            "its page does not let itself be read (TypeError: document.images is not iterable)",
        ),
    ],
)
def test_what_the_browser_says_is_told_in_plain_words(message, reason, detail):
    told = trouble("http://paper.example/one", Error(message))
    assert told.reason == reason
    assert told.detail.removesuffix(".") == f"http://paper.example/one: {detail.removesuffix('.')}"
    assert "Page." not in told.detail and ".." not in told.detail
