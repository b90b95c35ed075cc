"""`draft figures ledger`: the table in which departments confirm a report's figures, signed by each."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.brief.load import Brief, load_brief
from toolkit.edited.document import Edited, find, lines_of
from toolkit.errors import ToolkitError, WorkspaceError, display_path
from toolkit.ledger.page import ledger_docx
from toolkit.ledger.places import Place, bookmarked, charted, places, recognised
from toolkit.ledger.rows import Ledger, Sources, rows_of
from toolkit.ledger.sheets import ledger_xlsx
from toolkit.ledger.targets import checked
from toolkit.ledger.wanted import genre_of, wanted
from toolkit.ledger.words import Heading
from toolkit.merge.reading import Reading
from toolkit.merge.texts import passages
from toolkit.pack.pack import Pack
from toolkit.sources import quantities_of
from toolkit.word.opened import open_docx
from toolkit.word.outline import headings
from toolkit.word.story import paragraphs
from toolkit.workspace import safe_name, write_all

FORMS = (".docx", ".xlsx")
FIGURES = "figures."


@dataclass(frozen=True)
class Request:
    """What `draft figures ledger` is asked for; without `docx` the ledger is of the brief alone."""

    docx: Path | None = None
    figures: Path | None = None
    packs: Sequence[Path] = ()
    base: Path | None = None
    out: Path | None = None
    force: bool = False
    everything: bool = False
    now: datetime.datetime | None = None


@dataclass(frozen=True)
class Written:
    """What was written; `unused` are figures without a value that the report does not need."""

    files: Sequence[Path]
    brief: Path
    ledger: Ledger
    unused: Sequence[str] = ()
    note: str = ""


@dataclass(frozen=True)
class _Found:
    """What is known of a report: its brief, its packs, where its figures stand, what it still lacks."""

    brief: Path
    packs: Sequence[Path]
    places: Sequence[Place] = ()
    genre: str = ""
    drawn: Mapping[str, str] | None = None
    placeholders: Sequence[str] = ()
    note: str = ""


def ledger(request: Request) -> Written:
    """Write the ledger of a report, or of a brief that has none yet.

    Raises:
        ToolkitError: the input is wrong or files are in the way; nothing has been written.
    """
    found = _found(request)
    pack = Pack(found.packs)
    brief = load_brief(found.brief, pack.vocabulary)
    genre = genre_of(brief, pack, found.genre)
    terms = pack.mapping("ledger.yaml")
    shown = list(found.places)
    if request.docx is not None:
        shown += _by_words(request.docx, found, brief, pack)
    asked = [key for key in wanted(genre, pack, term_change=brief.term_change) if key not in brief.figures]
    open_ = _open(brief, asked)
    empty = open_ if request.docx is None or request.everything else found.placeholders
    sources = Sources(brief, pack.catalogue, str(terms["unnamed"]), found.drawn or {})
    rows = rows_of(sources, shown, empty, with_report=request.docx is not None)
    made = Ledger(rows, brief.term_change, request.docx is not None)
    if not rows:
        raise ToolkitError(
            f"{display_path(found.brief)}: 底稿里一个数据也没有，没有可核对的", "先在底稿的 figures 里填数"
        )
    title = terms["ledger"]["title"].format(region=brief.region, year=brief.year, genre=genre.name)
    heading = Heading(title, request.now or datetime.datetime.now().astimezone())
    stem = request.docx.stem if request.docx else f"{brief.region}{brief.year}年"
    name = safe_name(terms["ledger"]["file"].format(stem=stem))
    targets = _targets(request, (request.docx or found.brief).parent, name)
    files = {
        path: ledger_docx(made, heading, terms, pack.layout)
        if path.suffix.lower() == ".docx"
        else ledger_xlsx(made, heading, terms, pack.layout["fonts"])
        for path in targets
    }
    write_all(files)
    listed = {row.key for row in rows}
    return Written(targets, found.brief, made, [key for key in open_ if key not in listed], found.note)


def _open(brief: Brief, asked: Sequence[str]) -> list[str]:
    """Return the figures that the brief has a line for and no value, and that the genre prints."""
    return [key for key in asked if f"{FIGURES}{key}" in brief.lines]


def _targets(request: Request, folder: Path, name: str) -> list[Path]:
    """Return the files to write: both forms beside the report, or what `--out` says.

    Raises:
        WorkspaceError: a file is there already and may have been signed; or it is open in Word.
    """
    out = request.out
    if out is not None and out.suffix.lower() in FORMS:
        targets = [out]
    elif out is not None and out.suffix:
        raise WorkspaceError(f"{display_path(out)}: 核对表只能是 .docx 或 .xlsx", "改 --out 的后缀")
    else:
        targets = [(out or folder) / f"{name}{form}" for form in FORMS]
    return checked(targets, force=request.force, kept=(request.docx, request.figures))


# -- the report ------------------------------------------------------------------------------------


def _found(request: Request) -> _Found:
    if request.docx is None:
        if request.figures is None:
            raise ToolkitError("没有说核对哪份报告", "写上报告的 Word 文件，或用 --figures 给出底稿")
        return _Found(request.figures, request.packs)
    try:
        edited = find(request.docx, request.figures, request.packs, request.base)
    except WorkspaceError as error:
        if request.figures is None:
            raise WorkspaceError(error.message, f"{error.hint}；或用 --figures 指定它的底稿") from error
        if request.base is not None:
            raise
        note = f"{error.message}；位置按书签和词句认出，可能不全"
        return _Found(request.figures, request.packs, note=note)
    return _read(edited)


def _read(edited: Edited) -> _Found:
    reading = Reading(passages(edited.base.report), edited.lines, edited.base.marks)
    shown = [*places(reading), *charted(edited.base.report, reading)]
    drawn = {key: str(figure.get("value", "")) for key, figure in edited.base.figures.items()}
    return _Found(
        brief=edited.brief,
        packs=edited.packs,
        places=shown,
        genre=edited.base.genre,
        drawn={key: value for key, value in drawn.items() if value},
        placeholders=[
            p.key.removeprefix(FIGURES)
            for p in edited.base.report.placeholders
            if p.key.startswith(FIGURES) and any(place.key == p.key.removeprefix(FIGURES) for place in shown)
        ],
    )


def _by_words(docx: Path, found: _Found, brief: Brief, pack: Pack) -> Iterator[Place]:
    """Yield the places that only bookmarks or words tell: all in a strange file, else what people wrote."""
    opened = open_docx(docx)
    story = paragraphs(opened.document.find("{*}body"))
    lines = lines_of(story)
    sections, current = [], ""
    for line, is_heading in zip(lines, headings(opened, story), strict=True):
        current = line.text if is_heading else current
        sections.append(current)
    marked = [] if found.drawn is not None else list(bookmarked(lines, sections, brief.figures))
    yield from marked
    known = {(place.paragraph, place.before) for place in (*found.places, *marked)}
    whole = {n: [(0, len(line.text))] for n, line in enumerate(lines) if line.text}
    for place in recognised(lines, sections, whole, (quantities_of(pack), pack.catalogue)):
        if (place.paragraph, place.before) not in known:
            yield place
