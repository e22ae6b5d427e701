"""Requests -> OpenAI's Chat Completions -> Replies, at OpenAI or any server that speaks them.

`base_url` reaches vLLM, SGLang, llama.cpp, Gemini, OpenRouter. Touches the network, the key's
environment variable and the blobs.
"""

import asyncio
import os
from typing import TYPE_CHECKING, Any

from live.blobs import Blobs
from live.config import Model
from live.errors import MissingError
from live.lmm.client import Reply, ReplyOutcome, Request
from live.lmm.limits import Limiter
from live.lmm.pictures import OversizeError, Pictures
from live.lmm.sight import openai_sight
from live.lmm.structured import is_strict, read_object
from live.lmm.troubles import (
    RETRIES,
    TRIED_AGAIN,
    broken,
    deadline,
    in_one_line,
    keep_429,
    outcome_of,
)
from live.records import Usage

if TYPE_CHECKING:
    from openai import APIStatusError
    from openai.types.chat import ChatCompletion

KEY = "OPENAI_API_KEY"
NO_KEY = "no-key-needed"
"""What is sent to a server that wants no key: the SDK demands one all the same."""
MAX_PICTURE_BYTES = 50 * 2**20


class OpenAI:
    """A model behind Chat Completions. Raises MissingError where its key is missing."""

    def __init__(self, model: Model, blobs: Blobs, limiter: Limiter) -> None:
        from openai import AsyncOpenAI, DefaultAsyncHttpxClient

        self._model = model
        self._limiter = limiter
        self._key = _key(model)
        self._sdk = AsyncOpenAI(
            api_key=self._key,
            base_url=model.base_url,
            timeout=model.timeout_seconds,
            max_retries=RETRIES,
            http_client=DefaultAsyncHttpxClient(event_hooks={"response": [keep_429]}),
        )
        self._create = self._sdk.chat.completions.with_raw_response.create
        sight = openai_sight(model, self._sdk.base_url.host)
        self._pictures = Pictures(blobs, model.max_picture_px, MAX_PICTURE_BYTES, sight)

    async def reply(self, request: Request) -> Reply:
        """Asks the model once. Provider trouble is an outcome, never an exception."""
        import openai

        try:
            arguments = await self._arguments(request)
            async with asyncio.timeout(deadline(self._model.timeout_seconds)):
                response = await self._create(**arguments)
            self._limiter.heard(request, response.headers)
            completion = response.parse()
        except OversizeError as error:
            return self._trouble("oversize", str(error))
        except (TimeoutError, openai.APITimeoutError):
            return self._trouble("timeout", f"nothing came in {self._model.timeout_seconds:g} s")
        except openai.APIConnectionError as error:
            return self._trouble(*broken(error))
        except openai.APIStatusError as error:
            return self._refused_by_server(error, request)
        except (openai.APIError, ValueError) as error:
            return self._trouble("garbled", f"the reply cannot be read: {error}")
        except openai.OpenAIError as error:
            return self._trouble("rejected", str(error))
        return self._read(completion, request)

    async def close(self) -> None:
        """Gives the connections back."""
        await self._sdk.close()

    async def _arguments(self, request: Request) -> dict[str, Any]:
        """Words the request for the SDK; declared parameters go into the body as they are."""
        pictures = await self._pictures.of(request)
        content: list[dict[str, Any]] = [
            {"type": "image_url", "image_url": {"url": picture.url}} for picture in pictures
        ]
        messages: list[dict[str, Any]] = []
        if request.system:
            messages.append({"role": "system", "content": request.system})
        asked = [*content, {"type": "text", "text": request.prompt}] if content else request.prompt
        messages.append({"role": "user", "content": asked})
        arguments: dict[str, Any] = {
            "model": self._model.served_name,
            "messages": messages,
            "extra_body": dict(request.parameters),
        }
        arguments[_limit_name(self._model)] = request.max_tokens
        if request.reply_schema is not None:
            arguments["response_format"] = _response_format(request.reply_schema)
        return arguments

    def _read(self, completion: "ChatCompletion", request: Request) -> Reply:
        """Reads a completion. The SDK hands through what is none: text, or JSON of another kind."""
        choices = getattr(completion, "choices", None)
        if not choices or getattr(choices[0], "message", None) is None:
            what = type(completion).__name__ if isinstance(completion, str) else "no choices"
            return self._trouble("garbled", f"not a chat completion ({what}): {completion!r}")
        message, stop = choices[0].message, choices[0].finish_reason or ""
        outcome: ReplyOutcome = "ok"
        detail, data, text = "", None, message.content or ""
        if message.refusal:
            outcome, text, detail = "refused", message.refusal, "the model declined"
        elif stop == "content_filter":
            outcome, detail = "filtered", "the provider's content filter stopped the reply"
        elif stop == "length":
            outcome, detail = "truncated", f"cut at {request.max_tokens} tokens"
        elif request.reply_schema is not None:
            data, detail = read_object(text, request.reply_schema)
            outcome = "ok" if data is not None else "malformed"
        return Reply(
            outcome=outcome,
            text=text,
            data=data,
            detail=detail,
            usage=_usage(completion),
            revision=completion.model or "",
            stop_reason=stop,
            request_id=completion._request_id or completion.id or "",
            pictures=self._pictures.seen(request),
        )

    def _refused_by_server(self, error: "APIStatusError", request: Request) -> Reply:
        code = str(error.code or error.type or "")
        body = error.body if isinstance(error.body, dict) else {}
        fact = str(body.get("message") or error.message)
        outcome, response = outcome_of(error.status_code, code, fact), error.response
        self._limiter.heard(request, response.headers)
        if outcome == "rate_limited":
            final = response.extensions[TRIED_AGAIN] == "false"
            self._limiter.refused(request, response.headers, final=final)
        reply = self._trouble(outcome, f"HTTP {error.status_code}: {fact}")
        stop = f"http {error.status_code}"
        return reply.model_copy(update={"stop_reason": stop, "request_id": error.request_id or ""})

    def _trouble(self, outcome: ReplyOutcome, detail: str) -> Reply:
        return Reply(outcome=outcome, detail=in_one_line(detail, self._key))


def _key(model: Model) -> str:
    """The key. OpenAI's own never goes to another server, which mostly wants none at all."""
    if model.base_url and not model.api_key_env and not _is_openai(model):
        return NO_KEY
    variable = model.api_key_env or KEY
    key = os.environ.get(variable, "").strip()
    if not key:
        raise MissingError(
            f"{model.name}: the environment variable {variable} is not set. "
            "Put the provider's API key there."
        )
    return key


def _is_openai(model: Model) -> bool:
    from urllib.parse import urlsplit

    host = urlsplit(model.base_url).hostname if model.base_url else "api.openai.com"
    return (host or "").endswith(("openai.com", "openai.azure.com"))


def _limit_name(model: Model) -> str:
    """OpenAI's newer models refuse `max_tokens`; most other servers know nothing else."""
    return "max_completion_tokens" if _is_openai(model) else "max_tokens"


def _response_format(schema: dict[str, Any]) -> dict[str, Any]:
    named = {"name": "reply", "schema": schema, "strict": is_strict(schema)}
    return {"type": "json_schema", "json_schema": named}


def _usage(completion: "ChatCompletion") -> Usage:
    usage = completion.usage
    if usage is None:
        return Usage()
    cached = usage.prompt_tokens_details.cached_tokens if usage.prompt_tokens_details else 0
    return Usage(
        input_tokens=usage.prompt_tokens or 0,
        output_tokens=usage.completion_tokens or 0,
        cached_tokens=cached or 0,
    )
