"""Charts and pictures of a person's document brought up to date in place, as they formatted them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from typing import Any

from lxml import etree

from toolkit.figures import format_number
from toolkit.model import Chart, Picture
from toolkit.word.charts import heads
from toolkit.word.drawings import TYPES, Drawings, scaled
from toolkit.word.opened import Opened
from toolkit.word.package import DRAWING, OFFICE
from toolkit.word.workbook import workbook

C = f"{{{DRAWING}/chart}}"
A = f"{{{DRAWING}/main}}"
R = f"{{{OFFICE}/relationships}}"
WP = f"{{{DRAWING}/wordprocessingDrawing}}"
ROUNDING = 0.01  # share by which editors round a picture's size
NUMBERED = re.compile(r"/(?:image|chart|Microsoft_Excel_Sheet)\D*(\d+)\.")


def new_drawings(opened: Opened, layout: Mapping[str, Any]) -> Drawings:
    """Return the maker of drawings that join a document: its ids and parts continue theirs."""
    ids = [row[0] for row in opened.relations(opened.main)]
    numbers = [int(m[1]) for name in opened.parts if (m := NUMBERED.search(name))]
    drawn = [int(e.get("id") or 0) for e in opened.document.iter(f"{WP}docPr")]
    first = max((int(n) for id_ in ids for n in re.findall(r"\d+", id_)), default=0) + 1
    return Drawings(layout, first, max([0, *numbers, *drawn]))


def adopt(opened: Opened, drawings: Drawings, pictures: Mapping[str, bytes]) -> None:
    """Put the parts behind new drawings into the document."""
    for name, data in drawings.parts(pictures).items():
        opened.parts[name] = data.encode() if isinstance(data, str) else data
    for extension, type_ in drawings.defaults().items():
        opened.content_type(f"x.{extension}", type_)
    for name, type_ in drawings.overrides().items():
        opened.content_type(name, type_)
    for id_, kind, target in drawings.relations:
        opened.relate(id_, kind, target)


def redraw_chart(
    opened: Opened, elements: Iterable[Any], old: Chart, new: Chart, layout: Mapping[str, Any]
) -> bool:
    """Put new values into a chart; False where a person changed its data, and nothing is done."""
    for element in elements:
        for found in element.iter(f"{C}chart"):
            targets = {id_: t for id_, _, t in opened.relations(opened.main)}
            part = targets.get(found.get(f"{R}id", ""), "")
            if part in opened.parts and _refill(opened, part, old, new, layout):
                return True
    return False


def _refill(opened: Opened, part: str, old: Chart, new: Chart, layout: Mapping[str, Any]) -> bool:
    root = opened.xml(part)
    labels, values = _cache(root, "cat"), _cache(root, "val")
    told = [v.text or "" for v in values]
    same = [v.text for v in labels] == [p.label for p in old.points] and len(told) == len(old.points)
    if not same or len(old.points) != len(new.points) or old.kind != new.kind:
        return False
    if any(not _number(t, p.value) for t, p in zip(told, old.points, strict=True)):
        return False
    book = next((t for _, kind, t in opened.relations(part) if kind.endswith("/package")), "")
    if book in opened.parts and opened.parts[book] != workbook(old.points, *heads(old, layout)):
        return False
    for label, value, point in zip(labels, values, new.points, strict=True):
        label.text, value.text = point.label, format_number(point.value)
    for text in root.iter(f"{A}t"):
        if text.text == old.text:
            text.text = new.text
    if book in opened.parts:
        opened.replace(book, workbook(new.points, *heads(new, layout)))
    data = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    opened.replace(part, data)
    return True


def _cache(root: Any, kind: str) -> list[Any]:
    return [v for element in root.iter(f"{C}{kind}") for v in element.iter(f"{C}v")]


def _number(text: str, value: Any) -> bool:
    try:
        return abs(float(text) - float(value)) < 1e-6
    except ValueError:
        return False


def redraw_picture(
    opened: Opened,
    elements: Iterable[Any],
    old: Picture,
    new: Picture,
    data: bytes,
    layout: Mapping[str, Any],
) -> bool:
    """Exchange a picture; False where a person put another one there or scaled it."""
    for element in elements:
        for blip in element.iter(f"{A}blip"):
            inline = next(blip.iterancestors(f"{WP}inline"), None)
            if inline is None or not _has_size(inline, scaled(old, layout)):
                continue
            numbers = [int(m[1]) for name in opened.parts if (m := NUMBERED.search(name))]
            folder = posixpath.dirname(opened.main)
            name = f"{folder}/media/image{max([0, *numbers]) + 1}.{new.format}"
            blip.set(f"{R}embed", opened.add("image", name, TYPES[new.format], data))
            _resize(inline, scaled(new, layout), new.alt)
            return True
    return False


def _has_size(inline: Any, size: tuple[int, int]) -> bool:
    extent = inline.find(f"{WP}extent")
    there = [int(extent.get(name, "0")) for name in ("cx", "cy")] if extent is not None else [0, 0]
    return all(abs(a - b) <= ROUNDING * b for a, b in zip(there, size, strict=True))


def _resize(inline: Any, size: tuple[int, int], alt: str) -> None:
    for element in [*inline.iter(f"{WP}extent"), *inline.iter(f"{A}ext")]:
        if element.get("cx"):
            element.set("cx", str(size[0]))
            element.set("cy", str(size[1]))
    for properties in inline.iter(f"{WP}docPr"):
        properties.set("descr", alt)
