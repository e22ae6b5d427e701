"""Questions in, what `live review list` and `show` print out. Reads the store only."""

import re
from typing import Any

from live.errors import UsageError
from live.records import Decision, Finding, Page, Question, Remark
from live.terminal_explain import (
    decision_line,
    gate_lines,
    grade_lines,
    log_line,
    remark_line,
)
from live.workspace import Workspace


def rows(workspace: Workspace, month: str, *, everything: bool = False) -> list[dict[str, Any]]:
    """Gives a row a question: those that wait for a person, or all."""
    states = _states(workspace, month)
    listed = []
    for question in workspace.store.all(Question, month):
        stage, state, reason = states.get(question.id, ("write", "waiting", "not gated yet"))
        if not everything and not (state == "held" or (stage, state) == ("review", "waiting")):
            continue
        listed.append(
            {
                "id": question.id,
                "version": question.version,
                "stage": stage,
                "state": "accepted" if (stage, state) == ("review", "done") else state,
                "reason": reason,
                "subtask": question.subtask,
                "question": question.question,
            }
        )
    return listed


def details(workspace: Workspace, question: Question) -> dict[str, Any]:
    """Gives a question, its page, its versions, its outcomes, what gates found, its decisions."""
    store = workspace.store
    pages = {page.id: page for page in store.all(Page, question.month)}
    page = pages[question.page_id]
    return {
        "question": question.model_dump(mode="json"),
        "page": page.model_dump(mode="json", exclude={"shots": {"__all__": {"text"}}}),
        "versions": [q.model_dump(mode="json") for q in store.versions(Question, question.id)],
        "outcomes": [
            o.model_dump() for o in store.outcomes(question.month) if o.item == question.id
        ],
        "gates": [
            found.model_dump(mode="json", exclude={"month", "question_id"})
            for found in store.all(Finding, question.month, parent=question.id)
            if found.version == question.version
        ],
        "decisions": [
            d.model_dump(mode="json")
            for d in store.all(Decision, question.month, parent=question.id)
        ],
        "remarks": [
            each.model_dump(mode="json")
            for each in store.all(Remark, question.month, parent=question.id)
        ],
        "log": [each._asdict() for each in store.audit.entries(item=question.id)],
    }


def detail_lines(shown: dict[str, Any]) -> list[str]:
    """Draws what `details` gave."""
    question, page = shown["question"], shown["page"]
    lines = [
        f"{question['id']} v{question['version']}  {question['subtask']}",
        f"question  {question['question']}",
        f"gold      {question['answer']}",
        *(f"{c['points']:>4} pts  {c['text']}" for c in question["criteria"]),
        f"made by   {question['made_by']['model']}",
        *grade_lines(question["grades"]),
        f"page      {page['title']} ({page['site']}) {page['url']}",
        f"published {page['published_at']}",
        *(f"          {e['source']} said {e['value']}" for e in page["evidence"]),
        *(f"picture   {s['sha256']} {s['width']} x {s['height']} px" for s in page["shots"]),
    ]
    for outcome in shown["outcomes"]:
        why = f"{outcome['reason']} {outcome['detail']}".strip()
        lines.append(f"{outcome['stage']:9} {outcome['state']} {why}".rstrip())
    lines += gate_lines(shown["gates"], question["version"])
    lines += [f"decision  {decision_line(made)}" for made in shown["decisions"]]
    lines += [f"remark    {remark_line(made)}" for made in shown["remarks"]]
    return lines + [f"log       {log_line(entry)}" for entry in shown["log"]]


def parse_criterion(line: str) -> tuple[int, str]:
    """Reads `4:names the town` as (4, "names the town"). Raises UsageError otherwise."""
    points, colon, text = line.partition(":")
    if not (colon and text.strip() and re.fullmatch("[0-9]|10", points.strip())):
        raise UsageError(f"--criterion: {line!r} is wrong. Write POINTS:TEXT, such as '4:names X'.")
    return int(points), text.strip()


def _states(workspace: Workspace, month: str) -> dict[str, tuple[str, str, str]]:
    """The last thing that happened to each question: (stage, state, reason)."""
    states: dict[str, tuple[str, str, str]] = {}
    for stage in ("check", "gates", "review"):
        for outcome in workspace.store.outcomes(month, stage):
            if (stage, outcome.state) != ("check", "done"):
                states[outcome.item] = (stage, outcome.state, outcome.reason)
    return states
