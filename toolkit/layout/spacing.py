"""Lines, indents and alignment (GB/T 9704-2012, 5.2.3, 7.3.1, 7.3.3)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from toolkit.layout.deviation import Fault
from toolkit.layout.document import Document, fault, said
from toolkit.layout.formats import DIRECT
from toolkit.layout.items import Item
from toolkit.layout.roles import TEXT
from toolkit.layout.sheets import MM

SPACED = re.compile(r"[ \t\u3000\xa0\u2002\u2003]+")
LINED = ("body", "runin", "address", "heading", "salutation", "plain", "note", "signature", "signed")


def lines(document: Document) -> Iterator[Fault]:
    """Find text whose lines are not as far apart as the standard's 22 lines a page are."""
    low, high = document.norms["line_spacing"]["range"]
    for item in document.of(*LINED):
        height = _height(item, document)
        if item.stretches and not _fits(item, height, document):
            who = item.look.said.get("line") or "没有设定"
            told = f"行距是{_told(item, height, document)}（{who}）"
            yield fault("line-spacing", item, f"{told}，应为固定值 {said(low)}～{said(high)} 磅")


def _fits(item: Item, height: float | None, document: Document) -> bool:
    """Tell whether lines of a height are right: within the range, or on a grid that fills the page."""
    norm, page = document.norms["line_spacing"], document.norms["page"]
    if height is None:
        return False
    if norm["range"][0] <= height <= norm["range"][1]:
        return True
    lines_ = item.sheet.area[1] / MM / height
    return item.look.named.get("rule", "auto") == "auto" and bool(abs(lines_ - page["lines"]) < norm["slack"])


def _height(item: Item, document: Document) -> float | None:
    """Return the height of a line in points; None where it depends on the font."""
    named, pitch = item.look.named, item.sheet.pitch
    rule, line = named.get("rule", "auto"), float(named.get("line") or 1.0)
    if rule == "exact":
        return line
    # Words of a wrong size are told for themselves, and not for their lines.
    natural = float(document.norms["texts"]["body"]["size"] * document.norms["line_spacing"]["natural"])
    if not pitch or not named.get("snap", True):
        return line if rule == "atLeast" and line >= natural else None
    if rule == "atLeast":
        return max(line, math.ceil(natural / pitch) * pitch)
    return line * math.ceil(natural / pitch) * pitch


def _told(item: Item, height: float | None, document: Document) -> str:
    named = item.look.named
    rule, line = named.get("rule", "auto"), float(named.get("line") or 1.0)
    if rule == "exact":
        return f"固定值 {said(line)} 磅"
    if rule == "atLeast":
        return f"最小值 {said(line)} 磅"
    times = "单倍" if line == 1 else f"{said(line)} 倍"
    if height is None:
        return f"{times}，没有对齐每面 {document.norms['page']['lines']} 行的网格"
    return f"{times}，文档网格每行 {said(item.sheet.pitch)} 磅，合 {said(height)} 磅"


def between(document: Document) -> Iterator[Fault]:
    """Find distances before and behind paragraphs of text, which take the lines off the grid."""
    most = document.norms["line_spacing"]["between"]
    for item in document.of(*TEXT, "heading"):
        for key, name in (("before", "段前"), ("after", "段后")):
            lines_, gap = item.look.number(f"{key}Lines") / 100, item.look.number(key)
            if lines_ > 0.05 or (gap > most and item.look.named.get(f"{key}Lines") != 0):
                found = f"{said(lines_)} 行" if lines_ > 0.05 else f"{said(gap)} 磅"
                who = item.look.said.get(f"{key}Lines" if lines_ > 0.05 else key, "")
                told = f"{name}有 {found}间距（{who}），应为 0"
                yield fault("paragraph-spacing", item, told)


# -- indents -----------------------------------------------------------------------------


