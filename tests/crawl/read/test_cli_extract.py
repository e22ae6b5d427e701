"""`live extract`: a saved page in, one JSON document or readable lines out; one line of error."""

import gzip
import json

import pytest
from click.testing import CliRunner

from live.cli import live
from live.errors import UsageError

URL = "http://paper.example/town/old-bridge-is-mended"
BODY = "".join(
    f"<p>Part {n} of the story, which is long enough to be one of its parts.</p>" for n in range(6)
)
LD = '{"@type": "NewsArticle", "datePublished": "2026-10-05T07:15:00+02:00", "author": "Ada Bell"}'
PAGE = (
    f'<html lang="en"><head><script type="application/ld+json">{LD}</script></head><body><article>'
    "<h1>The old bridge is mended</h1>"
    '<figure><img src="/a.jpg"><figcaption>It</figcaption></figure>'
    f"{BODY}</article></body></html>"
)
TIMES = ("--fetched", "2026-11-03T12:00:00Z", "--cutoff", "2026-10-01")


def run(*arguments, content=None):
    return CliRunner().invoke(live, ["extract", *map(str, arguments)], input=content)


@pytest.fixture
def page(tmp_path):
    (tmp_path / "page.html").write_text(PAGE)
    return tmp_path / "page.html"


def test_one_json_document_is_printed(page):
    ended = run(page, "--url", URL, *TIMES, "--json")
    said = json.loads(ended.stdout)
    assert (ended.exit_code, ended.stderr) == (0, "")
    assert said["title"] == "The old bridge is mended"
    assert said["byline"] == "Ada Bell"
    assert said["published"] == "2026-10-05T07:15:00+02:00"
    assert (said["published_day"], said["fresh"], said["language"]) == ("2026-10-05", "fresh", "en")
    assert said["lead_image"] == "http://paper.example/a.jpg"
    assert said["lead_caption"] == "It"
    assert [each["source"] for each in said["evidence"]] == ["json-ld"]


def test_a_packed_page_and_the_standard_input_are_read_alike(page, tmp_path):
    packed = tmp_path / "page.html.gz"
    packed.write_bytes(gzip.compress(PAGE.encode()))
    outputs = {
        run(page, "--url", URL, *TIMES, "--json").stdout,
        run(packed, "--url", URL, *TIMES, "--json").stdout,
        run("-", "--url", URL, *TIMES, "--json", content=PAGE.encode()).stdout,
        run("-", "--url", URL, *TIMES, "--json", content=packed.read_bytes()).stdout,
    }
    assert len(outputs) == 1


def test_people_get_lines(page):
    lines = run(page, "--url", URL, *TIMES).stdout.splitlines()
    assert lines[0] == "title     The old bridge is mended"
    assert "published 2026-10-05T07:15:00+02:00 (fresh)" in lines
    assert "evidence  json-ld says 2026-10-05T07:15:00+02:00" in lines


@pytest.mark.parametrize("content", [b"<p>", b"<html><body>Hi"])
def test_a_page_without_an_article_gives_nulls(content):
    ended = run("-", "--url", URL, "--json", content=content)
    said = json.loads(ended.stdout)
    assert (ended.exit_code, said["title"], said["published"], said["evidence"]) == (
        0,
        None,
        None,
        [],
    )


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
def test_a_page_that_was_saved_as_utf_16_is_read(order):
    content = ("\ufeff" + PAGE).encode(order)
    said = json.loads(run("-", "--url", URL, "--json", content=content).stdout)
    assert (said["title"], said["byline"]) == ("The old bridge is mended", "Ada Bell")


def test_a_page_with_a_nul_in_it_is_read():
    content = PAGE.replace("mended", "men\0ded").encode()
    said = json.loads(run("-", "--url", URL, "--json", content=content).stdout)
    assert said["title"] == "The old bridge is mended"


@pytest.mark.parametrize(
    ("content", "fact"),
    [
        (b"", "-: empty."),
        (b" \n", "-: empty."),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR<p>", "-: binary, not HTML."),
        (b"PK\3\4\x14\6\1\x88<a\x0e\xfd\x12" * 99, "-: binary, not HTML."),
        (b"\xff\xfe\x00" * 99, "-: no HTML, for it has no tag."),
        (gzip.compress(b"", mtime=0), "-: empty."),
        (b"a < b", "-: no HTML, for it has no tag."),
    ],
)
def test_what_is_no_page_is_one_line_and_exit_2(content, fact):
    error = run("-", "--url", URL, content=content).exception
    assert isinstance(error, UsageError) and error.exit_code == 2
    assert str(error) == f"{fact} Write a saved page's file, .html or .html.gz."


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("gone.html", "--url", URL), "gone.html: no such file or directory. Write a saved page"),
        ((".", "--url", URL), ".: is a directory. Write a saved page"),
        (("plain.html.gz", "--url", URL), "plain.html.gz: not a gzip. Name it .html"),
        (("cut.gz", "--url", URL), "cut.gz: a gzip that breaks off. Pack it again."),
        (("bad.gz", "--url", URL), "bad.gz: a damaged gzip"),
        (("page.html", "--url", "nonsense"), "--url: 'nonsense' is no address of the web."),
        (("page.html", "--url", URL, "--fetched", "soon"), "--fetched: 'soon' is not a time."),
        (("page.html", "--url", URL, "--cutoff", "2026-13-01"), "--cutoff: '2026-13-01' is not a"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_exit_2(arguments, line, page, monkeypatch):
    monkeypatch.chdir(page.parent)
    packed = gzip.compress(PAGE.encode())
    (page.parent / "plain.html.gz").write_text(PAGE)
    (page.parent / "cut.gz").write_bytes(packed[:-20])
    (page.parent / "bad.gz").write_bytes(packed[:60] + b"\xff" * 60 + packed[120:])
    error = run(*arguments).exception
    assert isinstance(error, UsageError) and error.exit_code == 2
    assert str(error).startswith(line) and "\n" not in str(error)
