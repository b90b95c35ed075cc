"""Numbers that lean on their neighbours: 分别为3、5、8件; 16/12/38次; 国家级、省级各3、5项.

A number without a unit is a figure where a neighbour in the same row has one, or where a noun
that can be counted follows it; otherwise it is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from toolkit.quantities.quantity import Quantity

JOINT = re.compile(r"\s?(?:[、/／]|和|与|及|以及)\s?")
YEAR = re.compile(r"(?:19|20)[0-9]{2}")
HAN = re.compile(r"[一-鿿]")
NOUN_BEFORE = re.compile(r"[一-鿿“”‘’》）)]\s?\Z")


def settle(found: Iterable[Quantity], text: str) -> list[Quantity]:
    """Give every number without unit the one of its row, and drop those that are no figures."""
    quantities = list(found)
    settled: list[Quantity] = []
    unit = ""
    follower: Quantity | None = None
    for quantity in reversed(quantities):
        if quantity.kind != "bare":
            unit = quantity.unit
        elif follower and _joined(quantity, follower, text):
            quantity = quantity.with_(unit=unit, kind=follower.kind)
        elif _stands_alone(quantity, text):
            unit = ""
            quantity = quantity.with_(kind="range" if quantity.upper is not None else "count")
        else:
            follower = None
            continue
        settled.append(quantity)
        follower = quantity
    settled.reverse()
    return settled


def _joined(quantity: Quantity, follower: Quantity, text: str) -> bool:
    return JOINT.fullmatch(text, quantity.end, follower.offset) is not None


def _stands_alone(quantity: Quantity, text: str) -> bool:
    """A bare Arabic number between words: 覆盖36镇街. At the start or end of a line it is none."""
    whole = quantity.value == quantity.value.to_integral() and 0 < quantity.value < 100_000
    if YEAR.fullmatch(quantity.text):
        return False
    before = NOUN_BEFORE.search(text, max(0, quantity.offset - 2), quantity.offset)
    return bool(whole and before and HAN.match(text, quantity.end))
