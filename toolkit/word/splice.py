"""Put changed paragraphs back into document.xml and leave every other byte as it was."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from xml.parsers import expat

from lxml import etree

from toolkit.word.styles import NAMESPACE

BLOCKS = {f"{NAMESPACE} p": "p", f"{NAMESPACE} tbl": "tbl"}
DECLARATION = re.compile(r'\sxmlns(?::(\w+))?="([^"]*)"')


class Splice:
    """The places of all paragraphs and tables in a part, and what is to stand there."""

    def __init__(self, data: bytes, root: Any) -> None:
        """Find the places; `root` is the tree of the same part as it was parsed."""
        self.data = data
        self.root = root
        self.ranges = _ranges(data, root)
        self.changed: set[Any] = set()
        self.removed: set[Any] = set()
        self.after: dict[Any, list[str]] = defaultdict(list)
        self.before: dict[Any, list[str]] = defaultdict(list)

    def result(self) -> bytes:
        """Return the part with all changes made."""
        # What follows an element comes before what precedes the next one, and that before it.
        cuts: list[tuple[int, int, int, bytes]] = []
        for element in self.changed - self.removed:
            cuts.append((*self.ranges[element], 2, self._written(element)))
        cuts += [(*self.ranges[element], 2, b"") for element in self.removed]
        cuts += [(a, a, 1, _joined(rows)) for e, rows in self.before.items() for a in [self.ranges[e][0]]]
        cuts += [(b, b, 0, _joined(rows)) for e, rows in self.after.items() for b in [self.ranges[e][1]]]
        out, at = [], 0
        for start, end, _, new in sorted(cuts, key=lambda cut: (cut[0], cut[2], -cut[1])):
            if start < at:  # inside an element that is written anew as a whole
                continue
            out += [self.data[at:start], new]
            at = end
        return b"".join([*out, self.data[at:]])

    def raw(self, element: Any) -> str:
        """Return an element's XML as it will stand in the part."""
        if element in self.changed:
            return self.bare(etree.tostring(element, encoding="unicode", with_tail=False))
        start, end = self.ranges[element]
        return self.data[start:end].decode()

    def _written(self, element: Any) -> bytes:
        return self.raw(element).encode()

    def bare(self, xml: str) -> str:
        """Return an element's XML without the declarations that the root has made already."""
        known = self.root.nsmap
        end = xml.index(">")

        def kept(match: re.Match[str]) -> str:
            return "" if known.get(match[1]) == match[2] else match[0]

        return DECLARATION.sub(kept, xml[:end]) + xml[end:]


def _joined(rows: Sequence[str]) -> bytes:
    return "".join(rows).encode()


def _ranges(data: bytes, root: Any) -> dict[Any, tuple[int, int]]:
    """Return where each paragraph and table of a part begins and ends, in bytes."""
    found: list[tuple[int, int]] = []
    stack: list[int] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def start(name: str, _: object) -> None:
        if name in BLOCKS:
            stack.append(len(found))
            found.append((parser.CurrentByteIndex, 0))

    def end(name: str) -> None:
        if name in BLOCKS:
            number = stack.pop()
            found[number] = (found[number][0], data.index(b">", parser.CurrentByteIndex) + 1)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.Parse(data, True)
    elements = list(root.iter(f"{{{NAMESPACE}}}p", f"{{{NAMESPACE}}}tbl"))
    return dict(zip(elements, found, strict=True))
