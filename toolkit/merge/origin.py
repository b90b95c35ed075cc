"""Whether a file is a copy of another one that somebody worked on, or a report of its own.

Reports of one genre share whole sentences: those of two districts have up to half of their words in
common, a copy with a hundred edits seven tenths. What sets them apart besides is the file's own name
for itself, the figures it counts and whose report its title says it is.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

KEPT = 0.4  # share of the base's words that any copy still has
DOUBTFUL = 0.6  # the same where figures or title are others
FOREIGN = 0.9  # the same for a file that calls itself another report: hardly a word may differ
FEW = 5  # figures, below which they say nothing
SHARED = 0.5  # share of the figures of both that a copy still has in common with its base


@dataclass(frozen=True)
class Traits:
    """What tells one report from others: empty where a file does not say.

    `identifier` is the core property, `figures` the names of the bookmarks round figures, `head` the
    text of its title and subtitle.
    """

    identifier: str
    figures: Set[str]
    head: str


def doubts(base: Traits, copy: Traits, kept: float) -> list[str]:
    """Return what speaks against a copy, in words; nothing if it is one.

    `kept` is the share of the base's words that the copy still has.
    """
    known = bool(base.identifier and copy.identifier)
    if known and base.identifier != copy.identifier:
        needed, found = FOREIGN, ["文件自带的编号不同"]
    else:
        found = [] if known else _signs(base, copy)
        needed = DOUBTFUL if found else KEPT
    return [f"原稿的文字只留下 {kept:.0%}", *found] if kept < needed else []


def _signs(base: Traits, copy: Traits) -> list[str]:
    found = []
    enough = min(len(base.figures), len(copy.figures)) >= FEW
    if enough and len(base.figures & copy.figures) < SHARED * len(base.figures | copy.figures):
        found.append("其中的数字不是同一套")
    if base.head and copy.head and base.head != copy.head:
        found.append("标题不同")
    return found
