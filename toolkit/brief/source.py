"""Read a YAML file as a tree of nodes that remember their place, reporting every mistake.

PyYAML composes the tree; nothing is resolved to Python types here, because YAML 1.1 turns
`12:30` into 750 and `no` into False. After a syntax error the broken lines are blanked and the
rest is read again, so that one run reports all mistakes of a file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from toolkit.errors import Location, Problem, ToolkitError, display_path
from toolkit.text import indent

FAST: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
BASE: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
MAX_SYNTAX_ERRORS = 50
MAX_DEPTH = 30
MAX_NODES = 200_000
NESTED = re.compile(r"(?:[-?] +){10}")

TOO_DEEP = "内容嵌套太深或太大，不像底稿"


class Untyped(BASE):  # type: ignore[misc]
    """Composes the same tree without asking of every scalar what type it might have."""

    def resolve(self, *_: Any) -> str:
        """Return no type."""
        return ""

    descend_resolver = ascend_resolver = resolve


@dataclass(slots=True)
class Node:
    """A YAML value: a scalar's text, a mapping's pairs or a sequence's items, and its place."""

    kind: str
    line: int
    column: int
    text: str = ""
    plain: bool = True
    items: list[Node] = field(default_factory=list)
    pairs: list[tuple[Node, Node]] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Nothing was written: an empty scalar, quoted or not, or a plain null."""
        null = self.plain and self.text in ("~", "null")
        return self.kind == "scalar" and (null or not self.text.strip())

    def get(self, key: str) -> Node | None:
        """Return the value of `key` in a mapping, or None."""
        return next((value for name, value in self.pairs if name.text == key), None)


class Source:
    """The text of an input file and the problems found in it so far."""

    def __init__(self, path: Path | str, text: str) -> None:
        self.path = display_path(path) if isinstance(path, Path) else path
        self.folder = path.parent if isinstance(path, Path) else None  # where its photographs lie
        self.text = text
        self.lines = re.split(r"\r\n|\r|\n", text)  # as an editor counts them
        self.problems: list[Problem] = []
        self.blanked: list[str] = []

    def location(self, line: int, column: int = 0) -> Location:
        """Return the place of `line` and `column`, both counted from 1."""
        return Location(self.path, line, column)

    def excerpt(self, line: int) -> str:
        """Return the line as a person sees it, shortened."""
        return self.lines[line - 1].expandtabs(4)[:100] if 0 < line <= len(self.lines) else ""

    def report(self, line: int, column: int, message: str, hint: str = "") -> None:
        """Note a problem at a place."""
        place = self.location(line, column)
        self.problems.append(Problem(place, message, hint, self.excerpt(line)))

    def at(self, node: Node, message: str, hint: str = "") -> None:
        """Note a problem at a node."""
        self.report(node.line, node.column, message, hint)


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file, with or without a byte order mark.

    Raises:
        ToolkitError: the file is missing, a folder, or not UTF-8.
    """
    name = display_path(path)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ToolkitError(f"{name}: 没有这个文件", "检查路径；文件名里有空格时整个路径加引号") from None
    except (IsADirectoryError, PermissionError):
        raise ToolkitError(f"{name}: 不能读取，是文件夹或没有权限") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        hint = "用记事本打开，另存为时把编码选成 UTF-8"
        raise ToolkitError(f"{name}:{line}: 不是 UTF-8 编码的文本", hint) from None


def read_nodes(source: Source) -> Node | None:
    """Compose the tree of a file; syntax errors are noted in the source, never raised."""
    lines = _clean_lines(source)
    if deep := _too_deep("\n".join(lines)):
        source.report(deep, 1, TOO_DEEP)
        return None
    for _ in range(MAX_SYNTAX_ERRORS):
        text = "\n".join(lines) + "\n"
        try:
            root = _compose(text)
        except yaml.YAMLError:
            # Only a broken file needs it.
            from toolkit.brief.syntax import first_error

            line, column, message, hint = first_error(lines)
            source.report(line, column, message, hint)
            blanked = _blank(lines, line)
            if not blanked:
                return None
            source.blanked += blanked
        else:
            return _convert(root, source) if root is not None else None
    return None


