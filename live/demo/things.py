"""Draws what moves in an illustration: ships, people, a bus, a whale, a carousel, instruments.

Pure. Every function gives SVG text; x and y are where the thing touches ground or water, s its
scale.
"""

from live.demo.landscape import at, box, dot, line, way


def ship(x: float, y: float, s: float = 1, hull: str = "#8c2f2b") -> str:
    """Draws a container ship, about 380 units long."""
    colours = ("#d98032", "#2f6f8f", "#c9c3b4", "#577a4b", "#b5433a")
    load = "".join(
        box(-130 + i * 34, -58 - r * 20, 32, 18, colours[(i * 2 + r * 3) % 5])
        for r in range(3)
        for i in range(7 - (r == 2) * 2)
    )
    body = way("M-190 -40H190L160 0H-165z", hull) + box(-165, -6, 325, 6, "#3a2a2a")
    bridge = box(118, -112, 44, 74, "#f3f1ea") + box(112, -112, 56, 16, "#d9e6ec")
    return at(x, y, s, load + bridge + box(132, -138, 14, 28, "#d98032") + body)


def ferry(x: float, y: float, s: float = 1) -> str:
    """Draws a car ferry with lit windows and a blue funnel."""
    panes = "".join(box(-120 + i * 26, -62, 14, 12, "#ffdf8a") for i in range(10))
    upper = "".join(box(-76 + i * 26, -96, 14, 12, "#ffdf8a") for i in range(6))
    body = way("M-180 -36H190L160 0H-150z", "#1f4e79") + box(-140, -74, 300, 40, "#f6f4ee")
    deck = box(-96, -106, 200, 34, "#ebe8df") + box(10, -146, 40, 42, "#1f4e79")
    return at(x, y, s, body + deck + panes + upper + box(10, -136, 40, 10, "#f2b134"))


def boat(x: float, y: float, s: float = 1, hull: str = "#2f5d50") -> str:
    """Draws a small fishing boat with a mast."""
    body = way("M-60 -22H64L48 0H-46z", hull) + box(-34, -48, 36, 26, "#f1eee4")
    return at(
        x,
        y,
        s,
        body + box(-26, -42, 20, 12, "#9cc3d5") + line("M20 -22V-86M20 -80L56 -24", "#4d3b2d", 3),
    )


def crane(x: float, y: float, s: float = 1, fill: str = "#c2562d") -> str:
    """Draws a quay crane."""
    legs = line("M-40 0V-170M30 0V-170M-40 -90H30M-40 0L30 -90", fill, 9)
    arm = line("M-120 -172H170M-5 -230L-120 -172M-5 -230L170 -172M-5 -230V-172", fill, 7)
    return at(
        x, y, s, legs + arm + line("M-90 -170V-110", "#333", 2) + box(-112, -110, 44, 18, "#2f6f8f")
    )


def lighthouse(x: float, y: float, s: float = 1, beam: bool = True) -> str:
    """Draws a red and white lighthouse, its beam to the left when lit."""
    light = way("M0 -186L-980 -330V-40z", "#fff2b0", ' opacity=".28"') if beam else ""
    body = way("M-30 0L-19 -160H19L30 0z", "#f4f1e8") + way(
        "M-28 -32L-25 -70H25L28 -32z", "#b8322a"
    )
    top = way("M-22 -104L-20 -140H20L22 -104z", "#b8322a") + box(-24, -168, 48, 9, "#333")
    lamp = box(-13, -200, 26, 32, "#ffe28a") + way("M-20 -200h40l-20 -24z", "#333")
    return at(x, y, s, light + body + top + lamp)


def person(
    x: float,
    y: float,
    s: float = 1,
    shirt: str = "#2f5d8a",
    legs: str = "#2b2f38",
    pose: str = "stand",
    skin: str = "#d9a679",
    hair: str = "#3a2a20",
) -> str:
    """Draws a person, 110 units tall; pose: stand, run, wave or kick."""
    limbs = {
        "stand": ("M-7 -44V-2M7 -44V-2", "M-14 -80L-19 -48M14 -80L19 -48"),
        "run": (
            "M-4 -44L-26 -22L-46 -30M4 -44L22 -24L14 -2",
            "M-12 -80L-32 -64L-22 -50M12 -80L30 -60L44 -72",
        ),
        "wave": ("M-7 -44V-2M7 -44V-2", "M-14 -80L-30 -116M14 -80L30 -116"),
        "kick": ("M-4 -44L-14 -22L-18 -2M4 -44L26 -30L48 -24", "M-12 -80L-38 -76M12 -80L34 -92"),
    }[pose]
    body = line(limbs[0], legs, 11) + line(limbs[1], skin, 8)
    torso = f'<rect x="-16" y="-88" width="32" height="48" rx="10" fill="{shirt}"/>'
    return at(
        x,
        y,
        s,
        body + torso + dot(0, -100, 13, skin) + way("M-13 -101a13 13 0 0 1 26 0q-13-8-26 0z", hair),
    )


