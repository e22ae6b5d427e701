"""Lines -> a page's parts: headline, byline, date, section, captions, lists, tables, text. Pure."""

import re
from dataclasses import dataclass, field
from math import sqrt
from statistics import median

from live.lmm.readers import dates
from live.lmm.readers.blocks import Block, blocks
from live.lmm.readers.grids import Chart, Table, charts, tables
from live.lmm.readers.lines import Line, overlap, rows
from live.lmm.readers.marks import BULLET, BYLINE, CREDIT, HOME, RANK, SEPARATORS
from live.lmm.readers.words import fold


@dataclass(frozen=True)
class Caption:
    """The words under a picture or chart, and who is credited for it."""

    text: str
    credit: str
    y: int


@dataclass(frozen=True)
class Listing:
    """A heading with items under it. ranked: they are numbered."""

    title: str
    items: tuple[str, ...]
    ranked: bool


@dataclass(frozen=True)
class Document:
    """A page as read: "" and () where a part was not found."""

    headline: str = ""
    standfirst: str = ""
    author: str = ""
    dateline: str = ""
    section: str = ""
    masthead: str = ""
    captions: tuple[Caption, ...] = ()
    listings: tuple[Listing, ...] = ()
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()
    blocks: tuple[Block, ...] = field(default=(), repr=False)

    @property
    def texts(self) -> list[str]:
        """The texts of its blocks, top to bottom."""
        return [block.text for block in self.blocks]


def lay_out(lines: list[Line]) -> Document:
    """Finds a page's parts among the lines that were read from its picture."""
    kept = [line for line in lines if line.score >= 0.3]
    found_tables, rest = tables(kept)
    found_charts, rest = charts(rest)
    # A vertical title of an axis is read as nonsense.
    rest = [line for line in rest if not (line.h > 2 * line.w and len(line.text) > 2)]
    all_blocks = blocks(rest)
    if not all_blocks:
        return Document(tables=tuple(found_tables), charts=tuple(found_charts))
    head = _headline(all_blocks)
    dateline = _dateline(all_blocks, head)
    return Document(
        headline=head.text if head else "",
        standfirst=_standfirst(all_blocks, head, dateline),
        author=_author(all_blocks, head),
        dateline=dateline,
        section=_section(all_blocks, rest, head),
        masthead=_masthead(all_blocks, head),
        captions=tuple(_captions(all_blocks, head, [table.bottom for table in found_tables])),
        listings=tuple(_listings(all_blocks, head)),
        tables=tuple(found_tables),
        charts=tuple(found_charts),
        blocks=tuple(all_blocks),
    )


def _headline(all_blocks: list[Block]) -> Block | None:
    """The largest type that reads like a headline: not the paper's name, and near a byline."""
    heads = [block for block in all_blocks if block.y < 1400 and len(block.text) > 8]
    marks = [block for block in all_blocks if BYLINE.match(block.text) or dates.day(block.text)]

    def standing(block: Block) -> float:
        count = len(block.text.split())
        value = sqrt(block.size * block.height / len(_short(block)))
        value *= 1.0 if count >= 4 else 0.5
        if any(block.above(mark) and mark.y - block.bottom < 12 * block.size for mark in marks):
            value *= 1.5
        repeated = any(
            fold(block.text) in fold(other.text) and other.size < 0.7 * block.size
            for other in all_blocks
            if other.y > block.bottom + 400
        )
        return value * (0.6 if repeated and count < 4 else 1.0)

    return max(heads, key=standing, default=None)


