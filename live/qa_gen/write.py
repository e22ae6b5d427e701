"""Pages in, Questions out: by an LMM that sees the pictures, or by the embedded templates.

Touches models through live.lmm, the store, and the pages' HTML in the blobs.
"""

from collections import Counter

from live.config import EMBEDDED_WRITER
from live.engine import Report, silent, work_through
from live.lmm.models import Models
from live.outcomes import Done, Dropped, Ending, State
from live.qa_gen.lmm_writer import ask_writer
from live.qa_gen.taxonomies import asked, check_taxonomy, load
from live.qa_gen.templates.choose import compose
from live.records import Page
from live.workspace import Workspace


async def write(
    workspace: Workspace, month: str, models: Models, *, report: Report = silent
) -> Counter[State]:
    """Writes questions about every page of a month. Stage "write", an item a page.

    Raises ConfigError for a taxonomy or subtask that does not exist.
    """
    config, store = workspace.config, workspace.store
    check_taxonomy(config)
    by_templates = config.write.writer == EMBEDDED_WRITER

    async def write_one(page: Page) -> Ending:
        if by_templates:
            return _by_templates(workspace, page)
        return await ask_writer(config, models, page)

    return await work_through(
        store.all(Page, month),
        write_one,
        store=store,
        month=month,
        stage="write",
        key=lambda page: page.id,
        concurrency=1 if by_templates else models.concurrency(config.write.writer),
        report=report,
    )


def _by_templates(workspace: Workspace, page: Page) -> Ending:
    """Asks what the page's markup says by itself and its pictures show."""
    config = workspace.config
    if not page.html_sha256:
        return Dropped("no_html", f"{page.url} has pictures only; {EMBEDDED_WRITER} needs HTML.")
    html = workspace.blobs.get_text(page.html_sha256)
    taxonomy = load(config.write.taxonomy)
    found = compose(html, page, taxonomy, asked(config), config.write.questions_per_page)
    if not found:
        return Dropped(
            "nothing_to_ask",
            f"{page.url} shows no chart, table, quote, number or byline that a template knows.",
        )
    return Done(tuple(found))
