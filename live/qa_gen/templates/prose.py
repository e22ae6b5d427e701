"""Quotes, lists, sentences, captions and what stands around a story -> Drafts. Pure."""

import re
from collections.abc import Iterator

from live.qa_gen.templates.draft import Draft, Fact, quoted
from live.qa_gen.templates.facts import NUMBER, Facts, Ranking, number

GAP = "____"
LONE = re.compile(rf"(?<![\w:.,/’'–-])(?P<digits>{NUMBER})(?![\w:/–-]|[.,]\d)")
WORDS = range(8, 31)
SMALL = 10
YEARS = range(1900, 2100)
LISTED = 3


def quote_drafts(facts: Facts) -> Iterator[Draft]:
    """Asks who said what is quoted, and where the page tells it, in what role."""
    for quote in facts.quotes:
        name = _without_title(quote.speaker)
        role = quote.role and len(quote.role.split()) < 7
        earned = (Fact(7, name), Fact(3, quote.role)) if role else (Fact(10, name),)
        yield Draft(
            "quote",
            "Contextual",
            f"Who is quoted as saying {quoted(quote.text)}"
            f"{', and how is that person described' if role else ''}?",
            f"{quote.speaker}, {quote.role}" if role else quote.speaker,
            earned,
            (quote.text, quote.speaker),
        )


def _without_title(speaker: str) -> str:
    """The last two words of a name, unless one is small: titles differ, van der Berg does not."""
    words = speaker.split()
    return " ".join(words[-2:]) if all(word[0].isupper() for word in words) else speaker


def order_drafts(facts: Facts) -> Iterator[Draft]:
    """Asks for the order of a numbered list; by the page's own place in it, where it has one."""
    for ranking in facts.rankings:
        if facts.title in ranking.items:
            yield _neighbour(ranking, facts.title)
        elif len(ranking.items) >= LISTED:
            yield _top(ranking)


def _neighbour(ranking: Ranking, title: str) -> Draft:
    at = ranking.items.index(title)
    last = at == len(ranking.items) - 1
    gold = ranking.items[at - 1 if last else at + 1]
    return Draft(
        "order",
        "Contextual",
        f"In the list {quoted(ranking.heading)}, which headline stands directly "
        f"{'above' if last else 'below'} {quoted(title)}?",
        gold,
        (Fact(10, gold),),
        (ranking.heading, title),
    )


def _top(ranking: Ranking) -> Draft:
    a, b, c = ranking.items[:LISTED]
    return Draft(
        "order",
        "Contextual",
        f"Which three entries stand at the top of the list {quoted(ranking.heading)}, from first "
        "to third?",
        f"1. {a}; 2. {b}; 3. {c}",
        (Fact(2, a), Fact(2, b), Fact(2, c), Fact(2, a, b), Fact(2, b, c)),
        (ranking.heading,),
    )


def number_drafts(facts: Facts) -> Iterator[Draft]:
    """Asks for the number that was taken out of a sentence, the longest where it has several."""
    for sentence in facts.sentences:
        if len(sentence.split()) not in WORDS or GAP in sentence:
            continue
        found = [m for m in LONE.finditer(sentence) if _asks_for(m["digits"], facts.language)]
        match = max(found, key=lambda match: len(match["digits"]), default=None)
        if match is None or sentence.count(match["digits"]) > 1:
            continue
        gapped = sentence[: match.start()] + GAP + sentence[match.end() :]
        yield Draft(
            "number",
            "Basic",
            f"Which number fills the gap in this sentence of the article? {quoted(gapped)}",
            match["digits"],
            (Fact(10, match["digits"]),),
            (sentence,),
        )


def _asks_for(digits: str, language: str) -> bool:
    """Whether a number must be read: years and small counts can be guessed."""
    value = number(digits, language)
    if value is None:
        return False
    whole = value == value.to_integral()
    return not (whole and (value < SMALL or (len(digits) == 4 and int(value) in YEARS)))


def figure_drafts(facts: Facts) -> Iterator[Draft]:
    """Asks for the credits of pictures, and for the caption where there is only one."""
    for figure in facts.figures:
        names = _credited(figure.credit)
        if names and figure.caption:
            share = 10 // len(names)
            rest = 10 - share * len(names)
            yield Draft(
                "credit",
                "Basic",
                f"Which credit or source is given with the caption {quoted(figure.caption)}?",
                figure.credit,
                tuple(Fact(share + (rest if n == 0 else 0), x) for n, x in enumerate(names)),
                (figure.caption, figure.credit),
            )
    captioned = [figure for figure in facts.figures if figure.caption]
    if len(captioned) == 1 and len(captioned[0].caption.split()) in WORDS:
        caption = captioned[0].caption
        yield Draft(
            "caption",
            "Basic",
            f"What does the caption of the {captioned[0].what} in the article "
            f"{quoted(facts.title)} say?",
            caption,
            (Fact(10, caption),),
            (facts.title,),
        )


def _credited(credit: str) -> list[str]:
    """The names in `Graphic: A, figures: B`, at most three."""
    names = [part.rpartition(":")[2].strip() for part in credit.split(",")]
    return names if len(names) <= 3 and len(set(names)) == len(names) and all(names) else []


def frame_drafts(facts: Facts) -> Iterator[Draft]:
    """Asks who wrote the story, when it appeared, where, and under what headline."""
    title = quoted(facts.title)
    names = facts.byline if len(facts.byline) <= 2 else ()
    if names:
        authors = " and ".join(names)
        earned = tuple(Fact(10 // len(names), name) for name in names)
        yield Draft(
            "byline", "Basic", f"Who wrote the article {title}?", authors, earned, (facts.title,)
        )
        yield Draft(
            "headline",
            "Basic",
            f"What is the headline of the article by {authors}?",
            facts.title,
            (Fact(10, facts.title),),
            names,
        )
    if facts.date:
        yield Draft(
            "date",
            "Basic",
            f"What date of publication is printed with the article {title}?",
            facts.date,
            (Fact(10, facts.date),),
            (facts.title,),
        )
    if facts.section:
        yield Draft(
            "section",
            "Basic",
            f"In which section of the site does the article {title} appear?",
            facts.section,
            (Fact(10, facts.section),),
            (facts.title,),
        )
