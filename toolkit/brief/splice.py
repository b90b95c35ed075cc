"""Change single scalars and pairs of a YAML text in place; every other character stays as it is.

The places come from PyYAML's marks. What cannot be told apart safely (anchors, aliases, tags, merge
keys, scalars over several lines, keys written twice) is refused with its place, never guessed.
"""

from __future__ import annotations

import re
from typing import NoReturn

import yaml

from toolkit.brief.source import FAST, Source
from toolkit.errors import InputProblems

Pair = tuple[yaml.Node, yaml.Node]
LINE_END = re.compile(r"\r\n|\r|\n")
INSIDE = re.compile(r" *(?=[,}])")
BY_HAND = "在底稿里手工改这一处"
STEP = 2


class BriefNotEditable(InputProblems):
    """A place in a brief that cannot be changed without touching something else."""


class Splicer:
    """The text of a file, its composed tree, and the edits asked for so far.

    Raises:
        BriefNotEditable: by every method, where the text is not plain enough for an edit.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.text = source.text
        self._edits: list[tuple[int, int, str]] = []
        self.root = self._composed()

    def refuse(self, line: int, column: int, message: str, hint: str = BY_HAND) -> NoReturn:
        """Raise for a place, line and column counted from 1."""
        self.source.report(line, column, message, hint)
        raise BriefNotEditable(self.source.problems)

    def refuse_node(self, node: yaml.Node, message: str, hint: str = BY_HAND) -> NoReturn:
        """Raise for the place of a node."""
        self.refuse(node.start_mark.line + 1, node.start_mark.column + 1, message, hint)

    def pairs(self, node: yaml.Node) -> dict[str, Pair]:
        """Return the pairs of a mapping by key."""
        if not isinstance(node, yaml.MappingNode):
            self.refuse_node(node, "这里应是一组“键: 值”")
        found: dict[str, Pair] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.refuse_node(key, "键只能是文字")
            if key.tag == "tag:yaml.org,2002:merge":
                self.refuse_node(key, "这里用了合并键“<<”，不能自动改")
            if key.value in found:
                self.refuse_node(key, f"“{key.value}”写了两次，不能自动改", "删去一处")
            found[key.value] = (key, value)
        return found

    def set(self, node: yaml.Node, written: str, before: str = "", after: str = "") -> None:
        """Write a scalar anew inside its quotes, if it has any, between `before` and `after`."""
        start, end = node.start_mark.index, node.end_mark.index
        given = self.text[start:end]
        if not isinstance(node, yaml.ScalarNode) or node.style in ("|", ">") or LINE_END.search(given):
            self.refuse_node(node, "这里不是写在一行里的一个值，不能自动改")
        if start == end:
            self._fill(node, f"{before}{written}{after}")
        elif node.style and given[0] == given[-1] == node.style:
            self._edit(start, end, f"{before}{node.style}{written}{node.style}{after}")
        elif not node.style and given == node.value:
            self._edit(start, end, f"{before}{written}{after}")
        else:
            self.refuse_node(node, "这里的值带有标记，不能自动改")

    def add(self, mapping: yaml.MappingNode, written: str, behind: Pair | None = None) -> None:
        """Add a written pair behind another one, or as the last, in the style of the mapping."""
        pair = behind or (mapping.value[-1] if mapping.value else None)
        start = mapping.start_mark.index
        if mapping.flow_style:
            if self.text[start] != "{":
                self.refuse_node(mapping, "这里的值带有标记，不能自动改")
            at = self._end(pair) if pair else start + 1
            self._edit(at, at, f"{self._comma(pair)}{written}")
            return
        key = mapping.value[0][0]
        margin = self._margin(key)
        if pair is None or margin is None or key.start_mark.index != start:
            self.refuse_node(mapping, "这里的写法不能自动添加一行")
        self._line_below(self._end(pair), f"{margin}{written}")

    def add_below(self, key: yaml.Node, empty: yaml.Node, written: list[str]) -> None:
        """Write the first lines of a block under a key that has no value yet."""
        margin = self._margin(key)
        if margin is None:
            self.refuse_node(key, "这里的写法不能自动添加一行")
        for line in written:
            self._line_below(empty.start_mark.index, f"{margin}{' ' * STEP}{line}")

    def add_at_end(self, lines: list[str]) -> None:
        """Write lines after the last one of the file."""
        break_ = self._break()
        written = break_.join(lines)
        if not self.text or self.text[-1] in "\r\n":
            self._edit(len(self.text), len(self.text), written + break_)
        else:
            self._edit(len(self.text), len(self.text), break_ + written)

    def remove(self, mapping: yaml.MappingNode, pair: Pair) -> None:
        """Take a pair out of a mapping; a comment beside it stays."""
        number = next(n for n, (key, _) in enumerate(mapping.value) if key is pair[0])
        if not mapping.flow_style:
            self._remove_line(pair)
            return
        start, end = pair[0].start_mark.index, self._end(pair)
        previous = self._end(mapping.value[number - 1]) if number else None
        following = mapping.value[number + 1][0].start_mark.index if number + 1 < len(mapping.value) else None
        if previous is not None and "#" not in self.text[previous:start]:
            self._edit(previous, end, "")
        elif following is not None and "#" not in self.text[end:following]:
            self._edit(start, following, "")
        else:
            comma = re.compile(r"\s*,|").match(self.text, end)
            self._edit(start, comma.end() if comma else end, "")

    def result(self) -> str:
        """Return the text with all edits made."""
        pieces, position = [], 0
        for start, end, written in sorted(self._edits, key=lambda edit: edit[:2]):
            if start < position:
                self._refuse_at(start, "两处改动重叠，不能自动改")
            pieces += [self.text[position:start], written]
            position = end
        return "".join([*pieces, self.text[position:]])

    def _composed(self) -> yaml.Node | None:
        try:
            self._refuse_anchors()
            root: yaml.Node | None = yaml.compose(self.text, Loader=FAST)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            self.refuse(mark.line + 1 if mark else 1, mark.column + 1 if mark else 1, "YAML 写法错误")
        except (yaml.YAMLError, RecursionError):
            self.refuse(1, 1, "不能读成 YAML，不能自动改")
        return root

    def _refuse_anchors(self) -> None:
        """With aliases one place of the text is several values; such files are left alone."""
        if "&" not in self.text:
            return
        for event in yaml.parse(self.text, Loader=FAST):
            if getattr(event, "anchor", None) and event.start_mark:
                mark = event.start_mark
                self.refuse(mark.line + 1, mark.column + 1, "底稿里用了“&”“*”引用，不能自动改")

    def _refuse_at(self, index: int, message: str) -> NoReturn:
        breaks = list(LINE_END.finditer(self.text, 0, index))
        self.refuse(len(breaks) + 1, index - (breaks[-1].end() if breaks else 0) + 1, message)

    def _edit(self, start: int, end: int, written: str) -> None:
        self._edits.append((start, end, written))

    def _fill(self, node: yaml.Node, written: str) -> None:
        """Write a value where only the key and its colon stand."""
        colon = node.start_mark.index
        while colon and self.text[colon - 1] in " \r\n":
            colon -= 1
        if self.text[colon - 1 : colon] != ":":
            self._refuse_at(colon - 1, "这里的写法不能自动填值")
        self._edit(colon, self._after_spaces(colon), f" {written}")

    def _after_spaces(self, at: int) -> int:
        """Skip the spaces between an empty value and the comma or brace behind it, no others."""
        found = INSIDE.match(self.text, at)
        return found.end() if found else at

    def _comma(self, pair: Pair | None) -> str:
        """Return what parts a new pair from the one before it; a bare colon needs a space."""
        if pair is None:
            return ""
        at = self._end(pair)
        filled = any(end == at for _, end, _ in self._edits)
        return " , " if self.text[at - 1] == ":" and not filled else ", "

    def _end(self, pair: Pair) -> int:
        """Return where the text of a pair ends, spaces and comments behind it left out."""
        node = pair[1]
        while isinstance(node, yaml.CollectionNode) and not node.flow_style:
            last = node.value[-1]
            node = last[1] if isinstance(last, tuple) else last
        end = int(node.end_mark.index)
        if node.start_mark.index == end:
            return self._after_spaces(end)
        if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
            while self.text[end - 1] in " \r\n":
                end -= 1
        return end

    def _margin(self, key: yaml.Node) -> str | None:
        """Return the spaces before a key that begins its line, None where it does not."""
        end = key.start_mark.index
        before = self.text[end - key.start_mark.column : end]
        return before if not before.strip(" ") else None

    def _line_end(self, at: int) -> tuple[int, int]:
        found = LINE_END.search(self.text, at)
        return found.span() if found else (len(self.text), len(self.text))

    def _break(self) -> str:
        found = LINE_END.search(self.text)
        return found.group() if found else "\n"

    def _line_below(self, at: int, line: str) -> None:
        start, end = self._line_end(at)
        self._edit(start, start, (self.text[start:end] or self._break()) + line)

    def _remove_line(self, pair: Pair) -> None:
        key, at = pair[0], self._end(pair)
        margin = self._margin(key)
        if margin is None:
            self.refuse_node(key, "这里的写法不能自动删去一行")
        start, (end, next_) = key.start_mark.index, self._line_end(at)
        if (comment := self.text.find("#", at, end)) >= 0:
            self._edit(start, comment, "")
            return
        begin = start - len(margin)
        before = "\r\n" if self.text.endswith("\r\n", 0, begin) else self.text[begin - 1 : begin]
        # The break before the line goes with it, so that a line can still be added at its end.
        if before == self.text[end:next_] or end == next_:
            self._edit(begin - len(before), end, "")
        else:
            self._edit(begin, next_, "")
