"""All rules over one document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from toolkit.layout import feet, fonts, frame, paper, spacing
from toolkit.layout.deviation import Deviation, Fault, Place, gathered
from toolkit.layout.document import Document
from toolkit.layout.formats import Formats
from toolkit.layout.items import items
from toolkit.layout.norms import Norms
from toolkit.layout.pages import Pages
from toolkit.layout.roles import name_roles
from toolkit.layout.sheets import sheets
from toolkit.word.opened import Opened
from toolkit.word.package import W
from toolkit.word.read import printed
from toolkit.word.story import paragraphs

QUOTED = 12  # so many characters of the words are quoted

RULES: tuple[Callable[[Document], Iterable[Fault]], ...] = (
    paper.size, paper.margins, paper.area, paper.characters,
    fonts.fonts, fonts.sizes, fonts.colours, fonts.emphasis, fonts.mixed, fonts.digits, fonts.names,
    spacing.lines, spacing.between, spacing.indents, spacing.alignment,
    frame.empty, frame.captions, frame.attachments, frame.speakers, frame.signatures, frame.length,
    frame.stranded, frame.outlines, frame.title_shape, frame.title_missing,
)  # fmt: skip


def judge(opened: Opened, norms: Norms) -> list[Deviation]:
    """Return every deviation from the standard, one for each cause, in the order of the document.

    Places are those of `toolkit.word.story.paragraphs`: paragraph n is line n of what `draft text` prints.
    """
    formats = Formats(opened, norms["style_names"])
    story = paragraphs(opened.document.find(f"{W}body"))
    sections = sheets(opened, story)
    found = items(opened, story, formats, sections)
    name_roles(found, norms)
    document = Document(opened, found, sections, norms)
    pages = Pages(found, norms)
    return gathered(_faults(document, formats), lambda fault: _place(document, pages, fault))


def _faults(document: Document, formats: Formats) -> Iterator[Fault]:
    for rule in RULES:
        yield from rule(document)
    yield from feet.page_number(document, formats)


def _place(document: Document, pages: Pages, fault: Fault) -> Place:
    item = document.items[fault.paragraph]
    words = printed(item.paragraph)[fault.start : fault.end].strip()
    shown = words if len(words) <= QUOTED else f"{words[: QUOTED - 1]}…"
    return Place(shown, item.look.style, pages(fault.paragraph), pages.sure)
