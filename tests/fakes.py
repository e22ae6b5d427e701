"""A model behind the protocol that answers by a function: for laws of stages, not of providers."""

from collections.abc import Callable

from live.lmm.client import Reply, Request


class FakeModels:
    """Stands where live.lmm.models.Models stands. `asked` keeps the requests in order."""

    def __init__(self, answer: Callable[[Request], Reply]) -> None:
        self.asked: list[Request] = []
        self._answer = answer

    def client(self, name: str, stage: str) -> "FakeModels":
        return self

    def concurrency(self, name: str) -> int:
        return 4

    async def reply(self, request: Request) -> Reply:
        self.asked.append(request)
        return self._answer(request)
