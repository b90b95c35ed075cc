"""Edit a DOCX in a running LibreOffice as a person does; run by an interpreter that has `uno`.

One job as JSON on standard input, its log as JSON on standard output. This file imports nothing of
the project: the interpreter that LibreOffice brings does not know it.
"""

from __future__ import annotations

import itertools
import json
import random
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

DOCX = "MS Word 2007 XML"
BOLD = 150.0
PARAGRAPH_BREAK = 0
CONNECTING = 60.0
# Characters that no report uses, so that what a person typed can be found again.
POOL = "芙蕖蓼茴蒹葭荇菡萏菖蒲蕨薇荠藜蘅芷茝薜萝蓠荪葳蕤芊蓁"
PHRASES = ("同时做好{}衔接", "并就{}作了补充", "由{}牵头负责", "其中{}另行专报", "含{}有关内容")
SENTENCE = "根据会前征求的意见补充{}有关情况。"
PIECES = re.compile(r"[^，。、；：！？“”《》（）—\s]+")


class Skip(Exception):
    """The document has no place for this edit."""


class Person:
    """One person at one open document."""

    def __init__(self, document: Any, desk: Any, seed: int) -> None:
        self.document = document
        self.text = document.Text
        self.view = document.CurrentController
        self.desk = desk
        self.random = random.Random(seed)
        self.ghosts: list[str] = []
        self.seen: list[tuple[Any, str]] = []
        self.log: dict[str, Any] = {
            "inserted": [],
            "deleted": [],
            "superseded": [],
            "comments": [],
            "retyped": [],
            "replaced": [],
            "touched": [],
            "removed": [],
            "moved": [],
            "steps": [],
        }

    def work(self, edits: int) -> None:
        """Make so many edits, each of a kind that the seed picks."""
        kinds: dict[str, Callable[[], str]] = {
            name.removeprefix("do_"): getattr(self, name) for name in sorted(dir(self)) if name[:3] == "do_"
        }
        for _ in range(edits * 20):
            if len(self.log["steps"]) == edits:
                return
            name = self.random.choice(list(kinds))
            try:
                self.log["steps"].append([name, kinds[name]()])
            except Skip:
                continue
            self.seen = []
        raise RuntimeError(f"no place for {edits} edits")

    # -- the kinds of edits, each telling where it was made ------------------------------------------

    def do_type(self) -> str:
        paragraph, words = self._paragraph(), self._phrase()
        cursor = self._cursor(paragraph, self._gap(paragraph.String), 0, "")
        self._touch(paragraph)
        self.text.insertString(cursor, f"，{words}", False)
        return self._typed(words)

    def do_tracked_insertion(self) -> str:
        self.document.RecordChanges = True
        try:
            return self.do_type()
        finally:
            self.document.RecordChanges = False

    def do_retype_number(self) -> str:
        paragraph = self._paragraph(lambda text: re.search(r"\d", text) is not None)
        text = paragraph.String
        found = self.random.choice(list(re.finditer(r"\d+(?:\.\d+)?", text)))
        if self._inside(text, *found.span()):
            raise Skip
        new = self._number()
        cursor = self._cursor(paragraph, found.start(), len(found.group()), found.group())
        self._touch(paragraph)
        cursor.String = new
        left, right = text[max(0, found.start() - 4) : found.start()], text[found.end() : found.end() + 4]
        self.log["retyped"].append([f"{left}{found.group()}{right}", f"{left}{new}{right}"])
        return self._typed(new)

    def do_delete_words(self) -> str:
        paragraph, words = self._words()
        text = paragraph.String
        cursor = self._cursor(paragraph, text.index(words), len(words), words)
        self._touch(paragraph)
        self._forget(text, words)
        cursor.String = ""
        return words

    def do_tracked_deletion(self) -> str:
        paragraph, words = self._words()
        text = paragraph.String
        cursor = self._cursor(paragraph, text.index(words), len(words), words)
        self._touch(paragraph)
        self._forget(text, words)
        self.document.RecordChanges = True
        try:
            cursor.String = ""
        finally:
            self.document.RecordChanges = False
        self.ghosts.append(words)
        return words

    def do_delete_paragraph(self) -> str:
        paragraph = self._paragraph(lambda text: len(text) > 30)
        text = paragraph.String
        removed = self._bookmarks(paragraph, whole=True)
        self._touch(paragraph)
        self._select_line(paragraph, text)
        self._forget(text, text)
        self._dispatch("Delete")
        self.log["removed"] += removed
        return text[:12]

    def do_insert_paragraph(self) -> str:
        paragraph, words = self._paragraph(), SENTENCE.format(self._marker())
        cursor = self._end(paragraph)
        self.text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
        self.text.insertString(cursor, words, False)
        return self._typed(words)

    def do_split(self) -> str:
        paragraph = self._paragraph(lambda text: len(text) > 40)
        text = paragraph.String
        place = self._gap(text)
        self._touch(paragraph)
        self.text.insertControlCharacter(self._cursor(paragraph, place, 0, ""), PARAGRAPH_BREAK, False)
        return text[max(0, place - 8) : place + 8]

    def do_merge(self) -> str:
        pairs = [
            (one, other)
            for (one, text), (other, below) in itertools.pairwise(self._paragraphs())
            if self._usable(text) and self._usable(below) and one.ParaStyleName == other.ParaStyleName
        ]
        if not pairs:
            raise Skip
        one, other = self.random.choice(pairs)
        self._touch(one, other)
        cursor = self._end(one)
        text = one.String[-8:]
        if not cursor.goRight(1, True) or cursor.String.strip("\r\n"):
            raise Skip
        cursor.String = ""
        return text

    def do_move(self) -> str:
        paragraph = self._paragraph(lambda text: len(text) > 20)
        text = paragraph.String
        moved = self._bookmarks(paragraph, whole=True)
        self._select_line(paragraph, text)
        self._dispatch("Cut")
        self.log["moved"] += moved
        self.seen = []
        target = self._paragraph()
        self.view.getViewCursor().gotoRange(target.Start, False)
        self._dispatch("Paste")
        self.seen = []
        if text not in self._whole():
            raise RuntimeError(f"lost by cut and paste: {text}")
        return text[:12]

    def do_bold(self) -> str:
        paragraph, words = self._words()
        cursor = self._cursor(paragraph, paragraph.String.index(words), len(words), words)
        cursor.CharWeight = cursor.CharWeightAsian = BOLD
        return words

    def do_comment(self) -> str:
        paragraph, words = self._words()
        cursor = self._cursor(paragraph, paragraph.String.index(words), len(words), words)
        note = self.document.createInstance("com.sun.star.text.textfield.Annotation")
        note.Author, note.Content = "办公室", f"请核{self._marker()}"
        self.text.insertTextContent(cursor, note, True)
        self.log["comments"].append(note.Content)
        return words

    def do_replace_all(self) -> str:
        """Replace a word that stands in several places, as Ctrl+H does."""
        _, words = self._words()
        found = [words[at : at + 4] for at in range(len(words) - 3)]
        found = [word for word in found if self._replaceable(word)]
        if not found:
            raise Skip
        word = max(found, key=self._whole().count)
        new = self._phrase()[:9]
        for paragraph, text in self._paragraphs():
            if word in text:
                self._touch(paragraph)
        job = self.document.createReplaceDescriptor()
        job.SearchString, job.ReplaceString, job.SearchCaseSensitive = word, new, True
        count = self.document.replaceAll(job)
        if not count:
            raise Skip
        self.log["replaced"].append([word, new, count])
        return self._typed(new)

    def do_table(self) -> str:
        paragraph, words = self._paragraph(), self._marker()
        table = self.document.createInstance("com.sun.star.text.TextTable")
        table.initialize(2, 3)
        self.text.insertTextContent(self._end(paragraph), table, False)
        for number, cell in enumerate(table.CellNames):
            table.getCellByName(cell).String = f"{words}{'甲乙丙丁戊己'[number]}"
            self._typed(f"{words}{'甲乙丙丁戊己'[number]}")
        return words

    # -- places -----------------------------------------------------------------------------------

    def _paragraphs(self) -> list[tuple[Any, str]]:
        """All paragraphs outside tables with their texts, looked up once an edit: it takes a while."""
        if not self.seen:
            every = self.text.createEnumeration()
            while every.hasMoreElements():
                element = every.nextElement()
                if element.supportsService("com.sun.star.text.Paragraph"):
                    self.seen.append((element, element.String))
        return self.seen

    def _usable(self, text: str) -> bool:
        """Where something is struck out under tracking, positions no longer are what they seem."""
        return len(text) >= 12 and not any(ghost in text for ghost in self.ghosts)

    def _paragraph(self, fits: Callable[[str], bool] = lambda _: True) -> Any:
        found = [p for p, text in self._paragraphs() if self._usable(text) and fits(text)]
        if not found:
            raise Skip
        return self.random.choice(found)

    def _words(self) -> tuple[Any, str]:
        """A piece between two marks that stands once in the document and has no number in it."""
        whole = self._whole()
        paragraph = self._paragraph()
        found = [
            piece
            for piece in PIECES.findall(paragraph.String)
            if len(piece) >= 6 and whole.count(piece) == 1 and not re.search(r"\d", piece)
        ]
        if not found:
            raise Skip
        return paragraph, self.random.choice(found)

    def _gap(self, text: str) -> int:
        """A place in a text that is not inside something typed before, nor at an end."""
        places = [n for n in range(2, len(text) - 2) if not self._inside(text, n, n)]
        if not places:
            raise Skip
        return self.random.choice(places)

    def _inside(self, text: str, start: int, end: int) -> bool:
        """Whether a change of a stretch would break a string that was typed before."""
        return bool(self._typed_in(text, start, max(end, start + 1)))

    def _typed_in(self, text: str, start: int, end: int) -> list[str]:
        """The strings typed before that a stretch of a text has a part of, one for each such place."""
        return [
            words
            for words in self.log["inserted"]
            for found in re.finditer(words, text)
            if found.start() < end and start < found.end()
        ]

    def _cursor(self, paragraph: Any, start: int, length: int, wanted: str) -> Any:
        cursor = self.text.createTextCursorByRange(paragraph.Start)
        cursor.goRight(start, False)
        cursor.goRight(length, True)
        # Anchors of comments and pictures take a place that the string does not show.
        if cursor.String != wanted:
            raise Skip
        return cursor

    def _end(self, paragraph: Any) -> Any:
        return self.text.createTextCursorByRange(paragraph.End)

    def _select_line(self, paragraph: Any, text: str) -> None:
        """Select a paragraph with its end, as a triple click and Shift+Right do."""
        cursor = self.view.getViewCursor()
        cursor.gotoRange(paragraph.Start, False)
        cursor.gotoRange(paragraph.End, True)
        if not cursor.goRight(1, True) or cursor.String.strip("\r\n") != text:
            raise Skip

    def _dispatch(self, command: str) -> None:
        self.desk.executeDispatch(self.view.Frame, f".uno:{command}", "", 0, ())

    # -- the log -----------------------------------------------------------------------------------

    def _typed(self, words: str) -> str:
        self.log["inserted"].append(words)
        return words

    def _forget(self, text: str, gone: str) -> None:
        """Note what a deletion in a text takes away: pieces without numbers, and what was typed before."""
        whole, start = self._whole(), text.index(gone)
        hit = self._typed_in(text, start, start + len(gone))
        for words in [words for words in dict.fromkeys(hit) if hit.count(words) == whole.count(words)]:
            self.log["inserted"].remove(words)
            self.log["superseded"].append(words)
        for piece in PIECES.findall(gone):
            if len(piece) >= 6 and whole.count(piece) == 1 and not re.search(r"\d", piece):
                self.log["deleted"].append(piece)

    def _touch(self, *paragraphs: Any) -> None:
        for paragraph in paragraphs:
            self.log["touched"] += self._bookmarks(paragraph)

    def _bookmarks(self, paragraph: Any, whole: bool = False) -> list[str]:
        """The bookmarks that begin or end in a paragraph, or those that do both."""
        portions, ends = paragraph.createEnumeration(), []
        while portions.hasMoreElements():
            portion = portions.nextElement()
            if portion.TextPortionType == "Bookmark":
                ends += [portion.Bookmark.Name] * (2 if portion.IsCollapsed else 1)
        return [name for name in dict.fromkeys(ends) if not whole or ends.count(name) == 2]

    def _whole(self) -> str:
        return "\n".join(text for _, text in self._paragraphs())

    def _replaceable(self, word: str) -> bool:
        """Whether a word stands only where nothing was typed or struck out."""
        ghostly = any(word in ghost for ghost in self.ghosts)
        return not ghostly and not any(
            self._inside(text, found.start(), found.end())
            for _, text in self._paragraphs()
            for found in re.finditer(word, text)
        )

    def _marker(self) -> str:
        return "".join(self.random.sample(POOL, 5))

    def _phrase(self) -> str:
        return self.random.choice(PHRASES).format(self._marker())

    def _number(self) -> str:
        """A number that stands nowhere in the document yet."""
        whole = self._whole()
        return next(
            new for new in iter(lambda: str(self.random.randint(10000, 99999)), "") if new not in whole
        )


