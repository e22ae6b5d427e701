"""A database that machines share is held by one of them, and by nobody once that one is gone."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import factory
import postgres
import pytest
import sqlalchemy as sa
from due_months import add_month
from test_cli import live

from live.due import standing
from live.errors import HeldError, LiveError
from live.store_lock import hold_database
from live.workspace import open_workspace

pytest.importorskip("psycopg")
pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(not postgres.programs(), reason="no PostgreSQL: apt-get install postgresql"),
]


@pytest.fixture(scope="module")
def database() -> Iterator[sa.URL]:
    with postgres.server() as url:
        yield sa.make_url(url)


def test_who_comes_second_is_told_who_holds_it(database: sa.URL) -> None:
    with hold_database(database, "review accept") as still_held:
        still_held()
        with pytest.raises(
            HeldError, match=r"in use by `live review accept` \(process \d+ on "
        ) as it:
            with hold_database(database, "release"):
                raise AssertionError("two hold one database")
        with hold_database(database, "schedule", "schedule"):
            pass  # which is another lock
    assert it.value.doing == "review accept"
    with hold_database(database, "release"):
        pass


def test_a_killed_holder_holds_nothing(database: sa.URL) -> None:
    code = (
        "import sys; import sqlalchemy as sa; from live.store_lock import hold_database\n"
        "with hold_database(sa.make_url(sys.argv[1]), 'run'): print('held', flush=True); input()"
    )
    words = [sys.executable, "-c", code, database.render_as_string(hide_password=False)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout and holder.stdout.readline() == b"held\n"
        with pytest.raises(HeldError, match=f"process {holder.pid} on"):
            with hold_database(database, "crawl"):
                raise AssertionError("two hold one database")
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    _let_go(database)
    with hold_database(database, "crawl"):
        pass


def test_a_connection_that_was_lost_is_known(database: sa.URL) -> None:
    with hold_database(database, "release") as still_held:
        engine = sa.create_engine(database)
        with engine.begin() as connection:
            connection.execute(
                sa.text(
                    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
                )
            )
        engine.dispose()
        with pytest.raises(LiveError, match="the connection that held it was lost"):
            still_held()


def test_of_two_machines_one_releases(database: sa.URL, tmp_path: Path) -> None:
    """Two folders, as on two machines, with one database: a month comes out once."""
    url = database.render_as_string(hide_password=False)
    folders = [tmp_path / "a", tmp_path / "b"]
    for folder in folders:
        folder.mkdir()
        blobs = tmp_path / "blobs"
        (folder / "live.yaml").write_text(f"{factory.CONFIG}database: {url}\nblobs: {blobs}\n")
    with open_workspace(folders[0]) as workspace:
        add_month(workspace, "2026-06")
        with hold_database(workspace.store.url, "release"):
            ended = live("-C", folders[1], "release", "--due")
            assert ended.returncode == 0 and "in use by `live release` (process" in ended.stderr
            assert standing(workspace, "2026-06").step == "cut"
        assert live("-C", folders[1], "release", "--due").returncode == 0
        assert standing(workspace, "2026-06").step == "publish"
    assert not (folders[0] / "releases").exists()


def _let_go(database: sa.URL) -> None:
    """Waits in the server until it has noticed that a killed client is gone."""
    engine = sa.create_engine(database)
    with engine.begin() as connection:
        connection.execute(sa.text("SELECT pg_advisory_lock(7611, 1)"))
    engine.dispose()
