"""A month's questions out to who works in a spreadsheet, and what they did there back in.

Touches the store. What comes back is checked whole before any of it is stored, in one transaction
and as one act; nobody's name goes out, nor what a viewer may not know yet.
"""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from live.errors import UsageError
from live.outcomes import Outcome
from live.publish.cut import frozen
from live.qa_gen.criteria import points_and_texts
from live.qa_gen.gates.well_formed import POINTS
from live.qa_gen.taxonomies import load
from live.records import Decision, Page, Question, Remark
from live.review.bulk import Say, keep_all
from live.review.decisions import accepting, acted, edit
from live.review.queue import Entry, Queue
from live.review.remarks import LONGEST, note
from live.review.spreadsheet import Line, named
from live.review.standing import by_version, newest_of_each
from live.workspace import Workspace

COLUMNS = (
    "id", "version", "state", "subtask", "question", "answer", "criteria", "verdict", "reason",
    "note", "flagged", "score", "gate", "site", "title", "url", "decided",
)  # fmt: skip
"""What goes out, in order."""
NEEDED = ("id", "version")
TEXTS = ("subtask", "question", "answer", "criteria")
"""What is an edit where it comes back changed."""
VERDICTS = ("accept", "reject")


class Taken(NamedTuple):
    """How many questions what came back has edited, decided and noted something on.

    changed: by the id of each one that was edited, the columns that were.
    """

    edited: int
    decided: int
    noted: int
    changed: dict[str, tuple[str, ...]]


def export(workspace: Workspace, month: str, viewer: str = "") -> list[dict[str, Any]]:
    """Gives a row a question, those first that are most to be doubted.

    viewer: whose own verdict, reason and note stand in it; '': nobody's. decided: what people said,
    as far as the viewer may know.
    """
    store = workspace.store
    questions = {question.id: question for question in store.all(Question, month)}
    pages = {page.id: page for page in store.all(Page, month)}
    made = by_version(store.all(Decision, month))
    notes = _notes(workspace, month, viewer)
    return [
        _row(
            entry,
            questions[entry.id],
            pages.get(questions[entry.id].page_id),
            newest_of_each(made.get((entry.id, entry.version), [])),
            notes.get(entry.id, ""),
            viewer,
        )
        for entry in Queue(workspace, month).entries(viewer=viewer)
    ]


def take_in(
    workspace: Workspace, month: str, lines: Sequence[Line], reviewer: str, act: str
) -> Taken:
    """Stores what came back: a changed text is an edit, a verdict a decision, a new note a note.

    act: by which it is undone whole; sent twice, it counts once. Raises UsageError where there is
    no line, or a column of no known name; and with a line for each line of the file that cannot be
    taken, where there is any. Then nothing is stored.
    """
    store = workspace.store
    lines = named(lines, COLUMNS)
    with store.together():
        if acted(workspace, month, act):
            return Taken(0, 0, 0, {})
        if frozen(workspace, month):
            raise UsageError(f"{month} is frozen: its questions are not reviewed any more.")
        changes, wrong = _read(workspace, month, lines, reviewer)
        if wrong:
            raise UsageError("\n".join([*wrong, "Nothing was stored. Mend these lines first."]))
        says = [Say(each.question, each.verdict, each.reason) for each in changes if each.verdict]
        keep_all(workspace, month, says, reviewer, act)
        for each in changes:
            if each.texts:
                edit(workspace, each.question, reviewer, each.texts, each.reason, act)
            if each.note:
                note(workspace, each.question, reviewer, each.note, act)
        taken = Taken(
            sum(bool(each.texts) for each in changes),
            len(says),
            sum(bool(each.note) for each in changes),
            {each.question.id: tuple(each.texts) for each in changes if each.texts},
        )
        told = taken._asdict() | {"act": act}
        del told["changed"]  # each edit has an entry of its own
        store.audit.add(reviewer, "import", month, None, told)
    return taken


class _Change(NamedTuple):
    """What a line asks for; what is empty is as it was."""

    question: Question
    texts: dict[str, Any]
    verdict: str
    reason: str
    note: str


class _Known(NamedTuple):
    """What lines are compared with."""

    questions: dict[str, Question]
    gated: dict[str, Outcome]
    said: dict[str, Decision]
    notes: dict[str, str]
    subtasks: Sequence[str]


class _WrongError(Exception):
    """Says what is wrong with a line."""


