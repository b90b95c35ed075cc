"""Fill skeletons: Jinja, sandboxed, with undefined names refused and errors in the author's lines."""

from __future__ import annotations

import contextlib
import marshal
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError
from jinja2 import __version__ as jinja2_version
from jinja2.exceptions import SecurityError
from jinja2.exceptions import TemplateError as JinjaError
from jinja2.sandbox import SandboxedEnvironment

from toolkit import cache
from toolkit.brief.source import read_text
from toolkit.compose import tags as tags_module
from toolkit.compose.markup import PARAGRAPH, PARAGRAPH_END
from toolkit.compose.tags import Generator, SentenceTags
from toolkit.compose.values import (
    Missing,
    Namespace,
    Number,
    Record,
    UnknownName,
    clauses_filter,
    is_known,
    literal_filter,
    must_filter,
    quoted_filter,
    series_filter,
    since_filter,
    written_filter,
)
from toolkit.errors import Location, Problem, TemplateError, ToolkitError, display_path

# What skeletons see most, made so that every name without an underscore may be read.
OPEN = frozenset((Namespace, Number, Record, Missing))


class Sandbox(SandboxedEnvironment):
    """Jinja's sandbox, with a short way for our own objects and tags: they are half of the rendering."""

    code_generator_class = Generator

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return an attribute that a skeleton names, or an undefined value where it may not."""
        if type(obj) in OPEN and attribute[:1] != "_":
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)


class Renderer:
    """Compiles each skeleton once and renders it with any context; a file is read once, too."""

    def __init__(self) -> None:
        self._environment = Sandbox(
            undefined=StrictUndefined,
            autoescape=False,
            trim_blocks=False,
            extensions=[SentenceTags],
        )
        self._environment.filters.update(
            series=series_filter,
            clauses=clauses_filter,
            quoted=quoted_filter,
            must=must_filter,
            since=since_filter,
            literal=literal_filter,
            written=written_filter,
        )
        self._environment.tests["known"] = is_known
        self._identity = _identity()
        self._compiled: dict[tuple[str, str], Any] = {}
        self._read: dict[Path, tuple[str, str]] = {}

    def context(self, names: Mapping[str, Any]) -> dict[str, Any]:
        """Return the names of one report with those that Jinja adds, for any number of skeletons."""
        return {**self._environment.globals, **names}

    def compile(self, paths: Iterable[Path]) -> None:
        """Have skeletons ready before the first report needs them; a wrong one is told of when it does."""
        for path in paths:
            with contextlib.suppress(ToolkitError, TemplateSyntaxError):
                self._template(*self._source(path))

    def file(self, path: Path, context: Mapping[str, Any]) -> str:
        """Render a skeleton file; the text has a mark before each of its paragraphs.

        Raises:
            TemplateError: with the skeleton's file and line.
        """
        return self._render(*self._source(path), context)

    def _source(self, path: Path) -> tuple[str, str]:
        if path not in self._read:
            self._read[path] = display_path(path), numbered(read_text(path))
        return self._read[path]

    def line(self, text: str, place: str, context: Mapping[str, Any]) -> str:
        """Render one line of a genre, such as a title; `place` names it in errors."""
        return self._render(place, text, context) if "{" in text else text

    def _code(self, source: str, name: str) -> CodeType:
        """Compile a skeleton, or take what an earlier run compiled from the same text."""
        kept = cache.key("skeleton", self._identity, name, source) + ".code"
        if (data := cache.read(kept)) is not None:
            with contextlib.suppress(ValueError, EOFError, TypeError):
                found = marshal.loads(data)
                if isinstance(found, CodeType):
                    return found
        code = self._environment.compile(source, name, name)
        cache.keep(kept, marshal.dumps(code))
        return code

    def _template(self, name: str, source: str) -> Any:
        template = self._compiled.get((name, source))
        if template is None:
            code = self._code(source, name)
            # The names come with the context, Jinja's own among them.
            template = self._environment.template_class.from_code(self._environment, code, {})
            self._compiled[name, source] = template
        return template

    def _render(self, name: str, source: str, context: Mapping[str, Any]) -> str:
        try:
            template = self._template(name, source)
            return self._filled(template, context)
        except TemplateSyntaxError as error:
            raise _problem(name, source, error.lineno, f"骨架写法错误：{error.message}") from error
        except (JinjaError, SecurityError, UnknownName, TypeError, ValueError, AttributeError) as error:
            line = _line(error, name)
            raise _problem(name, source, line, f"骨架不能成稿：{error}") from error

    def _filled(self, template: Any, context: Mapping[str, Any]) -> str:
        try:
            names = template.new_context(context, shared=True)
            return str(self._environment.concat(template.root_render_func(names)))
        except Exception:
            # Jinja puts the skeleton's lines in place of the generated code's, and raises again.
            self._environment.handle_exception()
            raise


def _identity() -> str:
    """What compiled skeletons depend on beside their source: this Python, Jinja and our tags."""
    tags = Path(tags_module.__file__).read_bytes() if tags_module.__file__ else b""
    return cache.key(sys.version, jinja2_version, tags)


def numbered(source: str) -> str:
    """Put a mark with its number before each paragraph of a skeleton, keeping line numbers."""
    lines, number, fresh = [], 0, True
    for line in source.split("\n"):
        if line.strip() and fresh:
            number += 1
            line = f"{PARAGRAPH}{number}{PARAGRAPH_END}{line.lstrip()}"
        fresh = not line.strip()
        lines.append(line)
    return "\n".join(lines)


def _line(error: BaseException, name: str) -> int:
    """Return the skeleton's line from the traceback that Jinja rewrote."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno or 0 for frame in frames if frame.filename == name]
    return lines[-1] if lines else 0


def _problem(name: str, source: str, line: int, message: str) -> TemplateError:
    lines = source.split("\n")
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    excerpt = re.sub(f"{PARAGRAPH}[0-9]*{PARAGRAPH_END}", "", text)
    return TemplateError([Problem(Location(name, line, 1 if line else 0), message, "", excerpt)])
