"""Draws flat illustrations and weather icons as SVG text: the papers' photographs.

A scene is a list of one-key maps from content, such as `{ship: {x: 300, y: 320, s: 1.2}}`, painted
in order on 800 x 450 units. Pure: the same scene gives the same text.
"""

from collections.abc import Callable, Iterable
from typing import Any

from markupsafe import Markup

from live.demo import landscape, things

PARTS: dict[str, Callable[..., str]] = {**landscape.PARTS, **things.PARTS}
SUN = '<circle cx="{x}" cy="{y}" r="{r}" fill="#f5b400"/>'
CLOUD = (
    '<path d="M14 36a9 9 0 0 1 1-18 12 12 0 0 1 23-1 10 10 0 0 1 0 19z" fill="#8fa3b3" '
    'stroke="#5c7080" stroke-width="1.5"/>'
)
RAYS = (
    '<path d="M24 3v6M24 39v6M3 24h6M39 24h6M9 9l4 4M35 35l4 4M9 39l4-4M35 13l4-4" '
    'stroke="#f5b400" stroke-width="3" stroke-linecap="round"/>'
)
ICONS = {
    "sun": SUN.format(x=24, y=24, r=11) + RAYS,
    "partly": SUN.format(x=32, y=15, r=10) + CLOUD,
    "cloud": CLOUD,
    "rain": CLOUD + '<path d="M16 39l-2 6M25 39l-2 6M34 39l-2 6" stroke="#1f6fb2" '
    'stroke-width="3" stroke-linecap="round"/>',
    "fog": CLOUD + '<path d="M8 40h32M13 45h22" stroke="#8fa3b3" stroke-width="3"/>',
}


def draw(scene: Iterable[dict[str, Any]]) -> str:
    """Paints a scene as one SVG document, 800 x 450 units.

    Raises KeyError for a part that is not drawn here.
    """
    painted = [PARTS[name](**options) for part in scene for name, options in part.items()]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 450" width="800" height="450">'
        + "".join(painted)
        + "</svg>\n"
    )


def icon(kind: str, name: str) -> Markup:
    """Draws a weather icon, 48 x 48 units: sun, partly, cloud, rain or fog."""
    return Markup('<svg class="icon" role="img" aria-label="{}" viewBox="0 0 48 48">').format(
        name
    ) + Markup(ICONS[kind] + "</svg>")