def _short(block: Block) -> str:
    """One mark for each stretch of 40 words: running text is no headline."""
    return "." * (1 + len(block.text.split()) // 40)


def _author(all_blocks: list[Block], head: Block | None) -> str:
    near = sorted(all_blocks, key=lambda b: abs(b.y - head.bottom) if head else b.y)
    for block in near:
        for line in block.lines:
            if match := BYLINE.search(line.text):
                name = re.split(r"\s*[·|•]|\s+[–—-]\s", match["names"])[0]
                return name.rstrip(" .,·")
    return ""


def _dateline(all_blocks: list[Block], head: Block | None) -> str:
    """The text with the date of publication: the first one under the headline, else over it."""
    dated = [block for block in all_blocks if dates.day(block.text) and len(block.text) < 160]
    if head is None:
        return dated[0].text if dated else ""
    under = [b for b in dated if b.y >= head.bottom - 8 and b.y - head.bottom < 700]
    over = [b for b in dated if b.bottom <= head.y + 8]
    chosen = under[:1] or over[-1:]
    if not chosen:
        return ""
    beside = [b for b in all_blocks if b is not chosen[0] and abs(b.y - chosen[0].y) < 10]
    times = [b.text for b in beside if dates.clock(b.text) and b.x - chosen[0].right < 200]
    return " ".join([chosen[0].text, *times[:1]])


def _standfirst(all_blocks: list[Block], head: Block | None, dateline: str) -> str:
    if head is None:
        return ""
    under = [b for b in all_blocks if b.y >= head.bottom - 10 and b.y - head.bottom < 60]
    under = [b for b in under if abs(b.x - head.x) < 30 and len(b.text.split()) >= 5]
    under = [b for b in under if not BYLINE.match(b.text) and b.text not in dateline]
    under = [b for b in under if b.size > 1.03 * _body_size(all_blocks)]
    return under[0].text if under else ""


def _section(all_blocks: list[Block], lines: list[Line], head: Block | None) -> str:
    """The last crumb of `Home / World`, or the short words right over the headline."""
    if head is None:
        return ""
    over = [line for line in lines if line.bottom <= head.y + 10 and line.x < head.right]
    for row in reversed(rows(over)):
        if HOME.match(row[0].text) and abs(row[0].x - head.x) < 60:
            return _last_crumb(" / ".join(line.text for line in row))
    kicker = [
        line
        for line in over
        if head.y - line.bottom < 70 and abs(line.x - head.x) < 40 and len(line.text.split()) <= 4
    ]
    return max(kicker, key=lambda line: line.y).text.strip(" |·/") if kicker else ""


def _last_crumb(crumbs: str) -> str:
    parts = [part for part in SEPARATORS.split(HOME.sub("", crumbs)) if re.search(r"\w", part)]
    return parts[-1].strip() if parts else ""


def _masthead(all_blocks: list[Block], head: Block | None) -> str:
    top = [b for b in all_blocks if head is not None and b is not head and b.bottom <= head.y + 8]
    top = [b for b in top if len(re.findall(r"[^\W\d]", b.text)) >= 4]
    return max(top, key=lambda b: b.size * b.height).text if top else ""


def _captions(all_blocks: list[Block], head: Block | None, grids: list[int]) -> list[Caption]:
    """Small texts with a picture over them: a credit, or a gap as high as a picture."""
    found = []
    body = _body_size(all_blocks)
    for block in all_blocks:
        if head is None or block.y <= head.y or BYLINE.match(block.text):
            continue
        text, credit = _without_credit(block.text, small=block.size < 0.96 * body)
        over = [b.bottom for b in all_blocks if b.bottom <= block.y + 6 and _same_column(b, block)]
        over += [bottom for bottom in grids if bottom <= block.y]
        gap = block.y - max(over, default=block.y)
        pictured = gap > 110 and block.size <= 1.05 * body and len(block.text.split()) >= 4
        if block.size <= 1.1 * body and text and (credit or pictured):
            found.append(Caption(text, credit, block.y))
    return found


def _body_size(all_blocks: list[Block]) -> float:
    sizes = [block.size for block in all_blocks for _ in block.text]
    return median(sizes)


def _same_column(one: Block, other: Block) -> bool:
    return overlap(one.x, one.right, other.x, other.right) > 0.3 * min(
        one.right - one.x, other.right - other.x
    )


def _without_credit(text: str, small: bool) -> tuple[str, str]:
    """Parts a caption from its credit: a known word of credit, or what follows the last stop."""
    match = CREDIT.search(text)
    if match and len(text) < 400:
        return text[: match.start()].strip(" ·|/("), text[match.start() :].strip(" )")
    said, _, rest = text.rpartition(". ")
    if small and said and rest[:1].isupper() and len(rest.split()) <= 6 and rest[-1].isalpha():
        return f"{said}.", rest
    return text, ""


def _listings(all_blocks: list[Block], head: Block | None) -> list[Listing]:
    """Headings with two or more short items under them, in one column."""
    found = []
    taken: set[Block] = set()
    for title in reversed(all_blocks):
        beside = [b for b in all_blocks if abs(b.y - title.y) < 10]
        if title in taken or len(title.text.split()) > 6 or title is head or len(beside) > 2:
            continue
        items = _items(title, all_blocks)
        if len(items) >= 2 and not taken & set(items):
            taken |= {title, *items}
            ranked = bool(RANK.match(items[0].text))
            texts = tuple(_bare(item.text) for item in items)
            found.append(Listing(title.text.strip(), texts, ranked))
    return found[::-1]


def _items(title: Block, all_blocks: list[Block]) -> list[Block]:
    """The blocks that follow under a title, alike in size, left edge and numbering."""
    items: list[Block] = []
    last = title
    for block in all_blocks:
        if block.y < title.bottom - 6 or not -12 <= block.x - title.x <= 50:
            continue
        first = items[0] if items else block
        alike = abs(block.x - first.x) < 12 and 0.85 < block.size / first.size < 1.18
        alike &= bool(RANK.match(block.text)) == bool(RANK.match(first.text))
        running = len(block.text.split()) > 22 or block.text.endswith(".")
        if block.y - last.bottom > 2.6 * block.size or not alike or running:
            break
        if block.size > 1.2 * title.size:
            break
        items.append(block)
        last = block
    return items


def _bare(text: str) -> str:
    return BULLET.sub("", RANK.sub("", text, count=1)).strip()
