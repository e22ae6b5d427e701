"""A frozen month in, its manifest out: what every row is made of, by hash. Touches nothing outside.

The card is written from manifests alone, so that a repository always holds what its card needs.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import Any

from live.config import Config
from live.judge.sizes import sizes
from live.publish.edition import Edition
from live.publish.results import listed
from live.publish.rows import content_sha256, iso
from live.qa_gen.difficulty import expected_headroom
from live.qa_gen.gates.solvers import solvers_among_candidates
from live.qa_gen.taxonomies import load
from live.records import Erratum, Page, Provenance, Row

FORMAT = 1


def manifest_of(edition: Edition, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Gives the manifest as JSON data. rows: as `rows_of` gives them, in the release's order."""
    release, config = edition.release, edition.config
    used = {row.page_id for row in release.rows}
    return {
        "format": FORMAT,
        "month": release.month,
        "revision": release.revision,
        "errata": [_erratum(each) for each in release.errata],
        "title": config.title,
        "home": (config.publish_to or "").removeprefix("hub:"),
        "contact": config.contact,
        "live_version": release.version,
        "taxonomy": load(config.write.taxonomy).name,
        "cut_at": iso(release.cut_at),
        "canary": release.canary,
        "pictures": config.publish_pictures,
        "review": release.review,
        "gates": dict(release.gates),
        "solvers": _solvers(config),
        "languages": _languages(edition),
        "sites": _sites(edition),
        "subtasks": _subtasks(rows),
        "counts": dict(edition.counts),
        "funnel": dict(edition.funnel),
        "selection": _selection(edition),
        "expected_headroom": _headroom(edition),
        "dropped": {stage: dict(reasons) for stage, reasons in edition.dropped.items()},
        "cost": {"usd": round(edition.usd, 6), "tokens": edition.tokens},
        "models": _models(edition),
        "results": listed(edition),
        "rows": [
            _row(edition, row, published) for row, published in zip(release.rows, rows, strict=True)
        ],
        "pages": {id: _page(edition.pages[id]) for id in sorted(used)},
    }


def form_of(manifest: dict[str, Any]) -> str:
    """Says how a month has its pictures published: `embedded`, as all older ones, or otherwise."""
    return str(manifest.get("pictures", "embedded"))


def _subtasks(rows: list[dict[str, Any]]) -> dict[str, int]:
    labels = sorted(row["subtask"] for row in rows)
    return {label: labels.count(label) for label in dict.fromkeys(labels)}


def _selection(edition: Edition) -> dict[str, Any] | None:
    """How the rows were chosen; None where all that was accepted was taken."""
    selection = edition.release.selection
    if selection is None:
        return None
    reasons = Counter(each.reason for each in selection.left_out.values())
    return {
        **selection.model_dump(mode="json", exclude={"left_out"}),
        "left_out": dict(sorted(reasons.items())),
    }


def _headroom(edition: Edition) -> float | None:
    """100 less the mean score of the sighted solvers on the rows; None where none tried them."""
    headroom = expected_headroom(edition.findings)
    return None if headroom is None else round(headroom, 1)


def _row(edition: Edition, row: Row, published: dict[str, Any]) -> dict[str, Any]:
    question = edition.question(row)
    return {
        "id": row.row_id,
        "question_id": row.question_id,
        "version": row.version,
        "page_id": row.page_id,
        "content_sha256": content_sha256(published),
        "made_by": _maker(question.made_by),
        "checked_by": _maker(question.checked_by) if question.checked_by else None,
        "scored_by": _maker(question.grades.made_by) if question.grades else None,
        "edited_by": question.edited_by,
        "reviewed_by": row.reviewed_by,
    }


def _erratum(erratum: Erratum) -> dict[str, Any]:
    """What a revision changed about a row; of one that was withdrawn, all that is left of it."""
    return {
        "revision": erratum.revision,
        "id": erratum.row_id,
        "what": erratum.what,
        "fields": list(erratum.fields),
        "why": erratum.reason,
        "by": erratum.by,
        "at": iso(erratum.at),
        "question_id": erratum.question_id,
        "version": erratum.version,
    }


