"""What each paragraph is in the report, by its words first and by its looks where words do not tell.

title, subtitle, date, speaker, byline, salutation, aside (the head); part, heading (with a level), runin (a
heading that leads a paragraph); address, epigraph, body, plain (a short
line of text), entry (of a numbered list); caption, attachment,
annex (the title of one), note (附件：…), signature, signed (its date); cell, box, contents, red, empty.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from toolkit.layout.items import BLANK, Item, han
from toolkit.layout.norms import Norms

TEXT = ("body", "runin", "address")
HEAD = ("subtitle", "date", "byline", "speaker")
STOPS = "。！？；：，、"
OPEN = "；：，、"
HEAD_LINES = 16
LISTED = 3  # numbers of this level and below count the entries of lists, too
RED = re.compile(r"[A-F][0-9A-F][0-5][0-9A-F][0-5][0-9A-F]\Z")


def name_roles(all_items: Sequence[Item], norms: Norms) -> None:
    """Set role, level and lead of every paragraph."""
    flow = []
    for item in all_items:
        item.role = _outside(item)
        if not item.role:
            flow.append(item)
    below = _head(flow, norms)
    for item in flow[below:]:
        item.role, level, item.lead = _alone(item, norms)
        item.level = level or item.level
    _greeting(flow, below)
    _entries(flow[below:])
    _captions(all_items, norms)
    _ending(flow[below:], norms)


def _outside(item: Item) -> str:
    """Return the role of what is no line of the report's own text, or an empty string."""
    if item.boxed:
        return "box"
    if item.cell:
        return "cell"
    if not item.words:
        return "picture" if item.pictured else "empty"
    return "contents" if item.look.style.lower().startswith(("toc", "目录")) else ""


# -- the head ------------------------------------------------------------------------------


def _head(flow: Sequence[Item], norms: Norms) -> int:
    """Name the lines above the text; return how many there are."""
    titled: list[Item] = []
    for number, item in enumerate(flow[:HEAD_LINES]):
        next_ones = flow[number + 1 : number + 5]
        role = _head_role(item, next_ones, titled, norms)
        if not role and _aside(item, next_ones, norms):
            role = "aside"
        if not role:
            return number
        item.role = role
        if role == "salutation":
            return number + 1
        if role == "title":
            titled.append(item)
    return min(len(flow), HEAD_LINES)


def _head_role(item: Item, next_ones: Sequence[Item], titled: Sequence[Item], norms: Norms) -> str:
    text, known = item.words, norms.patterns
    if known["salutation"].fullmatch(text):
        return "salutation"
    if not titled:
        return _above_title(item, norms)
    if _titles(item, norms) and _title_goes_on(item, titled[-1], norms):
        return "title"
    for name in HEAD:
        if known[name].fullmatch(text) and (name != "speaker" or _speaks(item, next_ones, norms)):
            return name
    return "date" if known["bracketed"].fullmatch(text) else ""


def _above_title(item: Item, norms: Norms) -> str:
    """Return the role of a line where no title has come yet: the title itself, or what stands above it."""
    text, known = item.words, norms.patterns
    if _red(item) or known["above"].fullmatch(text):
        return "red"
    named = (("subtitle", "subtitle"), ("date", "date"), ("bracketed", "date"))
    found = next((role for name, role in named if known[name].fullmatch(text)), "")
    return found or ("title" if _titles(item, norms) else "")


def _aside(item: Item, next_ones: Sequence[Item], norms: Norms) -> bool:
    """Tell whether a short line among those of the head is none of them: where the text was copied from."""
    known = norms.patterns
    goes_on = any(known[name].fullmatch(o.words) for o in next_ones for name in ("subtitle", "salutation"))
    return goes_on and len(item.words) <= norms["length"]["heading"] and "。" not in item.words


def _red(item: Item) -> bool:
    """Tell whether a line is red all over, as the name above the red line is."""
    colours = [stretch.look.colour for stretch in item.stretches if stretch.text.strip()]
    return bool(colours) and all(RED.match(colour) for colour in colours)


def _titles(item: Item, norms: Norms) -> bool:
    text = item.words
    if len(text) > norms["length"]["title"] or text[-1] in STOPS:
        return False
    return not _level(text, norms) and not norms.patterns["attachment"].fullmatch(text)


def _title_goes_on(item: Item, last: Item, norms: Norms) -> bool:
    """A title over several paragraphs: only the last says what it is, or all look alike and large."""
    known = norms.patterns
    others = ("subtitle", "date", "byline", "bracketed", "part")
    if any(known[name].fullmatch(item.words) for name in others):
        return False
    if known["ends"].search(last.words):
        return False
    formal = known["formal"].search(last.words)
    if formal and (known["ends"].search(item.words) or known["formal"].search(item.words)):
        return True
    return item.size == last.size >= norms["length"]["large"] and item.look.style == last.look.style


def _speaks(item: Item, next_ones: Sequence[Item], norms: Norms) -> bool:
    """Tell whether a line of a name's shape is one: the salutation or the date stands by."""
    known = norms.patterns
    near = any(known[name].fullmatch(other.words) for other in next_ones for name in ("salutation", "date"))
    return near or item.look.align == "center"


# -- the text ------------------------------------------------------------------------------


def _level(text: str, norms: Norms) -> int:
    """Return the level of the number that a text begins with, 0 without one."""
    return next((n for n, number in enumerate(norms.levels, 1) if number.match(text)), 0)


