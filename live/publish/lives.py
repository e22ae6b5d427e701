"""A frozen month's rows -> the life of each as `live explain` tells it, less what is not published.

Reads the store, for all rows at once. What stays out: the article's own words, which are its
publisher's; what models noted about the page as a whole; the words of versions that were not safe
to publish; people who are not named in the split, and their reasons.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from live.crawl.read.date import freshness
from live.crawl.report import addresses
from live.qa_gen.explain import life
from live.records import Decision, Finding, Link, Page, Question, Release, Row, Step, Visit
from live.workspace import Workspace

R = TypeVar("R", Step, Finding, Decision, Question)
A_REVIEWER = "a reviewer"
SAID = {
    "check": ("can_answer", "verdict", "answer", "reason"),
    "finalize": ("earns_nothing",),
    "score": ("authenticity", "coherence", "clarity", "reason"),
}
"""What is published of a step's reply; of one that is not here, only who was asked."""
EVIDENCE = ("limit", "judge", "means", "nsfw", "kind", "score", "limits")
FACT = ("fact", "kind", "where")
SOLVER = ("model", "revision", "sample", "answer", "rating")
"""What is published of what a gate went by: not the words of the page around a fact."""


def lives(
    workspace: Workspace,
    release: Release,
    pages: Mapping[str, Page],
    steps: Iterable[Step],
    findings: Iterable[Finding],
) -> dict[int, dict[str, Any]]:
    """Gives the life of each row's question up to the version that was frozen, by row id.

    `found_in`, `listed_at`, `because` (what dates its page) and, as `live explain` has them,
    `steps`, `gates`, `decisions` and `versions`; of these `changed` is None where it is not
    published. steps, findings: of the rows and their pages at least.
    """
    store, month = workspace.store, release.month
    frozen = {row.question_id for row in release.rows}
    versions = _by(q for q in store.each(Question, month) if q.id in frozen)
    said, found = _by(steps), _by(findings)
    decided = _by(store.all(Decision, month))
    prices = store.calls.prices(s.made_by.reply_key for each in said.values() for s in each)
    listed = _listed(workspace, month, pages.values())
    told = {}
    for row in release.rows:
        page, id = pages[row.page_id], row.question_id
        known = life(
            [q for q in versions[id] if q.version <= row.version],
            [*said[page.id], *said[id]],
            [f for f in found[id] if f.version <= row.version],
            [d for d in decided[id] if d.version <= row.version],
            prices,
        )
        told[row.row_id] = {
            **listed[page.id],
            "because": freshness(page.evidence, page.month, page.captured_at).detail,
            **_published(known, row, versions[id]),
        }
    return told


def _by(records: Iterable[R]) -> dict[str, list[R]]:
    """Records by the id of what they are about."""
    found: dict[str, list[R]] = defaultdict(list)
    for each in records:
        found[each.id if isinstance(each, Question) else each.parent].append(each)
    return found


def _listed(workspace: Workspace, month: str, pages: Iterable[Page]) -> dict[str, dict[str, str]]:
    """By page, where the link was found that became it, and with what date."""
    store = workspace.store
    links = {
        url: {"found_in": where, "listed_at": at}
        for url, where, at in store.each_fields(Link, "url", "found_in", "listed_at", month=month)
    }
    made = {
        address: url
        for url, address, state in store.each_fields(Visit, "url", "address", "state", month=month)
        if state == "done" and address
    }
    nowhere = {"found_in": "", "listed_at": ""}
    return {
        page.id: next(
            (
                links[url]
                for url in (made.get(page.url, ""), *sorted(addresses(page)))
                if url in links
            ),
            nowhere,
        )
        for page in pages
    }


def _published(known: dict[str, Any], row: Row, versions: Sequence[Question]) -> dict[str, Any]:
    edited = {each.version: each.edited_by for each in versions}
    named = {*row.reviewed_by.split(", "), edited.get(row.version, "")} - {""}
    unsafe = {
        each["version"]
        for each in known["gates"]
        if each["gate"] == "safe" and each["outcome"] in ("dropped", "held")
    } - {row.version}
    return {
        "steps": [_step(each) for each in known["steps"]],
        "gates": [gate for each in known["gates"] if (gate := _gate(each, row.version))],
        "decisions": [
            {
                "version": each["version"],
                "verdict": each["verdict"],
                "by": _name(each["reviewer"], named),
                "at": each["at"],
            }
            for each in known["decisions"]
        ],
        "versions": [
            {
                "version": each["version"],
                "by": _name(each["by"], named) if edited.get(each["version"]) else each["by"],
                "changed": None
                if {each["version"], each["version"] - 1} & unsafe
                else each["changed"],
            }
            for each in known["versions"]
        ],
    }


def _name(who: str, named: set[str]) -> str:
    return who if who in named else A_REVIEWER


def _step(each: dict[str, Any]) -> dict[str, Any]:
    kept = {key: each[key] for key in ("step", "model", "declared", "revision", "tokens", "usd")}
    return kept | {"said": _only(each["said"], SAID.get(each["step"], ()))}


def _gate(each: dict[str, Any], version: int) -> dict[str, Any] | None:
    """What a gate found: of the frozen version with what it went by, else only what ended one."""
    kept = {key: each[key] for key in ("gate", "version", "outcome", "reason")}
    if each["version"] != version:
        return kept | {"detail": "", "evidence": {}} if each["reason"] else None
    evidence = each["evidence"]
    parts = {
        "facts": [_only(fact, FACT) for fact in evidence.get("facts", ())],
        "solvers": [_only(solver, SOLVER) for solver in evidence.get("solvers", ())],
    }
    found = {key: part for key, part in parts.items() if part}
    detail = each["detail"] if each["outcome"] == "passed" else ""  # else it is for the maintainers
    return kept | {"detail": detail, "evidence": _only(evidence, EVIDENCE) | found}


def _only(data: Mapping[str, Any], keys: Sequence[str]) -> dict[str, Any]:
    return {key: data[key] for key in keys if key in data}
