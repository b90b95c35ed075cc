"""What each paragraph is in the document: title block, heading, caption, list entry or text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.decompose.knowledge import Knowledge
from toolkit.decompose.normal import squeezed
from toolkit.decompose.paragraphs import BODY, Paragraph

TEXT = "body"
HEAD_ROLES = ("subtitle", "date", "speaker", "byline", "note")
SAID = 8  # a line as long as this that the title has said already is the title again
STOPS = "。！？；：，、!?;:,"
NAMES = re.compile(  # of people, and not a heading of two times four characters
    r"(?![\u4e00-\u9fff]{4}(?:\s+[\u4e00-\u9fff]{4})+\Z)"
    r"[\u4e00-\u9fff·]{1,4}(?: {0,3}[\u4e00-\u9fff])?(?:\s+[\u4e00-\u9fff](?: {0,3}[\u4e00-\u9fff·]){1,3})+\Z"
)
ENTRY = re.compile(r"[■□▲●◆★]|提案(?:者|人|单位)\s*：")


def is_text(text: str) -> bool:
    """Tell whether a paragraph is running text: a sentence of some length."""
    return len(text) > BODY and any(mark in text for mark in "。；，")


def roles_of(paragraphs: Sequence[Paragraph], known: Knowledge) -> list[str]:
    """Return the role of each paragraph.

    title, subtitle, date, speaker, byline, note and salutation (the title block), signature, address,
    caption, entry (of a list), plain (a short line that may be a heading) or body.
    """
    roles = [_alone(paragraph, known) for paragraph in paragraphs]
    _title_block(paragraphs, roles, known)
    _lists(paragraphs, roles, known)
    _ending(paragraphs, roles, known)
    return roles


def _alone(paragraph: Paragraph, known: Knowledge) -> str:
    """Return what a paragraph is by itself, whatever stands beside it."""
    text = paragraph.text
    if len(text) <= BODY and known.head["salutation"].fullmatch(text):
        return "address"
    if "\t" in paragraph.raw or (paragraph.looks.cell and len(text) <= BODY):
        return "entry"
    if text[-1] in STOPS or len(text) > known.lengths["max_own"] or "。" in text:
        return TEXT
    looks = paragraph.looks
    if looks.level or looks.bold or looks.number or _marked(text, known):
        return "plain"
    if "；" in text:
        return TEXT
    return "caption" if is_caption(text, known) else "plain"


def _marked(text: str, known: Knowledge) -> bool:
    return any(mark.pattern.match(text) for mark in known.marks)


def is_caption(text: str, known: Knowledge) -> bool:
    """Tell whether a short line without a full stop says what a picture shows."""
    if len(text) > known.caption_length:
        return False
    cues = known.captions
    if cues["start"].match(text):
        return True
    if known.parts.match(text) or cues["not_start"].match(text):
        return False
    if cues["dated"].match(text):
        return len(text) > 14
    return bool(re.match(cues["subject"].pattern + cues["event"].pattern, text))


# -- the head ----------------------------------------------------------------------------------


def _title_block(paragraphs: Sequence[Paragraph], roles: list[str], known: Knowledge) -> None:
    """Name the lines above the text: title, subtitle, date, speaker, byline, salutation."""
    titled = False
    for number, paragraph in enumerate(paragraphs[:16]):
        text = paragraph.text
        role = _head_role(text, roles[number], known)
        named = titled and role == "speaker" and _title_goes_on(paragraphs, roles, number, known)
        if named or (role == "speaker" and not _speaks(paragraphs, roles, number, known)):
            role = ""
        if role == "address":
            roles[number] = "salutation"
            return
        if not titled and _label(paragraphs, roles, number, known):
            roles[number] = "note"
        elif role in HEAD_ROLES and (titled or role == "byline" or not number):
            roles[number] = role
        elif roles[number] not in ("plain", "caption") or len(text) > known.lengths["max_own"]:
            return
        elif not titled or _title_goes_on(paragraphs, roles, number, known):
            roles[number] = "title"
            titled = True
        else:
            return


def _label(paragraphs: Sequence[Paragraph], roles: Sequence[str], number: int, known: Knowledge) -> bool:
    """Tell whether a line is the name of the column or the place that a page sets above its title."""
    below = number + 1
    if roles[number] != "plain" or below >= len(paragraphs) or roles[below] not in ("plain", "caption"):
        return False
    title = paragraphs[below].text
    heads = _marked(title, known) or known.parts.fullmatch(title)
    return len(title) > SAID and not heads and bool(known.head["label"].fullmatch(paragraphs[number].text))


def _speaks(paragraphs: Sequence[Paragraph], roles: Sequence[str], number: int, known: Knowledge) -> bool:
    """Tell whether a line of a name's shape is one: it stands by the date or before the salutation."""
    if paragraphs[number].looks.level:
        return False
    near = range(number + 1, min(number + 3, len(paragraphs)))
    follows = any(roles[at] == "address" or known.head["date"].fullmatch(paragraphs[at].text) for at in near)
    return follows or (number > 0 and roles[number - 1] in ("date", "subtitle") and number < 8)


