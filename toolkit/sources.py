"""Any report, whatever its format, and the knowledge of a pack to recognise it by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.decompose.knowledge import Knowledge, knowledge
from toolkit.pack.pack import Pack
from toolkit.quantities.knowledge import Knowledge as Quantities
from toolkit.quantities.knowledge import knowledge as quantity_knowledge
from toolkit.readers.decode import decode, kind_of, looks_like_html, read_bytes
from toolkit.readers.html import read_html
from toolkit.readers.plain import read_plain
from toolkit.readers.source import Source
from toolkit.word.lines import read_lines


@dataclass(frozen=True)
class Tools:
    """A pack with all that recognising needs of it."""

    pack: Pack
    known: Knowledge
    quantities: Quantities
    overlays: tuple[Path, ...] = ()


def tools(packs: Sequence[Path] = ()) -> Tools:
    """Return the knowledge of the built-in pack with overlays.

    Raises:
        ToolkitError: a pack is missing or wrong.
    """
    pack = Pack(packs)
    known = knowledge(pack.mapping("recognition.yaml"), pack.data("places.yaml"), pack.data("meetings.yaml"))
    return Tools(pack, known, quantities_of(pack), tuple(packs))


def quantities_of(pack: Pack) -> Quantities:
    """Return what a pack knows of figures in a text.

    Raises:
        TemplateError: one of its tables is wrong.
    """
    return quantity_knowledge(pack.mapping("quantities.yaml"), pack.data("cues.yaml"))


def open_source(path: Path) -> Source:
    """Read a report of any kind.

    Raises:
        DocumentError: it is missing, or nothing that can be read; the hint says how to convert it.
    """
    data = read_bytes(path)
    kind = kind_of(data, path)
    if kind == "docx":
        return read_lines(path)
    text = decode(data, path)
    if kind == "html" or (kind == "txt" and looks_like_html(text)):
        return read_html(text, str(path))
    return read_plain(text, str(path), kind)
