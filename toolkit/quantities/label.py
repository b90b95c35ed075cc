"""What a figure counts, in a few words: 收到提案, 参与调研的委员, 办结率."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toolkit.quantities.context import OTHER, Context

LONGEST = 16
LISTED = re.compile("[”’等和与及]\\Z")
NUMBERED = re.compile(r"\A(?:[0-9]{4}年|[0-9]+[.．])")
HAN = r"[一-鿿A-Za-z《》“”‘’（）()·]"


@dataclass(frozen=True)
class LabelWords:
    """Words that make no part of a label, compiled from the data file."""

    leading: re.Pattern[str]
    trailing: re.Pattern[str]
    noun_end: re.Pattern[str]
    verb_end: re.Pattern[str]
    preposition: re.Pattern[str]


def label_words(data: Mapping[str, Sequence[str]]) -> LabelWords:
    """Compile the `labels` block of `quantities.yaml`."""
    words = {
        name: "|".join(sorted(map(re.escape, rows), key=len, reverse=True)) for name, rows in data.items()
    }
    return LabelWords(
        leading=re.compile(f"(?:{words['leading']})+"),
        trailing=re.compile(f"(?<!中)(?:{words['trailing']})+\\Z"),
        noun_end=re.compile(words["noun_end"]),
        verb_end=re.compile(f"(?:{words['verb_end']})\\Z"),
        preposition=re.compile(words["prepositions"]),
    )


def label(context: Context, words: LabelWords) -> str:
    """Return the words that say what the figure counts, "" where the clause has none.

    The predicate before the figure, with the noun behind it where the predicate is a bare verb
    (办理1069件提案 → 办理提案); at the head of a clause the noun or predicate behind it.
    """
    noun = _noun(context.right, words)
    before = "" if noun and LISTED.search(context.left) else _before(context.left, words)
    if not before and not noun:
        return _predicate(context.right)
    if not before or (noun and words.preposition.fullmatch(before)):
        return noun
    if noun and words.verb_end.search(before):
        return (before + noun)[-LONGEST:]
    return before


def _before(left: str, words: LabelWords) -> str:
    piece = NUMBERED.sub("", re.split(f"[{OTHER}、]", left)[-1])
    piece = re.sub(r"[（(]\Z|[^一-鿿A-Za-z《》“”‘’]+\Z", "", piece)
    lead = words.leading.match(piece)
    piece = piece[lead.end() :] if lead else piece
    piece = words.trailing.sub("", piece)
    return _whole(piece[-LONGEST:])


def _noun(right: str, words: LabelWords) -> str:
    found = re.match(f"{HAN}+", right.lstrip("的"))
    if not found:
        return ""
    noun = found[0]
    stop = words.noun_end.search(noun)
    return _whole((noun[: stop.start()] if stop else noun)[:LONGEST])


def _predicate(right: str) -> str:
    """6篇被省市政协采用: nothing is named, so what happened to it names it."""
    found = re.match(f"{HAN}+", right)
    return _whole(found[0][:LONGEST]) if found else ""


def _whole(piece: str) -> str:
    """Drop a quotation or title mark whose partner was cut off."""
    for opening, closing in ("“”", "《》", "‘’", "（）", "()"):
        if piece.count(opening) != piece.count(closing):
            piece = piece.replace(opening, "").replace(closing, "")
    return piece
