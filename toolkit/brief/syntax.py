"""Say what is wrong with broken YAML, and where, in the words of the person who wrote it.

PyYAML's marks point where it gave up; a quote left open or a colon forgotten lies earlier.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml

from toolkit.text import indent

COLON = re.compile(r":(?:\s|$)")

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


def first_error(lines: Sequence[str]) -> tuple[int, int, str, str]:
    """Return line and column (from 1), message and hint of the first syntax error of a file."""
    text = "\n".join(lines) + "\n"
    line, column, said = _blame(list(lines), *_syntax_error(text))
    message, hint = _explain(said)
    return line, column, message, hint


def _syntax_error(text: str) -> tuple[int, int, str]:
    """Return line, column and words of the first syntax error, from the pure Python scanner.

    Its marks are finer than libyaml's: an unclosed quote or bracket is told from its start.
    """
    try:
        yaml.compose(text, Loader=yaml.SafeLoader)
    except RecursionError:
        return 1, 1, "did not find expected"
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
            return bare, indent(lines[bare - 1]) + 1, "could not find expected ':'"
        return line, indent(lines[at]) + 1, "while parsing a block mapping"
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
    if len(bare) - len(bare.lstrip(" -")) != indent(lines[at]):
        return 0
    head = next((lines[n] for n in reversed(written) if indent(lines[n]) < indent(lines[at])), "")
    opens = not head or re.search(r":\s*(?:#.*)?$", head) or head.lstrip().startswith("- ")
    return written[-1] + 1 if opens else 0


def _explain(said: str) -> tuple[str, str]:
    for words, message, hint in SYNTAX:
        if words in said:
            return f"YAML 写法错误：{message}", hint
    return "YAML 写法错误", "检查冒号、引号、括号和缩进"
