"""Draws charts and maps from content data as inline SVG text.

Pure. A data point is `<g role="img" aria-label="CATEGORY, VALUE UNIT.">`, the way chart
libraries mark them for screen readers, and category and value stand beside it as visible text.
Colours come from the page through `--mark`, so that a chart wears its paper's colour.
"""

from markupsafe import Markup, escape

from live.demo.outlets import Chart, Map

WIDTH, HEIGHT = 720, 340
LEFT, RIGHT, TOP, BOTTOM = 88, 704, 58, 268
GREY, INK = "#c9ced3", "#1d2227"
HALO = (
    'stroke="#fff" stroke-width="4" stroke-opacity=".8" stroke-linejoin="round" '
    'paint-order="stroke"'
)


def draw(chart: Chart, language: str) -> Markup:
    """Draws a bar or line chart, 720 x 340 units, numbers written as the language does.

    Raises ValueError when the chart has fewer than two points.
    """
    if len(chart.points) < 2:
        raise ValueError(f"the chart {chart.title!r} has {len(chart.points)} points; give two")
    top = _top(chart)
    slot = (RIGHT - LEFT) / len(chart.points)
    spots = [
        (LEFT + slot * (i + 0.5), _y(value, chart.low, top))
        for i, (_, value) in enumerate(chart.points)
    ]
    marks = _bars(spots, slot) if chart.kind == "bar" else _dots(spots)
    body = [_axes(chart, top, language)]
    if chart.kind == "line":
        way = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
        body.append(
            f'<polyline points="{way}" fill="none" stroke="var(--mark,#24506b)" stroke-width="4"/>'
        )
    for (name, value), (x, y), mark in zip(chart.points, spots, marks, strict=True):
        number = figure(value, chart.decimals, language)
        body.append(
            f'<g role="img" aria-label="{escape(name)}, {number} {escape(chart.unit)}.">{mark}'
            + _text(number, x, y - 11, "middle", 17, "bold")
            + "</g>"
            + _text(name, x, BOTTOM + 24, "middle", 16)
        )
    return _frame(chart.title, "".join(body))


def draw_map(data: Map) -> Markup:
    """Draws a map, 720 x 340 units: areas, then lines, then named places and notes."""
    shapes = [f'<rect y="44" width="{WIDTH}" height="296" fill="{escape(data.ground)}"/>']
    shapes += [f'<path d="{escape(d)}" fill="{escape(fill)}"/>' for d, fill in data.areas]
    shapes += [f'<path d="{escape(d)}" fill="none" {style}/>' for d, style in data.lines]
    for name, x, y, anchor in data.places:
        shift = {"start": 13, "end": -13, "middle": 0}[anchor]
        rise = -13 if anchor == "middle" else 6
        shapes.append(
            f'<circle cx="{x:g}" cy="{y:g}" r="7" fill="#fff" stroke="{INK}" stroke-width="3"/>'
            + _text(name, x + shift, y + rise, anchor, 17, "bold")
        )
    shapes += [_text(text, x, y, anchor, 16, "italic") for text, x, y, anchor in data.notes]
    return _frame(data.title, "".join(shapes))


def figure(value: float, decimals: int, language: str) -> str:
    """Writes a number: `1,234.5` in English, `1.234,5` in German."""
    text = f"{value:,.{decimals}f}"
    return text.translate(str.maketrans(",.", ".,")) if language == "de" else text


def _top(chart: Chart) -> float:
    """Finds the upper end of the value axis: the first grid line above every value."""
    top = chart.low
    while top <= max(value for _, value in chart.points):
        top += chart.step
    return top


def _y(value: float, low: float, top: float) -> float:
    """Places a value on the vertical axis, in units of the drawing."""
    return BOTTOM - (BOTTOM - TOP) * (value - low) / (top - low)


def _bars(spots: list[tuple[float, float]], slot: float) -> list[str]:
    """Draws one bar a point, at most 74 units wide."""
    wide = min(slot * 0.62, 74)
    return [
        f'<rect x="{x - wide / 2:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{BOTTOM - y:.1f}" '
        'fill="var(--mark,#24506b)"/>'
        for x, y in spots
    ]


def _dots(spots: list[tuple[float, float]]) -> list[str]:
    """Draws one dot a point."""
    return [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="#fff" stroke="var(--mark,#24506b)" '
        'stroke-width="4"/>'
        for x, y in spots
    ]


def _axes(chart: Chart, top: float, language: str) -> str:
    """Draws grid lines with their numbers, the base line and both axis titles."""
    parts, value = [], chart.low
    decimals = 0 if chart.step % 1 == 0 and chart.low % 1 == 0 else chart.decimals
    while value <= top + chart.step / 2:
        y = _y(value, chart.low, top)
        ink = INK if value == chart.low else GREY
        parts.append(f'<path d="M{LEFT} {y:.1f}H{RIGHT}" stroke="{ink}"/>')
        parts.append(_text(figure(value, decimals, language), LEFT - 9, y + 5, "end", 15))
        value += chart.step
    middle = (TOP + BOTTOM) / 2
    parts.append(_text(chart.x_title, (LEFT + RIGHT) / 2, HEIGHT - 16, "middle", 16))
    side = _text(chart.y_title, 0, 0, "middle", 16)
    return "".join(parts) + f'<g transform="translate(22 {middle:g}) rotate(-90)">{side}</g>'


def _text(text: str, x: float, y: float, anchor: str, size: int, style: str = "") -> str:
    """Writes one line of text; style is `bold`, `italic` or nothing."""
    kind = {"bold": ' font-weight="700"', "italic": ' font-style="italic"', "": ""}[style]
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" '
        f'fill="{INK}" {HALO}{kind}>{escape(text)}</text>'
    )


def _frame(title: str, body: str) -> Markup:
    """Wraps a drawing and prints its title above it."""
    return Markup(
        f'<svg class="chart" role="img" aria-label="{escape(title)}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" xmlns="http://www.w3.org/2000/svg">'
        f"{_text(title, 4, 26, 'start', 20, 'bold')}{body}</svg>"
    )
