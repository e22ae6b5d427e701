"""The gate `safe`: nothing that should not be asked, no picture that should not be shown.

The words come first and are judged by themselves (`unsafe_words`, pure); the pictures are read
from the blobs and scored by a model inside a package, each once.
"""

from live.qa_gen.gates.identity import asks_identity, asks_sexual
from live.qa_gen.gates.instructions import instruction_in, rigged
from live.qa_gen.gates.nsfw import NSFW, score
from live.qa_gen.gates.opinion import asks_opinion
from live.qa_gen.gates.private import asks_personal_data
from live.qa_gen.gates.spoken import other_language
from live.qa_gen.gates.verdict import Context, Dropped, NotRun, Passed
from live.records import Page, Question


async def safe(question: Question, page: Page, context: Context) -> Passed | Dropped | NotRun:
    """Passes a question that may be published; evidence has the scores of its pictures."""
    return unsafe_words(question, page) or await unsafe_pictures(page, context)


def unsafe_words(question: Question, page: Page) -> Dropped | None:
    """Gives why what a question says cannot be published."""
    texts = [question.question, question.answer, *(c.text for c in question.criteria)]
    for text in texts:
        if found := instruction_in(text, page):
            return _dropped("injected", f"It repeats an instruction to a model, {found!r}", found)
    for criterion in question.criteria:
        if found := rigged(criterion.text):
            return _dropped("injected", f"A criterion rewards any answer, {found!r}", found)
    if found := asks_personal_data(question, page):
        return _dropped("personal_data", f"It asks for private data, {found!r}", found)
    if found := asks_identity(question, page):
        fact = f"It asks of a person what only the face could tell, {found!r}"
        return _dropped("identity_from_face", fact, found)
    if found := asks_sexual(question, page):
        return _dropped("sexual_remark", f"It asks how desirable somebody is, {found!r}", found)
    if found := asks_opinion(question, page):
        fact = f"It asks for a political opinion of one's own, {found!r}"
        return _dropped("political_opinion", fact, found)
    if found := other_language(question, page):
        fact = f"It is said to be in {question.language!r} and reads as {found!r}"
        return _dropped("wrong_language", fact, found)
    return None


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
