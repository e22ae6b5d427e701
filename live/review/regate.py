"""An edited question -> what the gates that ask no model find of it, at once.

Touches the store and the blobs. `python -m live.review.regate FOLDER QUESTION_ID` does it in a
process of its own, for it loads weights, and prints one line of JSON.
"""

import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from live.errors import LiveError, UsageError
from live.lmm.models import Models
from live.publish.cut import frozen
from live.qa_gen.gates.decide import ending
from live.qa_gen.gates.known import known, signed, signed_pages
from live.qa_gen.gates.new import ANSWERED_BITS, ASKED_BITS, find_twins
from live.qa_gen.gates.one import GATES, MODELS, finding
from live.qa_gen.gates.pictures import seen_pages
from live.qa_gen.gates.same import same
from live.qa_gen.gates.signatures import MEANING
from live.qa_gen.gates.stories import sketched, stories
from live.qa_gen.gates.verdict import Context, Twin
from live.records import Finding, Page, Question
from live.review.decisions import settle_one
from live.workspace import Workspace, open_workspace

OPEN = ("waiting", "failed")
"""How a version stands that a run would take again."""


def regate_one(workspace: Workspace, question_id: str) -> dict[str, Any]:
    """Puts a question's newest version through the gates that ask no model, and decides it anew.

    What a run has decided of this version meanwhile stays. Gives id, version, state and reason as
    it stands at the gates then, and `gates`: a row a gate, with gate, outcome, reason, detail and
    evidence. Raises UsageError where there is no such question, or its month is frozen.
    """
    store = workspace.store
    versions = store.versions(Question, question_id)
    if not versions:
        raise UsageError(f"{question_id}: no question of that id. See `live review list`.")
    question = versions[-1]
    found = asyncio.run(_found(workspace, question))
    with store.together():
        if frozen(workspace, question.month):
            raise UsageError(f"{question.month} is frozen: its questions are not decided anew.")
        ended = store.outcome(question.month, "gates", question.id)
        newest = store.versions(Question, question_id)[-1]
        if newest.version == question.version and (ended is None or ended.state in OPEN):
            left = ending(found, workspace.config.gates)
            store.save(question.month, "gates", question.id, replace(left, records=tuple(found)))
            settle_one(workspace, question)
        ended = store.outcome(question.month, "gates", question.id)
    shown = {"gate", "outcome", "reason", "detail", "evidence"}
    return {
        "id": question.id,
        "version": question.version,
        "state": ended.state if ended else "waiting",
        "reason": ended.reason if ended else "",
        "gates": [each.model_dump(mode="json", include=shown) for each in found],
    }


async def _found(workspace: Workspace, question: Question) -> list[Finding]:
    """What the gates that ask no model find, up to the first that the question does not pass."""
    config, store, blobs, month = (
        workspace.config, workspace.store, workspace.blobs, question.month,
    )  # fmt: skip
    pages = store.versions(Page, question.page_id)
    if not pages:
        raise UsageError(f"{question.id}: page {question.page_id} is not stored. Crawl {month}.")
    found: list[Finding] = []
    async with Models(config, store, blobs, month, None) as models:
        context = Context(config, models, blobs)
        for name in GATES:
            if name == "new" and config.gates.new == "on":
                twin = _twin(workspace, question)
                context = replace(context, twins={question.id: twin} if twin else {})
            if name not in MODELS or getattr(config.gates, name) == "off":
                found.append(await finding(name, question, pages[-1], context))
            if found[-1].outcome not in ("passed", "off"):
                return found
    return found


def _twin(workspace: Workspace, question: Question) -> Twin | None:
    """What a question repeats: its page another one's picture, or it a question.

    Of its month, all others count as asked before it.
    """
    import numpy as np

    store, blobs, month = workspace.store, workspace.blobs, question.month
    pages = {page.id: page for page in store.all(Page, month)}
    others = _others(workspace, question, pages)
    asked_about = {each.page_id: pages[each.page_id] for each in (*others, question)}
    ordered = sorted(asked_about, key=lambda id: (pages[id].site, pages[id].url))
    before = known(store, blobs, month)
    pictures = signed_pages(store, blobs, asked_about.values())
    if seen := seen_pages(ordered, pages, pictures, before).get(question.page_id):
        return seen
    bits = signed(store, [*others, question])
    own = np.frombuffer(bits[question.id], np.uint8)[None]
    if asked := find_twins([question], own, pages, {}, before).get(question.id):
        return asked
    of = stories({id: sketched(pages[id]) for id in ordered})
    near = [each for each in others if _are_near(bits[each.id], bits[question.id])]
    told = [each for each in others if of[each.page_id] == of[question.page_id]]
    pairs = [(question, each) for each in {each.id: each for each in (*near, *told)}.values()]
    for (_, other), likeness in zip(pairs, same(pairs, of), strict=True):
        if likeness:
            return Twin(
                id=other.id,
                month=month,
                kind=likeness.kind,
                similarity=likeness.similarity,
                page_id=other.page_id,
                text=other.question,
            )
    return None


def _are_near(one: bytes, other: bytes) -> bool:
    """Whether two signatures may be of questions that ask the same."""
    apart = [(a ^ b).bit_count() for a, b in zip(one, other, strict=True)]
    return sum(apart[:MEANING]) <= ASKED_BITS and sum(apart[MEANING:]) <= ANSWERED_BITS


def _others(workspace: Workspace, question: Question, pages: dict[str, Page]) -> Sequence[Question]:
    """The month's other questions that repeat nothing, by page, as a run has them."""
    store, month = workspace.store, question.month
    told = store.fields(Finding, "question_id", "version", "gate", "outcome", month=month)
    passed = {(id, int(n)) for id, n, gate, outcome in told if (gate, outcome) == ("new", "passed")}
    others = [
        each
        for each in store.all(Question, month)
        if each.id != question.id and (each.id, each.version) in passed and each.page_id in pages
    ]
    return sorted(others, key=lambda each: (pages[each.page_id].site, pages[each.page_id].url))


def main() -> None:
    """Runs it once, for who started the process: what it found, or what is wrong, as one line."""
    folder, question_id = sys.argv[1:]
    try:
        with open_workspace(Path(folder)) as workspace:
            told = json.dumps(regate_one(workspace, question_id), ensure_ascii=False)
    except LiveError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(error.exit_code)
    sys.stdout.write(f"{told}\n")


if __name__ == "__main__":
    main()
