"""The log of what people did, against what is stored -> a line for everything that does not fit.

Reads the store. The chain shows that the log is as it was written; this, that nothing was decided,
edited, remarked, dated or answered past it, and that questions stand as what was decided says.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from live.publish.cut import frozen
from live.records import PERSON, Answer, Decision, Question, Remark, Ruling
from live.review.decisions import STAGE, TEXTS, ending_of
from live.review.standing import by_version, newest_of_each
from live.store_audit import Entry
from live.workspace import Workspace

VERBS = ("accept", "reject", "withdraw", "edit", "note", "flag", "unflag", "date", "answer")
"""What leaves a record beside its entry."""


class Audited(NamedTuple):
    """What the audit came to.

    entries: how many. head: the hash of the last; who notes it can tell a log cut short. before:
    decisions from before there was a log. faults: a line each; none where all fits.
    """

    entries: int
    head: str
    before: int
    faults: list[str]


def audit(workspace: Workspace) -> Audited:
    """Checks the whole log, and all that people did in all months."""
    log = workspace.store.audit
    entries = log.entries()
    number, head = log.head()
    before, faults = 0, list(log.faults())
    logged = Counter(_of_entry(each) for each in entries if each.what in VERBS)
    begun = entries[0].at if entries else ""
    for month in workspace.store.months():
        for key, at in _kept(workspace, month):
            if logged[key] > 0:
                logged[key] -= 1
            elif at < begun or not begun:
                before += 1
            else:
                faults.append(f"{key[1]}: {key[0]} by {key[2]} at {at} is not in the log.")
        faults += _standing_otherwise(workspace, month)
    faults += [f"{key[1]}: {key[0]} by {key[2]} is in the log, and not stored." for key in +logged]
    faults += [*_texts_otherwise(workspace, entries), *_invited_otherwise(workspace, entries)]
    return Audited(number, head, before, faults)


UNDATED = "an unknown time"
"""Of what keeps no time; it sorts behind all times: nothing of its kind is older than the log."""
Key = tuple[str, str, str, str]
"""What somebody did: verb, item, handle, and the rest as JSON."""


def _of_entry(entry: Entry) -> Key:
    after = entry.after or {}
    match entry.what:
        case "edit":
            rest = [after["version"] - 1, after["reason"], after["act"]]
        case "date":
            rest = [after["value"], after["reason"]]
        case "answer":
            rest = [after["row_id"], after["version"], after["text"]]
        case "note" | "flag" | "unflag":
            rest = [after["version"], after["text"], after["act"]]
        case _:
            rest = [after["version"], after["reason"], after["act"]]
    return entry.what, entry.item, entry.who, json.dumps(rest)


def _kept(workspace: Workspace, month: str) -> Iterator[tuple[Key, str]]:
    """What is stored that an entry tells of, and when it was done."""
    store = workspace.store
    for made in store.all(Decision, month):
        rest = [made.version, made.reason, made.act]
        yield (made.verdict, made.question_id, made.reviewer, json.dumps(rest)), _at(made)
    for remark in store.all(Remark, month):
        rest = [remark.version, remark.text, remark.act]
        yield (remark.kind, remark.question_id, remark.reviewer, json.dumps(rest)), _at(remark)
    for ruling in store.all(Ruling, month):
        rest = [ruling.value, ruling.reason]
        yield ("date", ruling.link_id, ruling.reviewer, json.dumps(rest)), _at(ruling)
    for answer in store.all(Answer, month):
        if answer.by_person:
            rest = [answer.row_id, answer.version, answer.text]
            who = answer.model.removeprefix(PERSON)
            yield ("answer", answer.question_id, who, json.dumps(rest)), UNDATED


def _at(record: Any) -> str:
    return str(record.at.isoformat())


def _standing_otherwise(workspace: Workspace, month: str) -> Iterator[str]:
    """Where a question or a row stands otherwise than people's decisions say."""
    store = workspace.store
    made = by_version(store.all(Decision, month))
    gated = {outcome.item: outcome for outcome in store.outcomes(month, "gates")}
    settled = {outcome.item: outcome for outcome in store.outcomes(month, STAGE)}
    release = frozen(workspace, month)
    for question in store.all(Question, month) if release is None else ():
        about = made.get((question.id, question.version), [])
        due = ending_of(question, about, gated.get(question.id), workspace)
        kept = settled.get(question.id)
        if about and (due.state if due else "") != (kept.state if kept else ""):
            stands = kept.state if kept else "not settled"
            yield f"{question.id}: it is {stands} at the review, as nobody decided."
    for row in release.rows if release else ():
        said = newest_of_each(made.get((row.question_id, row.version), []))
        accepted = ", ".join(who for who, each in said.items() if each.verdict == "accept")
        if row.reviewed_by != accepted:
            yield f"row {row.row_id}: reviewed by {row.reviewed_by!r}, accepted by {accepted!r}."


def _texts_otherwise(workspace: Workspace, entries: Iterable[Entry]) -> Iterator[str]:
    """Where a version that people edited is not what the log says they made, or made it of."""
    edits = [each for each in entries if each.what == "edit"]
    for id in dict.fromkeys(each.item for each in edits):
        versions = {each.version: each for each in workspace.store.versions(Question, id)}
        for entry in (each for each in edits if each.item == id):
            for told in (entry.before, entry.after):
                kept = versions.get(told["version"])
                texts = kept.model_dump(mode="json", include=set(TEXTS)) if kept else None
                if texts != {name: told[name] for name in TEXTS}:
                    yield f"{id}: version {told['version']} is not what entry {entry.seq} says."


def _invited_otherwise(workspace: Workspace, entries: Iterable[Entry]) -> Iterator[str]:
    """Where somebody was invited, revoked or named past the log."""
    last: dict[tuple[str, str], Entry] = {(each.item, each.what): each for each in entries}
    for one in workspace.store.reviewers.all():
        invited, revoked = last.get((one.id, "invite")), last.get((one.id, "revoke"))
        if invited is None:
            yield f"{one.id}: invited past the log."
        chosen = last.get((one.id, "handle"))
        if one.handle != (chosen.after["handle"] if chosen else ""):
            yield f"{one.id}: the handle {one.handle!r} is not in the log."
        out = revoked is not None and (invited is None or revoked.seq > invited.seq)
        if out != (one.revoked_at is not None):
            yield f"{one.id}: {'let in again' if out else 'revoked'} past the log."
