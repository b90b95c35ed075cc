"""Web pages as people see them, each character with its place in the page's source."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pace import proportional
from toolkit.readers.html import read_html
from toolkit.readers.source import Line

PAGE = """<!DOCTYPE html><html><head><title>题名</title><style>p{}</style></head><body>
<div class=nav><a href="/">首页</a> &gt; <a href="/x">政协要闻</a></div>
<h1>同心履职</h1><script>var x = "<p>不见</p>";</script><!-- <p>不见</p> -->
<p style="text-align:center"><strong>一、提案工作</strong></p>
<p>&nbsp;&nbsp;<b>抓好提案。</b>收到提案<span>216</span>件，
立案157件。</p><br/>第二行<br>第三行
<table><tr><td>马 罡</td><td>丁丽珍</td></tr></table>
</body></html>"""


def lines(page: str) -> list[Line]:
    return [line for line in read_html(page, "x").lines if line.text]


def test_what_is_seen_and_nothing_else() -> None:
    assert [line.text for line in lines(PAGE)] == [
        "首页 > 政协要闻",
        "同心履职",
        "一、提案工作",
        "抓好提案。收到提案216件，立案157件。",
        "第二行",
        "第三行",
        "马 罡\t丁丽珍",
    ]


def test_looks_are_told() -> None:
    _, title, heading, body, *_, table = lines(PAGE)
    assert (title.level, heading.bold, heading.centred) == (1, True, True)
    assert (body.bold, body.lead, table.cell) == (False, 5, True)


def test_places_are_places_in_the_page() -> None:
    for line in lines(PAGE):
        for character, place in zip(line.text, line.offsets, strict=True):
            assert PAGE[place] == character or PAGE[place] == "&" or character == "\t"


def test_a_line_end_in_the_source_is_none_on_the_page() -> None:
    (line,) = lines("<p>凝聚\n共识 and\nso on</p>")
    assert line.text == "凝聚共识 and so on"


@pytest.mark.parametrize(
    "broken", ["<p>甲", "甲<", "甲<p", "<!--甲", "<script>甲", "甲&", "甲&#x;", "<p>甲</div>乙"]
)
def test_broken_pages_are_taken_as_they_come(broken: str) -> None:
    assert read_html(broken, "x").text == broken


@given(st.text(alphabet="<>/!-pbdiv&;#x甲乙 \n=\"'", max_size=60))
def test_any_text_is_a_page(page: str) -> None:
    for line in lines(page):
        assert len(line.text) == len(line.offsets)
        assert all(0 <= place < len(page) for place in line.offsets)


@pytest.mark.parametrize("unit", ["<", "<!--", "<script>", "&amp", "<p>", "<b>", "</b>", "<td>甲</td>", "甲"])
def test_the_time_is_linear(unit: str) -> None:
    assert proportional(lambda times: partial(read_html, unit * (10_000 * times // len(unit)), "x"))