def _alone(item: Item, norms: Norms) -> tuple[str, int, int]:
    """Return role, level and lead of a paragraph by itself."""
    text, known, length = item.words, norms.patterns, norms["length"]
    if known["salutation"].fullmatch(text):
        return "address", 0, 0
    if known["attachment"].fullmatch(text):
        return "attachment", 0, 0
    if known["note"].match(text) and len(text) <= length["note"]:
        return "note", 0, 0
    if _quotes(item, norms):
        return "epigraph", 0, 0
    level = _level(text, norms)
    stop = text.find("。") + 1
    alone = len(text) <= length["heading"] and stop in (0, len(text)) and text[-1] not in OPEN
    if level and alone:
        return "heading", level, 0
    lead = _lead(item, level, norms) if level else 0
    if 0 < lead <= length["run_in"]:
        return "runin", level, lead
    return _unmarked(item, stop, norms), 0, 0


def _quotes(item: Item, norms: Norms) -> bool:
    """Tell whether a short paragraph is a saying above the text: its style says so, and its font fits."""
    row = norms["epigraph"]
    if len(item.words) > row["length"] or item.look.outline is not None or _level(item.words, norms):
        return False
    styled = item.look.style.lower() in row["styles"]
    families = {norms.family(s.look.east) for s in item.stretches if han(s.text)}
    return styled and families <= set(row["fonts"])


def _unmarked(item: Item, stop: int, norms: Norms) -> str:
    text = item.words
    short = len(text) <= norms["length"]["heading"] and text[-1] not in STOPS
    if short and (item.look.outline is not None or norms.patterns["part"].fullmatch(text)):
        item.level = (item.look.outline or 0) + 1
        return "part"
    return "plain" if short and not stop else "body"


def _lead(item: Item, level: int, norms: Norms) -> int:
    """Return where a run-in heading ends: at its first full stop, or before it where its font does."""
    stop = item.text.find("。") + 1
    fonts = norms["headings"][level - 1]["fonts"]
    end = 0
    for stretch in item.stretches:
        if han(stretch.text) and norms.family(stretch.look.east) not in fonts:
            break
        end = stretch.end
    ends = 0 < end < (stop or len(item.text)) and item.text[:end].rstrip()[-1:] in STOPS
    return end if ends else stop


def _greeting(flow: Sequence[Item], below: int) -> None:
    """Name the salutation where something was typed between it and the head."""
    if any(item.role == "salutation" for item in flow[:below]):
        return
    for item in flow[below : below + HEAD_LINES]:
        if item.role == "address" and item.words[-1] in "：:":
            item.role = "salutation"
            return


def _entries(flow: Sequence[Item]) -> None:
    """Name the entries of numbered lists: 1. 2. 3. without text between them are no headings."""
    found = []
    for number, item in enumerate(flow):
        next_ones = flow[number + 1 : number + 3]
        if item.role != "heading" or item.level < LISTED:
            continue
        if next_ones[1:] and next_ones[0].role == "plain":
            next_ones = next_ones[1:]
        follows = next_ones[:1] and next_ones[0].role == "heading" and next_ones[0].level == item.level
        found += [item, next_ones[0]] if follows else []
    for item in found:
        item.role, item.level = "entry", 0


def _captions(all_items: Sequence[Item], norms: Norms) -> None:
    """Name the short lines that belong to pictures: below one, or above one and called a figure."""
    said = norms.patterns["caption"]
    for before, item in zip([None, *all_items], all_items, strict=False):
        if item.role not in ("plain", "body", "part") or len(item.words) > norms["caption"]["length"]:
            continue
        styled = item.look.style.lower() in norms["caption"]["styles"]
        # A sentence below a picture is one of the text again, unless it is set apart as a caption is.
        below = before is not None and before.role == "picture" and _set_apart(item, norms)
        if styled or said.match(item.words) or below:
            item.role = "caption"


def _set_apart(item: Item, norms: Norms) -> bool:
    return item.look.align == "center" or item.role == "plain" or item.size < norms["texts"]["body"]["size"]


def _ending(flow: Sequence[Item], norms: Norms) -> None:
    """Name signature and date behind the last paragraph of text, and the titles of attachments."""
    known = norms.patterns
    for before, item in itertools.pairwise(flow):
        if before.role == "attachment" and item.role in ("plain", "part", "body") and len(item.words) <= 60:
            item.role = "annex"
    for number, item in _last_lines(flow):
        if known["signed"].fullmatch(item.words):
            item.role = "signed"
            above = flow[number - 1] if number else item
            if above.role == "plain" and _signs(above, norms):
                above.role = "signature"
        elif number == len(flow) - 1 and _signs(item, norms) and item.look.align == "right":
            item.role = "signature"


def _last_lines(flow: Sequence[Item]) -> Iterator[tuple[int, Item]]:
    """Yield the plain lines behind the last text of a text's end: of the report, or before an attachment."""
    for number, item in enumerate(flow):
        ends = number + 1 == len(flow) or flow[number + 1].role in ("attachment", "signed")
        close = ends or flow[number + 1].role == "plain"
        if item.role == "plain" and close and number > len(flow) // 3:
            yield number, item


def _signs(item: Item, norms: Norms) -> bool:
    """Tell whether a line names who signs: an organ, no stop in it."""
    return bool(norms.patterns["signs"].search(item.words)) and han(item.words) >= 3


def text_start(item: Item) -> int:
    """Return how much white space is typed before a paragraph's text."""
    return len(item.text) - len(item.text.lstrip(BLANK))
