"""A local HTTP server that speaks Chat Completions and Messages as its script says, well or badly.

It stands where a provider's server stands, so the real SDKs are what is tested. Give it what to say
with `reply_with(...)`, or a function of what was asked with `answer = ...`; read what came in from
`requests`.
"""

import json
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Asked:
    """One request as it arrived."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def model(self) -> str:
        return str(self.body.get("model", ""))

    @property
    def parts(self) -> list[dict[str, Any]]:
        """The parts of the user's message, of either protocol."""
        content = self.body["messages"][-1]["content"]
        return [{"type": "text", "text": content}] if isinstance(content, str) else content

    @property
    def prompt(self) -> str:
        return "".join(part["text"] for part in self.parts if part["type"] == "text")

    @property
    def pictures(self) -> int:
        return sum(part["type"] in ("image", "image_url") for part in self.parts)

    @property
    def schema(self) -> dict[str, Any] | None:
        """The JSON schema that was asked for."""
        if "response_format" in self.body:
            return self.body["response_format"]["json_schema"]["schema"]
        return self.body.get("output_config", {}).get("format", {}).get("schema")


@dataclass(frozen=True)
class Say:
    """A reply. stop: `stop`, `length`, `content_filter` or `refusal`, worded per protocol."""

    text: str | dict[str, Any] = "Fine."
    stop: str = "stop"
    input_tokens: int = 100
    output_tokens: int = 20
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Status:
    """An HTTP error in the protocol's own shape. It asks the SDKs to retry at once."""

    code: int
    message: str = "scripted trouble"
    word: str = "scripted"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Raw:
    """A body that is sent as it is. `length` announces more bytes than come."""

    body: bytes
    content_type: str = "application/json"
    length: int | None = None


@dataclass(frozen=True)
class Silence:
    """The connection stays open and nothing comes, until the server closes."""


@dataclass(frozen=True)
class Hang:
    """The reply waits for an event; `arrived` is set once the request is in."""

    release: threading.Event
    then: Say = Say()


Script = str | dict[str, Any] | Say | Status | Raw | Silence | Hang


class ScriptedServer:
    """The server, running from construction to `close`."""

    def __init__(self) -> None:
        self.requests: list[Asked] = []
        self.answer: Callable[[Asked], Script] = lambda asked: Say()
        self.closing = threading.Event()
        self._queue: deque[Script] = deque()
        self._lock = threading.Lock()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True
        self._http.block_on_close = False
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self._thread.start()

    @property
    def url(self) -> str:
        """What Anthropic's SDK takes as base_url."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    @property
    def openai_url(self) -> str:
        """What OpenAI's SDK takes as base_url."""
        return f"{self.url}/v1"

    def reply_with(self, *scripts: Script) -> None:
        """Queues what to say next; once the queue is empty, `answer` decides."""
        self._queue.extend(scripts)

    def close(self) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def next(self, asked: Asked) -> Script:
        with self._lock:
            self.requests.append(asked)
            if self._queue:
                return self._queue.popleft()
        return self.answer(asked)


def _handler(server: ScriptedServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except ConnectionResetError:  # the client was killed
                self.close_connection = True

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            content = self.rfile.read(length)
            if len(content) < length:  # the client was killed
                self.close_connection = True
                return
            body = json.loads(content)
            asked = Asked(self.path, {k.lower(): v for k, v in self.headers.items()}, body)
            script = server.next(asked)
            if isinstance(script, Hang):
                script.release.wait(30)
                script = script.then
            if isinstance(script, Silence):
                server.closing.wait(30)
                self.close_connection = True
                return
            self._send(*_render(asked, script))

        def _send(self, code: int, headers: dict[str, str], body: bytes) -> None:
            cut = int(headers.get("Content-Length", len(body))) > len(body)
            try:
                self.send_response(code)
                for name, value in ({"Content-Length": str(len(body))} | headers).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
            except (BrokenPipeError, ConnectionResetError):
                cut = True
            self.close_connection = cut

        def log_message(self, *_: Any) -> None:
            pass

    return Handler


def _render(asked: Asked, script: Script) -> tuple[int, dict[str, str], bytes]:
    if isinstance(script, Raw):
        length = {} if script.length is None else {"Content-Length": str(script.length)}
        return 200, {"Content-Type": script.content_type} | length, script.body
    messages = asked.path.endswith("/messages")
    if isinstance(script, Status):
        error = {"type": script.word, "message": script.message, "code": script.word}
        body = {"type": "error", "error": error}
        headers = {"Content-Type": "application/json", "retry-after-ms": "1"} | script.headers
        return script.code, headers, json.dumps(body).encode()
    say = script if isinstance(script, Say) else Say(text=script)
    shaped = _message(asked, say) if messages else _completion(asked, say)
    return 200, {"Content-Type": "application/json"} | say.headers, json.dumps(shaped).encode()


def _completion(asked: Asked, say: Say) -> dict[str, Any]:
    refused = say.stop == "refusal"
    message = {
        "role": "assistant",
        "content": None if refused else _text(say),
        "refusal": _text(say) if refused else None,
    }
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": f"{asked.model}-2026-10-01",
        "choices": [
            {"index": 0, "message": message, "finish_reason": "stop" if refused else say.stop}
        ],
        "usage": {
            "prompt_tokens": say.input_tokens,
            "completion_tokens": say.output_tokens,
            "total_tokens": say.input_tokens + say.output_tokens,
        },
    }


def _message(asked: Asked, say: Say) -> dict[str, Any]:
    stops = {"stop": "end_turn", "length": "max_tokens"}
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": f"{asked.model}-20261001",
        "content": [{"type": "text", "text": _text(say)}],
        "stop_reason": stops.get(say.stop, say.stop),
        "stop_sequence": None,
        "usage": {"input_tokens": say.input_tokens, "output_tokens": say.output_tokens},
    }


def _text(say: Say) -> str:
    return say.text if isinstance(say.text, str) else json.dumps(say.text)