def _compose(text: str) -> yaml.Node | None:
    try:
        root: yaml.Node | None = yaml.compose(text, Loader=Untyped)
    except RecursionError:
        raise yaml.YAMLError("did not find expected") from None
    return root


def _too_deep(text: str) -> int:
    """Return the line where the nesting gets deeper than the stack is sure to bear, or 0."""
    if not _opens_much(text):
        return 0
    depth = 0
    try:
        for event in yaml.parse(text, Loader=FAST):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > 10 * MAX_DEPTH:
                return event.start_mark.line + 1 if event.start_mark else 1
    except yaml.YAMLError:
        pass
    return 0


def _opens_much(text: str) -> bool:
    """Tell whether composing a text may exhaust the stack; whether it does, the events tell."""
    brackets, rows = text.count("[") + text.count("{"), text.count("- ") + text.count("? ")
    return brackets >= 1000 or " " * 200 in text or (rows >= 10 and NESTED.search(text) is not None)


def _clean_lines(source: Source) -> list[str]:
    """Return the lines with tabs and control characters turned to spaces, reported once a line."""
    lines = []
    for number, line in enumerate(source.lines, 1):
        if not line.isprintable() and (unseen := [n for n, c in enumerate(line) if _unseen(c)]):
            column = unseen[0] + 1
            source.report(number, column, "YAML 写法错误：有看不见的控制字符", "删去后重新输入这一行")
            line = "".join(" " if _unseen(c) else c for c in line)
        if "\t" in line and not line.lstrip().startswith("#"):
            column = line.index("\t") + 1
            source.report(number, column, "用了制表符（Tab）", "YAML 只能用空格缩进和分隔，一级两个空格")
        lines.append(line.expandtabs(2))
    return lines


def _unseen(character: str) -> bool:
    """Whether YAML does not allow a character, or takes it for a line end where no editor does.

    Told by number: a character class over all of Unicode takes longer to compile than a brief to load.
    """
    code = ord(character)
    control = code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000
    return (control and character != "\t") or character in "\u2028\u2029\ufffe\uffff"


def _blank(lines: list[str], number: int) -> list[str]:
    """Blank a broken line and what hangs below it; return what was there."""
    at = number - 1
    while 0 <= at < len(lines) and not lines[at].strip():
        at -= 1
    if not 0 <= at < len(lines):
        return []
    depth = indent(lines[at])
    end = next(
        (n for n in range(at + 1, len(lines)) if lines[n].strip() and indent(lines[n]) <= depth), len(lines)
    )
    blanked = lines[at:end]
    lines[at:end] = [""] * len(blanked)
    return blanked


def _convert(root: yaml.Node, source: Source) -> Node:
    """Return PyYAML's tree as ours; what lies too deep, or beyond the most, is left out."""
    count = 0

    def convert(node: yaml.Node, depth: int) -> Node:
        nonlocal count
        count += 1
        mark = node.start_mark
        line, column = mark.line + 1, mark.column + 1
        if depth > MAX_DEPTH or count > MAX_NODES:
            source.report(line, column, TOO_DEEP)
            return Node("scalar", line, column)
        if isinstance(node, yaml.ScalarNode):
            return Node("scalar", line, column, node.value, not node.style)
        if isinstance(node, yaml.SequenceNode):
            items = [convert(item, depth + 1) for item in node.value]
            return Node("list", line, column, items=items)
        pairs = [(convert(key, depth + 1), convert(value, depth + 1)) for key, value in node.value]
        return Node("map", line, column, pairs=_distinct(pairs, source))

    return convert(root, 0)


def _distinct(pairs: Sequence[tuple[Node, Node]], source: Source) -> list[tuple[Node, Node]]:
    """Return the pairs of a mapping whose keys are texts, each key once."""
    seen: dict[str, int] = {}
    kept = []
    for key, value in pairs:
        if key.kind != "scalar":
            source.at(key, "键只能是文字", "每行写成“键: 值”")
        elif key.text in seen:
            first = seen[key.text]
            source.at(key, f"“{key.text}”写了两次，第 {first} 行已有", "删去一处；两处的值不同时请核对哪个对")
        else:
            seen[key.text] = key.line
            kept.append((key, value))
    return kept
