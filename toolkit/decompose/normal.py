"""One character for one: text made uniform for looking at, so that places in it are places in the source."""

from __future__ import annotations

FULL = dict(zip(",;:?!()", "，；：？！（）", strict=True))
SPACES = "\xa0\u2002\u2003\u2009\u200b\ufeff\t"
ENDINGS = "。！？；：…!?;:”』」）)】》"


def is_han(character: str) -> bool:
    """Tell whether a character is Han."""
    return "\u3400" <= character <= "\u9fff" or character == "〇"


def normalised(text: str) -> str:
    """Return `text`, of the same length, with full-width marks beside Han and plain spaces.

    A half-width mark between Han characters, or between one and a closing or opening mark, is a
    habit of web pages; between digits (1,234; 18:43) it stays.
    """
    if text.isascii():
        return text
    out = list(text)
    for place, character in enumerate(text):
        if character in FULL:
            if _among_han(text, place):
                out[place] = FULL[character]
        elif character in SPACES:
            out[place] = " "
    return "".join(out)


def _among_han(text: str, place: int) -> bool:
    before = text[place - 1] if place else ""
    after = text[place + 1] if place + 1 < len(text) else ""
    if before.isascii() and after.isascii() and before.isalnum() and after.isalnum():
        return False
    return any(_chinese(side) for side in (before, after)) or not (before and after)


def _chinese(character: str) -> bool:
    return bool(character) and (is_han(character) or character in "。，、；：？！“”‘’《》（）【】—…■")


def squeezed(text: str) -> str:
    """Return a text without any white space: how texts are compared that were broken differently."""
    return "".join(text.split()).replace("\u200b", "").replace("\ufeff", "")
