"""An invitation holds until it expires or is revoked, and its token is kept by its hash alone."""

from datetime import timedelta
from pathlib import Path

import pytest

from live.store import Store

WEEK = timedelta(days=7)


@pytest.fixture
def store(tmp_path: Path, empty_database: Path) -> Store:
    path = tmp_path / "live.db"
    path.write_bytes(empty_database.read_bytes())
    return Store(f"sqlite:///{path}")


def test_a_token_is_found_again_and_is_nowhere_in_the_database(
    store: Store, tmp_path: Path
) -> None:
    invited, token = store.reviewers.invite("Kim Doe", "review", WEEK)
    assert store.reviewers.by_token(token) == invited and invited.may_enter
    assert store.reviewers.by_token(token + "x") is None
    for file in tmp_path.iterdir():
        assert token.encode() not in file.read_bytes()


def test_who_is_invited_again_stays_the_same_person_and_the_old_token_ends(store: Store) -> None:
    first, old = store.reviewers.invite("Kim Doe", "review", WEEK)
    store.reviewers.choose_handle(first.id, "kim")
    again, new = store.reviewers.invite("Kim Doe", "answer", WEEK)
    assert (again.id, again.handle, again.role) == (first.id, "kim", "answer")
    assert store.reviewers.by_token(old) is None and store.reviewers.by_token(new) == again


def test_an_invitation_ends_when_it_expires_and_when_it_is_revoked(store: Store) -> None:
    late, _ = store.reviewers.invite("Late", "review", -WEEK)
    assert not late.may_enter
    store.reviewers.invite("Kim", "review", WEEK)
    store.reviewers.revoke("Kim")
    revoked = store.reviewers.by_name("Kim")
    assert revoked is not None and not revoked.may_enter


def test_a_handle_belongs_to_one_person_whatever_its_capitals(store: Store) -> None:
    kim, _ = store.reviewers.invite("Kim", "review", WEEK)
    lee, _ = store.reviewers.invite("Lee", "review", WEEK)
    assert store.reviewers.choose_handle(kim.id, "fox")
    assert not store.reviewers.choose_handle(lee.id, "Fox")
    assert store.reviewers.choose_handle(kim.id, "Fox")
    assert [each.handle for each in store.reviewers.all()] == ["Fox", ""]


def test_a_new_token_of_an_invitation_that_holds_begins_nothing_anew(store: Store) -> None:
    invited, old = store.reviewers.invite("Kim", "review", WEEK)
    again, new = store.reviewers.renew(invited.id, timedelta(hours=12))
    assert again == invited and store.reviewers.by_token(new) == invited
    assert store.reviewers.by_token(old) is None
    longer, _ = store.reviewers.renew(invited.id, 2 * WEEK)
    assert longer.expires_at > invited.expires_at and longer.invited_at == invited.invited_at
    assert store.reviewers.by_name("Kim") == longer
