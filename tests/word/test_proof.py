"""What is written says what was composed, or is not written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import DocumentError
from toolkit.model import Block, Report, Span
from toolkit.pack.pack import Pack
from toolkit.word.proof import prove, read_back
from toolkit.word.styles import NO_CHARACTER
from toolkit.word.write import Body

LAYOUT = Pack().layout


def _report(*rows: str | tuple[str, ...]) -> Report:
    """A report of paragraphs and, where a row is a tuple, tables of one row."""
    blocks = [
        Block(f"b{n}", "body", "opening", (Span(row),))
        if isinstance(row, str)
        else Block(f"b{n}", "figures_table", "opening", rows=(tuple((Span(cell),) for cell in row),))
        for n, row in enumerate(rows)
    ]
    return Report("work_report", "", tuple(blocks))


def _document(report: Report) -> str:
    return Body(LAYOUT).document(report)


def test_cells_stand_for_themselves() -> None:
    assert read_back(_document(_report("收到提案216件。", ("甲", "乙"), "完。"))) == [
        "收到提案216件。",
        "甲",
        "乙",
        "完。",
    ]


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("216", "261"),
        ("216", "216 "),
        ("<w:p>", "<w:p><w:r><w:t>多</w:t></w:r></w:p><w:p>"),
        ("</w:t></w:r>", "</w:t></w:r></w:p><w:p>"),
        ("</w:body>", ""),
        ("收到", "收到&"),
    ],
    ids=["a figure", "a space", "a paragraph more", "a paragraph cut in two", "no XML", "an open entity"],
)
def test_a_document_that_says_anything_else_is_refused(was: str, becomes: str) -> None:
    report = _report("收到提案216件，立案157件。", "完。")
    document = _document(report)
    prove(report, document)
    with pytest.raises(DocumentError, match="与成稿内容不一致"):
        prove(report, document.replace(was, becomes, 1))


@given(
    st.lists(st.text().filter(lambda text: not NO_CHARACTER.search(text) and "\r" not in text), max_size=6)
)
def test_any_text_comes_out_as_it_went_in(rows: list[str]) -> None:
    report = _report(*rows)
    prove(report, _document(report))
