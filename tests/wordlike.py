"""Edits in the XML as Word leaves them: runs torn apart, tracked changes, pasted copies, renamed styles."""

from __future__ import annotations

import copy
import random
import re
import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{NS}}}"
STAMP = {f"{W}author": "张敏", f"{W}date": "2026-02-10T09:30:00Z"}
NAMES = "甲乙丙丁戊己庚辛壬癸"


class Person:
    """Edits a DOCX at random by seed; `typed` must be there afterwards, `gone` must not."""

    def __init__(self, docx: Path, seed: int) -> None:
        self.docx, self.rng = docx, random.Random(seed)
        with zipfile.ZipFile(docx) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        self.root: Any = etree.fromstring(self.parts["word/document.xml"])
        self.body = self.root[0]
        self.typed: list[str] = []
        self.gone: list[str] = []
        self.ids = 90_000

    # -- looking -------------------------------------------------------------------------------

    def _paragraphs(self) -> list[Any]:
        return [p for p in self.body.findall(f"{W}p") if len(visible(p)) > 12]

    def _pick(self) -> Any:
        return self.rng.choice(self._paragraphs())

    def _run(self) -> Any:
        """A run of words, outside of figures and of other changes."""
        runs = [
            r
            for p in self._paragraphs()
            for r in p.findall(f"{W}r")
            if len(r.findtext(f"{W}t") or "") > 8 and not re.search(r"[0-9〔〖]", r.findtext(f"{W}t") or "")
        ]
        return self.rng.choice(runs)

    def _words(self) -> str:
        words = f"〖{NAMES[len(self.typed) % 10] * (1 + len(self.typed) // 10)}补记〗"
        self.typed.append(words)
        return words

    def _id(self) -> str:
        self.ids += 1
        return str(self.ids)

    # -- edits ---------------------------------------------------------------------------------

    def edit(self) -> None:
        kinds = [
            "type",
            "track_in",
            "track_out",
            "cut",
            "bold",
            "note",
            "new",
            "drop",
            "split",
            "merge",
            "move",
            "copy",
        ]
        getattr(self, self.rng.choice(kinds))()

    def _torn(self, run: Any) -> tuple[Any, Any]:
        """Tear a run in two, as typing into it does, with the marks of the spelling checker."""
        text = run.find(f"{W}t")
        at = self.rng.randrange(2, len(text.text) - 2)
        right = copy.deepcopy(run)
        right.set(f"{W}rsidR", "00A1B2C3")
        right.find(f"{W}t").text = text.text[at:]
        text.text = text.text[:at]
        run.addnext(right)
        error = etree.Element(f"{W}proofErr")
        error.set(f"{W}type", "spellStart")
        run.addnext(error)
        return run, right

    def _new_run(self, like: Any, words: str) -> Any:
        run = etree.Element(f"{W}r")
        if like is not None and like.find(f"{W}rPr") is not None:
            run.append(copy.deepcopy(like.find(f"{W}rPr")))
        etree.SubElement(run, f"{W}t").text = words
        return run

    def type(self) -> None:
        left, right = self._torn(self._run())
        right.addprevious(self._new_run(left, self._words()))

    def track_in(self) -> None:
        left, right = self._torn(self._run())
        mark = etree.Element(f"{W}ins", {**STAMP, f"{W}id": self._id()})
        mark.append(self._new_run(left, self._words()))
        right.addprevious(mark)

    def track_out(self) -> None:
        _, right = self._torn(self._run())
        mark = etree.Element(f"{W}del", {**STAMP, f"{W}id": self._id()})
        right.addprevious(mark)
        mark.append(right)
        for text in right.findall(f"{W}t"):
            text.tag = f"{W}delText"

    def cut(self) -> None:
        _, right = self._torn(self._run())
        right.getparent().remove(right)

    def bold(self) -> None:
        _, right = self._torn(self._run())
        properties = right.find(f"{W}rPr")
        if properties is None:
            properties = etree.Element(f"{W}rPr")
            right.insert(0, properties)
        etree.SubElement(properties, f"{W}b")

    def note(self) -> None:
        run = self._run()
        id_ = self._id()
        for name, place in (("commentRangeStart", run.addprevious), ("commentRangeEnd", run.addnext)):
            element = etree.Element(f"{W}{name}")
            element.set(f"{W}id", id_)
            place(element)
        self.ids += 1

    def new(self) -> None:
        there = self._pick()
        made = etree.Element(f"{W}p")
        made.append(copy.deepcopy(there.find(f"{W}pPr")))
        made.append(self._new_run(None, f"{self._words()}另据会商，这一段由办公室补写。"))
        there.addnext(made)

    def drop(self) -> None:
        there = self._pick()
        text = visible(there)
        if "〖" not in text and len(self._paragraphs()) > 10:
            there.getparent().remove(there)
            if sum(visible(p) == text for p in self.body.iter(f"{W}p")) == 0 and not re.search(r"\d", text):
                self.gone.append(text)

    def split(self) -> None:
        there = self._pick()
        runs = there.findall(f"{W}r")
        if len(runs) < 2:
            return
        at = self.rng.choice(runs[1:])
        second = etree.Element(f"{W}p")
        second.append(copy.deepcopy(there.find(f"{W}pPr")))
        for element in [at, *at.itersiblings()]:
            second.append(element)
        there.addnext(second)

    def merge(self) -> None:
        there = self._pick()
        following = there.getnext()
        if following is not None and following.tag == f"{W}p":
            for element in list(following):
                if element.tag != f"{W}pPr":
                    there.append(element)
            following.getparent().remove(following)

    def move(self) -> None:
        there, other = self._pick(), self._pick()
        if there is not other:
            other.addnext(there)

    def copy(self) -> None:
        """Paste a copy elsewhere; its bookmarks are there twice, its tracked changes get ids of their own."""
        made = copy.deepcopy(self._pick())
        for mark in made.iter(f"{W}ins", f"{W}del"):
            mark.set(f"{W}id", self._id())
        self._pick().addnext(made)

    # -- saving ----------------------------------------------------------------------------------

    def save(self) -> None:
        """Save as a Chinese Word does: style ids renamed."""
        styles: Any = etree.fromstring(self.parts["word/styles.xml"])
        ids = {s.get(f"{W}styleId"): f"a{n}" for n, s in enumerate(styles.iter(f"{W}style"))}
        for root in (styles, self.root):
            for element in root.iter():
                for name in ("val", "styleId"):
                    refers = element.tag[len(W) :] in ("pStyle", "rStyle", "basedOn", "next", "style", "link")
                    if refers and element.get(f"{W}{name}") in ids:
                        element.set(f"{W}{name}", ids[element.get(f"{W}{name}")])
        self.parts["word/styles.xml"] = etree.tostring(styles)
        self.parts["word/document.xml"] = etree.tostring(self.root)
        with zipfile.ZipFile(self.docx, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in self.parts.items():
                package.writestr(name, data)


def visible(element: Any) -> str:
    """The text of an element, tracked insertions in, deletions out."""
    return "".join(
        t.text or ""
        for t in element.iter(f"{W}t")
        if not any(parent.tag == f"{W}del" for parent in t.iterancestors())
    )


def faults(docx: Path) -> list[str]:
    """What would make Word complain: broken XML, ids twice, ranges without an end, marks out of place."""
    with zipfile.ZipFile(docx) as package:
        roots = {n: etree.fromstring(package.read(n)) for n in package.namelist() if n.endswith(".xml")}
    root: Any = roots["word/document.xml"]
    found = []
    for kind in ("ins", "del"):
        ids = [e.get(f"{W}id") for e in root.iter(f"{W}{kind}")]
        found += [f"{kind} {id_} twice" for id_ in set(ids) if ids.count(id_) > 1]
    starts = [e.get(f"{W}id") for e in root.iter(f"{W}bookmarkStart")]
    ends = [e.get(f"{W}id") for e in root.iter(f"{W}bookmarkEnd")]
    found += [f"bookmark {id_} open" for id_ in set(starts) ^ set(ends)]
    comments: Any = roots.get("word/comments.xml", etree.Element("none"))
    there = {c.get(f"{W}id") for c in comments.iter(f"{W}comment")}
    referred = {e.get(f"{W}id") for e in root.iter(f"{W}commentReference")}
    found += [f"comment {id_} without text" for id_ in referred - there]
    for mark in root.iter(f"{W}ins", f"{W}del"):
        outer = [p.get(f"{W}author") for p in mark.iterancestors(mark.tag)]
        found += [f"{mark.tag[len(W) :]} in its like"] if outer else []
    found += ["w:t in a deletion" for d in root.iter(f"{W}del") for _ in d.iter(f"{W}t")]
    found += ["run in a run" for r in root.iter(f"{W}r") for _ in r.iterchildren(f"{W}r")]
    return found