def people(y: float, xs: list[float], s: float = 1) -> str:
    """Draws standing people at the given places, dressed in turn from one small wardrobe."""
    shirts = ("#2f5d8a", "#a23b3b", "#c98a1b", "#3f7d58", "#6a4c93", "#44606e")
    skins = ("#e0b08a", "#8d5a3b", "#c98d63", "#f0c8a4")
    return "".join(
        person(x, y + i % 2 * 4, s, shirts[i % 6], "#2b2f38", "stand", skins[i % 4])
        for i, x in enumerate(xs)
    )


def ball(x: float, y: float, r: float = 11) -> str:
    """Draws a football."""
    return (
        dot(x, y, r, "#ffffff")
        + dot(x, y, r * 0.4, "#222")
        + dot(x - r * 0.6, y + r * 0.5, r * 0.2, "#222")
    )


def goal(x: float, y: float, s: float = 1) -> str:
    """Draws a goal with its net."""
    net = "".join(f"M{i} -90V0" for i in range(12, 210, 14)) + "".join(
        f"M0 {-i}H210" for i in range(10, 90, 14)
    )
    return at(x, y, s, line(net, "#e8eef0", 1) + line("M0 0V-90H210V0", "#ffffff", 7))


def cyclist(x: float, y: float, s: float = 1, shirt: str = "#d8262f") -> str:
    """Draws a track cyclist bent low over the bars, riding right."""
    wheel = "".join(
        f'<circle cx="{cx}" cy="-34" r="34" fill="#e9edf0" fill-opacity=".5" '
        'stroke="#15181c" stroke-width="6"/>'
        for cx in (-62, 62)
    )
    frame = line("M-62 -34L-18 -88H44L62 -34M-18 -88L0 -34L44 -88M-62 -34H0", "#15181c", 6)
    rider = line("M-22 -100L8 -72L0 -30M38 -126L66 -92L56 -88", "#d9a679", 12)
    back = line("M-22 -102Q0 -140 40 -132", shirt, 28)
    helmet = way("M40 -146q12 -24 36 -14q14 6 12 20l-44 8z", "#f5d000")
    return at(x, y, s, wheel + frame + rider + back + dot(62, -138, 13, "#d9a679") + helmet)


def whale(x: float, y: float, s: float = 1, fill: str = "#b98a55") -> str:
    """Draws a cardboard whale hung on wires, patched with squares of board."""
    body = way(
        "M-250 -60Q-230 -150 -60 -150Q120 -150 210 -84Q260 -110 290 -150Q300 -100 262 -62"
        "Q296 -40 300 0Q250 -6 212 -44Q110 20 -70 16Q-240 10 -250 -60z",
        fill,
    )
    belly = way("M-246 -46Q-160 -8 60 -14Q-40 30 -150 4Q-236 -14 -246 -46z", "#e2c79c")
    patches = "".join(
        box(px, py, 46, 30, "#a37642", ' stroke="#8a6136" stroke-width="2" stroke-dasharray="5 4"')
        for px, py in ((-120, -120), (-30, -92), (60, -124), (116, -76), (-190, -92))
    )
    wires = line("M-160 -140V-330M0 -150V-330M150 -118V-330", "#5a5148", 2)
    fin = way("M-70 -6L-20 70Q10 40 0 -8z", "#a37642")
    return at(x, y, s, wires + fin + body + belly + patches + dot(-196, -62, 7, "#2b211a"))


def bus(x: float, y: float, s: float = 1, fill: str = "#0b7a75", sign: str = "") -> str:
    """Draws a city bus, about 300 units long, its line number on a lit sign."""
    body = f'<rect x="-150" y="-120" width="300" height="104" rx="14" fill="{fill}"/>'
    panes = "".join(box(-138 + i * 56, -96, 48, 40, "#d5ebf2") for i in range(4)) + box(
        96, -100, 46, 74, "#d5ebf2"
    )
    wheels = "".join(dot(cx, -16, 20, "#22262a") + dot(cx, -16, 9, "#c9cdd0") for cx in (-90, 84))
    lamp = box(-30, -118, 110, 19, "#1a1a1a") + (
        f'<text x="25" y="-103" text-anchor="middle" font-family="Liberation Sans,sans-serif" '
        f'font-size="15" font-weight="700" fill="#ffc83d">{sign}</text>'
    )
    return at(x, y, s, body + panes + lamp + wheels + dot(146, -36, 6, "#fff3b0"))


