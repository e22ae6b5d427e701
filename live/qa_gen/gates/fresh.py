"""The gate `fresh`: the page was published inside the month, and evidence says so. Pure."""

from datetime import datetime

from live.qa_gen.gates.verdict import Context, Dropped, Passed
from live.records import Page, Question, window


def fresh(question: Question, page: Page, context: Context) -> Passed | Dropped:
    """Passes a question whose page was published in its month, by evidence stored with the page.

    Where the context has a cutoff, both times must also be no earlier.
    """
    start, end = window(question.month)
    cutoff = context.cutoff
    if not start <= page.published_at < end:
        return _stale(page, f"outside of {question.month}")
    if cutoff and page.published_at < cutoff:
        return _stale(page, f"before {cutoff:%Y-%m-%d %H:%M} UTC")
    first = max(start, cutoff) if cutoff else start
    if not any(proof.at is not None and first <= proof.at < end for proof in page.evidence):
        return Dropped("unproven_date", f"No evidence puts {page.url} there: {_said(page)}.")
    return Passed(evidence={"published_at": _iso(page.published_at), "said": _said(page)})


def _stale(page: Page, where: str) -> Dropped:
    at = page.published_at
    return Dropped(
        "stale",
        f"{page.url} was published at {at:%Y-%m-%d %H:%M} UTC, {where}.",
        {"published_at": _iso(at), "said": _said(page)},
    )


def _said(page: Page) -> str:
    return ", ".join(f"{each.source} says {each.value or 'nothing'!r}" for each in page.evidence)


def _iso(at: datetime) -> str:
    return at.isoformat()
