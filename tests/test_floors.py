"""The house of `toolkit/__init__.py` stands: imports go down only, and heavy ones come late."""

from __future__ import annotations

import ast
import graphlib
import re
import subprocess
import sys
from pathlib import Path

import toolkit

ROOT = Path(toolkit.__file__).parent
HEAVY = ("jinja2", "lxml", "docx", "yaml", "openpyxl")
# Two modules of the ground lean on a neighbour, as their floor lists them.
NEIGHBOURS = {("errors", "text")}


def _floors() -> dict[str, int]:
    """Read the plan: number, then names of modules (`name`) and packages (`name/`), then words."""
    floors: dict[str, int] = {}
    for number, words in re.findall(r"^ {4}(\d)  (.+)$", toolkit.__doc__ or "", re.MULTILINE):
        for word in words.split():
            if not (ROOT / (word if word.endswith("/") else f"{word}.py")).exists():
                break
            floors[word.rstrip("/")] = int(number)
    return floors


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def _imports() -> dict[str, set[str]]:
    """Every module with the modules of the toolkit that it imports, late imports too."""
    modules = {_name(path): path for path in ROOT.rglob("*.py")}
    found: dict[str, set[str]] = {name: set() for name in modules}
    for name, path in modules.items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            wanted: list[str] = []
            if isinstance(node, ast.Import):
                wanted = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{name}: relative import"
                wanted = [f"{node.module}.{alias.name}" for alias in node.names]
            found[name] |= {module for text in wanted if (module := _ours(text, modules))}
    return found


def _ours(text: str, modules: dict[str, Path]) -> str:
    """Return the toolkit's module that an imported name lies in, or an empty string."""
    if text.partition(".")[0] != "toolkit":
        return ""
    parts = text.split(".")[1:]
    while parts and ".".join(parts) not in modules:
        parts.pop()
    return ".".join(parts)


def _pairs() -> set[tuple[str, str]]:
    """Every import between two rooms: (importing, imported), packages as one room."""
    rooms = {
        (name.partition(".")[0], other.partition(".")[0])
        for name, others in _imports().items()
        for other in others
    }
    return {(a, b) for a, b in rooms if a != b and a not in ("__init__", "__main__")}


def test_every_module_has_its_place_on_the_plan() -> None:
    rooms = {name.partition(".")[0] for name in _imports()} - {"__init__", "__main__"}
    assert rooms == set(_floors())


def test_the_plan_is_read_as_it_is_written() -> None:
    assert [_floors()[room] for room in ("errors", "model", "brief", "pack", "compose", "word", "cli")] == [
        *range(5),
        4,
        9,
    ]


def test_nothing_imports_from_its_own_floor_or_above() -> None:
    floors = _floors()
    wrong = {(a, b) for a, b in _pairs() if floors[a] <= floors[b]}
    assert wrong - NEIGHBOURS == set()


def test_the_engines_of_the_fourth_floor_never_import_each_other() -> None:
    engines = ("compose", "word", "decompose")
    assert _pairs() & {(a, b) for a in engines for b in engines if a != b} == set()


def test_nothing_imports_the_command_line() -> None:
    assert {a for a, b in _pairs() if b == "cli"} == set()
    assert _imports()["__main__"] == {"cli.main"}


def test_imports_make_no_circle() -> None:
    order = list(graphlib.TopologicalSorter(_imports()).static_order())
    assert order.index("errors") < order.index("tasks") < order.index("cli.main")


def test_heavy_libraries_are_not_loaded_for_the_command_line_s_help() -> None:
    code = f"import sys, toolkit.cli.main; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT.parent, capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"
