"""The page number (GB/T 9704-2012, 7.5): a field, between dashes, its font, and on which side it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from toolkit.layout.deviation import Fault
from toolkit.layout.document import Document, said, whole
from toolkit.layout.formats import Formats, ParagraphLook, RunLook
from toolkit.layout.sheets import Sheet
from toolkit.word.numbering import ON
from toolkit.word.package import DRAWING, W
from toolkit.word.story import MC

FIELD = "#"
PAGE = re.compile(r"\bPAGE\b", re.IGNORECASE)
DASHED = re.compile(r"[\s\u3000]*[—―]\s*#\s*[—―][\s\u3000]*\Z")
ANCHOR = f"{{{DRAWING}/wordprocessingDrawing}}"


@dataclass(frozen=True)
class Foot:
    """The paragraph of a footer that holds the page number; `text` has `FIELD` in the number's place."""

    text: str
    look: ParagraphLook
    runs: tuple[RunLook, ...]
    side: str
    gap: float


def page_number(document: Document, formats: Formats) -> Iterator[Fault]:
    """Find missing and wrongly made page numbers; each cause once, whatever sections share it."""
    norm = document.norms["page_number"]
    apart = _apart(document)
    seen: set[tuple[str, str]] = set()
    for sheet in document.sheets:
        feet = {kind: _foot(document, formats, sheet.feet[kind]) for kind in _kinds(sheet, apart)}
        for found in _judged(feet, norm, document, sheet, apart):
            if (found.rule, found.message) not in seen:
                seen.add((found.rule, found.message))
                yield found


def _kinds(sheet: Sheet, apart: bool) -> list[str]:
    kinds = ["default", *(["even"] if apart else []), *(["first"] if sheet.first_apart else [])]
    return [kind for kind in kinds if kind in sheet.feet]


def _apart(document: Document) -> bool:
    """Tell whether odd and even pages have feet of their own."""
    for part in document.opened.related("settings"):
        found = document.opened.xml(part).find(f"{W}evenAndOddHeaders")
        if found is not None:
            return found.get(f"{W}val") in ON
    return False


def _judged(
    feet: dict[str, Foot | None], norm: Any, document: Document, sheet: Sheet, apart: bool
) -> Iterator[Fault]:
    there = {kind: foot for kind, foot in feet.items() if foot is not None}
    if not there:
        yield whole("page-number", "没有页码（页脚里没有页码域）", norm["hint"])
        return
    if apart and "even" not in there:
        yield whole("page-number", "双页没有页码", norm["hint"])
    if apart and "default" not in there:
        yield whole("page-number", "单页没有页码", norm["hint"])
    if sheet.first_apart and "first" not in there:
        yield whole("page-number", "首页没有页码（设了“首页不同”）", norm["hint"])
    for foot in there.values():
        text = _numbered(foot.text, sheet)
        if not DASHED.match(text):
            shown = text.strip().replace(FIELD, "1")
            yield whole("page-number", f"页码写成“{shown}”，应为“— 1 —”（数字左右各一条一字线）")
        yield from _fonts(foot, norm, document)
    yield from _sides(there, norm, apart)


def _numbered(text: str, sheet: Sheet) -> str:
    """Return a foot's text with what the section's number format adds to the number."""
    found = None if sheet.element is None else sheet.element.find(f"{W}pgNumType")
    dashed = found is not None and found.get(f"{W}fmt") == "numberInDash"
    return text.replace(FIELD, f"- {FIELD} -") if dashed else text


def _fonts(foot: Foot, norm: Any, document: Document) -> Iterator[Fault]:
    named, size, sizes = norm["font"], norm["size"], document.norms["sizes"]
    for look in foot.runs:
        font, who = look.latin or "未设定", look.said.get("latin", "未设定")
        if document.norms.family(look.latin) != named:
            yield whole("page-number-font", f"页码字体是{font}（{who}），应为半角{named}")
        if look.size != size:
            who = look.said.get("size", "未设定")
            found = f"页码字号是 {said(look.size)} 磅（{who}）"
            yield whole("page-number-font", f"{found}，应为 {sizes.get(said(size), '')}（{said(size)} 磅）")


