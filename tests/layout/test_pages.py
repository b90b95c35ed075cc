"""On which page a paragraph stands."""

from __future__ import annotations

from tests.layout.kit import the_norms
from tests.layout.papers import EXACT, SENTENCE, par, run
from tests.layout.test_roles import named
from tests.word.documents import opened
from toolkit.layout.pages import Pages

BREAK = '<w:r><w:br w:type="page"/></w:r>'
MARK = "<w:r><w:lastRenderedPageBreak/><w:t>新页</w:t></w:r>"


def pages(*paragraphs: str) -> tuple[list[int], bool]:
    """The page of each paragraph, and whether the file itself says so."""
    found = named(opened("".join(paragraphs)))
    counted = Pages(found, the_norms())
    return [counted(one.number) for one in found], counted.sure


def test_pages_are_filled_with_22_lines() -> None:
    line = par(run("一行字"))
    found, sure = pages(*[line] * 45)
    assert (found, sure) == ([1] * 22 + [2] * 22 + [3], False)


def test_a_long_paragraph_begins_where_the_last_one_ends() -> None:
    found, _ = pages(par(run(SENTENCE * 6)), par(run(SENTENCE)), par(run("完")))
    assert found == [1, 2, 2]


def test_typed_breaks_count_at_their_place() -> None:
    found, _ = pages(par(run("甲")), par(BREAK, run("乙")), par(run("丙"), BREAK), par(run("丁")))
    assert found == [1, 2, 2, 3]


def test_marks_that_were_left_standing_here_and_there_are_not_believed() -> None:
    found, sure = pages(*[par(run(SENTENCE))] * 40, par(MARK, run("丙")))
    assert not sure
    assert found[-1] > 5


def test_a_break_before_a_paragraph_and_a_new_section_count() -> None:
    section = f'<w:p><w:pPr>{EXACT}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:pPr></w:p>'
    found, _ = pages(
        par(run("甲")), par(run("乙"), properties="<w:pageBreakBefore/>"), section, par(run("丙"))
    )
    assert found == [1, 2, 2, 3]


def test_where_word_laid_out_the_pages_its_marks_count() -> None:
    found, sure = pages(par(run("甲")), par(run("乙"), MARK), par(MARK, run("丙")), par(run("丁")))
    assert (found, sure) == ([1, 1, 3, 3], True)
