"""Check a genre.yaml that somebody else wrote: every problem with its file and line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from toolkit.brief.source import Node, Source, read_nodes, read_text
from toolkit.errors import TemplateError, suggest

KEYS = {
    "name": "文种名称",
    "file_name": "文件名格式",
    "head": "题目部分",
    "outline": "各部分的次序",
    "outline_term": "换届报告各部分的次序",
    "headings": "成套的标题",
    "headings_term": "换届报告成套的标题",
    "tail": "文末部分",
    "numbered": "编号的标题级别",
    "minutes_per_thousand": "每千字所需分钟",
    "reading": "宣读还是阅读",
}
REQUIRED = ("name", "file_name", "head", "outline")
ROWS = ("part", "area", "section", "wording", "honours", "level")


def check_genre(path: Path, functions: Iterable[str], layout: Mapping[str, Any]) -> None:
    """Raise where the genre's file does not say what the composer needs.

    Raises:
        TemplateError: lists all problems.
    """
    source = Source(path, read_text(path))
    root = read_nodes(source)
    if root is None or root.kind != "map":
        if not source.problems:
            source.report(1, 1, "genre.yaml 应是一组“键: 值”", f"必有：{'、'.join(REQUIRED)}")
    else:
        _Check(source, set(functions), set(layout["blocks"])).genre(root)
    if source.problems:
        raise TemplateError(source.problems)


class _Check:
    def __init__(self, source: Source, functions: set[str], kinds: set[str]) -> None:
        self.source, self.functions, self.kinds = source, functions, kinds

    def genre(self, root: Node) -> None:
        self._keys(root)
        for name in ("head", "tail"):
            for row in self._rows(root, name):
                self._head(row)
        areas = self._areas(root)
        for name in ("outline", "outline_term"):
            for row in self._rows(root, name):
                self._row(row, areas)

    def _keys(self, root: Node) -> None:
        for key, _ in root.pairs:
            if key.text not in KEYS:
                hint = suggest(key.text, KEYS) or f"可用：{'、'.join(KEYS)}"
                self.source.at(key, f"genre.yaml 没有“{key.text}”这一项", hint)
        for name in REQUIRED:
            if root.get(name) is None:
                self.source.at(root, f"genre.yaml 缺少 {name}（{KEYS[name]}）")

    def _rows(self, root: Node, name: str) -> list[Node]:
        node = root.get(name)
        if node is None:
            return []
        if node.kind != "list":
            self.source.at(node, f"{name} 应是清单，每项一行，以“- ”开头")
            return []
        for row in node.items:
            if row.kind != "map":
                self.source.at(row, f"{name} 的每一项应是“键: 值”")
        return [row for row in node.items if row.kind == "map"]

    def _head(self, row: Node) -> None:
        kind = row.get("kind")
        if kind is None or (row.get("text") is None and row.get("pieces") is None):
            self.source.at(row, "每一项要有 kind，以及 text 或 pieces")
        elif kind.text not in self.kinds:
            hint = suggest(kind.text, self.kinds) or f"可用：{'、'.join(sorted(self.kinds))}"
            self.source.at(kind, f"layout.yaml 的 blocks 里没有“{kind.text}”这种段落", hint)

    def _areas(self, root: Node) -> set[str] | None:
        """Return the names that every set of headings has, None where there are no sets."""
        sets = self._rows(root, "headings")
        if not sets:
            return None
        names = [{key.text for key, _ in row.pairs} for row in sets]
        for row, found in zip(sets, names, strict=True):
            if missing := set.union(*names) - found:
                self.source.at(row, f"这一套标题缺少：{'、'.join(sorted(missing))}")
        return set.intersection(*names)

    def _row(self, row: Node, areas: set[str] | None) -> None:
        for key, _ in row.pairs:
            if key.text not in ROWS:
                self.source.at(key, f"outline 里没有“{key.text}”", f"可用：{'、'.join(ROWS)}")
        section, area = row.get("section"), row.get("area")
        if section is not None and section.text not in self.functions:
            hint = suggest(section.text, self.functions) or "章节功能见 draft genres --functions"
            self.source.at(section, f"没有“{section.text}”这个章节功能", hint)
        if area is not None and area.text not in (areas or set()):
            hint = suggest(area.text, areas or ()) or "在 headings 的每一套里都写上"
            self.source.at(area, f"headings 里没有“{area.text}”", hint)
