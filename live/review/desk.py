"""A question -> all that the desk shows of it, as JSON data, as one viewer may see it.

Reads the store. Where the viewer is still to decide it blind, nothing of what other people said of
it is in there, in whatever words.
"""

from typing import Any

from live.crawl.read.date import freshness
from live.errors import UsageError
from live.publish.cut import frozen
from live.qa_gen.explain import steps_told, versions_told
from live.qa_gen.gates.decide import stored
from live.qa_gen.taxonomies import load
from live.records import Decision, Finding, Page, Question, Step
from live.review.blind import is_blind
from live.review.facts import GATES, NOWHERE, Fact, fact
from live.review.queue import seen
from live.review.reasons import REASONS
from live.review.remarks import flaggers, remarks_of
from live.workspace import Workspace

SOLVERS = {"blind": "needs_picture", "sighted": "answerable"}
"""Which gate asked which solvers."""
TOLD = ("model", "sample", "answer", "rating", "reason")


def item(
    workspace: Workspace, question_id: str, viewer: str = "", known: Fact | None = None
) -> dict[str, Any]:
    """Gives all that the desk shows of a question's newest version.

    viewer: a handle; '' is the maintainer at the command line, who may know all. known: what a
    queue knows of it. Raises UsageError where there is no question of that id. Beside what `Entry`
    has:

    - month, frozen, blind (others may have decided; the viewer is not told)
    - question, answer, criteria [{points, text}], rubric, format, grades, made_by, checked_by,
      edited_by; subtasks, those that an edit may choose from
    - page {id, title, byline, section, language, site, url, final_url, captured_at, browser,
      published_at, fresh, because, evidence}; None where it is not stored
    - shots [{sha256, kind, media_type, width, height, top, cut}]
    - steps, what models said, as `live explain` has them
    - gates [{gate, outcome, reason, detail, evidence}] of this version, in the order of the gates
    - solvers {blind, sighted}: lists of {model, sample, answer, rating, reason}
    - versions [{version, by, question, changed {field: [before, after]}}]
    - decisions [{version, verdict, reviewer, at, reason}], remarks [{version, kind, reviewer, at,
      text}], flags (handles), all without those of others where blind
    - reasons, to reject: number 1 is the first
    """
    store = workspace.store
    versions = store.versions(Question, question_id)
    if not versions:
        raise UsageError(f"{question_id}: no question of that id. See `live review list`.")
    question = versions[-1]
    month, is_frozen = question.month, frozen(workspace, question.month) is not None
    pages = store.versions(Page, question.page_id)
    page = pages[-1] if pages else None
    if known is None or known.version != question.version:
        known = fact(workspace, question, (page.site, page.title) if page else NOWHERE, 0)
    entry = seen(known, viewer, unreviewed=workspace.config.review == "none", frozen=is_frozen)
    blind = is_blind(known.said, viewer, twice=known.twice, frozen=is_frozen)
    found = _findings(workspace, question, blind)
    steps = [
        *store.all(Step, month, parent=question.page_id),
        *store.all(Step, month, parent=question_id),
    ]
    return {
        **entry._asdict() | {"decided_by": list(entry.decided_by)},
        "month": month,
        "frozen": is_frozen,
        "blind": blind,
        **question.model_dump(
            mode="json",
            include={"question", "answer", "criteria", "format", "grades", "edited_by"},
        ),
        "rubric": question.rubric,
        "made_by": question.made_by.model,
        "checked_by": question.checked_by.model if question.checked_by else "",
        "subtasks": list(load(workspace.config.write.taxonomy).names),
        "page": _page(page) if page else None,
        "shots": [
            shot.model_dump(mode="json", exclude={"text"}) for shot in (page.shots if page else ())
        ],
        "steps": steps_told(workspace, steps),
        "gates": [
            each.model_dump(
                mode="json", include={"gate", "outcome", "reason", "detail", "evidence"}
            )
            for each in found
        ],
        "solvers": {
            kind: [
                {key: one.get(key) for key in TOLD}
                for each in found
                if each.gate == gate
                for one in each.evidence.get("solvers", ())
            ]
            for kind, gate in SOLVERS.items()
        },
        "versions": versions_told(versions),
        **_people(workspace, question, viewer, blind),
        "reasons": list(REASONS),
    }


def _findings(workspace: Workspace, question: Question, blind: bool) -> list[Finding]:
    """What gates found of this version; less what was found since people released it, if blind."""
    found = sorted(stored(workspace.store, question), key=lambda each: GATES.index(each.gate))
    if blind:
        held = [n for n, each in enumerate(found) if each.outcome == "held"]
        return found[: held[0] + 1] if held else found
    return found


def _page(page: Page) -> dict[str, Any]:
    dating = freshness(page.evidence, page.month, page.captured_at)
    names = {
        "title", "byline", "section", "language", "site", "url", "final_url", "captured_at",
        "browser", "published_at", "evidence",
    }  # fmt: skip
    told = page.model_dump(mode="json", include=names)
    return {"id": page.id, **told, "fresh": dating.verdict, "because": dating.detail}


def _people(
    workspace: Workspace, question: Question, viewer: str, blind: bool
) -> dict[str, list[Any]]:
    """What people decided and remarked; where the viewer is blind, only the viewer."""
    store = workspace.store
    decisions = store.all(Decision, question.month, parent=question.id)
    remarks = remarks_of(workspace, question)
    if blind:
        decisions = [each for each in decisions if each.reviewer == viewer]
        remarks = [each for each in remarks if each.reviewer == viewer]
    hidden = {"month", "question_id", "act"}
    return {
        "decisions": [each.model_dump(mode="json", exclude=hidden) for each in decisions],
        "remarks": [each.model_dump(mode="json", exclude=hidden) for each in remarks],
        "flags": sorted(flaggers(remarks)),
    }
