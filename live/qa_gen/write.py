"""Pages in, draft Questions out: by an LMM that sees the pictures, or by the embedded templates.

Touches models through live.lmm, the store, and the pages' HTML in the blobs.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import TypeVar

from live.config import EMBEDDED_WRITER, Config
from live.engine import FINAL, Report, silent, work_through
from live.lmm.fence import fence
from live.lmm.models import Models
from live.outcomes import Done, Dropped, Ending, State
from live.prompts import render
from live.qa_gen.ask import PROMPTS, FaultError, Heard, Query, StepError, Talk, again
from live.qa_gen.difficulty import answered_by_all
from live.qa_gen.drafts import QUESTIONS_SCHEMA, read_drafts
from live.qa_gen.formats import TOLD
from live.qa_gen.inform import inform
from live.qa_gen.shown import language_of, shown_text
from live.qa_gen.taxonomies import Label, asked, check_taxonomy, load
from live.qa_gen.templates.choose import compose
from live.records import Finding, Page, Question
from live.workspace import Workspace

T = TypeVar("T")
STAGE = "write"
EASY_SHOWN = 6
"""Questions that every sighted solver answered, of which the writer is told."""


async def write(
    workspace: Workspace, month: str, models: Models, *, report: Report = silent
) -> Counter[State]:
    """Writes questions about every page of a month. Stage "write", an item a page.

    Raises ConfigError for a taxonomy or subtask that does not exist.
    """
    config, store = workspace.config, workspace.store
    check_taxonomy(config)
    by_templates = config.write.writer == EMBEDDED_WRITER
    easy = [] if by_templates else _easy(workspace, month)

    async def write_one(page: Page) -> Ending:
        if by_templates:
            return _by_templates(workspace, page)
        return await _by_lmm(Talk(config, models, STAGE, page), easy)

    names = [name for name in (config.write.informer, config.write.writer) if name]
    ended = store.ended(month, STAGE, FINAL)
    return await work_through(
        [page for page in store.each(Page, month) if page.id not in ended],
        write_one,
        store=store,
        month=month,
        stage=STAGE,
        key=lambda page: page.id,
        # twice what may be in flight: between two calls of one, another takes the turn
        concurrency=1 if by_templates else 2 * max(map(models.concurrency, names)),
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


async def _by_lmm(talk: Talk, easy: Sequence[Question]) -> Ending:
    """Has the page described, then questions written about it."""
    page, config = talk.page, talk.config
    try:
        notes = await inform(talk)
        prompt = prompt_for(config, page, notes, easy)
        query = Query("write", page.id, config.write.writer, prompt, QUESTIONS_SCHEMA)
        found, faults = await _questions(talk, query)
    except StepError as error:
        return Dropped(error.reason, f"{page.url}: {error.detail}", tuple(talk.steps))
    if not found:
        why = f"{page.url}: asked twice, the last time: {faults}"
        return Dropped("no_usable_question", why, tuple(talk.steps))
    return Done((*talk.steps, *found), faults)


async def _questions(talk: Talk, query: Query) -> tuple[list[Question], str]:
    """Asks for a page's questions, and once more for those that are missing.

    Gives them, and what was wrong with the rest. Raises StepError where the writer declines.
    """
    due = talk.config.write.questions_per_page
    heard = await talk.hear(query)
    if heard.declined:
        raise StepError("write_declined", f"{query.model}: {heard.fault}")
    found, faults = _read(talk, heard)
    missing = due - len(found)
    if missing > 0:
        asked_for = f"{due} questions were asked for, {len(found)} can be used"
        fault = "\n".join([*faults, f"{asked_for}. Reply with {missing} more, and only these."])
        second, faults = _read(talk, await talk.hear(again(query, heard, fault)))
        known = {question.id for question in found}
        found += [question for question in second if question.id not in known]
    short = [f"{len(found)} of {due} questions"] if found and len(found) < due else []
    return found[:due], "; ".join([*short, *faults])


def _read(talk: Talk, heard: Heard) -> tuple[list[Question], list[str]]:
    try:
        return heard.use(lambda data, by: read_drafts(data, by, talk.config, talk.page))
    except FaultError as error:
        return [], [str(error)]


def prompt_for(config: Config, page: Page, notes: str, easy: Sequence[Question] = ()) -> str:
    """Words what the writer is asked. Whatever comes from the page or from a model is fenced."""
    turn = int(page.id, 16)
    labels = {label.name: label for label in load(config.write.taxonomy).labels}
    subtasks = [_told(labels[name]) for name in _from(turn, asked(config))]
    formats = [f"- `{name}` {TOLD[name]}" for name in _from(turn, config.write.formats)]
    return render(
        PROMPTS / "write.md",
        count=str(config.write.questions_per_page),
        language=language_of(page, config.write.language),
        subtasks="\n\n".join(subtasks),
        formats="\n".join(formats),
        easy=fence("\n".join(f"- {q.question}" for q in easy) or "none yet", "easy questions"),
        notes=fence(notes, "notes"),
        page=shown_text(page),
    )


def _told(label: Label) -> str:
    examples = [f"  Q: {one.question}\n  A: {one.answer}" for one in label.examples]
    head = f"- {label.name}: {label.definition} Criteria: {label.good_criterion}"
    return "\n".join([head, *examples])


def _from(turn: int, names: Sequence[T]) -> list[T]:
    """The names from another one on: few questions a page would else never reach the last."""
    start = turn % len(names)
    return [*names[start:], *names[:start]]


def _easy(workspace: Workspace, month: str) -> list[Question]:
    """The month's questions that were too easy, the easiest first."""
    store = workspace.store
    ids = answered_by_all(store.each(Finding, month), workspace.config.solvers.sighted_limit)
    versions = (store.versions(Question, id) for id in ids)
    return list(islice((of_one[-1] for of_one in versions if of_one), EASY_SHOWN))
