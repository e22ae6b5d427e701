"""At which sizes a candidate saw the screenshots: counted, and said in a line."""

import json
from typing import Any

import factory
import pytest

from live.judge.sizes import Sizes, sizes, sizes_line
from live.records import Answer, Provenance, Seen

PAGE = (1280, 1600)
FULL = Seen(original=PAGE, sent=PAGE, seen=PAGE, known="checked")
SMALL = Seen(original=PAGE, sent=(980, 1225), seen=(980, 1225), known="checked")
TOLD = Seen(original=PAGE, sent=PAGE, seen=(768, 960), tiles=4, tile=(512, 512), known="documented")
CUT = Seen(original=PAGE, sent=PAGE, tiles=17, tile=(364, 364), known="checked")
SENT = Seen(original=PAGE, sent=(640, 800))


def saw(*pictures: Seen) -> Answer:
    return given(pictures=pictures)


def given(**fields: Any) -> Answer:
    made_by = Provenance(model="a", **fields)
    return factory.answer(1, factory.question(), model="a", made_by=made_by)


def test_each_picture_counts_once_for_how_it_was_seen() -> None:
    found = sizes([saw(FULL, SMALL), saw(TOLD), saw(CUT, SENT), given()])
    assert found == Sizes(
        answers=4,
        unrecorded=1,
        pictures=5,
        full=1,
        changed=2,
        tiled=1,
        unknown=1,
        by_live=2,
        documented=1,
        edge=(960, 1225, 1600),
        least_scale=0.6,
    )
    assert found.full + found.changed + found.tiled + found.unknown == found.pictures
    assert json.loads(json.dumps(found.as_json())) == found.as_json()


@pytest.mark.parametrize(
    ("answers", "line"),
    [
        ([], "At which size it saw the screenshots was not recorded."),
        ([given()], "At which size it saw the screenshots was not recorded."),
        ([saw()], "It was shown no screenshots."),
        (
            [saw(FULL), saw(FULL)],
            "Of 2 screenshots it saw 2 at full size. Their longest edge was 1600 px.",
        ),
        (
            [saw(FULL, SMALL, SMALL), given()],
            "Of 3 screenshots it saw 1 at full size and 2 scaled or cropped, at worst to 77%. "
            "Their longest edge was 1225 to 1600 px, with a median of 1225. live scaled 2 before "
            "it sent them. Of 1 answers it was not recorded.",
        ),
        (
            [saw(TOLD, CUT)],
            "Of 2 screenshots it saw 1 scaled or cropped, at worst to 60% and 1 cut into tiles. "
            "Their longest edge was 960 px. So the provider documents it, for 1 of them.",
        ),
        (
            [saw(SENT)],
            "Of 1 screenshots it saw 1 in a size that is not known. live scaled 1 before",
        ),
    ],
)
def test_the_line_says_what_is_known_and_no_more(answers: list[Answer], line: str) -> None:
    assert sizes_line(sizes(answers)).startswith(line)
