"""`draft decompose` without a terminal: read reports, take them apart, write a pack and its brief."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.brief.load import load_brief, parse_brief
from toolkit.brief.source import Source as BriefSource
from toolkit.compose.assemble import compose
from toolkit.compose.names import report_day
from toolkit.decompose.decomposition import Decomposition, as_json, take_apart
from toolkit.decompose.frame import frame_of
from toolkit.decompose.keys import keyed
from toolkit.decompose.normal import squeezed
from toolkit.decompose.packing import Unpacked, brief_text, genre_files, outline_text, scalar
from toolkit.decompose.phrases import Found, phrases_text, recurring
from toolkit.decompose.wording import UNPRINTABLE, Wording, head_rows, skeletons
from toolkit.errors import WorkspaceError, display_path
from toolkit.pack.pack import Pack
from toolkit.sources import Tools, open_source
from toolkit.workspace import write_all

BRIEF = "brief.yaml"
PHRASES = "phrases.yaml"
OUTLINE = "outline.yaml"
OWN = "source"

Progress = Callable[[int, int, Path], None]


def decompose(
    paths: Sequence[Path], using: Tools, progress: Progress | None = None
) -> Iterator[Decomposition]:
    """Take reports apart, one after the other; see `open_source` for errors."""
    for number, path in enumerate(paths):
        if progress:
            progress(number, len(paths), path)
        yield take_apart(open_source(path), using.known, using.quantities, using.pack.catalogue)


def document(apart: Sequence[Decomposition]) -> dict[str, Any]:
    """Return what `--json` prints: the one report, or all under `files`."""
    if len(apart) == 1:
        return as_json(apart[0])
    return {"files": [as_json(one) for one in apart]}


# -- the pack ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Packed:
    """What was written: the folder, the briefs, and how many files of each kind.

    `differs` has, for each report that its pack does not give back word for word, where it begins
    to differ; empty when all is well.
    """

    folder: Path
    briefs: tuple[Path, ...]
    differs: tuple[str, ...]
    skeletons: int
    figures: int
    phrases: int


def write_pack(
    apart: Sequence[Decomposition], using: Tools, out: Path, *, force: bool, today: datetime.date
) -> Packed:
    """Write the pack of one or several reports, each with a genre and a brief of its own.

    Raises:
        WorkspaceError: the folder has files already, or cannot be written; nothing was written.
    """
    if out.exists() and not out.is_dir():
        raise WorkspaceError(f"{display_path(out)}: 已有同名的文件", "--out 写一个文件夹")
    if out.is_dir() and any(out.iterdir()) and not force:
        raise WorkspaceError(
            f"{display_path(out)}: 文件夹里已有文件，没有改动", "换一个 --out，或加 --force 覆盖同名文件"
        )
    made = [unpack(one, using, _own_genre(number, apart), today) for number, one in enumerate(apart)]
    phrases = _phrases(apart, using)
    files = {out / name: text.encode() for name, text in pack_files(made, phrases, using).items()}
    write_all(files)
    briefs = tuple(path for path in files if path.name.startswith("brief") and path.parent == out)
    packs = Pack([*using.overlays, out])
    differs = (_difference(one, packs, brief) for one, brief in zip(made, briefs, strict=True))
    return Packed(
        out,
        briefs,
        tuple(filter(None, differs)),
        sum(len(one.skeletons) for one in made),
        sum(len(one.figures) for one in made),
        len(phrases),
    )


def _difference(made: Unpacked, pack: Pack, brief: Path) -> str:
    """Compose what was written and return where it leaves the source, an empty string if nowhere."""
    report = compose(load_brief(brief, pack.vocabulary), pack, pack.genre(made.genre))
    ours, theirs = squeezed(report.text), squeezed(UNPRINTABLE.sub("", made.apart.raw.replace("\n", " ")))
    if ours == theirs:
        return ""
    at = next((n for n, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), len(ours))
    return theirs[max(0, at - 10) : at + 10]


def pack_files(made: Sequence[Unpacked], phrases: Sequence[Found], using: Tools) -> Mapping[str, str]:
    """Return every file of a pack by its path in the folder."""
    files: dict[str, str] = {}
    for number, one in enumerate(made):
        files |= dict(genre_files(one))
        files[BRIEF if number == 0 else f"brief.{number + 1}.yaml"] = brief_text(one)
    files[PHRASES] = phrases_text(phrases, scalar)
    if len(made) > 1:
        files[OUTLINE] = outline_text(made, using.pack.functions)
    return files


def unpack(apart: Decomposition, using: Tools, genre: str, today: datetime.date) -> Unpacked:
    """Return one report as skeletons and keys of a brief."""
    frame = frame_of(apart, today.year)
    functions = _function_of_figures(apart)
    figures = tuple(keyed(apart.figures, functions, apart.raw, using.pack.catalogue))
    name = using.pack.genre(apart.genre).name
    bare = Unpacked(apart, frame, (), (), (), genre, name)
    # The day by which formulations are judged is the composer's own, from the same brief.
    brief = parse_brief(BriefSource(Path(BRIEF), brief_text(bare)), using.pack.vocabulary)
    wording = Wording(apart, frame, figures, using.pack.formulations, report_day(brief), using.known)
    return Unpacked(
        apart,
        frame,
        figures,
        tuple(head_rows(apart, wording)),
        tuple(skeletons(apart, wording)),
        genre,
        name,
    )


def _own_genre(number: int, apart: Sequence[Decomposition]) -> str:
    """Return the id of a report's genre in its pack; several of one kind are counted."""
    kind = apart[number].genre
    before = sum(one.genre == kind for one in apart[:number])
    return f"{kind}_{OWN}" + (f"_{before + 1}" if before else "")


def _function_of_figures(apart: Decomposition) -> list[str]:
    """Return the section function under which each figure stands."""
    import bisect

    starts = []
    for section, judged in zip(apart.sections, apart.judged, strict=True):
        here = section.heading
        first = (here.at, here.start) if here else (section.pieces[0].at, section.pieces[0].start)
        starts.append((apart.starts[first[0]] + first[1], judged.best))
    places = [place for place, _ in starts]
    found = []
    for figure in apart.figures:
        above = bisect.bisect_right(places, figure.offset) - 1
        found.append(starts[above][1] if above >= 0 else "opening")
    return found


def _phrases(apart: Sequence[Decomposition], using: Tools) -> list[Found]:
    return recurring(apart, using.pack.rows("formulations.yaml", "formulations", "id"))
