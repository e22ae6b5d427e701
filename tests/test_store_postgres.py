"""The laws of the store hold on PostgreSQL as on SQLite. One server serves all of them."""

import inspect
import json
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import factory
import postgres
import pytest
import sqlalchemy as sa
import test_store
import test_store_audit
import test_store_calls
import test_store_reviewers
from due_months import add_month
from test_cli import live

from live.outcomes import Done, Held, Waiting
from live.records import Link, Page, Question
from live.store import Store
from live.store_database import engine_of, migrate
from live.tables import metadata
from live.workspace import open_workspace

pytest.importorskip("psycopg")
pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(not postgres.programs(), reason="no PostgreSQL: apt-get install postgresql"),
]
MONTH = factory.MONTH
LAWS: list[Callable[[Store], Any]] = [
    test_store.test_migrations_make_the_tables_that_the_code_declares,
    test_store.test_what_is_written_in_a_transaction_is_what_is_read_there,
    test_store.test_a_record_comes_back_as_it_went_in_and_only_once,
    test_store.test_fields_of_all_months_are_given_as_texts,
    test_store.test_the_newest_version_is_given_and_the_older_ones_are_kept,
    test_store_audit.test_what_is_done_together_is_done_whole_or_not_at_all,
    test_store_audit.test_of_many_who_write_at_once_each_entry_follows_the_one_before,
    test_store_reviewers.test_who_is_invited_again_stays_the_same_person_and_the_old_token_ends,
    test_store_reviewers.test_an_invitation_ends_when_it_expires_and_when_it_is_revoked,
    test_store_reviewers.test_a_handle_belongs_to_one_person_whatever_its_capitals,
    test_store_reviewers.test_a_new_token_of_an_invitation_that_holds_begins_nothing_anew,
    test_store_calls.test_a_call_that_a_kill_caught_in_flight_is_counted_as_lost,
    test_store_calls.test_what_received_calls_took_is_known_by_their_keys,
    test_store_calls.test_a_failed_call_answers_nothing,
    test_store_calls.test_what_is_asked_in_one_turn_of_the_loop_is_one_transaction,
    test_store_calls.test_who_stops_waiting_harms_none_and_its_reply_is_kept,
]
WAITING = sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")


@pytest.fixture(scope="module")
def server() -> Iterator[sa.URL]:
    with postgres.server() as url:
        yield sa.make_url(url)


@pytest.fixture
def store(server: sa.URL) -> Iterator[Store]:
    """An open store in which nothing is stored."""
    opened = Store(server)
    yield opened
    opened.close()
    empty = "; ".join(f"DELETE FROM {name}" for name in metadata.tables)
    _do(server, "SET session_replication_role = replica", empty)  # without the log's trigger


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__.removeprefix("test_"))
async def test_what_holds_in_sqlite_holds_here(store: Store, law: Callable[[Store], Any]) -> None:
    done = law(store)
    if inspect.isawaitable(done):
        await done


@pytest.mark.parametrize(
    "change", ["UPDATE audit SET who = ''", "DELETE FROM audit", "TRUNCATE audit"]
)
def test_the_database_refuses_changes_of_the_log(store: Store, change: str) -> None:
    test_store_audit.test_the_database_refuses_changes_of_the_log(store, change)
    assert not store.audit.sees_guards and list(store.audit.unguarded()) == []


def test_what_others_write_is_not_in_what_is_being_read(store: Store) -> None:
    other = Store(store.url)
    with store.reading():
        assert store.all(Link, MONTH) == []
        other.add(factory.link())
        assert store.all(Link, MONTH) == [] == store.fields(Link, "url")
    assert store.all(Link, MONTH) == [factory.link()]
    other.close()


def test_while_some_act_together_nobody_else_writes(store: Store) -> None:
    other, link = Store(store.url), factory.link()
    with ThreadPoolExecutor() as pool:
        for write in (lambda: other.add(link), lambda: other.save(MONTH, "check", "q", Done())):
            with store.together():
                writing = pool.submit(write)
                _wait_for(writing, store)
                assert not writing.done()
                assert len(store.all(Link, MONTH)) == len(store.outcomes(MONTH)) == 0
            writing.result(30)
            store.forget(MONTH, "check", "q")
            _do(store.url, "DELETE FROM links")
    other.close()


