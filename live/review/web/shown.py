"""What was shown to somebody, and when -> a text that goes with the page, signed; and back.

So the time that somebody took is the server's to tell, also after it has started anew.
"""

from datetime import datetime
from secrets import token_hex
from typing import NamedTuple

from itsdangerous import BadData, URLSafeSerializer

from live.clock import now
from live.review.web.room import Room
from live.review.web.session import Visitor


class Shown(NamedTuple):
    """That an item was shown to somebody. act: with which what they make of it is stored, once."""

    reviewer: str
    month: str
    item: str
    at: str
    act: str

    @property
    def seconds(self) -> float:
        """How long ago that was."""
        return (now() - datetime.fromisoformat(self.at)).total_seconds()


def show(here: Room, who: Visitor, item: str) -> Shown:
    """Notes that an item is shown to somebody now, for the first time."""
    return Shown(who.reviewer.id, here.month, item, now().isoformat(), token_hex(8))


def signed(here: Room, shown: Shown) -> str:
    """Gives the text that goes with the page."""
    return str(_serializer(here).dumps(list(shown)))


def read(here: Room, who: Visitor, text: str) -> Shown | None:
    """Gives what was shown to this person; None where it is not of ours, theirs or this month."""
    try:
        shown = Shown(*_serializer(here).loads(text))
    except (BadData, TypeError):
        return None
    return shown if (shown.reviewer, shown.month) == (who.reviewer.id, here.month) else None


def _serializer(here: Room) -> URLSafeSerializer:
    return URLSafeSerializer(here.secret, salt="shown")
