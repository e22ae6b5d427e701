"""What a reviewer asked for -> the questions they go through, in an order that stays as they go.

In memory only. An order is made when somebody comes from the queue, or has come to its end.
"""

import time
from collections.abc import Mapping
from threading import Lock
from typing import NamedTuple, cast, get_args
from urllib.parse import parse_qsl, urlencode

from live.review.queue import Entry, Filters, Order, Queue
from live.review.web.numbers import whole

ORDERS = cast(tuple[str, ...], get_args(Order))
KEPT = 200
"""Walks in memory: of more, those that were begun first are made anew."""
AWAY = 90.0
"""Seconds after which somebody who has opened a question no longer keeps others from it."""


class Asked(NamedTuple):
    """What of the queue somebody wants to see, and in which order."""

    filters: Filters
    order: Order

    @property
    def query(self) -> str:
        """The same as the query of an address; '' for what is usual."""
        given: dict[str, str | int] = {
            name: int(value) if isinstance(value, bool) else value
            for name, value in self.filters._asdict().items()
            if value is not False and value not in ("", None)
        }
        if given.get("status") == "todo" and not self.filters.mine:
            del given["status"]
        elif "status" not in given:
            given["status"] = "all"
        if self.order != "doubt":
            given["order"] = self.order
        return urlencode(given)

    @property
    def narrow(self) -> bool:
        """Whether more is asked for than a status."""
        return self.filters._replace(status="") != Filters()

    def but(self, status: str) -> "Asked":
        """The same, of another status; `all` is any."""
        status = "" if status == "all" else status
        return self._replace(filters=self.filters._replace(status=status))


class Place(NamedTuple):
    """Where a question stands in a walk. number: from 1; 0: it is not in it. Ids, or ''."""

    number: int
    of: int
    before: str
    after: str


def read(query: Mapping[str, str]) -> Asked:
    """Reads what somebody asks for; of what cannot be read, what is usual: all that is to do.

    Who asks for their own, and for no status, gets all of it: what they decided is not to do.
    """
    mine = query.get("mine") == "1"
    status = query.get("status") or ("all" if mine else "todo")
    order = query.get("order", "doubt")
    return Asked(
        Filters(
            subtask=query.get("subtask", ""),
            site=query.get("site", ""),
            language=query.get("language", ""),
            gate=query.get("gate", ""),
            least=_points(query.get("least")),
            most=_points(query.get("most")),
            status="" if status == "all" else status,
            flagged=query.get("flagged") == "1",
            mine=mine,
            search=query.get("search", "").strip()[:200],
        ),
        cast(Order, order if order in ORDERS else "doubt"),
    )


def parse(query: str) -> Asked:
    """Reads what `Asked.query` wrote."""
    return read(dict(parse_qsl(query)))


class Walks:
    """The walks of everybody who reviews at one server."""

    def __init__(self, queue: Queue) -> None:
        self._queue = queue
        self._walks: dict[tuple[str, str], list[str]] = {}
        self._taking = Lock()
        self._looking: dict[str, tuple[str, float]] = {}

    def begin(self, viewer: str, asked: Asked) -> str:
        """Makes a walk anew, and gives its first question, rather a free one; '' for none."""
        ids = [each.id for each in self._queue.entries(asked.filters, viewer, asked.order)]
        while len(self._walks) >= KEPT:
            self._walks.pop(next(iter(self._walks)))
        self._walks[viewer, asked.query] = ids
        return self._take(viewer, asked, ids)

    def place(self, viewer: str, asked: Asked, id: str) -> Place:
        """Tells where a question stands, and what lies before and after it."""
        ids = self._walks.get((viewer, asked.query))
        if ids is None or id not in ids:
            self.begin(viewer, asked)
            ids = self._walks[viewer, asked.query]
        if id not in ids:
            return Place(0, len(ids), "", self._first(viewer, asked, ids))
        at = ids.index(id)
        after = self._first(viewer, asked, ids[at + 1 :])
        return Place(at + 1, len(ids), ids[at - 1] if at else "", after)

    def next(self, viewer: str, asked: Asked, id: str) -> str:
        """Gives what comes after a question; at the end, what has come up or was left meanwhile."""
        ids = self._walks.get((viewer, asked.query), [])
        after = ids[ids.index(id) + 1 :] if id in ids else []
        return self._take(viewer, asked, after) or self.begin(viewer, asked)

    def look(self, viewer: str, id: str) -> None:
        """Notes that somebody looks at a question, and at no other one."""
        at = time.monotonic()
        self._looking = {
            other: (who, since)
            for other, (who, since) in self._looking.items()
            if who != viewer and at - since < AWAY
        } | {id: (viewer, at)}

    def _take(self, viewer: str, asked: Asked, ids: list[str]) -> str:
        """The first, noted at once: nobody else takes it meanwhile."""
        with self._taking:
            if first := self._first(viewer, asked, ids):
                self.look(viewer, first)
            return first

    def _first(self, viewer: str, asked: Asked, ids: list[str]) -> str:
        """The first that is still asked for; rather one that nobody else looks at."""
        fallback = ""
        for id in ids:
            entry = self._queue.get(id, viewer)
            if entry is None or not _is_left(entry, asked):
                continue
            if not entry.todo or self._free(viewer, id):
                return id
            fallback = fallback or id
        return fallback

    def _free(self, viewer: str, id: str) -> bool:
        who, since = self._looking.get(id, (viewer, 0.0))
        return who == viewer or time.monotonic() - since > AWAY


def _is_left(entry: Entry, asked: Asked) -> bool:
    """Whether a question is still to be seen: one that was decided meanwhile is not."""
    return asked.filters.status != "todo" or entry.todo


def _points(value: str | None) -> int | None:
    points = whole(value)
    return points if points is not None and points <= 10 else None
