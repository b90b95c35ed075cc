"""Whose report a row wants, told without reading all of it: what the results' folders are named by."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from toolkit.batch.columns import Column, Columns
from toolkit.batch.rows import FileRow, Row, TableRow
from toolkit.brief.source import FAST

WANTED = ("region", "organ.place", "year", "genre")
FOLDER = "folder"


def peek(row: Row, head: Mapping[int, Column], columns: Columns | None) -> dict[str, str]:
    """Return region, full name, year, genre and folder, as far as the row says them.

    `columns` are the names that the rows of a list may use; None for a folder of briefs.
    """
    if isinstance(row, TableRow):
        found = {}
        for number, column in head.items():
            name = FOLDER if column.kind == FOLDER else column.path
            if name in (*WANTED, FOLDER) and number < len(row.cells) and row.cells[number]:
                found[name] = row.cells[number].removesuffix("年") if name == "year" else row.cells[number]
        return found
    if isinstance(row, FileRow):
        text = _text(row.file)
        return _at_a_glance(text) or _of_yaml(text, lambda key: key)
    return _of_yaml(row.text, lambda key: _meaning(key, columns))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return ""


def _meaning(key: str, columns: Columns | None) -> str:
    column = columns.find(key) if columns else None
    if column is None:
        return key
    return FOLDER if column.kind == FOLDER else column.path


PLAIN = r"([^\s#\"'&*!|>{\[%@`][^\n#]*?)[ \t]*(?:#[^\n]*)?$"
TOP = re.compile(rf"^(region|year|genre):[ \t]+{PLAIN}", re.MULTILINE)
PLACE = re.compile(rf"^organ:[ \t]*(?:#[^\n]*)?\n(?:[ ][^\n]*\n|\n)*?[ ]+place:[ \t]+{PLAIN}", re.MULTILINE)
FLOW = re.compile(r"^organ:[ \t]*\{[^}\n]*?place:[ \t]*([^\s\"',}{\[][^,}\n]*)", re.MULTILINE)


def _at_a_glance(text: str) -> dict[str, str]:
    """Return what a brief in its usual form says, without going through it; nothing where it has another."""
    place = PLACE.search(text) or FLOW.search(text)
    found = dict(TOP.findall(text))
    if (
        place is None
        or not {"region", "year"} <= found.keys()
        or ("\ngenre" in text and "genre" not in found)
    ):
        return {}
    return {**found, "organ.place": place[1]}


def _of_yaml(text: str, meaning: Callable[[str], str]) -> dict[str, str]:
    """Go through a YAML text until everything wanted is there; a broken text ends it."""
    found: dict[str, str] = {}
    with contextlib.suppress(yaml.YAMLError):
        for path, value in _leaves(text):
            name = meaning(path[0]) if len(path) == 1 else ".".join(path)
            if name in (*WANTED, FOLDER) and value:
                found.setdefault(name, value)
            if len(found) == len(WANTED) + 1:
                break
    return found


def _leaves(text: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the scalars that stand in mappings alone, with the keys that lead to them."""
    levels: list[_Level] = []
    for event in yaml.parse(text, Loader=FAST):
        if isinstance(event, yaml.CollectionStartEvent):
            levels.append(_Level(isinstance(event, yaml.MappingStartEvent)))
        elif isinstance(event, yaml.CollectionEndEvent):
            levels.pop()
            if levels:
                levels[-1].key = ""
        elif isinstance(event, yaml.ScalarEvent) and levels:
            here = levels[-1]
            if here.mapping and not here.key:
                here.key = event.value
                continue
            if all(level.mapping for level in levels):
                yield tuple(level.key for level in levels), event.value.strip()
            here.key = ""


@dataclass
class _Level:
    mapping: bool
    key: str = ""
