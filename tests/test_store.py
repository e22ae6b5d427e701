"""The database keeps what it was given, and refuses what it cannot keep."""

import resource
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import factory
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from live.blobs import Blobs
from live.errors import LiveError, WorkspaceError
from live.outcomes import Done
from live.records import Link, Question
from live.store import Store
from live.store_database import MIGRATIONS
from live.tables import metadata


@pytest.fixture
def store(tmp_path: Path):  # type: ignore[no-untyped-def]
    opened = Store(f"sqlite:///{tmp_path}/live.db")
    yield opened
    opened.close()


def test_migrations_make_the_tables_that_the_code_declares(store: Store) -> None:
    engine = sa.create_engine(store.url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_migrations_are_known_by_the_numbers_of_their_files() -> None:
    scripts = ScriptDirectory(str(MIGRATIONS))
    files = {Path(script.path).name[:4]: script.revision for script in scripts.walk_revisions()}
    assert all(number == revision for number, revision in files.items())
    assert scripts.get_current_head() == max(files)


def test_what_is_written_in_a_transaction_is_what_is_read_there(store: Store) -> None:
    first, second = factory.question(1), factory.question(1, version=2, question="Who?")
    with store.together():
        assert store.versions(Question, first.id) == []
        assert store.all(Question, "2026-10", parent=first.page_id) == []
        assert store.outcome("2026-10", "check", first.id) is None
        store.add(first)
        assert store.versions(Question, first.id) == [first]
        assert store.all(Question, "2026-10", parent=first.page_id) == [first]
        store.save("2026-10", "check", first.id, Done((second,)))
        assert store.versions(Question, first.id) == [first, second]
        assert store.outcome("2026-10", "check", first.id) is not None
        store.forget("2026-10", "check", first.id)
        assert store.outcome("2026-10", "check", first.id) is None


def test_what_others_write_is_not_in_what_is_being_read(store: Store) -> None:
    other, question = Store(store.url), factory.question(1)
    with store.reading():
        assert store.versions(Question, question.id) == []
        other.add(question)
        assert store.versions(Question, question.id) == []
    assert store.versions(Question, question.id) == [question]
    other.close()


def test_sqlite_runs_in_wal_and_syncs_every_commit(store: Store) -> None:
    with store._begin() as connection:
        assert connection.scalar(sa.text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(sa.text("PRAGMA synchronous")) == 2


def test_a_record_comes_back_as_it_went_in_and_only_once(store: Store) -> None:
    link = factory.link()
    for _ in range(2):
        store.save("2026-10", "discover", "Herald", Done((link,)))
    assert store.all(Link, "2026-10") == [link]
    assert store.all(Link, "2026-11") == []


def test_fields_of_all_months_are_given_as_texts(store: Store) -> None:
    september = factory.link(2, month="2026-09", seen_at=datetime(2026, 9, 3, tzinfo=UTC))
    store.add(factory.link(1), september)
    given = store.fields(Link, "url", "seen_at")
    assert given == [
        ("http://herald.example/1", ""),
        ("http://herald.example/2", "2026-09-03T00:00:00Z"),
    ]


def test_the_newest_version_is_given_and_the_older_ones_are_kept(store: Store) -> None:
    first = factory.question(1)
    second = first.model_copy(update={"version": 2, "answer": "Ben Cole"})
    store.add(first, factory.question(2))
    store.add(second)
    assert store.versions(Question, first.id) == [first, second]
    assert {q.id: q.version for q in store.all(Question, "2026-10")}[first.id] == 2


def test_a_database_of_a_newer_version_is_refused_in_one_line(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/live.db"
    store = Store(url)
    with store._begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    with pytest.raises(WorkspaceError, match="newer version of live .schema 9999.") as caught:
        Store(url)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_database_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "live.db").write_bytes(b"not a database, not at all, really" * 100)
    with pytest.raises(WorkspaceError, match="file is not a database. See") as caught:
        Store(f"sqlite:///{tmp_path}/live.db")
    assert "\n" not in str(caught.value)


def test_a_full_disk_is_one_line_and_loses_nothing_that_was_stored(store: Store) -> None:
    store.add(factory.link(1))
    with store._begin() as connection:
        pages = connection.scalar(sa.text("PRAGMA page_count"))
        connection.execute(sa.text(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(LiveError, match="disk is full. Free some disk space"):
        store.add(*[factory.link(n) for n in range(2, 4000)])
    assert store.all(Link, "2026-10") == [factory.link(1)]


def test_a_blob_is_whole_and_its_damage_is_noticed(tmp_path: Path) -> None:
    blobs = Blobs(str(tmp_path / "blobs"))
    sha256 = blobs.put(b"pixels")
    assert blobs.put(b"pixels") == sha256
    assert blobs.get(sha256) == b"pixels"
    next((tmp_path / "blobs").rglob(sha256)).write_bytes(b"pixel")
    with pytest.raises(LiveError, match="is damaged. Restore"):
        blobs.get(sha256)
    with pytest.raises(LiveError, match="is missing from"):
        blobs.get("0" * 64)


def test_a_blob_that_does_not_fit_is_not_there_and_the_disk_is_named(tmp_path: Path) -> None:
    blobs = Blobs(str(tmp_path / "blobs"))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(LiveError, match=r"2,000 bytes cannot be written \(File too large\)"):
            blobs.put(b"x" * 2000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(blobs.get(blobs.put(b"x" * 2000))) == 2000


def test_a_migration_that_is_cut_short_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alembic import op

    url, made = f"sqlite:///{tmp_path}/live.db", op.create_table

    def cut_short(name: str, *columns: sa.Column[Any]) -> Any:
        if name == "verdicts":
            raise KeyboardInterrupt
        return made(name, *columns)

    monkeypatch.setattr(op, "create_table", cut_short)
    with pytest.raises(KeyboardInterrupt):
        Store(url)
    monkeypatch.undo()
    Store(url).close()
