"""Which paragraphs of a document are headings, whoever wrote it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from toolkit.word.foreign import style_names
from toolkit.word.opened import Opened
from toolkit.word.package import W
from toolkit.word.story import Paragraph

# The numbering of levels that GB/T 9704-2012 (7.3.3) prescribes, for files without heading styles. It
# says under which heading a change is listed; a heading missed costs a line there and nothing in a file,
# so that slogans and run-in headings, which take a reading of the whole text, are not looked for.
NUMBERED = re.compile(
    r"(?:第[一二三四五六七八九十]+[章节部编]|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)"
)
LONGEST = 40  # characters; a longer paragraph that begins so is body text with a run-in heading
BUILT_IN = re.compile(r"(?:heading|标题) ?\d$")
BODY_LEVEL = 9


def headings(opened: Opened, story: Sequence[Paragraph]) -> list[bool]:
    """Tell of each paragraph whether it is a heading."""
    styles = _heading_styles(opened)
    return [p.table is None and bool(p.text.strip()) and _is_heading(p, styles) for p in story]


def _heading_styles(opened: Opened) -> set[str]:
    names = opened.related("styles")
    found = {id_ for id_, name in style_names(opened).items() if BUILT_IN.match(name)}
    rows = opened.xml(names[0]).iter(f"{W}style") if names else ()
    return found | {s.get(f"{W}styleId", "") for s in rows if _outlined(s)}


def _outlined(element: Any) -> bool:
    level = element.find(f"{W}pPr/{W}outlineLvl")
    value = level.get(f"{W}val", "") if level is not None else ""
    return value.isdigit() and int(value) < BODY_LEVEL


def _is_heading(paragraph: Paragraph, styles: set[str]) -> bool:
    element = paragraph.elements[0]
    style = element.find(f"{W}pPr/{W}pStyle")
    if (style is not None and style.get(f"{W}val") in styles) or _outlined(element):
        return True
    text = paragraph.text.strip()
    return len(text) <= LONGEST and bool(NUMBERED.match(text)) and not text.endswith(("。", "；", "："))
