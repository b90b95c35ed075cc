"""A row of a list as a brief: the same tree that a YAML file makes, each node with its place in the list."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from toolkit.batch.columns import Column, Columns, headings
from toolkit.batch.rows import Row, TableRow, TextRow
from toolkit.brief.source import FAST, Node, Source, read_nodes
from toolkit.errors import InputProblems, Location, Problem
from toolkit.figures import AFTER, BEFORE

GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?:\D|\Z))")
SLASHED = re.compile(r"(\d{4})[/.](\d{1,2})(?:[/.](\d{1,2}))?\Z")
TEMPORAL = re.compile(r"(\d{4})年?\Z")


@dataclasses.dataclass(frozen=True)
class Given:
    """What a row gives: the tree of a brief, the source that its problems are noted in, where it goes."""

    root: Node
    source: Source
    folder: str = ""


def head_columns(head: TableRow, columns: Columns) -> dict[int, Column]:
    """Return what each column of a table holds.

    Raises:
        InputProblems: columns that nothing is known of, or that stand twice; all of them.
    """
    found: dict[int, Column] = {}
    problems = []
    seen: dict[Column, str] = {}

    def refuse(number: int, message: str, hint: str) -> None:
        problems.append(Problem(head.location(number), message, hint, head.excerpt(number)))

    for number, name in headings(head.cells):
        column = columns.find(name)
        if column is None:
            refuse(number, f"不认识“{name}”这一列", columns.hint(name))
        elif column in seen and column.kind != "ignored":
            refuse(number, f"“{name}”和“{seen[column]}”是同一列", "留一列")
        else:
            found[number] = column
            seen[column] = name
    if not problems and not any(column.path == "region" for column in found.values()):
        problems.append(Problem(head.location(-1), "没有“地区”这一列", "第一行写列名，如 地区,年份,立案提案"))
    if problems:
        raise InputProblems(problems)
    return found


def given(row: TableRow | TextRow, head: Mapping[int, Column], columns: Columns) -> Given:
    """Return what a row gives, as a tree.

    Raises:
        InputProblems: the text of the row is no YAML.
    """
    return _of_table(row, head, columns) if isinstance(row, TableRow) else _of_text(row, columns)


def _tree(source: Source, row: Row) -> Node:
    root = read_nodes(source)
    if root is not None and root.kind != "map" and not root.empty:
        source.at(root, "一个地区应是一组“键: 值”", "写 region、year、figures 等字段")
    if source.problems:
        raise InputProblems(placed(source.problems, row))
    return root or Node("map", 1, 1)


def placed(problems: Sequence[Problem], row: Row) -> list[Problem]:
    """Return problems of a row with the places that they have in the list's own file."""
    return [dataclasses.replace(p, location=_place(p, row), excerpt=_excerpt(p, row)) for p in problems]


def _place(problem: Problem, row: Row) -> Location:
    place = problem.location
    if isinstance(row, TableRow):
        return row.location(place.column - 1)
    if isinstance(row, TextRow):
        column = place.column + row.moved if place.column else 0
        return Location(row.path, place.line + row.line - 1, column)
    return place


def _excerpt(problem: Problem, row: Row) -> str:
    if isinstance(row, TableRow):
        return row.excerpt(problem.location.column - 1)
    if isinstance(row, TextRow) and problem.excerpt:
        return " " * row.moved + problem.excerpt
    return problem.excerpt


# -- tables ----------------------------------------------------------------------------------


def _of_table(row: TableRow, head: Mapping[int, Column], columns: Columns) -> Given:
    """Build the tree; a node's column is the number of its cell from 1, its line that of the row."""
    source = Source(row.path, "")
    tree, folder = _Tree(Node("map", row.line, 0)), ""
    for number, column in head.items():
        text = row.cells[number].strip() if number < len(row.cells) else ""
        if not text or column.kind == "ignored":
            continue
        if column.kind == "folder":
            folder = text
        else:
            place = Node("scalar", row.line, number + 1)
            tree.put(column.path, _value(text, column, place, columns.between))
    _refuse_beyond(row, head, source)
    return Given(tree.root, source, folder)


def _refuse_beyond(row: TableRow, head: Mapping[int, Column], source: Source) -> None:
    """A cell without a heading is a comma too many, or a heading forgotten: which, only a person knows."""
    for number, cell in enumerate(row.cells):
        if cell.strip() and number not in head:
            hint = "检查这一行是不是多了一格；格里有逗号时整格加引号"
            source.report(row.line, number + 1, f"这一格没有列名：{cell[:20]}", hint)


class _Tree:
    """A brief's tree that is put together from dotted paths, in whatever order they come."""

    def __init__(self, root: Node) -> None:
        self.root = root
        self._known: dict[str, Node] = {"": root}

    def put(self, path: str, value: Node) -> None:
        """Put a value under a path; a figure that has parts becomes a mapping."""
        there = self._known.get(path)
        if there is not None and there.kind == "map" and value.kind == "scalar":
            there.pairs.append((_scalar("value", value), value))
            return
        above, _, last = path.rpartition(".")
        self._mapping(above, value).pairs.append((_scalar(last, value), value))
        self._known[path] = value

    def _mapping(self, path: str, place: Node) -> Node:
        """Return the mapping at a path, made where there is none; a figure's bare value moves into it."""
        there = self._known.get(path)
        if there is not None and there.kind == "map":
            return there
        above, _, last = path.rpartition(".")
        outer = self._mapping(above, place)
        made = next((node for key, node in outer.pairs if key.text == last and node.kind == "map"), None)
        if made is None:
            made = Node("map", place.line, place.column)
            if there is not None:
                made.pairs.append((_scalar("value", there), there))
                outer.pairs = [(key, made if node is there else node) for key, node in outer.pairs]
            else:
                outer.pairs.append((_scalar(last, place), made))
        self._known[path] = made
        return made


