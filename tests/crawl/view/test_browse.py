"""What earns a page another try: its end, or its browser's, and nothing else."""

import pytest

from live.crawl.view.browse import crashed


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
def test_only_a_death_earns_another_try(message, again):
    assert crashed(Exception(message)) == again