def test_two_that_open_an_empty_database_at_once_make_its_tables_once(server: sa.URL) -> None:
    _do(server, "CREATE DATABASE bare")
    engine = engine_of(server.set(database="bare"))
    with ThreadPoolExecutor() as pool, engine.connect() as first:
        with first.begin():
            migrate(first, "bare")
            second = pool.submit(Store, engine.url)
            while not second.done() and not first.scalar(WAITING):
                pass
        second.result(30).close()
    engine.dispose()


def test_a_connection_that_the_server_ended_is_made_anew(store: Store) -> None:
    store.add(factory.link())
    _do(
        store.url,
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
        "WHERE backend_type = 'client backend' AND pid != pg_backend_pid()",
    )
    assert store.all(Link, MONTH) == [factory.link()]


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("a\0\0b", "a\ufffd\ufffdb"),
        ("\\u0000", "\\u0000"),
        ("\\\0", "\\\ufffd"),
        ("日本😀", "日本😀"),
    ],
)
def test_a_text_that_postgresql_cannot_read_spoils_no_month(
    store: Store, title: str, kept: str
) -> None:
    store.add(factory.page(title=title))
    assert store.fields(Page, "title", month=MONTH) == [(kept,)]
    assert [page.title for page in store.all(Page, MONTH)] == [kept]


def test_a_month_is_kept_searched_and_told(store: Store) -> None:
    page, questions = factory.page(), [factory.question(n) for n in range(1, 4)]
    one, two, three = (question.id for question in questions)
    store.add(page)
    store.save(MONTH, "write", page.id, Done(tuple(questions)))
    before = store.changes.digest(MONTH)
    store.save_all(MONTH, "gates", dict.fromkeys((one, two, three), Done()))
    store.save_all(MONTH, "gates", {one: Held("odd", "it is"), two: Waiting("no_model", "")})
    assert store.months() == [MONTH] and store.changes.digest(MONTH) != before
    assert store.states(MONTH, "gates") == {one: "held", two: "waiting", three: "done"}
    assert store.ended(MONTH, "gates", ("held", "done")) == {one, three}
    assert store.all(Question, MONTH, parent=page.id) == list(store.each(Question, MONTH))
    assert store.fields(Question, "version", "grades.clarity", month=MONTH)[0] == ("1", "")
    marks = store.changes.marks(MONTH)
    assert marks.outcomes["gates", "held"] == 1
    assert list(store.changes.since(Question, MONTH, marks.newest[Question] - 1)) == [three]
    store.signatures.add(Question, {id: b"\0\1" for id in (one, two, three)})
    assert [dict(rows) for rows in store.signatures.all(Question)] == [
        {one: b"\0\1", two: b"\0\1", three: b"\0\1"}
    ]
    assert store.signatures.kept("2026-11", Question) == {one, three}
    assert store.signatures.read(Question, [two]) == {two: questions[1]}
    assert store.signatures.asked_about([page.id, "other"]) == {page.id}
    store.add(questions[1])
    assert set(store.signatures.of(Question, [one, two])) == {one}


def test_a_month_is_handed_out_bit_by_bit(store: Store) -> None:
    """Else the driver takes all of it into memory before it gives the first record."""
    store.add(*(factory.link(n) for n in range(3)))
    with store.reading(), store._begin() as connection:
        found = store.each(Link, MONTH)
        assert next(found) == factory.link(0)
        assert connection.scalar(sa.text("SELECT count(*) FROM pg_cursors")) == 1
        assert len(list(found)) == 2


def test_a_workspace_is_worked_on_by_the_command_line(store: Store, tmp_path: Path) -> None:
    url = store.url.render_as_string(hide_password=False)
    (tmp_path / "live.yaml").write_text(f"{factory.CONFIG}database: {url}\n")
    with open_workspace(tmp_path) as workspace:
        add_month(workspace)
    id = f"202610{1:010x}"
    for words in (
        ["cut", "--month", MONTH, "--early"],
        ["answer", "--month", MONTH],
        ["explain", id],
        ["review", "audit"],
        ["release"],
    ):
        ended = live("-C", tmp_path, *words)
        assert ended.returncode == 0, ended.stderr
    (told,) = json.loads(live("-C", tmp_path, "status", "--json").stdout)["months"]
    assert told["accepted"] == 3, told
    assert not (tmp_path / "live.db").exists()


def _wait_for(writing: Future[Any], store: Store) -> None:
    """Waits until somebody waits for a lock, or has not had to."""
    with store._engine.connect() as connection:
        while not writing.done() and not connection.scalar(WAITING):
            pass


def _do(server: sa.URL, *statements: str) -> None:
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT", poolclass=sa.pool.NullPool)
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()
