"""A double of the Hub's API for datasets, kept in memory, that can misbehave.

It holds what huggingface_hub and datasets ask for when they create, read, commit, tag and download:
the shapes were read off their requests. Revisions come URL-quoted, so routes match the raw path.
"""

import base64
import hashlib
import json
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse

TOKEN = "hf_good"
READ_ONLY = "hf_read"
WHEN = "2026-11-03T00:00:00.000Z"


@dataclass
class Commit:
    """A commit: all files of the repository as they were then."""

    oid: str
    title: str
    files: dict[str, bytes]


@dataclass
class Repo:
    """A dataset repository."""

    commits: list[Commit]
    tags: dict[str, str] = field(default_factory=dict)

    @property
    def head(self) -> Commit:
        return self.commits[-1]

    def add(self, title: str, files: dict[str, bytes]) -> Commit:
        """Commits files on top of the head."""
        seed = f"{self.head.oid if self.commits else ''}{title}{sorted(files)}"
        oid = hashlib.sha1(seed.encode()).hexdigest()
        before = self.head.files if self.commits else {}
        self.commits.append(Commit(oid, title, before | files))
        return self.head

    def find(self, revision: str) -> Commit | None:
        """Gives the commit of a branch, tag or oid."""
        oid = self.head.oid if revision == "main" else self.tags.get(revision, revision)
        return next((commit for commit in self.commits if commit.oid == oid), None)