def properties(**values: Any) -> tuple[Any, ...]:
    """Return named arguments as LibreOffice takes them."""
    return tuple(PropertyValue(Name=name, Value=value) for name, value in values.items())


def connected(pipe: str) -> Any:
    """Return the context of the office that listens at a pipe, waiting while it starts."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    until = time.monotonic() + CONNECTING
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def main() -> None:
    """Do the job: open, edit, save, open what was saved, save again."""
    job = json.load(sys.stdin)
    context = connected(job["pipe"])
    create = context.ServiceManager.createInstanceWithContext
    desktop = create("com.sun.star.frame.Desktop", context)
    desk = create("com.sun.star.frame.DispatchHelper", context)
    once = Path(job["out"]).with_suffix(".once.docx").as_uri()
    document = desktop.loadComponentFromURL(
        Path(job["source"]).as_uri(), "_blank", 0, properties(Hidden=True)
    )
    try:
        person = Person(document, desk, job["seed"])
        person.work(job["edits"])
        document.storeToURL(once, properties(FilterName=DOCX, Overwrite=True))
    finally:
        document.close(True)
    document = desktop.loadComponentFromURL(once, "_blank", 0, properties(Hidden=True))
    try:
        document.storeToURL(Path(job["out"]).as_uri(), properties(FilterName=DOCX, Overwrite=True))
    finally:
        document.close(True)
    json.dump(person.log, sys.stdout, ensure_ascii=True)


if __name__ == "__main__":
    main()
