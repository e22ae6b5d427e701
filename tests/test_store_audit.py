"""What people did is logged with what they changed, and nobody changes the log unnoticed."""

import threading
from pathlib import Path

import factory
import pytest
import sqlalchemy as sa

from live.errors import WorkspaceError
from live.records import Link
from live.store import Store


@pytest.fixture
def store(tmp_path: Path, empty_database: Path) -> Store:
    path = tmp_path / "live.db"
    path.write_bytes(empty_database.read_bytes())
    return Store(f"sqlite:///{path}")


def logged(store: Store) -> Store:
    for n in range(3):
        store.audit.add("kim", "accept", f"q{n}", None, {"n": n})
    return store


def tamper(store: Store, *statements: str) -> None:
    """Changes the log as somebody would who may drop its triggers."""
    drop = [f"DROP TRIGGER audit_no_{change}" for change in ("update", "delete")]
    with store._begin() as connection:
        for statement in (*drop, *statements):
            connection.execute(sa.text(statement))


@pytest.mark.parametrize("change", ["UPDATE audit SET who = 'lee'", "DELETE FROM audit"])
def test_the_database_refuses_changes_of_the_log(store: Store, change: str) -> None:
    with pytest.raises(WorkspaceError, match="takes no changes"), logged(store)._begin() as open_:
        open_.execute(sa.text(change))
    assert len(store.audit.entries()) == 3


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("UPDATE audit SET who = 'lee' WHERE seq = 2", "entry 2: changed since"),
        ("UPDATE audit SET after = '{}' WHERE seq = 3", "entry 3: changed since"),
        ("DELETE FROM audit WHERE seq = 2", "entry 2: missing"),
        ("DELETE FROM audit WHERE seq = 1", "entry 1: missing"),
        ("UPDATE audit SET previous = hash WHERE seq = 2", "entry 2: does not follow"),
    ],
)
def test_any_tampering_is_found_at_its_place(store: Store, change: str, fault: str) -> None:
    assert list(logged(store).audit.faults()) == []
    tamper(store, change)
    assert next(store.audit.faults()).startswith(fault)


def test_who_noted_the_head_can_tell_a_log_cut_short(store: Store) -> None:
    head = logged(store).audit.head()
    assert head[0] == 3
    tamper(store, "DELETE FROM audit WHERE seq = 3")
    assert list(store.audit.faults()) == []
    assert store.audit.head() != head


def test_what_is_done_together_is_done_whole_or_not_at_all(store: Store) -> None:
    with pytest.raises(RuntimeError), store.together():
        store.add(factory.link())
        store.audit.add("kim", "accept", "q")
        raise RuntimeError
    assert store.all(Link, factory.link().month) == [] == store.audit.entries()


def test_of_many_who_write_at_once_each_entry_follows_the_one_before(store: Store) -> None:
    def act() -> None:
        for n in range(10):
            with store.together():
                store.audit.add("kim", "note", f"q{n}")

    threads = [threading.Thread(target=act) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert list(store.audit.faults()) == []
    assert store.audit.head()[0] == 60


def test_the_triggers_are_known_as_the_migration_makes_them(store: Store) -> None:
    assert store.audit.sees_guards and list(store.audit.unguarded()) == []
    tamper(store)
    assert [line.split(",")[0] for line in store.audit.unguarded()] == [
        "trigger audit_no_delete: missing", "trigger audit_no_update: missing",
    ]  # fmt: skip


def test_a_noted_head_is_found_where_it_was_and_nowhere_else(store: Store) -> None:
    heads = [logged(store).audit.head()[1]]
    heads += [logged(store).audit.head()[1], "0" * 64]
    assert [list(store.audit.misses(head)) for head in heads] == [[], [], []]
    tamper(store, "DELETE FROM audit WHERE seq > 3")
    assert list(store.audit.faults()) == []
    assert [len(list(store.audit.misses(head))) for head in heads] == [0, 1, 0]
    assert "cut short" in next(store.audit.misses(heads[1]))
