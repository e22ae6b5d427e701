"""People's ratings as they are stored, against the log -> a line for everything that does not fit.

Reads the store. Of one person's ratings of an answer the last is stored, and is what the last entry
says; the answer is the one that was read.
"""

import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from live.records import PERSON, Answer, Verdict
from live.review.rating import RATED, answer_digest, told
from live.store_audit import Entry
from live.workspace import Workspace

Key = tuple[str, str]
"""An answer's id, and the handle of who rated it."""


class _Stored(NamedTuple):
    """A person's rating, and the answer that it is of where one is stored in the same month."""

    verdict: Verdict
    answer: Answer | None


def rated_otherwise(workspace: Workspace, entries: Iterable[Entry]) -> Iterator[str]:
    """Gives where an answer was rated past the log, or is not what was rated.

    entries: each with a dict after.
    """
    last: dict[Key, Entry] = {}
    for entry in entries:
        if entry.what in RATED:
            if "answer_id" not in entry.after:
                yield f"entry {entry.seq}: says nothing that can be read."
            else:
                last[entry.after["answer_id"], entry.who] = entry
    kept: set[Key] = set()
    for stored in _stored(workspace):
        verdict = stored.verdict
        key = verdict.answer_id, verdict.judge.removeprefix(PERSON)
        kept.add(key)
        if key not in last:
            yield f"{key[0]}: rated by {key[1]}, which is not in the log."
        else:
            yield from _otherwise(stored, last[key])
    for key in [key for key in last if key not in kept]:
        yield f"{key[0]}: rated by {key[1]} in the log, and not stored."


def _otherwise(stored: _Stored, entry: Entry) -> Iterator[str]:
    verdict, answer = stored
    about = f"{verdict.answer_id}: "
    said = {name: entry.after.get(name) for name in told(verdict)}
    if said != told(verdict):
        yield f"{about}what {entry.who} gave is not what entry {entry.seq} says."
    if answer is None or answer.model != verdict.model or answer.question_id != entry.item:
        yield f"{about}not stored as the answer that {entry.who} rated, by entry {entry.seq}."
    elif answer_digest(answer) != entry.after.get("answer_sha256"):
        yield f"{about}its text is not what {entry.who} rated, by entry {entry.seq}."


def _stored(workspace: Workspace) -> Iterator[_Stored]:
    """All that people rated, in all months."""
    for month in workspace.store.months():
        bodies = workspace.store.audit.bodies(Verdict, month)
        rated = [found for *_, body in bodies if (found := _by_person(body))]
        wanted = {verdict.answer_id for verdict in rated}
        answers = {
            id: _answer(body)
            for id, _, body in (workspace.store.audit.bodies(Answer, month) if wanted else ())
            if id in wanted
        }
        yield from (_Stored(verdict, answers.get(verdict.answer_id)) for verdict in rated)


def _by_person(body: str) -> Verdict | None:
    """A person's rating; None for a judge's, and for what is none: then the log has one more."""
    try:
        data = json.loads(body)
        is_it = isinstance(data, dict) and str(data.get("judge")).startswith(PERSON)
        return Verdict.model_validate(data) if is_it else None
    except (ValueError, TypeError):
        return None


def _answer(body: str) -> Answer | None:
    try:
        return Answer.model_validate(json.loads(body))
    except (ValueError, TypeError):
        return None
