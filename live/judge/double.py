"""Candidates' answers that people rated, and what judges gave them -> ratings side by side. Pure.

What people rated because the judges are split over it is left out, unless it was in the draw of
live.judge.sample too: on answers that are chosen for that every judge looks worse than it is.
"""

from collections import defaultdict
from collections.abc import Iterable
from statistics import median
from typing import Any

from live.config import Config
from live.judge.calibration import Both
from live.judge.sample import READ
from live.records import Answer, Question, Verdict


def double_ratings(
    config: Config,
    answers: Iterable[Answer],
    verdicts: Iterable[Verdict],
    questions: Iterable[Question],
) -> dict[str, list[Both]]:
    """Gives what each judge of live.yaml and people gave the same answers, by the judge's name.

    questions: the frozen ones. An answer is one row of a judge, with the median where several
    people rated it: so it counts in the scoreboard, and what many people rated weighs no more than
    what one did. What a judge did not read, or gave no rating, is no row.
    """
    found: dict[str, list[Both]] = {}
    for line in double_lines(config, answers, verdicts, questions):
        both = Both(line["rating"], line["human"], line["page_id"], line["subtask"], line["family"])
        found.setdefault(line["judge"], []).append(both)
    return found


def double_lines(
    config: Config,
    answers: Iterable[Answer],
    verdicts: Iterable[Verdict],
    questions: Iterable[Question],
) -> list[dict[str, Any]]:
    """Gives the same as lines of `live judge calibrate FILE`: by judge, then by answer."""
    given: dict[str, dict[str, int]] = defaultdict(dict)
    people: dict[str, list[int]] = defaultdict(list)
    for verdict in verdicts:
        if verdict.rating is None:
            continue
        if not verdict.by_person:
            given[verdict.answer_id][verdict.judge] = verdict.rating
        elif verdict.made_by.parameters.get("drawn", True):
            people[verdict.answer_id].append(verdict.rating)
    asked = {(question.id, question.version): question for question in questions}
    known = [
        (answer, asked[answer.question_id, answer.version])
        for answer in answers
        if answer.model in config.candidates
        and answer.outcome in READ
        and (answer.question_id, answer.version) in asked
    ]
    return [
        {
            "judge": judge,
            "model": answer.model,
            "family": config.model(answer.model).family,
            "question_id": question.id,
            "page_id": question.page_id,
            "subtask": question.subtask,
            "rating": given[answer.id][judge],
            "human": float(median(people[answer.id])),
        }
        for judge in config.judges
        for answer, question in known
        if answer.id in people and judge in given[answer.id]
    ]
