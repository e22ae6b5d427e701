"""The desk gives the pictures of stored pages, and no other bytes of the workspace."""

from urllib.parse import quote

import factory
import pytest
from web_desk import client, picture, stored

from live.records import Page, Shot


def test_a_picture_of_a_page_is_given_to_who_is_in_a_session_and_may_be_kept(desk):
    (question,) = stored(desk, 1)
    (page,) = desk.store.versions(Page, question.page_id)
    at = f"/shot/{page.id}/{page.shots[0].sha256}"
    given = client(desk, "kim").get(at)
    assert given.content == picture()
    assert given.headers["Content-Type"] == "image/png"
    assert "immutable" in given.headers["Cache-Control"]
    assert client(desk).get(at).status_code == 401


def test_a_blob_that_no_page_shows_is_none(desk):
    (question,) = stored(desk, 1)
    html = desk.blobs.put_text("<p>what was crawled</p>")
    kim = client(desk, "kim")
    assert kim.get(f"/shot/{question.page_id}/{html}").status_code == 404
    other = factory.page(2, shots=(Shot(kind="full_page", sha256=html, width=1, height=1),))
    assert kim.get(f"/shot/{other.id}/{html}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "../../live.db",
        "../live.yaml",
        "..%2f..%2flive.yaml",
        "%2e%2e/%2e%2e/.live.secret",
        "%2e%2e%2f.live.secret",
        "....//live.yaml",
        "/etc/passwd",
        "%00",
        "x" * 64,
    ],
)
def test_no_path_leads_out_of_the_pictures(desk, path):
    (question,) = stored(desk, 1)
    kim = client(desk, "kim")
    kim.get("/")
    for at in (f"/shot/{question.page_id}/{path}", f"/shot/{path}", f"/static/{path}"):
        given = kim.get(at)
        assert given.status_code == 404, at
        assert b"sites:" not in given.content and b"root:" not in given.content


def test_a_page_whose_picture_is_named_by_a_path_shows_none(desk):
    shot = Shot(kind="full_page", sha256="../../live.yaml", width=1, height=1)
    page = factory.page(shots=(shot,))
    desk.store.add(page)
    at = f"/shot/{page.id}/{quote(shot.sha256, safe='')}"
    assert client(desk, "kim").get(at).status_code == 404


def test_what_a_browser_might_run_is_given_as_bytes(desk):
    sha256 = desk.blobs.put(b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")
    kinds = {"image/svg+xml": "application/octet-stream", "image/webp": "image/webp"}
    for n, (kind, given) in enumerate(kinds.items()):
        shot = Shot(kind="full_page", sha256=sha256, media_type=kind, width=1, height=1)
        page = factory.page(n, shots=(shot,))
        desk.store.add(page)
        answer = client(desk, f"kim{n}").get(f"/shot/{page.id}/{sha256}")
        assert answer.headers["Content-Type"] == given
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_picture_that_is_lost_or_damaged_is_told_and_nothing_else_breaks(desk):
    (question,) = stored(desk, 1)
    (page,) = desk.store.versions(Page, question.page_id)
    (path,) = (each for each in (desk.path / "blobs").rglob("*") if each.is_file())
    path.write_bytes(b"other")
    kim = client(desk, "kim")
    assert kim.get(f"/shot/{page.id}/{page.shots[0].sha256}").status_code == 404
    assert kim.get(f"/desk/{question.id}").status_code == 200