def _sides(there: dict[str, Foot], norm: Any, apart: bool) -> Iterator[Fault]:
    names = {"center": "居中", "right": "居右", "left": "居左"}
    wanted = "应为单页居右、双页居左，各空一字"
    sides = {"default": ("单页", "right"), "even": ("双页", "left"), "first": ("首页", "right")}
    for kind, foot in there.items():
        name, side = sides[kind]
        if foot.side == "outside":
            continue
        if not apart:
            told = f"页码每页都{names.get(foot.side, foot.side)}，{wanted}"
            yield whole("page-number-side", told, norm["apart"])
        elif foot.side != side:
            yield whole("page-number-side", f"{name}页码{names.get(foot.side, foot.side)}，{wanted}")
        elif not norm["gap"][0] <= foot.gap <= norm["gap"][1]:
            yield whole("page-number-side", f"{name}页码空 {said(foot.gap)} 字，应空一字")


# -- reading ---------------------------------------------------------------------------------


def _foot(document: Document, formats: Formats, part: str) -> Foot | None:
    """Return the paragraph of a footer that holds the page number."""
    if part not in document.opened.parts:
        return None
    root = document.opened.xml(part)
    for element in root.iter(f"{W}p"):
        if any(a.tag == f"{MC}Fallback" for a in element.iterancestors()):
            continue
        text, runs = _content(element)
        if FIELD in text:
            return _read(element, text, runs, formats, document.norms["page_number"]["size"])
    return None


def _content(element: Any) -> tuple[str, list[Any]]:
    """Return a paragraph's own text with `FIELD` for the page number, and the runs that show it."""
    text, runs, begun, code = "", [], 0, ""
    for child in _own(element):
        if child.tag == f"{W}fldSimple" and PAGE.search(child.get(f"{W}instr") or ""):
            text += FIELD
        elif child.tag == f"{W}instrText":
            code += child.text or ""
        elif child.tag == f"{W}fldChar":
            kind = child.get(f"{W}fldCharType")
            if kind == "begin":
                begun = len(text)
            elif kind == "end" and PAGE.search(code):
                text = text[:begun] + FIELD
            code = code if kind == "separate" else ""
        elif child.tag == f"{W}t":
            text += "" if _numbers(child) else child.text or ""
            runs += [child.getparent()] if (child.text or "").strip() else []
    return text, runs


def _numbers(element: Any) -> bool:
    """Tell whether a text is the page number that a simple field shows."""
    fields = (ancestor for ancestor in element.iterancestors() if ancestor.tag == f"{W}fldSimple")
    return any(PAGE.search(field.get(f"{W}instr") or "") for field in fields)


def _own(element: Any) -> Iterator[Any]:
    """Yield what stands in a paragraph itself, not in text boxes that hang on it."""
    for child in element.iterchildren():
        if child.tag in (f"{W}drawing", f"{W}pict", f"{MC}AlternateContent", f"{W}pPr", f"{W}rPr"):
            continue
        yield child
        yield from _own(child)


def _read(element: Any, text: str, runs: list[Any], formats: Formats, size: float) -> Foot:
    look = formats.paragraph(element)
    looks = tuple(dict.fromkeys(formats.run(element, run) for run in runs)) or (formats.run(element, None),)
    side = _side(element, look)
    typed = {"right": r"\u3000$", "left": r"^\u3000"}.get(side)
    gap = look.length(side, size) if side in ("left", "right") else 0.0
    if typed and re.search(typed, text):
        gap += 1.0
    return Foot(text, look, looks, side, gap)


def _side(element: Any, look: ParagraphLook) -> str:
    """Return where the number stands: as its text box, its frame or its paragraph says."""
    for ancestor in element.iterancestors():
        if ancestor.tag == f"{ANCHOR}anchor":
            found = ancestor.find(f"{ANCHOR}positionH/{ANCHOR}align")
            return str(found.text) if found is not None and found.text else "left"
    frame = look.named.get("frame")
    if frame in ("outside", "inside", "center", "right", "left"):
        return str(frame)
    return {"both": "left", "distribute": "center"}.get(look.align, look.align)
