"""The brief's file for a row of a list: the blank brief, with what the row gives in its places."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from toolkit.batch.columns import Columns
from toolkit.brief.blank import blank_brief
from toolkit.brief.load import Vocabulary
from toolkit.brief.source import Node, Source, read_nodes
from toolkit.figures import TOTAL

# Texts that need no quotes in YAML, in a line or within braces.
PLAIN = re.compile(
    r"(?:[^\W\d_]|[“《（])[\w·—、，。；：！？（）《》“”％%-]*|-?[0-9]+(?:\.[0-9]+)?[余多%]?|[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?"
)
WORDS = ("y", "n", "yes", "no", "on", "off", "true", "false", "null")
ESCAPED = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
FIGURES = "figures"


class Listed(NamedTuple):
    """What the rows of a list are read with; a row that is a file of its own needs neither."""

    columns: Columns
    form: Form


@dataclass
class _Changed:
    """What a brief has otherwise than the form: lines in place of one, and lines put behind one."""

    lines: dict[int, list[str]] = field(default_factory=dict)
    behind: dict[int, list[str]] = field(default_factory=dict)


class Form:
    """The blank brief of a pack, and which of its lines has the place of which field."""

    def __init__(self, words: Vocabulary, schema_path: str) -> None:
        text = blank_brief(words, {}, schema_path)
        self.lines = text.splitlines()
        self.places: dict[str, int] = {}
        root = read_nodes(Source("", text))
        if root is not None:
            self._find(root, "")
        self.parents = {path.rpartition(".")[0] for path in self.places}

    def _find(self, node: Node, path: str) -> None:
        for key, value in node.pairs:
            here = f"{path}.{key.text}" if path else key.text
            self.places[here] = key.line - 1
            self._find(value, here)

    def filled(self, root: Node) -> str:
        """Return the text of a brief whose tree is `root`; fields that it does not have stay empty."""
        changed = _Changed()
        self._fill(root, "", changed)
        out: list[str] = []
        for number, line in enumerate(self.lines):
            out += changed.lines.get(number, [line])
            out += changed.behind.get(number, ())
        return "\n".join(out) + "\n"

    def _fill(self, node: Node, path: str, changed: _Changed) -> None:
        for key, value in node.pairs:
            here = f"{path}.{key.text}" if path else key.text
            if value.empty:
                continue
            if value.kind == "map" and here in self.parents:
                self._fill(value, here, changed)
            elif here in self.places:
                self._put(self.places[here], value, path == FIGURES, changed)
            elif path == FIGURES:
                self._own(key.text, value, changed)

    def _put(self, number: int, value: Node, flow: bool, changed: _Changed) -> None:
        line = self.lines[number]
        head, colon, comment = line.partition(":")
        pad = " " * (len(head) - len(head.lstrip()))
        if value.kind == "scalar":
            changed.lines[number] = [f"{head}{colon} {scalar(value.text)}{comment}"]
        elif flow:
            changed.lines[number] = [f"{head}{colon} {_flow(value)}{comment}"]
        else:
            changed.lines[number] = [line, *_block(value, f"{pad}  ")]
            # How an entry is written need not be shown where entries are.
            below = number + 1
            while below < len(self.lines) and self.lines[below].startswith(f"{pad}#   "):
                changed.lines[below] = []
                below += 1

    def _own(self, key: str, value: Node, changed: _Changed) -> None:
        """Put a figure that the form has no line for behind the year's own, or on top."""
        number = self.places.get(f"{FIGURES}.{key.removesuffix(TOTAL)}", self.places[FIGURES])
        changed.behind.setdefault(number, []).append(f"  {key}: {_flow(value)}")


def scalar(text: str) -> str:
    """Return a text so that YAML reads it back as the same text."""
    if PLAIN.fullmatch(text) and text.lower() not in WORDS:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return ESCAPED.sub(lambda match: f"\\u{ord(match.group()):04x}", quoted)


def _flow(node: Node) -> str:
    if node.kind == "map":
        return "{" + ", ".join(f"{scalar(k.text)}: {_flow(v)}" for k, v in node.pairs) + "}"
    return f"[{', '.join(map(_flow, node.items))}]" if node.kind == "list" else scalar(node.text)


def _block(node: Node, pad: str) -> Iterator[str]:
    """Yield the lines of a list or mapping."""
    for item in node.items:
        if item.kind == "scalar":
            yield f"{pad}- {scalar(item.text)}"
        else:
            first, *rest = _block(item, f"{pad}  ")
            yield f"{pad}- {first.lstrip()}"
            yield from rest
    for key, value in node.pairs:
        if value.kind == "scalar":
            yield f"{pad}{scalar(key.text)}: {scalar(value.text)}"
        else:
            yield f"{pad}{scalar(key.text)}:"
            yield from _block(value, f"{pad}  ")
