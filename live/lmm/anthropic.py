"""Requests -> Anthropic's Messages -> Replies, at Anthropic or any server that speaks them.

Pictures are not marked for the prompt cache: a page's questions go out together, so each would pay
for writing the cache and none would read it. Touches the network, the environment and the blobs.
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
from live.lmm.sight import anthropic_sight
from live.lmm.structured import read_object
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
    from anthropic import APIStatusError, AsyncAnthropic
    from anthropic.types import Message

MAX_PICTURE_BYTES = 5 * 2**20
NO_KEY = "no-key-needed"
"""What is sent to a server that wants no key: Anthropic's own key never goes there."""


class Anthropic:
    """A model behind Messages. Raises MissingError where no credentials are found."""

    def __init__(self, model: Model, blobs: Blobs, limiter: Limiter) -> None:
        self._model = model
        self._limiter = limiter
        self._sdk = _open(model)
        self._create = self._sdk.messages.with_raw_response.create
        sight = anthropic_sight(model, self._sdk.base_url.host)
        self._pictures = Pictures(blobs, model.max_picture_px, MAX_PICTURE_BYTES, sight)

    async def reply(self, request: Request) -> Reply:
        """Asks the model once. Provider trouble is an outcome, never an exception."""
        import anthropic

        try:
            arguments = await self._arguments(request)
            async with asyncio.timeout(deadline(self._model.timeout_seconds)):
                response = await self._create(**arguments)
            self._limiter.heard(request, response.headers)
            message = await response.parse()
        except OversizeError as error:
            return self._trouble("oversize", str(error))
        except (TimeoutError, anthropic.APITimeoutError):
            return self._trouble("timeout", f"nothing came in {self._model.timeout_seconds:g} s")
        except anthropic.APIConnectionError as error:
            return self._trouble(*broken(error))
        except anthropic.APIStatusError as error:
            return self._refused_by_server(error, request)
        except (anthropic.APIError, ValueError) as error:
            return self._trouble("garbled", f"the reply cannot be read: {error}")
        except anthropic.AnthropicError as error:
            return self._trouble("rejected", str(error))
        return self._read(message, request)

    async def close(self) -> None:
        """Gives the connections back."""
        await self._sdk.close()

    async def _arguments(self, request: Request) -> dict[str, Any]:
        """Words the request for the SDK; declared parameters go into the body as they are."""
        content: list[dict[str, Any]] = [
            {
                "type": "image",
                "source": {"type": "base64", "media_type": sent.media_type, "data": sent.data},
                "transformations": {"oversized_image": "error"},
            }
            for sent in await self._pictures.of(request)
        ]
        content.append({"type": "text", "text": request.prompt})
        parameters = dict(request.parameters)
        output = dict(parameters.pop("output_config", {}))
        if request.reply_schema is not None:
            output["format"] = {"type": "json_schema", "schema": _schema(request.reply_schema)}
        arguments: dict[str, Any] = {
            "model": self._model.served_name,
            "max_tokens": request.max_tokens,
            "messages": [{"role": "user", "content": content}],
            "extra_body": parameters,
            # Without it, the SDK refuses a large max_tokens that is not streamed.
            "timeout": self._model.timeout_seconds,
        }
        if request.system:
            arguments["system"] = request.system
        if output:
            arguments["output_config"] = output
        return arguments

    def _read(self, message: "Message", request: Request) -> Reply:
        """Reads a message. The SDK hands through what is none: text, or JSON of another kind."""
        blocks = getattr(message, "content", None)
        if not isinstance(blocks, list):
            return self._trouble("garbled", f"not a message: {message!r}")
        text = "".join(block.text for block in blocks if block.type == "text")
        stop = message.stop_reason or ""
        outcome: ReplyOutcome = "ok"
        detail, data = "", None
        if stop == "refusal":
            why = message.stop_details and message.stop_details.explanation
            outcome, detail = "refused", why or "the model declined"
        elif stop in ("max_tokens", "model_context_window_exceeded"):
            outcome, detail = "truncated", f"cut ({stop}) with max_tokens {request.max_tokens}"
        elif request.reply_schema is not None:
            data, detail = read_object(text, request.reply_schema)
            outcome = "ok" if data is not None else "malformed"
        return Reply(
            outcome=outcome,
            text=text,
            data=data,
            detail=detail,
            usage=_usage(message),
            revision=message.model or "",
            stop_reason=stop,
            request_id=message._request_id or message.id or "",
            pictures=self._pictures.seen(request),
        )

    def _refused_by_server(self, error: "APIStatusError", request: Request) -> Reply:
        fact = error.api_message or error.message
        outcome = outcome_of(error.status_code, error.error_code or error.type or "", fact)
        self._limiter.heard(request, error.response.headers)
        if outcome == "rate_limited":
            final = error.response.extensions[TRIED_AGAIN] == "false"
            self._limiter.refused(request, error.response.headers, final=final)
        reply = self._trouble(outcome, f"HTTP {error.status_code}: {fact}")
        stop = f"http {error.status_code}"
        return reply.model_copy(update={"stop_reason": stop, "request_id": error.request_id or ""})

    def _trouble(self, outcome: ReplyOutcome, detail: str) -> Reply:
        secret = self._sdk.api_key or self._sdk.auth_token
        return Reply(outcome=outcome, detail=in_one_line(detail, secret))


def _open(model: Model) -> "AsyncAnthropic":
    """Opens the SDK, which finds credentials in variables, a profile or an identity token."""
    from anthropic import AnthropicError, AsyncAnthropic, DefaultAsyncHttpxClient

    key = os.environ.get(model.api_key_env, "").strip() if model.api_key_env else None
    if model.api_key_env and not key:
        raise MissingError(
            f"{model.name}: the environment variable {model.api_key_env} is not set. "
            "Put the provider's API key there."
        )
    if model.base_url and not model.api_key_env:
        key = NO_KEY
    try:
        sdk = AsyncAnthropic(
            api_key=key,
            base_url=model.base_url,
            timeout=model.timeout_seconds,
            max_retries=RETRIES,
            http_client=DefaultAsyncHttpxClient(event_hooks={"response": [keep_429]}),
        )
    except (AnthropicError, OSError, ValueError) as error:
        fact = in_one_line(str(error)).rstrip(".")
        raise MissingError(f"{model.name}: {fact}. Or set ANTHROPIC_API_KEY.") from error
    if not (sdk.api_key or sdk.auth_token or sdk.credentials):
        raise MissingError(
            f"{model.name}: no credentials for Anthropic were found. Set ANTHROPIC_API_KEY, or "
            "log in with a profile that the anthropic SDK finds."
        )
    return sdk


def _schema(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema without what Anthropic refuses (bounds become words); replies are checked here."""
    from anthropic import transform_schema

    return transform_schema(schema)


def _usage(message: "Message") -> Usage:
    usage = message.usage
    cached = usage.cache_read_input_tokens or 0
    written = usage.cache_creation_input_tokens or 0
    return Usage(
        input_tokens=(usage.input_tokens or 0) + cached + written,
        output_tokens=usage.output_tokens or 0,
        cached_tokens=cached,
    )