def pool(y: float = 300) -> str:
    """Draws a swimming pool with lanes and starting blocks from y down."""
    lanes = "".join(
        line(f"M{400 + (x - 400) * 0.62:g} {y + 6:g}L{x} 450", c, 5)
        for x, c in zip(
            range(-100, 901, 166),
            ("#d33", "#fff", "#d33", "#fff", "#d33", "#fff", "#d33"),
            strict=True,
        )
    )
    blocks = "".join(
        box(150 + i * 104, y - 26, 40, 26, "#f4f6f7", ' stroke="#7b8a92" stroke-width="2"')
        for i in range(5)
    )
    return box(0, y, 800, 450 - y, "#39a9d0") + box(0, y - 6, 800, 10, "#eef3f4") + lanes + blocks


def probe(x: float, y: float, s: float = 1) -> str:
    """Draws a measuring well: a steel pipe with a small solar panel and an antenna."""
    pipe = box(-14, -90, 28, 90, "#9aa5ab") + box(-19, -98, 38, 12, "#6c777d")
    panel = way(
        "M-58 -128L28 -148L36 -112L-50 -94z", "#1f3b63", ' stroke="#d5dde2" stroke-width="4"'
    )
    mast = line("M16 -98V-190M16 -182l14 -10M16 -172l20 -14", "#4c565c", 4)
    return at(x, y, s, pipe + mast + panel)


def carousel(x: float, y: float, s: float = 1) -> str:
    """Draws a fairground carousel with four horses."""
    roof = "".join(
        way(f"M0 -250L{-180 + i * 60} -160h60z", ("#c8102e", "#fff4dc")[i % 2]) for i in range(6)
    )
    horse = way(
        "M-26 0q-4 -22 12 -24h18l10 -20 14 6 -4 12 -8 2 -2 24h-8v22h-6v-20h-14v20h-6z", "#f6efe2"
    )
    horses = "".join(
        line(f"M{px} -150V-24", "#d9a520", 4) + at(px, -56 + i % 2 * 18, 1, horse)
        for i, px in enumerate((-126, -42, 42, 126))
    )
    return at(
        x,
        y,
        s,
        box(-22, -160, 44, 140, "#e6c98f")
        + horses
        + box(-180, -24, 360, 24, "#7a1f2b")
        + roof
        + box(-180, -164, 360, 14, "#d9a520"),
    )


def lamps(y: float, xs: list[float], s: float = 1) -> str:
    """Draws lit gas lamps at the given places."""
    lamp = f'<g opacity=".3">{dot(0, -150, 46, "#ffe08a")}</g>' + line(
        "M0 0V-132M-16 -118H16", "#1e2226", 6
    )
    return "".join(
        at(
            x,
            y,
            s,
            lamp
            + way("M-12 -134h24l6 -30h-36z", "#ffe08a")
            + way("M-20 -164h40l-20 -16z", "#1e2226"),
        )
        for x in xs
    )


def ballot(x: float, y: float, s: float = 1) -> str:
    """Draws a ballot box with a paper going in."""
    paper = at(
        0,
        -120,
        1,
        box(-40, -50, 80, 80, "#fff", ' stroke="#b9bec2" stroke-width="3" transform="rotate(-8)"'),
    )
    tick = line("M-18 -138l12 14 24 -30", "#2a7d4f", 8)
    return at(
        x,
        y,
        s,
        paper
        + tick
        + box(-100, -100, 200, 100, "#3f6c8f")
        + box(-110, -112, 220, 16, "#2d4f6b")
        + box(-46, -108, 92, 7, "#10202d"),
    )


def gulls(spots: list[list[float]], fill: str = "#ffffff") -> str:
    """Draws distant gulls, each given as [x, y]."""
    return "".join(line(f"M{x - 14:g} {y - 6:g}q8 -6 14 6q6 -12 14 -6", fill, 3) for x, y in spots)


PARTS = {
    part.__name__: part
    for part in (ship, ferry, boat, crane, lighthouse, person, people, ball, goal, cyclist)
} | {part.__name__: part for part in (whale, bus, pool, probe, carousel, lamps, ballot, gulls)}
