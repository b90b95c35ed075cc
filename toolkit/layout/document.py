"""A document as the rules see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolkit.layout.deviation import WHOLE, Fault
from toolkit.layout.items import Item
from toolkit.layout.norms import Norms
from toolkit.layout.sheets import Sheet
from toolkit.word.opened import Opened


@dataclass(frozen=True)
class Document:
    """An opened file with its paragraphs, whose roles are known, its sections, and the norms."""

    opened: Opened
    items: Sequence[Item]
    sheets: Sequence[Sheet]
    norms: Norms

    def of(self, *roles: str) -> Iterator[Item]:
        """Yield the paragraphs of some roles in order."""
        return (item for item in self.items if item.role in roles)


def fault(rule: str, item: Item, message: str, suggestion: str = "", start: int = 0, end: int = -1) -> Fault:
    """Return a fault at a stretch of a paragraph's text, at all of it where none is given."""
    first, last = item.printed(start, len(item.text) if end < 0 else end)
    return Fault(rule, item.number, first, last, message, suggestion)


def whole(rule: str, message: str, suggestion: str = "") -> Fault:
    """Return a fault of the document as a whole."""
    return Fault(rule, WHOLE, 0, 0, message, suggestion)


def said(value: float) -> str:
    """Return a measure as people write it: two decimals at most, no noughts behind."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
