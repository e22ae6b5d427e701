"""The gate `safe`: nothing that should not be asked, no picture that should not be shown.

The words come first and are judged by themselves (`unsafe_words`, pure); the pictures are read
from the blobs and scored by a model inside a package, each once.
"""

from live.qa_gen.gates.instructions import instruction_in, rigged
from live.qa_gen.gates.nsfw import NSFW, score
from live.qa_gen.gates.spoken import other_language
from live.qa_gen.gates.unfit import unfit
from live.qa_gen.gates.verdict import Context, Dropped, Held, NotRun, Passed
from live.records import Page, Question

LIMITS = {
    "political_opinion": (0.42, 0.56),
    "identity_from_face": (0.42, 0.53),
    "personal_data": (0.4, 0.53),
    "sexual_remark": (0.34, 0.4),
}
"""Scores from which a question is held, and from which it is dropped (docs/decisions/0019)."""
ASKS = {
    "political_opinion": "a political opinion of whoever answers",
    "identity_from_face": "what only a face could tell",
    "personal_data": "private data of a person",
    "sexual_remark": "a remark on somebody's body or sex",
}


async def safe(
    question: Question, page: Page, context: Context
) -> Passed | Dropped | Held | NotRun:
    """Passes a question that may be published; evidence has the scores of its pictures."""
    return unsafe_words(question, page) or await unsafe_pictures(page, context)


def unsafe_words(question: Question, page: Page) -> Dropped | Held | None:
    """Gives why what a question says cannot be published."""
    texts = [question.question, question.answer, *(c.text for c in question.criteria)]
    for text in texts:
        if found := instruction_in(text, page):
            return _dropped("injected", f"It repeats an instruction to a model, {found!r}", found)
    for criterion in question.criteria:
        if found := rigged(criterion.text):
            return _dropped("injected", f"A criterion rewards any answer, {found!r}", found)
    if found := other_language(question, page):
        fact = f"It is said to be in {question.language!r} and reads as {found!r}"
        return _dropped("wrong_language", fact, found)
    return _unfit(question, page)


def _unfit(question: Question, page: Page) -> Dropped | Held | None:
    """Gives what a question seems to ask for that it may not; a person decides where it is open."""
    kind, score, beside = unfit(question, page)
    held, dropped = LIMITS[kind]
    if score < held:
        return None
    near = f", of a page that says {beside!r}" if beside else ""
    fact = f"It seems to ask for {ASKS[kind]}{near}"
    evidence = {"kind": kind, "score": round(score, 3), "limits": [held, dropped]}
    if score >= dropped:
        return Dropped(kind, f"{fact} ({score:.2f}, where {dropped} is the limit).", evidence)
    detail = f"{fact}, which is not sure ({score:.2f} of {held}..{dropped}): accept or reject it."
    return Held("unsure", detail, evidence)


async def unsafe_pictures(page: Page, context: Context) -> Passed | Dropped | NotRun:
    """Passes a page whose pictures are all below the limit."""
    scores: dict[str, float] = {}
    for n, shot in enumerate(page.shots, 1):
        found = await score(shot.sha256, context.blobs)
        if isinstance(found, str):
            return NotRun("no_picture", found, "failed")
        if found is None:
            continue
        scores[f"shot {n}"] = round(found, 3)
        if found >= NSFW:
            return Dropped(
                "nsfw_picture",
                f"Shot {n} of {page.url} scores {found:.2f}, where {NSFW} is the limit.",
                {"nsfw": scores},
            )
    return Passed(evidence={"nsfw": scores} if scores else {})


def _dropped(reason: str, fact: str, found: str) -> Dropped:
    return Dropped(reason, f"{fact}.", {"found": found})
