from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.text import (
    chinese_numeral,
    column_letters,
    display_width,
    is_marked,
    joint,
    padded_name,
    quoted,
    standings,
    title_lines,
)

VALUES = dict(zip("零一二三四五六七八九", range(10), strict=True))
LIMIT = 20


def read_numeral(numeral: str) -> int:
    tens, ten, ones = numeral.rpartition("十")
    return (VALUES[tens] if tens else int(bool(ten))) * 10 + (VALUES[ones] if ones else 0)


# -- numerals ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "numeral"),
    [
        (0, "零"),
        (7, "七"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (21, "二十一"),
        (90, "九十"),
        (99, "九十九"),
    ],
)
def test_a_session_number_is_written_as_officials_write_it(number: int, numeral: str) -> None:
    assert chinese_numeral(number) == numeral


def test_every_numeral_reads_back_as_its_number() -> None:
    assert [read_numeral(chinese_numeral(number)) for number in range(100)] == list(range(100))


@pytest.mark.parametrize("number", [-1, 100])
def test_a_number_that_no_session_has_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match=f"^no Chinese ordinal for {number}$"):
        chinese_numeral(number)


def test_columns_go_on_behind_z() -> None:
    assert [column_letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


# -- widths and names --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "width"),
    [("", 0), ("year", 4), ("底稿", 4), ("“底稿”", 8), ("１２", 4), ("ｱ", 1), ("a中", 3), ("　", 2)],
)
def test_wide_characters_take_two_columns(text: str, width: int) -> None:
    assert display_width(text) == width


@given(st.text(), st.text())
def test_width_adds_up(left: str, right: str) -> None:
    assert display_width(left + right) == display_width(left) + display_width(right)


@pytest.mark.parametrize(
    ("name", "padded"), [("王宏", "王　宏"), ("高侃才", "高侃才"), ("欧阳某某", "欧阳某某"), ("王", "王")]
)
def test_only_a_name_of_two_characters_is_padded(name: str, padded: str) -> None:
    assert padded_name(name) == padded


# -- marks -------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["“青春之城”", "《百村赋》", "‘甲’", "“”"])
def test_a_phrase_wholly_in_marks_is_marked(text: str) -> None:
    assert is_marked(text)


@pytest.mark.parametrize("text", ["", "“", "书画展", "“甲”展", "“甲”和“乙”", "《甲》《乙》", "“甲》"])
def test_a_phrase_with_marks_only_in_parts_is_not_marked(text: str) -> None:
    assert not is_marked(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("低空经济", "“低空经济”"),
        ("“青春之城”", "“青春之城”"),
        ("《百村赋》", "《百村赋》"),
        ("“两企三新”党建", "“‘两企三新’党建”"),
        ("“甲”和“乙”", "“‘甲’和‘乙’”"),
    ],
)
def test_quotes_stand_outside_once_and_turn_single_inside(text: str, expected: str) -> None:
    assert quoted(text) == expected


@given(st.text("甲乙丙、《》", min_size=1).filter(lambda text: not is_marked(text)))
def test_a_quoted_phrase_is_not_quoted_again(text: str) -> None:
    once = quoted(text)

    assert (once, quoted(once)) == (f"“{text}”", once)


@pytest.mark.parametrize(
    ("left", "right", "mark"),
    [
        ("“甲”", "“乙”", ""),
        ("《甲》", "“乙”", ""),
        ("“甲”", "《乙》", ""),
        ("“甲”", "乙", "、"),
        ("甲", "“乙”", "、"),
        ("甲", "乙", "、"),
        ("（甲）", "（乙）", "、"),
    ],
)
def test_no_pause_mark_stands_between_closed_and_opened_marks(left: str, right: str, mark: str) -> None:
    assert joint(left, right) == mark


# -- title lines (GB/T 9704-2012, 7.3.1) -------------------------------------------------


def breakings(pieces: list[str]) -> Iterator[list[str]]:
    """Every way to break between pieces, made by choosing cut or no cut at each joint."""
    for choice in itertools.product([False, True], repeat=len(pieces) - 1):
        lines = [pieces[0]]
        for cut, piece in zip(choice, pieces[1:], strict=True):
            if cut:
                lines.append(piece)
            else:
                lines[-1] += piece
        yield lines


def is_shapely(lines: list[str]) -> bool:
    """A single line, or a trapezoid or diamond without a stub of one or two characters."""
    widths = [len(line) for line in lines]
    waist = any(a > b < c for a, b, c in itertools.combinations(widths, 3))
    return len(lines) == 1 or (len(set(widths)) > 1 and not waist and min(widths) > 2)


def spread(lines: list[str]) -> int:
    widths = [len(line) for line in lines]
    return max(widths) - min(widths)


titles = st.lists(st.integers(1, LIMIT).map(lambda n: "题" * n), min_size=1, max_size=7)


@pytest.mark.parametrize(
    ("pieces", "lines"),
    [
        (["关于提案工作情况的报告"], ["关于提案工作情况的报告"]),
        (["政协金山区委员会", "常务委员会", "工作报告"], ["政协金山区委员会常务委员会工作报告"]),
        (
            ["中国人民政治协商会议", "上海市金山区", "第七届委员会", "常务委员会工作报告"],
            ["中国人民政治协商会议上海市金山区", "第七届委员会常务委员会工作报告"],
        ),
        (["一" * 11, "二" * 12], ["一" * 11, "二" * 12]),
        (["一" * 8, "二" * 12, "三" * 8], ["一" * 8, "二" * 12 + "三" * 8]),
        (["一" * 12, "二" * 20, "三" * 12], ["一" * 12, "二" * 20, "三" * 12]),
        ([], []),
        (["", "甲", ""], ["甲"]),
    ],
)
def test_a_title_breaks_into_a_trapezoid_or_a_diamond(pieces: list[str], lines: list[str]) -> None:
    assert title_lines(pieces) == lines


def test_the_limit_can_be_narrower() -> None:
    assert title_lines(["甲甲甲甲", "乙乙乙"], limit=5) == ["甲甲甲甲", "乙乙乙"]


@given(titles)
def test_a_title_loses_nothing_and_is_cut_only_between_pieces(pieces: list[str]) -> None:
    assert title_lines(pieces) in list(breakings(pieces))


@given(titles)
def test_no_line_is_longer_than_twenty_when_pieces_fit(pieces: list[str]) -> None:
    assert max(len(line) for line in title_lines(pieces)) <= LIMIT


@given(titles)
def test_no_rectangle_or_hourglass_where_a_shapely_breaking_exists(pieces: list[str]) -> None:
    fitting = [lines for lines in breakings(pieces) if max(map(len, lines)) <= LIMIT]
    shapely = [(len(lines), spread(lines)) for lines in fitting if is_shapely(lines)]

    lines = title_lines(pieces)

    assert (is_shapely(lines), len(lines), spread(lines)) == (
        (True, *min(shapely)) if shapely else (False, len(pieces), spread(pieces))
    )


def test_a_piece_that_does_not_fit_keeps_its_line() -> None:
    assert title_lines(["长" * 21, "短短短"]) == ["长" * 21, "短短短"]


@given(st.text("甲乙", max_size=12), st.text("甲乙", min_size=1, max_size=3))
def test_a_word_is_found_wherever_it_stands(text: str, word: str) -> None:
    assert list(standings(text, word)) == [at for at in range(len(text)) if text.startswith(word, at)]