class HubDouble:
    """The Hub: `repos`, and how it misbehaves next.

    fails: route name -> what to do with the next requests, one each: an HTTP status; "lost" for a
    reply that breaks off after the work was done; "hidden" for a repository that this token may not
    see; "stranger" for what the Hub tells those it does not know. before_commit runs once, before
    the next commit is looked at. asked: all requests. xet: the address of Xet storage, such as
    local:///folder.
    """

    def __init__(self) -> None:
        self.url = ""
        self.reset()

    def reset(self) -> None:
        """Forgets everything."""
        self.repos: dict[str, Repo] = {}
        self.objects: dict[str, bytes] = {}
        self.fails: dict[str, list[int | str]] = {}
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
    config = uvicorn.Config(
        _raw_paths(_app(hub)), http="h11", ws="none", lifespan="off", log_level="critical"
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
            scope = scope | {"path": scope["raw_path"].decode()}
        await app(scope, receive, send)

    return wrapped


def _error(status: int, code: str, message: str) -> JSONResponse:
    headers = {"X-Error-Code": code, "X-Error-Message": message}
    return JSONResponse({"error": message}, status, headers=headers)


async def _broken_off() -> AsyncIterator[bytes]:
    yield b"{"
    raise ConnectionAbortedError


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
    app = FastAPI()

    @app.middleware("http")
    async def misbehave(request: Request, answer: Any) -> Response:
        hub.asked.append(f"{request.method} {request.url.path}")
        words = request.url.path.strip("/").split("/")
        name = next((word for word in ("commit", "tag", "refs", "resolve") if word in words), "")
        name = name or ("info" if words[:2] == ["api", "datasets"] and len(words) == 4 else "")
        bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
        if request.url.path.startswith("/api/") and bearer not in (TOKEN, READ_ONLY):
            return _error(401, "", "Invalid credentials in Authorization header")
        if bearer == READ_ONLY and name in ("commit", "tag"):
            return _error(403, "", "this token may only read")
        planned = hub.fails.get(name, [])
        fault = planned.pop(0) if planned else None
        if fault in ("hidden", "stranger"):
            return _error(404 if fault == "hidden" else 401, "RepoNotFound", "Repository not found")
        if isinstance(fault, int):
            return _error(fault, "", f"the double answers {fault}")
        if name == "commit" and hub.before_commit:
            hook, hub.before_commit = hub.before_commit, None
            hook()
        reply: Response = await answer(request)
        if fault == "lost":
            return StreamingResponse(_broken_off(), headers={"Content-Length": "99"})
        return reply

    @app.exception_handler(KeyError)
    async def no_repo(request: Request, error: KeyError) -> Response:
        return _error(404, "RepoNotFound", "Repository not found")

    def at(org: str, name: str, revision: str) -> tuple[Repo, Commit | None]:
        repo = hub.repos[f"{org}/{name}"]
        return repo, repo.find(unquote(revision))

    @app.post("/api/repos/create")
    async def create(request: Request) -> Any:
        asked = await request.json()
        name = f"{asked['organization']}/{asked['name']}"
        if name in hub.repos:
            told = {"error": "You already created this dataset repo"}
            return JSONResponse(told | {"url": f"{hub.url}/datasets/{name}"}, 409)
        hub.new_repo(name)
        return {"url": f"{hub.url}/datasets/{name}", "id": name, "name": name}

    @app.post("/api/validate-yaml")
    async def validate() -> Any:
        return {"warnings": [], "errors": []}

    @app.get("/api/datasets/{org}/{name}")
    @app.get("/api/datasets/{org}/{name}/revision/{revision}")
    async def info(org: str, name: str, revision: str = "main") -> Any:
        _, commit = at(org, name, revision)
        if commit is None:
            return _error(404, "RevisionNotFound", "Invalid rev id")
        siblings = [_sibling(path, content) for path, content in sorted(commit.files.items())]
        return {
            "_id": "1",
            "id": f"{org}/{name}",
            "sha": commit.oid,
            "siblings": siblings,
            "private": False,
            "tags": [],
            "lastModified": WHEN,
        }

    @app.get("/api/datasets/{org}/{name}/refs")
    async def refs(org: str, name: str) -> Any:
        repo = hub.repos[f"{org}/{name}"]
        tags = [
            {"name": tag, "ref": f"refs/tags/{tag}", "targetCommit": oid}
            for tag, oid in repo.tags.items()
        ]
        main = {"name": "main", "ref": "refs/heads/main", "targetCommit": repo.head.oid}
        return {"branches": [main], "converts": [], "tags": tags}

    @app.get("/api/datasets/{org}/{name}/commits/{revision}")
    async def commits(org: str, name: str, revision: str) -> Any:
        repo, _ = at(org, name, revision)
        return [
            {"id": one.oid, "title": one.title, "message": "", "date": WHEN, "authors": []}
            for one in reversed(repo.commits)
        ]

    @app.get("/api/datasets/{org}/{name}/tree/{revision}")
    @app.get("/api/datasets/{org}/{name}/tree/{revision}/{folder:path}")
    async def tree(
        org: str, name: str, revision: str, folder: str = "", recursive: bool = False
    ) -> Any:
        _, commit = at(org, name, revision)
        if commit is None:
            return _error(404, "RevisionNotFound", "Invalid rev id")
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
        _, commit = at(org, name, revision)
        if commit is None:
            return _error(404, "RevisionNotFound", "Invalid rev id")
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
        _, commit = at(org, name, revision)
        files = []
        for asked in (await request.json())["files"]:
            path = asked["path"]
            known = _entry(path, commit.files[path]) if commit and path in commit.files else {}
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
    async def xet_token(org: str, name: str, revision: str) -> Response:
        until = 4_000_000_000
        told = {"casUrl": hub.xet, "accessToken": "xet", "exp": until}
        headers = {
            "X-Xet-Cas-Url": hub.xet,
            "X-Xet-Access-Token": "xet",
            "X-Xet-Token-Expiration": str(until),
        }
        return JSONResponse(told, headers=headers)

    @app.post("/datasets/{org}/{name}/info/lfs/objects/batch")
    async def lfs_batch(org: str, name: str, request: Request) -> Any:
        objects = []
        for asked in (await request.json())["objects"]:
            upload = {"upload": {"href": f"{hub.url}/lfs/{asked['oid']}"}}
            objects.append(asked | ({} if asked["oid"] in hub.objects else {"actions": upload}))
        return {"transfer": "basic", "objects": objects}

    @app.put("/lfs/{oid}")
    async def lfs_put(oid: str, request: Request) -> Response:
        content = await request.body()
        if hashlib.sha256(content).hexdigest() != oid:
            return Response(status_code=422)
        hub.objects[oid] = content
        return Response()

    @app.post("/api/datasets/{org}/{name}/commit/{revision}")
    async def commit(org: str, name: str, revision: str, request: Request) -> Any:
        repo = hub.repos[f"{org}/{name}"]
        lines = [json.loads(line) for line in (await request.body()).splitlines() if line]
        header = next(line["value"] for line in lines if line["key"] == "header")
        if header.get("parentCommit") not in (None, repo.head.oid):
            return _error(412, "", "A commit has happened since. Please refresh and try again.")
        files = {}
        for line in lines:
            value = line["value"]
            if line["key"] == "file":
                files[value["path"]] = base64.b64decode(value["content"])
            elif line["key"] == "lfsFile":
                files[value["path"]] = hub.objects[value["oid"]]
        made = repo.add(header["summary"], files)
        return {
            "success": True,
            "commitOid": made.oid,
            "commitUrl": f"{hub.url}/datasets/{org}/{name}/commit/{made.oid}",
        }

    @app.post("/api/datasets/{org}/{name}/tag/{revision}")
    async def tag(org: str, name: str, revision: str, request: Request) -> Any:
        repo, found = at(org, name, revision)
        asked = (await request.json())["tag"]
        if asked in repo.tags:
            return _error(409, "", "Tag reference exists already")
        if found is None:
            return _error(404, "RevisionNotFound", "Invalid rev id")
        repo.tags[asked] = found.oid
        return {}

    @app.api_route("/datasets/{org}/{name}/resolve/{revision}/{path:path}", methods=["GET", "HEAD"])
    async def resolve(org: str, name: str, revision: str, path: str, request: Request) -> Response:
        _, found = at(org, name, revision)
        if found is None:
            return _error(404, "RevisionNotFound", "Invalid rev id")
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
