"""Put changed paragraphs back into document.xml and leave every other byte as it was."""

from __future__ import annotations

import codecs
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from xml.parsers import expat

from lxml import etree

from toolkit.word.package import W
from toolkit.word.styles import NAMESPACE

BLOCKS = {f"{NAMESPACE} {name}" for name in ("p", "tbl", "tr", "sdt")}
TAGS = [f"{W}{name}" for name in ("p", "tbl", "tr", "sdt")]
DECLARATION = re.compile(r'\sxmlns(?::([^\s=]+))?="([^"]*)"')
# How a part that is not UTF-8 begins; the standard allows UTF-16 beside it.
STARTS = {
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
    b"<\x00": "utf-16-le",
    b"\x00<": "utf-16-be",
}


class Splice:
    """The places of paragraphs, tables, rows and content controls in a part, and what is to stand there."""

    def __init__(self, data: bytes, root: Any) -> None:
        """Find the places; `root` is the tree of the same part as it was parsed."""
        self.encoding = _encoding(data, root)
        utf8 = self.encoding == "utf-8"
        self.data = data if utf8 else data.decode(self.encoding).encode()
        self.root = root
        self.ranges = _ranges(self.data, root)
        self.changed: set[Any] = set()
        self.removed: set[Any] = set()
        self.after: dict[Any, list[str]] = defaultdict(list)
        self.before: dict[Any, list[str]] = defaultdict(list)

    def result(self) -> bytes:
        """Return the part with all changes made."""
        self._settle()
        # What follows an element comes before what precedes the next one, and that before it.
        cuts: list[tuple[int, int, int, bytes]] = []
        for element in self.changed - self.removed:
            cuts.append((*self.ranges[element], 2, self.raw(element).encode()))
        cuts += [(*self.ranges[element], 2, b"") for element in self.removed]
        cuts += [(a, a, 1, _joined(rows)) for e, rows in self.before.items() for a in [self.ranges[e][0]]]
        cuts += [(b, b, 0, _joined(rows)) for e, rows in self.after.items() for b in [self.ranges[e][1]]]
        out, at = [], 0
        for start, end, _, new in sorted(cuts, key=lambda cut: (cut[0], cut[2], -cut[1])):
            if start < at:  # inside an element that is written anew as a whole
                continue
            out += [self.data[at:start], new]
            at = end
        made = b"".join([*out, self.data[at:]])
        return made if self.encoding == "utf-8" else made.decode().encode(self.encoding, "xmlcharrefreplace")

    def _settle(self) -> None:
        """Carry out in the tree what happens within an element that is written from the tree."""
        for element in [e for e in (*self.before, *self.after) if self._in_changed(e)]:
            for xml in self.before.pop(element, ()):
                element.addprevious(self.parsed(xml))
            for xml in reversed(self.after.pop(element, ())):
                _behind(element, self.parsed(xml))
        for element in [e for e in self.removed if self._in_changed(e)]:
            self.removed.discard(element)
            self.changed.discard(element)
            element.getparent().remove(element)

    def _in_changed(self, element: Any) -> bool:
        return any(parent in self.changed for parent in element.iterancestors())

    def parsed(self, xml: str) -> Any:
        """Return the element of XML that uses the root's prefixes."""
        declared = "".join(
            f' xmlns{":" + prefix if prefix else ""}="{uri}"' for prefix, uri in self.root.nsmap.items()
        )
        return etree.fromstring(f"<x{declared}>{xml}</x>")[0]

    def raw(self, element: Any) -> str:
        """Return an element's XML as it will stand in the part."""
        if element in self.changed:
            around = element.getparent().nsmap
            return self.bare(etree.tostring(element, encoding="unicode", with_tail=False), around)
        start, end = self.ranges[element]
        return self.data[start:end].decode()

    def xml(self, element: Any) -> str:
        """Return an element's XML as it can stand anywhere in the document."""
        return self.bare(etree.tostring(element, encoding="unicode", with_tail=False))

    def bare(self, xml: str, around: Mapping[str | None, str] | None = None) -> str:
        """Return an element's XML without the declarations that were made already `around` it."""
        known = self.root.nsmap if around is None else around
        end = xml.index(">")

        def kept(match: re.Match[str]) -> str:
            return "" if known.get(match[1]) == match[2] else match[0]

        return DECLARATION.sub(kept, xml[:end]) + xml[end:]


def _joined(rows: Sequence[str]) -> bytes:
    return "".join(rows).encode()


def _behind(element: Any, new: Any) -> None:
    tail, element.tail = element.tail, None
    element.addnext(new)
    new.tail = tail


def _encoding(data: bytes, root: Any) -> str:
    for start, name in STARTS.items():
        if data.startswith(start):
            return name
    declared = codecs.lookup(root.getroottree().docinfo.encoding or "utf-8").name
    return "utf-8" if declared in ("ascii", "utf-16") else declared


def _ranges(data: bytes, root: Any) -> dict[Any, tuple[int, int]]:
    """Return where each block of a part begins and ends, in bytes of its UTF-8."""
    found: list[tuple[int, int]] = []
    stack: list[tuple[int, int]] = []
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    last = -1  # where the last element began

    def start(name: str, _: object) -> None:
        nonlocal last
        last = parser.CurrentByteIndex
        if name in BLOCKS:
            stack.append((len(found), last))
            found.append((0, 0))

    def end(name: str) -> None:
        if name in BLOCKS:
            number, begin = stack.pop()
            at = parser.CurrentByteIndex
            # Expat stands at the closing tag, but behind an element that has none.
            single = begin == last and data.endswith(b"/>", begin, at)
            found[number] = (begin, at if single else data.index(b">", at) + 1)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.Parse(data, True)
    return dict(zip(root.iter(*TAGS), found, strict=True))
