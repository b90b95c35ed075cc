"""What stands where: captions, attachments, names, signatures, headings, empty lines, length."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from toolkit.layout.deviation import Fault
from toolkit.layout.document import Document, fault, said, whole
from toolkit.layout.items import Item
from toolkit.text import shaped
from toolkit.word.package import W

TWO = re.compile(r"(?:^|[\s\u3000长席记任：])(?P<name>[\u4e00-\u9fff]{2})\Z")
HALF = re.compile(r"(?P<name>[\u4e00-\u9fff][ \xa0\u2002\u2003]+[\u4e00-\u9fff])\Z")
MANY = re.compile(r"(?P<name>[\u4e00-\u9fff][ \xa0]*\u3000[ \xa0\u3000]+[\u4e00-\u9fff])\Z")
# 俞　志　平: the characters of a name of three are spread out.
SPREAD = re.compile(r"(?:^|\s)[\u4e00-\u9fff](?:\s+[\u4e00-\u9fff]){2,}\Z")
BREAKING = (f"{W}br", f"{W}sectPr", f"{W}drawing", f"{W}pict", f"{W}object")


def empty(document: Document) -> Iterator[Fault]:
    """Find empty lines: two and more in a row anywhere, single ones between paragraphs of text."""
    for group in _empty_rows(document.items):
        if len(group) >= _too_many(group, document):
            told = f"连续 {len(group)} 个空段，应删去，用段前段后间距或分页符留空"
            yield fault("empty-paragraphs", group[0], told)
        elif _amid(group[0], document):
            yield fault("blank-line", group[0], "正文段落之间有空行，应删去")


def _too_many(group: Sequence[Item], document: Document) -> int:
    """Return how many empty lines are too many: above the title and a signature the standard has some."""
    norm, last = document.norms["blanks"], group[-1].number
    below = document.items[last + 1].role if last + 1 < len(document.items) else ""
    return int(norm["above"].get(below, norm["row"]))


def _empty_rows(all_items: Sequence[Item]) -> Iterator[list[Item]]:
    row: list[Item] = []
    for item in all_items:
        if item.role == "empty" and not _breaks(item):
            row.append(item)
            continue
        if row:
            yield row
        row = []
    if len(row) > 1:  # Word itself needs one behind a table
        yield row


def _breaks(item: Item) -> bool:
    """Tell whether an empty paragraph has a purpose: a break, a section's end, a picture."""
    return any(next(e.iter(*BREAKING), None) is not None for e in item.paragraph.elements)


def _amid(item: Item, document: Document) -> bool:
    """Tell whether a paragraph stands between two of running text or headings."""
    if not 0 < item.number < len(document.items) - 1:
        return False
    around = document.items[item.number - 1], document.items[item.number + 1]
    return all(side.role in ("body", "runin", "heading") for side in around)


def captions(document: Document) -> Iterator[Fault]:
    """Find captions above their picture, and those that end in a full stop."""
    said_ = list(document.items)
    for number, item in enumerate(said_):
        if item.role != "caption":
            continue
        above = said_[number - 1] if number else None
        below = said_[number + 1] if number + 1 < len(said_) else None
        pictured = item.pictured or (above is not None and above.pictured)
        if not pictured and below is not None and below.role == "picture":
            yield fault("caption-position", item, "图注在图的上面，应在图的下一行")
        if item.words.endswith("。") and len(item.words) > 2:
            yield fault("caption-stop", item, "图注句末有句号，应删去", "", len(item.text.rstrip()) - 1)


def attachments(document: Document) -> Iterator[Fault]:
    """Find attachments that are not marked 附件1, in 黑体, on a page of their own."""
    for item in document.of("attachment"):
        mark = document.norms.patterns["attachment"].fullmatch(item.words)
        number = mark["number"] if mark else ""
        if number and not number.isdecimal():
            yield fault("attachment-mark", item, f"附件顺序号写成“{item.words}”，应用阿拉伯数字，如“附件1”")
        elif item.words[-1] in "：:.、．":
            yield fault("attachment-mark", item, f"附件标示“{item.words}”后面不加标点")


