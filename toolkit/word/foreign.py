"""Blocks from elsewhere in a person's document: its style ids, and the styles that it lacks."""

from __future__ import annotations

import copy
import itertools
import re
from collections.abc import Collection, Mapping
from typing import Any

from lxml import etree

from toolkit.word.opened import Opened
from toolkit.word.package import W
from toolkit.word.revise import Styles
from toolkit.word.styles import styles_xml

USED = re.compile(r'(<w:(?:pStyle|rStyle|tblStyle) w:val=")([^"]+)(")')
REFERENCES = ("basedOn", "next", "link")


class StyleIds:
    """Which id each style of another document has in this one. Names are what editors keep, ids are not."""

    def __init__(self, opened: Opened, source: Any) -> None:
        """Find the styles; `source` is the root of the other w:styles, None if there is none."""
        self.opened = opened
        names = opened.related("styles")
        self.part = names[0] if names else ""
        there = _by_name(opened.xml(self.part)) if self.part else {}
        styles = source.iter(f"{W}style") if source is not None else ()
        self.source = {style.get(f"{W}styleId", ""): style for style in styles}
        self.ids = {id_: there[_key(s)] for id_, s in self.source.items() if _key(s) in there}

    def add(self, used: Collection[str]) -> None:
        """Copy the styles that the document lacks, with those that they build on."""
        todo = [id_ for id_ in used if id_ in self.source and id_ not in self.ids]
        if not todo or not self.part:
            return
        root = self.opened.xml(self.part)
        taken = {s.get(f"{W}styleId", "") for s in root.iter(f"{W}style")}
        added = []
        while todo:
            id_ = todo.pop()
            if id_ in self.ids or id_ not in self.source:
                continue
            self.ids[id_] = _free(id_, taken)
            style = copy.deepcopy(self.source[id_])
            added.append(style)
            todo += [e.get(f"{W}val", "") for e in style if e.tag == f"{W}basedOn"]
        for style in added:
            style.attrib.pop(f"{W}default", "")  # the document has defaults of its own
            style.set(f"{W}styleId", self.ids[style.get(f"{W}styleId", "")])
            for number in list(style.iter(f"{W}numPr")):  # lists are numbered otherwise here
                number.getparent().remove(number)
            for name in REFERENCES:
                for element in style.findall(f"{W}{name}"):
                    self._refer(style, element)
            root.append(style)
        self.opened.save(self.part)

    def _refer(self, style: Any, element: Any) -> None:
        """Let a new style refer to the document's ids, or to nothing where it has no such style."""
        id_ = self.ids.get(element.get(f"{W}val", ""))
        if id_ is None:
            style.remove(element)
        else:
            element.set(f"{W}val", id_)


class Foreign(StyleIds):
    """The styles of our layout in a document."""

    def __init__(self, opened: Opened, layout: Mapping[str, Any]) -> None:
        super().__init__(opened, etree.fromstring(styles_xml(layout).encode()))
        self.layout = layout

    def styles(self) -> Styles:
        """Return the ids that matter where runs are retyped."""
        leads = {self.ids[id_] for id_ in self.layout["leads"].values() if id_ in self.ids}
        return Styles(frozenset(leads), self.ids.get(self.layout["placeholder"], ""))

    def named(self, xml: str) -> str:
        """Return a block's XML with the document's own style ids; styles it lacks are added to it."""
        self.add({m[2] for m in USED.finditer(xml)})
        return USED.sub(lambda m: f"{m[1]}{self.ids.get(m[2], m[2])}{m[3]}", xml)


def _free(id_: str, taken: set[str]) -> str:
    """Return a style's id, with a number where a style of another name has it already."""
    made = next(name for n in itertools.count(1) if (name := id_ if n == 1 else f"{id_}{n}") not in taken)
    taken.add(made)
    return made


def _key(style: Any) -> tuple[str, str]:
    """Return kind and name of a style; names do not tell large and small apart."""
    name = style.find(f"{W}name")
    found = name.get(f"{W}val", "") if name is not None else ""
    return style.get(f"{W}type", "paragraph"), found.lower()


def _by_name(root: Any) -> dict[tuple[str, str], str]:
    """Return the ids of a document's styles by kind and name."""
    found: dict[tuple[str, str], str] = {}
    for style in root.iter(f"{W}style"):
        found.setdefault(_key(style), style.get(f"{W}styleId", ""))
    return found


def style_names(opened: Opened) -> dict[str, str]:
    """Return the name of each style by its id in a document."""
    names = opened.related("styles")
    return {id_: name for (_, name), id_ in _by_name(opened.xml(names[0])).items()} if names else {}
