"""The log of what people did, against what is stored -> a line for everything that does not fit.

Reads the store. The chain shows that the log is as it was written; this, that nothing was decided,
edited, remarked, dated, answered, rated or revised past it, that what was decided about is what was
read, and that questions stand as what was decided says. What the log did not keep yet when an entry
was written is not compared.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from live.records import PERSON, Answer, Decision, Question, Record, Release, Remark, Ruling
from live.review.auditing_errata import revised_otherwise
from live.review.auditing_people import invited_otherwise
from live.review.auditing_ratings import rated_otherwise
from live.review.decision import TEXTS, digest
from live.review.decisions import STAGE, ending_of
from live.review.standing import Version, by_version, newest_of_each, standing
from live.store_audit import Entry
from live.workspace import Workspace

VERBS = ("accept", "reject", "withdraw", "edit", "note", "flag", "unflag", "date", "answer")
"""What leaves a record beside its entry."""
READ = ("accept", "reject", "withdraw", "rate", "unrate")
"""What is said of a version that was read."""
CHANGED = ("edit", "correct row")
"""What makes a new version."""
R = TypeVar("R", bound=Record)


class Audited(NamedTuple):
    """What the audit came to.

    entries: how many. head: the hash of the last; who notes it can tell a log cut short. before:
    decisions from before there was a log. faults: a line each; none where all fits. guards: whether
    the triggers that refuse changes of the log were looked at, which is done in SQLite only.
    """

    entries: int
    head: str
    before: int
    faults: list[str]
    guards: bool


def audit(workspace: Workspace, noted: str = "") -> Audited:
    """Checks the whole log, and all that people did in all months.

    noted: the head of an earlier audit, which is to be in the log where it was.
    """
    log = workspace.store.audit
    entries, (number, head) = log.entries(), log.head()
    faults = [*log.faults(), *log.unguarded(), *(log.misses(noted) if noted else ())]
    logged: Counter[Key] = Counter()
    readable = []
    for entry in entries:
        try:
            logged.update([_of_entry(entry)] if entry.what in VERBS else [])
            readable.append(entry._replace(after={**(entry.after or {})}))
        except (KeyError, TypeError, AttributeError, ValueError):
            faults.append(f"entry {entry.seq}: says nothing that can be read.")
    begun = entries[0].at if entries else ""
    before = 0
    versions: dict[Version, str] = {}
    releases: list[Release] = []
    for month in workspace.store.months():
        stored = _Month(workspace, month, faults)
        older: set[tuple[str, int, str]] = set()
        for key, at in _kept(stored):
            known = next((each for each in (key, (*key[:-1], "")) if logged[each] > 0), None)
            if known:
                logged[known] -= 1
            elif at < begun or not begun:
                before += 1
                older |= {(key[1], json.loads(key[3])[0], key[2])} if key[0] == "edit" else set()
            else:
                faults.append(f"{key[1]}: {key[0]} by {key[2]} at {at} is not in the log.")
        faults += _standing_otherwise(workspace, month, stored)
        faults += _edited_otherwise(stored, readable, older)
        releases += stored.releases
        versions |= {(each.id, each.version): _texts(each) for each in stored.questions}
    faults += [f"{key[1]}: {key[0]} by {key[2]} is in the log, and not stored." for key in +logged]
    faults += [*_read_otherwise(readable, versions), *invited_otherwise(workspace, readable)]
    faults += [*rated_otherwise(workspace, readable), *revised_otherwise(releases, readable)]
    return Audited(number, head, before, faults, log.sees_guards)


class _Month:
    """What is stored of a month, less what cannot be read, which becomes faults."""

    def __init__(self, workspace: Workspace, month: str, faults: list[str]) -> None:
        def read(kind: type[R]) -> dict[Version, R]:
            found = {}
            for id, version, body in workspace.store.audit.bodies(kind, month):
                try:
                    found[id, version] = kind.model_validate(json.loads(body))
                except (ValueError, TypeError):
                    faults.append(f"{id}: stored as a {kind.__name__.lower()}, which it is not.")
            return found

        self.decisions = list(read(Decision).values())
        self.remarks = list(read(Remark).values())
        self.rulings = list(read(Ruling).values())
        self.answers = [each for each in read(Answer).values() if each.by_person]
        given = {(a.question_id, a.version, a.model, a.text): a for a in self.answers}
        self.answers = [
            each
            for each in self.answers
            if (each.question_id, each.carried_from, each.model, each.text) not in given
        ]
        self.questions = list(read(Question).values())
        self.releases = list(read(Release).values())
        self.release = next((each for each in self.releases if each.revision == 1), None)


UNDATED = "an unknown time"
"""Of what keeps no time; it sorts behind all times: nothing of its kind is older than the log."""
Key = tuple[str, str, str, str, str]
"""What somebody did: verb, item, handle, the rest as JSON, and when; '' where it is not known."""


def _of_entry(entry: Entry) -> Key:
    after = entry.after
    match entry.what:
        case "edit":
            rest = [entry.before["version"], after["reason"], after["act"]]
        case "date":
            rest = [after["value"], after["reason"]]
        case "answer":
            rest = [after[name] for name in ("row_id", "version", "text", "seconds", "paused")]
        case "note" | "flag" | "unflag":
            rest = [after["version"], after["text"], after["act"]]
        case _:
            rest = [after["version"], after["reason"], after["act"]]
    at = datetime.fromisoformat(after["at"]).isoformat() if "at" in after else ""
    return entry.what, entry.item, entry.who, json.dumps(rest), at


def _kept(stored: _Month) -> Iterator[tuple[Key, str]]:
    """What is stored that an entry tells of, and when it was done."""
    for made in stored.decisions:
        rest = json.dumps([made.version, made.reason, made.act])
        at = made.at.isoformat()
        yield (made.verdict, made.question_id, made.reviewer, rest, at), at
    for remark in stored.remarks:
        rest = json.dumps([remark.version, remark.text, remark.act])
        at = remark.at.isoformat()
        yield (remark.kind, remark.question_id, remark.reviewer, rest, at), at
    for ruling in stored.rulings:
        at = ruling.at.isoformat()
        rest = json.dumps([ruling.value, ruling.reason])
        yield ("date", ruling.link_id, ruling.reviewer, rest, at), at
    for answer in stored.answers:
        took = answer.made_by.parameters
        said = [answer.row_id, answer.version, answer.text, took.get("seconds"), took.get("paused")]
        who = answer.model.removeprefix(PERSON)
        yield ("answer", answer.question_id, who, json.dumps(said), ""), UNDATED


def _standing_otherwise(workspace: Workspace, month: str, stored: _Month) -> Iterator[str]:
    """Where a question or a row stands otherwise than people's decisions say.

    What nobody decided may wait, or not be settled yet; it is not accepted or rejected.
    """
    store = workspace.store
    made = by_version(stored.decisions)
    gated = {outcome.item: outcome for outcome in store.outcomes(month, "gates")}
    settled = {outcome.item: outcome for outcome in store.outcomes(month, STAGE)}
    release = stored.release
    newest = {question.id: question for question in stored.questions}
    for question in newest.values() if release is None else ():
        about = made.get((question.id, question.version), [])
        due = ending_of(question, about, gated.get(question.id), workspace)
        kept = settled.get(question.id)
        if not about and (kept is None or kept.state == "waiting"):
            continue
        if (due.state if due else "") != (kept.state if kept else ""):
            stands = kept.state if kept else "not settled"
            yield f"{question.id}: it is {stands} at the review, as nobody decided."
    for row in release.rows if release else ():
        about = made.get((row.question_id, row.version), [])
        said = newest_of_each(about)
        accepted = ", ".join(who for who, each in said.items() if each.verdict == "accept")
        if row.reviewed_by != accepted:
            yield f"row {row.row_id}: reviewed by {row.reviewed_by!r}, accepted by {accepted!r}."
        carried = standing(about, twice=False).state == "accepted"
        if release and not carried and (said or release.review == "required"):
            yield f"row {row.row_id}: in the split, though people did not accept its question."


def _edited_otherwise(
    stored: _Month, entries: Iterable[Entry], older: set[tuple[str, int, str]]
) -> Iterator[str]:
    """Where a version is an edit that nobody made. older: edits from before there was a log."""
    edits = {(e.item, e.after["version"], e.who) for e in entries if e.what in CHANGED}
    for each in stored.questions:
        by = (each.id, each.version, each.edited_by)
        if each.edited_by and by not in edits and (by[0], by[1] - 1, by[2]) not in older:
            yield f"{each.id}: version {each.version} by {each.edited_by} is not in the log."


def _read_otherwise(entries: Iterable[Entry], versions: Mapping[Version, str]) -> Iterator[str]:
    """Where a version is not what the log says people made, made it of, or decided about."""
    for entry in entries:
        told: list[tuple[int, Any]] = []
        if entry.what in CHANGED:
            told = [(each["version"], _digest(each)) for each in (entry.before, entry.after)]
        elif entry.what in READ and "texts_sha256" in entry.after:
            told = [(entry.after["version"], entry.after["texts_sha256"])]
        for version, texts in told:
            if versions.get((entry.item, version)) != texts:
                yield f"{entry.item}: version {version} is not what entry {entry.seq} says."


def _texts(question: Question) -> str:
    return digest(question.model_dump(mode="json", include=set(TEXTS)))


def _digest(texts: Mapping[str, Any]) -> str:
    """As `digest`; '' of what lacks a text."""
    return digest(texts) if all(name in texts for name in TEXTS) else ""
