"""Web pages into lines: what people see of them, each character with its place in the page's source."""

from __future__ import annotations

import html
import re
from array import array

from toolkit.readers.source import Line, Source

NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});?")
UNSEEN = ("script", "style", "noscript", "head", "textarea", "svg", "select", "template")
CLOSED = {name: f"</{name}" for name in UNSEEN}
BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "br", "center", "dd", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
        *("hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody"),
        *("thead", "tr", "ul"),
    )
)
CELLS = ("td", "th")
BOLD = ("b", "strong")
WEIGHT = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
CENTRE = re.compile(r"text-align\s*:\s*center|align\s*=\s*[\"']?center", re.IGNORECASE)
VOID = ("br", "hr", "img", "input", "meta", "link", "wbr")


def read_html(text: str, path: str) -> Source:
    """Return the visible lines of a page; broken mark-up is taken as it comes."""
    reader = _Reader(text)
    reader.run()
    return Source(path, "html", text, tuple(reader.lines))


class _Reader:
    """One walk over the page; keeps the line being made and the open elements that tell of its looks."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: list[Line] = []
        self.shown: list[str] = []
        self.places = array("q")
        self.bolds: list[bool] = []
        self.links: list[bool] = []
        self.open: list[tuple[str, bool, bool]] = []
        self.unclosed: set[str] = set()
        self.level = 0
        self.cell = False

    def run(self) -> None:
        text, at, size = self.text, 0, len(self.text)
        while at < size:
            tag = text.find("<", at)
            self._words(at, size if tag < 0 else tag)
            if tag < 0:
                break
            at = self._tag(tag)
        self._end_line()

    # -- tags ------------------------------------------------------------------------

    def _tag(self, at: int) -> int:
        """Take the tag or comment at `at`; return where the text goes on."""
        text = self.text
        if text.startswith("<!--", at):
            return self._after("-->", at + 4)
        if text.startswith(("<!", "<?"), at):
            return self._after(">", at)
        match = NAME.match(text, at)
        if match is None:
            self._show("<", at)
            return at + 1
        stop = self._after(">", at)
        name, closing = match[1].lower(), text[at + 1] == "/"
        if name in CLOSED and not closing:
            return self._skip(CLOSED[name], stop)
        self._element(name, closing, text[at:stop])
        return stop

    def _after(self, mark: str, at: int) -> int:
        found = self.text.find(mark, at)
        return len(self.text) if found < 0 else found + len(mark)

    def _skip(self, closing: str, at: int) -> int:
        """Return where an element ends whose content nobody sees."""
        if closing in self.unclosed:
            return at
        found = re.compile(re.escape(closing), re.IGNORECASE).search(self.text, at)
        if found is None:
            self.unclosed.add(closing)
            return at
        return self._after(">", found.start())

    def _element(self, name: str, closing: bool, tag: str) -> None:
        if name in BLOCKS:
            self._end_line()
        if name in CELLS:
            self.cell = True
            if closing and self.shown:
                self._show("\t", self.places[-1])
        if name in VOID:
            return
        if closing:
            self._close(name)
        else:
            bold = name in BOLD or bool(WEIGHT.search(tag))
            self.open.append((name, bold, name == "center" or bool(CENTRE.search(tag))))
        if len(name) == 2 and name[0] == "h" and name[1].isdigit():
            self.level = 0 if closing else int(name[1])

    def _close(self, name: str) -> None:
        for at in range(len(self.open) - 1, max(-1, len(self.open) - 40), -1):
            if self.open[at][0] == name:
                del self.open[at:]
                return

    # -- text --------------------------------------------------------------------------

    def _words(self, start: int, stop: int) -> None:
        text, at = self.text, start
        while at < stop:
            entity = text.find("&", at, stop)
            end = stop if entity < 0 else entity
            for place in range(at, end):
                self._show(text[place], place)
            if entity < 0:
                return
            match = ENTITY.match(text, entity, stop)
            for character in html.unescape(match[0]) if match else "&":
                self._show(character, entity)
            at = match.end() if match else entity + 1

    def _show(self, character: str, place: int) -> None:
        if character in "\r\n":
            # A line end in the source is no line end on the page, nor a space among Han characters.
            if not (self.shown and self.shown[-1].isascii() and self.shown[-1] != " "):
                return
            character = " "
        self.shown.append(character)
        self.places.append(place)
        near = self.open[-8:]
        self.bolds.append(any(bold for _, bold, _ in near) or self.level > 0)
        self.links.append(any(name == "a" for name, _, _ in near))

    def _end_line(self) -> None:
        text = "".join(self.shown)
        start, stop = len(text) - len(text.lstrip()), len(text.rstrip())
        if start < stop:
            bolds, links = self.bolds[start:stop], self.links[start:stop]
            lead = bolds.index(False) if not all(bolds) else 0
            self.lines.append(
                Line(
                    text[start:stop],
                    self.places[start:stop],
                    level=self.level,
                    bold=all(bolds),
                    lead=lead,
                    centred=any(centred for _, _, centred in self.open[-8:]),
                    link=all(links),
                    cell=self.cell,
                )
            )
        elif not self.lines or self.lines[-1].text:
            self.lines.append(Line("", ()))
        self.shown, self.places, self.bolds, self.links = [], array("q"), [], []
        self.cell = False
