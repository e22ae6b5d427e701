"""What somebody asks about -> all that is known of it: a question, or a page and its questions.

Reads store and blobs, through the two that know: `live.crawl.explain`, `live.qa_gen.explain`.
"""

from typing import Any

from live.crawl import explain as crawl
from live.errors import UsageError
from live.qa_gen import explain as qa_gen
from live.records import Question, Release, Step
from live.workspace import Workspace


def explain(workspace: Workspace, what: str) -> dict[str, Any]:
    """Explains a question (`kind` "question"), else a page, link or site (`kind` "page").

    what: the id of a question or the beginning of one, a published row's id, or whatever else the
    crawl can explain. Raises UsageError where nothing is known of it.
    """
    if question := _question(workspace, what):
        return qa_gen.explain(workspace, question)
    known = crawl.explain(workspace, what)
    page = known["page"]
    asked = workspace.store.all(Question, known["month"], parent=page["id"]) if page else []
    steps = workspace.store.all(Step, known["month"], parent=page["id"]) if page else []
    return {
        "kind": "page",
        **known,
        "steps": qa_gen.steps_told(workspace, steps),
        "questions": [_asked(workspace, each) for each in asked],
    }


def _question(workspace: Workspace, what: str) -> Question | None:
    """The newest version of the question that is meant, if it is one."""
    ids = _published(workspace, what) or {
        id
        for (id,) in workspace.store.fields(Question, "id")
        if len(what) >= 4 and id.startswith(what)
    }
    if len(ids) > 1 and what not in ids:
        raise UsageError(f"{what}: {len(ids)} questions begin like that. Write more of the id.")
    id = what if what in ids else next(iter(ids), "")
    versions = workspace.store.versions(Question, id)
    return versions[-1] if versions else None


def _published(workspace: Workspace, what: str) -> set[str]:
    """The question of a row id, YYMM x 10000 + n."""
    if not (what.isdecimal() and len(what) == 8):
        return set()
    releases = workspace.store.all(Release, f"20{what[:2]}-{what[2:4]}")
    return {row.question_id for each in releases for row in each.rows if row.row_id == int(what)}


def _asked(workspace: Workspace, question: Question) -> dict[str, Any]:
    shown = {"id": question.id, "subtask": question.subtask, "question": question.question}
    return shown | {"fate": qa_gen.fate(workspace, question)}
