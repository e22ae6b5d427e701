"""Ids come from content, whatever that is."""

from live.records import content_id, whole


def test_half_an_emoji_breaks_no_id_and_whole_text_keeps_its_own() -> None:
    assert content_id("a\ud83d") == content_id("a\ufffd") != content_id("a")
    assert content_id("Zoë \U0001f642") == content_id(whole("Zoë \U0001f642"))


def test_what_is_whole_stays_as_it_is() -> None:
    given = {"a": ["Zoë", 1, None, ("\U0001f642",)], "b": {"c": 2.5}}
    assert whole(given) == given and whole("\udc19 ü") == "\ufffd ü"
