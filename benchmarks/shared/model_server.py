"""A local server of Chat Completions that takes its time, for measuring what asks it.

Each reply comes after a set delay and is what the step that asks needs to go on: of a page that
tells what depots shipped, questions are written that a sighted model answers and a blind one does
not. The model `wavering` answers every second question in a way that no judge here gives a verdict
on. Runs in a process of its own, so that its CPU is not counted.
"""

import asyncio
import json
import re
import socket
import subprocess
import sys
import threading
import zlib
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

DEPOT = re.compile(r"depot ([A-Z][a-z]+)\b")
GUESS = "Perhaps 17."
EVADED, NO_VERDICT = "That depends.", "I would rather not say."
"""What `wavering` answers, and what a judge says of it."""
GOODS = (
    "anvils apples barrels bells bolts books boots bottles bricks brooms cables candles carpets "
    "chairs coats combs doors drums engines fans files flutes gears gloves hammers hats hinges "
    "jars kettles keys ladders lamps lenses mirrors nails needles organs ovens paddles pans pianos "
    "pipes ploughs pumps quilts radios ropes saddles saws scarves sheets shovels sieves spoons "
    "stoves tables tents tiles tyres umbrellas valves vases violins wheels windows zips"
).split()
ASKED = (
    "How many {good} did depot {name} ship?",
    "What number of {good} left depot {name} this month?",
    "Of all {good} on the list, how many were sent out by depot {name}?",
    "The list names depot {name} with its {good}: what is the amount?",
    "Count the {good}: what is the figure beside depot {name}?",
)
"""The questions of a month are not one question: the gate `new` would compare all with all."""


@contextmanager
def model_server(delay: float, at_once: int = 1000) -> Iterator[str]:
    """Serves while the block runs; gives its base_url.

    delay: seconds a reply takes. at_once: so many requests are worked on, others queue.
    """
    pipe, command = subprocess.PIPE, [sys.executable, __file__, str(delay), str(at_once)]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as server:
        assert server.stdout is not None
        yield f"http://127.0.0.1:{int(server.stdout.readline())}/v1"


def main() -> None:
    """Serves and prints the port; ends with its standard input."""
    listening = socket.create_server(("127.0.0.1", 0), backlog=1024)
    # asyncio sets it itself on sockets that name their protocol; without it a reply is 40 ms late
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sys.stdout.write(f"{listening.getsockname()[1]}\n")
    sys.stdout.flush()
    app = _app(float(sys.argv[1]), int(sys.argv[2]))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))

    def end() -> None:
        sys.stdin.read()
        server.should_exit = server.force_exit = True

    threading.Thread(target=end, daemon=True).start()
    server.run([listening])


def _app(delay: float, at_once: int) -> Callable[..., Awaitable[None]]:
    """An ASGI application."""
    count, places = 0, asyncio.Semaphore(at_once)

    async def app(_scope: object, receive: Callable[..., Any], send: Callable[..., Any]) -> None:
        nonlocal count
        count += 1
        parts, more = [], True
        while more:
            message = await receive()
            parts.append(message.get("body", b""))
            more = message.get("more_body", False)
        content = json.dumps(_completion(b"".join(parts), count)).encode()
        async with places:
            await asyncio.sleep(delay)
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    return app


def fact(name: str) -> str:
    """What a page says of a depot, and a model that sees it answers: a made-up number of goods."""
    dice = zlib.crc32(name.encode())
    return f"{1000 + dice % 9000} {GOODS[dice // 9000 % len(GOODS)]}"


def _completion(body: bytes, n: int) -> dict[str, Any]:
    # a picture is megabytes of base64 that nothing here needs to read
    bare = re.sub(rb'"data:image/[^"]*"', b'""', body)
    asked = json.loads(bare)
    content = asked["messages"][-1]["content"]
    prompt = content if isinstance(content, str) else content[-1]["text"]
    form = asked.get("response_format", {})
    if form and EVADED in prompt:
        text = NO_VERDICT
    elif form.get("type") == "json_schema":
        text = json.dumps(_said(form["json_schema"]["schema"]["properties"], prompt))
    elif form:
        text = json.dumps({"Explanation": "By the number.", "Rating": _points(prompt)})
    elif asked["model"] == "wavering" and zlib.crc32(DEPOT.findall(prompt)[-1].encode()) % 2:
        text = EVADED
    else:
        text = _answer(prompt) if bare != body else GUESS
    return {
        "id": f"reply-{n}",
        "object": "chat.completion",
        "created": 0,
        "model": asked["model"],
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": text},
                "finish_reason": "stop",
            }
        ],
        "usage": {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100},
    }


def _said(asked_for: dict[str, Any], prompt: str) -> dict[str, Any]:
    """The reply of the step that asks for these properties."""
    if "questions" in asked_for:
        names = dict.fromkeys(DEPOT.findall(prompt))
        return {"questions": [_question(name) for name in names]}
    if "can_answer" in asked_for:
        return {"can_answer": True, "answer": _answer(prompt), "reason": "It is in the list."}
    if "earns_nothing" in asked_for:
        return {"criteria": _criteria(_answer(prompt)), "earns_nothing": "Another number earns 0."}
    if "authenticity" in asked_for:
        return {"authenticity": 5, "coherence": 3, "clarity": 2, "reason": "It is plain."}
    if "total" in asked_for:
        points = _points(prompt)
        return {"points": [points], "total": points, "reason": "By the number."}
    return {"pictures": ["A list of depots."], "page": ["What each shipped."], "new": ["All."]}


def _question(name: str) -> dict[str, Any]:
    return {
        "subtask": "Basic Understanding",
        "format": "open",
        "question": ASKED[zlib.crc32(name.encode()) % len(ASKED)].format(
            name=name, good=fact(name).split()[1]
        ),
        "items": [],
        "answer": fact(name),
        "criteria": _criteria(fact(name)),
    }


def _criteria(answer: str) -> list[dict[str, Any]]:
    return [{"points": 10, "text": f"the answer says {answer}."}]


def _points(prompt: str) -> int:
    return 0 if GUESS in prompt else 10


def _answer(prompt: str) -> str:
    return fact(DEPOT.findall(prompt)[-1])


if __name__ == "__main__":
    main()
