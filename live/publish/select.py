"""Accepted questions in, those of the split out, and of every other one why it is not in it. Pure.

Subtasks get their shares. Within one, the next question is the one that is worth most, less what
its site, subjects and language have had of theirs; no page gives more than its share, and no two
questions too much alike, while others of the subtask are at hand.
"""

import math
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from live.config import Config
from live.publish.quotas import rows_of_shares, shares_of
from live.qa_gen.gates.words import likeness
from live.records import Finding, LeftOut, Page, Question, Selection, Site, content_id

ALIKE = 0.5
"""The share of word pairs from which two questions of one page are too much alike."""
UNKNOWN = 0.5
"""What a question counts that nobody scored, or no model tried: neither good nor bad."""


def select(
    questions: Iterable[Question],
    pages: Mapping[str, Page],
    findings: Iterable[Finding],
    config: Config,
) -> tuple[list[Question], Selection]:
    """Chooses at most `select.questions` of the accepted questions.

    The same ones for the same seed, in whatever order the questions came.
    pages: by id. findings: of the gate `answerable`; others are ignored.
    """
    accepted = sorted(questions, key=lambda question: question.id)
    shares = shares_of(config)
    open_to_all = [q for q in accepted if config.select.quotas.get(q.subtask) != 0]
    size = min(config.select.questions, len(open_to_all))
    wanted = rows_of_shares(shares, size)
    standing = _Field(_entries(open_to_all, pages, findings, config), size)
    while len(standing.chosen) < size:
        standing.take(_next_label(standing, shares, wanted))
    chosen = [entry.question for entry in standing.chosen.values()]
    selection = Selection(
        most=config.select.questions,
        seed=config.select.seed,
        shares=shares,
        wanted=wanted,
        taken=dict(sorted(Counter(question.subtask for question in chosen).items())),
        accepted=len(accepted),
        left_out={q.id: standing.why_not(q) for q in accepted if q.id not in standing.chosen},
    )
    return chosen, selection


def hardness(finding: Finding, limit: float) -> float | None:
    """Tells how hard sighted solvers found a question, 0..1; None where none reached the limit.

    A question that nobody answers may be hard, or wrong: that says nothing for it.
    """
    tries = finding.evidence.get("solvers", ())
    ratings = [each["rating"] for each in tries if each.get("rating") is not None]
    if not ratings or max(ratings) < limit:
        return None
    return float(1 - sum(ratings) / len(ratings) / 10)


_Kind = tuple[str, str]


@dataclass(frozen=True)
class _Entry:
    """A question as it stands for election. worth: 0..1. draw: decides between equals."""

    question: Question
    site: str
    subjects: tuple[str, ...]
    language: str
    worth: float
    draw: str

    @property
    def kind(self) -> _Kind:
        """All of a kind are crowded alike: the subjects are the site's."""
        return self.site, self.language

    @property
    def values(self) -> set[tuple[str, str]]:
        """What is to be balanced, as pairs of what it is and which."""
        subjects = {("subject", subject) for subject in self.subjects}
        return {("site", self.site), *subjects, ("language", self.language)}


@dataclass(frozen=True)
class _Queue:
    """Questions of one subtask and kind, the best first. spare: their page has given its share."""

    fair: deque[_Entry] = field(default_factory=deque)
    spare: deque[_Entry] = field(default_factory=deque)


def _entries(
    questions: Iterable[Question],
    pages: Mapping[str, Page],
    findings: Iterable[Finding],
    config: Config,
) -> Iterator[_Entry]:
    sites = {site.name: site for site in config.sites}
    tried = {(f.question_id, f.version): f for f in findings if f.gate == "answerable"}
    for question in questions:
        site = pages[question.page_id].site
        finding = tried.get((question.id, question.version))
        hard = hardness(finding, config.solvers.sighted_limit) if finding else None
        score = question.grades.total / 10 if question.grades else UNKNOWN
        yield _Entry(
            question=question,
            site=site,
            subjects=_subjects(sites.get(site), site),
            language=question.language,
            worth=(score + (UNKNOWN if hard is None else hard)) / 2,
            draw=content_id("draw", config.select.seed, question.id),
        )


