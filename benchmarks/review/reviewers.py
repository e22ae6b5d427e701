"""Twenty reviewers at once -> what each decided and how long each answer took, as JSON.

python reviewers.py, with a plan on its standard input: {address, tokens, decisions, reading,
shared}. A process of its own, so that what it takes of the processor is not the server's. Each
reviewer does what the desk's page does, over connections of their own: opens the link, chooses a
handle, sends the page's form, and fetches the pictures that come next. Half of the decisions they
make after they have read for a while, `reading` seconds in the mean; then, all of them, the other
half as fast as they are answered.

shared: a list of ids for each pair of reviewers; both decide about these, at one moment.
"""

import asyncio
import html
import json
import random
import re
import sys
import time
from typing import Any

import httpx2

FORM = re.compile(r'<form method="post" action="([^"]*/decide)".*?</form>', re.S)
FIELD = re.compile(r'name="(\w+)" value="([^"]*)"')
AHEAD = re.compile(r'data-pictures="([^"]*)"')
EVERY = 8
"""Decisions from one that a pair makes together to the next."""


class Reviewer:
    """Somebody at the desk. page: what it shows them."""

    def __init__(self, address: str, n: int) -> None:
        self.address, self.n = address, n
        origin = {"Origin": address, "Sec-Fetch-Site": "same-origin"}
        limits = httpx2.Limits(max_connections=6)
        self.http = httpx2.AsyncClient(
            base_url=address, headers=origin, limits=limits, timeout=60, trust_env=False
        )
        self.page = ""
        self.read: list[float] = []
        self.hurried: list[float] = []
        self.seconds = self.read
        self.stored: list[str] = []
        self.told_of: list[str] = []
        self.pictures: dict[str, asyncio.Task[Any]] = {}

    async def join(self, token: str) -> None:
        """Begins a session."""
        form = {"token": token, "handle": f"reviewer-{self.n}"}
        began = await self._ask("POST", "/join", data=form)
        assert began.status_code == 303, began.text
        await self.open("/review")

    async def open(self, path: str) -> None:
        """Opens a page of the desk."""
        found = await self._ask("GET", path, follow_redirects=True)
        assert found.status_code == 200, found.text
        self._show(found.text)

    async def decide(self, *, accept: bool) -> None:
        """Decides about the question that is shown; where somebody else just did, says so too."""
        while (told := await self._send(accept)) == 409:
            pass
        assert told == 200, f"{told}: {self.page}"

    async def _send(self, accept: bool) -> int:
        verdict = "accept" if accept else "reject"
        forms = {f["verdict"]: (to, f) for to, f in map(_read, FORM.finditer(self.page))}
        to, form = forms[verdict]
        if not accept:
            form["reason"] = str(1 + self.n % 9)
        asked = {"HX-Request": "true", "HX-Target": "div#desk"}
        began = time.perf_counter()
        answer = await self._ask("POST", to, data=form, headers=asked)
        self.seconds.append(time.perf_counter() - began)
        if answer.status_code in (200, 409):
            (self.stored if answer.status_code == 200 else self.told_of).append(form["act"])
            self._show(answer.text)
        return answer.status_code

    async def _ask(self, method: str, path: str, **given: Any) -> httpx2.Response:
        """Asks, and again where an unused connection was closed at that moment, as browsers do."""
        while True:
            try:
                return await self.http.request(method, path, **given)
            except (httpx2.ReadError, httpx2.RemoteProtocolError):
                continue

    def _show(self, page: str) -> None:
        self.page = page
        ahead = AHEAD.search(page)
        for address in ahead[1].split() if ahead else ():
            if address not in self.pictures:
                self.pictures[address] = asyncio.create_task(self._fetch(address))

    async def _fetch(self, address: str) -> None:
        answer = await self._ask("GET", address)
        assert answer.status_code == 200, answer.text


def _read(form: re.Match[str]) -> tuple[str, dict[str, str]]:
    fields = {name: html.unescape(value) for name, value in FIELD.findall(form[0])}
    fields.pop("reason", None)
    return form[1], fields


async def review(
    reviewer: Reviewer, plan: dict[str, Any], pair: asyncio.Barrier, half: asyncio.Barrier
) -> None:
    """Decides the questions; every eighth is one of those shared, with the other of a pair."""
    together = iter(plan["shared"][reviewer.n // 2])
    drawn = random.Random(reviewer.n)
    for done in range(plan["decisions"]):
        if 2 * done < plan["decisions"]:
            await asyncio.sleep(drawn.uniform(0, 2 * plan["reading"]))
        elif reviewer.seconds is reviewer.read:
            await half.wait()
            reviewer.seconds = reviewer.hurried
        if done % EVERY == EVERY - 1 and (id := next(together, "")):
            await reviewer.open(f"/desk/{id}")
            await pair.wait()
            await reviewer.decide(accept=reviewer.n % 4 < 2)
        else:
            await reviewer.decide(accept=done % 5 > 0)


async def main() -> None:
    """Reviews, and prints what was sent, stored and told of, and the seconds of each answer."""
    plan = json.loads(sys.stdin.read())
    reviewers = [Reviewer(plan["address"], n) for n in range(len(plan["tokens"]))]
    for reviewer, token in zip(reviewers, plan["tokens"], strict=True):
        await reviewer.join(token)
    pairs, half = [asyncio.Barrier(2) for _ in plan["shared"]], asyncio.Barrier(len(reviewers))
    cpu = time.process_time()
    await asyncio.gather(*(review(each, plan, pairs[each.n // 2], half) for each in reviewers))
    cpu = time.process_time() - cpu
    for reviewer in reviewers:
        await asyncio.gather(*reviewer.pictures.values())
        await reviewer.http.aclose()
    found = {
        "stored": [act for each in reviewers for act in each.stored],
        "told_of": [act for each in reviewers for act in each.told_of],
        "read": [each for reviewer in reviewers for each in reviewer.read],
        "hurried": [each for reviewer in reviewers for each in reviewer.hurried],
        "pictures": sum(len(each.pictures) for each in reviewers),
        "cpu": cpu,
    }
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    asyncio.run(main())
