"""A Page -> notes on it: what the pictures show, what the page says, and what of it is news.

Touches models through live.lmm.
"""

from typing import Any

from live.prompts import render
from live.qa_gen.ask import PROMPTS, FaultError, Query, Talk
from live.qa_gen.shown import line, shown_text
from live.records import Provenance

MAX_NOTES = 30
"""Notes of each kind that are handed on."""
KINDS = {"pictures": "The pictures show", "page": "The page says", "new": "This is new"}
NOTES_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {kind: {"type": "array", "items": {"type": "string"}} for kind in KINDS},
    "required": list(KINDS),
    "additionalProperties": False,
}


async def inform(talk: Talk) -> str:
    """Has the informer describe a page, and gives its notes as text.

    Raises StepError where there are none, ItemError where it is not reached.
    """
    write, page = talk.config.write, talk.page
    prompt = render(PROMPTS / "inform.md", page=shown_text(page), month=page.month)
    informer = write.informer or write.writer
    return await talk.ask(Query("inform", page.id, informer, prompt, NOTES_SCHEMA), _read)


def _read(data: dict[str, Any], _: Provenance) -> str:
    if not data.get("pictures"):
        raise FaultError("`pictures` is empty: say what the pictures show")
    lines = []
    for kind, title in KINDS.items():
        given = data.get(kind, [])
        notes = given if isinstance(given, list) else [given]
        lines += [f"{title}:", *(f"- {line(str(note), 500)}" for note in notes[:MAX_NOTES])]
    return "\n".join(lines)
