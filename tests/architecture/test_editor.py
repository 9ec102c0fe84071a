"""The editor's plan: what knows of React, what a node type is called, and what is delivered."""

import gzip
import json
import re
from pathlib import Path
from typing import Any

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
# Kilobytes that travel when a page with the entry is opened for the first time: scripts, styles.
LARGEST = {
    "main.tsx": (750, 40),
    "conditions/form.tsx": (150, 10),
    "../../explain/around/main.ts": (160, 1),
}


def built() -> dict[str, dict[str, object]]:
    manifest: dict[str, dict[str, object]] = json.loads((BUILT / "manifest.json").read_text())
    return manifest


def delivered(entry: str) -> set[str]:
    """The files that a page with this entry loads: what it imports, at once or later, as well."""
    manifest, found, todo, read = built(), set[str](), [entry], set[str]()
    while todo:
        name = todo.pop()
        if name in read:
            continue
        read.add(name)
        part: dict[str, Any] = manifest[name]
        found |= {part["file"], *part.get("css", ()), *part.get("assets", ())}
        todo += [*part.get("imports", ()), *part.get("dynamicImports", ())]
    return found


def kilobytes(files: set[str], *suffixes: str) -> float:
    """What these files weigh on their way, compressed."""
    chosen = [BUILT / file for file in files if Path(file).suffix in suffixes]
    return sum(len(gzip.compress(file.read_bytes())) for file in chosen) / 1000


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


@pytest.mark.parametrize("entry", LARGEST)
def test_what_a_page_loads_stays_small(entry: str) -> None:
    files, (scripts, styles) = delivered(entry), LARGEST[entry]
    assert 0 < kilobytes(files, ".js", ".mjs") < scripts
    assert kilobytes(files, ".css") < styles


def test_every_entry_has_its_limit_and_every_file_belongs_to_one() -> None:
    entries = {name for name, part in built().items() if part.get("isEntry")}
    assert entries == set(LARGEST)
    files = {str(file.relative_to(BUILT)) for file in BUILT.rglob("*") if file.is_file()}
    counted = {file for entry in entries for file in delivered(entry)}
    assert files - counted == {"manifest.json"}
