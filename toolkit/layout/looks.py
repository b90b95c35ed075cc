"""What one layer of formatting says: a w:pPr or a w:rPr as plain values, unset where it says nothing.

Units: points for sizes, spacings and lengths; hundredths of a character and of a line stay so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from toolkit.word.numbering import ON
from toolkit.word.package import W

TWIPS = 20
NUMBER = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)(pt|mm|cm|in|pc|pi)?\Z")
UNITS = {"pt": 1.0, "mm": 72 / 25.4, "cm": 720 / 25.4, "in": 72.0, "pc": 12.0, "pi": 12.0}
# Word's names for one and the same side.
SIDES = {"start": "left", "end": "right", "startChars": "leftChars", "endChars": "rightChars"}
FIRST = ("firstLine", "firstLineChars")
HANGING = ("hanging", "hangingChars")
Layer = Mapping[str, Any]


def points(text: str | None, per: float = TWIPS) -> float | None:
    """Return a length in points: a number counts `per` to the point, a unit counts as it says."""
    match = NUMBER.match((text or "").strip())
    if match is None:
        return None
    number = float(match[1])
    return number * UNITS[match[2]] if match[2] else number / per


def _val(element: Any) -> str:
    return str(element.get(f"{W}val") or "")


def _on(element: Any) -> bool:
    return element.get(f"{W}val") in ON


# -- runs ----------------------------------------------------------------------------------


def run_layer(properties: Any, theme: Mapping[str, str]) -> Layer:
    """Return what a w:rPr says.

    Keys: east, latin (font names), size (points), bold, italic, underline, hidden, colour (six
    digits, empty for automatic), highlight, spacing (points), scale (percent).
    """
    said: dict[str, Any] = {}
    for child in properties if properties is not None else ():
        reader = RUN.get(child.tag)
        if reader is not None:
            said.update((key, value) for key, value in reader(child, theme) if value is not None)
    return said


Read = Iterator[tuple[str, Any]]


def _fonts(element: Any, theme: Mapping[str, str]) -> Read:
    for key, plain in (("east", "eastAsia"), ("latin", "ascii")):
        named = theme.get(element.get(f"{W}{plain}Theme", ""))
        yield key, named or element.get(f"{W}{plain}") or None


def _colour(element: Any, theme: Mapping[str, str]) -> Read:
    value = _val(element).upper()
    automatic = value in ("AUTO", "") or element.get(f"{W}themeColor") in ("text1", "dark1")
    yield "colour", "" if automatic else value


def _underline(element: Any, theme: Mapping[str, str]) -> Read:
    yield "underline", _val(element) not in ("none", "")


def _size(element: Any, theme: Mapping[str, str]) -> Read:
    yield "size", points(_val(element), 2)


def _flagged(key: str) -> Callable[[Any, Mapping[str, str]], Read]:
    return lambda element, theme: iter([(key, _on(element))])


def _highlight(element: Any, theme: Mapping[str, str]) -> Read:
    yield "highlight", _val(element) not in ("none", "")


def _spacing(element: Any, theme: Mapping[str, str]) -> Read:
    yield "spacing", points(_val(element))


def _scale(element: Any, theme: Mapping[str, str]) -> Read:
    yield "scale", points(_val(element).rstrip("%"), 1)


RUN: Mapping[str, Callable[[Any, Mapping[str, str]], Read]] = {
    f"{W}rFonts": _fonts,
    f"{W}sz": _size,
    f"{W}b": _flagged("bold"),
    f"{W}i": _flagged("italic"),
    f"{W}vanish": _flagged("hidden"),
    f"{W}u": _underline,
    f"{W}color": _colour,
    f"{W}highlight": _highlight,
    f"{W}spacing": _spacing,
    f"{W}w": _scale,
}


# -- paragraphs ----------------------------------------------------------------------------


def paragraph_layer(properties: Any) -> Layer:
    """Return what a w:pPr says.

    Keys: align; firstLine, hanging, left, right, before, after, line (points) and the same with Chars
    or Lines behind; rule (auto, exact, atLeast; with auto, `line` counts lines); snap, keep_next,
    page_break, outline (from 0), frame (whether it stands in a frame, and on which side).
    """
    said: dict[str, Any] = {}
    for child in properties if properties is not None else ():
        reader = PARAGRAPH.get(child.tag)
        if reader is not None:
            said.update((key, value) for key, value in reader(child) if value is not None)
    return said


def _indents(element: Any) -> Read:
    for name, value in element.attrib.items():
        key = name.rpartition("}")[2]
        yield SIDES.get(key, key), points(value, 1 if key.endswith("Chars") else TWIPS)


def _distances(element: Any) -> Read:
    rule = element.get(f"{W}lineRule") or "auto"
    for name, value in element.attrib.items():
        key = name.rpartition("}")[2]
        if key == "line":
            yield "line", points(value, 240 if rule == "auto" else TWIPS)
            yield "rule", rule
        elif key in ("before", "after"):
            yield key, points(value)
        elif key in ("beforeLines", "afterLines"):
            yield key, points(value, 1)


def _outline(element: Any) -> Read:
    level = _val(element)
    yield "outline", int(level) if level.isdecimal() else None


def _align(element: Any) -> Read:
    yield "align", {"start": "left", "end": "right"}.get(_val(element), _val(element))


def _frame(element: Any) -> Read:
    yield "frame", element.get(f"{W}xAlign") or "frame"


def _switch(key: str) -> Callable[[Any], Read]:
    return lambda element: iter([(key, _on(element))])


PARAGRAPH: Mapping[str, Callable[[Any], Read]] = {
    f"{W}ind": _indents,
    f"{W}spacing": _distances,
    f"{W}jc": _align,
    f"{W}outlineLvl": _outline,
    f"{W}framePr": _frame,
    f"{W}snapToGrid": _switch("snap"),
    f"{W}keepNext": _switch("keep_next"),
    f"{W}pageBreakBefore": _switch("page_break"),
}


def laid(below: dict[str, Any], above: Layer) -> None:
    """Lay one layer of a paragraph over those below: a hanging indent replaces a first-line one.

    LibreOffice takes a first-line indent back by a hanging one of nought.
    """
    for mine, others in ((FIRST, HANGING), (HANGING, FIRST)):
        if any(above.get(key) for key in mine):
            for key in others:
                below.pop(key, None)
        elif mine[0] in above:
            below.pop(others[0], None)
    below.update(above)
