"""Word comments: the part that holds them, and the marks that tie them to words."""

from __future__ import annotations

import itertools
import posixpath
from typing import Any

from lxml import etree

from toolkit.word.opened import Opened
from toolkit.word.package import W
from toolkit.word.styles import HEADER, NAMESPACE, escape, quoteattr

TIES = (f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference")
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"


class Comments:
    """The comments of a person's document; new ones join theirs."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        names = opened.related("comments")
        self.name = names[0] if names else ""
        there = opened.xml(self.name).iter(f"{W}comment") if self.name else ()
        # References may have lost their comment; a new one must not take its place.
        known = [*there, *opened.document.iter(*TIES)]
        self.taken = {element.get(f"{W}id", "") for element in known}
        self.ids = itertools.count()
        self.rows: list[str] = []

    def add(self, text: str, author: str, date: str) -> str:
        """Add a comment, a paragraph for each line of its text; return its id."""
        id_ = next(id_ for id_ in map(str, self.ids) if id_ not in self.taken)
        body = "".join(
            f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
            for line in text.split("\n")
        )
        self.rows.append(
            f'<w:comment w:id="{id_}" w:author={quoteattr(author)} w:date="{date}" '
            f"w:initials={quoteattr(author[:1])}>{body}</w:comment>"
        )
        return id_

    def save(self) -> None:
        """Write the part, made if there is none yet."""
        if not self.rows:
            return
        new = "".join(self.rows)
        if not self.name:
            folder = posixpath.dirname(self.opened.main)
            self.name = self.opened.free(posixpath.join(folder, "comments.xml"))
            xml = f'{HEADER}<w:comments xmlns:w="{NAMESPACE}">{new}</w:comments>'
            self.opened.add("comments", self.name, TYPE, xml.encode())
            return
        root = self.opened.xml(self.name)
        for element in etree.fromstring(f'<w:x xmlns:w="{NAMESPACE}">{new}</w:x>'):
            root.append(element)
        self.opened.save(self.name)


def texts(opened: Opened) -> dict[str, tuple[str, str]]:
    """Return (author, text) of every comment by its id."""
    return {
        c.get(f"{W}id", ""): (c.get(f"{W}author", ""), _text(c))
        for name in opened.related("comments")
        for c in opened.xml(name).iter(f"{W}comment")
    }


def _text(comment: Any) -> str:
    return "\n".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in comment.iter(f"{W}p"))
