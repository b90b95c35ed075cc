"""Load a brief strictly: values as the schema says, every problem with its place, all at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from toolkit.brief.figures import load_figures
from toolkit.brief.scalars import load_scalar
from toolkit.brief.schema import SCALARS, Field
from toolkit.brief.source import Node, Source, read_nodes, read_text
from toolkit.errors import InputProblems, suggest
from toolkit.figures import Catalogue, Figure, derive

REFERENCE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Brief:
    """A loaded brief: typed values by field, figures (derived ones too), and where each stands."""

    path: str
    values: Mapping[str, Any]
    figures: Mapping[str, Figure]
    lines: Mapping[str, int] = field(default_factory=dict)
    text: str = ""

    def value(self, dotted: str, default: Any = None) -> Any:
        """Return the value at a dotted path, or `default` where nothing is given."""
        found: Any = self.values
        for key in dotted.split("."):
            # A plain dict, as loading makes them: asked of the abstract class it takes ten times as long.
            found = found.get(key) if isinstance(found, dict) else None
            if found is None:
                return default
        return found

    @property
    def region(self) -> str:
        """The region's name, 金山区."""
        return str(self.values["region"])

    @property
    def year(self) -> int:
        """The year that the report reviews."""
        return int(self.values["year"])

    @property
    def term_change(self) -> bool:
        """Whether the report is given at a 换届 session and reviews five years."""
        return bool(self.value("session.change_of_term", False))

    @property
    def pictures(self) -> Mapping[str, bytes]:
        """The photographs by their path from the brief's folder."""
        files = (row["file"] for row in self.values.get("photos") or ())
        return {found.file: found.data for found in files if found.data}


@dataclass(frozen=True)
class Vocabulary:
    """What the pack declares and a brief may use: fields, figure keys, section functions."""

    schema: Field
    catalogue: Catalogue
    functions: Mapping[str, str]


def load_brief(path: Path, words: Vocabulary) -> Brief:
    """Read and check a brief.

    Raises:
        ToolkitError: the file cannot be read.
        InputProblems: it has mistakes; all of them are listed.
    """
    return parse_brief(Source(path, read_text(path)), words)


def parse_brief(source: Source, words: Vocabulary) -> Brief:
    """Check the text of a brief; see `load_brief`."""
    return brief_of(read_nodes(source), source, words)


def brief_of(root: Node | None, source: Source, words: Vocabulary) -> Brief:
    """Check a brief that has been read into a tree, from YAML or from a row of a list; see `load_brief`."""
    loader = _Loader(source, words)
    if root is None or root.empty:
        if not source.problems:
            source.report(1, 1, "底稿是空的", "用 draft new --region 地区名 生成一份带说明的空白底稿")
    elif root.kind != "map":
        source.at(root, "底稿应是一组“键: 值”", "第一层写 region、organ、year 等字段")
    else:
        loader.load(root)
    if source.problems:
        raise InputProblems(source.problems)
    figures = {**loader.figures, **derive(loader.figures, words.catalogue)}
    return Brief(source.path, loader.values, figures, loader.lines, source.text)