class _Field:
    """The questions that stand for election, and those chosen, by their ids."""

    def __init__(self, entries: Iterable[_Entry], size: int) -> None:
        standing = sorted(entries, key=lambda entry: (-entry.worth, entry.draw))
        self.chosen: dict[str, _Entry] = {}
        self.taken: Counter[str] = Counter()
        self.waiting: dict[str, dict[_Kind, _Queue]] = {}
        for entry in standing:
            kinds = self.waiting.setdefault(entry.question.subtask, {})
            kinds.setdefault(entry.kind, _Queue()).fair.append(entry)
        self._standing = {entry.question.id: entry for entry in standing}
        self._of_page: dict[str, list[Question]] = defaultdict(list)
        self._page_share = math.ceil(size / max(len({e.question.page_id for e in standing}), 1))
        values = {each for entry in standing for each in entry.values}
        kinds_of = Counter(of for of, _ in values)
        self._part = {each: kinds_of[each[0]] / size for each in values}
        self._had = dict.fromkeys(values, 0.0)

    def take(self, label: str) -> None:
        """Chooses the next question of a subtask: a spare one only where there is no other."""
        kinds = self.waiting[label]
        for queue in kinds.values():
            while queue.fair and self._spare(queue.fair[0].question):
                queue.spare.append(queue.fair.popleft())
        queues = [q.fair for q in kinds.values() if q.fair] or [q.spare for q in kinds.values()]
        best = min(queues, key=lambda q: (self._crowd(q[0]) - q[0].worth, q[0].draw))
        entry = best.popleft()
        if not (kinds[entry.kind].fair or kinds[entry.kind].spare):
            del kinds[entry.kind]
        if not kinds:
            del self.waiting[label]
        self.chosen[entry.question.id] = entry
        self.taken[label] += 1
        self._of_page[entry.question.page_id].append(entry.question)
        for each in entry.values:
            self._had[each] += self._part[each]

    def why_not(self, question: Question) -> LeftOut:
        """Says why a question was not chosen."""
        label, entry = question.subtask, self._standing.get(question.id)
        if entry is None:
            return LeftOut(reason="no_place", detail=f"select.quotas gives {label} no place.")
        if twin := self._twin(question):
            detail = f"Too much like question {twin.id} of the same page, which was chosen."
            return LeftOut(reason="alike", detail=detail)
        if self._full(question):
            detail = f"Its page gave its share of the split, {self._page_share}."
            return LeftOut(reason="page_share", detail=detail)
        others = f"{self.taken[label]} others of {label} came first"
        return LeftOut(reason="outranked", detail=f"{others}. {_told(entry)}")

    def _crowd(self, entry: _Entry) -> float:
        """How much its site, subjects and language have had of their even shares: 1 is all of one.

        To have had a whole share weighs as much as the best question is worth over the worst. Of a
        site's subjects the one counts that has had least.
        """
        had = self._had
        subjects = min([had["subject", subject] for subject in entry.subjects])
        return had["site", entry.site] + subjects + had["language", entry.language]

    def _spare(self, question: Question) -> bool:
        return self._full(question) or self._twin(question) is not None

    def _full(self, question: Question) -> bool:
        return len(self._of_page[question.page_id]) >= self._page_share

    def _twin(self, question: Question) -> Question | None:
        return next((o for o in self._of_page[question.page_id] if _alike(question, o)), None)


def _next_label(standing: _Field, shares: Mapping[str, float], wanted: Mapping[str, int]) -> str:
    """The subtask that is furthest behind its share; one that has it only when all others do."""

    def behind(label: str) -> tuple[bool, float, str]:
        taken, share = standing.taken[label], shares.get(label, 0)
        return taken >= wanted.get(label, 0), taken / share if share else math.inf, label

    return min(standing.waiting, key=behind)


def _alike(one: Question, other: Question) -> bool:
    """Whether two questions of one page are so in what they ask and what they want to hear."""
    return likeness(f"{one.question} {one.answer}", f"{other.question} {other.answer}") >= ALIKE


def _subjects(site: Site | None, name: str) -> tuple[str, ...]:
    return (site.subjects if site else ()) or (f"site {name}",)


def _told(entry: _Entry) -> str:
    grades = entry.question.grades
    score = f"it was scored {grades.total} of 10" if grades else "nobody scored it"
    return f"It counted {entry.worth:.2f} of 1 ({score})."
