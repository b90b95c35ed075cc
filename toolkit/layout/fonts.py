"""Fonts, sizes and colours (GB/T 9704-2012, 5.2.2, 5.2.4, 7.3.1, 7.3.3), and what sets words apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from toolkit.layout.deviation import Fault
from toolkit.layout.document import Document, fault, said
from toolkit.layout.formats import RunLook
from toolkit.layout.items import Item, Stretch, han
from toolkit.layout.roles import text_start

JUDGED = ("title", "subtitle", "date", "speaker", "byline", "salutation", "address", "body",
          "attachment", "note", "signature", "signed")  # fmt: skip
RUNNING = ("body", "runin", "address")
LATIN = re.compile(r"[0-9A-Za-z]")


def fonts(document: Document) -> Iterator[Fault]:
    """Find words in another font than their part of the report has."""
    for item, row, stretches in _parts(document):
        for stretch in _joined(stretches, _by("east")):
            if not han(stretch.text) or document.norms.family(stretch.look.east) in row["fonts"]:
                continue
            found = stretch.look.east or "没有设定的字体（随电脑而变）"
            who = stretch.look.said.get("east", "没有设定")
            name, rule = _called(row, document), row["font_rule"]
            if _leads(item, stretch, document):
                name, rule = "段首句", "lead-font"
            message = f"{name}字体是{found}（{who}），应为{'或'.join(row['fonts'])}"
            yield fault(rule, item, message, "", stretch.start, stretch.end)


def _called(row: Mapping[str, Any], document: Document) -> str:
    """Return what a part is called: all that is set like the text is one cause."""
    body = document.norms["texts"]["body"]
    return str(body["name"] if row["font_rule"] == body["font_rule"] else row["name"])


def _leads(item: Item, stretch: Stretch, document: Document) -> bool:
    """Tell whether words are the first sentence of a paragraph, set apart on purpose: 一是加强学习。"""
    norm = document.norms["lead"]
    if item.role != "body" or stretch.start > text_start(item) or stretch.end >= len(item.text):
        return False
    ends = stretch.text.rstrip()[-1:] in norm["ends"] and len(stretch.text) <= norm["length"]
    return ends and document.norms.family(stretch.look.east) in norm["fonts"]


def sizes(document: Document) -> Iterator[Fault]:
    """Find words in another size than their part of the report has."""
    body = document.norms["texts"]["body"]
    for item, own, stretches in _parts(document):
        # The size that a run-in heading shares with its paragraph is one fault, not two.
        row = body if item.role == "runin" and stretches[:1] and stretches[0].look.size == item.size else own
        allowed = row["size"] if isinstance(row["size"], list) else [row["size"]]
        for stretch in _joined(stretches, _by("size")):
            if not stretch.text.strip() or stretch.look.size in allowed:
                continue
            who = stretch.look.said.get("size", "没有设定")
            wanted = "、".join(_named(size, document) for size in allowed)
            found = f"{_called(row, document)}字号是 {_named(stretch.look.size, document)}（{who}）"
            yield fault(row["size_rule"], item, f"{found}，应为 {wanted}", "", stretch.start, stretch.end)


def _parts(document: Document) -> Iterator[tuple[Item, Mapping[str, Any], list[Stretch]]]:
    """Yield paragraphs, or the two parts of one with a run-in heading, with their norm and text."""
    texts, headings = document.norms["texts"], document.norms["headings"]
    for item in document.items:
        if item.role == "heading":
            yield item, headings[item.level - 1], item.stretches
        elif item.role == "runin" and headings[item.level - 1]["fonts"] != texts["body"]["fonts"]:
            lead, rest = _cut(item.stretches, item.lead)
            yield item, headings[item.level - 1], lead
            yield item, texts["body"], rest
        elif item.role == "runin":
            yield item, texts["body"], item.stretches
        elif item.role == "part":
            row = texts["part"]
            own = headings[min(item.level, len(headings)) - 1]["fonts"]
            yield item, {**row, "fonts": list(dict.fromkeys([*row["fonts"], *own]))}, item.stretches
        elif item.role in JUDGED:
            yield item, texts[item.role], item.stretches
        elif item.role == "plain" and item.look.align not in ("center", "right"):
            yield item, texts["body"], item.stretches


def _cut(stretches: list[Stretch], at: int) -> tuple[list[Stretch], list[Stretch]]:
    """Return the stretches before and behind a place."""
    before, behind = [], []
    for s in stretches:
        cut = min(max(at - s.start, 0), len(s.text))
        if cut:
            before.append(Stretch(s.start, s.start + cut, s.text[:cut], s.look))
        if cut < len(s.text):
            behind.append(Stretch(s.start + cut, s.end, s.text[cut:], s.look))
    return before, behind


def _joined(stretches: list[Stretch], alike: Callable[[RunLook], object]) -> Iterator[Stretch]:
    """Yield stretches, neighbours of one kind as one; what has no Han is of its neighbour's kind."""
    held: Stretch | None = None
    for stretch in stretches:
        if held and held.end == stretch.start and alike(held.look) == alike(stretch.look):
            held = Stretch(held.start, stretch.end, held.text + stretch.text, held.look)
            continue
        if held:
            yield held
        held = stretch
    if held:
        yield held


def _named(size: float, document: Document) -> str:
    """Return a size as people call it: 3 号（16 磅）."""
    name = document.norms["sizes"].get(said(size))
    return f"{name}（{said(size)} 磅）" if name else f"{said(size)} 磅"


# -- colours and what sets words apart ---------------------------------------------------------


