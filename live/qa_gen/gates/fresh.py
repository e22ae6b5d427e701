"""The gate `fresh`: the page was published inside the month, and evidence says so. Pure."""

from live.outcomes import Dropped
from live.qa_gen.gates.verdict import Context, Passed
from live.records import Page, Question, window


def fresh(question: Question, page: Page, context: Context) -> Passed | Dropped:
    """Passes a question whose page was published in its month, by evidence stored with the page."""
    start, end = window(question.month)
    if not start <= page.published_at < end:
        return Dropped(
            "stale",
            f"{page.url} was published at {page.published_at:%Y-%m-%d %H:%M} UTC, outside of "
            f"{question.month}.",
        )
    if not any(proof.at is not None and start <= proof.at < end for proof in page.evidence):
        sources = ", ".join(f"{proof.source}: {proof.value!r}" for proof in page.evidence)
        return Dropped(
            "unproven_date",
            f"No evidence puts {page.url} inside {question.month}; it has {sources}.",
        )
    return Passed()
