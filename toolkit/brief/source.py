"""Read a YAML file as a tree of nodes that remember their place, reporting every mistake.

PyYAML composes the tree; nothing is resolved to Python types here, because YAML 1.1 turns
`12:30` into 750 and `no` into False. After a syntax error the broken lines are blanked and the
rest is read again, so that one run reports all mistakes of a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from toolkit.errors import Location, Problem, ToolkitError, display_path

FAST: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_SYNTAX_ERRORS = 50
MAX_DEPTH = 30
MAX_NODES = 200_000

# What PyYAML says, by the part that does not change, and what a clerk should do about it.
SYNTAX = (
    (
        "mapping values are not allowed",
        "这里多了一个“:”",
        "值里有半角冒号时，整个值要加引号；键后的冒号后面要空一格",
    ),
    ("while scanning a quoted scalar", "引号没有配对", "补上后引号；中文引号“”可以直接写，不用再套半角引号"),
    (
        "while parsing a flow sequence",
        "方括号 [ ] 没有配对，或中间缺逗号",
        "清单写成 [甲, 乙]，或每项一行，以“- ”开头",
    ),
    ("while parsing a flow mapping", "花括号 { } 没有配对，或中间缺逗号", "写成 {value: 150, approx: 余}"),
    ("while scanning a simple key", "缺少冒号", "每行写成“键: 值”，冒号用半角，后面空一格"),
    ("could not find expected ':'", "缺少冒号", "每行写成“键: 值”，冒号用半角，后面空一格"),
    ("while scanning an alias", "“*”开头的值要加引号", "给整个值加上引号"),
    ("while scanning an anchor", "“&”开头的值要加引号", "给整个值加上引号"),
    ("cannot start any token", "这个字符不能放在值的开头", "给整个值加上引号"),
    ("while scanning for the next token", "这个字符不能放在值的开头", "给整个值加上引号"),
    ("while parsing a block mapping", "缩进不对，或这一行不是“键: 值”", "同一级的各行左边对齐，用空格缩进"),
    ("while parsing a block collection", "缩进不对", "清单各项的“- ”左边对齐"),
    ("special characters are not allowed", "有看不见的控制字符", "删去后重新输入这一行"),
    ("did not find expected", "这里的写法不完整", "检查引号、括号和缩进"),
)


@dataclass
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
        """Nothing was written: an empty scalar or a plain null."""
        return self.kind == "scalar" and self.plain and self.text in ("", "~", "null")

    def get(self, key: str) -> Node | None:
        """Return the value of `key` in a mapping, or None."""
        return next((value for name, value in self.pairs if name.text == key), None)


class Source:
    """The text of an input file and the problems found in it so far."""

    def __init__(self, path: Path | str, text: str) -> None:
        self.path = display_path(path) if isinstance(path, Path) else path
        self.text = text
        self.lines = text.splitlines()
        self.problems: list[Problem] = []

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
    lines = _without_tabs(source)
    for _ in range(MAX_SYNTAX_ERRORS):
        text = "\n".join(lines) + "\n"
        try:
            root = _compose(text, FAST)
        except yaml.YAMLError:
            line, column, said = _syntax_error(text)
            message, hint = _explain(said)
            source.report(line, column, message, hint)
            if not _blank(lines, line):
                return None
        else:
            return _convert(root, source) if root is not None else None
    return None


def _compose(text: str, loader: Any) -> yaml.Node | None:
    try:
        root: yaml.Node | None = yaml.compose(text, Loader=loader)
    except RecursionError:
        raise yaml.YAMLError("did not find expected") from None
    return root


def _syntax_error(text: str) -> tuple[int, int, str]:
    """Return line, column and words of the first syntax error, from the pure Python scanner.

    Its marks are finer than libyaml's: an unclosed quote or bracket is told from its start.
    """
    try:
        _compose(text, yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        said = f"{error.context or ''} {error.problem or ''}"
        opened = re.search(r"quoted scalar|flow (sequence|mapping)|simple key", error.context or "")
        mark = error.context_mark if opened and error.context_mark else error.problem_mark
        if mark is not None:
            last = text.count("\n")
            return min(mark.line + 1, last), mark.column + 1, said
    except yaml.reader.ReaderError as error:
        position = error.position if isinstance(error.position, int) else 0
        before = text[:position]
        column = position - before.rfind("\n")
        return before.count("\n") + 1, column, "special characters are not allowed"
    except yaml.YAMLError as error:
        return 1, 1, str(error)
    return 1, 1, ""


def _explain(said: str) -> tuple[str, str]:
    for words, message, hint in SYNTAX:
        if words in said:
            return f"YAML 写法错误：{message}", hint
    return "YAML 写法错误", "检查冒号、引号、括号和缩进"


def _without_tabs(source: Source) -> list[str]:
    """Return the lines with tabs turned to spaces, each reported once."""
    lines = []
    for number, line in enumerate(source.text.splitlines(), 1):
        if "\t" in line and not line.lstrip().startswith("#"):
            column = line.index("\t") + 1
            source.report(number, column, "用了制表符（Tab）", "YAML 只能用空格缩进和分隔，一级两个空格")
            line = line.expandtabs(2)
        lines.append(line)
    return lines


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _blank(lines: list[str], number: int) -> bool:
    """Blank a broken line and what hangs below it; tell whether anything was there."""
    at = number - 1
    while 0 <= at < len(lines) and not lines[at].strip():
        at -= 1
    if not 0 <= at < len(lines):
        return False
    depth = _indent(lines[at])
    lines[at] = ""
    for below in range(at + 1, len(lines)):
        if lines[below].strip() and _indent(lines[below]) <= depth:
            break
        lines[below] = ""
    return True


def _convert(root: yaml.Node, source: Source) -> Node:
    count = 0

    def convert(node: yaml.Node, depth: int) -> Node:
        nonlocal count
        count += 1
        line, column = node.start_mark.line + 1, node.start_mark.column + 1
        if depth > MAX_DEPTH or count > MAX_NODES:
            source.report(line, column, "内容嵌套太深或太大，不像底稿")
            return Node("scalar", line, column)
        if isinstance(node, yaml.ScalarNode):
            plain = not node.style
            return Node("scalar", line, column, text=node.value, plain=plain)
        made = Node("list", line, column)
        if isinstance(node, yaml.SequenceNode):
            made.items = [convert(item, depth + 1) for item in node.value]
            return made
        made.kind = "map"
        made.pairs = list(_pairs(node, source, lambda n: convert(n, depth + 1)))
        return made

    return convert(root, 0)


def _pairs(node: yaml.Node, source: Source, convert: Any) -> Iterator[tuple[Node, Node]]:
    seen: dict[str, int] = {}
    for key_node, value_node in node.value:
        key, value = convert(key_node), convert(value_node)
        if key.kind != "scalar":
            source.at(key, "键只能是文字", "每行写成“键: 值”")
        elif key.text in seen:
            first = seen[key.text]
            source.at(key, f"“{key.text}”写了两次，第 {first} 行已有", "删去一处；两处的值不同时请核对哪个对")
        else:
            seen[key.text] = key.line
            yield key, value
