"""A copy of a report is told from a report of its own."""

from __future__ import annotations

import pytest

from toolkit.merge.origin import Traits, doubts

KEYS = [f"_f_{name}_1" for name in ("proposals", "visits", "members", "reports", "meetings", "letters")]
BASE = Traits("urn:draft:1", frozenset(KEYS), "政协甲区委员会工作报告\n——在第四次会议上")


def _other(**changed: object) -> Traits:
    return Traits(**{"identifier": BASE.identifier, "figures": BASE.figures, "head": BASE.head, **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("copy", "kept", "count"),
    [
        pytest.param(BASE, 0.41, 0, id="the same file, more than half rewritten"),
        pytest.param(BASE, 0.39, 1, id="the same file, next to nothing left"),
        pytest.param(_other(head="另起的标题"), 0.45, 0, id="an own title in the very file"),
        pytest.param(_other(identifier="urn:draft:2"), 0.52, 2, id="another report of ours"),
        pytest.param(_other(identifier="urn:draft:2"), 0.95, 0, id="the same report made once more"),
        pytest.param(_other(identifier=""), 0.41, 0, id="an editor that drops the identifier"),
        pytest.param(_other(identifier="", head="政协乙区委员会工作报告"), 0.52, 2, id="another title"),
        pytest.param(_other(identifier="", head="政协乙区委员会工作报告"), 0.7, 0, id="a title touched up"),
        pytest.param(
            _other(identifier="", figures=frozenset(f"{k}x" for k in KEYS)), 0.52, 2, id="other figures"
        ),
        pytest.param(_other(identifier="", figures=frozenset()), 0.41, 0, id="bookmarks that a paste lost"),
        pytest.param(
            _other(identifier="", figures=frozenset(KEYS[:4])), 0.41, 0, id="few figures say nothing"
        ),
        pytest.param(Traits("", frozenset(), ""), 0.41, 0, id="a file that says nothing of itself"),
    ],
)
def test_doubts_are_told(copy: Traits, kept: float, count: int) -> None:
    assert len(doubts(BASE, copy, kept)) == count


def test_doubts_name_the_share_and_what_differs() -> None:
    copy = Traits("", frozenset(), "政协乙区委员会工作报告")
    assert doubts(BASE, copy, 0.45) == ["原稿的文字只留下 45%", "标题不同"]
