"""Chinese text without any knowledge of reports: numerals, columns, widths, series, title lines."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator, Sequence

DIGITS = "零一二三四五六七八九"


def chinese_numeral(number: int) -> str:
    """Return `number` (0–99) in Chinese numerals as used for sessions and headings: 十一, 二十.

    Raises:
        ValueError: outside 0–99, where no session or heading number lies.
    """
    if not 0 <= number <= 99:
        raise ValueError(f"no Chinese ordinal for {number}")
    if number < 10:
        return DIGITS[number]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


def standings(text: str, word: str) -> Iterator[int]:
    """Yield every place where a word stands in a text, places that overlap too."""
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def column_letters(number: int) -> str:
    """Return a table column's letters by its number from 0: A, Z, AA."""
    letters = ""
    while number >= 0:
        number, rest = divmod(number, 26)
        letters = chr(ord("A") + rest) + letters
        number -= 1
    return letters


def display_width(text: str) -> int:
    """Return the number of terminal columns: two for East Asian wide characters."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" and ord(c) > 0x7F else 1 for c in text)


def indent(line: str) -> int:
    """Return the number of spaces a line begins with."""
    return len(line) - len(line.lstrip(" "))


def padded_name(name: str) -> str:
    """Return a person's name with the full-width space that a two-character name takes.

    GB/T 9704 practice for speakers and name lists; names of other lengths stay as they are.
    """
    return f"{name[0]}\u3000{name[1]}" if len(name) == 2 else name


def is_marked(text: str) -> bool:
    """Tell whether a phrase already stands wholly in quotation or title marks."""
    pairs = {"“": "”", "《": "》", "‘": "’"}
    if len(text) < 2 or pairs.get(text[0]) != text[-1]:
        return False
    return text.find(text[-1], 1) == len(text) - 1


def quoted(text: str) -> str:
    """Put a phrase in “”, unless it carries marks; inner double quotes become single ones.

    GB/T 15834-2011: double quotes outside, single inside.
    """
    if is_marked(text):
        return text
    return "“" + text.replace("“", "‘").replace("”", "’") + "”"


def joint(left: str, right: str) -> str:
    """Return the mark between two members of a series: none between closed and opened marks.

    GB/T 15834-2011, 4.5.3.5: no 、 between adjacent quoted or titled members.
    """
    return "" if left[-1:] in ("”", "》") and right[:1] in ("“", "《") else "、"


def shaped(widths: Sequence[int]) -> bool:
    """Tell whether title lines form a trapezoid or a diamond (GB/T 9704-2012, 7.3.1)."""
    steps = [0 if a == b else (1 if b > a else -1) for a, b in itertools.pairwise(widths)]
    moves = [s for s in steps if s]
    hourglass = any(a < 0 < b for a, b in itertools.pairwise(moves))
    return len(widths) == 1 or (bool(moves) and not hourglass and min(widths) >= 3)


def title_lines(pieces: Sequence[str], limit: int = 20) -> list[str]:
    """Break a title between `pieces` into the fewest lines of at most `limit` characters.

    Of the ways with the fewest lines, one that makes a trapezoid or diamond and has the most
    even lines is taken; a title whose pieces do not fit keeps a piece a line.
    """
    pieces = [piece for piece in pieces if piece]
    cuts = range(1, len(pieces))
    for count in range(len(pieces)):
        ways = []
        for chosen in itertools.combinations(cuts, count):
            edges = [0, *chosen, len(pieces)]
            lines = ["".join(pieces[a:b]) for a, b in itertools.pairwise(edges)]
            widths = [len(line) for line in lines]
            if max(widths) <= limit and shaped(widths):
                ways.append((max(widths) - min(widths), lines))
        if ways:
            return min(ways)[1]
    return list(pieces)
