"""Text and Markdown as lines: every character knows its place, marks are hints and no words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from toolkit.readers.plain import read_plain
from toolkit.readers.source import Line


def lines(text: str, kind: str = "txt") -> list[Line]:
    return [line for line in read_plain(text, "x", kind).lines if line.text]


def test_line_ends_of_all_systems() -> None:
    assert [line.text for line in lines("甲\r\n乙\r丙\n丁\u2028戊\x0c己")] == list("甲乙丙丁戊己")


def test_blanks_at_both_ends_are_no_words_but_an_indent() -> None:
    (line,) = lines("　　提案工作 \xa0\t\n")
    assert (line.text, line.start, line.indent) == ("提案工作", 2, 4)


def test_number_signs_are_levels_in_text_too() -> None:
    first, second = lines("# 题目\n### 小标题 ###")
    assert (first.text, first.level, first.start) == ("题目", 1, 2)
    assert (second.text, second.level) == ("小标题", 3)


def test_marks_are_listed_so_that_nothing_is_lost() -> None:
    source = read_plain("## 一、**提案**工作\n---\n> 格言", "x", "md")
    marks = "".join(source.text[at : at + length] for at, length in source.markup)
    assert sorted(marks) == sorted("## ****---> ")


def test_bold_lines_and_bold_leads() -> None:
    whole, lead, none = lines("**提案工作**\n**抓好提案。**收到提案216件。\n普通的话", "md")
    assert (whole.text, whole.bold, whole.lead) == ("提案工作", True, 0)
    assert (lead.text, lead.bold, lead.lead) == ("抓好提案。收到提案216件。", False, 5)
    assert (none.bold, none.lead) == (False, 0)


def test_an_odd_asterisk_stays() -> None:
    (line,) = lines("**甲**乙**丙", "md")
    assert line.text == "甲乙**丙"


TEXTS = st.text(alphabet="甲乙# *>_-\n\r　\t\xa0。1", max_size=80)


@given(TEXTS, st.sampled_from(["txt", "md"]))
def test_every_character_maps_back(text: str, kind: str) -> None:
    for line in lines(text, kind):
        assert "".join(text[place] for place in line.offsets) == line.text


@given(TEXTS, st.sampled_from(["txt", "md"]))
def test_words_and_marks_together_are_the_whole_text(text: str, kind: str) -> None:
    source = read_plain(text, "x", kind)
    seen = {place for line in source.lines for place in line.offsets}
    seen |= {place for at, length in source.markup for place in range(at, at + length)}
    assert all(character.isspace() for n, character in enumerate(text) if n not in seen)
