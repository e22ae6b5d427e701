"""A request to a judge -> what is read from its reply; asked once more where it cannot be used.

Touches models through live.lmm.
"""

from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

from live.errors import ItemError
from live.lmm.client import RECEIVED, Client, Reply, Request, provenance
from live.lmm.fence import fence
from live.records import Provenance

T = TypeVar("T")
ASKED = 2
"""How often a judge is asked before what it says is given up."""
AGAIN = "\n\nYou were asked this before, and your reply could not be used. This was wrong:\n"


class Heard(NamedTuple, Generic[T]):
    """What a judge said. found: None where no reply could be used, and fault says why the last not.

    replies: the keys in the ledger of all that it said; made_by is of the last.
    """

    found: T | None
    fault: str
    made_by: Provenance
    replies: tuple[str, ...]


async def ask(
    client: Client,
    asked: Request,
    read: Callable[[Reply], tuple[T | None, str]],
    first_sample: int = 0,
) -> Heard[T]:
    """Asks a judge, and once more with what was wrong.

    read: gives what a reply says, or None and what makes it unusable. first_sample: another one
    asks the same anew. Raises ItemError where the judge could not be reached.
    """
    replies: list[str] = []
    fault = ""
    for sample in range(first_sample, first_sample + ASKED):
        prompt = f"{asked.prompt}{AGAIN}{fence(fault, 'fault')}" if fault else asked.prompt
        request = asked.model_copy(update={"sample": sample, "prompt": prompt})
        reply = await client.reply(request)
        if reply.outcome not in RECEIVED:
            raise ItemError(reply.outcome, reply.detail)
        made_by = provenance(request, reply)
        replies.append(made_by.reply_key)
        found, fault = read(reply)
        if found is not None:
            break
    return Heard(found, fault, made_by, tuple(replies))