def indents(document: Document) -> Iterator[Fault]:
    """Find text whose first line is not set in by two characters, or is so by typed spaces."""
    norm = document.norms["indents"]
    for item in document.of(*TEXT, "heading", "salutation", "attachment"):
        if not item.size:
            continue
        typed = SPACED.match(item.text)
        first = _near(item, document)
        if typed and item.role in ("salutation", "attachment"):
            told = f"{_name(item, document)}前面打了空格，应顶格"
            yield fault("flush-left", item, told, "", 0, typed.end())
        elif typed:
            both = "，又设了首行缩进" if abs(first) > norm["tolerance"] else ""
            told = f"段首用空格凑缩进{both}，应删去空格，设首行缩进 {norm['first']} 字"
            yield fault("indent-by-spaces", item, told, "", 0, typed.end())
        elif item.role in TEXT:
            yield from _first(item, first, document)
        elif item.look.align != "center":
            yield from _from_left(item, first, document)


def _near(item: Item, document: Document) -> float:
    """Return the indent of the first line in characters: of the text's size where it is right in that.

    An indent given as a length is right for the size that the text should have; a wrong size is told
    for itself.
    """
    norm, size = document.norms["indents"], document.norms["texts"]["body"]["size"]
    own, usual = item.look.first(item.size), item.look.first(size)
    return usual if abs(usual - norm["first"]) <= norm["tolerance"] else own


def _from_left(item: Item, first: float, document: Document) -> Iterator[Fault]:
    """Find headings that do not begin two characters in, and lines that should begin at the left."""
    norm = document.norms["indents"]
    wanted = norm["first"] if item.role == "heading" else 0
    whole = first + item.look.length("left", item.size)
    if abs(whole - wanted) > norm["tolerance"]:
        rule = "heading-indent" if item.role == "heading" else "flush-left"
        should = f"应空 {wanted} 字" if wanted else "应顶格"
        told = f"{_name(item, document)}左空 {said(whole)} 字（{_who(item)}），{should}"
        yield fault(rule, item, told)


def _first(item: Item, first: float, document: Document) -> Iterator[Fault]:
    """Find text whose first line does not begin two characters in, and text set in as a whole."""
    norm = document.norms["indents"]
    if abs(first - norm["first"]) > norm["tolerance"]:
        found = f"缩进 {said(first)} 字" if first > 0 else ("悬挂缩进" if first < 0 else "没有首行缩进")
        told = f"正文首行{found}（{_who(item)}），应缩进 {norm['first']} 字"
        yield fault("first-line-indent", item, told)
    for key, name in (("left", "左"), ("right", "右")) if first >= 0 else ():
        side = item.look.length(key, item.size)
        if abs(side) > norm["side"]:
            who = item.look.said.get(f"{key}Chars") or item.look.said.get(key, "")
            told = f"正文{name}侧缩进 {said(side)} 字（{who}），应为 0"
            yield fault("side-indent", item, told)


def _who(item: Item) -> str:
    keys = ("firstLineChars", "firstLine", "hangingChars", "hanging", "leftChars", "left")
    found = [item.look.said[key] for key in keys if key in item.look.said]
    style = f"样式“{item.look.style}”" if item.look.style else "没有样式"
    return DIRECT if DIRECT in found else next(iter(found), style)


# -- alignment -----------------------------------------------------------------------------


def alignment(document: Document) -> Iterator[Fault]:
    """Find titles off the middle, and text that is not set from the left."""
    for item in document.of("title", *TEXT, "heading"):
        align = item.look.align
        who = item.look.said.get("align", "没有设定")
        if item.role == "title":
            if align != "center" or abs(item.look.first(item.size or 22)) > 0.2:
                how = {"left": "居左", "both": "两端对齐", "right": "居右"}.get(align, "居中而有缩进")
                yield fault("title-alignment", item, f"标题{how}（{who}），应居中，不设缩进")
        elif align in ("center", "right") and not (item.role == "heading" and align == "center"):
            how = {"center": "居中", "right": "居右"}[align]
            yield fault("text-alignment", item, f"{_name(item, document)}{how}（{who}），应两端对齐")


def _name(item: Item, document: Document) -> str:
    if item.role == "heading":
        return str(document.norms["headings"][item.level - 1]["name"])
    role = "body" if item.role in ("runin", "plain") else item.role
    return str(document.norms["texts"][role]["name"])