def speakers(document: Document) -> Iterator[Fault]:
    """Find names of two characters in the speaker's line that one full-width space does not part."""
    for item in document.of("speaker"):
        text = item.text.rstrip()
        if match := TWO.search(text):
            rule, told = "name-spacing", f"两字姓名“{match['name']}”中间应加一个全角空格"
        elif (match := HALF.search(text) or MANY.search(text)) and not SPREAD.search(text):
            rule, told = "name-space-width", "两字姓名中间应是一个全角空格，不是半角空格或几个空格"
        else:
            continue
        name = match["name"]
        yield fault(rule, item, told, f"{name[0]}\u3000{name[-1]}", match.start("name"), match.end())


def signatures(document: Document) -> Iterator[Fault]:
    """Find a signature below a report to the plenum, and one that does not stand at the right elsewhere."""
    norm = document.norms["signature"]
    plenum = _plenum(document)
    for item in document.of("signature", "signed"):
        if plenum:
            told = "大会报告末尾不落款，署名和日期在标题下面"
            yield fault("signature-block", item, told)
        elif item.look.align != "right" and item.look.length("left", item.size or 16) < norm["left"]:
            name = document.norms["texts"][item.role]["name"]
            yield fault("signature-position", item, f"{name}应居右，右空{norm['right']}字")


def _plenum(document: Document) -> bool:
    """Tell whether a document is a report that is read out at a plenary session."""
    title = "".join(item.words for item in document.of("title"))
    known = document.norms.patterns
    return bool(known["plenum"].search(title)) and any(True for _ in document.of("salutation"))


def length(document: Document) -> Iterator[Fault]:
    """Find reports that are too long to be read out."""
    if not _plenum(document):
        return
    count = sum(len(re.sub(r"\s", "", item.words)) for item in document.items)
    most = document.norms["length"]["plenum"]
    if count > most:
        minutes = round(count / document.norms["length"]["a_minute"])
        told = f"全文约 {count} 字，宣读约 {minutes} 分钟"
        yield whole("report-length", f"{told}；大会报告一般不超过 {most} 字")


def stranded(document: Document) -> Iterator[Fault]:
    """Find headings, titles of tables and lists that may stay behind alone at the foot of a page."""
    for item, below in itertools.pairwise(document.items):
        heads = item.role in ("heading", "part") or (item.role == "plain" and below.role in ("cell", "entry"))
        if heads and below.role != "empty" and not item.look.named.get("keep_next"):
            what = "标题" if item.role != "plain" else "表题"
            style = f"样式“{item.look.style}”" if item.look.style else "没有样式"
            yield fault("heading-stranded", item, f"{what}没有设“与下段同页”（{style}），可能孤留在页末")


def outlines(document: Document) -> Iterator[Fault]:
    """Find headings without an outline level: the navigation pane does not show them."""
    for item in document.of("heading"):
        if item.look.outline is None:
            yield fault("heading-outline", item, "标题没有大纲级别，导航窗格里看不到")


def title_shape(document: Document) -> Iterator[Fault]:
    """Find titles over several lines that form neither a trapezoid nor a diamond."""
    titles = list(document.of("title"))
    lines = [line for item in titles for line in re.split(r"\n", item.text) if line.strip()]
    widths = [len(line.strip()) for line in lines]
    if titles and len(widths) > 1 and not shaped(widths):
        told = f"标题各行 {'、'.join(map(said, widths))} 字，不成梯形或菱形"
        yield fault("title-shape", titles[0], told, "回行时词意完整、长短适宜")


def title_missing(document: Document) -> Iterator[Fault]:
    """Find text that the first page lacks: a break stands between title and text."""
    titles = [item for item in document.items if item.role == "title"]
    texts = [item for item in document.items if item.role in ("body", "runin", "heading")]
    if not titles or not texts:
        return
    between = document.items[titles[-1].number : texts[0].number + 1]
    apart = texts[0].sheet is not titles[-1].sheet and texts[0].sheet.new_page
    if apart or any(_page_break(item, first=item is between[0]) for item in between):
        yield fault("first-page-text", texts[0], "标题页上没有正文，公文首页必须显示正文")


def _page_break(item: Item, *, first: bool) -> bool:
    if item.look.named.get("page_break") and not first:
        return True
    marks = (mark for element in item.paragraph.elements for mark in element.iter(f"{W}br"))
    return any(mark.get(f"{W}type") == "page" for mark in marks)
