"""A judged month to publish: four candidates, one asked without the picture too; a panel, a person.

Some answers are refused, unjudged or never came; over some the panel is split, and a person rated.
"""

from pathlib import Path

import factory
from leaderboard_month import GPT, LLAVA, PANEL, READER, Month

from live.records import BLIND, PERSON, Scoreboard
from live.workspace import Workspace

MONTH = factory.MONTH
WITHHELD = "hf/x/late"


def judged(workspace: Workspace) -> tuple[Path, Scoreboard]:
    """Writes the month's release; gives the folder to publish, and its scoreboard."""

    def rate(model: str, n: int, judge: str) -> int | None:
        level = {GPT: 9, LLAVA: 6, READER: 2, WITHHELD: 5}[model]
        if n % 5 == 1 and judge == PANEL[0]:
            return 0  # the panel is split
        return (level + n + len(judge)) % 11

    month = Month(workspace, rate, rows=60, pages=20, candidates=(GPT, LLAVA, READER, WITHHELD))
    for n in (3, 4, 5):
        del month.answers[WITHHELD, n]  # it failed; its verdicts are of no answer
    refused = month.answers[LLAVA, 0]
    month.answers[LLAVA, 0] = refused.model_copy(update={"outcome": "refused", "text": ""})
    unrated = month.verdicts[READER, 7, PANEL[2]]
    month.verdicts[READER, 7, PANEL[2]] = unrated.model_copy(update={"rating": None, "points": ()})
    del month.verdicts[WITHHELD, 9, PANEL[1]]
    for n in (1, 6):
        for who, rating in (("ilse", 4), ("ben", 7)):
            of = month.answers[LLAVA, n]
            month.verdicts[LLAVA, n, who] = factory.verdict(of, rating, judge=PERSON + who)
    for n, question in enumerate(month.questions[:9]):
        month.judged(
            factory.answer(26100001 + n, question, BLIND + READER, text="A guess"), gpt=1, claude=2
        )
    folder = month.write()
    board = (folder.parent / "scoreboard.json").read_text()
    return folder.parent / "hub", Scoreboard.model_validate_json(board)
