"""A desk serves one month: where that has nothing to do, it says which others have."""

import factory
import pytest
from web_desk import MONTH, client, invite, stored

from live.outcomes import Waiting

OTHER = "2026-09"
TEXT = "September 2026 waits for people. This desk serves one month. Whoever runs it opens another "
CODE = f"<code>live review serve --month {OTHER}</code>"


@pytest.fixture
def other(desk):
    """A question of another month waits, and none of this one."""
    question = factory.question(9, id="f" * 16, month=OTHER)
    desk.store.add(question)
    desk.store.save(OTHER, "review", question.id, Waiting("unreviewed", "decide"))
    return desk


@pytest.mark.parametrize("path", ["/", "/review", "/rate"])
def test_who_has_nothing_to_do_is_told_which_month_and_where_there_is(other, path):
    page = client(other, "kim").get(path).text
    assert TEXT in page and CODE in page and "October 2026" in page


def test_who_is_through_is_told_too(other):
    (question,) = stored(other, 1)
    kim = client(other, "kim")
    for path in ("/", f"/desk/{question.id}", f"/join/{invite(other, 'lee')}"):
        assert TEXT not in kim.get(path).text
    done = kim.decide(question, "accept").text
    assert "Nothing waits for you in October 2026." in done and TEXT in done
    assert "All done." in (queue := kim.get("/").text) and TEXT in queue


def test_the_welcome_says_that_none_of_its_month_waits(other):
    page = client(other).get(f"/join/{invite(other, 'kim')}").text
    assert "20 seconds each; none are waiting in October 2026." in page and TEXT in page


def test_of_no_other_month_nothing_is_told(desk):
    for path in ("/", "/review", "/rate"):
        assert "data-elsewhere" not in client(desk, f"kim-{len(path)}").get(path).text
    assert f"live write --month {MONTH}" in client(desk, "lee").get("/").text
