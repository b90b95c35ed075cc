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
# Opens so much that composing it may exhaust the stack; whether it does, the events tell.
NESTED = re.compile(r"^ {200}|(?:[-?] +){10}", re.MULTILINE)
COLON = re.compile(r":(?:\s|$)")

TOO_DEEP = "内容嵌套太深或太大，不像底稿"

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
    ("found undefined alias", "“*”开头的值要加引号", "给整个值加上引号"),
    ("while scanning an anchor", "“&”开头的值要加引号", "给整个值加上引号"),
    ("cannot start any token", "这个字符不能放在值的开头", "给整个值加上引号"),
    ("while scanning for the next token", "这个字符不能放在值的开头", "给整个值加上引号"),
    ("while parsing a block mapping", "缩进不对，或这一行不是“键: 值”", "同一级的各行左边对齐，用空格缩进"),
    ("while parsing a block collection", "缩进不对", "清单各项的“- ”左边对齐"),
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
            root = _compose(text, FAST)
        except yaml.YAMLError:
            line, column, said = _blame(lines, *_syntax_error(text))
            message, hint = _explain(said)
            source.report(line, column, message, hint)
            blanked = _blank(lines, line)
            if not blanked:
                return None
            source.blanked += blanked
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
    except yaml.YAMLError as error:
        return 1, 1, str(error)
    return 1, 1, ""


def _blame(lines: list[str], line: int, column: int, said: str) -> tuple[int, int, str]:
    """Move the blame to the earlier line that broke this one: by an open quote, or without a colon."""
    at = min(line, len(lines)) - 1
    closed = re.findall("[\"']", lines[at][: column - 1])
    if closed and (opened := _open_quote(lines[:at], closed[-1])):
        return *opened, "while scanning a quoted scalar"
    key = re.match(r" *[a-z][a-z0-9_]*(?=:(?:\s|$))", lines[at])
    if key and key.end() == column - 1:
        if bare := _without_colon(lines, at):
            return bare, _indent(lines[bare - 1]) + 1, "could not find expected ':'"
        return line, _indent(lines[at]) + 1, "while parsing a block mapping"
    return line, column, said


def _open_quote(above: list[str], mark: str) -> tuple[int, int] | None:
    """Return the place of a quote that the last line with such a mark opens and does not close."""
    for number in range(len(above), 0, -1):
        if mark in above[number - 1]:
            opened = re.search(rf"(?:^|: |- |[\[{{,]) *({mark})[^{mark}]*$", above[number - 1])
            return (number, opened.start(1) + 1) if opened else None
    return None


def _without_colon(lines: list[str], at: int) -> int:
    """Return the number of the line before a block's line that was run together with it, or 0."""
    written = [n for n in range(at) if lines[n].strip() and not lines[n].lstrip().startswith("#")]
    if not written or COLON.search(lines[written[-1]]):
        return 0
    bare = lines[written[-1]]
    if len(bare) - len(bare.lstrip(" -")) != _indent(lines[at]):
        return 0
    head = next((lines[n] for n in reversed(written) if _indent(lines[n]) < _indent(lines[at])), "")
    opens = not head or re.search(r":\s*(?:#.*)?$", head) or head.lstrip().startswith("- ")
    return written[-1] + 1 if opens else 0


def _too_deep(text: str) -> int:
    """Return the line where the nesting gets deeper than the stack is sure to bear, or 0."""
    if text.count("[") + text.count("{") < 1000 and not NESTED.search(text):
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


def _explain(said: str) -> tuple[str, str]:
    for words, message, hint in SYNTAX:
        if words in said:
            return f"YAML 写法错误：{message}", hint
    return "YAML 写法错误", "检查冒号、引号、括号和缩进"


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


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _blank(lines: list[str], number: int) -> list[str]:
    """Blank a broken line and what hangs below it; return what was there."""
    at = number - 1
    while 0 <= at < len(lines) and not lines[at].strip():
        at -= 1
    if not 0 <= at < len(lines):
        return []
    depth = _indent(lines[at])
    end = next(
        (n for n in range(at + 1, len(lines)) if lines[n].strip() and _indent(lines[n]) <= depth), len(lines)
    )
    blanked = lines[at:end]
    lines[at:end] = [""] * len(blanked)
    return blanked


def _convert(root: yaml.Node, source: Source) -> Node:
    count = 0

    def convert(node: yaml.Node, depth: int) -> Node:
        nonlocal count
        count += 1
        line, column = node.start_mark.line + 1, node.start_mark.column + 1
        if depth > MAX_DEPTH or count > MAX_NODES:
            source.report(line, column, TOO_DEEP)
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
