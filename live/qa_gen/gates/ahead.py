"""The pictures of pages with questions to come -> signed and scored, while models check these.

Neither needs a question, and the gates find both done. Touches the blobs, and the store.
"""

import asyncio

from live.engine import FINAL
from live.errors import LiveError
from live.qa_gen.gates.known import sign_page
from live.qa_gen.gates.nsfw import score
from live.records import Page, Question
from live.workspace import Workspace


async def look_ahead(workspace: Workspace, month: str) -> None:
    """Looks at the pictures that the gates `new` and `safe` will ask about, one after the other."""
    store, blobs, gates = workspace.store, workspace.blobs, workspace.config.gates
    ended = store.ended(month, "gates", FINAL) | store.ended(month, "check", ["dropped"])
    asked = store.fields(Question, "id", "page_id", month=month)
    ids = dict.fromkeys(page for id, page in asked if id not in ended)
    signed = store.signatures.of(Page, ids)
    for page in (versions[-1] for id in ids if (versions := store.versions(Page, id))):
        if gates.new == "on" and page.id not in signed:
            try:
                signature = await asyncio.to_thread(sign_page, blobs, page)
            except LiveError:  # the gates say what follows of a picture that is lost
                continue
            store.signatures.add(Page, {page.id: signature})
        if gates.safe == "on":
            for shot in page.shots:
                await score(shot.sha256, blobs)