def _languages(edition: Edition) -> list[str]:
    """Those of the questions and those of the pages that they are about."""
    rows = edition.release.rows
    asked = {edition.question(row).language for row in rows}
    return sorted(asked | {edition.pages[row.page_id].language for row in rows} - {""})


def _sites(edition: Edition) -> list[dict[str, Any]]:
    used = {edition.pages[row.page_id].site for row in edition.release.rows}
    known = {"name", "url", "language", "country", "subjects"}
    return [
        s.model_dump(mode="json", include=known) for s in edition.config.sites if s.name in used
    ]


def _solvers(config: Config) -> dict[str, list[str]]:
    """Who answered at the gates, and which candidates are among them."""
    return {
        "blind": list(config.solvers.blind),
        "sighted": list(config.solvers.sighted),
        "candidates": list(solvers_among_candidates(config)),
    }


def _maker(made_by: Provenance) -> dict[str, Any]:
    return {
        "model": made_by.model,
        "revision": made_by.revision,
        "prompt_sha256": made_by.prompt_sha256,
        "parameters": made_by.parameters,
    }


def _page(page: Page) -> dict[str, Any]:
    return {
        "url": page.url,
        "site": page.site,
        "published_at": iso(page.published_at),
        "captured_at": iso(page.captured_at),
        "browser": page.browser,
        "html_sha256": page.html_sha256,
        "pictures_sha256": [shot.sha256 for shot in page.shots],
        "evidence": [one.model_dump(mode="json") for one in page.evidence],
    }


def _models(edition: Edition) -> list[dict[str, Any]]:
    """One entry a role and model: what the servers said they were, and a hash over its prompts."""
    questions = [edition.question(row) for row in edition.release.rows]
    roles = {
        "informer": _steps(edition, "inform"),
        "writer": [question.made_by for question in questions],
        "checker": [question.checked_by for question in questions if question.checked_by],
        "finalizer": _steps(edition, "finalize"),
        "scorer": [question.grades.made_by for question in questions if question.grades],
        "solver without pictures": _tried(edition, "needs_picture"),
        "solver with pictures": _tried(edition, "answerable"),
        "candidate": [answer.made_by for answer in edition.answers if not answer.by_person],
        "judge": [verdict.made_by for verdict in edition.verdicts if not verdict.by_person],
        "comparing judge": [each.made_by for each in edition.comparisons if each.was_asked],
    }
    return [
        _model(edition, role, name, [one for one in made if one.model == name])
        | (_pictures(edition, name) if role == "candidate" else {})
        for role, made in roles.items()
        for name in sorted({one.model for one in made})
    ]


def _steps(edition: Edition, name: str) -> list[Provenance]:
    return [step.made_by for step in edition.steps if step.step == name]


def _tried(edition: Edition, gate: str) -> list[Provenance]:
    """Who answered the rows' questions at a gate, as far as its findings tell."""
    return [
        Provenance(model=one["model"], revision=one.get("revision", ""))
        for finding in edition.findings
        if finding.gate == gate
        for one in finding.evidence.get("solvers", ())
    ]


def _model(edition: Edition, role: str, name: str, made: list[Provenance]) -> dict[str, Any]:
    prompts = sorted({one.prompt_sha256 for one in made if one.prompt_sha256})
    declared = {model.name: model.model for model in edition.config.models}
    return {
        "role": role,
        "name": name,
        "model": declared.get(name, name),
        "revisions": sorted({one.revision for one in made if one.revision}),
        "prompts": len(prompts),
        "prompts_sha256": _over(prompts),
    }


def _pictures(edition: Edition, candidate: str) -> dict[str, Any]:
    """At which sizes a candidate saw the screenshots, where it was asked with them."""
    answers = [answer for answer in edition.answers if answer.model == candidate]
    return {"pictures": sizes(answers).as_json()}


def _over(hashes: Iterable[str]) -> str:
    """The sha256 of sorted hashes, one a line; '' of none."""
    text = "".join(f"{one}\n" for one in hashes)
    return hashlib.sha256(text.encode()).hexdigest() if text else ""