def _read(
    workspace: Workspace, month: str, lines: Sequence[Line], reviewer: str
) -> tuple[list[_Change], list[str]]:
    """What the lines ask for, and what is wrong with those that cannot be taken."""
    store = workspace.store
    questions = {question.id: question for question in store.all(Question, month)}
    known = _Known(
        questions,
        {outcome.item: outcome for outcome in store.outcomes(month, "gates")},
        {
            id: said[reviewer]
            for (id, version), made in by_version(store.all(Decision, month)).items()
            if id in questions and version == questions[id].version
            if reviewer in (said := newest_of_each(made))
        },
        _notes(workspace, month, reviewer),
        load(workspace.config.write.taxonomy).names,
    )
    changes: list[_Change] = []
    wrong, seen = [], set()
    for number, row in lines:
        try:
            change = _change(row, known)
            if change.question.id in seen:
                raise _WrongError(f"{change.question.id} is in the file twice")
            seen.add(change.question.id)
            changes.append(change)
        except _WrongError as error:
            wrong.append(f"line {number}: {error}.")
    return changes, wrong


def _change(row: dict[str, str], known: _Known) -> _Change:
    if missing := [name for name in NEEDED if not row.get(name, "").strip()]:
        raise _WrongError(f"no {' and no '.join(missing)}")
    id, version = row["id"].strip(), row["version"].strip()
    question = known.questions.get(id)
    if question is None:
        raise _WrongError(f"{id!r} is no question of this month")
    if version != str(question.version):
        raise _WrongError(
            f"{id} is of version {version}, and {question.version} is the newest. Export again"
        )
    texts = _texts(row, question, known.subtasks)
    before = known.said.get(id)
    verdict, reason = row.get("verdict", "").strip().lower(), row.get("reason", "").strip()
    if verdict not in ("", *VERDICTS):
        raise _WrongError(f"{verdict!r} is no verdict. Write {' or '.join(VERDICTS)}, or nothing")
    if before and (verdict, reason) == (before.verdict, before.reason.strip()):
        verdict = ""
    if verdict and texts:
        raise _WrongError(f"{id} is edited and decided. An edit is decided after the gates")
    if verdict == "reject" and not reason:
        raise _WrongError(f"{id} is rejected without a reason")
    if verdict == "accept" and (why := accepting(question, known.gated.get(id))):
        raise _WrongError(why.rstrip("."))
    text = row.get("note", "").strip()
    if len(text) > LONGEST:
        raise _WrongError(f"the note of {id} has {len(text):,} characters, over {LONGEST:,}")
    return _Change(
        question, texts, verdict, reason, "" if _same(text, known.notes.get(id, "")) else text
    )


def _texts(row: dict[str, str], question: Question, subtasks: Sequence[str]) -> dict[str, Any]:
    """The texts that a row has otherwise, as `edit` takes them; without a column, as it was."""
    before = {name: getattr(question, name) for name in TEXTS} | {"criteria": question.rubric}
    changed: dict[str, Any] = {
        name: row[name].strip()
        for name in TEXTS
        if name in row and not _same(row[name], before[name])
    }
    for name, text in changed.items():
        if not text:
            raise _WrongError(f"{name} of {question.id} is empty")
    if "subtask" in changed and changed["subtask"] not in subtasks:
        raise _WrongError(f"subtask {changed['subtask']!r} is none of {', '.join(subtasks)}")
    if "criteria" in changed:
        changed["criteria"] = _criteria(changed["criteria"])
    return changed


def _criteria(text: str) -> tuple[tuple[int, str], ...]:
    try:
        criteria = points_and_texts(text)
    except ValueError as error:
        raise _WrongError(str(error).rstrip(".")) from None
    total = sum(points for points, _ in criteria)
    if total != POINTS or not all(points and text for points, text in criteria):
        raise _WrongError(
            f"criteria of {total} points. Write lines such as `4 points: names X`, {POINTS} in all"
        )
    return tuple(criteria)


def _same(one: str, other: str) -> bool:
    """Whether two texts differ in spaces only, which spreadsheets change."""
    return re.sub(r"\s+", " ", one).strip() == re.sub(r"\s+", " ", other).strip()


def _notes(workspace: Workspace, month: str, reviewer: str) -> dict[str, str]:
    """A reviewer's newest note on each question."""
    return {
        each.question_id: each.text
        for each in workspace.store.all(Remark, month)
        if each.kind == "note" and each.reviewer == reviewer
    }


def _row(
    entry: Entry,
    question: Question,
    page: Page | None,
    said: dict[str, Decision],
    note: str,
    viewer: str,
) -> dict[str, Any]:
    own = said.get(viewer)
    told = [
        f"{each.reviewer}: {each.verdict}" + (f" ({each.reason})" if each.reason else "")
        for who, each in said.items()
        if who in entry.decided_by
    ]
    return {
        "id": question.id,
        "version": question.version,
        "state": entry.state,
        "subtask": question.subtask,
        "question": question.question,
        "answer": question.answer,
        "criteria": question.rubric,
        "verdict": own.verdict if own else "",
        "reason": own.reason if own else "",
        "note": note,
        "flagged": "yes" if entry.flagged else "",
        "score": "" if entry.score is None else entry.score,
        "gate": entry.gate,
        "site": entry.site,
        "title": page.title if page else "",
        "url": page.url if page else "",
        "decided": "; ".join(told),
    }
