"""Names in the order of their surnames' strokes (按姓氏笔画排序), after 《通用规范汉字表》.

Characters are compared by their place in `templates/strokes.tsv`: number of strokes, then the
strokes one by one (横 竖 撇 点 折), then the order of the table. The file is read when the first
name is sorted, and only then.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import NamedTuple

from toolkit.resources import data_folder

BLANK = 0
DOTS = "·•‧・"


class Table(NamedTuple):
    """What `templates/strokes.tsv` holds for sorting."""

    places: dict[str, int]
    compound_surnames: frozenset[str]


@functools.cache
def table() -> Table:
    """Return the characters' places (from 1) and the compound surnames, read once in a run."""
    lines = (data_folder("templates") / "strokes.tsv").read_text(encoding="utf-8").splitlines()
    compound = [name for line in lines if line[0] == "@" for name in line[1:].split()]
    characters = [line[0] for line in lines if line[0] not in "#@"]
    return Table({c: place for place, c in enumerate(characters, 1)}, frozenset(compound))


def _plain(name: str) -> str:
    """Return a name without the spaces that pad it and the dots between its parts."""
    return "".join(c for c in name if not c.isspace() and c not in DOTS)


def unknown_characters(names: Iterable[str]) -> list[str]:
    """Return the characters of `names` that the table lacks, each once, in their order."""
    known = table().places
    return list(dict.fromkeys(c for name in names for c in _plain(name) if c not in known))


def stroke_key(name: str) -> tuple[int, ...]:
    """Return what a name is sorted by: the places of its characters.

    A given name of one character takes a blank before it, and the blank comes first: 金健 stands
    before 金丽丽. A compound surname is compared by its first character like any other (欧阳修
    among the 欧), and counts as one surname for the blank.

    Raises:
        ValueError: a character is not in the table; the message names all such characters.
    """
    if unknown := unknown_characters([name]):
        raise ValueError(_complaint(unknown))
    place, compound = table()
    plain = _plain(name)
    places = [place[c] for c in plain]
    surname = 2 if len(plain) > 2 and plain[:2] in compound else 1
    if len(places) == surname + 1:
        places.insert(surname, BLANK)
    return tuple(places)


def sort_by_surname_strokes(names: Iterable[str]) -> list[str]:
    """Return the names as they were written, in the order of their surnames' strokes.

    Raises:
        ValueError: a character is not in the table; the message names all such characters.
    """
    names = list(names)
    if unknown := unknown_characters(names):
        raise ValueError(_complaint(unknown))
    return sorted(names, key=stroke_key)


def _complaint(unknown: Iterable[str]) -> str:
    """Return the message for characters that the table lacks."""
    listed = "、".join(f"“{c}”（U+{ord(c):04X}）" for c in unknown)
    return f"笔画表（《通用规范汉字表》8105字）里没有{listed}，无法按姓氏笔画排序。"
