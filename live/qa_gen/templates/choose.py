"""A page's HTML -> a few varied Questions, each answerable from the page's pictures. Pure.

The gold comes from the DOM; a question is asked only if the pictures show it too.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from live.config import EMBEDDED_WRITER
from live.qa_gen.taxonomies import BY_TEMPLATE, Taxonomy
from live.qa_gen.templates.dom import read
from live.qa_gen.templates.draft import Draft, Kind
from live.qa_gen.templates.prose import (
    figure_drafts,
    frame_drafts,
    number_drafts,
    order_drafts,
    quote_drafts,
)
from live.qa_gen.templates.tabular import chart_drafts, table_drafts
from live.records import Criterion, Page, Provenance, Question, content_id

GROUPS: tuple[tuple[Kind, ...], ...] = (
    ("chart_extreme", "chart_value", "table_cell", "table_extreme", "chart_difference"),
    ("order", "quote"),
    ("number", "table_row", "caption"),
    ("byline", "date", "credit"),
    ("section", "headline"),
)
TURNS = (0, 1, 2, 0, 3, 1, 2, 3)
"""The groups whose turn it is: figures first. The last group has its turn when these are empty."""
NOTHING_ELSE = " Anything else earns 0 points."


def compose(
    html: str, page: Page, taxonomy: Taxonomy, asked: Iterable[str], n: int
) -> list[Question]:
    """Writes at most `n` questions about a page, on those subtasks asked that templates cover."""
    names = set(asked)
    labels = {
        label.category: label.name
        for label in taxonomy.labels
        if label.name in names and label.category in BY_TEMPLATE
    }
    drafts = [draft for draft in all_drafts(html, page) if draft.category in labels]
    return [_question(draft, page, labels[draft.category]) for draft in choose(drafts, page)[:n]]


def all_drafts(html: str, page: Page) -> list[Draft]:
    """Gives every question about a page that its pictures can answer."""
    facts = read(html, page)
    seen = _folded("\n".join(shot.text for shot in page.shots))
    writers = (
        chart_drafts,
        table_drafts,
        quote_drafts,
        order_drafts,
        number_drafts,
        figure_drafts,
        frame_drafts,
    )
    drafts = [draft for writer in writers for draft in writer(facts)]
    return [draft for draft in drafts if _is_seen(draft, seen) and not _leaks(draft)]


def choose(drafts: list[Draft], page: Page) -> list[Draft]:
    """Orders drafts by how much they vary a page's questions; chance is drawn from the page's id.

    No gold is asked for twice.
    """
    *queues, rest = [list(_mixed(drafts, kinds, page)) for kinds in GROUPS]
    chosen: list[Draft] = []
    golds: set[str] = set()
    while any(queues) or rest:
        for queue in [queues[turn] for turn in TURNS] if any(queues) else [rest]:
            while queue and golds & _golds(queue[0]):
                queue.pop(0)
            if queue:
                golds |= _golds(queue[0])
                chosen.append(queue.pop(0))
    return chosen


def _golds(draft: Draft) -> set[str]:
    return {_folded(fact.x) for fact in draft.facts}


def _mixed(drafts: list[Draft], kinds: tuple[Kind, ...], page: Page) -> Iterator[Draft]:
    """One draft of each kind, then the second of each; which kind begins differs by page."""
    shift = int(page.id, 16) % len(kinds)
    by_kind = [
        sorted(
            (draft for draft in drafts if draft.kind == kind),
            key=lambda draft: content_id(page.id, draft.question),
        )
        for kind in (*kinds[shift:], *kinds[:shift])
    ]
    for n in range(max(map(len, by_kind))):
        yield from (queue[n] for queue in by_kind if n < len(queue))


def _is_seen(draft: Draft, seen: str) -> bool:
    """Whether the pictures show all that question and gold speak of."""
    parts = [*draft.needs]
    if draft.kind != "chart_difference":
        parts += [fact.x for fact in draft.facts]
    return all(_holds(seen, part) for part in parts if part)


def _leaks(draft: Draft) -> bool:
    """Whether the question gives away what earns points, or the judge could not quote it."""
    asked = _folded(draft.question)
    return any('"' in fact.x or _holds(asked, fact.x) for fact in draft.facts)


def _holds(text: str, part: str) -> bool:
    """Whether a folded text has a part as whole words; 41 is not in 41,2 nor in 412."""
    pattern = rf"(?<!\w)(?<!\d[.,]){re.escape(_folded(part))}(?!\w|[.,]\d)"
    return re.search(pattern, text) is not None


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _question(draft: Draft, page: Page, subtask: str) -> Question:
    last = len(draft.facts) - 1
    criteria = tuple(
        Criterion(points=fact.points, text=fact.text + (NOTHING_ELSE if n == last else ""))
        for n, fact in enumerate(draft.facts)
    )
    return Question(
        id=content_id("question", page.id, subtask, draft.question),
        month=page.month,
        page_id=page.id,
        subtask=subtask,
        question=draft.question,
        answer=draft.answer,
        criteria=criteria,
        made_by=Provenance(model=EMBEDDED_WRITER, parameters={"template": draft.kind}),
    )
