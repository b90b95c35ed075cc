"""`draft check` without a terminal: files read, their briefs found, rules run, exceptions kept."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.brief.load import Brief, load_brief
from toolkit.checks.accepted import accepted_path, load_accepted
from toolkit.checks.checked import Checked
from toolkit.checks.choice import chosen
from toolkit.checks.laid_out import laid_out
from toolkit.checks.manuscript import manuscript
from toolkit.checks.rule import Rule, load_rules
from toolkit.checks.run import check as run_rules
from toolkit.checks.traces import Traced, traced_edited, traced_text
from toolkit.edited.document import Edited, find
from toolkit.errors import ToolkitError, WorkspaceError, display_path
from toolkit.pack.pack import Pack
from toolkit.readers.decode import kind_of, read_bytes
from toolkit.sources import open_source, tools
from toolkit.word.lines import lines_of
from toolkit.word.opened import Opened, open_docx
from toolkit.word.story import paragraphs
from toolkit.workspace import HIDDEN


@dataclass(frozen=True)
class Request:
    """What `draft check` is asked for.

    `select` and `ignore` are ids of rules, or beginnings of them that end in `*`.
    """

    figures: Path | None = None
    packs: Sequence[Path] = ()
    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    day: datetime.date | None = None


def check(paths: Sequence[Path], request: Request) -> Iterator[Checked]:
    """Check files, one after the other.

    Raises:
        ToolkitError: a file, the brief or the pack cannot be read, a rule is unknown, or the brief is another
            region's.
    """
    checker = Checker(request)
    for path in paths:
        yield checker.check(path)


def rules_of(packs: Sequence[Path] = ()) -> dict[str, Rule]:
    """Return every rule of a pack; see `load_rules` for errors."""
    return load_rules(Pack(packs))


class _Opened:
    """A file that is open, with its brief and base if it has any."""

    def __init__(self, path: Path, request: Request) -> None:
        self.path = path
        self.docx: Opened | None = None
        self.edited: Edited | None = None
        if kind_of(read_bytes(path), path) == "docx":
            self.edited = _edited(path, request)
            self.docx = self.edited.opened if self.edited else open_docx(path)
            story = self.edited.story if self.edited else paragraphs(self.docx.document.find("{*}body"))
            self.source = lines_of(self.docx, story, path)
        else:
            self.source = open_source(path)
        self.brief = request.figures or (self.edited.brief if self.edited else None)
        given = request.packs or (self.edited.packs if self.edited else ())
        self.packs = tuple(given)


def _edited(path: Path, request: Request) -> Edited | None:
    """Return the workspace that a file belongs to, None for other people's files."""
    hidden = path.parent / HIDDEN
    if not hidden.is_dir():
        return None
    try:
        return find(path, request.figures, request.packs, None)
    except WorkspaceError:
        return None


class Checker:
    """Checks one file after the other; what a pack says is read once."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self._benches: dict[tuple[Path, ...], _Bench] = {}

    def check(self, path: Path) -> Checked:
        """Return what the rules find in a file; see `check` for errors."""
        file = _Opened(path, self.request)
        if file.packs not in self._benches:
            self._benches[file.packs] = _Bench(file.packs, self.request)
        return self._benches[file.packs].checked(file)


class _Bench:
    """The rules and the knowledge of one pack, and the briefs that were read with it."""

    def __init__(self, packs: Sequence[Path], request: Request) -> None:
        self.using = tools(packs)
        self.request = request
        self.rules = chosen(load_rules(self.using.pack), request.select, request.ignore)
        self.briefs: dict[Path, Brief] = {}

    def checked(self, file: _Opened) -> Checked:
        """Run the rules over a file; what a person accepted is set apart."""
        brief = self._brief(file.brief)
        if brief is not None and brief.region not in file.source.text:
            said = f"{display_path(file.path)}: 稿子里没有“{brief.region}”，不是这份底稿的报告"
            raise ToolkitError(said, "用 --figures 指定这份稿子的底稿")
        traced = self._traced(file, brief)
        seen = manuscript(file.source, self.using, brief=brief, day=self.request.day, traced=traced)
        found = run_rules(seen, self.rules)
        if file.docx is not None:
            found += laid_out(file.docx, file.source, self.rules, self.using.pack)
        made = Checked(
            path=file.path,
            source=file.source,
            findings=sorted(found, key=lambda f: f.order),
            brief=file.brief,
            opened=file.docx,
            rules={rule.id: rule for rule in self.rules},
        )
        return made.without(load_accepted(accepted_path(file.path)))

    def _brief(self, path: Path | None) -> Brief | None:
        if path is None:
            return None
        if path not in self.briefs:
            self.briefs[path] = load_brief(path, self.using.pack.vocabulary)
        return self.briefs[path]

    def _traced(self, file: _Opened, brief: Brief | None) -> Traced | None:
        """Return where the brief's values stand, None where the file was not made from it."""
        if brief is None:
            return None
        if file.edited is not None:
            return traced_edited(file.edited, brief, self.using.pack)
        return traced_text(file.source.text, brief, self.using.pack)
