"""A DOCX as lines with their looks: what people make headings with, styles or not.

The text is what `read_text` returns, so that places in it are places in what `draft text` prints.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.errors import DocumentError, display_path
from toolkit.readers.source import Line, Source
from toolkit.word.numbering import Numbering, flag, own_numbering, value
from toolkit.word.opened import Opened, open_docx
from toolkit.word.package import W
from toolkit.word.read import printed
from toolkit.word.story import Paragraph, paragraphs

MAX_PARAGRAPHS = 200_000
TITLES = ("title", "标题")


@dataclass(frozen=True)
class _Style:
    """What a paragraph style says, its ancestors' words included."""

    level: int = 0
    bold: bool = False
    size: float = 0.0
    font: str = ""
    centred: bool = False
    numbering: tuple[str, int] | None = None


def read_lines(path: Path) -> Source:
    """Return a document's lines.

    Raises:
        DocumentError: the file is missing, is no DOCX, or is broken; see `toolkit.word.read`.
    """
    opened = open_docx(path)
    return lines_of(opened, paragraphs(opened.document.find(f"{W}body")), path)


def lines_of(opened: Opened, story: Sequence[Paragraph], path: Path) -> Source:
    """Return the lines of a document that is open, a line for each paragraph of its story.

    Raises:
        DocumentError: it is no report: empty, or endless.
    """
    if len(story) > MAX_PARAGRAPHS:
        raise DocumentError(f"{display_path(path)}: 段落异常多，不像报告")
    styles = _styles(opened)
    counters = Numbering(opened)
    pieces, lines, at = [], [], 0
    for paragraph in story:
        text = printed(paragraph)
        lines.append(_line(paragraph, text, at, styles, counters))
        pieces.append(f"{text}\n")
        at += len(text) + 1
    whole = "".join(pieces)
    if not whole.strip():
        raise DocumentError(f"{display_path(path)}: 文档里没有文字", "扫描图片先做文字识别")
    return Source(str(path), "docx", whole, tuple(lines))


def _line(
    paragraph: Paragraph, text: str, at: int, styles: Mapping[str, _Style], counters: Numbering
) -> Line:
    element = paragraph.elements[-1]
    style = styles.get(value(element, "pPr", "pStyle") or "", styles.get("", _Style()))
    numbering = own_numbering(element) or style.numbering
    number = counters.next(*numbering) if numbering and text.strip() else ""
    runs = [(words, look) for words, look in _runs(paragraph, style) if words.strip()]
    weights: Counter[tuple[bool, float, str]] = Counter()
    for words, look in runs:
        weights[look] += len(words)
    bold, size, _ = weights.most_common(1)[0][0] if weights else (style.bold, style.size, "")
    centred = (value(element, "pPr", "jc") or ("center" if style.centred else "")) == "center"
    outline = value(element, "pPr", "outlineLvl")
    level = int(outline) + 1 if outline and outline.isdigit() and int(outline) < 9 else style.level
    shown = text.strip()
    start = at + len(text) - len(text.lstrip())
    return Line(
        shown,
        range(start, start + len(shown)),
        level=level,
        bold=bool(weights) and all(look[0] for look in weights),
        lead=_lead(runs) if not (bold and len(weights) == 1) else 0,
        size=size,
        centred=centred,
        number=number,
        cell=paragraph.table is not None,
    )


def _lead(runs: list[tuple[str, tuple[bool, float, str]]]) -> int:
    """Return how many characters stand before the looks change once and for good, 0 where they do not."""
    if len(runs) < 2:
        return 0
    last = runs[-1][1]
    first = next((n for n, (_, look) in enumerate(runs) if look == last), 0)
    if not first or any(look != last for _, look in runs[first:]):
        return 0
    return sum(len(words) for words, _ in runs[:first])


# -- looks ------------------------------------------------------------------------------


def _runs(paragraph: Paragraph, style: _Style) -> Iterator[tuple[str, tuple[bool, float, str]]]:
    for run in (run for element in paragraph.elements for run in element.iter(f"{W}r")):
        words = "".join(piece.text or "" for piece in run.findall(f"{W}t"))
        bold = flag(run, "rPr", "b")
        size = value(run, "rPr", "sz")
        fonts = run.find(f"{W}rPr/{W}rFonts")
        font = "" if fonts is None else fonts.get(f"{W}eastAsia") or ""
        yield (
            words,
            (
                style.bold if bold is None else bold,
                int(size) / 2 if size and size.isdigit() else style.size,
                font or style.font,
            ),
        )


def _styles(opened: Opened) -> dict[str, _Style]:
    """Return every paragraph style by id, the default one under "" too."""
    parts = opened.related("styles")
    elements = {s.get(f"{W}styleId"): s for part in parts for s in opened.xml(part).findall(f"{W}style")}
    made: dict[str, _Style] = {}
    for id_, element in elements.items():
        made[id_] = _style(element, elements, 0)
        if element.get(f"{W}default") in ("1", "true") and element.get(f"{W}type") == "paragraph":
            made[""] = made[id_]
    return made


def _style(element: Any, elements: Mapping[str, Any], depth: int) -> _Style:
    below = elements.get(value(element, "basedOn") or "")
    base = _style(below, elements, depth + 1) if below is not None and depth < 10 else _Style()
    name = (value(element, "name") or "").strip().lower()
    outline = value(element, "pPr", "outlineLvl")
    bold = flag(element, "rPr", "b")
    size = value(element, "rPr", "sz")
    fonts = element.find(f"{W}rPr/{W}rFonts")
    centre = value(element, "pPr", "jc")
    return _Style(
        level=_named_level(name) or (int(outline) + 1 if outline and outline.isdigit() else base.level),
        bold=base.bold if bold is None else bold,
        size=int(size) / 2 if size and size.isdigit() else base.size,
        font=(fonts.get(f"{W}eastAsia") if fonts is not None else "") or base.font,
        centred=base.centred if centre is None else centre == "center",
        numbering=own_numbering(element) or base.numbering,
    )


def _named_level(name: str) -> int:
    """Return the level of a built-in heading style by name: heading 1, 标题 1, Title."""
    if name in TITLES:
        return 1
    word, _, digit = name.replace("标题", "heading ").rpartition(" ")
    return int(digit) + 1 if word.strip() == "heading" and digit.isdigit() and digit != "0" else 0
