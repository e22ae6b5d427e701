"""What providers make of pictures, as their documentation works it out."""

import pytest

from live.config import Model
from live.lmm.sight import UNKNOWN, Sight, Size, anthropic_sight, openai_sight
from live.records import Seen

PAGE = (1280, 1600)


def claude(name: str, **fields: int) -> Sight:
    model = Model(name="m", model=f"anthropic/{name}", **fields)  # type: ignore[arg-type]
    return anthropic_sight(model, "api.anthropic.com")


def gpt(name: str) -> Sight:
    return openai_sight(Model(name="m", model=f"openai/{name}"), "api.openai.com")


def fitted(sight: Sight, size: Size) -> Size:
    assert sight.fits is not None
    return sight.fits(size)


@pytest.mark.parametrize(
    ("name", "size", "fitting"),
    [
        ("claude-haiku-4-5", (1075, 1520), (924, 1307)),  # as vision-coordinates works it out
        ("claude-haiku-4-5", (1520, 1075), (1307, 924)),
        ("claude-haiku-4-5", (3840, 2160), (1456, 819)),
        ("claude-opus-4-7", (3840, 2160), (2576, 1449)),
        ("claude-opus-4-7", PAGE, PAGE),
        ("claude-opus-4-7", (1280, 3900), (845, 2576)),
        ("claude-haiku-4-5", (1092, 1092), (1092, 1092)),
    ],
)
def test_live_scales_to_what_claude_takes_unscaled(name: str, size: Size, fitting: Size) -> None:
    sight = claude(name)
    assert fitted(sight, size) == fitting == fitted(sight, fitting)
    seen = sight.seen(size, fitting)
    assert (seen.seen, seen.known) == (fitting, "checked")


@pytest.mark.parametrize("name", ["claude-opus-4-8", "claude-sonnet-5", "claude-opus-5-5-20261001"])
def test_claude_since_4_7_sees_more(name: str) -> None:
    assert fitted(claude(name), PAGE) == PAGE


@pytest.mark.parametrize(
    "name",
    ["claude-3-5-sonnet-20241022", "claude-sonnet-4-20250514", "claude-opus-4-1-20250805", "new"],
)
def test_claude_before_4_7_and_of_no_known_version_sees_less(name: str) -> None:
    assert fitted(claude(name), PAGE) == (980, 1225)


def test_a_declared_edge_says_of_which_generation_a_model_is() -> None:
    assert fitted(claude("new", max_picture_px=2000), PAGE) == PAGE
    assert claude("new", max_picture_px=4000).fits is None


@pytest.mark.parametrize(
    ("name", "size", "seen", "tiles"),
    [
        ("gpt-5.4", (2048, 2048), (1600, 1600), 1),  # as images-vision works it out
        ("gpt-5.4-2026-03-05", (3840, 2400), (1996, 1248), 1),
        ("gpt-5.5", (3840, 2400), (3840, 2400), 1),
        ("gpt-5.6-sol", (1280, 30_000), (1280, 30_000), 1),
        ("gpt-4o", (1024, 1024), (768, 768), 4),
        ("gpt-4o", (2048, 4096), (768, 1536), 6),
        ("gpt-4.1-2025-04-14", (1280, 3900), (672, 2048), 8),
        ("gpt-4o-mini", (300, 200), (300, 200), 1),
    ],
)
def test_what_openai_makes_of_a_picture_is_as_documented(
    name: str, size: Size, seen: Size, tiles: int
) -> None:
    told = gpt(name).seen(size, size)
    assert (told.seen, told.tiles, told.known) == (seen, tiles, "documented")
    assert (told.tile == (512, 512)) == name.startswith("gpt-4")


def test_of_other_models_and_other_peoples_servers_nothing_is_claimed() -> None:
    assert gpt("gpt-5.4-codex-next") == UNKNOWN
    model = Model(name="m", model="openai/gpt-4o", base_url="http://127.0.0.1/v1")
    assert openai_sight(model, "127.0.0.1") == UNKNOWN
    assert anthropic_sight(model, "127.0.0.1") == UNKNOWN
    assert UNKNOWN.seen(PAGE, (640, 800)) == Seen(original=PAGE, sent=(640, 800))
