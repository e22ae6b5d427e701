"""Draws what stands still in an illustration: sky, water, land, houses, halls and rooms.

Pure. Every function gives SVG text for an 800 x 450 drawing; x and y are where the part stands,
s its scale, colours are any SVG colour.
"""

SKIES = {
    "day": ("#86bfe3", "#e6f2f6"),
    "dawn": ("#7d8fb8", "#f9cfa0"),
    "dusk": ("#3e4a7c", "#ef9a63"),
    "night": ("#0f1733", "#33477c"),
    "grey": ("#9aa9b3", "#dfe5e6"),
    "hall": ("#d9cdb8", "#f4eddf"),
    "dark": ("#1c1326", "#4a2440"),
}


def at(x: float, y: float, s: float, body: str) -> str:
    """Places a drawing made around the origin."""
    return f'<g transform="translate({x:g} {y:g}) scale({s:g})">{body}</g>'


def box(x: float, y: float, w: float, h: float, fill: str, more: str = "") -> str:
    """Draws a rectangle."""
    return f'<rect x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" fill="{fill}"{more}/>'


def way(d: str, fill: str = "none", more: str = "") -> str:
    """Draws a path."""
    return f'<path d="{d}" fill="{fill}"{more}/>'


def line(d: str, stroke: str, width: float) -> str:
    """Draws an open line with round ends."""
    return way(d, "none", f' stroke="{stroke}" stroke-width="{width:g}" stroke-linecap="round"')


def dot(x: float, y: float, r: float, fill: str) -> str:
    """Draws a disc."""
    return f'<circle cx="{x:g}" cy="{y:g}" r="{r:g}" fill="{fill}"/>'


def sky(kind: str) -> str:
    """Fills the drawing with light: day, dawn, dusk, night, grey, hall or dark."""
    top, low = SKIES[kind]
    return (
        '<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">'
        f'<stop offset="0" stop-color="{top}"/><stop offset="1" stop-color="{low}"/>'
        "</linearGradient></defs>" + box(0, 0, 800, 450, "url(#sky)")
    )


def sun(x: float, y: float, r: float = 34, fill: str = "#ffe9a8") -> str:
    """Draws sun or moon with a soft ring."""
    return f'<g opacity=".35">{dot(x, y, r * 1.6, fill)}</g>' + dot(x, y, r, fill)


def stars(n: int = 40) -> str:
    """Strews n stars over the upper half, always the same ones."""
    spots = [((i * 197) % 800, (i * 89) % 190, 1 + i % 2) for i in range(n)]
    return "".join(dot(x, y, r, "#fff8dc") for x, y, r in spots)


def clouds(spots: list[list[float]], fill: str = "#ffffff") -> str:
    """Draws clouds, each given as [x, y, scale]."""
    shape = way(
        "M-60 20a24 24 0 0 1 8-46 36 36 0 0 1 66-10 28 28 0 0 1 46 18 20 20 0 0 1 4 38z", fill
    )
    return '<g opacity=".85">' + "".join(at(x, y, s, shape) for x, y, s in spots) + "</g>"


def hills(heights: list[float], fill: str) -> str:
    """Draws a soft ridge through heights (y of evenly spaced points) down to the lower edge."""
    step = 800 / (len(heights) - 1)
    d = f"M0 450V{heights[0]:g}"
    for i, (a, b) in enumerate(zip(heights, heights[1:], strict=False)):
        x, half = i * step, step / 2
        d += f"C{x + half:.1f} {a:g} {x + half:.1f} {b:g} {x + step:.1f} {b:g}"
    return way(d + "V450z", fill)


def water(y: float, fill: str, gleam: str = "#ffffff") -> str:
    """Draws water from y down, with short gleams that lengthen towards the viewer."""
    waves = [
        line(f"M{(i * 173) % 780} {y + 14 + (450 - y - 20) * i / 26:.1f}h{20 + i * 2}", gleam, 2.5)
        for i in range(26)
    ]
    return box(0, y, 800, 450 - y, fill) + f'<g opacity=".35">{"".join(waves)}</g>'


def ground(y: float, fill: str) -> str:
    """Draws flat ground from y down."""
    return box(0, y, 800, 450 - y, fill)


