"""Every figure of a text, with what it counts."""

from __future__ import annotations

from toolkit.quantities.knowledge import Knowledge
from toolkit.quantities.quantity import Quantity
from toolkit.quantities.scan import scan
from toolkit.quantities.shared import settle


def find(text: str, known: Knowledge) -> list[Quantity]:
    """Return the figures of a text in order, without overlaps; offsets are indices into `text`."""
    return settle(scan(text, known), text)
