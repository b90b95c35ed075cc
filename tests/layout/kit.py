"""Judging files in tests, and hands that spoil a layout in one place, by python-docx."""

from __future__ import annotations

import copy
import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from toolkit.layout.deviation import Deviation
from toolkit.layout.judge import judge
from toolkit.layout.norms import Norms, norms
from toolkit.pack.pack import Pack
from toolkit.word.opened import open_docx
from toolkit.word.read import paragraph_texts

Hand = Callable[[Any], None]


@functools.cache
def the_norms() -> Norms:
    """The norms of the built-in pack."""
    return norms(Pack())


@functools.cache
def severity(rule: str) -> str:
    """The severity that a rule's record states."""
    return str(Pack().data(f"rules/{rule}.yaml")["severity"])


def judged(path: Path) -> list[Deviation]:
    """What the layout check says of a file."""
    return judge(open_docx(path), the_norms())


def errors(path: Path) -> list[Deviation]:
    """What it says at error level."""
    return [found for found in judged(path) if severity(found.rule) == "error"]


def texts(path: Path) -> list[str]:
    """The lines that `draft text` prints."""
    return paragraph_texts(open_docx(path).document)


def spoil(source: Path, target: Path, *changes: Hand) -> Path:
    """Save a copy of a file with some changes."""
    document = Document(str(source))
    for change in changes:
        change(document)
    document.save(str(target))
    return target


def number_of(source: Path, style: str, n: int) -> int:
    """The story's number of the n-th paragraph of a style, in a report without tables."""
    found = [at for at, p in enumerate(Document(str(source)).paragraphs) if p.style.name == style]
    return found[n]


# -- hands ---------------------------------------------------------------------------------


def element(name: str, **attributes: str) -> Any:
    """Make a w: element with w: attributes."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def on(style: str, n: int, *changes: Callable[[Any], None]) -> Hand:
    """Change the n-th paragraph of a style."""

    def make(document: Any) -> None:
        there = [p for p in document.paragraphs if p.style.name == style]
        for change in changes:
            change(there[n])

    return make


def words(*changes: Callable[[Any], None]) -> Callable[[Paragraph], None]:
    """Change six characters in the midst of a paragraph, in a run of their own."""

    def make(paragraph: Paragraph) -> None:
        longest = max(paragraph.runs, key=lambda one: len(one.text))
        text, half = longest.text, len(longest.text) // 2
        assert len(text) > 20, "too short to have words in its midst"
        parts = [longest]
        for _ in range(2):
            made = copy.deepcopy(longest._element)
            parts[-1]._element.addnext(made)
            parts.append(Run(made, paragraph))
        cuts = (text[:half], text[half : half + 6], text[half + 6 :])
        for part, said_ in zip(parts, cuts, strict=True):
            part.text = said_
        for change in changes:
            change(parts[1])

    return make


def runs(*changes: Callable[[Any], None]) -> Callable[[Paragraph], None]:
    """Change each run of a paragraph."""

    def make(paragraph: Paragraph) -> None:
        for one in paragraph.runs:
            for change in changes:
                change(one)

    return make


def east(font: str) -> Callable[[Any], None]:
    """Set the Chinese font of a run or a style."""
    return lambda thing: thing._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def latin(font: str) -> Callable[[Any], None]:
    """Set the Latin font of a run or a style."""
    return lambda thing: thing._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:ascii"), font)


def said(name: str, **attributes: str) -> Callable[[Any], None]:
    """Put an element into the properties of a run."""
    return lambda thing: thing._element.get_or_add_rPr().append(element(name, **attributes))


def set_(name: str, **attributes: str) -> Callable[[Any], None]:
    """Put an element into the properties of a paragraph or a style, the one there was with its attributes."""

    def change(thing: Any) -> None:
        properties = thing._element.get_or_add_pPr()
        old = properties.find(qn(f"w:{name}"))
        made = element(name, **attributes)
        if old is not None:
            for key, value in old.attrib.items():
                if key not in made.attrib:
                    made.set(key, value)
            properties.remove(old)
        properties.append(made)

    return change


def without(name: str) -> Callable[[Any], None]:
    """Take an element out of the properties of a paragraph or a style."""

    def change(thing: Any) -> None:
        properties = thing._element.get_or_add_pPr()
        for old in properties.findall(qn(f"w:{name}")):
            properties.remove(old)

    return change


def style(name: str, *changes: Callable[[Any], None]) -> Hand:
    """Change a style."""

    def make(document: Any) -> None:
        for change in changes:
            change(document.styles[name])

    return make


def section(change: Callable[[Any], None]) -> Hand:
    """Change the only section."""
    return lambda document: change(document.sections[0])


def typed(text: str) -> Callable[[Paragraph], None]:
    """Type over the words of a paragraph."""

    def make(paragraph: Paragraph) -> None:
        for one in paragraph.runs[1:]:
            one._element.getparent().remove(one._element)
        paragraph.runs[0].text = text

    return make


def before_text(text: str) -> Callable[[Paragraph], None]:
    """Type something before the words of a paragraph."""

    def make(paragraph: Paragraph) -> None:
        paragraph.runs[0].text = text + paragraph.runs[0].text

    return make


def then(*lines: str, style: str = "Body Text") -> Callable[[Paragraph], None]:
    """Type paragraphs behind one; an empty line is an empty paragraph."""

    def make(paragraph: Paragraph) -> None:
        for line in reversed(lines):
            made = OxmlElement("w:p")
            paragraph._element.addnext(made)
            added = Paragraph(made, paragraph._parent)
            added.style = style
            if line:
                added.add_run(line)

    return make


def foot(which: str, *changes: Callable[[Any], None]) -> Hand:
    """Change the paragraph of a footer: odd, even, or both."""

    def make(document: Any) -> None:
        found = document.sections[0]
        feet = {"odd": [found.footer], "even": [found.even_page_footer]}
        for footer in feet.get(which, [found.footer, found.even_page_footer]):
            for change in changes:
                change(footer.paragraphs[0])

    return make
