"""`draft check` without a terminal: files read, their briefs found, rules run, exceptions kept."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.brief.load import Brief, load_brief
from toolkit.checks.accepted import NAME, Accepted, accepted_on, load_accepted, with_added
from toolkit.checks.checked import Checked
from toolkit.checks.finding import Finding
from toolkit.checks.manuscript import manuscript
from toolkit.checks.rule import Rule, load_rules
from toolkit.checks.run import check as run_rules
from toolkit.checks.traces import Traced, starts_of, trace, traced_text, wanted
from toolkit.compose.assemble import compose
from toolkit.edited.document import Edited, find
from toolkit.errors import ToolkitError, WorkspaceError, suggest
from toolkit.merge.texts import Line, passages
from toolkit.pack.pack import Pack
from toolkit.readers.decode import kind_of, read_bytes
from toolkit.sources import open_source, tools
from toolkit.word.lines import lines_of as source_of
from toolkit.word.opened import Opened, open_docx
from toolkit.word.read import shown
from toolkit.word.story import Paragraph, paragraphs
from toolkit.workspace import HIDDEN, write_all

if TYPE_CHECKING:
    from toolkit.layout.deviation import Deviation


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
        ToolkitError: a file, the brief or the pack cannot be read, or a rule is unknown.
    """
    checkers: dict[tuple[Path, ...], _Checker] = {}
    for path in paths:
        opened = _Opened(path, request)
        if opened.packs not in checkers:
            checkers[opened.packs] = _Checker(opened.packs, request)
        yield checkers[opened.packs].checked(opened)


def rules_of(packs: Sequence[Path] = ()) -> dict[str, Rule]:
    """Return every rule of a pack; see `load_rules` for errors."""
    return load_rules(Pack(packs))


class _Opened:
    """A file that is open, with its brief and base if it has any."""

    def __init__(self, path: Path, request: Request) -> None:
        self.path = path
        self.docx: Opened | None = None
        self.story: Sequence[Paragraph] = ()
        self.edited: Edited | None = None
        if kind_of(read_bytes(path), path) == "docx":
            self.edited = _edited(path, request)
            self.docx = self.edited.opened if self.edited else open_docx(path)
            body = self.docx.document.find("{*}body")
            self.story = self.edited.story if self.edited else paragraphs(body)
            self.source = source_of(self.docx, self.story, path)
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


class _Checker:
    """The rules and the knowledge of one pack."""

    def __init__(self, packs: Sequence[Path], request: Request) -> None:
        self.using = tools(packs)
        self.request = request
        self.all = load_rules(self.using.pack)
        self.rules = list(_chosen(self.all, request.select, request.ignore))
        self.briefs: dict[Path, Brief] = {}

    def checked(self, file: _Opened) -> Checked:
        """Run the rules over a file; what a person accepted is set apart."""
        brief = self._brief(file.brief)
        seen = manuscript(
            file.source, self.using, brief=brief, day=self.request.day, traced=self._traced(file, brief)
        )
        found = [*run_rules(seen, self.rules), *self._layout(file)]
        found.sort(key=lambda f: (f.offset, f.severity.rank, f.rule, f.message))
        made = Checked(
            file.path,
            file.source,
            found,
            (),
            file.brief,
            file.docx,
            file.story,
            {r.id: r for r in self.rules},
        )
        exceptions = load_accepted(accepted_path(file.path))
        if not exceptions:
            return made
        stands = [any(e.covers(f.rule, f.text, made.sentence(f)) for e in exceptions) for f in found]
        return Checked(
            file.path,
            file.source,
            list(itertools.compress(found, (not one for one in stands))),
            list(itertools.compress(found, stands)),
            *(made.brief, made.opened, made.story, made.rules),
        )

    def _brief(self, path: Path | None) -> Brief | None:
        if path is None:
            return None
        if path not in self.briefs:
            self.briefs[path] = load_brief(path, self.using.pack.vocabulary)
        return self.briefs[path]

    def _layout(self, file: _Opened) -> list[Finding]:
        """Return how a DOCX deviates from the standard."""
        rules = {rule.id: rule for rule in self.rules if rule.kind == "layout"}
        if file.docx is None or not rules:
            return []
        # Other people's texts have no layout to judge.
        from toolkit.layout.judge import judge
        from toolkit.layout.norms import norms

        found = judge(file.docx, norms(self.using.pack))
        starts = starts_of(file.source.text.split("\n"))
        return [_deviating(d, rules[d.rule], file, starts) for d in found if d.rule in rules]

    # -- the brief's values in the text ----------------------------------------------------------

    def _traced(self, file: _Opened, brief: Brief | None) -> Traced | None:
        """Return where the brief's values stand, None where the file was not made from it."""
        if brief is None:
            return None
        if file.edited is None:
            return traced_text(file.source.text, brief, self.using.pack)
        edited, pack = file.edited, self.using.pack
        lines = [_as_printed(line, p) for line, p in zip(edited.lines, edited.story, strict=True)]
        base = edited.base
        now = wanted(brief, passages(compose(brief, pack, pack.genre(base.genre), base.variant)))
        return trace(passages(base.report), lines, base.marks, now, starts_of(file.source.text.split("\n")))


