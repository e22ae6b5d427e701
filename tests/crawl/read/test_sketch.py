"""Texts that are nearly the same have nearly the same sketch, in any script and for years."""

import hashlib

from live.crawl.read.sketch import PLACES, alike, sketch_of

STORY = " ".join(f"The ferry of {n} o'clock sails from pier {n * 7}." for n in range(40))
OTHER = " ".join(f"Minister {n * 13} opened school {n}." for n in range(40))


def test_a_text_that_was_touched_up_is_found_and_another_is_not():
    known = [bytes.fromhex(sketch_of(text)) for text in (OTHER, STORY, "Short.")]
    assert alike(sketch_of(STORY.replace("pier 7.", "the new  pier.").upper()), known) == [1]
    assert alike(sketch_of(STORY[: len(STORY) // 2] + OTHER), known) == []
    assert alike(sketch_of(STORY), []) == []


def test_chinese_is_compared_without_spaces():
    text = "".join(chr(0x4E00 + (n * n * 7919) % 5000) for n in range(600))
    assert alike(sketch_of(text[:560]), [bytes.fromhex(sketch_of(text))]) == [0]


def test_a_sketch_is_short_and_the_same_in_every_version():
    """Sketches are stored: one of today is compared with one of last year."""
    sketch = sketch_of(STORY)
    assert len(sketch) == 2 * PLACES
    assert hashlib.sha256(sketch.encode()).hexdigest()[:16] == "6c20989a70a32e52"
