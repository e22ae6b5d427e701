"""Who may not get in, see or change something does not, and every answer is a safe one."""

import os
import stat
from datetime import timedelta

import pytest
from web_desk import HERE, MONTH, Client, client, invite, stored

from live.clock import now
from live.records import Decision, Remark
from live.review.web.app import create_app
from live.review.web.guard import HEADERS
from live.review.web.session import COOKIE


def test_every_answer_has_the_headers_that_keep_a_page_to_itself(desk, monkeypatch):
    (question,) = stored(desk, 1)
    inside, outside = client(desk, "kim"), client(desk)
    at = f"/desk/{question.id}"
    sha256 = desk.blobs.put(b"x")

    def broken(*_, **__):
        raise RuntimeError

    monkeypatch.setattr("live.review.web.progress_page.progress", broken)
    answers = {
        200: inside.get(f"/desk/{question.id}"),
        303: inside.get("/review"),
        400: inside.get("/", headers={"Host": "evil.example"}),
        401: outside.get("/"),
        403: inside.submit("/undo", {"csrf": "forged"}),
        404: inside.get("/nothing"),
        405: inside.put("/"),
        413: inside.submit(f"/desk/{question.id}/note", {"text": "x" * 70_000}),
        422: inside.submit(f"{at}/decide", inside.form(at, "/undo")),
        500: inside.get("/progress"),
    }
    for status, answer in answers.items():
        assert answer.status_code == status, (status, answer.text)
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, status
        assert answer.headers["Cache-Control"] == "no-store"
    for kept in (f"/shot/{question.page_id}/{sha256}", "/static/desk.css"):
        assert {name: inside.get(kept).headers.get(name) for name in HEADERS} == HEADERS
    policy = HEADERS["Content-Security-Policy"].split("; ")
    assert "default-src 'none'" in policy and "script-src 'self'" in policy
    assert not any("unsafe" in each or "*" in each for each in policy)


def test_a_link_begins_nothing_by_being_opened_and_its_button_sets_a_cookie_no_script_reads(desk):
    stored(desk, 1)
    token, visitor = invite(desk, "Kim Novak"), client(desk)
    opened = visitor.get(f"/join/{token}")
    assert opened.status_code == 200 and "set-cookie" not in opened.headers
    begun = visitor.submit("/join", {"token": token, "handle": "kim"})
    cookie = begun.headers["set-cookie"].lower()
    assert all(each in cookie for each in ("httponly", "samesite=strict", "max-age=43200"))
    assert "secure" not in cookie and "novak" not in cookie
    assert begun.headers["location"] == "/review"


@pytest.mark.parametrize(("sender", "secure"), [("127.0.0.1", True), ("10.0.0.7", False)])
def test_a_cookie_is_for_https_alone_where_a_proxy_on_this_machine_says_it_is_that(
    desk, sender, secure
):
    visitor = Client(create_app(desk, MONTH), HERE, follow_redirects=False, client=(sender, 4000))
    form = {"token": invite(desk, "kim"), "handle": "kim"}
    begun = visitor.submit("/join", form, **{"X-Forwarded-Proto": "https"})
    assert ("secure" in begun.headers["set-cookie"].lower()) is secure


@pytest.mark.parametrize("lasts", [timedelta(0), timedelta(days=-1)])
def test_a_token_whose_time_is_over_opens_nothing(desk, lasts):
    token, visitor = invite(desk, "Kim", lasts=lasts), client(desk)
    assert visitor.get(f"/join/{token}").status_code == 403
    answer = visitor.submit("/join", {"token": token, "handle": "kim"})
    assert answer.status_code == 403 and COOKIE not in visitor.cookies
    assert visitor.get("/join/never-made").status_code == 403


def test_who_is_revoked_is_out_at_once(desk):
    stored(desk, 1)
    kim = client(desk, "kim")
    assert kim.get("/").status_code == 200
    desk.store.reviewers.revoke("kim")
    assert kim.get("/").status_code == 401


def test_who_is_invited_anew_leaves_the_sessions_of_the_old_link(desk):
    kim = client(desk, "kim")
    later = now() + timedelta(seconds=5)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("live.store_reviewers.now", lambda: later)
        invite(desk, "kim")
    assert kim.get("/").status_code == 401


def test_a_session_ends_after_its_time_whatever_the_cookie_says(desk, monkeypatch):
    kim = client(desk, "kim")
    later = now() + timedelta(hours=12)
    monkeypatch.setattr("live.review.web.session.now", lambda: later)
    assert kim.get("/").status_code == 401


def test_a_cookie_that_was_changed_or_signed_elsewhere_is_none(desk, tmp_path_factory):
    (question,) = stored(desk, 1)
    kim, lea = client(desk, "kim"), client(desk, "lea")
    body, _, signature = kim.cookies[COOKIE].rpartition(".")
    of_lea = lea.cookies[COOKIE].rpartition(".")[0]
    for forged in (f"{of_lea}.{signature}", f"{body}x.{signature}", body, "", "a.b.c"):
        thief = client(desk)
        thief.cookies.set(COOKIE, forged)
        assert thief.get(f"/desk/{question.id}").status_code == 401


