"""A real PostgreSQL server of a test's own, where one is installed."""

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


def programs() -> Path | None:
    """Gives the folder of the server's programs, or None where there is no server."""
    found = shutil.which("initdb")
    places = [Path(found).resolve().parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((place for place in places if (place / "initdb").exists()), None)


@contextmanager
def server() -> Iterator[str]:
    """Gives the URL of an empty database while the block runs. Root starts it as `postgres`."""
    where = programs()
    assert where
    folder = Path(tempfile.mkdtemp(prefix="live-postgres-"))
    run: dict[str, Any] = {"cwd": folder, "check": True, "stdout": subprocess.DEVNULL}
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        run["user"] = "postgres"
    data = str(folder / "data")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    sockets = f"-c listen_addresses=127.0.0.1 -c unix_socket_directories= -p {port}"
    subprocess.run([where / "initdb", "-D", data, "-A", "trust", "-N", "-U", "live"], **run)
    start = ["-o", f"{sockets} -c fsync=off", "-l", str(folder / "log"), "-w", "start"]
    subprocess.run([where / "pg_ctl", "-D", data, *start], **run)
    try:
        yield f"postgresql+psycopg://live@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([where / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **run)
        shutil.rmtree(folder, ignore_errors=True)
