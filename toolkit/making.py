"""One report's files in memory: brief and pack become the DOCX and the base that belongs to it.

What `draft new` does once and `draft batch` thousands of times; neither reads nor writes here.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from toolkit import cache
from toolkit.brief.load import Brief
from toolkit.brief.schema import schema_line
from toolkit.brief.source import read_text
from toolkit.compose.assemble import compose
from toolkit.compose.markup import plain
from toolkit.compose.names import Names
from toolkit.compose.render import Renderer
from toolkit.compose.values import State
from toolkit.edited.base import PREFIX, Base, described
from toolkit.figures import broken_relations
from toolkit.model import Report
from toolkit.pack.genre import Genre
from toolkit.pack.pack import Pack
from toolkit.word.write import write
from toolkit.workspace import safe_name

DEFAULT_GENRE = "work_report"
# Characters read aloud in a minute, by the thousand, where a genre does not say.
PACE = 4.2


class Draft(NamedTuple):
    """A report with the files that hold it; `identifier` ties the DOCX to its base."""

    report: Report
    docx: bytes
    base: bytes
    identifier: str


def draft(
    brief: Brief,
    pack: Pack,
    genre: Genre,
    renderer: Renderer,
    now: datetime.datetime,
    *,
    variant: int = 0,
    brief_name: str = "",
    packs: Sequence[str] = (),
) -> Draft:
    """Return the report that a brief makes; `brief_name` and `packs` are as the base remembers them.

    Raises:
        ToolkitError: a skeleton is wrong, or what was written does not read back as composed.
    """
    report = compose(brief, pack, genre, variant, renderer)
    figures = described(brief.figures)
    base = Base(report, genre.id, variant, brief_name, tuple(packs), figures).data()
    identifier = PREFIX + hashlib.sha256(base).hexdigest()[:32]
    docx = write(report, pack.layout, identifier, now, brief.pictures)
    return Draft(report, docx, base, identifier)


def file_name(brief: Brief, pack: Pack, genre: Genre, renderer: Renderer) -> str:
    """Return the name of the DOCX, as the genre says it."""
    names = renderer.context(Names(brief, pack, State()).context())
    title = plain(renderer.line(str(genre.data["file_name"]), f"{genre.id}/genre.yaml", names))
    return f"{safe_name(title)}.docx"


def minutes(report: Report, genre: Genre) -> int:
    """Return how long the report takes to read out."""
    pace = float(genre.data.get("minutes_per_thousand", PACE))
    return max(1, round(report.characters * pace / 1000))


def remarks(brief: Brief, pack: Pack, report: Report) -> list[str]:
    """Return what a person should know of a report that was made: figures at odds, pictures left out."""
    return [*_doubts(brief, pack), *_unplaced(brief, report)]


def _doubts(brief: Brief, pack: Pack) -> Iterator[str]:
    for labels, numbers in broken_relations(brief.figures, pack.catalogue):
        yield f"数据对不上：{labels}，现在是 {numbers}"


def _unplaced(brief: Brief, report: Report) -> Iterator[str]:
    functions = {block.function for block in report.blocks}
    rows = [(row["caption"], row["section"]) for row in brief.values.get("photos") or ()]
    rows += [(row["title"], row["section"]) for row in brief.values.get("charts") or ()]
    for title, section in rows:
        if section not in functions:
            yield f"“{title}”没有放进去：本文种没有“{section}”这一节"


# -- the brief's file ------------------------------------------------------------------------


def with_schema_line(text: str, schema: str) -> str:
    """Put the line that names the schema on top, in place of one that points elsewhere."""
    lines = text.splitlines()
    if lines and lines[0].startswith("# yaml-language-server:"):
        lines = lines[1:]
    return "\n".join([schema_line(schema), *lines]) + "\n"


def schema_file(pack: Pack) -> bytes:
    """Return the JSON Schema of briefs, kept from an earlier run while its definitions are the same."""
    names = ("brief.yaml", "figures.yaml", "functions.yaml")
    sources = (read_text(path) for name in names for path in pack.every(name))
    shape = Path(__file__).with_name("brief").joinpath("jsonschema.py").read_bytes()
    kept = cache.key("schema", shape, *sources) + ".json"
    data = cache.read(kept)
    if data is None:
        from toolkit.brief.jsonschema import json_schema

        data = (json.dumps(json_schema(pack.vocabulary), ensure_ascii=False) + "\n").encode()
        cache.keep(kept, data)
    return data