def _deviating(found: Deviation, rule: Rule, file: _Opened, starts: Sequence[int]) -> Finding:
    """Return a deviation as a finding: at its first place, or at the head for the whole document."""
    number = max(found.paragraph, 0)
    start, end = (found.start, found.end) if found.paragraph >= 0 else (0, 0)
    offset = starts[number] + start
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        line=number + 1,
        column=start + 1,
        offset=offset,
        text=file.source.text[offset : starts[number] + end],
        message=found.message,
        suggestion=found.suggestion,
        page=found.page,
    )


def _as_printed(line: Line, paragraph: Paragraph) -> Line:
    """Return a line with the text that `draft text` prints, its bookmarks in their places there."""
    import bisect
    from dataclasses import replace

    places = shown(paragraph)
    marks = tuple(
        replace(m, start=bisect.bisect_left(places, m.start), end=bisect.bisect_left(places, m.end))
        for m in line.marks
    )
    return Line(
        "".join(line.text[at] for at in places).replace("\n", " "), marks, line.inside, cell=line.cell
    )


def _chosen(rules: Mapping[str, Rule], select: Sequence[str], ignore: Sequence[str]) -> Iterable[Rule]:
    """Return the rules that are asked for.

    Raises:
        ToolkitError: a name fits no rule.
    """
    wanted = _named(rules, select) if select else set(rules)
    unwanted = _named(rules, ignore)
    return (rule for name, rule in rules.items() if name in wanted and name not in unwanted)


def _named(rules: Mapping[str, Rule], names: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for name in names:
        fits = {id_ for id_, rule in rules.items() if _fits(name, rule)}
        if not fits:
            hint = suggest(name, rules) or "列出全部规则：draft check --rules"
            raise ToolkitError(f"没有规则“{name}”", hint)
        found |= fits
    return found


def _fits(name: str, rule: Rule) -> bool:
    """Tell whether a name means a rule: its id, the beginning of it and a star, or a severity."""
    return name in (rule.id, rule.severity.value) or (name.endswith("*") and rule.id.startswith(name[:-1]))


# -- exceptions ------------------------------------------------------------------------------------


def accepted_path(path: Path) -> Path:
    """Return where the exceptions for a file are kept: beside it, one file for the folder."""
    return path.parent / HIDDEN / NAME


def accept(done: Checked, names: Sequence[str], reason: str, now: datetime.datetime) -> list[Accepted]:
    """Let findings stand from now on: each name is a rule's id, or id:words; return what was added.

    Raises:
        ToolkitError: a name fits no finding, or there is no reason; nothing was written.
    """
    if not reason.strip():
        raise ToolkitError("没有写保留的理由", "加 --reason 写明为什么这样写是对的")
    added: list[Accepted] = []
    for name in names:
        rule, _, text = name.partition(":")
        fits = [f for f in done.findings if f.rule == rule and text in ("", f.text)]
        if not fits:
            there = {f.rule for f in done.findings}
            raise ToolkitError(
                f"没有“{name}”这一条", suggest(rule, there) or "写法：规则编号，或 规则编号:原文"
            )
        added += [accepted_on(now.date(), f.rule, f.text, done.sentence(f), reason) for f in fits]
    added = list(dict.fromkeys(added))
    path = accepted_path(done.path)
    load_accepted(path)
    write_all({path: with_added(path, added)})
    return added
