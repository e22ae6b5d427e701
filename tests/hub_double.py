"""A double of the Hub's API for datasets, kept in memory, that can misbehave.

It holds what huggingface_hub and datasets ask for when they create, read, commit, tag and download:
the shapes were read off their requests. Revisions come URL-quoted, so routes match the raw path. A
route is called by the name of its function below: `commit`, `lfs_put`, `resolve`.
"""

import asyncio
import base64
import hashlib
import json
import re
import socket
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import h11
import uvicorn
import yaml
from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.routing import Match
from uvicorn.protocols.http.h11_impl import H11Protocol

TOKEN = "hf_good"
READ_ONLY = "hf_read"
STRANGER = "hf_stranger"
"""Of somebody with an account and no part in any repository here."""
WRITES = {
    *("create", "settings", "preupload", "xet_token"),
    *("lfs_batch", "lfs_verify", "commit", "tag"),
}
"""The routes that take a token that may write."""
WHEN = "2026-11-03T00:00:00.000Z"


@dataclass
class Commit:
    """A commit: all files of the repository as they were then."""

    oid: str
    title: str
    files: dict[str, bytes]


@dataclass
class Repo:
    """A dataset repository. agreed: tokens of strangers whom the owner of a gated one let in."""

    commits: list[Commit]
    tags: dict[str, str] = field(default_factory=dict)
    private: bool = False
    gated: str | bool = False
    agreed: set[str] = field(default_factory=set)

    @property
    def head(self) -> Commit:
        return self.commits[-1]

    def add(self, title: str, files: dict[str, bytes], gone: Collection[str] = ()) -> Commit:
        """Commits files on top of the head, less those that are gone."""
        before = self.head.files if self.commits else {}
        before = {path: content for path, content in before.items() if path not in gone}
        if self.commits and before | files == self.head.files:
            return self.head
        seed = f"{self.head.oid if self.commits else ''}{title}{sorted(files)}"
        oid = hashlib.sha1(seed.encode()).hexdigest()
        self.commits.append(Commit(oid, title, before | files))
        return self.head

    def find(self, revision: str) -> Commit | None:
        """Gives the commit of a branch, tag or oid."""
        oid = self.head.oid if revision == "main" else self.tags.get(revision, revision)
        return next((commit for commit in self.commits if commit.oid == oid), None)


class HubDouble:
    """The Hub: `repos`, and how it misbehaves next.

    fails: route -> what to do with the next requests, one each: an HTTP status, 502 as a gateway's
    page of HTML; "lost" for a reply that breaks off after the work was done; "dropped" for one that
    breaks off before; "hidden" for a repository that this token may not see; "stranger" for what
    the Hub tells those it does not know. retry_after: the header of each 429 and 503, or "".
    cuts: route -> after how many bytes, of head and body, the next requests are cut off.
    together: route -> how many requests wait for one another.
    foreign: owners for whom no token here may write. before_commit runs once, before the next
    commit is looked at. xet: the address of Xet storage, such as local:///folder.
    asked: all requests. sizes: route -> the bytes of each request.
    """

    def __init__(self) -> None:
        self.url = ""
        self.reset()

    def reset(self) -> None:
        """Forgets everything."""
        self.repos: dict[str, Repo] = {}
        self.objects: dict[str, bytes] = {}
        self.fails: dict[str, list[int | str]] = {}
        self.retry_after = ""
        self.cuts: dict[str, list[int]] = {}
        self.sizes: dict[str, list[int]] = {}
        self.together: dict[str, int] = {}
        self.arrived: dict[str, asyncio.Event] = {}
        self.foreign: set[str] = set()
        self.asked: list[str] = []
        self.before_commit: Callable[[], Any] | None = None
        self.xet = ""

    def new_repo(self, name: str) -> Repo:
        """Makes a repository with what the Hub puts into a new one."""
        self.repos[name] = Repo([])
        self.repos[name].add("initial commit", {".gitattributes": b"*.parquet filter=lfs\n"})
        return self.repos[name]