def _scalar(text: str, place: Node) -> Node:
    return Node("scalar", place.line, place.column, text)


def _value(text: str, column: Column, place: Node, between: Sequence[str]) -> Node:
    """Return what a cell says as the node that a brief would have."""
    if text[0] in "{[" and (flow := _flow(text, place)) is not None:
        return flow
    if column.kind == "figure" or (column.kind == "part" and column.path.endswith((".value", ".previous"))):
        return _figure(text, column, place)
    if column.kind in ("list", "items"):
        items = [_scalar(part, place) for part in _parts(text, between)]
        if column.kind == "items":
            items = [_item(column.first, item) for item in items]
        return Node("list", place.line, place.column, items=items)
    if column.kind == "integer" and (match := TEMPORAL.match(text)):
        text = match[1]
    if column.kind == "date" and (match := SLASHED.match(text)):
        text = "-".join(part for part in match.groups() if part)
    return Node("scalar", place.line, place.column, text, plain=False)


def _item(key: str, value: Node) -> Node:
    """Return an entry with fields of which a cell gives only the first."""
    return Node("map", value.line, value.column, pairs=[(_scalar(key, value), value)])


def _parts(text: str, between: Sequence[str]) -> list[str]:
    """Return the entries that stand in one cell."""
    for mark in between:
        text = text.replace(mark, "\n")
    return [part.strip() for part in text.splitlines() if part.strip()]


def _figure(text: str, column: Column, place: Node) -> Node:
    """Return a figure, its word of approximation apart where a brief has it apart: 约150."""
    bare = GROUPED.sub("", unicodedata.normalize("NFKC", text).replace(" ", ""))
    if column.unit and column.unit != "%":
        bare = bare.removesuffix(column.unit)
        if bare.endswith(column.unit + "余"):
            bare = bare.removesuffix(column.unit + "余") + "余"
    approx = bare[0] if bare and bare[0] in BEFORE else ""
    number = _scalar(bare[len(approx) :], place)
    if not approx or bare[-1] in AFTER or column.kind == "part":
        return _scalar(bare, place)
    pairs = [(_scalar("value", place), number), (_scalar("approx", place), _scalar(approx, place))]
    return Node("map", place.line, place.column, pairs=pairs)


def _flow(text: str, place: Node) -> Node | None:
    """Return YAML in one cell, {value: 150, approx: 余}, every node at the cell; None where it is none."""
    try:
        root = yaml.compose(text, Loader=FAST)
    except (yaml.YAMLError, RecursionError):
        return None
    return _moved(root, place) if root is not None else None


def _moved(node: yaml.Node, place: Node) -> Node:
    made = Node("scalar", place.line, place.column)
    if isinstance(node, yaml.ScalarNode):
        made.text, made.plain = node.value, not node.style
    elif isinstance(node, yaml.SequenceNode):
        made.kind, made.items = "list", [_moved(item, place) for item in node.value]
    else:
        made.kind, made.pairs = "map", [(_moved(k, place), _moved(v, place)) for k, v in node.value]
    return made


# -- YAML ------------------------------------------------------------------------------------


def _of_text(row: TextRow, columns: Columns) -> Given:
    """Read an entry of a YAML list; its keys may be Chinese names and dotted paths, too."""
    source = Source(Path(row.folder) / "-" if row.folder else row.path, row.text)
    source.path = row.path
    read = _tree(source, row)
    tree, folder = _Tree(Node("map", read.line, read.column)), ""
    for key, value in read.pairs:
        column = columns.find(key.text)
        if column is not None and column.kind == "folder" and value.kind == "scalar":
            folder = value.text.strip()
        elif column is not None and column.kind == "ignored":
            continue
        elif column is not None and _is_path(column, key.text) and _fits(column, value):
            tree.put(column.path, value)
        else:
            _join(tree.root, key, value)
    return Given(tree.root, source, folder)


def _is_path(column: Column, key: str) -> bool:
    """Whether a key means another place than the field of that name in the brief's first level."""
    return "." in key or column.path != key


def _fits(column: Column, value: Node) -> bool:
    return column.kind not in ("folder", "part") or value.kind == "scalar"


def _join(root: Node, key: Node, value: Node) -> None:
    """Add a field; a mapping joins what dotted keys have put there before."""
    there = root.get(key.text)
    if there is not None and there.kind == value.kind == "map":
        there.pairs += value.pairs
    else:
        root.pairs.append((key, value))


# -- what a list may leave out ---------------------------------------------------------------


def is_bare(root: Node) -> bool:
    """Tell whether a row says no more than which region's report of which year is wanted."""
    return all(key.text in ("region", "year", "genre") for key, value in root.pairs if not value.empty)


def complete(root: Node, known: Mapping[str, object]) -> None:
    """Add what follows from the region's name, where the row does not say it, and the empty session."""
    tree = _Tree(root)
    for path, value in known.items():
        if _at(root, path) is None:
            tree.put(path, Node("scalar", root.line, root.column, str(value)))
    if root.get("session") is None:
        root.pairs.append((_scalar("session", root), Node("map", root.line, root.column)))


def _at(root: Node, path: str) -> Node | None:
    here: Node | None = root
    for key in path.split("."):
        here = here.get(key) if here is not None and here.kind == "map" else None
    return None if here is None or here.empty else here


def said(root: Node, path: str) -> str:
    """Return the text at a dotted path, or an empty string."""
    node = _at(root, path)
    return node.text.strip() if node is not None and node.kind == "scalar" else ""
