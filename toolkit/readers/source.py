"""What every reader gives: the decoded text and its lines, each character knowing its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Line:
    """One line as people see it, with what its looks say.

    `offsets` has the place of each character in the source's text. `level` is the heading level that
    mark-up or a style names (1 is the top, 0 none); `lead` counts the leading characters that are set
    apart from the rest by bold or font, as run-in headings are; `indent` counts the columns of white
    space before the text, where the file has them; `size` is in points, 0 unknown;
    `number` is what automatic numbering puts before the text; `link` means that it is all links.
    """

    text: str
    offsets: Sequence[int]
    level: int = 0
    bold: bool = False
    lead: int = 0
    indent: int = 0
    size: float = 0.0
    centred: bool = False
    number: str = ""
    link: bool = False
    cell: bool = False

    @property
    def start(self) -> int:
        """Where the line begins in the source."""
        return self.offsets[0] if self.offsets else -1


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read: its kind (docx, txt, md, html), decoded text and lines.

    `markup` lists the stretches (offset, length) of the text that are notation and no words: the
    number signs and asterisks of Markdown. The tags of HTML are too many to list.
    """

    path: str
    kind: str
    text: str
    lines: tuple[Line, ...]
    markup: tuple[tuple[int, int], ...] = field(default=())

    def surface(self, start: int, stop: int, seen: str) -> str:
        """Return the exact characters from `start` to `stop`; what is seen of them if tags lie between."""
        return seen if self.kind == "html" else self.text[start:stop]
