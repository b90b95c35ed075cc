"""Sentences and figures that a page has broken."""

from __future__ import annotations

from pathlib import Path

from tests.decompose.kit import apart, packed
from toolkit.decompose.decomposition import as_json


def test_a_figure_across_a_line_end_is_told_and_packed(tmp_path: Path) -> None:
    text = "云河县政协工作总结\n\n一年来共立案提案216\n\n件，增长12.5\n\n%，形势喜人。\n"
    found = apart(text)
    rows = as_json(found)["figures"]
    assert [row["text"] for row in rows] == ["216\n\n件", "12.5\n\n%"]
    assert all(text[row["offset"] :].startswith(row["text"]) for row in rows)
    packed(found, tmp_path)


def test_a_path_below_running_text_takes_nothing_with_it() -> None:
    lines = ["云河县政协提案工作总结", "全年共收到提案216件，立案157件，全部办复。"]
    lines += ["其中集体提案38件，委员提案119件，重点督办12件。", "当前位置：首页 > 政协要闻", "联系我们"]
    figures = as_json(apart("\n".join(lines)))["figures"]
    assert [row["text"] for row in figures] == ["216件", "157件", "38件", "119件", "12件"]
