"""Makes questions as other months could have asked them, for `duplicates.py`. Deterministic.

A template is asked in two ways: earlier months ask in the first, a repetition in other words in
the second. What is filled in makes a million different questions of them.
"""

import random
from dataclasses import dataclass
from typing import Any

from live.records import Criterion, Provenance, Question, content_id

FIRST = (
    "Ada Bo Carla Dmitri Elif Femi Greta Hugo Ines Jamal Kaori Lars Mira Noor Otto Priya".split()
)
LAST = (
    "Abara Brandt Castell Drummond Eriksen Falk Gallo Haddad Ivanov Jansen Kimura Lindqvist "
    "Moreau Novak Okafor Petrov Quinn Rossi Sato Tanaka Ueda Varga Weiss Yilmaz Zeman"
).split()
PLACES = (
    "Aldmoor Brackwater Corrin Dunvale Eastmere Fennick Garrow Hartsea Ilverton Joskin Kelbrook "
    "Larkham Millforth Northwold Ostrey Penmarsh Quillby Redcliff Stonehaven Tarnworth Ulverly "
    "Vantry Westbrook Yarlsby Zennor Arlen Bremsund Castellan Dovrin Esker Farrow Glenmore"
).split()
FRESH = "Abbotsmere Birchanger Cawdale Drumlin Elderwick Foxley Greymouth Hollin".split()
"""Places that no earlier month wrote about."""
EVENTS = (
    "flood|warehouse fire|rail strike|harbour festival|school merger|hospital opening|"
    "bridge repair|ferry collision|budget vote|marathon|film premiere|power cut|water shortage|"
    "tram derailment|museum robbery|wheat harvest|housing protest|airport extension|"
    "chess tournament|dam inspection"
).split("|")
THINGS = (
    "crane|lighthouse|steel mill|theatre|wind farm|library|tunnel|observatory|fish market|stadium|"
    "canal lock|radio tower|vineyard|shipyard|greenhouse|town hall|data centre|swimming pool"
).split("|")
COLOURS = "red|dark green|pale yellow|blue and white|orange|grey|silver|black".split("|")
TEMPLATES = [
    line.strip().split(" | ")
    for line in """
How many people were injured in the {event} in {place} in {year}? | What is the number of people \
hurt during the {event} in {place} in {year}? | {n}
Who led the rescue teams at the {event} in {place}? | Which person headed the rescue teams during \
the {event} in {place}? | {person}
Which company built the {thing} shown near {place}? | What firm constructed the {thing} near \
{place}? | {last} and Sons
What did the {event} in {place} cost in {year}, in million crowns? | How much money, in million \
crowns, was spent on the {event} in {place} in {year}? | {n}.{d} million
What colour is the {thing} in the main photograph from {place}? | Which colour does the {thing} \
have in the largest photograph from {place}? | {colour}
Who is quoted on the plans for the {thing} in {place}? | Whose words about the plans for the \
{thing} in {place} are quoted? | {person}
Why was the {event} in {place} postponed in {year}? | What was the reason for delaying the {event} \
in {place} in {year}? | Because the {thing} was not ready
How tall will the new {thing} in {place} be? | What height will the new {thing} in {place} reach? \
| {n} metres
Who came second in the vote after the {event} in {place}? | Which candidate finished second in the \
election after the {event} in {place}? | {person}
According to the chart, what share of {place} was affected by the {event} in {year}? | What \
percentage of {place} does the chart say was hit by the {event} in {year}? | {n}%
When does the {thing} in {place} open to visitors? | On which date will visitors be let into the \
{thing} in {place}? | {d} March {year}
Which official from {place} resigned after the {event}? | Who stepped down from office in {place} \
following the {event}? | {person}
What might the {event} mean for the economy of {place}? | How could the economy of {place} be \
affected by the {event}? | Fewer visitors and lower income for the {thing}
What does the banner held up at the {event} in {place} say? | Which words are written on the \
banner at the {event} in {place}? | Save the {thing}
How many tickets were sold for the {event} in {place} in {year}? | What number of tickets did \
people buy for the {event} in {place} in {year}? | {n},{nnn}
Which architect designed the {thing} in {place}? | Who is the designer of the {thing} in {place}? \
| {person}
""".strip().splitlines()
]
GIVEN = {
    "criteria": (Criterion(points=10, text="the answer agrees with the gold answer."),),
    "subtask": "Basic Understanding",
    "made_by": Provenance(model="embedded/templates"),
}


@dataclass(frozen=True)
class Asked:
    """A question before it is written: a template, and what is filled in."""

    template: int
    fill: dict[str, Any]

    def written(self, month: str, page_id: str, way: int = 0, **other: Any) -> Question:
        """Writes it, in the first or second way; `other` replaces what is filled in."""
        parts = TEMPLATES[self.template]
        text, answer = (parts[n].format(**self.fill | other) for n in (way, 2))
        id = content_id(text, answer, month, page_id)
        values = {"id": id, "month": month, "page_id": page_id, "question": text, "answer": answer}
        return Question(**values | GIVEN)


def asked(dice: random.Random, places: list[str] = PLACES) -> Asked:
    """Makes up what a question asks."""
    last = dice.choice(LAST)
    fill = {
        "event": dice.choice(EVENTS),
        "thing": dice.choice(THINGS),
        "place": f"{dice.choice(['', 'Old ', 'New ', 'Upper ', 'Port '])}{dice.choice(places)}",
        "year": dice.randint(1990, 2026),
        "person": f"{dice.choice(FIRST)} {last}",
        "last": last,
        "colour": dice.choice(COLOURS),
        "n": dice.randint(3, 999),
        "nnn": dice.randint(100, 999),
        "d": dice.randint(1, 9),
    }
    return Asked(dice.randrange(len(TEMPLATES)), fill)
