"""What several judges, and people, gave an answer -> the one rating that counts. Pure.

The rating is the median of the judges that count. A judge does not count on the answers of its own
maker's models while another is there, for judges favour their kin (Panickssery et al. 2024,
https://arxiv.org/abs/2404.13076; panels: Verga et al. 2024, https://arxiv.org/abs/2404.18796).
Where one that counts has no rating the answer is unscored: the median of the others is the score of
another panel, and a judge that fails must not move one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from statistics import median

from live.config import Config
from live.records import BLIND, PERSON, Answer, Verdict

SPREAD = 3
"""Points between the highest and the lowest rating of a panel beyond which people are asked."""


@dataclass(frozen=True)
class Settled:
    """What an answer earned, and by whose verdicts.

    rating: 0..10, in halves where the panel is even; None: unscored. verdicts: of the judges that
    count, in live.yaml's order. people: those of people, who settle what the panel is split over;
    who took a rating back has none.
    judges: those that count, whether or not their verdict is there.
    """

    rating: float | None
    verdicts: tuple[Verdict, ...]
    people: tuple[Verdict, ...] = ()
    judges: tuple[str, ...] = ()

    @property
    def spread(self) -> int:
        """Points between the highest and the lowest of the judges' ratings."""
        return spread_of(verdict.rating for verdict in self.verdicts)

    @property
    def counted(self) -> tuple[Verdict, ...]:
        """The verdicts that the rating is the median of; without one, those of the judges."""
        return self.people if self.is_split and self.people else self.verdicts

    @property
    def is_split(self) -> bool:
        """Tells whether the judges differ by more than people let pass."""
        return self.spread > SPREAD


def spread_of(ratings: Iterable[int | None]) -> int:
    """Gives the points between the highest and the lowest of an answer's ratings; None is none."""
    given = [rating for rating in ratings if rating is not None]
    return max(given) - min(given) if given else 0


def judges_for(config: Config, model: str) -> tuple[str, ...]:
    """Gives the judges that count on a model's answers, in live.yaml's order: one at least.

    model: as Answer.model; people are nobody's kin.
    """
    if model.startswith(PERSON):
        return config.judges
    family = config.model(model.removeprefix(BLIND)).family
    strangers = tuple(j for j in config.judges if config.model(j).family != family)
    return strangers or config.judges


def panel_notes(config: Config, earned: Iterable[Settled]) -> tuple[str, ...]:
    """Says what a reader must know of who judged: own makers, other panels, how far they differ.

    earned: what candidates' answers earned.
    """
    notes = []
    for name in config.candidates:
        family, judges = config.model(name).family, judges_for(config, name)
        who = " and ".join(judges)
        if all(config.model(judge).family == family for judge in judges):
            notes.append(f"{name} is judged by {who}, of its own maker: judges favour their kin.")
        elif len(judges) < len(config.judges):
            notes.append(
                f"{name} is judged by {who} alone, for the others are of its maker: its mean is by "
                "another panel than others' means, and differs from them by that too."
            )
    judged = [each for each in earned if len(each.verdicts) > 1]
    if split := [each for each in judged if each.is_split]:
        ended = sum(bool(each.people) for each in split)
        notes.append(
            f"The judges differ by more than {SPREAD} points on {len(split)} of {len(judged)} "
            f"answers ({len(split) / len(judged):.0%}), of which people settled {ended}. The "
            "intervals do not cover that."
        )
    return tuple(notes)


def is_judged(config: Config, answer: Answer) -> bool:
    """Tells whether an answer is anybody's who is measured."""
    return is_measured(config, answer.model)


def is_measured(config: Config, model: str) -> bool:
    """Tells whether a model is one that is measured: a candidate of live.yaml, a person.

    model: as Answer.model.
    """
    return model.startswith(PERSON) or model.removeprefix(BLIND) in config.candidates


def settled(
    config: Config, answers: Iterable[Answer], verdicts: Iterable[Verdict]
) -> dict[str, Settled]:
    """Gives what each answer that is judged earned, by the answer's id."""
    given: Mapping[str, dict[str, Verdict]] = defaultdict(dict)
    for verdict in verdicts:
        given[verdict.answer_id][verdict.judge] = verdict
    measured = [answer for answer in answers if is_judged(config, answer)]
    judges = {model: judges_for(config, model) for model in {a.model for a in measured}}
    return {a.id: settle(given.get(a.id, {}), judges[a.model]) for a in measured}


def settle(given: Mapping[str, Verdict], judges: tuple[str, ...]) -> Settled:
    """Gives what one answer earned. given: by judge or person. judges: those that count on it."""
    verdicts = tuple(given[judge] for judge in judges if judge in given)
    people = tuple(v for v in given.values() if v.by_person and v.rating is not None)
    found = Settled(None, verdicts, people, judges)
    ratings = [verdict.rating for verdict in found.counted if verdict.rating is not None]
    wanted = len(found.counted) if found.counted is people else len(judges)
    if not ratings or len(ratings) < wanted:
        return found
    return replace(found, rating=float(median(ratings)))
