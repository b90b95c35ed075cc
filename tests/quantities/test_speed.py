"""Time grows with the text and no faster, whatever the text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.pace import proportional
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


SIZE = 2_000  # characters


@pytest.mark.parametrize("piece", [PROSE, *ODD])
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    def prepared(times: int) -> Callable[[], object]:
        text = piece * (SIZE * times // len(piece))
        return lambda: identities(find(text, default()), text)

    assert proportional(prepared)
