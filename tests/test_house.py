"""The laws of the house that no single module can hold."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

LIVE = Path(__file__).parent.parent / "live"
DOORS = {
    "playwright": {"browser.py", "crawl"},
    "sqlalchemy": {
        "store.py",
        "store_audit.py",
        "store_calls.py",
        "store_changes.py",
        "store_database.py",
        "store_lock.py",
        "store_reviewers.py",
        "store_rows.py",
        "store_signatures.py",
        "tables.py",
        "migrations",
    },
    "alembic": {"store_database.py", "migrations"},
    "openai": {"lmm"},
    "anthropic": {"lmm"},
    "transformers": {"lmm"},
    "torch": {"lmm"},
    "huggingface_hub": {"publish", "doctor.py"},
    "fsspec": {"blobs.py"},
}
"""Who may import what touches the outside: a module, or a folder of modules."""


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


@cache
def imports(path: Path) -> frozenset[str]:
    """The modules that a module imports, inside its functions too."""
    found = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return frozenset(found)


@pytest.mark.parametrize("package", DOORS)
def test_what_touches_the_outside_is_imported_through_its_door_only(package: str) -> None:
    users = {
        path.relative_to(LIVE).parts[0]
        for path in LIVE.rglob("*.py")
        if any(name.split(".")[0] == package for name in imports(path))
    }
    assert users <= DOORS[package]
    assert users, f"nobody imports {package}: the law is about nothing"


def test_the_clock_is_read_in_one_module() -> None:
    readers = set()
    for path in LIVE.rglob("*.py"):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Attribute) and node.attr in ("now", "utcnow", "today"):
                if isinstance(node.value, ast.Name) and node.value.id in ("datetime", "date"):
                    readers.add(path.name)
    assert readers == {"clock.py"}


def test_embedded_readers_know_nothing_of_how_questions_are_written() -> None:
    for path in (LIVE / "lmm").rglob("*.py"):
        assert not any(name.startswith("live.qa_gen") for name in imports(path)), path


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from live.cli import main\n"
        "sys.argv = ['live', '--help']\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"torch", "datasets", "pandas", "numpy", "playwright", "openai", "anthropic", "PIL"}
    heavy |= {"sqlalchemy", "rapidocr", "onnxruntime", "huggingface_hub", "pyarrow", "scipy"}
    assert not heavy & set(ast.literal_eval(ended.stderr))


def test_every_module_says_what_it_is() -> None:
    for path in LIVE.rglob("*.py"):
        assert ast.get_docstring(parsed(path)), path


def test_every_public_function_and_class_has_a_docstring() -> None:
    bare = []
    for path in LIVE.rglob("*.py"):
        for node in parsed(path).body:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                continue
            if not node.name.startswith("_") and not ast.get_docstring(node):
                bare.append(f"{path.relative_to(LIVE)}: {node.name}")
    assert [name for name in bare if not name.startswith("migrations/")] == []
