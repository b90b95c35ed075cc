"""What can go wrong, as values and as exceptions.

Our exception hierarchy:

    ToolkitError            anything that ends a verb with exit status 2
      InputProblems         one or more located problems in a file that a person wrote
        BriefNotEditable    a place in a brief that cannot be changed safely (brief.splice)
      TemplateError         a skeleton or another file of a pack is wrong
      DocumentError         a DOCX that cannot be read or written
      WorkspaceError        files in the way, locked, or missing

Constructing one prints nothing; the command line shows it (`toolkit.cli`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path

from toolkit.text import display_width


class Exit(IntEnum):
    """Exit status of every verb."""

    DONE = 0
    FOUND = 1
    BAD_INPUT = 2


@dataclass(frozen=True, order=True)
class Location:
    """A place in a text file; line and column count from 1, 0 where unknown."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        numbers = [str(n) for n in (self.line, self.column) if n]
        return ":".join([self.path, *numbers])


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in an input file, ready to be shown."""

    location: Location
    message: str
    hint: str = ""
    excerpt: str = field(default="", compare=False)

    def render(self) -> str:
        """Return the lines a person sees: place, excerpt with a caret, hint."""
        lines = [f"{self.location}: {self.message}"]
        if self.excerpt:
            gutter = f"{self.location.line:>5} | "
            before = self.excerpt[: max(0, self.location.column - 1)]
            lines.append(f"{gutter}{self.excerpt}")
            lines.append(" " * (len(gutter) - 2) + "| " + " " * display_width(before) + "^")
        if self.hint:
            lines.append(f"      提示：{self.hint}")
        return "\n".join(lines)


class ToolkitError(Exception):
    """Something a person can put right; shown without a traceback."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def render(self) -> str:
        """Return the text for the terminal."""
        return self.message + (f"\n提示：{self.hint}" if self.hint else "")


class InputProblems(ToolkitError):
    """Located problems, all that were found in one run, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: Sequence[Problem] = sorted(set(problems))
        super().__init__(f"共 {len(self.problems)} 处问题，没有写出任何文件。")

    def render(self) -> str:
        """Return every problem, then the count."""
        return "\n".join([*(problem.render() for problem in self.problems), self.message])


class TemplateError(InputProblems):
    """Problems in the files of a pack."""


class DocumentError(ToolkitError):
    """A Word file that cannot be read or written."""


class WorkspaceError(ToolkitError):
    """Files are in the way, in use, or missing."""


def nearest(name: str, names: Iterable[str]) -> str:
    """Return the known name that looks most like `name`, or an empty string."""
    # Only needed once something is wrong.
    import difflib

    found = difflib.get_close_matches(name, list(names), n=1, cutoff=0.6)
    return found[0] if found else ""


def suggest(name: str, names: Iterable[str]) -> str:
    """Return a Chinese hint that names the nearest known name, or an empty string."""
    close = nearest(name, names)
    return f"是不是“{close}”？" if close else ""


def display_path(path: Path) -> str:
    """Return `path` relative to the working folder where that is shorter."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