def colours(document: Document) -> Iterator[Fault]:
    """Find words that are not black, but for the red head above the title."""
    darkest = document.norms["colour"]["most"]
    for item in document.items:
        if item.role == "red":
            continue
        for stretch in _joined(item.stretches, _by("colour")):
            if stretch.text.strip() and not _black(stretch.look.colour, darkest):
                who = stretch.look.said.get("colour", "")
                message = f"文字颜色是 {stretch.look.colour}（{who}），应为黑色"
                yield fault("text-colour", item, message, "", stretch.start, stretch.end)


def _black(colour: str, most: int) -> bool:
    if not colour:
        return True
    try:
        return all(int(colour[at : at + 2], 16) <= most for at in (0, 2, 4))
    except ValueError:
        return True


def emphasis(document: Document) -> Iterator[Fault]:
    """Find bold, slanted, underlined, marked, hidden, squeezed and stretched words."""
    stretch_norm = document.norms["stretch"]
    for item in document.items:
        if item.role in ("red", "box", "contents"):
            continue
        for key, rule, told in EMPHASIS:
            if key == "bold" and item.role in ("cell", "caption", "annex"):
                continue
            for stretch in _joined(item.stretches, _by(key)):
                if stretch.text.strip() and getattr(stretch.look, key):
                    who = stretch.look.said.get(key, "")
                    yield fault(rule, item, f"{told}（{who}）", "", stretch.start, stretch.end)
        yield from _squeezed(item, stretch_norm)


def _by(key: str) -> Callable[[RunLook], object]:
    """Return what tells apart looks that differ in one property, or in who says so."""
    return lambda look: (getattr(look, key), look.said.get(key))


EMPHASIS = (
    ("bold", "bold-text", "文字加粗，公文一般不加粗"),
    ("italic", "italic-or-underline", "文字用了斜体"),
    ("underline", "italic-or-underline", "文字加了下划线"),
    ("highlight", "highlighted-text", "文字留有突出显示的底色"),
    ("hidden", "hidden-text", "有隐藏文字，印发前应删去"),
)


def _squeezed(item: Item, norm: Mapping[str, Any]) -> Iterator[Fault]:
    if item.role not in RUNNING:
        return
    for stretch in _joined(item.stretches, lambda look: (look.scale, look.spacing)):
        look = stretch.look
        if not stretch.text.strip():
            continue
        if look.scale != 100:
            message = f"文字横向缩放到 {said(look.scale)}%（{look.said.get('scale', '')}）"
            yield fault("squeezed-text", item, message, "", stretch.start, stretch.end)
        elif abs(look.spacing) > norm["spacing"]:
            way = "加宽" if look.spacing > 0 else "紧缩"
            message = f"字符间距{way} {said(abs(look.spacing))} 磅（{look.said.get('spacing', '')}）"
            yield fault("squeezed-text", item, message, "", stretch.start, stretch.end)


# -- one font throughout -------------------------------------------------------------------------


def mixed(document: Document) -> Iterator[Fault]:
    """Find running text in two fonts of one family (仿宋 and 仿宋_GB2312), at the rarer one."""
    seen: Counter[str] = Counter()
    places: dict[str, tuple[Item, Stretch]] = {}
    body = document.norms["texts"]["body"]["name"]
    for item, row, stretches in _parts(document):
        for stretch in stretches:
            usual = document.norms.family(stretch.look.east) in row["fonts"]
            if usual and row["name"] == body and han(stretch.text):
                seen[stretch.look.east] += len(stretch.text)
                places.setdefault(stretch.look.east, (item, stretch))
    if len(seen) < 2:
        return
    common = seen.most_common(1)[0][0]
    for font in seen:
        if font != common:
            item, stretch = places[font]
            message = f"正文有的用{common}，有的用{font}，全文应只用一种"
            yield fault("mixed-fonts", item, message, "", stretch.start, stretch.end)


def digits(document: Document) -> Iterator[Fault]:
    """Find figures and Latin letters in an unusual font, in several, or in a Chinese one of another kind."""
    norm = document.norms["latin"]
    texts = [(item, stretch) for item in document.of(*RUNNING) for stretch in item.stretches]
    seen = Counter(stretch.look.latin for _, stretch in texts if LATIN.search(stretch.text))
    common = seen.most_common(1)[0][0] if seen else ""
    for item, _, stretches in _parts(document):
        for stretch in _joined(stretches, _by("latin")):
            font = stretch.look.latin
            odd = document.norms.family(font) not in norm["families"] or font != common
            figures = item.role in RUNNING and LATIN.search(stretch.text) is not None
            if _unlike(stretch, document) or (figures and odd):
                who = stretch.look.said.get("latin", "没有设定")
                told = f"数字、字母的字体是{font or '没有设定的字体'}（{who}），{norm['wanted']}"
                yield fault("digit-font", item, told, "", stretch.start, stretch.end)


def _unlike(stretch: Stretch, document: Document) -> bool:
    """Tell whether words have a Chinese font for Latin letters that is of another family than their own."""
    latin, east = document.norms.family(stretch.look.latin), document.norms.family(stretch.look.east)
    chinese = latin in document.norms["latin"]["chinese"]
    return chinese and latin != east and bool(stretch.text.strip())


def names(document: Document) -> Iterator[Fault]:
    """Find names of fonts that look like a family's, but that no system is known to have."""
    told: set[str] = set()
    for item in document.items:
        for stretch in item.stretches:
            font = stretch.look.east
            family = document.norms.family(font)
            if (
                font in told
                or font.lower() in document.norms.exact
                or family == font
                or not han(stretch.text)
            ):
                continue
            told.add(font)
            usual = document.norms["families"][family]["names"][0]
            message = f"没有听说过的字体名“{font}”，别的电脑上会换成另一种字体；{family}一般写“{usual}”"
            yield fault("font-name", item, message, "", stretch.start, stretch.end)
