"""Read a DOCX's text as people see it: the XML itself, tracked insertions in, deletions out.

python-docx's `paragraph.text` drops tracked insertions and content controls.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from toolkit.word.opened import open_docx
from toolkit.word.package import W as W
from toolkit.word.story import PICTURE, Paragraph, paragraphs, single

LATIN_BREAK = re.compile(r"(?<=[!-~])\n(?=[!-~])")


def read_text(path: Path) -> str:
    """Return the plain text of a DOCX, a paragraph a line.

    Raises:
        DocumentError: the file is missing, is no DOCX, or is broken.
    """
    return "".join(f"{text}\n" for text in paragraph_texts(open_docx(path).document))


def identifier(path: Path) -> str:
    """Return the core property `identifier`; see `read_text` for errors."""
    return open_docx(path).property("identifier")


def paragraph_texts(root: Any) -> list[str]:
    """Return the text of every paragraph of a document in reading order, those of tables too."""
    return [printed(paragraph) for paragraph in paragraphs(root.find(f"{W}body"))]


def paragraph_text(paragraph: Any) -> str:
    """Return the text of a w:p without deleted text, field codes and text boxes in it."""
    return printed(single(paragraph))


def printed(paragraph: Paragraph) -> str:
    """Return text on one line, pictures left out: breaks stay as blanks between Latin words only."""
    text = paragraph.text
    return "".join(text[at] for at in shown(paragraph)).replace("\n", " ")


def shown(paragraph: Paragraph) -> list[int]:
    """Return the place in the paragraph's text of each character that `printed` gives."""
    text = paragraph.text
    seen = [at for at, character in enumerate(text) if character != PICTURE]
    if "\n" not in text:
        return seen
    bare = "".join(text[at] for at in seen)
    blanks = {match.start() for match in LATIN_BREAK.finditer(bare)}
    return [at for n, at in enumerate(seen) if text[at] != "\n" or n in blanks]