class _Loader:
    """One pass over the tree; keeps what later checks of the whole brief need."""

    def __init__(self, source: Source, words: Vocabulary) -> None:
        self.source = source
        self.words = words
        self.figures: dict[str, Figure] = {}
        self.values: dict[str, Any] = {}
        self.lines: dict[str, int] = {}
        self.references: list[tuple[Node, str]] = []
        self.keys: list[tuple[Node, str]] = []

    def load(self, root: Node) -> None:
        self.values = self._map(root, self.words.schema, "") or {}
        self._check_references()
        self._check_charts(root)
        self._check_place(root)

    def _value(self, node: Node, field: Field, path: str) -> Any:
        self.lines[path] = node.line
        if node.empty:
            return None
        if field.kind in SCALARS:
            return self._scalar(node, field, field.kind, path)
        if field.kind == "map":
            return self._map(node, field, path)
        if field.kind == "figures":
            if self._is(node, "map", field):
                self.figures = load_figures(node, self.source, self.words.catalogue, self.lines)
            return None
        if field.kind == "sections":
            return self._sections(node, field, path)
        return self._list(node, field, path)

    def _is(self, node: Node, kind: str, field: Field) -> bool:
        if node.kind == kind:
            return True
        wanted = {"map": "一组“键: 值”", "list": "清单，每项一行，以“- ”开头", "scalar": "一个值"}[kind]
        self.source.at(node, f"“{field.label}”（{field.key}）应写成{wanted}", _example(field))
        return False

    def _scalar(self, node: Node, field: Field, kind: str, path: str) -> Any:
        if not self._is(node, "scalar", field):
            return None
        value = load_scalar(node, field, kind, self.source)
        if isinstance(value, str):
            if "{" in value:
                self.references += [(node, key) for key in REFERENCE.findall(value)]
            self.keys += [(node, value)] if kind == "figure" else []
        return value if kind != "function" or self._function(node) else None

    def _map(self, node: Node, field: Field, path: str) -> dict[str, Any] | None:
        if not self._is(node, "map", field):
            return None
        values: dict[str, Any] = {}
        for key, child_node in node.pairs:
            child = field.child(key.text)
            if child is None:
                self._unknown(key, field, path)
                continue
            below = f"{path}.{key.text}" if path else key.text
            value = self._value(child_node, child, below)
            if value is not None:
                values[key.text] = value
        written = {key.text for key, value in node.pairs if not value.empty}
        for child in field.fields.values():
            if child.required and child.key not in written and not self._lost(child.key):
                name = f"{path}.{child.key}" if path else child.key
                self.source.at(node, f"缺少“{child.label}”（{name}）", _example(child))
        # A block whose lines are all still empty says no more than one that is not there.
        return values if values or field.required or not path else None

    def _lost(self, key: str) -> bool:
        """Whether a line with this key was written but broken; that has been reported."""
        return any(line.lstrip().startswith(key) for line in self.source.blanked)

    def _unknown(self, key: Node, field: Field, path: str) -> None:
        place = f"“{field.label}”" if path else "底稿第一层"
        hint = suggest(key.text, field.fields) or f"{place}可用：{'、'.join(list(field.fields)[:12])}"
        self.source.at(key, f"{place}没有“{key.text}”这个字段", hint)

    def _list(self, node: Node, field: Field, path: str) -> list[Any] | None:
        if not self._is(node, "list", field):
            return None
        values = []
        for number, item in enumerate(node.items):
            below = f"{path}[{number}]"
            self.lines[below] = item.line
            if item.empty:
                continue
            if field.kind == "items":
                value = self._map(item, field, below)
            else:
                value = self._scalar(item, field, field.of or "text", below)
            if value is not None:
                values.append(value)
        return values or None

    def _sections(self, node: Node, field: Field, path: str) -> dict[str, Any] | None:
        if not self._is(node, "map", field):
            return None
        values = {}
        for key, child in node.pairs:
            if not self._function(key) or child.empty:
                continue
            if found := self._list(child, field, f"{path}.{key.text}"):
                values[key.text] = found
        return values or None

    def _function(self, node: Node) -> bool:
        name = node.text.strip()
        if name in self.words.functions:
            return True
        named = [key for key, label in self.words.functions.items() if label == name]
        hint = f"写 {named[0]}" if named else suggest(name, self.words.functions)
        self.source.at(node, f"没有“{name}”这个章节功能", hint or "章节功能见 draft genres --functions")
        return False

    def _check_references(self) -> None:
        written = (path.removeprefix("figures.") for path in self.lines if path.startswith("figures."))
        known = {*written, *self.words.catalogue.keys}
        for node, key in self.references:
            if key not in known:
                hint = suggest(key, known) or "{ } 里写数据键，键见 draft figures list"
                self.source.at(node, f"文字里的 {{{key}}} 不是已有的数据键", hint)
        for node, key in self.keys:
            if key not in known:
                hint = suggest(key, known) or "写数据键，键见 draft figures list"
                self.source.at(node, f"没有“{key}”这个数据", hint)

    def _check_charts(self, root: Node) -> None:
        """A chart needs figures or rows, and a pie has no slice below nothing."""
        charts = root.get("charts")
        for item in charts.items if charts else ():
            given = [node for key in ("figures", "rows") if (node := item.get(key)) and not node.empty]
            if item.kind == "map" and not given:
                hint = "写 figures: [数据键, 数据键]，或用 rows 逐项写 label 和 value"
                self.source.at(item, "图表没有数据", hint)
            kind, rows = item.get("kind"), item.get("rows")
            if kind and kind.text == "pie" and rows:
                for value in filter(None, (row.get("value") for row in rows.items)):
                    if value.text.startswith("-"):
                        self.source.at(value, f"饼图里不能有负数：{value.text}", "改用 column 或 bar")

    def _check_place(self, root: Node) -> None:
        organ, region = root.get("organ"), self.values.get("region")
        place = organ.get("place") if organ and organ.kind == "map" else None
        if place and region and place.text and not place.text.endswith(region):
            self.source.at(place, f"行政区划全称“{place.text}”不以地区名“{region}”结尾", "两处要一致")


def _example(field: Field) -> str:
    if field.example is None:
        return field.note
    return f"例如 {field.key}: {field.shown}" + (f"（{field.note}）" if field.note else "")
