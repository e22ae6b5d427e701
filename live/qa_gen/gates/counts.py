"""A number -> of which things it is the count; None: of none that are named or seen. Pure."""

import re
from decimal import Decimal
from functools import lru_cache

from live.qa_gen.gates.cues import COUNT
from live.qa_gen.gates.gold import facts_in
from live.qa_gen.gates.rows import Table, tables
from live.qa_gen.gates.sentences import states, stems_of
from live.qa_gen.gates.shown import Shown
from live.records import Question

SEEN = re.compile(
    r"\b(?:list|shown?|name[ds]?|mention|chart|graph|table|diagram|picture|photo|image|map|visible|"
    r"appear|depict|see|seen|quote[ds]?|bars?\b|columns?\b|rows?\b|lines?\b|entries|headlines?|logos?|"
    r"genannt|gezeigt|tabelle|diagramm|bild|foto|grafik|liste|zu sehen|aufgeführt|abgebildet|"
    r"tableau|graphique|photo|image|cité|montr|tabla|gráfico|foto|imagen|muestra|mencion|tabela|"
    r"tabella|grafico|imagem|immagine)",
    re.I,
)
SMALL = 20
"""The most that people count with their eyes."""
_AND = re.compile(r"[\n;]|,\s| and | und | et | y | e ")


def counted(wanted: Decimal, question: Question, criteria: str, shown: Shown) -> str | None:
    """Tells what a number counts: things that the gold or the criteria name, or what is seen."""
    if wanted != int(wanted) or not 0 <= wanted <= SMALL:
        return None
    for where, text in (("answer", question.answer), ("criteria", criteria)):
        if not COUNT.search(question.question):
            continue
        names = _names(text, question.language)
        listed = [part for part in _AND.split(text) if part.strip()]
        if wanted in (len(names), len(set(names))) and wanted > 1:
            return f"{wanted:f} names in the {where}"
        if wanted == len(listed) > 1:
            return f"{wanted:f} things in the {where}"
    said = stems_of(f"{question.question} {question.answer}")
    if wanted > 1 and any(
        len(table.rows) == wanted and _is_about(table, said) for table in tables(shown.text)
    ):
        return "the rows of a list that the question names"
    if SEEN.search(question.question) and any(
        len(table.rows) == wanted for table in tables(shown.text)
    ):
        return "the rows of a list"
    seen = COUNT.search(question.question) and SEEN.search(question.question)
    if seen and not states(question.question, shown):
        return "a count of what the picture shows"
    return None


@lru_cache(maxsize=8)
def _names(text: str, language: str) -> tuple[str, ...]:
    facts = facts_in(text, language, asks_name=False)
    return tuple(fact.text for fact in facts if fact.kind == "name")


def _is_about(table: Table, said: frozenset[str]) -> bool:
    heads = " ".join([table.titled, *(cell.text for cell in table.header[:1])])
    return bool(stems_of(heads) & said)