def test_a_form_without_the_sessions_own_token_changes_nothing(desk):
    (question,) = stored(desk, 1)
    kim, lea = client(desk, "kim"), client(desk, "lea")
    at = f"/desk/{question.id}"
    form = kim.form(at, f"{at}/decide", verdict="accept")
    stolen = lea.form(at, f"{at}/decide", verdict="accept")["csrf"]
    for token in ("", "forged", stolen):
        assert kim.submit(f"{at}/decide", form | {"csrf": token}).status_code == 403
    without = {name: value for name, value in form.items() if name != "csrf"}
    assert kim.submit(f"{at}/decide", without).status_code == 403
    assert desk.store.all(Decision, MONTH) == []
    assert kim.submit(f"{at}/decide", form).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {},
        {"Origin": HERE, "Sec-Fetch-Site": "cross-site"},
        {"Origin": HERE, "Sec-Fetch-Site": "same-site"},
    ],
)
def test_what_another_site_sends_changes_nothing(desk, headers):
    (question,) = stored(desk, 1)
    kim, token = client(desk, "kim"), invite(desk, "lea")
    at = f"/desk/{question.id}"
    form = kim.form(at, f"{at}/decide", verdict="accept")
    assert kim.post(f"{at}/decide", data=form, headers=headers).status_code == 403
    assert desk.store.all(Decision, MONTH) == []
    joined = client(desk).post("/join", data={"token": token, "handle": "lea"}, headers=headers)
    assert joined.status_code == 403


def test_a_note_of_ten_megabytes_is_refused_and_none_is_kept(desk):
    (question,) = stored(desk, 1)
    kim = client(desk, "kim")
    form = kim.form(f"/desk/{question.id}", f"/desk/{question.id}/note")
    long = kim.submit(f"/desk/{question.id}/note", form | {"text": "x" * 10_000_000})
    assert long.status_code == 413 and "Nothing was stored" in long.text
    longer = kim.submit(f"/desk/{question.id}/note", form | {"text": "x" * 10_001})
    assert longer.status_code == 409
    assert desk.store.all(Remark, MONTH) == []
    fits = kim.submit(f"/desk/{question.id}/note", form | {"text": "é" * 10_000})
    assert fits.status_code == 200 and len(desk.store.all(Remark, MONTH)) == 1


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "[::1", "1.2.3.4"])
def test_a_host_that_the_server_is_not_called_is_refused(desk, host):
    assert client(desk).get("/static/desk.css", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("host", ["localhost:81", "127.0.0.1:8127", "[::1]:8127"])
def test_this_machine_has_all_its_names(desk, host):
    assert client(desk).get("/static/desk.css", headers={"Host": host}).status_code == 200


def test_who_was_invited_to_answer_reviews_nothing(desk):
    token, visitor = invite(desk, "Kim", role="answer"), client(desk)
    assert visitor.get(f"/join/{token}").status_code == 403
    assert visitor.submit("/join", {"token": token, "handle": "kim"}).status_code == 403


def test_handles_are_chosen_once_and_are_nobody_elses(desk):
    (question,) = stored(desk, 1)
    client(desk, "kim").decide(question, "accept")
    for handle, why in (("KIM", "taken"), ("human", "stands for others"), ("a b", "no handle")):
        answer = client(desk).submit("/join", {"token": invite(desk, "Lea"), "handle": handle})
        assert answer.status_code == 422 and why in answer.text, handle
    again = client(desk).enter(invite(desk, "kim"), "other")
    assert ">kim</span>" in again.get("/").text
    logged = [each for each in desk.store.audit.entries() if each.what == "handle"]
    assert [each.after for each in logged] == [{"handle": "kim"}]


def test_the_secret_is_the_owners_alone_and_outlives_the_server(desk):
    kim = client(desk, "kim")
    path = desk.path / ".live.secret"
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    restarted = client(desk)
    restarted.cookies.set(COOKIE, kim.cookies[COOKIE])
    assert restarted.get("/").status_code == 200


def test_leaving_ends_the_session_in_the_browser(desk):
    stored(desk, 1)
    kim = client(desk, "kim")
    assert kim.submit("/leave", kim.form("/", "/leave")).status_code == 303
    assert kim.get("/").status_code == 401
    left = kim.get("/left")
    assert left.status_code == 200 and "You have left." in left.text


def test_a_session_that_was_left_is_over_for_copies_of_its_cookie_in_all_servers(desk, monkeypatch):
    stored(desk, 1)
    kim, other = client(desk, "kim"), client(desk, answer=False)
    cookie, form = kim.cookies[COOKIE], kim.form("/", "/leave")
    other.cookies.set(COOKIE, cookie)
    second = Client(kim.app, HERE, follow_redirects=False).enter(invite(desk, "lea"), "lea")
    assert other.get("/").status_code == 200
    kim.submit("/leave", form)
    assert stat.S_IMODE(os.stat(desk.path / ".live.left").st_mode) == 0o600
    restarted = client(desk)
    for copy in (kim, other, restarted):
        copy.cookies.set(COOKIE, cookie)
        assert copy.get("/").status_code == 401 == copy.submit("/undo", form).status_code
    assert second.get("/").status_code == 200, "others are still in theirs"
    monkeypatch.setattr("live.review.web.left.now", lambda: now() + timedelta(hours=13))
    client(desk)
    assert not (desk.path / ".live.left").exists(), "what is over is not kept"


def test_who_never_had_a_session_is_told_how_one_begins_and_who_had_that_it_ended(desk):
    stored(desk, 1)
    outside = client(desk).get("/")
    assert outside.status_code == 401 and "Open your invite link." in outside.text
    assert "has ended" not in outside.text
    asked = client(desk).get("/", headers={"HX-Request": "true"})
    assert "Your session has ended." in asked.text, "the page outlived its cookie"
    kim = client(desk, "kim")
    desk.store.reviewers.revoke("kim")
    assert "Your session has ended." in kim.get("/").text
