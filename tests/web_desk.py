"""A month to review, who reviews it, and the desk without a browser: what its tests share."""

import io
import re
import socket
from datetime import timedelta
from html import unescape
from typing import Any

import factory
import life
from PIL import Image, ImageDraw
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from live.outcomes import Done
from live.records import Page, Question, Shot
from live.review.standing import is_twice
from live.review.web.app import create_app
from live.workspace import Workspace

MONTH = factory.MONTH
HERE = "http://localhost"
CONFIG = factory.CONFIG.replace("review: none", "review: required")


class Client(TestClient):
    """A browser without a screen: it keeps cookies, and sends forms as pages of ours do."""

    def enter(self, token: str, handle: str = "") -> "Client":
        """Follows an invite link and begins."""
        answer = self.submit("/join", {"token": token, "handle": handle})
        assert answer.status_code == 303, answer.text
        return self

    def submit(self, path: str, form: dict[str, str], **headers: str) -> Any:
        """Sends a form as it is, from a page of this server."""
        return self.post(path, data=form, headers={"Origin": HERE} | headers)

    def form(self, page: str, action: str, **fields: str) -> dict[str, str]:
        """Gives what a form on a page would send. fields: what it must have besides, as given."""
        for form in re.findall(r"<form.*?</form>", self.get(page).text, re.S):
            found = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
            if f'action="{action}"' in form and fields.items() <= found.items():
                return {name: unescape(value) for name, value in found.items()}
        raise AssertionError(f"{page} has no form for {action} with {fields}")

    def decide(self, question: Question, verdict: str, reason: str = "1") -> Any:
        """Opens a question and decides it."""
        at = f"/desk/{question.id}"
        form = self.form(at, f"{at}/decide", verdict=verdict)
        return self.submit(f"{at}/decide", form | {"reason": reason})


def invite(workspace: Workspace, name: str, **kwargs: Any) -> str:
    """Invites somebody, and gives the token."""
    options = {"role": "review", "lasts": timedelta(days=1)} | kwargs
    return workspace.store.reviewers.invite(name, **options)[1]


def client(workspace: Workspace, name: str = "", **options: Any) -> Client:
    """Gives a browser without a screen. name: who is in a session; the handle is the same."""
    app = create_app(workspace, MONTH, **options)
    made = Client(app, base_url=HERE, follow_redirects=False, raise_server_exceptions=False)
    return made.enter(invite(workspace, name), name) if name else made


def picture(text: str = "The Herald", height: int = 1800) -> bytes:
    """Draws a page."""
    image = Image.new("RGB", (1280, height), "white")
    ImageDraw.Draw(image).text((40, 40), text, fill="black")
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def stored(workspace: Workspace, number: int, **fields: Any) -> list[Question]:
    """Stores so many questions that passed the gates, about one page with a picture.

    fields: of the page.
    """
    sha256 = workspace.blobs.put(picture())
    shot = Shot(kind="full_page", sha256=sha256, width=1280, height=1800)
    page: Page = factory.page(shots=(shot,), **fields)
    questions = [factory.question(n, page.id) for n in range(1, number + 1)]
    store = workspace.store
    with store.together():
        store.add(page, *questions)
        for question in questions:
            store.save(MONTH, "check", question.id, Done())
            life.gated(workspace, question, {})
    return questions


def twice(desk: Workspace) -> Question:
    """A question that two people decide."""
    (page_id,) = {question.page_id for question in stored(desk, 1)}
    found = next(n for n in range(2, 100) if is_twice(factory.question(n).id, 0.3))
    question = factory.question(found, page_id)
    desk.store.add(question)
    life.gated(desk, question, {})
    return question


def blind(desk: Workspace) -> Workspace:
    """The same workspace, where some questions are decided by two."""
    config = desk.config.model_copy(update={"second_review": 0.3})
    return Workspace(path=desk.path, config=config, store=desk.store, blobs=desk.blobs)


class Switch:
    """A web application in whose place another one can be put."""

    def __init__(self) -> None:
        self.app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.app
        await self.app(scope, receive, send)


def free_port() -> int:
    """Gives a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
