"""A candidate's answers and their calls -> how they ended, and what a question took. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence

from live.records import Answer, Effort
from live.store_calls import Took

UNANSWERED = "unanswered"
"""How a row ended that nothing came back to."""
OUTCOMES = ("answered", "truncated", "refused", "empty", UNANSWERED)
EMBEDDED = "embedded/"


NOTHING = Took(0.0, None)
"""What an answer of an embedded reader took: no call was made for it."""


def effort(rows: int, answers: Sequence[Answer], calls: Mapping[str, Took]) -> Effort:
    """Counts how a candidate's rows ended, and what an answer took on average.

    rows: of the split. answers: the candidate's to them. calls: by the answers' reply keys; one
    that is missing makes the cost unknown, for it must not look cheaper than it was.
    """
    ended = Counter({UNANSWERED: rows - len(answers)})
    ended.update(answer.outcome for answer in answers)
    took = [
        NOTHING
        if answer.made_by.model.startswith(EMBEDDED)
        else calls.get(answer.made_by.reply_key, Took(None, None))
        for answer in answers
    ]
    usage = [answer.made_by.usage for answer in answers]
    return Effort(
        outcomes={name: ended[name] for name in OUTCOMES},
        usd=_mean([each.usd for each in took], 6),
        tokens=_mean([each.input_tokens + each.output_tokens for each in usage], 1),
        seconds=_mean([each.seconds for each in took], 2),
    )


def _mean(values: Sequence[float | None], digits: int) -> float | None:
    """The mean of values; None where there are none, or one of them is not known."""
    known = [value for value in values if value is not None]
    if not values or len(known) < len(values):
        return None
    return round(sum(known) / len(known), digits)
