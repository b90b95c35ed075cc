"""Lists that a number counts: “甲”“乙”“丙”三项工作, 甲、乙、丙等10家单位, 3家单位（甲、乙、丙）."""

from __future__ import annotations

import re
from dataclasses import dataclass

from toolkit.quantities.quantity import Quantity

QUOTED = re.compile(r"(?:“[^”\n]{1,50}”|《[^》\n]{1,60}》)[、和及与]?")
QUOTED_ROW = re.compile(rf"((?:{QUOTED.pattern}){{2,}})\s?(等)?\s?\Z")
PLAIN_ROW = re.compile(r"((?:[^，。；：、！？\n]{1,24}、)+[^，。；：、！？\n]{1,24}?)(等)\s?\Z")
BRACKET = re.compile(r"[^，。；\n（()）]{0,14}[（(]([^（()）\n]{2,200})[)）]")
MARKS = re.compile("[、，,；;]")
REACH = 400


@dataclass(frozen=True)
class Listing:
    """How many names stand at a number; an open list (甲、乙等) may name fewer than it counts."""

    names: int
    open: bool = False

    def agrees(self, quantity: Quantity) -> bool:
        """Tell whether the number counts the list."""
        return self.names == quantity.value or (self.open and self.names < quantity.value)


def listing(text: str, quantity: Quantity) -> Listing | None:
    """Return the list that stands before the number, or in brackets behind it."""
    reach = max(0, quantity.offset - REACH)
    before = text[max(text.rfind("\n", reach, quantity.offset) + 1, reach) : quantity.offset].rstrip()
    if before.endswith(("”", "》", "等")):
        if row := QUOTED_ROW.search(before):
            return Listing(len(QUOTED.findall(row[1])), bool(row[2]))
        if row := PLAIN_ROW.search(before[-REACH // 2 :]):
            joined = re.search("[^和及与]{2}(?:和|以及|及)[^和及与]{2}", row[1].rpartition("、")[2])
            return None if joined else Listing(row[1].count("、") + 1, True)
    if bracket := BRACKET.match(text, quantity.end):
        names = [name.strip() for name in MARKS.split(bracket[1]) if name.strip()]
        if len(names) > 1 and min(map(len, names)) > 1 and not re.search(r"[0-9等]", bracket[1]):
            return Listing(len(names))
    return None
