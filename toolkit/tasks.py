"""The verbs without a terminal: join the engines, read and write files, return what was done."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit import making, regions
from toolkit.brief.load import Brief, load_brief, parse_brief
from toolkit.brief.source import Source, read_text
from toolkit.compose.assemble import compose as compose
from toolkit.compose.render import Renderer
from toolkit.edited.base import packs_from
from toolkit.errors import ToolkitError, WorkspaceError, display_path
from toolkit.model import Placeholder, Report
from toolkit.pack.genre import Genre
from toolkit.pack.pack import Pack
from toolkit.regions import review_year as review_year
from toolkit.regions import sample_path as sample_path
from toolkit.regions import sample_regions as sample_regions
from toolkit.workspace import (
    HIDDEN,
    Workspace,
    back_up,
    in_the_way,
    refuse_locked,
    safe_name,
    write_all,
)

# What a sample of another year still says truly.
LASTING = ("organ.place", "organ.upper", "organ.upper_party", "organ.term_order")
BRIEF_NAME = "brief.yaml"
SCHEMA_PATH = f"{HIDDEN}/brief.schema.json"


@dataclass(frozen=True)
class Request:
    """What `draft new` is asked for."""

    region: str = ""
    genre: str = ""
    year: int | None = None
    figures: Path | None = None
    packs: Sequence[Path] = ()
    out: Path | None = None
    force: bool = False
    variant: int = 0
    now: datetime.datetime | None = None


@dataclass(frozen=True)
class Made:
    """What `draft new` made."""

    docx: Path
    brief: Path
    report: Report
    minutes: int
    reading: str
    notes: Sequence[str]
    backup: Path | None

    @property
    def placeholders(self) -> Sequence[Placeholder]:
        """What is still to be filled in."""
        return self.report.placeholders


def new(request: Request) -> Made:
    """Write brief, DOCX and base of a report.

    Raises:
        ToolkitError: the input is wrong or files are in the way; nothing has been written.
    """
    now = request.now or datetime.datetime.now().astimezone()
    pack = Pack(request.packs)
    if request.genre:
        pack.genre(request.genre)
    brief, notes = _brief(request, pack, now)
    genre = pack.genre(request.genre or brief.value("genre", making.DEFAULT_GENRE))
    text = brief.text
    _agree(request, brief)
    renderer = Renderer()
    space = _workspace(request, brief, genre, pack, renderer)
    keep = _is_kept(space, text)
    made = making.draft(
        brief,
        pack,
        genre,
        renderer,
        now,
        variant=request.variant,
        brief_name=space.brief.name,
        packs=packs_from(space.folder, request.packs),
    )
    pictures = _pictures(brief, space)
    blocked = [*in_the_way(space, keep_brief=keep), *(path for path in pictures if path.exists())]
    _refuse(blocked, request, space)
    refuse_locked(space.docx)
    backup = back_up(space, blocked, now)
    files = {
        space.base(made.identifier): made.base,
        space.schema: making.schema_file(pack),
        space.docx: made.docx,
        **pictures,
    }
    if not keep:
        schema = space.schema.relative_to(space.folder).as_posix()
        files[space.brief] = making.with_schema_line(text, schema).encode()
    write_all(files)
    return Made(
        space.docx,
        space.brief,
        made.report,
        making.minutes(made.report, genre),
        str(genre.data.get("reading", "宣读")),
        [*notes, *making.remarks(brief, pack, made.report)],
        backup,
    )


# -- the brief ---------------------------------------------------------------------------


def _brief(request: Request, pack: Pack, now: datetime.datetime) -> tuple[Brief, list[str]]:
    """Return the brief to write from, and remarks on where it comes from."""
    words = pack.vocabulary
    if request.figures is not None:
        return load_brief(request.figures, words), []
    if not request.region:
        raise ToolkitError("没有说给哪个地区成稿", "写 --region 金山区，或用 --figures 给出底稿")
    existing = _existing_brief(request, now)
    if existing is not None:
        return load_brief(existing, words), [f"用文件夹里已有的底稿 {display_path(existing)}"]
    known: dict[str, Any] = {}
    note = "没有这个地区的内置底稿，已生成空白底稿"
    sample = sample_path(request.region)
    if sample is not None:
        brief = load_brief(sample, words)
        if request.year in (None, brief.year):
            return brief, [f"用内置的{request.region}{brief.year}年底稿（取自该地政协公开的报告）"]
        known = {path: brief.value(path) for path in LASTING}
        note = f"内置底稿是{brief.year}年的，{request.year}年的数据和事实都留空待填"
    text = _blank(request, pack, now, known)
    brief = parse_brief(Source(f"{request.region}.yaml", text), words)
    notes = [note]
    if pack.calendar.is_term_change_year(brief.year):
        notes.append(
            f"{brief.year}年底至次年年初多数县区换届：是换届会议的，在底稿里写 change_of_term: true 再成稿"
        )
    return brief, notes


def _existing_brief(request: Request, now: datetime.datetime) -> Path | None:
    """The brief that already lies where the report goes; a person may have worked on it."""
    if request.out is not None:
        path = _brief_beside(request.out)
        return path if path.is_file() else None
    sample = sample_path(request.region)
    years = [] if request.year is None else [request.year]
    if not years:
        years = [regions.sample_year(sample)] if sample else [review_year(now.date())]
    path = Path(safe_name(f"{request.region}{years[0]}年")) / BRIEF_NAME
    return path if path.is_file() else None


def _brief_beside(out: Path) -> Path:
    if out.suffix.lower() == ".docx":
        return out.with_name(f"{out.stem}.{BRIEF_NAME}")
    return out / BRIEF_NAME


def _blank(request: Request, pack: Pack, now: datetime.datetime, known: Mapping[str, Any]) -> str:
    year = review_year(now.date()) if request.year is None else request.year
    given = regions.known_of(request.region, year, pack)
    values = {**given, **{key: value for key, value in known.items() if value is not None}}
    # Only a region without a sample needs it.
    from toolkit.brief.blank import blank_brief

    return blank_brief(pack.vocabulary, values, SCHEMA_PATH)


def _agree(request: Request, brief: Brief) -> None:
    """Refuse a brief of another region or year than was asked for."""
    if request.region and request.region != brief.region:
        raise ToolkitError(
            f"{brief.path}: 底稿是{brief.region}的，要成稿的是{request.region}", "换一份底稿，或改 --region"
        )
    if request.year not in (None, brief.year):
        raise ToolkitError(
            f"{brief.path}: 底稿是{brief.year}年的，要成稿的是{request.year}年", "换一份底稿，或改 --year"
        )


def _is_kept(space: Workspace, text: str) -> bool:
    """Whether the brief in the folder is the one that was read, so that it stays untouched."""
    return space.brief.is_file() and read_text(space.brief) == text


# -- the files ------------------------------------------------------------------------------


def _workspace(request: Request, brief: Brief, genre: Genre, pack: Pack, renderer: Renderer) -> Workspace:
    name = making.file_name(brief, pack, genre, renderer)
    out = request.out or Path(safe_name(f"{brief.region}{brief.year}年"))
    if out.suffix.lower() == ".docx":
        return Workspace(out.parent, out, _brief_beside(out))
    return Workspace(out, out / name, out / BRIEF_NAME)


def _refuse(blocked: Sequence[Path], request: Request, space: Workspace) -> None:
    if not blocked or request.force:
        return
    names = "、".join(display_path(path) for path in blocked)
    raise WorkspaceError(
        f"已经有了：{names}，没有改动任何文件",
        "重新成稿加 --force（旧文件先备份）；换个地方用 --out；在 Word 里改过的稿子换新数据，不要重新成稿",
    )


def _pictures(brief: Brief, space: Workspace) -> dict[Path, bytes]:
    """The photographs that have to come along for the brief to be complete where it goes."""
    wanted = {space.folder / file: data for file, data in brief.pictures.items()}
    return {path: data for path, data in wanted.items() if not path.is_file() or path.read_bytes() != data}
