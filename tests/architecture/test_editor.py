"""The editor's plan: what knows of React, what a node type is called, and what is delivered."""

import gzip
import json
import re
from pathlib import Path

import pytest

from apps.engine.nodes import NODE_TYPES

ROOT = Path(__file__).parents[2]
EDITOR = ROOT / "apps" / "journeys" / "editor"
BUILT = ROOT / "static" / "built"
# A hook is named as one; it may.
LOGIC = sorted(file for file in EDITOR.rglob("*.ts") if not file.stem.startswith("use"))
IMPORT = re.compile(r"""(?:^|\n)(?:import|export)\b[^;]*?\bfrom\s+["']([^"']+)["']""")
# What draws: no module of logic may know of it.
DRAWS = ("react", "react-dom", "@xyflow/react", "react-querybuilder")
# Kilobytes that travel when the page is opened for the first time.
LARGEST_SCRIPTS, LARGEST_STYLES = 750, 40


def built() -> dict[str, dict[str, object]]:
    manifest: dict[str, dict[str, object]] = json.loads((BUILT / "manifest.json").read_text())
    return manifest


def travelling(*suffixes: str) -> float:
    files = [file for file in BUILT.rglob("*") if file.suffix in suffixes]
    assert files, "the editor has not been built"
    return sum(len(gzip.compress(file.read_bytes())) for file in files) / 1000


@pytest.mark.parametrize("file", LOGIC, ids=lambda file: str(file.relative_to(EDITOR)))
def test_the_logic_knows_no_react(file: Path) -> None:
    text = re.sub(r"\n(?:import|export) type [^;]*;", "\n", "\n" + file.read_text())
    for name in IMPORT.findall(text):
        assert not name.startswith(DRAWS), name
        if name.startswith("."):
            assert not (file.parent / f"{name}.tsx").exists(), name


def test_a_node_type_has_one_name_in_engine_and_editor() -> None:
    files = {file.stem for file in (EDITOR / "nodes").glob("*.ts")}
    assert set(NODE_TYPES) <= files
    document = (EDITOR / "model" / "document.ts").read_text()
    listed = document.partition("NODE_TYPES = [")[2].partition("]")[0]
    assert sorted(re.findall(r'"(\w+)"', listed)) == sorted(NODE_TYPES)


def test_the_page_s_entry_is_in_the_bundle() -> None:
    entry = built()["main.tsx"]
    assert entry["isEntry"] is True
    assert (BUILT / str(entry["file"])).exists()


def test_nothing_delivered_makes_code_of_text() -> None:
    for file in BUILT.rglob("*.js"):
        assert not re.search(r"\beval\(|\bnew Function\(", file.read_text()), file.name


def test_nothing_delivered_is_fetched_from_elsewhere() -> None:
    for file in BUILT.rglob("*.css"):
        assert not re.search(r"url\(\s*[\"']?(?:https?:)?//", file.read_text()), file.name
        assert "@import" not in file.read_text(), file.name


def test_what_is_delivered_stays_small() -> None:
    assert travelling(".js", ".mjs") < LARGEST_SCRIPTS
    assert travelling(".css") < LARGEST_STYLES