def road(y: float, h: float = 80) -> str:
    """Draws a street with a kerb and a broken middle line."""
    dashes = "".join(box(x, y + h * 0.48, 50, 5, "#f1efe6") for x in range(10, 800, 100))
    return box(0, y, 800, h, "#5a6068") + box(0, y - 8, 800, 8, "#b9bcb8") + dashes


def trees(spots: list[list[float]], fill: str = "#4f7d4a") -> str:
    """Draws round trees, each given as [x, foot y, scale]."""
    tree = box(-5, -40, 10, 40, "#6b4a34") + dot(0, -68, 36, fill) + dot(-20, -52, 24, fill)
    return "".join(at(x, y, s, tree + dot(22, -54, 22, fill)) for x, y, s in spots)


def houses(y: float, row: list[list[object]], x: float = 0, lit: bool = False) -> str:
    """Draws gabled houses side by side on the line y; each is [width, height, colour]."""
    parts, glass = [], "#ffd979" if lit else "#dcebf2"
    for wide, high, fill in row:
        w, h = float(str(wide)), float(str(high))
        parts.append(box(x, y - h, w, h, str(fill)))
        parts.append(
            way(f"M{x - 4:g} {y - h:g}h{w + 8:g}l{-w / 2 - 4:g} {-w * 0.42:g}z", "#7b4032")
        )
        for top in range(int(y - h + 16), int(y - 40), 44):
            parts += [box(x + w * f, top, w * 0.2, 24, glass) for f in (0.16, 0.62)]
        parts.append(box(x + w * 0.4, y - 30, w * 0.2, 30, "#4b3428"))
        x += w
    return "".join(parts)


def towers(y: float, row: list[list[object]], x: float = 0, lit: bool = False) -> str:
    """Draws flat-roofed blocks with rows of windows; each is [width, height, colour]."""
    parts, glass = [], "#ffd979" if lit else "#e4eef3"
    for wide, high, fill in row:
        w, h = float(str(wide)), float(str(high))
        parts.append(box(x, y - h, w, h, str(fill)))
        for top in range(int(y - h + 12), int(y - 16), 26):
            parts += [box(x + at_x, top, 10, 14, glass) for at_x in range(10, int(w) - 14, 22)]
        x += w + 6
    return "".join(parts)


def columns(x: float, y: float, s: float = 1, fill: str = "#e9e1cf", sign: str = "") -> str:
    """Draws a public building with pediment, six columns and steps; sign is carved above them."""
    body = box(-190, -150, 380, 150, "#cbbfa6") + way("M-215 -170h430l-215 -80z", fill)
    body += box(-210, -172, 420, 26, fill)
    body += "".join(box(-180 + i * 66, -146, 30, 146, fill) for i in range(6))
    body += box(-22, -84, 44, 84, "#5b4a3a") + box(-215, 0, 430, 10, "#d8cdb6")
    body += box(-235, 10, 470, 12, "#c6baa1")
    words = (
        '<text y="-153" text-anchor="middle" font-family="Liberation Serif,serif" font-size="17"'
    )
    return at(x, y, s, body + f'{words} letter-spacing="3" fill="#5b4a3a">{sign}</text>')


def arches(y: float, n: int, fill: str, rail: str = "#4a4f55") -> str:
    """Draws a stone bridge over the whole width, its deck at y, with n arches."""
    span = 800 / n
    d = f"M0 {y:g}H800V{y + 110:g}"
    for i in range(n, 0, -1):
        right, left = i * span - 14, (i - 1) * span + 14
        d += (
            f"H{right:g}V{y + 90:g}A{(right - left) / 2:g} 66 0 0 0 {left:g} {y + 90:g}V{y + 110:g}"
        )
    posts = "".join(box(x, y - 22, 4, 22, rail) for x in range(12, 800, 30))
    return way(d + "H0z", fill) + posts + box(0, y - 25, 800, 5, rail)


