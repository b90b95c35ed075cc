"""A pack: the folder with genres, skeletons, catalogues and layout; later packs overlay earlier ones."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from toolkit import cache
from toolkit.brief.load import Vocabulary
from toolkit.brief.schema import schema
from toolkit.brief.source import FAST, read_text
from toolkit.errors import Location, Problem, TemplateError, ToolkitError, display_path, suggest
from toolkit.figures import Catalogue, catalogue
from toolkit.pack.calendar import Calendar
from toolkit.pack.formulations import Formulations
from toolkit.pack.genre import Genre
from toolkit.resources import data_folder


class Pack:
    """The built-in pack, overlaid by the folders given; everything is read when first asked for."""

    def __init__(self, overlays: Sequence[Path] = ()) -> None:
        for folder in overlays:
            if not folder.is_dir():
                raise ToolkitError(f"{display_path(folder)}: 没有这个模板包文件夹", "检查 --pack 后面的路径")
        self.folders = (*reversed(overlays), data_folder("templates"))

    def find(self, name: str) -> Path:
        """Return the file that counts: that of the last pack which has it.

        Raises:
            TemplateError: no pack has the file.
        """
        for folder in self.folders:
            if (folder / name).is_file():
                return folder / name
        place = Location(display_path(self.folders[0] / name))
        raise TemplateError([Problem(place, "模板包里缺少这个文件")])

    def data(self, name: str) -> Any:
        """Return the parsed YAML of a file of the pack.

        Raises:
            TemplateError: its YAML is broken.
        """
        path = self.find(name)
        text = read_text(path)
        kept = cache.key("yaml", text) + ".json"
        if (data := cache.read(kept)) is not None:
            with contextlib.suppress(ValueError):
                return json.loads(data)
        parsed = self._parse(path, text)
        with contextlib.suppress(TypeError):
            cache.keep(kept, json.dumps(parsed, ensure_ascii=False).encode())
        return parsed

    @staticmethod
    def _parse(path: Path, text: str) -> Any:
        try:
            return yaml.load(text, Loader=FAST)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            place = Location(display_path(path), mark.line + 1 if mark else 0, mark.column + 1 if mark else 0)
            raise TemplateError([Problem(place, f"YAML 写法错误：{error.problem}")]) from error

    @cached_property
    def functions(self) -> Mapping[str, str]:
        """Section functions with their Chinese names."""
        return dict(self.data("functions.yaml"))

    @cached_property
    def catalogue(self) -> Catalogue:
        """The figure catalogue."""
        return catalogue(self.data("figures.yaml"))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What a brief may say under this pack."""
        return Vocabulary(schema(self.data("brief.yaml")), self.catalogue, self.functions)

    @cached_property
    def formulations(self) -> Formulations:
        """Fixed formulations with their dates."""
        return Formulations(self.data("formulations.yaml")["formulations"])

    @cached_property
    def calendar(self) -> Calendar:
        """Meetings, anniversaries and plan years."""
        return Calendar(self.data("meetings.yaml"))

    @cached_property
    def layout(self) -> Mapping[str, Any]:
        """Page, fonts and styles."""
        return dict(self.data("layout.yaml"))

    def genre_ids(self) -> list[str]:
        """Return the ids of all genres in all folders of the pack."""
        found = {path.parent.name for folder in self.folders for path in folder.glob("genres/*/genre.yaml")}
        return sorted(found)

    def genre(self, name: str) -> Genre:
        """Return a genre with its outline and the skeletons that exist for it.

        Raises:
            ToolkitError: there is no such genre.
        """
        known = self.genre_ids()
        if name not in known:
            hint = suggest(name, known) or f"可用的文种：{'、'.join(known)}"
            raise ToolkitError(f"没有文种“{name}”", hint)
        sections: dict[str, Path] = {}
        for folder in reversed(self.folders):
            for path in sorted((folder / "genres" / name / "sections").glob("*.j2")):
                sections[path.name.removesuffix(".j2")] = path
        return Genre(name, self.data(f"genres/{name}/genre.yaml"), sections)
