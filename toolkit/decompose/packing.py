"""The files of a pack and of its brief, made from reports that were taken apart."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from toolkit.decompose.decomposition import Decomposition
from toolkit.decompose.frame import Frame
from toolkit.decompose.keys import Keyed, entries
from toolkit.decompose.wording import Skeleton

PLAIN = re.compile(r"[\u4e00-\u9fffA-Za-z][\u4e00-\u9fffA-Za-z_]*\Z|\d{1,9}(?:\.\d{1,9})?\Z")
WORDS = ("y", "n", "yes", "no", "on", "off", "true", "false", "null")


@dataclass(frozen=True)
class Unpacked:
    """One report with all that its files are written from."""

    apart: Decomposition
    frame: Frame
    figures: tuple[Keyed, ...]
    head: tuple[tuple[str, list[str]], ...]
    skeletons: tuple[Skeleton, ...]
    genre: str
    name: str


def genre_files(made: Unpacked) -> Iterator[tuple[str, str]]:
    """Yield genre.yaml and the skeletons by their paths in the pack."""
    folder = PurePosixPath("genres") / made.genre
    counts: Counter[str] = Counter()
    rows = []
    for skeleton in made.skeletons:
        counts[skeleton.function] += 1
        number = counts[skeleton.function]
        rows.append((skeleton, number))
        path = folder / "sections" / f"{skeleton.function}.{number}.j2"
        yield str(path), "\n\n".join(skeleton.paragraphs) + "\n"
    yield str(folder / "genre.yaml"), "\n".join(_genre(made, rows)) + "\n"


def _genre(made: Unpacked, rows: Sequence[tuple[Skeleton, int]]) -> Iterator[str]:
    file = PurePosixPath(made.apart.body.source.path).name
    yield f"# 由 {_comment(file)} 拆出。词句、次序照改即可；写法见 templates/README.md。"
    yield f"name: {scalar(made.name)}"
    yield f'file_name: "{{{{ region }}}}政协{{{{ year }}}}年{made.name}"'
    yield "reading: 阅读" if made.apart.genre != "work_report" else "reading: 宣读"
    yield "numbered: []   # 序号是原文自带的，写在骨架里"
    if made.head:
        yield "head:"
    else:
        yield "head: []"
    for kind, pieces in made.head:
        if len(pieces) > 1:
            yield f"  - {{kind: {kind}, pieces: [{', '.join(map(_quoted, pieces))}]}}"
        else:
            yield f"  - {{kind: {kind}, text: {_quoted(pieces[0])}}}"
    yield "outline:" if rows else "outline: []"
    for skeleton, number in rows:
        title = (
            f"   # {'　' * max(0, skeleton.level - 2)}{_comment(skeleton.heading)}"
            if skeleton.heading
            else ""
        )
        yield f"  - {{section: {skeleton.function}, wording: {number}}}{title}"


# -- the brief -----------------------------------------------------------------------------------------


def brief_text(made: Unpacked) -> str:
    """Return the brief: every value on a line, with where it stands in the source."""
    return "\n".join(_brief(made)) + "\n"


def _brief(made: Unpacked) -> Iterator[str]:
    frame, file = made.frame, _comment(PurePosixPath(made.apart.body.source.path).name)
    yield f"# 由 {file} 拆出。“@数字”是原文的下标（从 0 数起的字符数），后面是原样。"
    yield f"genre: {made.genre}"
    yield f"region: {scalar(frame.region)}" + _doubt(frame, "region")
    yield "organ:"
    yield f"  place: {scalar(frame.place)}"
    yield f"  level: {frame.level}"
    if frame.term_first:
        yield "  term_order: 届次在前"
    yield f"year: {frame.year}" + _doubt(frame, "year")
    yield from _session(frame)
    if frame.speaker:
        yield f"speaker: {{name: {scalar(frame.speaker)}}}"
    if frame.salutation:
        yield f"salutation: {scalar(frame.salutation)}"
    yield "figures:" if made.figures else "figures: {}"
    yield from _figures(made)


def _doubt(frame: Frame, name: str) -> str:
    return "   # 原文没有写明，请核对" if name in frame.doubts else ""


def _session(frame: Frame) -> Iterator[str]:
    if not frame.term:
        yield "session: {}   # 原文没有届次"
        return
    yield "session:"
    yield f"  term: {frame.term}"
    if not frame.own_session:
        yield f"  previous: {{term: {frame.term}, number: {frame.number}}}"
        return
    yield f"  number: {frame.number}"
    if frame.date:
        yield f"  date: {frame.date}"


def _figures(made: Unpacked) -> Iterator[str]:
    apart, section = made.apart, None
    titles = _titles(apart)
    for row, parts in entries(made.figures):
        first = row.stands[0].quantity
        title = titles(first.offset)
        if title != section:
            section = title
            yield f"  # —— {_comment(title) or '导语'} ——"
        places = "；".join(_place(apart, stand.quantity.offset, stand.quantity.end) for stand in row.stands)
        if not parts:
            yield f"  # {row.key}（{row.label}）由程序算出，不填   {places}"
        elif list(parts) == ["value"]:
            yield f"  {row.key}: {parts['value']}   # {row.label}　{places}"
        else:
            inside = ", ".join(f"{name}: {scalar(value)}" for name, value in parts.items())
            yield f"  {row.key}: {{{inside}}}   # {row.label}　{places}"


def _titles(apart: Decomposition) -> Callable[[int], str]:
    import bisect

    headings = [h for h in apart.headings if h.level > 1]
    places = [apart.starts[h.at] + h.start for h in headings]

    def title(at: int) -> str:
        above = bisect.bisect_right(places, at) - 1
        return apart.heading_text(headings[above])[1] if above >= 0 else ""

    return title


def _place(apart: Decomposition, start: int, stop: int) -> str:
    offset, text = apart.surface(start, stop)
    return f"@{offset} {_comment(text)}"


# -- YAML ------------------------------------------------------------------------------------------------


def scalar(value: str) -> str:
    """Return a value as YAML reads it back, in a flow or a block."""
    return value if PLAIN.match(value) and value.lower() not in WORDS else _quoted(value)


def _quoted(value: str) -> str:
    quoted = json.dumps(value, ensure_ascii=False)
    return re.sub(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]", lambda m: f"\\u{ord(m.group()):04x}", quoted)


def _comment(text: str) -> str:
    """Return a text that a comment can hold: one line, nothing a YAML reader stumbles over."""
    return re.sub(r"[^\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd]+", "", " ".join(text.split()))


def outline_text(packed: Sequence[Unpacked], names: Mapping[str, str]) -> str:
    """Return the common outline of several reports: each function, in how many, about where, how headed."""
    seen: dict[str, list[tuple[int, float, str]]] = {}
    for number, made in enumerate(packed):
        for place, skeleton in enumerate(made.skeletons):
            share = place / max(1, len(made.skeletons) - 1)
            seen.setdefault(skeleton.function, []).append((number, share, skeleton.heading))
    lines = ["# 几篇共有的结构，按大致的先后：每个章节功能见于几篇、几处，标题怎么写。", "outline:"]
    for function, rows in sorted(seen.items(), key=lambda row: sum(r[1] for r in row[1]) / len(row[1])):
        files = len({number for number, _, _ in rows})
        lines.append(f"  - section: {function}   # {names.get(function, '')}")
        lines.append(f"    files: {files}")
        lines.append(f"    places: {len(rows)}")
        titles = [title for _, _, title in rows if title]
        if titles:
            lines.append("    headings:")
            lines += [f"      - {_quoted(title)}" for title in dict.fromkeys(titles)]
    return "\n".join(lines) + "\n"
