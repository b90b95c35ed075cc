"""Findings into the file: as Word comments in a copy, or mended where a rule knows the right words."""

from __future__ import annotations

import bisect
import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.checks.checked import Checked
from toolkit.checks.finding import Finding
from toolkit.errors import DocumentError, WorkspaceError, display_path
from toolkit.readers.decode import BOMS, ENCODINGS, read_bytes
from toolkit.word.comments import comments_in
from toolkit.word.opened import open_docx
from toolkit.word.read import shown
from toolkit.word.revise import AUTHOR, Retype, Reviser
from toolkit.word.story import Paragraph
from toolkit.workspace import Workspace, back_up, refuse_locked, write_all

ENCODED = (*BOMS, *((b"", encoding) for encoding in ENCODINGS))


@dataclass(frozen=True)
class Annotated:
    """A copy with comments: where it is, and how many findings it shows."""

    path: Path
    comments: int


@dataclass(frozen=True)
class Fixed:
    """A file that was mended: what was put right, and the copy made before."""

    path: Path
    fixed: Sequence[Finding]
    backup: Path | None


def annotate(done: Checked, out: Path, now: datetime.datetime) -> Annotated:
    """Write a copy of a DOCX with a comment on the exact words of each finding.

    Comments of people stay. A finding that an earlier run commented in its paragraph is not told twice.

    Raises:
        DocumentError: the file is no DOCX.
        WorkspaceError: there is a file of that name already, or it cannot be written.
    """
    if done.opened is None:
        raise DocumentError(f"{display_path(done.path)}: 只有 Word 文件（.docx）能加批注", "文本的问题看列表")
    if out.exists():
        raise WorkspaceError(f"{display_path(out)}: 已有这个文件，没有覆盖", "--annotate 换一个文件名")
    reviser = Reviser(open_docx(done.path), now, track=False)
    there = comments_in(reviser.opened, reviser.paragraphs)
    said = {(remark.text, remark.start[0]) for remark in there if remark.author == AUTHOR}
    count = 0
    for finding in sorted(done.findings, key=lambda f: (f.line, -f.column)):
        comment = _comment(done, finding)
        number = min(finding.line, len(reviser.paragraphs)) - 1
        if (comment, number) in said:
            continue
        start, end = _place(reviser.paragraphs[number], finding)
        reviser.note(number, start, end, comment)
        count += 1
    write_all({out: reviser.data()})
    return Annotated(out, count)


def _comment(done: Checked, finding: Finding) -> str:
    rule = done.rules.get(finding.rule)
    lines = [f"【{finding.severity.name_for_people}】{finding.message}"]
    if finding.suggestion and finding.suggestion not in finding.message:
        lines.append(f"建议：{finding.suggestion}")
    if rule is not None:
        lines.append(f"依据：{rule.source}（{rule.id}）")
    return "\n".join(lines)


def _place(paragraph: Paragraph, finding: Finding) -> tuple[int, int]:
    """Return where a finding's words stand in a paragraph's text, cut at the paragraph's end."""
    places = shown(paragraph)
    if not places:
        return 0, 0
    first = min(max(finding.column - 1, 0), len(places) - 1)
    last = min(first + max(len(finding.text), 1), len(places)) - 1
    return places[first], places[last] + 1


def fixable(done: Checked) -> list[Finding]:
    """Return the findings that can be mended without a person's judgement, none of them overlapping."""
    found: list[Finding] = []
    for finding in done.findings:
        rule = done.rules.get(finding.rule)
        if rule is None or not rule.fix or not finding.suggestion or "\n" in finding.text:
            continue
        if finding.severity is not rule.severity:  # told more mildly than its kind: not so sure
            continue
        if not found or finding.offset >= found[-1].offset + len(found[-1].text):
            found.append(finding)
    return found


def fix(done: Checked, now: datetime.datetime) -> Fixed:
    """Put right what is mechanical: in a DOCX as tracked changes; the file before is kept as a copy.

    Raises:
        DocumentError: a page of the web, or a text that cannot be written as it was read.
        WorkspaceError: the file is open elsewhere or cannot be written.
    """
    rows = fixable(done)
    if not rows:
        return Fixed(done.path, (), None)
    refuse_locked(done.path)
    data = _mended_docx(done, rows, now) if done.opened is not None else _mended_text(done, rows)
    backup = back_up(Workspace(done.path.parent, done.path, done.path), [done.path], now)
    write_all({done.path: data})
    return Fixed(done.path, rows, backup)


def _mended_docx(done: Checked, rows: Sequence[Finding], now: datetime.datetime) -> bytes:
    reviser = Reviser(open_docx(done.path), now, track=True)
    by_line: dict[int, list[Finding]] = defaultdict(list)
    for row in rows:
        by_line[row.line].append(row)
    for line, found in by_line.items():
        paragraph = reviser.paragraphs[line - 1]
        edits = [edit for row in reversed(found) for edit in _edits(paragraph, row)]
        reviser.retype(line - 1, edits)
    return reviser.data()


def _edits(paragraph: Paragraph, row: Finding) -> Iterator[Retype]:
    """Yield what changes of a finding's words: the characters that stay are left alone."""
    start, end = _place(paragraph, row)
    old, new = row.text, row.suggestion
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    places = shown(paragraph)
    first = bisect.bisect_left(places, start)
    begin = places[first + head] if first + head < len(places) else end
    stop = places[first + len(old) - tail - 1] + 1 if len(old) - tail > head else begin
    yield Retype(begin, stop, new[head : len(new) - tail])


def _common(one: str, other: str) -> int:
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _mended_text(done: Checked, rows: Sequence[Finding]) -> bytes:
    shown_path = display_path(done.path)
    if done.source.kind == "html":
        raise DocumentError(f"{shown_path}: 网页文件不自动改", "另存为文本或 .docx 后再试")
    text, before = done.source.text, read_bytes(done.path)
    for mark, encoding in ENCODED:
        if before == mark + text.encode(encoding, errors="replace"):
            break
    else:
        raise DocumentError(
            f"{shown_path}: 文件里有不能照原样写回的字符，没有改动", "另存为 UTF-8 编码后再试"
        )
    for row in reversed(rows):
        text = text[: row.offset] + row.suggestion + text[row.offset + len(row.text) :]
    return mark + text.encode(encoding)