def _head_role(text: str, role: str, known: Knowledge) -> str:
    if role == "address":
        return role
    for name in ("subtitle", "date", "byline", "speaker", "note"):
        if known.head[name].fullmatch(text):
            return name
    return ""


def _title_goes_on(
    paragraphs: Sequence[Paragraph], roles: Sequence[str], number: int, known: Knowledge
) -> bool:
    """A title over several lines: its first lines name the organ, and only the last says what it is."""
    before = paragraphs[number - 1].text
    if roles[number - 1] != "title":
        return False
    text = paragraphs[number].text
    if len(text) > SAID and squeezed(text) in squeezed(before):
        return True
    if known.head["ends"].search(before):
        return False
    formal = known.head["formal"]
    if _marked(text, known) or known.parts.fullmatch(text):
        return False
    return bool(formal.search(before) and known.head["ends"].search(text)) or bool(
        formal.search(before) and formal.search(text) and len(before) < 30
    )


# -- lists and the end ----------------------------------------------------------------------------


def _lists(paragraphs: Sequence[Paragraph], roles: list[str], known: Knowledge) -> None:
    """Name the entries of honours lists: everything in one but the titles that say how many they are."""
    listing = False
    for number, paragraph in enumerate(paragraphs):
        text = paragraph.text
        if roles[number] in ("title", "subtitle"):
            continue
        if roles[number] == TEXT and is_text(text):
            listing = False
        elif roles[number] in ("plain", "caption") and known.honours.search(text) and len(text) <= BODY:
            listing = listing or _list_follows(paragraphs, roles, number, known)
            roles[number] = "plain" if listing else roles[number]
        elif listing and roles[number] != "entry":
            counted = known.counted.search(text) and not ENTRY.match(text)
            roles[number] = "plain" if counted else "entry"
        elif roles[number] == "plain" and NAMES.match(text) and number > 3:
            roles[number] = "entry"


def _list_follows(
    paragraphs: Sequence[Paragraph], roles: Sequence[str], number: int, known: Knowledge
) -> bool:
    below = list(zip(paragraphs[number + 1 : number + 6], roles[number + 1 : number + 6], strict=True))
    if known.counted.search(paragraphs[number].text):
        return bool(below) and not is_text(below[0][0].text)
    return any(role == "entry" or known.counted.search(p.text) for p, role in below[:4])


def _ending(paragraphs: Sequence[Paragraph], roles: list[str], known: Knowledge) -> None:
    """Name the signature in brackets and other short lines behind the last paragraph of text."""
    last = max((n for n, p in enumerate(paragraphs) if is_text(p.text)), default=len(paragraphs))
    ends = [known.head[name] for name in ("signature", "byline", "date")]
    for number in range(last + 1, len(paragraphs)):
        if any(form.fullmatch(paragraphs[number].text) for form in ends):
            roles[number] = "signature"