@contextmanager
def served(hub: HubDouble) -> Iterator[HubDouble]:
    """Serves a double on a free local port."""
    # With the protocol named, asyncio turns Nagle's algorithm off: 1 ms a request, not 40.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    hub.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    app = _app(hub)
    config = uvicorn.Config(
        _raw_paths(app), http=_wire(hub, app), ws="none", lifespan="off", log_level="critical"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        server.should_exit = True
        thread.join(10)
        listening.close()


def lfs(path: str) -> bool:
    """Says whether the double keeps a path in LFS."""
    return path.endswith(".parquet")


def blob_id(content: bytes) -> str:
    """Computes git's id of a blob."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


def _raw_paths(app: Any) -> Any:
    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            abort = receive.__self__.transport.abort  # of uvicorn's RequestResponseCycle
            scope = scope | {"path": scope["raw_path"].decode(), "abort": abort}
        await app(scope, receive, send)

    return wrapped


def _route(app: FastAPI, method: str, path: str) -> str:
    """Names the route of a request, '' where there is none."""
    scope = {"type": "http", "method": method, "path": path.partition("?")[0]}
    matching = (route for route in app.routes if route.matches(scope)[0] == Match.FULL)
    return getattr(next(matching, None), "name", "")


def _wire(hub: HubDouble, app: FastAPI) -> type[H11Protocol]:
    """Gives the protocol of connections, which counts the bytes of requests and cuts them off."""

    class Wire(H11Protocol):
        sizes: list[int]
        at = 0
        left: int | None = None

        def data_received(self, data: bytes) -> None:
            if self.conn.their_state is h11.IDLE:
                method, path, _ = data.split(b"\r\n", 1)[0].decode().split(" ")
                name = _route(app, method, path)
                self.sizes = hub.sizes.setdefault(name, [])
                self.at = len(self.sizes)
                self.sizes.append(0)
                planned = hub.cuts.get(name)
                self.left = planned.pop(0) if planned else None
            self.sizes[self.at] += len(data)
            if self.left is None:
                super().data_received(data)
                return
            part, self.left = data[: self.left], max(0, self.left - len(data))
            if part:
                super().data_received(part)
            if not self.left:
                self.transport.abort()

    return Wire


def _error(status: int, code: str, message: str) -> JSONResponse:
    headers = {"X-Error-Code": code, "X-Error-Message": message}
    return JSONResponse({"error": message}, status, headers=headers)


class _Refused(Exception):
    """Ends a request with an answer that is an error."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.answer = _error(status, code, message)


def _broken_off(request: Request) -> Response:
    request.scope["abort"]()
    return Response()


def _front_matter(content: bytes) -> str:
    """Says what is wrong with the YAML of a card, or ''."""
    found = re.match(rb"\s*---\r?\n(.*?)\r?\n---\s", content, re.DOTALL)
    try:
        data = yaml.safe_load(found[1]) if found else {}
    except yaml.YAMLError as error:
        return f"{error}"
    return "" if isinstance(data, dict) else "not a mapping"


def _entry(path: str, content: bytes) -> dict[str, Any]:
    entry: dict[str, Any] = {"type": "file", "path": path, "size": len(content)}
    if not lfs(path):
        return entry | {"oid": blob_id(content)}
    sha256 = hashlib.sha256(content).hexdigest()
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{sha256}\n".encode()
    known = {"oid": sha256, "size": len(content), "pointerSize": len(pointer)}
    return entry | {"oid": blob_id(pointer), "lfs": known}


def _sibling(path: str, content: bytes) -> dict[str, Any]:
    entry = _entry(path, content)
    found = {"rfilename": path, "size": entry["size"], "blobId": entry["oid"]}
    if "lfs" in entry:
        known = entry["lfs"]
        found["lfs"] = {
            "sha256": known["oid"],
            "size": known["size"],
            "pointerSize": known["pointerSize"],
        }
    return found


def _app(hub: HubDouble) -> FastAPI:
    app = FastAPI(openapi_url=None)

    @app.middleware("http")
    async def misbehave(request: Request, answer: Any) -> Response:
        hub.asked.append(f"{request.method} {request.url.path}")
        name = _route(app, request.method, request.url.path)
        planned = hub.fails.get(name, [])
        fault = planned.pop(0) if planned else None
        if fault in ("hidden", "stranger"):
            return _error(404 if fault == "hidden" else 401, "RepoNotFound", "Repository not found")
        if fault == "dropped":
            return _broken_off(request)
        if isinstance(fault, int):
            return _fault(fault)
        if (waits := hub.together.get(name, 0)) > 0:
            hub.together[name] -= 1
            arrived = hub.arrived.setdefault(name, asyncio.Event())
            await arrived.wait() if waits > 1 else arrived.set()
        if name == "commit" and hub.before_commit:
            hook, hub.before_commit = hub.before_commit, None
            hook()
        refused = _refusal(name, request)
        reply: Response = refused or await answer(request)
        return _broken_off(request) if fault == "lost" else reply

    def _fault(status: int) -> Response:
        if status == 502:
            return HTMLResponse("<h1>Bad gateway</h1>", status)
        answer = _error(status, "", f"the double answers {status}")
        if hub.retry_after and status in (429, 503):
            answer.headers["Retry-After"] = hub.retry_after
        return answer

    def _refusal(name: str, request: Request) -> Response | None:
        """What the Hub says to those whose token is bad, or not enough."""
        if name == "lfs_put":
            return None  # its address is signed
        bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
        if bearer not in ("", TOKEN, READ_ONLY, STRANGER):
            return _error(401, "", "Invalid credentials in Authorization header")
        if name not in WRITES:
            return None
        if not bearer:
            return _error(401, "", "Invalid username or password.")
        words = request.url.path.strip("/").split("/")
        if bearer == READ_ONLY or (name != "create" and bearer != TOKEN):
            return _error(403, "", "this token may only read")
        if name != "create" and words[words.index("datasets") + 1] in hub.foreign:
            return _error(403, "", "Forbidden: pass `create_pr=1` to make a pull request.")
        return None

    @app.exception_handler(_Refused)
    async def refused(request: Request, error: _Refused) -> Response:
        return error.answer

    def held(request: Request, org: str, name: str) -> Repo:
        """The repository, where the token may see it."""
        repo = hub.repos.get(f"{org}/{name}")
        bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
        if repo and (not repo.private or bearer in (TOKEN, READ_ONLY)):
            return repo
        raise _Refused(404 if bearer else 401, "RepoNotFound", "Repository not found")

    def enter(request: Request, org: str, name: str) -> None:
        """Refuses whom a gated repository shows itself to, and no file."""
        repo = held(request, org, name)
        bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
        if repo.gated and bearer not in {TOKEN, READ_ONLY, *repo.agreed}:
            why = "and you are not in the authorized list." if bearer else "Please log in."
            told = f"Access to dataset {org}/{name} is restricted {why}"
            raise _Refused(403 if bearer else 401, "GatedRepo", told)

    def at(request: Request, org: str, name: str, revision: str) -> tuple[Repo, Commit]:
        repo = held(request, org, name)
        commit = repo.find(unquote(revision))
        if commit is None:
            raise _Refused(404, "RevisionNotFound", f"Invalid rev id: {unquote(revision)}")
        return repo, commit

    @app.post("/api/repos/create")
    async def create(request: Request) -> Any:
        asked = await request.json()
        name = f"{asked['organization']}/{asked['name']}"
        if asked["organization"] in hub.foreign:
            org = asked["organization"]
            return _error(403, "", f"You don't have the rights to create a dataset under {org!r}")
        if name in hub.repos:
            told = {"error": "You already created this dataset repo"}
            return JSONResponse(told | {"url": f"{hub.url}/datasets/{name}"}, 409)
        hub.new_repo(name).private = asked.get("visibility") == "private"
        return {"url": f"{hub.url}/datasets/{name}", "id": name, "name": name}

    @app.post("/api/validate-yaml")
    async def validate(request: Request) -> Any:
        wrong = _front_matter((await request.json())["content"].encode())
        errors = [{"message": wrong}] if wrong else []
        return JSONResponse({"warnings": [], "errors": errors}, 400 if wrong else 200)

    @app.put("/api/datasets/{org}/{name}/settings")
    async def settings(org: str, name: str, request: Request) -> Any:
        repo, asked = held(request, org, name), await request.json()
        known = {"gated": ("auto", "manual", False), "visibility": ("public", "private")}
        if not asked or any(value not in known.get(key, ()) for key, value in asked.items()):
            return _error(400, "", f"Invalid settings: {asked}")
        repo.gated = asked.get("gated", repo.gated)
        repo.private = asked.get("visibility", "private" if repo.private else "") == "private"
        return {"gated": repo.gated, "private": repo.private}

    @app.get("/api/datasets/{org}/{name}")
    @app.get("/api/datasets/{org}/{name}/revision/{revision}")
    async def info(request: Request, org: str, name: str, revision: str = "main") -> Any:
        repo, commit = at(request, org, name, revision)
        siblings = [_sibling(path, content) for path, content in sorted(commit.files.items())]
        return {
            "_id": "1",
            "id": f"{org}/{name}",
            "sha": commit.oid,
            "siblings": siblings,
            "private": repo.private,
            "gated": repo.gated,
            "tags": [],
            "lastModified": WHEN,
        }

    @app.get("/api/datasets/{org}/{name}/auth-check")
    async def auth_check(request: Request, org: str, name: str) -> Response:
        enter(request, org, name)
        return Response()

    @app.get("/api/datasets/{org}/{name}/refs")
    async def refs(request: Request, org: str, name: str) -> Any:
        repo = held(request, org, name)
        tags = [
            {"name": tag, "ref": f"refs/tags/{tag}", "targetCommit": oid}
            for tag, oid in repo.tags.items()
        ]
        main = {"name": "main", "ref": "refs/heads/main", "targetCommit": repo.head.oid}
        return {"branches": [main], "converts": [], "tags": tags}

    @app.get("/api/datasets/{org}/{name}/commits/{revision}")
    async def commits(request: Request, org: str, name: str, revision: str) -> Any:
        repo, _ = at(request, org, name, revision)
        return [
            {"id": one.oid, "title": one.title, "message": "", "date": WHEN, "authors": []}
            for one in reversed(repo.commits)
        ]

    @app.get("/api/datasets/{org}/{name}/tree/{revision}")
    @app.get("/api/datasets/{org}/{name}/tree/{revision}/{folder:path}")
    async def tree(
        request: Request,
        org: str,
        name: str,
        revision: str,
        folder: str = "",
        recursive: bool = False,
    ) -> Any:
        _, commit = at(request, org, name, revision)
        root = f"{unquote(folder).strip('/')}/" if folder else ""
        entries: dict[str, Any] = {}
        for path, content in sorted(commit.files.items()):
            if not path.startswith(root):
                continue
            parts = path.removeprefix(root).split("/")
            for depth in range(1, len(parts)) if recursive else range(1, min(len(parts), 2)):
                folder_path = root + "/".join(parts[:depth])
                entries[folder_path] = {
                    "type": "directory",
                    "path": folder_path,
                    "oid": blob_id(folder_path.encode()),
                    "size": 0,
                }
            if recursive or len(parts) == 1:
                entries[path] = _entry(path, content)
        if root and not entries:
            return _error(404, "EntryNotFound", f"{folder} does not exist")
        return list(entries.values())

    @app.post("/api/datasets/{org}/{name}/paths-info/{revision}")
    async def paths_info(org: str, name: str, revision: str, request: Request) -> Any:
        _, commit = at(request, org, name, revision)
        asked = (await request.form()).getlist("paths")
        found: list[Any] = []
        for path in map(str, asked):
            if path in commit.files:
                found.append(_entry(path, commit.files[path]))
            elif any(known.startswith(f"{path}/") for known in commit.files):
                found.append({"type": "directory", "path": path, "oid": "0" * 40, "size": 0})
        return found

    @app.post("/api/datasets/{org}/{name}/preupload/{revision}")
    async def preupload(org: str, name: str, revision: str, request: Request) -> Any:
        _, commit = at(request, org, name, revision)
        files = []
        for asked in (await request.json())["files"]:
            path = asked["path"]
            known = _entry(path, commit.files[path]) if path in commit.files else {}
            files.append(
                {
                    "path": path,
                    "uploadMode": "lfs" if lfs(path) else "regular",
                    "shouldIgnore": False,
                    "oid": known["lfs"]["oid"] if "lfs" in known else known.get("oid"),
                }
            )
        return {"files": files}

    @app.get("/api/datasets/{org}/{name}/xet-write-token/{revision}")
    async def xet_token(request: Request, org: str, name: str, revision: str) -> Response:
        at(request, org, name, revision)
        until = 4_000_000_000
        told = {"casUrl": hub.xet, "accessToken": "xet", "exp": until}
        headers = {
            "X-Xet-Cas-Url": hub.xet,
            "X-Xet-Access-Token": "xet",
            "X-Xet-Token-Expiration": str(until),
        }
        return JSONResponse(told, headers=headers)

    @app.post("/datasets/{org}/{name}.git/info/lfs/objects/batch")
    async def lfs_batch(org: str, name: str, request: Request) -> Any:
        held(request, org, name)
        if request.headers.get("accept") != "application/vnd.git-lfs+json":
            return _error(406, "", "not the media type of LFS")
        objects = []
        for asked in (await request.json())["objects"]:
            verify = {"href": f"{hub.url}/datasets/{org}/{name}.git/info/lfs/verify"}
            upload = {"href": f"{hub.url}/lfs/{asked['oid']}"}
            actions = {"actions": {"upload": upload, "verify": verify}}
            objects.append(asked | ({} if asked["oid"] in hub.objects else actions))
        return {"transfer": "basic", "objects": objects}

    @app.post("/datasets/{org}/{name}.git/info/lfs/verify")
    async def lfs_verify(org: str, name: str, request: Request) -> Response:
        held(request, org, name)
        asked = await request.json()
        if len(hub.objects.get(asked["oid"], b"")) != asked["size"]:
            return _error(404, "", "Object not found")
        return Response()

    @app.put("/lfs/{oid}")
    async def lfs_put(oid: str, request: Request) -> Response:
        content = await request.body()
        if hashlib.sha256(content).hexdigest() != oid:
            return Response(status_code=422)
        hub.objects[oid] = content
        return Response()

    @app.post("/api/datasets/{org}/{name}/commit/{revision}")
    async def commit(org: str, name: str, revision: str, request: Request) -> Any:
        repo = held(request, org, name)
        lines = [json.loads(line) for line in (await request.body()).splitlines() if line]
        header = next(line["value"] for line in lines if line["key"] == "header")
        if unquote(revision) != "main":
            return _error(404, "RevisionNotFound", f"Invalid rev id: {unquote(revision)}")
        if header.get("parentCommit", repo.head.oid) != repo.head.oid:
            return _error(412, "", "A commit has happened since. Please refresh and try again.")
        files, gone = {}, []
        for line in lines:
            value = line["value"]
            if line["key"] == "deletedFile":
                gone.append(value["path"])
            elif line["key"] == "file":
                files[value["path"]] = base64.b64decode(value["content"])
                if lfs(value["path"]):
                    return _error(400, "", f"{value['path']} is to be uploaded by LFS or Xet")
            elif line["key"] == "lfsFile":
                content = hub.objects.get(value["oid"], b"")
                if len(content) != value["size"]:
                    return _error(400, "", f"{value['path']} points to a file that does not exist")
                files[value["path"]] = content
        if wrong := _front_matter(files.get("README.md", b"")):
            return _error(400, "", f"README.md: {wrong}")
        made = repo.add(header["summary"], files, gone)
        return {
            "success": True,
            "commitOid": made.oid,
            "commitUrl": f"{hub.url}/datasets/{org}/{name}/commit/{made.oid}",
        }

    @app.post("/api/datasets/{org}/{name}/tag/{revision}")
    async def tag(org: str, name: str, revision: str, request: Request) -> Any:
        repo, found = at(request, org, name, revision)
        asked = (await request.json())["tag"]
        if asked in repo.tags:
            return _error(409, "", "Tag reference exists already")
        repo.tags[asked] = found.oid
        return {}

    @app.api_route("/datasets/{org}/{name}/resolve/{revision}/{path:path}", methods=["GET", "HEAD"])
    async def resolve(org: str, name: str, revision: str, path: str, request: Request) -> Response:
        enter(request, org, name)
        _, found = at(request, org, name, revision)
        content = found.files.get(unquote(path))
        if content is None:
            return _error(404, "EntryNotFound", "Entry not found")
        entry = _entry(path, content)
        etag = entry["lfs"]["oid"] if "lfs" in entry else entry["oid"]
        headers = {
            "X-Repo-Commit": found.oid,
            "ETag": f'"{etag}"',
            "Accept-Ranges": "bytes",
            "Content-Length": str(len(content)),
        }
        asked = request.headers.get("range", "").removeprefix("bytes=")
        if asked:
            start, _, end = asked.partition("-")
            part = content[int(start) : int(end) + 1 if end else None]
            headers["Content-Length"] = str(len(part))
            headers["Content-Range"] = f"bytes {start}-{int(start) + len(part) - 1}/{len(content)}"
            return Response(part, 206, headers)
        return Response(b"" if request.method == "HEAD" else content, 200, headers)

    return app
