"""One question through the gates, in their order, as far as it comes.

The first gate that is not passed ends a question; those behind it are not run. A gate that
live.yaml declares off is skipped; one that could not be run lets nothing through. Touches models
and blobs through the gates that do.
"""

from collections.abc import Collection
from inspect import isawaitable
from itertools import takewhile

from live.qa_gen.gates.answerable import answerable
from live.qa_gen.gates.decide import go_on
from live.qa_gen.gates.fresh import fresh
from live.qa_gen.gates.grounded import grounded
from live.qa_gen.gates.needs_picture import needs_picture
from live.qa_gen.gates.new import new
from live.qa_gen.gates.safe import safe
from live.qa_gen.gates.verdict import Context, Dropped, Gate, Held, NotRun, Passed, Verdict
from live.qa_gen.gates.well_formed import well_formed
from live.records import Finding, Page, Question

GATES: dict[str, Gate] = {
    "well_formed": well_formed,
    "fresh": fresh,
    "grounded": grounded,
    "new": new,
    "safe": safe,
    "needs_picture": needs_picture,
    "answerable": answerable,
}
"""All gates by their name in live.yaml, cheapest first."""
MODELS = ("needs_picture", "answerable")
"""Those that ask models."""
OUTCOMES = {Passed: "passed", Dropped: "dropped", Held: "held", NotRun: "not_run"}


async def findings(
    question: Question,
    page: Page,
    context: Context,
    accepted: Collection[tuple[str, int]] = (),
    spent: NotRun | None = None,
) -> list[Finding]:
    """Puts a question through all gates. Those behind the first that ends it are not run.

    accepted: ids and versions that a person accepted; no gate that asks for one ends those.
    spent: why no model may be asked, where that is so.
    """
    found = list(context.found.get(question.id, ()))
    is_accepted = (question.id, question.version) in accepted
    for name in list(GATES)[len(found) :]:
        if is_on(name, context) and not go_on(found, is_accepted):
            found.append(_finding(name, question, "not_run"))
        elif spent and name in MODELS and is_on(name, context):
            found.append(_finding(name, question, "not_run", spent))
        else:
            found.append(await finding(name, question, page, context))
    return found


async def finding(name: str, question: Question, page: Page, context: Context) -> Finding:
    """Puts a question through one gate."""
    if not is_on(name, context):
        return _finding(name, question, "off")
    given = GATES[name](question, page, context)
    verdict = await given if isawaitable(given) else given
    return _finding(name, question, OUTCOMES[type(verdict)], verdict)


async def before_new(question: Question, page: Page, context: Context) -> list[Finding]:
    """Puts a question through the gates before `new`, up to one that ends it; none asks a model."""
    found: list[Finding] = []
    for name in takewhile(lambda name: name != "new", GATES):
        found.append(await finding(name, question, page, context))
        if not go_on(found):
            break
    return found


def is_on(name: str, context: Context) -> bool:
    """Tells whether live.yaml declares a gate on."""
    return bool(getattr(context.config.gates, name) == "on")


def _finding(
    name: str, question: Question, outcome: str, verdict: Verdict | None = None
) -> Finding:
    evidence = dict(verdict.evidence) if verdict else {}
    if isinstance(verdict, NotRun):
        evidence["state"] = verdict.state
    return Finding.model_validate(
        {
            "month": question.month,
            "question_id": question.id,
            "version": question.version,
            "gate": name,
            "outcome": outcome,
            "reason": getattr(verdict, "reason", ""),
            "detail": verdict.detail if verdict else "",
            "evidence": evidence,
        }
    )
