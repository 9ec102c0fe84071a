"""The plan is a test: imports go one way, and the engine touches nothing."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ENGINE = sorted((ROOT / "apps" / "engine").rglob("*.py"))
# All that the engine may import of the standard library: no clock, no luck, no input or output.
PLAIN = {
    "abc",
    "bisect",
    "collections",
    "dataclasses",
    "datetime",
    "enum",
    "functools",
    "hashlib",
    "heapq",
    "itertools",
    "operator",
    "types",
    "typing",
    "uuid",
    "zoneinfo",
}
# Calls that would read a clock, draw luck, or reach outside.
READS = {"now", "today", "utcnow", "uuid1", "uuid4", "open", "print", "input", "exec", "eval"}


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or ""


def calls(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node.func.id
            elif isinstance(node.func, ast.Attribute):
                yield node.func.attr


@pytest.mark.parametrize("file", ENGINE, ids=lambda file: str(file.relative_to(ROOT)))
def test_the_engine_is_pure(file: Path) -> None:
    tree = ast.parse(file.read_text())
    for module in imports(tree):
        assert module.startswith("apps.engine") or module.split(".")[0] in PLAIN, module
    assert not READS & set(calls(tree))


def test_imports_go_one_way() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
