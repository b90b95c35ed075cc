"""Time grows with the text and no faster, whatever the text."""

from __future__ import annotations

import time

import pytest

from toolkit.quantities.find import find
from toolkit.quantities.identities import identities
from toolkit.quantities.knowledge import default

PROSE = "区政协围绕中心服务大局，召开专题协商会12场，收到提案216件，立案157件，占72.7%，一年来成效明显。\n"
ODD = [
    "1",
    "一",
    "、",
    "1、",
    "1,111",
    "“",
    "《",
    "(1)",
    "百分之",
    "近",
    "\n",
    " ",
    "a.",
    ".com",
    "第一",
    "3件、",
    "“甲”",
]


def seconds(text: str) -> float:
    start = time.perf_counter()
    identities(find(text, default()), text)
    return time.perf_counter() - start


def test_a_report_takes_a_fraction_of_a_second() -> None:
    default()
    text = PROSE * (12_000 // len(PROSE))

    assert min(seconds(text) for _ in range(3)) < 0.6


@pytest.mark.parametrize("piece", [PROSE, *ODD])
def test_eight_times_the_text_takes_no_more_than_linear_time(piece: str) -> None:
    size = 4_000
    short, long = (piece * (size * times // len(piece)) for times in (1, 8))
    base = min(seconds(short) for _ in range(3))

    assert seconds(long) < 8 * 4 * base + 0.1
