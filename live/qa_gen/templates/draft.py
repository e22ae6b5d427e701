"""A question as a template words it, before anyone has looked whether it can be asked. Pure."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "chart_extreme",
    "chart_value",
    "chart_difference",
    "table_cell",
    "table_extreme",
    "table_row",
    "quote",
    "order",
    "number",
    "credit",
    "caption",
    "byline",
    "date",
    "section",
    "headline",
]


@dataclass(frozen=True)
class Fact:
    """What earns points: naming `x`, or naming it before `before`."""

    points: int
    x: str
    before: str = ""

    @property
    def text(self) -> str:
        """The fact as a criterion, in the form that the rule judge reads."""
        order = f' before "{self.before}"' if self.before else ""
        return f'the answer names "{self.x}"{order}.'


@dataclass(frozen=True)
class Draft:
    """A question with its gold.

    needs: what must be seen in the pictures for the question to make sense and to be answered.
    """

    kind: Kind
    category: Literal["Basic", "Contextual"]
    question: str
    answer: str
    facts: tuple[Fact, ...]
    needs: tuple[str, ...]


def quoted(text: str) -> str:
    """Puts the page's words between quotation marks."""
    return f'"{text.replace(chr(34), chr(39))}"'
