"""How scores, differences, ratings and calibrations look on a terminal."""

from typing import TYPE_CHECKING, Any

from live.counted import counted
from live.counted import people as persons

if TYPE_CHECKING:
    from live.records import ModelScore, People, Scoreboard


def scoreboard_lines(board: "Scoreboard") -> list[str]:
    """Draws the scoreboard: a row a model, best first, with interval and counts; people below."""
    people = board.people
    scores = [*board.models, *(people.scores if people else ())]
    width = max([len(score.model) for score in scores] + [5])
    head = f"{'mean':>5}  {'95% interval':^14}  {'place':^7}  {'n':>4}  unscored"
    lines = [f"{board.month or '':7}  {'model':{width}}  {head}"]
    for score in scores:
        mean = "  n/a" if score.mean is None else f"{score.mean:5.1f}"
        span = "withheld" if score.withheld else "none"
        if score.low is not None:
            span = f"{score.low:5.1f} – {score.high:5.1f}"
        counts = f"{_place(score):^7}  {score.n:4}  {score.unscored:8}"
        lines.append(f"{'':7}  {score.model:{width}}  {mean}  {span:^14}  {counts}")
    lines += [f"{'':7}  {note}" for note in board.notes]
    return [*lines, *(_people_lines(people) if people else ())]


def _place(score: "ModelScore") -> str:
    """The places that a model may have: one, or from the best to the worst."""
    if score.rank_low is None or score.rank_low == score.rank_high:
        return str(score.rank_low or "")
    return f"{score.rank_low}–{score.rank_high}"


def pair_lines(board: "Scoreboard") -> list[str]:
    """Draws which models differ, those first that differ most surely."""
    if not board.pairs:
        return []
    width = max(len(f"{pair.a} – {pair.b}") for pair in board.pairs)
    lines = ["", f"{'difference of':{width}}  {'points':>6}  {'95% interval':^15}  p, corrected"]
    for pair in sorted(board.pairs, key=lambda pair: 2 if pair.p_holm is None else pair.p_holm):
        what = f"{pair.a + ' – ' + pair.b:{width}}"
        if pair.p_holm is None:
            lines.append(f"{what}  cannot be told")
            continue
        span = f"{pair.low:6.1f} – {pair.high:6.1f}"
        lines.append(f"{what}  {pair.difference:6.1f}  {span:^15}  {pair.p_holm:.4f}")
    if board.minimal_detectable_difference is not None:
        least = board.minimal_detectable_difference
        lines.append(f"Least difference of one pair alone that is found mostly: {least:.1f}")
    return lines


def arena_lines(rated: dict[str, Any]) -> list[str]:
    """Draws the ratings of comparisons, best first, and what position does."""
    width = max([len(row["model"]) for row in rated["models"]] + [5])
    lines = [f"{'model':{width}}  rating  {'95% interval':^15}  wins  losses  ties"]
    for row in rated["models"]:
        span = "none" if row["low"] is None else f"{row['low']:6.0f} – {row['high']:6.0f}"
        counts = f"{row['wins']:4}  {row['losses']:6}  {row['ties']:4}"
        lines.append(f"{row['model']:{width}}  {row['rating']:6.0f}  {span:^15}  {counts}")
    position = rated["position"]
    ties = f", {rated['ties']:.0%} ties" if rated["comparisons"] else ""
    lines.append(
        f"{counted(rated['comparisons'], 'comparison')} on "
        f"{counted(rated['questions'], 'question')}{ties}{_made_by(rated)}"
    )
    if position["share"] is not None:
        lines.append(f"The answer shown first won {position['share']:.0%} of {position['n']}.")
    if position["pairs"]:
        lines.append(
            f"Of {position['pairs']} compared in both orders {position['consistent']:.0%} came out "
            "the same."
        )
    return [*lines, *_agreement(rated), *rated["notes"]]


def _made_by(rated: dict[str, Any]) -> str:
    """Who compared, and what could not be used, needed no call or is still to come."""
    said = [f", by {rated['judge']}"] if "judge" in rated else []
    for name, what in (
        ("unusable", "unusable"),
        ("without_call", "ties without a call"),
        ("missing", "still to be made"),
    ):
        said += [f", {rated[name]} {what}"] if rated.get(name) else []
    return "".join(said)


def _agreement(rated: dict[str, Any]) -> list[str]:
    """How the ratings are in line with the scores by the rubric, where that is known."""
    found = rated.get("rank_correlation")
    if found is None or found["spearman"] is None:
        return []
    span = "" if found["low"] is None else f" [{found['low']:.2f}, {found['high']:.2f}]"
    value = f"{found['spearman']:.2f}{span}"
    return [f"Spearman's correlation with the mean scores of {found['n']} models: {value}"]


def calibration_lines(judge: str, found: dict[str, Any]) -> list[str]:
    """Draws how a judge's ratings agree with people's: overall, by subtask, by family."""
    parts = {"overall": found["overall"], **found["subtasks"], **found["families"]}
    width = max(len(name) for name in (*parts, judge))
    names = ("pearson", "spearman", "kappa", "bias")
    lines = [f"{judge:{width}}  {'n':>4}" + "".join(f"  {name:^19}" for name in names)]
    for name, part in parts.items():
        cells = "".join(f"  {_measured(part[each]):^19}" for each in names)
        lines.append(f"{name:{width}}  {part['n']:4}{cells}")
    return [*lines, *found["notes"]]


def _measured(found: dict[str, float | None]) -> str:
    if found["value"] is None:
        return "none"
    span = "" if found["low"] is None else f" [{found['low']:.2f}, {found['high']:.2f}]"
    return f"{found['value']:.2f}{span}"


def _people_lines(people: "People") -> list[str]:
    """Says how many people answered what, and why none is the best where none is."""
    from live.judge.people import ENOUGH

    said = (
        f"{persons(people.persons)} gave {counted(people.answers, 'answer')} "
        f"to {counted(people.rows, 'row')}"
    )
    few = f"; the most of one are {people.most} scored, the best needs {ENOUGH}"
    return [f"{'':7}  {said}{few if people.most < ENOUGH else ''}"]