def dam(y: float, fill: str = "#c9c4b8") -> str:
    """Draws a dam wall with its crest at y and two spillways."""
    d = f"M0 {y:g}Q400 {y + 46:g} 800 {y:g}V450H0z"
    falls = "".join(way(f"M{x} {y + 40:g}h46l10 400h-66z", "#eef6fa") for x in (300, 440))
    return way(d, fill) + falls + line(f"M0 {y:g}Q400 {y + 46:g} 800 {y:g}", "#8d877a", 12)


def stadium(pitch: float = 270, crowd: tuple[str, ...] = ("#c8102e", "#f4d35e", "#f7f7f7")) -> str:
    """Draws a stand full of people, two floodlights and a striped pitch from y = pitch down."""
    stand = box(0, 96, 800, pitch - 96, "#3b4350")
    people = "".join(
        dot(
            10 + (i % 66) * 12 + (i // 66 % 2) * 6,
            112 + i // 66 * 13,
            5,
            crowd[(i * 7 + i // 5) % 3],
        )
        for i in range(66 * int((pitch - 120) / 13))
    )
    board = box(0, pitch - 18, 800, 18, "#12233d")
    grass = "".join(
        box(i * 100, pitch, 100, 450 - pitch, ("#3f8f46", "#4aa052")[i % 2]) for i in range(8)
    )
    lamp = box(-4, 0, 8, 100, "#555c66") + box(-44, -30, 88, 40, "#fdf6d0")
    roof = way("M0 78H800V96H0z", "#20262f")
    marks = line(f"M0 {pitch + 30:g}H800M560 {pitch + 30:g}L640 450", "#ffffff", 4)
    return (
        stand + people + board + roof + at(120, 40, 1, lamp) + at(680, 40, 1, lamp) + grass + marks
    )


def stage(back: str = "#27406b") -> str:
    """Draws a theatre stage: backdrop, spotlights, boards and red curtains."""
    rays = "".join(
        way(f"M{x} 0l-70 340h160z", "#fff3c4", ' opacity=".16"') for x in (250, 400, 550)
    )
    drape = "".join(
        way(f"M{x} 0h46Q{x + 30} 200 {x + 46} 360h-46z", ("#8f1528", "#a81d33")[i % 2])
        for i, x in enumerate((0, 44, 88, 666, 710, 754))
    )
    return (
        box(0, 0, 800, 360, back)
        + rays
        + box(0, 350, 800, 100, "#7a5230")
        + drape
        + way("M0 0H800V40Q700 80 600 42Q500 80 400 42Q300 80 200 42Q100 80 0 40z", "#7a1020")
    )


def crowd(y: float, fill: str = "#150d1c", n: int = 17) -> str:
    """Draws the heads and shoulders of an audience seen from behind."""
    head = dot(0, 0, 19, fill) + way("M-36 60q0-44 36-44t36 44z", fill)
    return "".join(at(10 + i * 50, y + (i * 13) % 17, 1, head) for i in range(n))


def room(wall: str = "#e7dfd0", floor: str = "#a9825a", windows: int = 4) -> str:
    """Draws an indoor hall with tall windows and a floor."""
    gap = 800 / windows
    panes = "".join(
        box(gap * i + gap / 2 - 45, 50, 90, 170, "#bfdcea", ' stroke="#fff" stroke-width="8"')
        + line(f"M{gap * i + gap / 2:g} 52v166", "#ffffff", 5)
        for i in range(windows)
    )
    return box(0, 0, 800, 300, wall) + panes + box(0, 300, 800, 150, floor)


def velodrome() -> str:
    """Draws the banked curve of an indoor cycling track."""
    bands = [("#d9b382", 0), ("#c89f6c", 60), ("#2f6fb0", 128), ("#e8e3d6", 150)]
    curve = "M-40 {a}Q400 {b} 840 {a}V450H-40z"
    steel = "".join(
        line(f"M{x} 0L{400 + (x - 400) * 0.6:g} 120", "#6d7681", 5) for x in range(0, 801, 80)
    )
    return steel + "".join(way(curve.format(a=150 + d, b=330 + d), fill) for fill, d in bands)


PARTS = {
    part.__name__: part
    for part in (sky, sun, stars, clouds, hills, water, ground, road, trees, houses, towers)
} | {part.__name__: part for part in (columns, arches, dam, stadium, stage, crowd, room, velodrome)}
